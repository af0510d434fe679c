"""정성평가: evaluators' points for the qualitative items, each with a reason, drafts until they are submitted."""

from collections.abc import Sequence

import streamlit as st

from kpi import format as formats
from kpi.errors import KpiError
from kpi.ledger import Assessment, AssessmentState
from kpi.queries.assessing import assess, assessments, may_score
from kpi.ui import banners, filters
from kpi.ui.address import value_of, write
from kpi.ui.clickable import clickable
from kpi.ui.evaluation.choosing import Chosen
from kpi.ui.evaluation.ranking import SHOWN, pick
from kpi.ui.evaluation.words import placed
from kpi.ui.filters import DEFAULT_ZONE
from kpi.ui.markup import badge, quiet, section, text_of
from kpi.ui.paging import page_of
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, Raw, markup

TABLE = "evaluation-points"
TOLD = "kpi_points_told"
COLUMNS = ("zone", "mean", "spread", "evaluators", "mine")


def points(chosen: Chosen) -> None:
    """The section."""
    here, judged = chosen.here, chosen.evaluation.judged
    if not judged:
        st.info(here.text("evaluation.points.no_items"), icon=":material/info:")
        return
    item = filters.switch(
        "judged", here.text("filters.names.judged"), list(judged), next(iter(judged)),
        lambda one: judged[one].name[here.language], is_labelled=False,
    )  # fmt: skip
    zone = zone_of(chosen)
    known = [
        each for each in assessments(here.viewer, here.paths, chosen.evaluation) if each.indicator == item
    ]
    is_scorer = may_score(here.viewer, chosen.evaluation)
    left, right = st.columns([5, 4], gap="large")
    with left:
        _, shown = page_of("page", zones_of(chosen), SHOWN)
        shown = shown if zone in shown else [zone, *shown]
        clickable(overview(chosen, item, zone, shown, known, is_scorer), TABLE, clicked)
    with right:
        if is_scorer:
            own(chosen, item, zone, known)
        else:
            roles = ", ".join(here.text(f"evaluation.roles.{role}") for role in chosen.evaluation.scorers)
            st.info(here.text("evaluation.points.may_not", roles=roles), icon=":material/lock:")


def zone_of(chosen: Chosen) -> str:
    """The zone that is scored now."""
    units, asked = zones_of(chosen), value_of("zone", lambda _: True, DEFAULT_ZONE)
    return asked if asked in units else units[0]


def zones_of(chosen: Chosen) -> list[str]:
    """The zones that are evaluated in the year."""
    year = chosen.evaluation.year
    return [zone.id for zone in chosen.here.catalogue.zones.values() if zone.designated_on.year <= year]


def clicked() -> None:
    """For on_click: another zone."""
    kind, _, zone = str(st.session_state[TABLE].clicked or "").partition(":")
    if kind == "zone":
        st.session_state.pop(TOLD, None)
        write("zone", zone, "")


def overview(
    chosen: Chosen,
    item: str,
    zone: str,
    shown: Sequence[str],
    known: Sequence[Assessment],
    is_scorer: bool,
) -> str:
    """Each zone's mean, spread and number of evaluators as HTML, and one's own points for a scorer."""
    here, judged = chosen.here, chosen.evaluation.judged[item]
    given = {each.zone: each for each in chosen.points if each.element == item}
    mine = {each.zone: each for each in known if each.evaluator == here.viewer.name}
    names = [name for name in COLUMNS if is_scorer or name != "mine"]
    columns = [
        Column(here.text(f"evaluation.points.column.{name}"), name in ("mean", "evaluators"))
        for name in names
    ]
    rows: list[list[Cell]] = []
    for each in shown:
        found = given.get(each)
        row: list[Cell] = [
            Raw(pick("zone", each, here.zone_name(each))),
            formats.plain(found.mean, 1) if found else "–",
            f"{formats.plain(found.lowest, 1)} ~ {formats.plain(found.highest, 1)}" if found else "–",
            str(found.evaluators) if found else "0",
        ]
        rows.append([*row, Raw(_mine(here, mine.get(each)))] if is_scorer else row)
    scale = here.text("evaluation.points.scale", lowest=f"{judged.lowest:g}", highest=f"{judged.highest:g}")
    body = quiet(f"{judged.meaning[here.language]} ({scale})")
    marked = list(shown).index(zone)
    label = here.text("evaluation.points.title")
    return section(
        label, body + markup(columns, rows, label=label, marked=marked), here.text("evaluation.points.about")
    )


def _mine(here: Setting, mine: Assessment | None) -> str:
    if mine is None:
        return text_of(here.text("evaluation.points.open"))
    written = "–" if mine.points is None else formats.plain(mine.points, 1)
    kind = "good" if mine.state == "submitted" else "attention"
    return f"{written} {badge(here.text(f'evaluation.points.state.{mine.state}'), kind)}"


def own(chosen: Chosen, item: str, zone: str, known: Sequence[Assessment]) -> None:
    """The form for one's own points, and what others have submitted below it."""
    here = chosen.here
    mine = next((each for each in known if each.zone == zone and each.evaluator == here.viewer.name), None)
    version = mine.version if mine else 0
    key = f"points-{chosen.evaluation.year}-{item}-{zone}-{version}"
    st.subheader(here.text("evaluation.points.form", zone=here.zone_name(zone)), anchor=False)
    with st.form(key, border=True):
        # The scale is checked when points are kept: what the browser says of its bounds is English.
        st.number_input(
            here.text("evaluation.points.points"), value=mine.points if mine else None, step=0.5,
            format="%.1f", key=f"{key}-given",
        )  # fmt: skip
        st.text_area(
            here.text("evaluation.points.reason"), value=mine.reason if mine else "", key=f"{key}-reason",
            help=here.text("evaluation.points.reason_help"), max_chars=2000,
        )  # fmt: skip
        with st.container(horizontal=True):
            for state in states_of(mine):
                st.form_submit_button(
                    here.text(f"evaluation.points.save.{state}"),
                    on_click=keep,
                    args=(chosen, item, zone, key, version, state),
                    type="primary" if state == "submitted" else "secondary",
                    key=f"points-{state}",
                )
    with st.container(key="points-told"):
        banners.outcome(TOLD, here.language)
    others(here, [each for each in known if each.zone == zone and each.evaluator != here.viewer.name])


def states_of(mine: Assessment | None) -> tuple[AssessmentState, ...]:
    """In which states points may be kept: what was submitted is never a draft again."""
    return ("submitted",) if mine and mine.state == "submitted" else ("draft", "submitted")


def keep(chosen: Chosen, item: str, zone: str, key: str, version: int, state: AssessmentState) -> None:
    """For on_click: enter the form's points as the next version."""
    here = chosen.here
    given, reason = st.session_state.get(f"{key}-given"), str(st.session_state.get(f"{key}-reason") or "")
    try:
        assess(
            here.viewer,
            here.paths,
            here.moment,
            chosen.evaluation.year,
            zone,
            item,
            given,
            reason,
            state,
            version,
        )
    except KpiError as error:
        leaf = chosen.evaluation.judged[item].name[here.language]
        st.session_state[TOLD] = placed(error, f"{here.zone_name(zone)} · {leaf}")
    else:
        st.session_state[TOLD] = here.text(f"evaluation.points.kept.{state}", zone=here.zone_name(zone))


def others(here: Setting, submitted: Sequence[Assessment]) -> None:
    """The other evaluators' points with their reasons."""
    if not submitted:
        st.caption(here.text("evaluation.points.no_others"))
        return
    for each in submitted:
        st.caption(f"{each.evaluator} · {formats.plain(each.points, 1)}")
        st.text(each.reason)
