"""Where nothing can be compared: why, and what to try."""

import streamlit as st

from kpi.queries.comparing_sentences import reading
from kpi.ui.compare.filters import Chosen


def left_out(page: Chosen) -> None:
    """A notice with the reason for each metric that is not compared."""
    here = page.here
    sentences = reading(here.viewer, here.moment, page.asked, page.zone)
    told = [here.text("compare.reading.nothing"), *(each.in_words(here.language) for each in sentences)]
    st.info("\n\n".join(told), icon=":material/search_off:")
