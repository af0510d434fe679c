"""What stands behind every number of an evaluation: one row a period × zone × leaf of its tree.

Columns: period, zone, element, metric, basis, unit (all three '' for evaluators' points), yardstick, value, target,
target_status (published, inferred, sample; declared = one for all), achievement in percent (uncapped), origin (records,
published, evaluators), status, reason, synthetic, publication, known_on, evaluators (how many gave points), and `gap`:
why it cannot be scored ('' = it can): no_value, protected (withheld from this viewer), not_assessed, no_target,
target_not_positive.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from kpi.access import Viewer
from kpi.catalogue.evaluations import Judged, Measure, Yardstick
from kpi.measures.reasons import PROTECTING
from kpi.queries.moments import Moment, release_for
from kpi.queries.values import PREFERRED

VALUES = """
SELECT period, zone, metric, basis, value, origin, status, reason, synthetic, publication, known_on FROM key_values
WHERE list_contains($periods, period) AND list_contains($pairs, metric || '|' || basis)
"""
TARGETS = f"""
SELECT period, zone, metric, basis, CAST(value AS DOUBLE) AS target, status AS target_status FROM targets
WHERE list_contains($periods, period) AND list_contains($pairs, metric || '|' || basis)
QUALIFY row_number() OVER (PARTITION BY period, zone, metric, basis ORDER BY {PREFERRED}) = 1
"""
CELL = ["period", "zone", "metric", "basis"]


class Points(NamedTuple):
    """What evaluators gave a zone for a qualitative leaf: the mean of those who submitted, with its spread."""

    zone: str
    element: str
    mean: float
    lowest: float
    highest: float
    evaluators: int


@dataclass(frozen=True)
class Leaf:
    """A leaf of the tree as it is read: `basis` and `unit` are the metric's; evaluators' points have neither."""

    id: str
    parent: str
    declared: Measure | Judged
    yardstick: Yardstick
    metric: str = ""
    basis: str = ""
    unit: str = ""
    direction: int = 1


def cells(
    viewer: Viewer,
    moment: Moment,
    leaves: Sequence[Leaf],
    zones: Sequence[str],
    periods: Sequence[str],
    points: Sequence[Points],
) -> pd.DataFrame:
    """Every cell, by period, zone and leaf in the orders given; the columns are those of this module."""
    frame = _grid(leaves, zones, periods)
    asked = {"periods": list(periods), "pairs": sorted({f"{leaf.metric}|{leaf.basis}" for leaf in leaves})}
    release = release_for(viewer, moment)
    frame = frame.merge(release.frame(VALUES, asked), on=CELL, how="left")
    frame = _with_targets(frame.merge(release.frame(TARGETS, asked), on=CELL, how="left"), leaves)
    frame = _with_points(frame, points, periods[-1])
    direction = np.tile([leaf.direction for leaf in leaves], len(frame) // len(leaves))
    frame["achievement"] = achievement_of(
        frame["value"].to_numpy(float), frame["target"].to_numpy(float), direction
    )
    return _told(frame)


def _grid(leaves: Sequence[Leaf], zones: Sequence[str], periods: Sequence[str]) -> pd.DataFrame:
    """Every period × zone × leaf with what is declared of the leaf."""
    columns = ("id", "metric", "basis", "unit", "yardstick")
    own = {name: np.array([getattr(leaf, name) for leaf in leaves], object) for name in columns}
    repeated = {name: np.tile(each, len(zones) * len(periods)) for name, each in own.items()}
    return pd.DataFrame(
        {
            "period": np.repeat(np.array(periods, object), len(zones) * len(leaves)),
            "zone": np.tile(np.repeat(np.array(zones, object), len(leaves)), len(periods)),
            "element": repeated.pop("id"),
            **repeated,
        }
    )


def _with_targets(frame: pd.DataFrame, leaves: Sequence[Leaf]) -> pd.DataFrame:
    """The zones' own targets; one that is declared for all goes before them."""
    for leaf in leaves:
        if isinstance(leaf.declared, Measure) and leaf.declared.target is not None:
            chosen = frame["element"] == leaf.id
            frame.loc[chosen, ["target", "target_status"]] = [leaf.declared.target, "declared"]
    return frame


def _with_points(frame: pd.DataFrame, points: Sequence[Points], period: str) -> pd.DataFrame:
    """Evaluators' points belong to the evaluated year, the last of the periods."""
    columns = ["period", "zone", "element", "mean", "evaluators"]
    given = pd.DataFrame(points, columns=list(Points._fields)).assign(period=period)[columns]
    judged = (frame["metric"] == "").to_numpy()
    frame["evaluators"] = 0
    if not judged.any():
        return frame
    own = frame.loc[judged, columns[:3]].merge(given.astype({"mean": float}), on=columns[:3], how="left")
    is_given = own["mean"].notna().to_numpy()
    frame.loc[judged, "value"] = own["mean"].to_numpy()
    frame.loc[judged, "evaluators"] = own["evaluators"].fillna(0).to_numpy(int)
    frame.loc[judged, "origin"] = "evaluators"
    frame.loc[judged, "status"] = np.where(is_given, "observed", "missing")
    frame.loc[judged, "reason"] = np.where(is_given, "", "not_assessed")
    return frame


def achievement_of(value: np.ndarray, target: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """Percent of the target, by the rule of `kpi.measures.achievement`."""
    share = value / np.where(target > 0, target, np.nan)
    return np.where(direction == 1, share, 2 - share) * 100


def _told(frame: pd.DataFrame) -> pd.DataFrame:
    """What is not there says so."""
    has_row = frame["status"].notna()
    frame["status"] = frame["status"].where(has_row, "missing")
    frame["reason"] = frame["reason"].where(has_row, "no_records").fillna("")
    frame["synthetic"] = frame["synthetic"].eq(True)
    for column in ("origin", "publication", "target_status"):
        frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    by_target = (frame["yardstick"] == "target") & frame["value"].notna()
    reasons = [
        frame["value"].isna() & (frame["metric"] == ""),
        frame["value"].isna() & frame["reason"].isin(PROTECTING),
        frame["value"].isna(),
        by_target & frame["target"].isna(),
        by_target & (frame["target"] <= 0),
    ]
    names = ["not_assessed", "protected", "no_value", "no_target", "target_not_positive"]
    frame["gap"] = np.select(reasons, names, "")
    return frame
