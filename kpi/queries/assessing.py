"""Evaluators' points for the qualitative leaves of an evaluation: who may give them, and what they come to."""

from collections import defaultdict

from kpi.access import Role, Viewer
from kpi.audit import Action, recorded
from kpi.catalogue.evaluations import Evaluation
from kpi.errors import AccessRefused, Fault, KpiError, Place
from kpi.ledger import Assessment, AssessmentState
from kpi.paths import Paths
from kpi.queries.evaluation import evaluation_of
from kpi.queries.evaluation_cells import Points
from kpi.queries.moments import Moment, catalogue_of, ledger_of


def may_score(viewer: Viewer, evaluation: Evaluation) -> bool:
    """Whether this viewer is one of the evaluation's scorers, and this is a year that they score."""
    is_mine = viewer.role is not Role.EVALUATOR or viewer.may_score(evaluation.year)
    return viewer.role.value in evaluation.scorers and is_mine


def assessments(viewer: Viewer, paths: Paths, evaluation: Evaluation) -> list[Assessment]:
    """The points of a year that count, by zone, indicator and evaluator: one's own, and what others submitted.

    Empty for who may not see what is not published. Raises LedgerError.
    """
    if not viewer.may_evaluate:
        return []
    found = ledger_of(paths).assessments(evaluation.year)
    return [each for each in found if each.state == "submitted" or each.evaluator == viewer.name]


def points(viewer: Viewer, paths: Paths, year: int) -> tuple[Points, ...]:
    """What the evaluators' submitted points come to, by zone and indicator; none for who may not see what is not
    published. Raises LedgerError.
    """
    if not viewer.may_evaluate:
        return ()
    given: dict[tuple[str, str], list[float]] = defaultdict(list)
    for each in ledger_of(paths).assessments(year):
        if each.state == "submitted" and each.points is not None:
            given[each.zone, each.indicator].append(each.points)
    return tuple(
        Points(*cell, sum(marks) / len(marks), min(marks), max(marks), len(marks))
        for cell, marks in given.items()
    )


def assess(
    viewer: Viewer,
    paths: Paths,
    moment: Moment,
    year: int,
    zone: str,
    element: str,
    given: float | None,
    reason: str = "",
    state: AssessmentState = "draft",
    version: int | None = None,
) -> Assessment:
    """Keeps this viewer's points for a zone's qualitative leaf; see `Ledger.save_assessment`.

    Raises KpiError with every fault, AccessRefused where one is the right: no right to score, not a qualitative leaf,
    a zone not evaluated in the year, points out of range; LedgerError for something submitted without points or reason,
    or saved elsewhere since.
    """
    with recorded(viewer, paths, Action.ASSESSMENT_SAVE, f"{year}:{zone}:{element}", state=state):
        evaluation = evaluation_of(moment, year)
        faults = _faults(viewer, moment, evaluation, zone, element, given)
        if faults:
            raise (KpiError if may_score(viewer, evaluation) else AccessRefused)(*faults)
        return ledger_of(paths).save_assessment(
            year, zone, element, viewer.name, given, reason, state, version
        )


def _faults(
    viewer: Viewer, moment: Moment, evaluation: Evaluation, zone: str, element: str, given: float | None
) -> list[Fault]:
    place, judged = Place(entry=zone, column=element), evaluation.judged
    faults = [] if may_score(viewer, evaluation) else [Fault("evaluation_errors.not_a_scorer", place)]
    known = catalogue_of(moment).zones
    if zone not in known or known[zone].designated_on.year > evaluation.year:
        faults.append(Fault("evaluation_errors.zone_not_evaluated", place, zone))
    if element not in judged:
        return [*faults, Fault("evaluation_errors.not_judged", place, element, list(judged))]
    leaf = judged[element]
    if given is not None and not leaf.lowest <= given <= leaf.highest:
        allowed = f"{leaf.lowest:g} … {leaf.highest:g}"
        faults.append(Fault("evaluation_errors.points_out_of_range", place, f"{given:g}", allowed))
    return faults
