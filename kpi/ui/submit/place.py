"""Which draft and which step are shown. Both stand in the address, so that a link, a reopened browser or a restarted
server leads back to them; within a session the draft also stays while other pages are looked at.
"""

import streamlit as st

DRAFT = "draft"
STEP = "step"
SLOT = "kpi_draft_open"
TROUBLE = "kpi_draft_trouble"
STEPS = ("found", "columns", "repairs", "checks", "compare", "accept")


def draft_asked() -> str:
    """The id of the draft that is open; empty for none."""
    asked = st.query_params.get(DRAFT) or st.session_state.get(SLOT, "")
    if asked and st.query_params.get(DRAFT) != asked:
        st.query_params[DRAFT] = asked
    st.session_state[SLOT] = asked
    return asked


def step_asked() -> str:
    """The step that is shown; the first for one that does not exist."""
    asked = st.query_params.get(STEP, STEPS[0])
    return asked if asked in STEPS else STEPS[0]


def open_draft(draft: str) -> None:
    """Show this draft from its first step on."""
    st.session_state.pop(TROUBLE, None)
    st.session_state[SLOT] = draft
    st.query_params[DRAFT] = draft
    st.query_params.pop(STEP, None)


def close() -> None:
    """Back to the list of drafts and the place to drop a file."""
    st.session_state.pop(TROUBLE, None)
    st.session_state[SLOT] = ""
    st.query_params.pop(DRAFT, None)
    st.query_params.pop(STEP, None)


def go_to(step: str) -> None:
    """Show another step of the open draft."""
    st.session_state.pop(TROUBLE, None)
    if step == STEPS[0]:
        st.query_params.pop(STEP, None)
    else:
        st.query_params[STEP] = step
