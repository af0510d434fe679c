"""Above every section: how far the evaluation is known, and whether something was changed from what is declared."""

import streamlit as st

from kpi import format as formats
from kpi.catalogue.evaluations import Evaluation
from kpi.queries.evaluation import published_grades
from kpi.rounds import rounds
from kpi.ui.cached import ask
from kpi.ui.evaluation import choosing, words
from kpi.ui.evaluation.choosing import Chosen
from kpi.ui.evaluation.ranking import SHOWN, left_out
from kpi.ui.markup import badge, put, quiet, text_of
from kpi.ui.overview.grades import graded
from kpi.ui.setting import Setting

KINDS = {"published": "published", "entered": "good", "assumed": "attention", "not_public": "attention"}


def standing(chosen: Chosen) -> str:
    """What is published of the evaluation and what is assumed, as HTML."""
    here, evaluation = chosen.here, chosen.evaluation
    shown = "".join(_status(here, evaluation, name) for name in ("tree", "weights", "method", "grade_rule"))
    given = len({(each.zone, each.element) for each in chosen.points})
    asked = len(evaluation.judged) * len(chosen.found.source.board.units)
    key = "judged_given" if given else "judged_none"
    shown += badge(here.text(f"evaluation.head.{key}", given=given, asked=asked), "plain")
    return (
        f'<div class="kpi-badges">{shown}</div>'
        f"{quiet(f'{evaluation.note[here.language]} · {released(here, evaluation)}')}"
    )


def _status(here: Setting, evaluation: Evaluation, name: str) -> str:
    status = str(getattr(evaluation, name))
    label, meaning = (here.text(f"evaluation.head.{name}.{part}") for part in (status, "meaning"))
    return badge(label, KINDS[status], meaning)


def released(here: Setting, evaluation: Evaluation) -> str:
    """When the year's results were announced."""
    return here.text("evaluation.head.released", day=formats.day(evaluation.released_on, here.language))


def changed(chosen: Chosen) -> str:
    """A strip with the scenario and the changes in force, and the ways back; '' when all is as declared."""
    here, scenario = chosen.here, chosen.scenario
    if chosen.is_declared:
        return ""
    said = []
    if scenario:
        said.append(here.text("evaluation.head.scenario", name=scenario.name, actor=scenario.actor))
        if scenario.release != chosen.here.moment.number:
            said.append(here.text("evaluation.head.scenario_release", release=scenario.release))
    if chosen.is_changed:
        said.append(here.text("evaluation.head.unsaved"))
    ways = [("reset", "undo_changes")] if chosen.is_changed and scenario else []
    ways.append(("declared", "as_declared"))
    buttons = "".join(
        f'<button type="button" data-action="{action}">{text_of(here.text(f"evaluation.head.{key}"))}</button>'
        for action, key in ways
    )
    told = text_of(" ".join(said))
    return f'<div class="kpi-strip" role="status"><span>{told}</span><span class="kpi-ways">{buttons}</span></div>'


def act(action: str) -> bool:
    """Does what a click on the strip asks for; whether it was one."""
    if action == "reset":
        choosing.reset()
    elif action == "declared":
        choosing.as_declared()
    else:
        return False
    return True


def published(chosen: Chosen) -> None:
    """The section for those to whom only what is published is open: why, the grades, and where the rounds are."""
    here, evaluation = chosen.here, chosen.evaluation
    known = len(rounds(here.viewer, here.paths, evaluation.year))
    told = here.text(f"evaluation.published.{'rounds' if known else 'no_rounds'}", count=known)
    st.info(here.text("evaluation.published.why"), icon=":material/lock:")
    note = f"{evaluation.note[here.language]} · {released(here, evaluation)}"
    put(f"{graded(here, _grades(here, evaluation))}<p>{text_of(told)}</p>{quiet(note)}")


def grades_only(here: Setting, evaluation: Evaluation) -> str:
    """A year of which only grades are known: why there are no scores, and the grades with their status."""
    why = here.text("evaluation.head.grades_only", year=evaluation.year)
    note = f"{evaluation.note[here.language]} · {released(here, evaluation)}"
    return f"<p>{text_of(why)}</p>{quiet(note)}{graded(here, _grades(here, evaluation))}"


def _grades(here: Setting, evaluation: Evaluation) -> str:
    rows = {row["zone"]: row for row in ask(published_grades, evaluation.year).to_dict("records")}
    zones = [each for each in here.catalogue.zones.values() if each.designated_on.year <= evaluation.year]
    shown = zones[:SHOWN]
    items = "".join(
        f'<li class="kpi-grade-{text_of(rows[zone.id]["status"] if zone.id in rows else "not_found")}">'
        f'<span class="kpi-year">{text_of(zone.name[here.language])}</span>'
        f'<span class="kpi-grade">{words.published(here, rows.get(zone.id))}</span></li>'
        for zone in shown
    )
    return f'<ol class="kpi-grades">{items}</ol>{left_out(here, len(zones))}'
