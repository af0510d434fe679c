"""Putting a saved scenario away: asked a second time, done by who saved it or an administrator, told afterwards."""

import streamlit as st

from kpi import format as formats
from kpi import scenarios
from kpi.errors import KpiError
from kpi.ledger import Scenario
from kpi.ui import banners
from kpi.ui.address import write
from kpi.ui.evaluation import choosing
from kpi.ui.evaluation.asking import Question, ask_again
from kpi.ui.evaluation.choosing import Chosen
from kpi.ui.setting import Setting
from kpi.wording.signed import when

TOLD = "kpi_scenario_discarded"
ICON = ":material/delete:"


def discarding(chosen: Chosen) -> None:
    """A button for the scenario that is open, where the viewer may; and what came of the last one."""
    here, scenario = chosen.here, chosen.scenario
    with st.container(key="scenario-discarding"):
        banners.outcome(TOLD, here.language)
        if scenario is None:
            return
        if not here.viewer.may_discard_scenario(scenario.actor):
            st.caption(here.text("evaluation.discard.may_not", actor=scenario.actor))
            return
        label = here.text("evaluation.discard.button", name=scenario.name)
        if st.button(label, icon=ICON, key="scenario-discard"):
            ask_again(here, question(here, scenario), lambda: discard(here, scenario))


def question(here: Setting, scenario: Scenario) -> Question:
    """Which scenario it is, and what becomes of its link and of rounds frozen with it."""
    text = here.text
    facts = (
        (text("evaluation.scenarios.column.scenario"), scenario.name),
        (text("evaluation.scenarios.column.actor"), scenario.actor),
        (
            text("evaluation.scenarios.column.saved_at"),
            formats.day(scenario.saved_at.date(), here.language),
        ),
    )
    return Question(
        key="scenario-discard",
        title=text("evaluation.discard.title"),
        facts=facts,
        meaning=text("evaluation.discard.meaning"),
        confirm=text("evaluation.discard.confirm"),
        icon=ICON,
    )


def discard(here: Setting, scenario: Scenario) -> None:
    """Puts it away and goes back to what is declared."""
    try:
        scenarios.discard(here.viewer, here.paths, scenario.id)
    except KpiError as error:
        st.session_state[TOLD] = error
        return
    st.session_state[TOLD] = here.text("evaluation.discard.done", name=scenario.name)
    choosing.as_declared()
    write("beside", None, "")


def tell_unusable_scenario(here: Setting) -> None:
    """Says of a link's scenario that nobody knows it, or that it was put away, by whom and when."""
    try:
        found = choosing.linked_scenario(here)
    except KpiError as error:
        banners.faults(error, here.language)
        return
    if found is not None and found.discarded is not None:
        at = when(found.discarded.at, here.language)
        named = {"name": found.name, "actor": found.discarded.actor, "when": at}
        st.warning(here.text("evaluation.discard.linked", **named), icon=ICON)
