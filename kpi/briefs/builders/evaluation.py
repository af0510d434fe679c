"""The report of a performance year's evaluation: how far it is known, its tree, scores, ranks, grades and doubts."""

from collections.abc import Mapping, Sequence

from kpi import format as formats
from kpi.briefs.asked import Choices, Desk
from kpi.briefs.blocks import explained, noted, said
from kpi.briefs.builders import making
from kpi.briefs.builders.evaluated import Report, report_of
from kpi.briefs.builders.evaluation_doubt import boundary, intervals
from kpi.briefs.builders.evaluation_scores import grades, scores, tree
from kpi.briefs.builders.making import Making, finished, sections_of
from kpi.briefs.parts import Block, Brief
from kpi.errors import Fault, Place
from kpi.queries.evaluation import evaluation_of
from kpi.text import READABLE, message, places

KIND = "evaluation"
STATUSES = ("tree", "weights", "method", "grade_rule")
REASONS = ("weights", "mapping", "sample")


def build(desk: Desk, choices: Choices) -> Brief:
    """The report of a year, or of a frozen round. Raises KpiError for an unknown year, round or section."""
    made = report_of(desk, choices)
    text, year = made.text, made.year
    name = _round_name(made)
    subtitle = name or text("brief_building.evaluation.subtitle")
    address = f"/evaluation?year={year}"
    if made.frozen is not None:
        address += f"&part=rounds&round={made.frozen.id}"
    return finished(
        made, KIND, text("brief_building.evaluation.title", year=year), subtitle, sections_of(made, PARTS), address,
        evaluation_round=name,
    )  # fmt: skip


def _round_name(made: Report) -> str:
    if made.frozen is None:
        return ""
    return made.text("evaluation.rounds.name", year=made.frozen.year, number=made.frozen.number)


def known(made: Making) -> Sequence[Block]:
    """What of the evaluation is published and what is assumed."""
    report = _report(made)
    evaluation = report.outputs.evaluation if report.outputs else evaluation_of(made.here.moment, made.year)
    text = made.text
    blocks: list[Block] = [*said(evaluation.note[made.language])]
    if report.outputs is None:
        blocks += said(text("evaluation.head.grades_only", year=made.year))
    else:
        told = (text(f"evaluation.head.{name}.{getattr(evaluation, name)}") for name in STATUSES)
        blocks += explained(*told)
        given = len({(each.zone, each.element) for each in report.outputs.points})
        asked = len(evaluation.judged) * len(report.outputs.standing)
        key = "judged_given" if given else "judged_none"
        blocks += explained(text(f"evaluation.head.{key}", given=given, asked=asked))
    if evaluation.weights == "not_public" and report.outputs is not None:
        blocks += noted(text("brief_building.evaluation.weights_assumed"))
    day = formats.day(evaluation.released_on, made.language)
    return [*blocks, *noted(text("evaluation.head.released", day=day))]


def differences(made: Making) -> Sequence[Block]:
    """Why the computed grade and the published one may differ."""
    if _report(made).outputs is None:
        return ()
    why = (made.text(f"brief_building.evaluation.may_differ.{each}") for each in REASONS)
    return [*said(*why), *noted(made.text("brief_building.grades.never_ranked"))]


def gaps(made: Making) -> Sequence[Block]:
    """What was missing or had to be left out anywhere."""
    report = _report(made)
    if report.outputs is None:
        return ()
    found = []
    for note in report.outputs.notes:
        units = places(made.text, [made.here.zone_name(unit) for unit in note.units], READABLE)
        place = Place(entry=report.names.get(note.element, ""))
        found.append(message(Fault(note.code, place, extra={"units": units}), made.language))
    return said(*found)


def _report(made: Making) -> Report:
    assert isinstance(made, Report)
    return made


PARTS: Mapping[str, making.Part] = {
    "known": known,
    "tree": tree,
    "scores": scores,
    "published_grades": grades,
    "intervals": intervals,
    "boundary": boundary,
    "differences": differences,
    making.COMMENTARY: making.commentary,
    "score_gaps": gaps,
}
