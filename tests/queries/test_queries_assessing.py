"""Evaluators' points: only scorers give them, and all see what the submitted ones come to."""

from dataclasses import replace

import pytest

from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.errors import KpiError
from kpi.queries.assessing import assess, assessments, may_score, points
from kpi.queries.evaluation import evaluation_of
from kpi.queries.evaluation_cells import Points
from kpi.queries.moments import Moment, resolve
from kpi.text import messages
from tests.queries.evaluated_world import EFFORT, EVALUATOR, MANAGER, STARTUPS, TREE, EvaluatedWorld

OTHER = Viewer("evaluator 2", Role.EVALUATOR, None)


@pytest.fixture
def moment(evaluated_world: EvaluatedWorld) -> Moment:
    return resolve(evaluated_world.paths, release=1)


def give(
    world: EvaluatedWorld, viewer: Viewer, marks: float | None, state: str = "submitted", **cell: str
) -> None:
    zone, element = cell.get("zone", "gunsan"), cell.get("element", EFFORT)
    moment = resolve(world.paths, release=1)
    assess(viewer, world.paths, moment, 2024, zone, element, marks, "사유", state)  # type: ignore[arg-type]


def test_submitted_points_come_to_a_mean_with_its_spread_and_drafts_do_not_count(
    evaluated_world: EvaluatedWorld,
) -> None:
    give(evaluated_world, EVALUATOR, 6)
    give(evaluated_world, OTHER, 9)
    give(evaluated_world, LOCAL_VIEWER, 0, state="draft")
    assert points(EVALUATOR, evaluated_world.paths, 2024) == (Points("gunsan", EFFORT, 7.5, 6, 9, 2),)
    assert points(MANAGER, evaluated_world.paths, 2024) == ()


def test_a_draft_is_seen_by_who_wrote_it_alone(evaluated_world: EvaluatedWorld, moment: Moment) -> None:
    give(evaluated_world, EVALUATOR, 6, state="draft")
    give(evaluated_world, OTHER, 9)
    evaluation = evaluation_of(moment, 2024)
    seen = {
        viewer.name: [each.evaluator for each in assessments(viewer, evaluated_world.paths, evaluation)]
        for viewer in (EVALUATOR, OTHER, MANAGER)
    }
    assert seen == {
        "evaluator 1": ["evaluator 1", "evaluator 2"],
        "evaluator 2": ["evaluator 2"],
        "manager": [],
    }


def test_who_may_score_is_what_the_evaluation_declares(
    evaluated_world: EvaluatedWorld, moment: Moment
) -> None:
    declared = evaluation_of(moment, 2024)
    assert [may_score(viewer, declared) for viewer in (EVALUATOR, LOCAL_VIEWER, MANAGER)] == [
        True,
        True,
        False,
    ]
    stricter = evaluation_of(evaluated_world.release({**TREE, "scorers": ["administrator"]}), 2024)
    assert [may_score(viewer, stricter) for viewer in (EVALUATOR, LOCAL_VIEWER)] == [False, True]
    of_another_year = replace(EVALUATOR, years=frozenset({2023}))
    assert not may_score(of_another_year, declared)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_all_that_is_wrong_with_points_is_said_at_once(
    evaluated_world: EvaluatedWorld, language: str
) -> None:
    with pytest.raises(KpiError) as caught:
        give(evaluated_world, MANAGER, 11, zone="ansan")
    assert [fault.code.split(".")[1] for fault in caught.value.faults] == [
        "not_a_scorer",
        "zone_not_evaluated",
        "points_out_of_range",
    ]
    assert "0 … 10" in messages(caught.value, language)[2]
    assert points(EVALUATOR, evaluated_world.paths, 2024) == ()


def test_points_for_what_is_measured_are_refused(evaluated_world: EvaluatedWorld) -> None:
    with pytest.raises(KpiError) as caught:
        give(evaluated_world, EVALUATOR, 5, element=STARTUPS)
    assert (caught.value.code, caught.value.faults[0].allowed) == ("evaluation_errors.not_judged", [EFFORT])
