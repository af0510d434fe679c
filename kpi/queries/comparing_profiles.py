"""One zone among those compared: what it is strong and weak in, and which zones are most like it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi.queries.comparison import Comparison
from kpi.scoring.normalising import min_max, z_score

# Among fewer zones everybody is near the top or near the bottom.
FEWEST_ZONES = 4
STRONG, WEAK = 2 / 3, 1 / 3
# Two zones are alike in what both are known for: at least so many metrics, and this share of those compared.
FEWEST_METRICS, SHARE_OF_METRICS = 3, 0.5


@dataclass(frozen=True)
class Alike:
    """A zone near another: how far in standard deviations, over how many metrics, and in which they differ most."""

    zone: str
    distance: float
    metrics: int
    differs_in: str


def strengths(comparison: Comparison, zone: str) -> tuple[str, ...]:
    """Metrics in which the zone stands in the best third of those compared, the best first."""
    placed = _placed(comparison, zone)
    return tuple(placed[placed >= STRONG].sort_values(ascending=False, kind="stable").index)


def weaknesses(comparison: Comparison, zone: str) -> tuple[str, ...]:
    """Metrics in which the zone stands in the last third of those compared, the last first."""
    placed = _placed(comparison, zone)
    return tuple(placed[placed <= WEAK].sort_values(kind="stable").index)


def standardised(comparison: Comparison) -> pd.DataFrame:
    """Standard deviations from the mean of the zones compared (z with n − 1), zones by metrics.

    A metric in which all are equal is left out: nobody differs in it.
    """
    columns = {name: z_score(column.to_numpy()).values for name, column in _valued(comparison).items()}
    frame = pd.DataFrame(columns, index=comparison.values.index)
    return frame.loc[:, frame.notna().any()]


def scaled(comparison: Comparison) -> pd.DataFrame:
    """0 for the worst and 100 for the best of the zones compared (min-max), zones by metrics, NaN where missing."""
    columns = {
        name: min_max(column.to_numpy() * comparison.subject(str(name)).metric.direction).values
        for name, column in _valued(comparison).items()
    }
    frame = pd.DataFrame(columns, index=comparison.values.index)
    return frame.loc[:, frame.notna().any()]


def alike(comparison: Comparison, zone: str, count: int = 5) -> list[Alike]:
    """The zones nearest to this one, the nearest first.

    Distance = root of the mean squared difference of standardised values over the metrics both are known for.
    """
    scores = standardised(comparison)
    gaps = (scores - scores.loc[zone]).drop(index=zone).abs()
    known = gaps.notna().sum(axis=1)
    enough = known >= max(FEWEST_METRICS, SHARE_OF_METRICS * scores.shape[1])
    distances = np.sqrt((gaps**2).mean(axis=1))[enough].nsmallest(count, keep="first")
    return [
        Alike(str(other), float(distance), int(known[other]), str(gaps.loc[other].idxmax()))
        for other, distance in distances.items()
    ]


def _placed(comparison: Comparison, zone: str) -> pd.Series:
    """The zone's places by metric, where enough zones have a value."""
    known = comparison.values.notna().sum()
    places = comparison.places.loc[zone]
    return places[(known >= FEWEST_ZONES) & places.notna()]


def _valued(comparison: Comparison) -> pd.DataFrame:
    """What can be put on a scale: metrics with at least two values."""
    values = comparison.values
    return values.loc[:, values.notna().sum() > 1]
