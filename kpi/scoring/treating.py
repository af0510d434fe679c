"""Outliers: one test, and three treatments for indicators that fail it. Arrays of one indicator, NaN = missing."""

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import boxcox

from kpi.scoring.recipe import Outliers

SKEW_LIMIT, KURTOSIS_LIMIT = 2.0, 3.5
# Rounding alone can make a spread of this share of the largest value.
ROUNDING = 1e-13
EXPONENTS = (-5.0, 5.0)


def treated(values: np.ndarray, how: Outliers, points: int) -> np.ndarray:
    """Values that fail the test, changed as a recipe says."""
    if how == "winsorise":
        return winsorised(values, points)
    return logged(values) if how == "log" else box_cox(values)


def passes(values: np.ndarray) -> bool:
    """Whether |skewness| < 2 or excess kurtosis < 3.5; true where there are fewer than 4 values or all are the same."""
    if np.count_nonzero(~np.isnan(values)) < 4 or flat(values):
        return True
    skewness, kurtosis = moments(values)
    return abs(skewness) < SKEW_LIMIT or kurtosis < KURTOSIS_LIMIT


def flat(values: np.ndarray) -> bool:
    """Whether the valid values differ by no more than rounding does; true for one value and for none."""
    valid = values[~np.isnan(values)]
    return not len(valid) or bool(valid.max() - valid.min() <= ROUNDING * np.abs(valid).max())


def moments(values: np.ndarray) -> tuple[float, float]:
    """Sample skewness and excess kurtosis, both of type 2 as Excel's SKEW and KURT, of 4 or more values that differ."""
    valid = values[~np.isnan(values)]
    n, from_mean = len(valid), valid - valid.mean()
    # Neither moment depends on the unit, and without one no power of it overflows.
    from_mean /= np.abs(from_mean).max()
    squares = from_mean * from_mean
    spread = squares.mean()
    third = (squares * from_mean).mean() / spread**1.5
    fourth = (squares * squares).mean() / spread**2 - 3
    skewness = (n * (n - 1)) ** 0.5 / (n - 2) * third
    kurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * fourth + 6)
    return float(skewness), float(kurtosis)


def winsorised(values: np.ndarray, points: int) -> np.ndarray:
    """Values whose outermost take the nearest inner value until they pass the test (the procedure of COINr).

    Skewed to the right the highest are moved, otherwise the lowest. It ends before more than `points` values would
    have changed, and before all would be the same.
    """
    current, changed = values.copy(), np.zeros(values.shape, bool)
    while not passes(current):
        right = moments(current)[0] >= 0
        outermost = current == (np.nanmax(current) if right else np.nanmin(current))
        inner = current[~outermost & ~np.isnan(current)]
        changed = changed | outermost
        if changed.sum() > points or flat(inner):
            break
        current[outermost] = inner.max() if right else inner.min()
    return current


def logged(values: np.ndarray) -> np.ndarray:
    """ln(x − min + range ÷ 100), for a long right tail (COINr); for a left one −ln(max − x + range ÷ 100)."""
    low, high = np.nanmin(values), np.nanmax(values)
    margin = 0.01 * (high - low)
    return np.log(values - low + margin) if moments(values)[0] >= 0 else -np.log(high - values + margin)


def box_cox(values: np.ndarray) -> np.ndarray:
    """(y^λ − 1) ÷ λ with λ of the greatest likelihood within ±5; y = x ÷ geometric mean, so that scale does not matter.

    Where values are not all above 0, x − min + range ÷ 100 stands for x.
    """
    low, high = np.nanmin(values), np.nanmax(values)
    positive = values if low > 0 else values - low + 0.01 * (high - low)
    scaled = positive / np.exp(np.nanmean(np.log(positive)))
    return boxcox(scaled, _likeliest_exponent(scaled[~np.isnan(scaled)]))


def _likeliest_exponent(scaled: np.ndarray) -> float:
    """Values have the geometric mean 1, so the likelihood falls with the variance of what they become."""

    def unlikeliness(exponent: float) -> float:
        return np.log(np.var(boxcox(scaled, exponent)))

    found = minimize_scalar(unlikeliness, bounds=EXPONENTS, method="bounded", options={"xatol": 1e-9})
    return float(found.x)
