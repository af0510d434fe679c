"""The evaluation of a year: values beside targets, gaps stated, scores that can be worked out by hand."""

from copy import deepcopy
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kpi.access import LOCAL_VIEWER
from kpi.errors import KpiError
from kpi.paths import Paths
from kpi.queries.evaluated import Choices, Evaluated, evaluate
from kpi.queries.evaluation import Points, evaluation_board, published_grades, recipe
from kpi.queries.moments import Moment, catalogue_of, resolve
from kpi.scoring.recipe import Normalisation, Recipe
from tests.queries.evaluated_world import EFFORT, SPIN_OFFS, STARTUPS, TREE, VALUES, EvaluatedWorld


@pytest.fixture
def year_2024(evaluated_world: EvaluatedWorld) -> Moment:
    return resolve(evaluated_world.paths, release=1)


def changed(**branches: Any) -> dict:
    """The tree with its branch `results` changed."""
    tree = deepcopy(TREE)
    tree["elements"][0].update(branches)
    return tree


def cell(frame: pd.DataFrame, zone: str, element: str) -> dict:
    return frame[(frame["zone"] == zone) & (frame["element"] == element)].iloc[-1].to_dict()


def score_of(found: Evaluated, zone: str, element: str) -> float:
    return cell(found.results, zone, element)["score"]


def test_a_cell_keeps_value_unit_target_and_uncapped_achievement_side_by_side(year_2024: Moment) -> None:
    found = cell(evaluation_board(LOCAL_VIEWER, year_2024, 2024).cells, "gumi", STARTUPS)
    asked = ("value", "unit", "basis", "target", "target_status", "achievement", "origin", "synthetic", "gap")
    assert [found[name] for name in asked] == [
        15,
        "firm",
        "in_period",
        10,
        "sample",
        150,
        "records",
        True,
        "",
    ]


def test_a_stated_target_goes_before_a_sample(year_2024: Moment) -> None:
    found = cell(evaluation_board(LOCAL_VIEWER, year_2024, 2024).cells, "gunsan", STARTUPS)
    assert (found["target"], found["target_status"], found["achievement"]) == (10, "published", 80)


def test_what_cannot_be_scored_says_why(year_2024: Moment) -> None:
    gaps = evaluation_board(LOCAL_VIEWER, year_2024, 2024).gaps
    assert set(zip(gaps["zone"], gaps["element"], gaps["gap"], strict=True)) == {
        ("pohang", STARTUPS, "no_target"),
        ("chuncheon", STARTUPS, "no_value"),
        *((zone, EFFORT, "not_assessed") for zone in ("gunsan", "gumi", "pohang", "chuncheon")),
    }


def test_the_board_is_the_cells_in_their_order(year_2024: Moment) -> None:
    found = evaluation_board(LOCAL_VIEWER, year_2024, 2024)
    order = [(zone, each.id) for zone in found.board.units for each in found.board.indicators]
    assert list(zip(found.cells["zone"], found.cells["element"], strict=True)) == order
    np.testing.assert_array_equal(found.board.values.ravel(), found.cells["value"])
    assert found.board.groups == ("2", "2", "1", "3")


def test_scores_are_achievement_capped_and_place_among_peers_weighted_up_the_tree(year_2024: Moment) -> None:
    found = evaluate(LOCAL_VIEWER, year_2024, Choices(year=2024))
    startups = [score_of(found, zone, STARTUPS) for zone in ("gunsan", "gumi", "pohang")]
    assert startups == pytest.approx([80, 100, np.nan], nan_ok=True)
    assert [score_of(found, zone, SPIN_OFFS) for zone in ("gunsan", "gumi", "pohang", "chuncheon")] == [
        0,
        100,
        50,
        0,
    ]
    assert [score_of(found, zone, "results") for zone in ("gunsan", "gumi", "pohang", "chuncheon")] == [
        40,
        100,
        50,
        0,
    ]


def test_evaluators_points_count_on_their_own_scale(year_2024: Moment) -> None:
    points = (Points("gunsan", EFFORT, 9, 8, 10, 2),)
    found = evaluate(LOCAL_VIEWER, year_2024, Choices(year=2024), points)
    given = cell(found.source.cells, "gunsan", EFFORT)
    assert (given["value"], given["origin"], given["evaluators"], given["gap"]) == (9, "evaluators", 2, "")
    assert score_of(found, "gunsan", EFFORT) == 90
    assert score_of(found, "gunsan", "total") == pytest.approx((3 * 40 + 90) / 4)
    assert score_of(found, "gumi", "total") == 100, "who was not assessed is judged by the rest"


def test_the_contributions_of_children_add_up_to_their_parent(year_2024: Moment) -> None:
    points = tuple(Points(zone, EFFORT, 5, 5, 5, 1) for zone in ("gunsan", "gumi"))
    by_geometric = Recipe(normalisation={"low": 1.0}, aggregation=("arithmetic", "geometric"))
    for choices in (Choices(year=2024), Choices(year=2024, recipe=by_geometric, yardstick="peers")):
        results = evaluate(LOCAL_VIEWER, year_2024, choices, points).results.set_index(["zone", "element"])
        for zone in ("gunsan", "gumi"):
            for parent in ("results", "total"):
                children = results.loc[zone][results.loc[zone]["parent"] == parent]
                whole = children["contribution"].sum() + results.loc[zone, parent]["imbalance"]
                assert whole == pytest.approx(results.loc[zone, parent]["score"], rel=1e-12)


def test_the_standing_says_how_far_the_next_grade_is_and_who_is_at_the_boundary(
    evaluated_world: EvaluatedWorld,
) -> None:
    moment = evaluated_world.release({**TREE, "boundary_points": 5})
    standing = evaluate(LOCAL_VIEWER, moment, Choices(year=2024)).standing
    assert list(standing["zone"]) == ["gumi", "pohang", "gunsan", "chuncheon"]
    assert list(standing["grade"]) == ["top", "excellent", "excellent", "excellent"]
    assert list(standing["group_rank"]) == [1, 1, 2, 1]
    assert list(standing["to_better"]) == pytest.approx([np.nan, 5, 15, 55], nan_ok=True)
    assert list(standing["above_worse"]) == pytest.approx([45, np.nan, np.nan, np.nan], nan_ok=True)
    assert list(standing["at_boundary"]) == [False, True, False, False]


def test_a_quota_draws_its_lines_between_those_who_hold_the_grades(evaluated_world: EvaluatedWorld) -> None:
    by_quota = {"grades": {"names": ["top", "excellent"], "shares": [0.5, 0.5]}, "group_availability": 0.5}
    moment = evaluated_world.release({**TREE, "recipe": by_quota})
    standing = evaluate(LOCAL_VIEWER, moment, Choices(year=2024)).standing
    assert list(standing["grade"]) == ["top", "top", "excellent", "excellent"]
    assert list(standing["to_better"]) == pytest.approx([np.nan, np.nan, 10, 50], nan_ok=True)
    assert list(standing["above_worse"]) == pytest.approx([60, 10, np.nan, np.nan], nan_ok=True)


def test_chosen_weights_move_the_result_and_the_declared_ones_stay(year_2024: Moment) -> None:
    chosen = Choices(year=2024, weights={SPIN_OFFS: 3})
    assert score_of(evaluate(LOCAL_VIEWER, year_2024, chosen), "gunsan", "results") == 20
    assert score_of(evaluate(LOCAL_VIEWER, year_2024, Choices(year=2024)), "gunsan", "results") == 40


def test_all_metrics_can_be_compared_with_peers_instead_of_targets(year_2024: Moment) -> None:
    found = evaluate(LOCAL_VIEWER, year_2024, Choices(year=2024, yardstick="peers"))
    assert [score_of(found, zone, STARTUPS) for zone in ("gunsan", "gumi", "pohang")] == pytest.approx(
        [30, 100, 0]
    )


def test_one_target_for_all_goes_before_their_own(evaluated_world: EvaluatedWorld) -> None:
    moment = evaluated_world.release(changed(metrics=[{"metric": "startups", "target": 20}]))
    found = evaluate(LOCAL_VIEWER, moment, Choices(year=2024))
    assert [score_of(found, zone, STARTUPS) for zone in ("gunsan", "gumi", "pohang")] == [40, 75, 25]
    assert cell(found.source.cells, "pohang", STARTUPS)["target_status"] == "declared"


def test_fixed_goalposts_do_not_depend_on_who_takes_part(evaluated_world: EvaluatedWorld) -> None:
    leaf = {"metric": "startups", "yardstick": "goalposts", "goalposts": [0, 16]}
    found = evaluate(LOCAL_VIEWER, evaluated_world.release(changed(metrics=[leaf])), Choices(year=2024))
    assert [score_of(found, zone, STARTUPS) for zone in ("gunsan", "gumi", "pohang")] == [50, 93.75, 31.25]


BY_REFERENCE = {"method": "distance_to_reference", "full": 100}


def by_reference(**leaf: Any) -> dict:
    """The tree whose one metric, spin-offs (2, 6, 4 and 2), is scored by its distance to a reference."""
    own = {"metric": "spin_offs", "yardstick": "peers", "normalisation": BY_REFERENCE}
    return changed(metrics=[{**own, **leaf}])


@pytest.mark.parametrize(
    ("tree", "chosen", "scores"),
    [
        ({**by_reference(), "reference": "pohang"}, None, [0, 200, 100, 0]),
        ({**by_reference(reference="gumi"), "reference": "pohang"}, None, [0, 100, 50, 0]),
        ({**by_reference(reference=10), "reference": "pohang"}, None, [0, 50, 25, 0]),
        (by_reference(reference="gumi"), "pohang", [0, 200, 100, 0]),
    ],
)
def test_distances_run_to_the_zone_or_value_declared_or_chosen(
    evaluated_world: EvaluatedWorld, tree: dict, chosen: str | None, scores: list[float]
) -> None:
    found = evaluate(LOCAL_VIEWER, evaluated_world.release(tree), Choices(year=2024, reference=chosen))
    zones = ("gunsan", "gumi", "pohang", "chuncheon")
    assert [score_of(found, zone, SPIN_OFFS) for zone in zones] == scores


@pytest.mark.parametrize(
    ("zone", "code"), [("chuncheon", "no_reference"), ("pohang", "reference_at_minimum")]
)
def test_a_reference_zone_without_a_value_or_with_the_worst_one_is_a_stated_gap(
    evaluated_world: EvaluatedWorld, zone: str, code: str
) -> None:
    leaf = {"metric": "startups", "yardstick": "peers", "normalisation": BY_REFERENCE, "reference": zone}
    found = evaluate(LOCAL_VIEWER, evaluated_world.release(changed(metrics=[leaf])), Choices(year=2024))
    assert np.isnan([score_of(found, each, STARTUPS) for each in ("gunsan", "gumi", "pohang")]).all()
    assert f"scoring_errors.{code}" in {note.code for note in found.notes}


@pytest.mark.parametrize(
    ("reference", "code"),
    [(None, "evaluation_errors.reference_missing"), ("daejeon", "scoring_errors.unknown_reference")],
)
def test_no_reference_and_one_that_is_not_evaluated_are_refused_by_name(
    year_2024: Moment, reference: str | None, code: str
) -> None:
    by_distance = Recipe(normalisation=Normalisation(method="distance_to_reference"))
    with pytest.raises(KpiError) as caught:
        evaluate(LOCAL_VIEWER, year_2024, Choices(year=2024, recipe=by_distance, reference=reference))
    assert caught.value.code == code


def test_a_denominator_divides_the_values(evaluated_world: EvaluatedWorld) -> None:
    leaf = {"metric": "spin_offs", "yardstick": "peers", "denominator": "startups"}
    found = evaluate(LOCAL_VIEWER, evaluated_world.release(changed(metrics=[leaf])), Choices(year=2024))
    scores = [score_of(found, zone, SPIN_OFFS) for zone in ("gunsan", "gumi", "pohang", "chuncheon")]
    assert scores == pytest.approx([0, (0.4 - 0.25) / 0.55 * 100, 100, np.nan], nan_ok=True)


def test_years_before_can_be_looked_at_together(year_2024: Moment) -> None:
    found = evaluation_board(LOCAL_VIEWER, year_2024, 2024, since=2023)
    assert found.board.periods == ("2023", "2024")
    startups = [each.id for each in found.board.indicators].index(STARTUPS)
    assert list(found.board.values[:, 0, startups]) == [4, 8]


def test_who_was_not_designated_yet_is_not_evaluated(evaluated_world: EvaluatedWorld) -> None:
    moment = evaluated_world.release({**TREE, "year": 2021})
    assert evaluation_board(LOCAL_VIEWER, moment, 2021).board.units == ("gunsan", "gumi", "pohang")


def test_a_zone_without_any_data_has_no_score_no_rank_and_no_grade(evaluated_world: EvaluatedWorld) -> None:
    values = [row for row in VALUES if row[1] != "chuncheon"]
    found = evaluate(LOCAL_VIEWER, evaluated_world.release(values=values), Choices(year=2024))
    last = found.standing.iloc[-1]
    assert (last["zone"], last["grade"], last["at_boundary"]) == ("chuncheon", None, False)
    assert np.isnan(last["score"]) and np.isnan(last["rank"])
    assert any("chuncheon" in note.units for note in found.notes)


def test_published_grades_keep_their_status_and_no_score_is_among_them(year_2024: Moment) -> None:
    found = published_grades(LOCAL_VIEWER, year_2024, 2024).set_index("zone")
    assert dict(found["status"]) == {
        "gunsan": "published",
        "pohang": "withheld",
        "gumi": "not_found",
        "chuncheon": "not_found",
    }
    assert found.loc["gunsan", "grade"] == "top" and found["grade"].notna().sum() == 1


@pytest.mark.parametrize(
    ("year", "code"), [(2024, "evaluation_errors.not_scorable"), (1999, "evaluation_errors.year_unknown")]
)
def test_a_year_without_a_tree_is_refused_by_name(
    evaluated_world: EvaluatedWorld, year: int, code: str
) -> None:
    moment = evaluated_world.release({**TREE, "tree": "unknown", "elements": []})
    with pytest.raises(KpiError) as caught:
        evaluate(LOCAL_VIEWER, moment, Choices(year=year))
    assert caught.value.code == code


def test_the_sample_round_of_2024_explains_every_zones_score_in_parts_that_add_up(built: Paths) -> None:
    moment = resolve(built)
    found = evaluate(LOCAL_VIEWER, moment, Choices(year=2024))
    assert recipe(found.source.evaluation) == catalogue_of(moment).evaluations[2024].recipe
    assert len(found.standing) == 14 and found.standing["score"].between(0, 100).all()
    assert set(found.source.gaps["gap"]) == {"not_assessed"}
    results = found.results
    children = results[results["parent"] == "total"].groupby("zone")["contribution"].sum()
    totals = results[results["element"] == "total"].set_index("zone")["score"]
    pd.testing.assert_series_equal(children.sort_index(), totals.sort_index(), check_names=False, rtol=1e-12)
