"""The numbers of a comparison: each metric over all zones in one period, as it stands or per one of something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from kpi.access import Viewer
from kpi.catalogue import NATIONAL, Basis, Catalogue, Denominator
from kpi.measures import Kind, Measure, ratio
from kpi.periods import last_day
from kpi.queries.comparing_subjects import Subject, sides
from kpi.queries.moments import Moment, catalogue_of, release_for

CELLS = """
SELECT period, metric, basis, zone, value, numerator, denominator, origin, status, reason, synthetic FROM key_values
WHERE list_contains($periods, period) AND list_contains($pairs, metric || '|' || basis)
"""
NUMBERS = ("value", "numerator", "denominator")
TOLD = {"origin": None, "status": "missing", "reason": "no_records", "synthetic": False}
DAYS_A_YEAR = 365.25
SEVERITY = {"observed": 0, "estimated": 1, "provisional": 2}
Numbers = np.ndarray
Pair = tuple[str, str]
# By name, over all zones: where a number comes from, how final it is, why it is missing, whether it is a sample.
Told = dict[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Cells:
    """One metric over all zones of the catalogue (arrays in its order), and over all of them together (`national`).

    `numerators` and `denominators` are those of a quotient, NaN elsewhere.
    """

    values: Numbers
    national: float
    numerators: Numbers
    denominators: Numbers
    multiplier: float
    told: Told

    def average(self, zones: Numbers, is_quotient: bool) -> float:
        """Of the zones marked: the mean of what is known; of a quotient what all its sides come to. NaN for nothing."""
        if is_quotient:
            return pooled(self.numerators, self.denominators, zones) * self.multiplier
        known = self.values[zones & ~np.isnan(self.values)]
        return float(known.mean()) if known.size else np.nan


def pooled(numerators: Numbers, denominators: Numbers, zones: Numbers) -> float:
    """Σ numerators ÷ Σ denominators over the zones marked that have both; NaN where there is nothing to divide by."""
    both = zones & ~np.isnan(numerators) & ~np.isnan(denominators)
    below = denominators[both].sum()
    return float(numerators[both].sum() / below) if below else np.nan


def read(
    viewer: Viewer, moment: Moment, subjects: Sequence[Subject], periods: Sequence[str]
) -> dict[str, dict[str, Cells]]:
    """Period → metric → its cells, with one query whatever is compared."""
    catalogue = catalogue_of(moment)
    pairs = {(subject.id, subject.basis) for subject in subjects}
    pairs |= {side for subject in subjects for side in sides(catalogue, subject)}
    asked = {"periods": list(periods), "pairs": sorted(f"{metric}|{basis}" for metric, basis in pairs)}
    frame = release_for(viewer, moment).frame(CELLS, asked)
    frame["place"] = pd.Index([*catalogue.zones, NATIONAL]).get_indexer(pd.Index(frame["zone"]))
    frame = frame[frame["place"] >= 0]
    columns = {name: frame[name].to_numpy() for name in ("place", *NUMBERS, *TOLD)}
    rows = frame.groupby(["period", "metric", "basis"], sort=False).indices
    found = {period: {key[1:]: at for key, at in rows.items() if key[0] == period} for period in periods}
    sheets = {period: Sheet(catalogue, period, columns, at) for period, at in found.items()}
    return {
        period: {subject.id: sheet.cells(subject) for subject in subjects} for period, sheet in sheets.items()
    }


@dataclass(frozen=True, eq=False)
class Sheet:
    """All that is known of one period: columns of rows, and which rows are of a metric and basis."""

    catalogue: Catalogue
    period: str
    columns: Mapping[str, np.ndarray]
    rows: Mapping[Pair, np.ndarray]

    def cells(self, subject: Subject) -> Cells:
        """A subject's numbers, divided where it asks for that."""
        pair = (subject.id, subject.basis)
        value, above, below = (self._column(pair, name) for name in NUMBERS)
        declared = self.catalogue.metrics[subject.id].ratio
        factor = declared.multiplier if declared else 1.0
        cells = Cells(value[:-1], float(value[-1]), above[:-1], below[:-1], factor, self._told(pair))
        return self._divided(cells, subject) if subject.per else cells

    def _divided(self, cells: Cells, subject: Subject) -> Cells:
        """Missing where the denominator is unknown or zero. All zones: those together that have both sides."""
        denominator = self.catalogue.denominators[subject.per]
        above = self._measure((subject.id, subject.basis))
        below = self._divisor(denominator, subject)
        quotient = ratio(above, below, multiplier=denominator.scale, cross_population=True).values[:, 0]
        over, under = above.values[:-1, 0], below.values[:-1, 0]
        national = quotient[-1]
        if denominator.of_zone:
            national = pooled(over, under, np.ones(len(over), bool)) * denominator.scale
        told = cells.told
        for side in sides(self.catalogue, subject):
            told = _both(told, self._told(side))
        lacking = ~np.isnan(over) & np.isnan(quotient[:-1])
        told = {
            **told,
            "status": np.where(lacking, "missing", told["status"]),
            "reason": np.where(lacking, f"side_missing:{subject.per}", told["reason"]),
        }
        return replace(
            cells,
            values=quotient[:-1],
            national=float(national),
            numerators=over,
            denominators=under,
            multiplier=denominator.scale,
            told=told,
        )

    def _divisor(self, denominator: Denominator, subject: Subject) -> Measure:
        if denominator.of_zone:
            known = [self._of_zone(zone, denominator.of_zone) for zone in self.catalogue.zones]
            kind = Kind(denominator.id, "stock", "period_end", "", subject.metric.population)
            return self._standing(kind, np.array([*known, np.nan]))
        total, *others = [self._measure(side) for side in sides(self.catalogue, subject)]
        for other in others:
            total = total + other
        return total

    def _of_zone(self, zone_id: str, fact: str) -> float:
        """An area, or the years from the day of designation to the end of the period; NaN where there is none."""
        zone = self.catalogue.zones[zone_id]
        if fact == "area_km2":
            return np.nan if zone.area_km2 is None else zone.area_km2
        days = (last_day(self.period) - zone.designated_on).days
        return days / DAYS_A_YEAR if days > 0 else np.nan

    def _measure(self, pair: tuple[str, Basis]) -> Measure:
        metric = self.catalogue.metrics[pair[0]]
        kind = Kind(metric.id, metric.type, pair[1], metric.unit, metric.population)
        return self._standing(kind, self._column(pair, "value"))

    def _standing(self, kind: Kind, values: Numbers) -> Measure:
        there = np.ones((len(values), 1), bool)
        places = (*self.catalogue.zones, NATIONAL)
        return Measure(kind, places, (self.period,), values[:, None], there, there)

    def _column(self, pair: Pair, name: str) -> Numbers:
        """A column of numbers over all zones and, last, all of them together."""
        return self._filled(pair, name, np.full(len(self.catalogue.zones) + 1, np.nan))

    def _told(self, pair: Pair) -> Told:
        size = len(self.catalogue.zones) + 1
        return {
            name: self._filled(pair, name, np.full(size, empty, object))[:-1] for name, empty in TOLD.items()
        }

    def _filled(self, pair: Pair, name: str, empty: np.ndarray) -> np.ndarray:
        at = self.rows.get(pair)
        if at is not None:
            empty[self.columns["place"][at]] = self.columns[name][at]
        return empty


def _both(above: Told, below: Told) -> Told:
    """What is told of a quotient: published if both sides are, a sample if one is, and the worse status of the two."""
    worse = _severity(below) > _severity(above)
    is_published = (above["origin"] == "published") & (below["origin"] == "published")
    known = ~pd.isna(above["origin"])
    return {
        "origin": np.where(known & ~is_published, "records", above["origin"]),
        "status": np.where(worse, below["status"], above["status"]),
        "reason": np.where(worse, below["reason"], above["reason"]),
        "synthetic": above["synthetic"].astype(bool) | below["synthetic"].astype(bool),
    }


def _severity(told: Told) -> np.ndarray:
    return np.array([SEVERITY.get(status, len(SEVERITY)) for status in told["status"]])
