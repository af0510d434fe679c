"""Zones side by side: their values, ranks and places, and how far each is from what it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from kpi.access import Viewer
from kpi.catalogue import Basis, Catalogue
from kpi.periods import is_year, previous_year
from kpi.queries.comparing_cells import Cells, Numbers, read
from kpi.queries.comparing_references import AGAINST, AT, ZONE, Beside, differences, reached, targets_of
from kpi.queries.comparing_subjects import LeftOut, Subject, divided, subjects_of
from kpi.queries.moments import Moment, catalogue_of, release_for
from kpi.scoring.ranking import ranks

__all__ = [
    "AGAINST", "AT", "WAVE", "ZONE", "Asked", "Comparison", "LeftOut", "Subject", "among_all", "chosen_zones",
    "compare", "over_time", "periods", "reference_decimals",
]  # fmt: skip

WAVE = "wave-"
# A comparison of thousands of zones weighs megabytes.
COMPARISONS_KEPT = 32
PERIODS = "SELECT DISTINCT period FROM key_values WHERE value IS NOT NULL ORDER BY period DESC"


@dataclass(frozen=True)
class Asked:
    """What is compared with what. `zones` are ids and waves (`wave-2`), none of them for all; `per` is a denominator's
    id or ''; `against` one of AGAINST, ZONE and an id, or AT and another period.
    """

    metrics: tuple[str, ...]
    period: str
    zones: tuple[str, ...] = ()
    basis: Basis = "in_period"
    per: str = ""
    against: str = AGAINST[0]

    @property
    def at(self) -> str:
        """The other period that is compared with; '' for anything else."""
        return self.against.removeprefix(AT) if self.against.startswith(AT) else ""


@dataclass(frozen=True, eq=False)
class Comparison:
    """`cells` has one row a zone × subject: zone, metric, value, rank (1 best, equals share it), place (0 last to 1
    first of those compared, NaN alone), reference, difference, share (of the reference), reached (percent of the
    target), why (a code where there is no reference), origin, status, reason, synthetic.

    `left_out` are the metrics asked for that cannot be compared like this, with the reason.
    """

    asked: Asked
    zones: tuple[str, ...]
    subjects: tuple[Subject, ...]
    left_out: tuple[LeftOut, ...]
    cells: pd.DataFrame

    @cached_property
    def _by_metric(self) -> dict[str, pd.DataFrame]:
        return {str(metric): rows for metric, rows in self.cells.groupby("metric", sort=False)}

    @cached_property
    def values(self) -> pd.DataFrame:
        """Values of zones (rows) by metrics (columns)."""
        return self._wide("value")

    @cached_property
    def places(self) -> pd.DataFrame:
        """Places of zones (rows) by metrics (columns)."""
        return self._wide("place")

    def of_metric(self, metric: str) -> pd.DataFrame:
        """The rows of one metric, best first, those without a value last."""
        return self._by_metric[metric].sort_values("rank", kind="stable", na_position="last")

    def of_zone(self, zone: str) -> pd.DataFrame:
        """The rows of one zone, in the order of the metrics."""
        return self.cells.iloc[self.zones.index(zone) :: len(self.zones)]

    def subject(self, metric: str) -> Subject:
        """The subject of this metric. Raises StopIteration for one that is left out."""
        return next(each for each in self.subjects if each.id == metric)

    def _wide(self, column: str) -> pd.DataFrame:
        numbers = self.cells[column].to_numpy(float).reshape(len(self.subjects), len(self.zones))
        return pd.DataFrame(numbers.T, index=list(self.zones), columns=[each.id for each in self.subjects])


def among_all(viewer: Viewer, moment: Moment, asked: Asked) -> Comparison:
    """The same comparison over every zone of the catalogue, whichever are compared."""
    return compare(viewer, moment, replace(asked, zones=()))


def periods(viewer: Viewer, moment: Moment) -> tuple[str, ...]:
    """Every year with values, the newest first, then every quarter."""
    found = [period for (period,) in release_for(viewer, moment).rows(PERIODS)]
    return tuple(sorted(found, key=lambda period: not is_year(period)))


def chosen_zones(catalogue: Catalogue, asked: Sequence[str]) -> tuple[str, ...]:
    """The zones that ids and waves name, in the catalogue's order; all of them for none."""
    return tuple(
        zone.id
        for zone in catalogue.zones.values()
        if not asked or zone.id in asked or f"{WAVE}{zone.wave}" in asked
    )


def compare(viewer: Viewer, moment: Moment, asked: Asked) -> Comparison:
    """The comparison asked for; a metric without a single value in the period is left out of it."""
    return _compare(viewer.sight, moment, asked)


@lru_cache(maxsize=COMPARISONS_KEPT)
def _compare(viewer: Viewer, moment: Moment, asked: Asked) -> Comparison:
    """Kept here and not with the pages' answers, of which there are thousands."""
    catalogue = catalogue_of(moment)
    zones = chosen_zones(catalogue, asked.zones)
    other = asked.at or previous_year(asked.period)
    about = (asked.metrics, asked.period, other, asked.basis, asked.per)
    subjects, left_out, now, before = _numbers(viewer, moment, *about)
    chosen = np.isin(list(catalogue.zones), zones)
    beside = Beside(catalogue, chosen, asked.period, targets_of(viewer, moment, asked.period))
    valued = [each for each in subjects if not np.isnan(now[each.id].values[chosen]).all()]
    empty = [LeftOut(each.metric, "no_values") for each in subjects if each not in valued]
    parts = [_columns(asked, each, now[each.id], before[each.id], beside) for each in valued]
    cells = pd.DataFrame({name: _joined([part[name] for part in parts]) for name in COLUMNS})
    return Comparison(asked, zones, tuple(valued), (*left_out, *empty), cells)


COLUMNS = [
    "zone", "metric", "value", "rank", "place", "reference", "difference", "share", "reached", "why", "origin",
    "status", "reason", "synthetic",
]  # fmt: skip


@lru_cache(maxsize=COMPARISONS_KEPT)
def _numbers(
    viewer: Viewer,
    moment: Moment,
    metrics: tuple[str, ...],
    period: str,
    other: str,
    basis: Basis,
    per: str,
) -> tuple[list[Subject], list[LeftOut], dict[str, Cells], dict[str, Cells]]:
    """What is compared and what is not, and the cells of all zones in the period and in the other one."""
    subjects, left_out = _subjects(catalogue_of(moment), metrics, basis, per)
    found = read(viewer, moment, subjects, (period, other))
    return subjects, left_out, found[period], found[other]


def _subjects(
    catalogue: Catalogue, metrics: Sequence[str], basis: Basis, per: str
) -> tuple[list[Subject], list[LeftOut]]:
    subjects = subjects_of(catalogue, metrics, basis)
    return divided(catalogue, subjects, per) if per else (subjects, [])


def _columns(
    asked: Asked, subject: Subject, now: Cells, before: Cells, beside: Beside
) -> dict[str, np.ndarray]:
    chosen = beside.chosen
    reference = beside.reference(asked.against, subject, now, before)
    values, compared = now.values[chosen], reference.values[chosen]
    difference, share = differences(subject, values, compared)
    rank, place = placed(values * subject.metric.direction)
    is_target = asked.against == "target"
    return {
        "zone": np.array(list(beside.catalogue.zones), object)[chosen],
        "metric": np.full(len(values), subject.id, object),
        "value": values,
        "rank": rank,
        "place": place,
        "reference": compared,
        "difference": difference,
        "share": share,
        "reached": reached(subject, values, compared) if is_target else np.full(len(values), np.nan),
        "why": reference.reasons[chosen],
        **{name: column[chosen] for name, column in now.told.items()},
    }


def _joined(parts: Sequence[np.ndarray]) -> pd.Series:
    """One column of all metrics; texts stay as they are, which is quickest for rows that are only read."""
    joined = np.concatenate(parts) if parts else np.empty(0, object)
    return pd.Series(joined, dtype=joined.dtype)


def placed(values: Numbers) -> tuple[Numbers, Numbers]:
    """Ranks (1 the highest) and places: the share of the others that are lower, half of those that are equal."""
    down, up = ranks(values), ranks(-values)
    others = np.count_nonzero(~np.isnan(values)) - 1
    place = (others - (down - 1) + (up - 1)) / (2 * others) if others > 0 else np.full(values.shape, np.nan)
    return down, place


def reference_decimals(asked: Asked, subject: Subject) -> int:
    """Places after the point of what is compared with: the mean of whole numbers is none."""
    is_mean = asked.against in ("national", "group") and not subject.is_quotient
    return subject.metric.decimals + is_mean


def over_time(viewer: Viewer, moment: Moment, asked: Asked, metric: str) -> pd.DataFrame:
    """Values of one metric by zone (rows) over the years, or quarters, up to the period compared, oldest first.

    The last row, `average`, is what all zones come to: their mean, or a quotient's own value. Empty for a metric that
    is left out.
    """
    return _over_time(viewer.sight, moment, replace(asked, metrics=(metric,), against=AGAINST[0]))


@lru_cache(maxsize=COMPARISONS_KEPT)
def _over_time(viewer: Viewer, moment: Moment, asked: Asked) -> pd.DataFrame:
    catalogue = catalogue_of(moment)
    subjects, _ = _subjects(catalogue, asked.metrics, asked.basis, asked.per)
    known = [period for (period,) in release_for(viewer, moment).rows(PERIODS)][::-1]
    every = [each for each in known if len(each) == len(asked.period) and each <= asked.period]
    if not subjects:
        return pd.DataFrame()
    found, everywhere = read(viewer, moment, subjects, every), np.ones(len(catalogue.zones), bool)
    columns = {period: next(iter(found[period].values())) for period in every}
    frame = pd.DataFrame(
        {period: cells.values for period, cells in columns.items()}, index=list(catalogue.zones)
    )
    frame.loc["average"] = [
        cells.national if subjects[0].is_quotient else cells.average(everywhere, is_quotient=False)
        for cells in columns.values()
    ]
    kept = frame.loc[[*chosen_zones(catalogue, asked.zones), "average"]]
    present = [period for period in every if kept[period].notna().any()]
    return kept.loc[:, present[0] : present[-1]] if present else kept.iloc[:, :0]
