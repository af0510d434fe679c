"""A page's body that its own filters rerun alone, without the menu, the moment and the foot around it.

A third of what a change of a filter costs the browser is work on elements that it cannot change.
"""

from collections.abc import Callable

import streamlit as st

from kpi.errors import KpiError
from kpi.ui import banners, moments
from kpi.ui.exporting import menu, shown
from kpi.ui.setting import Setting, current


def body(content: Callable[[Setting], None]) -> None:
    """Run the body of a page; where a newer release has come since the page was opened, all of the page again."""
    _alone(content, current())


@st.fragment
def _alone(content: Callable[[Setting], None], here: Setting) -> None:
    try:
        if moments.shown(here.paths, here.text) != here.moment:
            st.rerun()
        shown.begin()
        content(here)
        menu.menu(here)
    except KpiError as error:
        banners.faults(error, here.language)
