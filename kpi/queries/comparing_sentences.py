"""The reading of a comparison: who leads, how one zone stands, what was left out, and what the numbers rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kpi.access import Viewer
from kpi.catalogue import Catalogue, Names
from kpi.queries.comparing_profiles import alike, strengths, weaknesses
from kpi.queries.comparing_subjects import Subject
from kpi.queries.comparison import ZONE, Asked, Comparison, among_all, compare, reference_decimals
from kpi.queries.moments import Moment, catalogue_of
from kpi.queries.sentences import (
    Amount,
    Beside,
    Leader,
    Pair,
    Percent,
    Period,
    Placed,
    Points,
    Sentence,
    Share,
    Value,
)

ROOM = "compare.reading"
# A sentence names so many at most; the table has all of them.
NAMED = 4
LEADERS = 6
ALIKE = 3
MET = 100
Row = dict[str, Any]


def reading(viewer: Viewer, moment: Moment, asked: Asked, zone: str) -> list[Sentence]:
    """Sentences in the order of a briefing: who leads, the marked zone's strengths and weaknesses, how it stands beside
    what it is compared with, who is like it, what was left out and why, what the numbers rest on.
    """
    comparison = compare(viewer, moment, asked)
    teller = Teller(catalogue_of(moment), comparison, zone)
    everybody = among_all(viewer, moment, asked)
    if comparison.cells.empty:
        return teller.left_out()
    standing = [*teller.standing(), *teller.beside(), *teller.neighbours(everybody)] if zone else []
    return [*teller.leaders(), *standing, *teller.left_out(), *teller.grounds()]


@dataclass(frozen=True, eq=False)
class Teller:
    """Makes the sentences about a comparison and one zone of it."""

    catalogue: Catalogue
    comparison: Comparison
    zone: str

    def leaders(self) -> list[Sentence]:
        """The best zone of each of the first metrics; equals are all named."""
        if len(self.comparison.zones) < 2:
            return []
        told = tuple(self._leader(subject) for subject in self.comparison.subjects[:LEADERS])
        named: dict[str, Value] = {"period": Period(self.comparison.asked.period), "leaders": told}
        per, count = self.comparison.asked.per, len(self.comparison.zones)
        if per:
            return [_said("leaders_per", **named, count=count, per=self.catalogue.denominators[per].name)]
        return [_said("leaders", **named, count=count)]

    def standing(self) -> list[Sentence]:
        """What the zone is in the best and in the last third in."""
        found = {
            "strong": strengths(self.comparison, self.zone),
            "weak": weaknesses(self.comparison, self.zone),
        }
        return [
            _said(key, zone=self._name, count=len(metrics), metrics=self._places(metrics[:NAMED]))
            for key, metrics in found.items()
            if metrics
        ]

    def beside(self) -> list[Sentence]:
        """What the zone has more and less of than what it is compared with; targets met and missed."""
        against = self.comparison.asked.against
        rows = self.comparison.of_zone(self.zone)
        if against == "target":
            return self._targets(rows[rows["reached"].notna()])
        if against == f"{ZONE}{self.zone}":
            return []
        at = self.comparison.asked.at
        key = "period" if at else "zone" if against.startswith(ZONE) else against
        parts = {
            "above": rows[rows["difference"] > 0],
            "below": rows[rows["difference"] < 0],
        }
        named: dict[str, Value] = {"zone": self._name, "other": Period(at) if at else self._other}
        return [
            _said(f"{side}_{key}", **named, count=len(part), metrics=self._differences(part))
            for side, part in parts.items()
            if len(part)
        ]

    def neighbours(self, everybody: Comparison) -> list[Sentence]:
        """The zones most like this one, of all there are."""
        found = alike(everybody, self.zone, ALIKE)
        if not found:
            return []
        zones = tuple(self.catalogue.zones[each.zone].name for each in found)
        return [_said("alike", zone=self._name, zones=zones, count=max(each.metrics for each in found))]

    def left_out(self) -> list[Sentence]:
        """Which metrics are not compared, by the reason."""
        by_code: dict[str, list[Names]] = {}
        for each in self.comparison.left_out:
            by_code.setdefault(each.code, []).append(each.metric.short)
        per = self.comparison.asked.per
        named: dict[str, Value] = {"per": self.catalogue.denominators[per].name} if per else {}
        named["period"] = Period(self.comparison.asked.period)
        return [
            _said(f"left_out.{code}", **named, count=len(metrics), metrics=tuple(metrics))
            for code, metrics in by_code.items()
        ]

    def grounds(self) -> list[Sentence]:
        """How many values are published, how many are sums of sample records, how many are missing."""
        cells = self.comparison.cells
        known = cells[cells["value"].notna()]
        is_sample = known["synthetic"].astype(bool)
        published = int(((known["origin"] == "published") & ~is_sample).sum())
        counts = {"sample": int(is_sample.sum()), "published": published}
        counts["records"] = len(known) - sum(counts.values())
        return [_said("rests_on", cells=len(cells), missing=len(cells) - len(known), **counts)]

    def _targets(self, rows: pd.DataFrame) -> list[Sentence]:
        ordered = rows.sort_values("reached", kind="stable").to_dict("records")
        told = {
            "short": [row for row in ordered if row["reached"] < MET],
            "met": [row for row in ordered if row["reached"] >= MET],
        }
        return [
            _said(
                f"target_{key}",
                zone=self._name,
                count=len(part),
                results=tuple(self._result(row) for row in part),
            )
            for key, part in told.items()
            if part
        ]

    def _result(self, row: Row) -> Pair:
        return Pair(self._subject(row).metric.short, Percent(row["reached"]))

    def _differences(self, rows: pd.DataFrame) -> tuple[Beside, ...]:
        """The largest first, by their share."""
        ordered = rows.sort_values("share", key=lambda share: -share.abs(), kind="stable")
        return tuple(self._difference(row) for row in ordered.to_dict("records")[:NAMED])

    def _difference(self, row: Row) -> Beside:
        subject = self._subject(row)
        decimals = reference_decimals(self.comparison.asked, subject)
        size: Share | Points | Amount = self._amount(subject, row["difference"], decimals)
        if self.catalogue.units[subject.metric.unit].kind == "percent":
            size = Points(row["difference"])
        elif not pd.isna(row["share"]):
            size = Share(row["share"])
        reference = self._amount(subject, row["reference"], decimals)
        return Beside(subject.metric.short, self._amount(subject, row["value"]), reference, size)

    def _leader(self, subject: Subject) -> Leader:
        rows = self.comparison.of_metric(subject.id)
        first = rows[rows["rank"] == 1]
        zones = tuple(self.catalogue.zones[zone].name for zone in first["zone"][:NAMED])
        return Leader(subject.metric.short, zones, self._amount(subject, first["value"].iloc[0]))

    def _places(self, metrics: Sequence[str]) -> tuple[Placed, ...]:
        rows = {row["metric"]: row for row in self.comparison.of_zone(self.zone).to_dict("records")}
        return tuple(self._placed(rows[metric]) for metric in metrics)

    def _placed(self, row: Row) -> Placed:
        subject = self._subject(row)
        count = int(self.comparison.values[subject.id].notna().sum())
        return Placed(subject.metric.short, self._amount(subject, row["value"]), int(row["rank"]), count)

    def _subject(self, row: Row) -> Subject:
        return self.comparison.subject(row["metric"])

    def _amount(self, subject: Subject, value: float, decimals: int | None = None) -> Amount:
        unit = self.catalogue.units[subject.metric.unit]
        return Amount(float(value), unit, subject.metric.decimals if decimals is None else decimals)

    @property
    def _name(self) -> Names:
        return self.catalogue.zones[self.zone].name

    @property
    def _other(self) -> Names:
        """The zone that is compared with; any other yardstick is named by its sentence."""
        against = self.comparison.asked.against
        return (
            self.catalogue.zones[against.removeprefix(ZONE)].name if against.startswith(ZONE) else self._name
        )


def _said(key: str, **values: Value) -> Sentence:
    return Sentence(key, values, ROOM)
