"""All steps before aggregation in their order, with every gap, estimate and changed point told."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kpi.scoring.notes import Note
from kpi.scoring.preparing import TreatedPoint, prepare
from kpi.scoring.recipe import Normalisation, Recipe
from kpi.text import LANGUAGES, Text
from tests.scoring import oracle_preparing as oracle
from tests.scoring.boards import board_of, cells, panel_of, same

SIX = [12.0, 20.0, 29.0, 33.0, 65.0, 73.0]
TEN_AND_TWO = [*map(float, range(1, 11)), 30.0, 100.0]


def by(method: str, **options) -> Recipe:
    return Recipe(normalisation=Normalisation(method=method, **options))


def note(code: str, element: str = "i0", period: str = "2021", *units: str) -> Note:
    """As it should be, with its words in both languages."""
    assert all(f"scoring_errors.{code}.what" in Text(language) for language in LANGUAGES)
    return Note(f"scoring_errors.{code}", element, period, units)


def test_a_falling_indicator_scores_highest_where_it_is_lowest() -> None:
    found = prepare(board_of(SIX, SIX, elements=[{}, {"direction": -1}]), Recipe()).normalised[0]
    same(found[:, 0] + found[:, 1], [100] * 6)


def test_a_unit_with_too_few_values_is_left_out_and_does_not_set_the_range() -> None:
    found = prepare(board_of([1, 2, 900], [1, 2, None], [4, 5, None]), Recipe(availability=0.5))
    same(found.normalised[0, :, 0], [0, 100, None])
    assert found.kept.tolist() == [[True, True, False]]
    assert found.raw[0, 2, 0] == 900
    assert found.notes == (note("unit_left_out", "", "2021", "u2"),)


def test_a_unit_that_was_left_out_is_not_brought_back_by_an_estimate() -> None:
    recipe = Recipe(availability=0.5, imputation="mean")
    found = prepare(board_of([1, 2, 3], [1, 2, None], [1, 2, None]), recipe)
    assert np.isnan(found.normalised[0, 2]).all() and not found.imputed.any()


def test_denominators_divide_values_and_own_targets_alike() -> None:
    board = board_of(
        [10, 20, 30],
        elements=[{"denominator": "firms"}],
        denominators={"firms": np.array([[2.0, 0.0, 5.0]])},
        targets=np.array([[[20.0], [20.0], [15.0]]]),
    )
    found = prepare(board, by("achievement"))
    same(found.denominated[0, :, 0], [5, None, 6])
    same(found.normalised[0, :, 0], [50, None, 200])
    assert found.notes == (note("denominator_missing", "i0", "2021", "u1"),)


def test_estimates_are_flagged_and_what_could_not_be_estimated_is_told() -> None:
    board = board_of([1, None, None, 4], groups=("a", "a", "b", ""))
    found = prepare(board, Recipe(imputation="group_mean"))
    same(found.filled[0, :, 0], [1, 1, None, 4])
    assert found.imputed[0, :, 0].tolist() == [False, True, False, False]
    assert found.notes == (note("not_imputed", "i0", "2021", "u2"),)


def test_every_point_that_winsorising_changed_is_listed() -> None:
    found = prepare(board_of(TEN_AND_TWO, SIX * 2), Recipe(outliers="winsorise"))
    assert found.points == (TreatedPoint("2021", "u11", "i0", 100.0, 30.0),)
    assert found.treated[0, 11, 0] == 30 and found.filled[0, 11, 0] == 100


@pytest.mark.parametrize("how", ["winsorise", "log", "box_cox"])
def test_what_passes_the_test_is_left_alone(how: str) -> None:
    found = prepare(board_of(SIX, [None, 1, 2, 3, 4, 900]), Recipe(outliers=how))
    same(found.treated[0, :, 0], SIX)
    assert {point.indicator for point in found.points} == {"i1"}


def test_outliers_that_remain_are_told() -> None:
    found = prepare(board_of([*range(12), 900, 90_000]), Recipe(outliers="winsorise", outlier_points=1))
    assert found.notes == (note("outliers_remain"),) and len(found.points) == 1


@pytest.mark.parametrize("how", ["log", "box_cox"])
def test_values_with_a_yardstick_in_their_own_unit_are_never_transformed(how: str) -> None:
    recipe = Recipe(outliers=how, normalisation=Normalisation(method="goalposts"))
    found = prepare(board_of(TEN_AND_TWO, elements=[{"goalposts": (0.0, 50.0)}]), recipe)
    assert found.points == () and found.notes == (note("not_transformed"),)
    same(found.normalised[0, :, 0], [min(100, value * 2) for value in TEN_AND_TWO])


@pytest.mark.parametrize(("how", "twin"), [("log", oracle.logged)])
def test_a_transformed_indicator_is_normalised_after_it(how: str, twin) -> None:
    found = prepare(board_of(TEN_AND_TWO), Recipe(outliers=how))
    same(found.normalised[0, :, 0], oracle.min_max(twin(TEN_AND_TWO)), 1e-9)
    assert len(found.points) == 12 and found.notes == ()


def test_a_reference_unit_has_its_value_of_each_period_and_scores_one() -> None:
    board = panel_of([[[1, 3, 5]], [[2, 8, 4]]], elements=[{"reference": "u1"}])
    for over in ("period", "all"):
        found = prepare(board, by("distance_to_reference", over=over)).normalised[:, 1, 0]
        assert found.tolist() == [1, 1]
    pooled = prepare(board, by("distance_to_reference", over="all")).normalised[1, :, 0]
    same(pooled, [1 - (8 - 2) / (8 - 1), 1, 1 - (8 - 4) / (8 - 1)])


@given(
    some.lists(some.one_of(some.none(), some.integers(-1000, 1000)), min_size=2, max_size=12),
    some.integers(0, 11),
    some.sampled_from([1, -1]),
    some.booleans(),
    some.sampled_from([1, 100]),
)
def test_distances_to_a_unit_agree_with_the_twin(row, at: int, sign: int, capped: bool, full: int) -> None:
    at %= len(row)
    board = board_of(row, elements=[{"reference": f"u{at}", "direction": sign}])
    found = prepare(board, by("distance_to_reference", capped=capped, full=full))
    if row[at] is None:
        assert np.isnan(found.normalised).all() and len(found.notes) == 1
        return
    flipped = oracle.each(row, lambda value: value * sign)
    wanted = oracle.distance_to_reference(flipped, row[at] * sign, capped)
    same(found.normalised[0, :, 0], oracle.each(wanted, lambda share: share * full), 1e-9)
    assert (wanted[at] is None) == bool(found.notes)


@pytest.mark.parametrize("method", ["distance_to_maximum", "distance_to_target"])
def test_what_reaching_the_end_is_worth_scales_every_distance(method: str) -> None:
    board = board_of(SIX, elements=[{"target": 60.0}])
    share, points = (prepare(board, by(method, full=full)).normalised for full in (1, 100))
    np.testing.assert_allclose(points, share * 100, rtol=1e-12)


def test_a_reference_unit_whose_denominator_is_zero_leaves_all_missing_and_both_are_told() -> None:
    below = {"people": np.array([[10.0, 0.0, 5.0]])}
    own = {"reference": "u1", "denominator": "people"}
    found = prepare(board_of([1, 3, 5], elements=[own], denominators=below), by("distance_to_reference"))
    assert np.isnan(found.normalised).all()
    assert {each.code.split(".")[1] for each in found.notes} == {"denominator_missing", "no_reference"}


def test_without_the_reference_units_value_the_whole_period_is_missing() -> None:
    board = panel_of([[[1, None, 5]], [[2, 8, 4]]], elements=[{"reference": "u1"}])
    found = prepare(board, by("distance_to_reference"))
    assert np.isnan(found.normalised[0]).all() and not np.isnan(found.normalised[1]).any()
    assert found.notes == (note("no_reference", "i0", "2021", "u0", "u2"),)


@pytest.mark.parametrize(
    ("method", "code"),
    [
        ("achievement", "no_targets"),
        ("distance_to_target", "no_target"),
        ("distance_to_reference", "no_reference"),
        ("goalposts", "no_goalposts"),
    ],
)
def test_without_a_yardstick_all_is_missing_with_a_note(method: str, code: str) -> None:
    found = prepare(board_of(SIX), by(method))
    assert np.isnan(found.normalised).all()
    assert found.notes == (note(code),)


@pytest.mark.parametrize(
    ("column", "method", "code"),
    [
        ([None, None], "min_max", "all_missing"),
        ([4, 4], "min_max", "zero_range"),
        ([4, None], "percentile_rank", "single_value"),
        ([4, 4], "rank", "all_tied"),
        ([-4, -5], "fraction_of_maximum", "maximum_not_positive"),
    ],
)
def test_what_cannot_be_compared_is_told_by_indicator_and_period(column, method: str, code: str) -> None:
    assert prepare(board_of(column), by(method)).notes == (note(code),)


def test_over_all_periods_a_rise_of_everyone_shows() -> None:
    board = panel_of([[[0, 5]], [[10, 20]]])
    assert prepare(board, Recipe()).normalised[:, :, 0].tolist() == [[0, 100], [0, 100]]
    assert prepare(board, by("min_max", over="all")).normalised[:, :, 0].tolist() == [[0, 25], [50, 100]]


def test_a_note_over_all_periods_names_none() -> None:
    board = panel_of([[[7, 7]], [[7, 7]]])
    assert prepare(board, by("z_score", over="all")).notes == (note("zero_range", "i0", ""),)


def test_an_indicators_own_normalisation_goes_before_the_recipes() -> None:
    own = {"normalisation": Normalisation(method="goalposts", high=10), "goalposts": (0.0, 100.0)}
    found = prepare(board_of(SIX, SIX, elements=[{}, own]), Recipe()).normalised[0]
    same(found[:, 0], oracle.min_max(SIX))
    same(found[:, 1], [value / 10 for value in SIX])


@given(
    some.lists(some.lists(some.one_of(some.none(), some.integers(0, 10**6)), min_size=12, max_size=12)),
    some.sampled_from(["", "mean", "median", "group_mean"]),
    some.sampled_from(["", "winsorise", "log", "box_cox"]),
    some.sampled_from(["min_max", "z_score", "percentile_rank", "distance_to_maximum"]),
)
def test_two_runs_give_the_same_bytes(columns: list, imputation: str, outliers: str, method: str) -> None:
    board = board_of(*columns, [1] * 12, groups=("a", "b", "c", "") * 3)
    recipe = Recipe(imputation=imputation, outliers=outliers, normalisation=Normalisation(method=method))
    one, other = prepare(board, recipe), prepare(board, recipe)
    assert one.normalised.tobytes() == other.normalised.tobytes() and one.notes == other.notes


@given(some.lists(some.integers(0, 10**6), min_size=12, max_size=12), some.integers(1, 1000))
def test_the_unit_of_an_indicator_does_not_matter_through_all_steps(row: list[int], factor: int) -> None:
    recipe = Recipe(imputation="median", outliers="winsorise")
    plain = prepare(board_of([None, *row], [0] * 12 + [1]), recipe)
    other = prepare(board_of(cells([None, *row]) * factor, [0] * 12 + [1]), recipe)
    np.testing.assert_allclose(other.normalised, plain.normalised, rtol=1e-9, atol=1e-9)


def test_800_units_without_a_single_value_are_all_missing_and_told_once() -> None:
    found = prepare(board_of([None] * 800), Recipe(imputation="panel_linear", outliers="winsorise"))
    assert np.isnan(found.normalised).all()
    assert [each.code.split(".")[1] for each in found.notes] == ["not_imputed", "all_missing"]
