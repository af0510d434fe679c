"""The year in sentences, each made from computed values."""

from collections.abc import Sequence

import streamlit as st

from kpi.queries import overview
from kpi.queries.overview import Sentence
from kpi.ui.cached import ask, kept
from kpi.ui.markup import put, text_of
from kpi.ui.setting import Setting


def reading(setting: Setting, zone: str, year: int) -> None:
    """The sentences as a list; says so if there is nothing to tell."""
    sentences = ask(overview.reading, zone, year)
    st.subheader(setting.text("overview.reading.title"), anchor=False)
    if not sentences:
        st.caption(setting.text("overview.reading.nothing"))
        return
    put(kept("reading", (zone, year), lambda: _list(setting, sentences)))


def _list(setting: Setting, sentences: Sequence[Sentence]) -> str:
    items = "".join(f"<li>{text_of(sentence.in_words(setting.language))}</li>" for sentence in sentences)
    return f'<ul class="kpi-reading">{items}</ul>'
