"""One frozen round: what it rests on, its stored outputs unchanged, computed again under today's code, published."""

from collections.abc import Sequence

import streamlit as st

from kpi import format as formats
from kpi import rounds
from kpi.errors import KpiError
from kpi.ledger.evaluation_values import Round, RoundStep
from kpi.queries.explained import element_names
from kpi.round_outputs import RoundOutputs, to_json
from kpi.rounds import Difference
from kpi.ui import banners, files
from kpi.ui.address import write
from kpi.ui.evaluation import result
from kpi.ui.evaluation.asking import Question, ask_again
from kpi.ui.evaluation.saving import scenario_name
from kpi.ui.markup import badge, definitions, put, quiet, section, text_of
from kpi.ui.setting import Setting
from kpi.ui.tables import Column, markup
from kpi.wording.signed import when

COMPUTED = "kpi_round_computed"
TOLD = "kpi_round_told"
SHOWN = 100
PUBLISH = ":material/campaign:"


def opened(here: Setting, round_id: str) -> None:
    """The round of this id; says why where it cannot be shown."""
    st.button(
        here.text("evaluation.rounds.back"), icon=":material/arrow_back:", on_click=close, key="round-back"
    )
    try:
        found = next(each for each in rounds.rounds(here.viewer, here.paths) if each.id == round_id)
        outputs = rounds.reopen(here.viewer, here.paths, round_id)
    except StopIteration:
        st.error(here.text("evaluation.rounds.unknown", round=round_id), icon=":material/error:")
        return
    except KpiError as error:
        banners.faults(error, here.language)
        return
    about(here, found, outputs)
    steps(here, found, outputs)
    again(here, outputs)
    result.show(here, outputs)


def close() -> None:
    """Back to the list."""
    write("round", None, "")


def about(here: Setting, found: Round, outputs: RoundOutputs) -> None:
    """What was frozen, by whom, on what, and the hash that proves it unchanged."""
    text, code = here.text, outputs.made_with["code"]
    facts = [
        (text("evaluation.rounds.column.scenario"), scenario_name(here, found.scenario)),
        (
            text("evaluation.rounds.column.release"),
            text("evaluation.scenarios.release", number=found.release),
        ),
        (text("evaluation.rounds.fact.points"), f"{len(outputs.points)}"),
        (text("evaluation.rounds.fact.code"), code),
        (text("evaluation.rounds.fact.catalogue"), found.catalogue_sha256[:16]),
    ]
    kind = "published" if found.state == "published" else "plain"
    state = badge(text(f"evaluation.rounds.state.{found.state}"), kind)
    history = "".join(f"<li>{text_of(_step(here, each))}</li>" for each in found.steps)
    proof = text("evaluation.rounds.unchanged", sha256=found.outputs_sha256)
    title = name_of(here, found)
    body = f'<div class="kpi-badges">{state}</div>{definitions(facts)}<ul class="kpi-reading">{history}</ul>'
    put(section(title, f'{body}<p class="kpi-quiet" id="round-proof">{text_of(proof)}</p>'))


def _step(here: Setting, step: RoundStep) -> str:
    said = here.text(
        f"evaluation.rounds.step.{step.state}", when=when(step.at, here.language), actor=step.actor
    )
    return f"{said} — {step.note}" if step.note else said


def steps(here: Setting, found: Round, outputs: RoundOutputs) -> None:
    """Compute again, publish, and the stored outputs as a file."""
    with st.container(horizontal=True, key="round-steps"):
        if here.viewer.may_evaluate:
            st.button(
                here.text("evaluation.rounds.recompute"),
                icon=":material/refresh:",
                on_click=recompute,
                args=(here, found.id),
                key="recompute",
            )
        if here.viewer.may_freeze and found.state != "published":
            label = here.text("evaluation.rounds.publish")
            if st.button(label, icon=PUBLISH, key="publish-round"):
                ask_again(here, question(here, found), lambda: publish(here, found))
        files.offer(
            here, "round-download", here.text("evaluation.rounds.download"), f"round-{found.id}.json",
            lambda: to_json(outputs), "application/json",
        )  # fmt: skip
    if outputs.is_masked:
        st.caption(here.text("evaluation.rounds.download_masked"))


def recompute(here: Setting, round_id: str) -> None:
    """For on_click: what today's code makes of the same release, choices and points."""
    try:
        st.session_state[COMPUTED] = (round_id, rounds.recompute(here.viewer, here.paths, round_id))
    except KpiError as error:
        st.session_state[COMPUTED] = (round_id, error)


def question(here: Setting, found: Round) -> Question:
    """Which round it is, and that publishing is for good."""
    text, frozen = here.text, found.steps[0]
    facts = (
        (text("evaluation.rounds.column.round"), name_of(here, found)),
        (
            text("evaluation.rounds.column.release"),
            text("evaluation.scenarios.release", number=found.release),
        ),
        (text("evaluation.rounds.column.scenario"), scenario_name(here, found.scenario)),
        (text("evaluation.freeze.fact.zones"), f"{len(found.scores):,}"),
        (text("evaluation.rounds.column.frozen_at"), f"{when(frozen.at, here.language)} · {frozen.actor}"),
    )
    return Question(
        key="publish-round",
        title=text("evaluation.publish.title"),
        facts=facts,
        meaning=text("evaluation.publish.meaning"),
        confirm=text("evaluation.publish.confirm"),
        icon=PUBLISH,
    )


def publish(here: Setting, found: Round) -> None:
    """Opens the round to everybody."""
    try:
        rounds.publish(here.viewer, here.paths, found.id)
    except KpiError as error:
        st.session_state[TOLD] = error
        return
    st.session_state[TOLD] = here.text("evaluation.rounds.published", round=name_of(here, found))


def name_of(here: Setting, found: Round) -> str:
    """A round's name: the year and its number."""
    return here.text("evaluation.rounds.name", year=found.year, number=found.number)


def again(here: Setting, outputs: RoundOutputs) -> None:
    """The outcome of computing again: the same, every difference, or why it could not be."""
    round_id, came = st.session_state.pop(COMPUTED, ("", None))
    with st.container(key="round-again"):
        if isinstance(came, KpiError):
            banners.faults(came, here.language)
        elif came == ():
            st.success(here.text("evaluation.rounds.same"), icon=":material/verified:")
        elif came:
            st.warning(
                here.text("evaluation.rounds.differs", count=f"{len(came):,}"), icon=":material/difference:"
            )
            put(differences(here, outputs, came))


def differences(here: Setting, outputs: RoundOutputs, found: Sequence[Difference]) -> str:
    """Every entry that comes out otherwise, as a table."""
    names = element_names(outputs.evaluation, here.catalogue, here.language)
    kinds = ("zone", "element", "what", "frozen", "today")
    columns = [
        Column(here.text(f"evaluation.rounds.difference.{kind}"), kind in ("frozen", "today"))
        for kind in kinds
    ]
    rows = [
        [
            here.zone_name(each.zone) if each.zone else "–",
            names.get(each.element, each.element) or "–",
            each.column,
            _written(each.frozen),
            _written(each.today),
        ]
        for each in found[:SHOWN]
    ]
    more = (
        here.text("evaluation.rounds.more", shown=SHOWN, count=f"{len(found):,}")
        if len(found) > SHOWN
        else ""
    )
    return markup(columns, rows, label=here.text("evaluation.rounds.differs", count=len(found))) + quiet(more)


def _written(value: object) -> str:
    if value is None:
        return formats.MISSING
    return f"{value:.10g}" if isinstance(value, float) else str(value)
