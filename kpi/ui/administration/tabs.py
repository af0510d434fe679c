"""Which part of the page is shown, in the address; and doing something that may be refused."""

from collections.abc import Callable

import streamlit as st

from kpi.errors import KpiError
from kpi.ui import banners
from kpi.ui.address import value_of, widget_key, write
from kpi.ui.setting import Setting

# What the last deed came to; said once.
TOLD = "kpi_administration_told"
DONE = "kpi_administration_done"


def tab(here: Setting, parts: tuple[str, ...]) -> str:
    """The part asked for, with the control that chooses it."""
    chosen = value_of("tab", parts, parts[0])
    st.segmented_control(
        here.text("administration.tab"),
        parts,
        format_func=lambda one: here.text(f"administration.tabs.{one}"),
        required=True,
        key=widget_key("tab", chosen),
        on_change=lambda: write("tab", st.session_state[widget_key("tab", chosen)], parts[0]),
        label_visibility="collapsed",
    )
    banners.outcome(TOLD, here.language)
    if DONE in st.session_state:
        st.success(st.session_state.pop(DONE), icon=":material/check_circle:")
    return chosen


def done(here: Setting, act: Callable[[], str]) -> None:
    """For on_click: does it, and keeps what it says, or why it was refused, for the next look."""
    try:
        st.session_state[DONE] = act()
    except KpiError as error:
        st.session_state[TOLD] = error
