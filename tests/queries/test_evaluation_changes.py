"""Estimates and adjusted outliers of an evaluation: flagged in its cells, told in words, kept by rounds."""

import numpy as np
import pandas as pd
import pytest

from kpi.access import LOCAL_VIEWER
from kpi.queries.evaluated import YEARS_BACK, Choices, Evaluated, evaluate
from kpi.queries.evaluation import published_grades
from kpi.queries.evaluation_cells import Points
from kpi.queries.evaluation_changes import used_cells
from kpi.queries.explained import element_names, explained, valued
from kpi.queries.moments import catalogue_of, resolve
from kpi.queries.score_points import breakdown
from kpi.round_outputs import RoundOutputs, from_json, outputs_of, to_json
from kpi.scoring.board import Board, Element
from kpi.scoring.preparing import prepare
from kpi.scoring.recipe import Normalisation, Recipe
from tests.queries.evaluated_world import EFFORT, SPIN_OFFS, STARTUPS, VALUES, EvaluatedWorld


def found_in(world: EvaluatedWorld, points: tuple[Points, ...] = (), **changed: object) -> Evaluated:
    """The small world's evaluation against peers, under a changed recipe."""
    moment = resolve(world.paths, release=1)
    recipe = catalogue_of(moment).evaluations[2024].recipe.model_copy(update=changed)
    choices = Choices(year=2024, recipe=Recipe.model_validate(recipe.model_dump()), yardstick="peers")
    return evaluate(LOCAL_VIEWER, moment, choices, points)


def outputs(found: Evaluated, world: EvaluatedWorld) -> RoundOutputs:
    moment = resolve(world.paths, release=1)
    return outputs_of(found, (), 1, published_grades(LOCAL_VIEWER, moment, 2024))


def told(kept: RoundOutputs, zone: str, world: EvaluatedWorld, language: str = "ko") -> str:
    catalogue = catalogue_of(resolve(world.paths, release=1))
    names = element_names(kept.evaluation, catalogue, language)
    return " ".join(explained(kept, zone, breakdown(kept, zone), catalogue, language, names))


def cell(found: Evaluated, zone: str, element: str) -> dict:
    rows = found.cells[(found.cells["zone"] == zone) & (found.cells["element"] == element)]
    return rows.to_dict("records")[-1]


def test_a_gap_takes_the_mean_of_the_others_and_says_so(evaluated_world: EvaluatedWorld) -> None:
    found = found_in(evaluated_world, imputation="mean")
    filled = cell(found, "chuncheon", STARTUPS)
    assert (filled["change"], filled["gap"]) == ("imputed", "")
    assert filled["used"] == pytest.approx((8 + 15 + 5) / 3, rel=1e-12)
    assert cell(found, "gunsan", STARTUPS)["change"] == ""
    kept = outputs(found, evaluated_world)
    said = told(kept, "chuncheon", evaluated_world)
    assert "추정한 항목 1개(‘평균’" in said and "실제 실적이 아닙니다" in said
    assert "추정" not in told(kept, "gunsan", evaluated_world)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("", "20건"),
        ("imputed", "≈ 9건(추정)"),
        ("winsorised", "20건 → 9건(조정)"),
        ("transformed", "20건(변환)"),
    ],
)
def test_a_value_says_in_words_what_was_done_to_it(
    evaluated_world: EvaluatedWorld, change: str, said: str
) -> None:
    catalogue = catalogue_of(resolve(evaluated_world.paths, release=1))
    shown = {"value": 20.0, "used": 9.0, "metric": "startups", "change": change}
    shown["unit"] = catalogue.metrics["startups"].unit
    written = valued(catalogue, shown, "ko")
    unit = valued(catalogue, {**shown, "change": ""}, "ko").removeprefix("20")
    assert written == said.replace("건", unit)


def test_points_that_nobody_gave_are_never_estimated(evaluated_world: EvaluatedWorld) -> None:
    points = (Points("gunsan", EFFORT, 8.0, 8.0, 8.0, 1),)
    found = found_in(evaluated_world, points, imputation="mean", outliers="winsorise")
    assert cell(found, "gumi", EFFORT)["change"] == ""
    assert cell(found, "gumi", EFFORT)["gap"] == "not_assessed"


def test_an_estimate_without_a_target_to_reach_has_that_gap(evaluated_world: EvaluatedWorld) -> None:
    moment = resolve(evaluated_world.paths, release=1)
    recipe = catalogue_of(moment).evaluations[2024].recipe.model_copy(update={"imputation": "mean"})
    found = evaluate(LOCAL_VIEWER, moment, Choices(year=2024, recipe=recipe))
    filled = cell(found, "chuncheon", STARTUPS)
    assert (filled["change"], filled["gap"]) == ("imputed", "no_target")


def test_the_newest_earlier_value_is_looked_for_in_the_years_before(evaluated_world: EvaluatedWorld) -> None:
    evaluated_world.release(values=[each for each in VALUES if each[:3] != ("startups", "gunsan", "2024")])
    moment = resolve(evaluated_world.paths, release=2)
    recipe = catalogue_of(moment).evaluations[2024].recipe.model_copy(update={"imputation": "panel_latest"})
    found = evaluate(LOCAL_VIEWER, moment, Choices(year=2024, recipe=recipe))
    assert found.source.board.periods == tuple(str(2024 - back) for back in range(YEARS_BACK, -1, -1))
    filled = cell(found, "gunsan", STARTUPS)
    assert (filled["used"], filled["achievement"]) == (4.0, 40.0)


@pytest.mark.parametrize(("outliers", "change"), [("winsorise", "winsorised"), ("log", "transformed")])
def test_an_adjusted_outlier_keeps_its_own_value_beside_the_one_used(outliers: str, change: str) -> None:
    values = [10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 900.0, np.nan]
    leaf = Element("jobs", "total", 1, denominator="firms")
    board = Board(
        (Element("total", None, 2), leaf),
        tuple("abcdefgh"),
        ("",) * 8,
        ("2024",),
        np.array(values)[None, :, None],
        denominators={"firms": np.full((1, 8), 2.0)},
    )
    frame = pd.DataFrame({"value": values, "target": np.nan, "achievement": np.nan})
    cells = frame.assign(yardstick="peers", gap=np.where(frame["value"].isna(), "no_value", ""))
    recipe = Recipe.model_validate({"outliers": outliers, "imputation": "median"})
    found = used_cells(cells, board, prepare(board, recipe), recipe)
    assert found["value"].iloc[6] == 900.0 and found["change"].iloc[6] == change
    assert found["used"].iloc[6] == 15.0 if outliers == "winsorise" else np.isnan(found["used"].iloc[6])
    assert (found["change"].iloc[7], found["used"].iloc[7], found["gap"].iloc[7]) == ("imputed", 13.0, "")


def test_a_round_keeps_what_was_estimated_and_one_without_has_no_such_columns(
    evaluated_world: EvaluatedWorld,
) -> None:
    kept = outputs(found_in(evaluated_world, imputation="median"), evaluated_world)
    again = from_json(to_json(kept))
    assert to_json(again) == to_json(kept)
    assert again.recipe.imputation == "median" and "imputed" in set(again.cells["change"])
    assert "change" not in outputs(found_in(evaluated_world), evaluated_world).cells


def test_the_reference_of_distances_is_named_with_its_value(evaluated_world: EvaluatedWorld) -> None:
    moment = resolve(evaluated_world.paths, release=1)
    by_distance = Normalisation(method="distance_to_reference", full=100, capped=True)
    recipe = catalogue_of(moment).evaluations[2024].recipe.model_copy(update={"normalisation": by_distance})
    choices = Choices(year=2024, recipe=recipe, yardstick="peers", reference="gumi")
    kept = outputs(evaluate(LOCAL_VIEWER, moment, choices), evaluated_world)
    said = told(kept, "gunsan", evaluated_world)
    assert "경북 구미까지의 거리로 잰 항목 2개" in said and "15" in said
    assert "거리로 잰" not in told(
        outputs(found_in(evaluated_world), evaluated_world), "gunsan", evaluated_world
    )


def test_a_zone_ranked_without_what_the_others_have_says_so(evaluated_world: EvaluatedWorld) -> None:
    kept = outputs(found_in(evaluated_world), evaluated_world)
    assert kept.lacking == {"chuncheon": (STARTUPS,)}
    assert "절반 이상에 있는" in told(kept, "chuncheon", evaluated_world)
    assert SPIN_OFFS not in kept.lacking.get("gunsan", ())
