"""The outlier test and the three treatments, against Excel's moments, a plain twin and their properties."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from kpi.scoring.treating import box_cox, flat, logged, moments, passes, treated, winsorised
from tests.scoring import oracle_preparing as oracle
from tests.scoring.boards import cells, same

TEN_AND_TWO = [*map(float, range(1, 11)), 30.0, 100.0]
ROWS = some.lists(some.one_of(some.none(), some.integers(-(10**6), 10**6)), min_size=1, max_size=40)
TAILED = some.lists(some.integers(1, 20), min_size=8, max_size=25).flatmap(
    lambda body: some.lists(some.integers(100, 10**6), min_size=1, max_size=4).map(lambda tail: body + tail)
)


def near(value: float) -> object:
    return pytest.approx(value, rel=1e-12)


def test_the_worked_example_fails_and_passes_once_winsorised() -> None:
    values = cells(TEN_AND_TWO)
    assert moments(values) == (near(3.0632410342394985), near(9.741390834569144))
    assert not passes(values)
    calm = winsorised(values, 5)
    assert calm.tolist() == [*TEN_AND_TWO[:-1], 30.0]
    assert moments(calm) == (near(1.7120380600890506), near(1.8157805377242044))
    assert passes(calm)


def test_a_long_left_tail_is_moved_up() -> None:
    values = -cells(TEN_AND_TWO)
    assert winsorised(values, 5).tolist() == [*values[:-1], -30.0]


def test_one_limit_kept_is_enough_to_pass() -> None:
    peaked = cells([0.0] * 20 + [9.0, -9.0])
    skewness, kurtosis = moments(peaked)
    assert kurtosis > 3.5 and abs(skewness) < 2 and passes(peaked)


def test_two_values_at_the_edge_are_moved_together_or_not_at_all() -> None:
    values = cells([*range(30), 5000, 5000])
    assert winsorised(values, 2).tolist() == [*range(30), 29, 29]
    assert winsorised(values, 1).tolist() == values.tolist()


def test_winsorising_never_makes_all_values_the_same() -> None:
    values = cells([1.0] * 20 + [50.0])
    assert winsorised(values, 5).tolist() == values.tolist()


@pytest.mark.parametrize("row", [[], [None], [3.0], [1.0, 2.0, 900.0], [0.1] * 9, [None] * 5 + [2.0] * 9])
def test_what_cannot_be_tested_passes(row: list[float | None]) -> None:
    assert passes(cells(row))


def test_huge_and_tiny_units_give_the_same_moments() -> None:
    for factor in (1e200, 1e-200):
        assert moments(cells(TEN_AND_TWO) * factor) == (near(3.0632410342394985), near(9.741390834569144))


def test_a_spread_that_rounding_makes_is_none() -> None:
    assert flat(cells([0.3, 0.1 + 0.2])) and not flat(cells([0.3, 0.3 + 1e-9]))


@given(ROWS)
def test_the_test_agrees_with_its_twin(row: list[float | None]) -> None:
    values = oracle.known(row)
    assume(len(values) >= 4 and min(values) < max(values))
    assert moments(cells(row)) == pytest.approx(oracle.moments(values), rel=1e-10, abs=1e-10)


@given(TAILED, some.integers(1, 8))
def test_winsorising_agrees_with_its_twin(row: list[float], points: int) -> None:
    same(winsorised(cells(row), points), oracle.winsorised(row, points))


@given(TAILED, some.integers(1, 8))
def test_winsorising_changes_few_points_to_values_that_are_there(row: list[float], points: int) -> None:
    before, after = cells(row), winsorised(cells(row), points)
    assert np.count_nonzero(before != after) <= points
    assert set(after.tolist()) <= set(before.tolist())


@given(TAILED, some.sampled_from(["winsorise", "log", "box_cox"]))
def test_every_treatment_keeps_the_order_and_the_gaps(row: list[float], how: str) -> None:
    values = cells([None, *row])
    assume(not passes(values))
    after = treated(values, how, 5)
    assert np.isnan(after[0]) and not np.isnan(after[1:]).any()
    order = np.argsort(values[1:], kind="stable")
    assert (np.diff(after[1:][order]) >= -1e-9).all()


@given(TAILED)
def test_logarithms_agree_with_their_twin_on_either_tail(row: list[float]) -> None:
    assume(min(row) < max(row))
    for side in (row, [-value for value in row]):
        same(logged(cells(side)), oracle.logged(side), absolute=1e-9)


@given(TAILED, some.floats(0.001, 1000))
def test_box_cox_does_not_depend_on_the_unit(row: list[float], factor: float) -> None:
    np.testing.assert_allclose(box_cox(cells(row)), box_cox(cells(row) * factor), rtol=1e-5, atol=1e-6)


def test_box_cox_takes_the_exponent_of_the_greatest_likelihood() -> None:
    row = cells(TEN_AND_TWO)
    relative = row / math.exp(float(np.mean(np.log(row))))
    grid = np.linspace(-2, 2, 4001)
    variances = [np.var((relative**power - 1) / power) for power in grid[grid != 0]]
    assert np.var(box_cox(row)) <= min(variances)
    power = grid[grid != 0][int(np.argmin(variances))]
    np.testing.assert_allclose(box_cox(row), (relative**power - 1) / power, rtol=1e-2, atol=1e-2)


def test_values_that_are_not_all_positive_are_lifted_before_box_cox() -> None:
    row = cells([-5.0, 0.0, 1.0, 2.0, 3.0, 400.0])
    after = box_cox(row)
    assert np.isfinite(after).all() and (np.diff(after) > 0).all()
    np.testing.assert_allclose(after, box_cox(row + 1000 - 1000), rtol=1e-9)
