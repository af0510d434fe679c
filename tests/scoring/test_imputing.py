"""Estimates for gaps, against a plain twin and the rules they keep."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra import numpy as arrays

from kpi.scoring.imputing import by_group_mean, by_latest, by_line, by_mean, by_median, imputed, times
from tests.scoring import oracle_preparing as oracle
from tests.scoring.boards import same

NUMBERS = some.one_of(some.just(float("nan")), some.integers(-(10**6), 10**6).map(float))
PANELS = arrays.arrays(np.float64, some.tuples(*[some.integers(1, 6)] * 3), elements=NUMBERS)
HOW = ("mean", "group_mean", "median", "panel_latest", "panel_linear")


def row(values: np.ndarray) -> oracle.Row:
    return [None if np.isnan(value) else float(value) for value in values]


def labels(panel: np.ndarray) -> tuple[list[str], list[str]]:
    """Groups of which one unit has none, and years with a gap in them."""
    groups = [("", "east", "west")[number % 3] for number in range(panel.shape[1])]
    return groups, [str(2018 + number + (number > 1)) for number in range(len(panel))]


@given(PANELS)
def test_means_and_medians_of_a_period_agree_with_their_twins(panel: np.ndarray) -> None:
    groups, _ = labels(panel)
    means, medians, within = by_mean(panel), by_median(panel), by_group_mean(panel, groups)
    for period in range(panel.shape[0]):
        for indicator in range(panel.shape[2]):
            here = (period, slice(None), indicator)
            same(means[here], oracle.by_mean(row(panel[here])), 1e-9)
            same(medians[here], oracle.by_median(row(panel[here])), 1e-9)
            same(within[here], oracle.by_group_mean(row(panel[here]), groups), 1e-9)


@given(PANELS)
def test_estimates_from_other_periods_agree_with_their_twins(panel: np.ndarray) -> None:
    _, years = labels(panel)
    latest, lines = by_latest(panel), by_line(panel, times(years))
    for unit in range(panel.shape[1]):
        for indicator in range(panel.shape[2]):
            here = (slice(None), unit, indicator)
            same(latest[here], oracle.by_latest(row(panel[here])))
            same(lines[here], oracle.by_line(row(panel[here]), [int(year) for year in years]), 1e-8)


@pytest.mark.parametrize("how", HOW)
@given(panel=PANELS)
def test_what_is_known_stays_and_estimates_lie_within_what_is_known(how: str, panel: np.ndarray) -> None:
    groups, years = labels(panel)
    before = panel.copy()
    found = imputed(panel, how, groups, years)
    known = ~np.isnan(panel)
    assert np.array_equal(panel, before, equal_nan=True)
    assert np.array_equal(found[known], panel[known])
    assert not known.any() or np.nanmax(found) <= np.nanmax(panel) + 1e-6
    assert not known.any() or np.nanmin(found) >= np.nanmin(panel) - 1e-6


@pytest.mark.parametrize("how", HOW)
def test_where_nothing_is_known_nothing_is_made_up(how: str) -> None:
    nothing = np.full((3, 4, 2), np.nan)
    assert np.isnan(imputed(nothing, how, ["a", "a", "b", ""], ["2021", "2022", "2023"])).all()


def test_nobody_is_estimated_unless_asked() -> None:
    panel = np.array([[[1.0], [np.nan]]])
    assert np.array_equal(imputed(panel, "", ["", ""], ["2021"]), panel, equal_nan=True)


def test_a_group_of_one_has_nobody_to_take_a_mean_from() -> None:
    panel = np.array([[[1.0], [np.nan], [4.0]]])
    same(by_group_mean(panel, ["a", "b", "a"])[0, :, 0], [1, None, 4])


def test_a_line_follows_years_and_not_their_places() -> None:
    panel = np.array([10.0, np.nan, 40.0]).reshape(3, 1, 1)
    same(by_line(panel, times(["2018", "2020", "2021"]))[:, 0, 0], [10, 30, 40])
    same(by_line(panel, times(["2018Q1", "2018Q2", "2018Q3"]))[:, 0, 0], [10, 25, 40])


def test_before_the_first_and_after_the_last_value_a_line_ends() -> None:
    panel = np.array([np.nan, 5.0, np.nan, 7.0, np.nan]).reshape(5, 1, 1)
    same(by_line(panel, times(list("12345")))[:, 0, 0], [None, 5, 6, 7, None])
    same(by_latest(panel)[:, 0, 0], [None, 5, 5, 7, 7])
