"""Keeping the choices in force as a scenario under a name."""

import streamlit as st

from kpi import scenarios
from kpi.errors import KpiError
from kpi.queries.moments import ledger_of
from kpi.ui import banners
from kpi.ui.evaluation import choosing
from kpi.ui.evaluation.choosing import Chosen
from kpi.ui.setting import Setting

NAME = "scenario-name"
SAVED = "kpi_scenario_saved"
REFUSED = "kpi_scenario_refused"


def form(chosen: Chosen) -> None:
    """A name and a button; what came of the last saving stands below."""
    text = chosen.here.text
    with st.form("scenario-save", border=True, enter_to_submit=True):
        st.text_input(
            text("evaluation.saving.name"), key=NAME, placeholder=text("evaluation.saving.hint"), max_chars=80
        )
        st.form_submit_button(
            text("evaluation.saving.save"),
            icon=":material/bookmark_add:",
            on_click=save,
            args=(chosen,),
            key="scenario-save-button",
        )
    with st.container(key="scenario-saved"):
        outcome(chosen)


def save(chosen: Chosen) -> None:
    """For on_click: the choices become a scenario, and the address its link."""
    here = chosen.here
    follows = chosen.scenario
    name = str(st.session_state.get(NAME, "")).strip()
    try:
        # What cannot be scored is not worth a link.
        chosen.evaluated(chosen.choices)
        saved = scenarios.save(
            here.viewer,
            here.paths,
            chosen.evaluation.year,
            name,
            here.moment.number or newest(chosen),
            chosen.choices.model_dump(mode="json"),
            follows.id if follows is not None and follows.name == name else "",
        )
    except KpiError as error:
        st.session_state[REFUSED] = error
        return
    st.session_state[SAVED] = saved.id
    choosing.open_scenario(saved.id)


def newest(chosen: Chosen) -> int:
    """The newest release's number, for a past day that is no release itself."""
    record = ledger_of(chosen.here.paths).newest_release()
    return record.number if record else 0


def outcome(chosen: Chosen) -> None:
    """The saved scenario's link, or why nothing was saved."""
    here = chosen.here
    refused = st.session_state.pop(REFUSED, None)
    if refused is not None:
        banners.faults(refused, here.language)
    saved = st.session_state.pop(SAVED, "")
    if saved and chosen.scenario is not None and chosen.scenario.id == saved:
        st.success(here.text("evaluation.saving.saved", name=chosen.scenario.name), icon=":material/link:")
        st.code(link(saved), language=None)


def link(scenario: str) -> str:
    """The address that opens a scenario for anybody."""
    base = (st.context.url or "").partition("?")[0].rstrip("/")
    page = base if base.endswith("/evaluation") else f"{base}/evaluation"
    return f"{page}?scenario={scenario}"


def scenario_name(here: Setting, scenario: str) -> str:
    """The name of the scenario that a round was made with; one discarded since is marked as such."""
    if not scenario:
        return here.text("evaluation.scenarios.declared")
    found = ledger_of(here.paths).scenario(scenario)
    return here.text("evaluation.discard.marked", name=found.name) if found.discarded else found.name
