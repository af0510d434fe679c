"""The normalisations against the worked values, a plain twin, and what no numbers may break."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from kpi.scoring import normalising as ours
from tests.scoring import oracle_preparing as oracle
from tests.scoring.boards import cells, same

SIX = [12.0, 20.0, 29.0, 33.0, 65.0, 73.0]
WHOLE = some.integers(-(10**6), 10**6).map(float)
ROWS = some.lists(some.one_of(some.none(), WHOLE), min_size=1, max_size=30).filter(oracle.known)
FULL = some.lists(WHOLE, min_size=2, max_size=30, unique=True)
AMONG_UNITS = (
    "min_max",
    "z_score",
    "rank",
    "borda",
    "percentile_rank",
    "distance_to_maximum",
    "fraction_of_maximum",
)
FREE_OF_UNIT = tuple(name for name in AMONG_UNITS if name != "fraction_of_maximum")


def scaled(name: str, values: np.ndarray) -> np.ndarray:
    return getattr(ours, name)(values).values


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (ours.min_max(cells(SIX)), [0, 13.114754, 27.868852, 34.42623, 86.885246, 100]),
        (ours.z_score(cells(SIX)), [-1.078406, -0.754884, -0.390922, -0.229161, 1.064926, 1.388448]),
        (ours.distance_to_reference(cells(SIX), 33), [0, 0.380952, 0.809524, 1, 2.52381, 2.904762]),
        (ours.distance_to_target(cells(SIX), 60, True), [0, 0.166667, 0.354167, 0.4375, 1, 1]),
    ],
)
def test_the_worked_values_come_out(found: ours.Scaled, wanted: list[float]) -> None:
    np.testing.assert_allclose(found.values, wanted, rtol=0, atol=5e-7)
    assert not found.notes


def test_the_worked_percentile_ranks_come_out_exactly() -> None:
    same(ours.percentile_rank(cells([10, 20, 20, 40])).values, [0, 1 / 3, 1 / 3, 1])


@pytest.mark.parametrize("name", AMONG_UNITS)
@given(row=ROWS)
def test_methods_among_units_agree_with_their_twins(name: str, row: oracle.Row) -> None:
    same(scaled(name, cells(row)), getattr(oracle, name)(row), absolute=1e-10)


@given(ROWS, some.floats(-50, 50), some.floats(0.1, 20))
def test_bounds_mean_and_deviation_agree_with_the_twin(row: oracle.Row, one: float, other: float) -> None:
    same(ours.min_max(cells(row), one, one + other).values, oracle.min_max(row, one, one + other), 1e-10)
    same(ours.z_score(cells(row), one, other).values, oracle.z_score(row, one, other), 1e-10)


@given(ROWS, WHOLE, some.booleans())
def test_distances_agree_with_their_twins(row: oracle.Row, aim: float, capped: bool) -> None:
    reference = ours.distance_to_reference(cells(row), aim, capped)
    same(reference.values, oracle.distance_to_reference(row, aim, capped), absolute=1e-9)
    target = ours.distance_to_target(cells(row), aim, capped)
    same(target.values, oracle.distance_to_target(row, aim, 1, capped), absolute=1e-9)


@given(ROWS, WHOLE, some.booleans())
def test_a_downward_distance_to_a_target_is_that_of_the_flipped_values(
    row: oracle.Row, aim: float, capped: bool
) -> None:
    found = ours.distance_to_target(-cells(row), -aim, capped)
    same(found.values, oracle.distance_to_target(row, aim, -1, capped), absolute=1e-9)


@given(
    some.lists(some.tuples(some.one_of(some.none(), WHOLE), some.one_of(some.none(), WHOLE)), min_size=1),
    some.sampled_from([1, -1]),
)
def test_achievement_agrees_with_its_twin(pairs: list[tuple], direction: int) -> None:
    row, targets = [list(side) for side in zip(*pairs, strict=True)]
    found = ours.achievement(cells(row), cells(targets), direction)
    same(found.values, oracle.achievement(row, targets, direction))


@given(ROWS, WHOLE, some.floats(0.5, 1e6), some.sampled_from([1, -1]))
def test_goalposts_agree_with_their_twin(
    row: oracle.Row, lower: float, range_: float, direction: int
) -> None:
    posts = (lower, lower + range_)[::direction]
    found = ours.goalposts(cells(row), *posts, 100)
    same(found.values, oracle.goalposts(row, lower, lower + range_, 100, direction), absolute=1e-7)


@pytest.mark.parametrize("name", AMONG_UNITS)
@given(row=FULL)
def test_who_has_more_never_scores_less(name: str, row: list[float]) -> None:
    assume(name != "fraction_of_maximum" or max(row) > 0)
    assert (np.diff(scaled(name, cells(sorted(row)))) >= 0).all()


@pytest.mark.parametrize("name", FREE_OF_UNIT)
@given(row=FULL, factor=some.integers(1, 1000), shift=some.integers(-(10**6), 10**6))
def test_unit_and_zero_point_of_the_values_do_not_matter(
    name: str, row: list[float], factor: int, shift: int
) -> None:
    before, after = scaled(name, cells(row)), scaled(name, cells(row) * factor + shift)
    np.testing.assert_allclose(after, before, rtol=1e-9, atol=1e-9)


@given(FULL, some.integers(1, 1000))
def test_a_fraction_of_the_maximum_does_not_depend_on_the_unit(row: list[float], factor: int) -> None:
    before, after = ours.fraction_of_maximum(cells(row)), ours.fraction_of_maximum(cells(row) * factor)
    np.testing.assert_allclose(after.values, before.values, rtol=1e-12)


@pytest.mark.parametrize("name", AMONG_UNITS)
@given(row=ROWS, order=some.randoms(use_true_random=False))
def test_the_order_of_units_does_not_matter(name: str, row: oracle.Row, order) -> None:
    places = list(range(len(row)))
    order.shuffle(places)
    values = cells(row)
    np.testing.assert_allclose(
        scaled(name, values[places]), scaled(name, values)[places], rtol=1e-12, atol=1e-10
    )


@given(FULL)
def test_the_opposite_direction_mirrors_min_max_and_z_scores(row: list[float]) -> None:
    np.testing.assert_allclose(scaled("min_max", -cells(row)), 100 - scaled("min_max", cells(row)), atol=1e-9)
    np.testing.assert_allclose(scaled("z_score", -cells(row)), -scaled("z_score", cells(row)), atol=1e-9)


@given(FULL)
def test_min_max_runs_from_bound_to_bound_and_z_scores_are_centred(row: list[float]) -> None:
    assert (scaled("min_max", cells(row)).min(), scaled("min_max", cells(row)).max()) == (0, 100)
    assert scaled("z_score", cells(row)).mean() == pytest.approx(0, abs=1e-9)
    assert np.std(scaled("z_score", cells(row)), ddof=1) == pytest.approx(1)


@pytest.mark.parametrize("name", ["min_max", "z_score", "distance_to_maximum"])
@pytest.mark.parametrize("row", [[5, 5, 5], [7], [None, 7, None], [0.3, 0.1 + 0.2], [0, 0]])
def test_a_zero_range_is_missing_with_a_note(name: str, row: oracle.Row) -> None:
    found = getattr(ours, name)(cells(row))
    assert np.isnan(found.values).all() and found.notes == {"zero_range": None}


@pytest.mark.parametrize("row", [[5, 5, 5], [33, 40]])
def test_a_reference_or_target_at_the_minimum_is_missing_with_a_note(row: oracle.Row) -> None:
    for what, distance in (
        ("reference", ours.distance_to_reference),
        ("target", ours.distance_to_target),
    ):
        found = distance(cells(row), row[0])
        assert np.isnan(found.values).all() and list(found.notes) == [f"{what}_at_minimum"]


def test_a_target_below_the_minimum_gives_negative_scores_with_a_note() -> None:
    found = ours.distance_to_target(cells([10, 20]), 5)
    assert found.values.tolist() == [0, -2] and list(found.notes) == ["target_below_minimum"]


def test_one_value_has_no_percentile_rank() -> None:
    found = ours.percentile_rank(cells([None, 4]))
    assert np.isnan(found.values).all() and found.notes == {"single_value": None}


@pytest.mark.parametrize(("name", "wanted"), [("rank", 1), ("borda", 0), ("percentile_rank", 0)])
def test_ranks_of_equal_values_are_all_the_lowest_with_a_note(name: str, wanted: float) -> None:
    found = getattr(ours, name)(cells([6, 6, None, 6]))
    same(found.values, [wanted, wanted, None, wanted])
    assert found.notes == {"all_tied": None}


@pytest.mark.parametrize("row", [[-3, -1], [0, -4], [0, 0]])
def test_a_maximum_that_is_not_positive_has_no_fractions(row: oracle.Row) -> None:
    found = ours.fraction_of_maximum(cells(row))
    assert np.isnan(found.values).all() and found.notes == {"maximum_not_positive": None}


def test_achievement_is_capped_only_above() -> None:
    found = ours.achievement(cells([3, 30, 12]), cells([6, 6, 3]), 1, True)
    assert found.values.tolist() == [50, 100, 100]
    downward = ours.achievement(cells([4, 1, 12]), cells([3, 3, 3]), -1, True)
    same(downward.values, [200 / 3, 100, -200])


def test_missing_and_senseless_targets_are_named_by_the_units_they_concern() -> None:
    found = ours.achievement(cells([1, 1, 1, None]), cells([None, 0, 2, None]))
    same(found.values, [None, None, 50, None])
    assert {code: None if where is None else where.tolist() for code, where in found.notes.items()} == {
        "no_own_target": [True, False, False, False],
        "target_not_positive": [False, True, False, False],
    }
