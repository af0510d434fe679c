"""The year in sentences, each made from computed values."""

from collections.abc import Sequence

import streamlit as st

from kpi.queries.overview import Sentence
from kpi.ui.markup import put, text_of
from kpi.ui.setting import Setting


def reading(setting: Setting, sentences: Sequence[Sentence]) -> None:
    """The sentences as a list; says so if there is nothing to tell."""
    st.subheader(setting.text("overview.reading.title"), anchor=False)
    if not sentences:
        st.caption(setting.text("overview.reading.nothing"))
        return
    items = "".join(f"<li>{text_of(sentence.in_words(setting.language))}</li>" for sentence in sentences)
    put(f'<ul class="kpi-reading">{items}</ul>')
