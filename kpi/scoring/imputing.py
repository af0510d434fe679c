"""Estimates for missing values, from the other units of the period or from the unit's other periods.

Every function takes (periods, units, indicators) with NaN = missing and returns the same with gaps filled where there
is something to fill them from; valid values stay as they are.
"""

from collections.abc import Sequence

import numpy as np

from kpi.scoring.recipe import Imputation


def imputed(values: np.ndarray, how: Imputation, groups: Sequence[str], periods: Sequence[str]) -> np.ndarray:
    """Values with gaps filled as a recipe says ('' fills none)."""
    match how:
        case "mean":
            return by_mean(values)
        case "group_mean":
            return by_group_mean(values, groups)
        case "median":
            return by_median(values)
        case "panel_latest":
            return by_latest(values)
        case "panel_linear":
            return by_line(values, times(periods))
        case _:
            return values


def by_mean(values: np.ndarray) -> np.ndarray:
    """Gaps take the mean of the period's units."""
    valid = ~np.isnan(values)
    count = valid.sum(axis=1, keepdims=True)
    total = np.where(valid, values, 0.0).sum(axis=1, keepdims=True)
    return _filled(values, np.where(count, total / np.maximum(count, 1), np.nan))


def by_group_mean(values: np.ndarray, groups: Sequence[str]) -> np.ndarray:
    """Gaps take the mean of the unit's group in the period; units without a group ('') keep theirs."""
    found, labels = values.copy(), np.array(groups)
    for group in dict.fromkeys(each for each in groups if each):
        found[:, labels == group] = by_mean(values[:, labels == group])
    return found


def by_median(values: np.ndarray) -> np.ndarray:
    """Gaps take the median of the period's units."""
    empty = np.isnan(values).all(axis=1, keepdims=True)
    middle = np.nanmedian(np.where(empty, 0.0, values), axis=1, keepdims=True)
    return _filled(values, np.where(empty, np.nan, middle))


def by_latest(values: np.ndarray) -> np.ndarray:
    """Gaps take the unit's newest earlier value."""
    found = values.copy()
    for period in range(1, len(found)):
        found[period] = _filled(found[period], found[period - 1])
    return found


def by_line(values: np.ndarray, when: np.ndarray) -> np.ndarray:
    """Gaps between two values of a unit lie on the line between them; before the first and after the last they stay."""
    moments = np.where(np.isnan(values), np.nan, when[:, None, None])
    before, after = by_latest(values), by_latest(values[::-1])[::-1]
    began, ended = by_latest(moments), by_latest(moments[::-1])[::-1]
    share = (when[:, None, None] - began) / np.where(ended > began, ended - began, 1.0)
    return _filled(values, before + (after - before) * share)


def times(periods: Sequence[str]) -> np.ndarray:
    """When each period is: its number where all labels are whole numbers (years), else 0, 1, 2, …."""
    numbered = all(label.isdecimal() for label in periods)
    return np.array([float(label) for label in periods] if numbered else range(len(periods)), np.float64)


def _filled(values: np.ndarray, estimates: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(values), estimates, values)
