"""회차: freeze what is chosen on this release, read what was frozen, compute it again, publish it."""

from collections.abc import Sequence

import streamlit as st

from kpi import rounds as frozen
from kpi.errors import Fault, KpiError
from kpi.ledger.evaluation_values import Round
from kpi.ui import banners
from kpi.ui.address import value_of, write
from kpi.ui.clickable import clickable
from kpi.ui.evaluation import head
from kpi.ui.evaluation.asking import Question, ask_again
from kpi.ui.evaluation.choosing import Chosen
from kpi.ui.evaluation.opened import TOLD, name_of, opened
from kpi.ui.evaluation.points import zones_of
from kpi.ui.evaluation.saving import scenario_name
from kpi.ui.markup import badge, quiet, section, text_of
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, Raw, markup
from kpi.wording.signed import when

LIST = "evaluation-rounds"
NOTE = "round-note"
ICON = ":material/ac_unit:"


def rounds(chosen: Chosen) -> None:
    """The section: one round if the address names it, else the list and the form to freeze another."""
    here = chosen.here
    asked = value_of("round", lambda _: True, "")
    with st.container(key="round-told"):
        banners.outcome(TOLD, here.language)
    if asked:
        opened(here, asked)
        return
    known = frozen.rounds(here.viewer, here.paths, chosen.evaluation.year)
    listed = table(here, known) if known else quiet(here.text("evaluation.rounds.none"))
    title, about = here.text("evaluation.rounds.title"), here.text("evaluation.rounds.about")
    clickable(head.changed(chosen) + section(title, listed, about), LIST, clicked)
    if here.viewer.may_freeze:
        freezing(chosen)
    else:
        st.info(here.text("evaluation.rounds.may_not"), icon=":material/lock:")


def clicked() -> None:
    """For on_click: a round is opened, or the strip's way back."""
    action = str(st.session_state[LIST].clicked or "")
    kind, _, round_id = action.partition(":")
    if kind == "round":
        write("round", round_id, "")
    else:
        head.act(action)


def table(here: Setting, known: Sequence[Round]) -> str:
    """The year's rounds, the newest first, each a link."""
    names = ("round", "state", "scenario", "release", "actor", "frozen_at", "first", "hash")
    columns = [Column(here.text(f"evaluation.rounds.column.{name}"), name == "release") for name in names]
    return markup(columns, [_row(here, each) for each in known], label=here.text("evaluation.rounds.title"))


def _row(here: Setting, found: Round) -> list[Cell]:
    kind = "published" if found.state == "published" else "plain"
    best = sorted((each["rank"], zone) for zone, each in found.scores.items() if each["rank"] is not None)[:3]
    return [
        Raw(
            f'<a href="evaluation?part=rounds&amp;round={text_of(found.id)}" data-action="round:{text_of(found.id)}">'
            f"{text_of(name_of(here, found))}</a>"
        ),
        Raw(badge(here.text(f"evaluation.rounds.state.{found.state}"), kind)),
        scenario_name(here, found.scenario),
        here.text("evaluation.scenarios.release", number=found.release),
        found.steps[0].actor,
        when(found.steps[0].at, here.language),
        ", ".join(here.zone_name(zone) for _, zone in best),
        Raw(f'<span class="kpi-code">{text_of(found.outputs_sha256[:12])}</span>'),
    ]


def freezing(chosen: Chosen) -> None:
    """What would be frozen now, and the button; changes have to be saved before."""
    here, text = chosen.here, chosen.here.text
    with st.container(border=True, key="round-freeze"):
        st.markdown(f"**{text('evaluation.freeze.title')}**")
        if here.moment.number is None:
            banners.faults(KpiError(Fault("evaluation_errors.not_a_release")), here.language)
            return
        if chosen.is_changed:
            st.warning(text("evaluation.freeze.unsaved"), icon=":material/bookmark_add:")
            return
        named = {"scenario": scenario_of(chosen), "release": here.moment.number}
        st.markdown(text("evaluation.freeze.what", **named))
        missing = len(chosen.evaluation.judged) * len(zones_of(chosen)) - len(chosen.points)
        if missing:
            st.caption(text("evaluation.freeze.points_missing", count=missing))
        st.text_input(text("evaluation.freeze.note"), key=NOTE, max_chars=200)
        if st.button(text("evaluation.freeze.button"), icon=ICON, type="primary", key="freeze"):
            ask_again(here, question(chosen, here.moment.number, missing), lambda: freeze(chosen))


def scenario_of(chosen: Chosen) -> str:
    """The name of the scenario in force."""
    return scenario_name(chosen.here, chosen.scenario.id if chosen.scenario else "")


def question(chosen: Chosen, release: int, missing: int) -> Question:
    """What exactly will be frozen, and that it stays so."""
    text = chosen.here.text
    facts = [
        (text("evaluation.freeze.fact.year"), text("filters.year_name", year=chosen.evaluation.year)),
        (text("evaluation.rounds.column.release"), text("evaluation.scenarios.release", number=release)),
        (text("evaluation.rounds.column.scenario"), scenario_of(chosen)),
        (text("evaluation.freeze.fact.zones"), f"{len(zones_of(chosen)):,}"),
    ]
    if missing:
        facts.append((text("evaluation.freeze.fact.points_missing"), f"{missing:,}"))
    return Question(
        key="freeze",
        title=text("evaluation.freeze.title"),
        facts=tuple(facts),
        meaning=text("evaluation.freeze.meaning"),
        confirm=text("evaluation.freeze.confirm"),
        icon=ICON,
    )


def freeze(chosen: Chosen) -> None:
    """Freezes and opens the new round."""
    here, number = chosen.here, chosen.here.moment.number
    if number is None or chosen.is_changed:
        return
    scenario = chosen.scenario.id if chosen.scenario else ""
    note = str(st.session_state.get(NOTE) or "")
    try:
        made = frozen.freeze(here.viewer, here.paths, chosen.choices, number, scenario, note)
    except KpiError as error:
        st.session_state[TOLD] = error
        return
    st.session_state[TOLD] = here.text("evaluation.freeze.done", round=name_of(here, made))
    write("round", made.id, "")
