"""One indicator on the common scale, higher always better.

Unless said otherwise `values` are one indicator's, NaN = missing, at least one valid, already multiplied by the
direction like the target or reference beside them. Each function answers with `Scaled`: new values and notes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kpi.scoring.treating import ROUNDING, flat


@dataclass(frozen=True)
class Scaled:
    """Values on the common scale; a note's code → the cells it is about (None = all)."""

    values: np.ndarray
    notes: Mapping[str, np.ndarray | None] = field(default_factory=dict)


def nothing(values: np.ndarray, why: str) -> Scaled:
    """All missing, with the reason."""
    return Scaled(np.full(values.shape, np.nan), {why: None})


def min_max(values: np.ndarray, low: float = 0, high: float = 100) -> Scaled:
    """(x − min) ÷ (max − min) · (high − low) + low."""
    if flat(values):
        return nothing(values, "zero_range")
    least, most = np.nanmin(values), np.nanmax(values)
    return Scaled((values - least) / (most - least) * (high - low) + low)


def z_score(values: np.ndarray, mean: float = 0, deviation: float = 1) -> Scaled:
    """(x − mean of x) ÷ standard deviation with n − 1 · deviation + mean."""
    if flat(values):
        return nothing(values, "zero_range")
    return Scaled((values - np.nanmean(values)) / np.nanstd(values, ddof=1) * deviation + mean)


def rank(values: np.ndarray) -> Scaled:
    """1 for the worst, n for the best; ties take the lower."""
    return _about_ties(values, 1.0 + _below(values))


def borda(values: np.ndarray) -> Scaled:
    """How many are worse: 0 to n − 1."""
    return _about_ties(values, _below(values))


def percentile_rank(values: np.ndarray) -> Scaled:
    """The share of the others that are worse, 0 to 1; ties take the lower. One value has no others."""
    others = np.count_nonzero(~np.isnan(values)) - 1
    return _about_ties(values, _below(values) / others) if others > 0 else nothing(values, "single_value")


def distance_to_maximum(values: np.ndarray) -> Scaled:
    """1 − (max − x) ÷ (max − min): 1 for the best, 0 for the worst."""
    return min_max(values, 0, 1)


def distance_to_reference(values: np.ndarray, reference: np.ndarray | float, capped: bool = False) -> Scaled:
    """1 − (reference − x) ÷ (reference − min); the reference is one for all or one for each value."""
    return _from_minimum(values, np.asarray(reference, np.float64), capped, "reference")


def distance_to_target(values: np.ndarray, target: float, capped: bool = False) -> Scaled:
    """(x − min) ÷ (target − min)."""
    return _from_minimum(values, np.asarray(target, np.float64), capped, "target")


def achievement(values: np.ndarray, targets: np.ndarray, direction: int = 1, capped: bool = False) -> Scaled:
    """Of each unit's own target, in %: x ÷ target · 100, downward (2 − x ÷ target) · 100; in the unit as measured."""
    usable = targets > 0
    share = np.where(usable, values, np.nan) / np.where(usable, targets, 1.0)
    reached = (share if direction == 1 else 2 - share) * 100
    valued = ~np.isnan(values)
    gaps = {"no_own_target": valued & np.isnan(targets), "target_not_positive": valued & (targets <= 0)}
    notes = {code: cells for code, cells in gaps.items() if cells.any()}
    return Scaled(np.minimum(reached, 100) if capped else reached, notes)


def fraction_of_maximum(values: np.ndarray) -> Scaled:
    """x ÷ max, for values of which the best is above 0: so never downward ones."""
    most = np.nanmax(values)
    return Scaled(values / most) if most > 0 else nothing(values, "maximum_not_positive")


def goalposts(values: np.ndarray, worst: float, best: float, high: float = 100) -> Scaled:
    """high · (x − worst) ÷ (best − worst) within 0 and high; values and posts in the unit as measured."""
    return Scaled(high * np.clip((values - worst) / (best - worst), 0, 1))


def _from_minimum(values: np.ndarray, best: np.ndarray, capped: bool, what: str) -> Scaled:
    least = np.nanmin(values)
    span = best - least
    usable = np.abs(span) > ROUNDING * np.maximum(np.abs(best), abs(least))
    share = (values - least) / np.where(usable, span, np.nan)
    valued = ~np.isnan(values)
    gaps = {
        f"no_{what}": valued & np.isnan(best),
        f"{what}_at_minimum": valued & ~np.isnan(best) & ~usable,
        f"{what}_below_minimum": valued & usable & (span < 0),
    }
    notes = {code: cells for code, cells in gaps.items() if cells.any()}
    return Scaled(np.minimum(share, 1) if capped else share, notes)


def _below(values: np.ndarray) -> np.ndarray:
    """How many valid values are smaller than each."""
    ordered = np.sort(values[~np.isnan(values)])
    return np.where(np.isnan(values), np.nan, np.searchsorted(ordered, values, "left"))


def _about_ties(values: np.ndarray, scaled: np.ndarray) -> Scaled:
    valid = values[~np.isnan(values)]
    tied = len(valid) > 1 and valid.min() == valid.max()
    return Scaled(scaled, {"all_tied": None} if tied else {})
