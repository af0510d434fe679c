"""The published totals that sample records must add up to, read from the files of data/raw/published."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import yaml

from kpi.catalogue import NATIONAL, Catalogue

BASES = {"당해": "in_period", "누계": "cumulative", "기말": "period_end"}
MISSING = frozenset({"", "-"})


@dataclass(frozen=True)
class Total:
    """One published figure in the stored unit (counts, or won), with the day it became known."""

    zone: str
    metric: str
    period: str
    basis: str
    value: int
    known_on: date


class Published:
    """Published figures, latest vintage first asked for; earlier vintages stay reachable."""

    def __init__(self, totals: list[Total]) -> None:
        self.totals = sorted(totals, key=lambda total: total.known_on)
        self._latest = {self._key(total): total.value for total in self.totals}

    @staticmethod
    def _key(total: Total) -> tuple[str, str, str, str]:
        return total.metric, total.zone, total.period, total.basis

    def latest(self, metric: str, zone: str, period: str, basis: str) -> int | None:
        """The newest published value, or None where nothing is published."""
        return self._latest.get((metric, zone, period, basis))

    def first(self, metric: str, zone: str, period: str, basis: str) -> int | None:
        """The value of the first publication, or None."""
        wanted = (metric, zone, period, basis)
        return next((total.value for total in self.totals if self._key(total) == wanted), None)

    def national(self, metric: str, year: int) -> int | None:
        """The newest published total of a year over all zones."""
        return self.latest(metric, NATIONAL, str(year), "in_period")

    def cumulatives(self, metric: str, zone: str) -> list[tuple[int, int]]:
        """(year, value since designation) of a zone, oldest first."""
        return sorted(
            (int(period[:4]), value)
            for (known_metric, known_zone, period, basis), value in self._latest.items()
            if (known_metric, known_zone, basis) == (metric, zone, "cumulative")
        )


def read_published(folder: Path, catalogue: Catalogue) -> Published:
    """Every figure of the folder's published_values files."""
    return Published([total for rows, known_on in _files(folder, "published_values") for row in rows
                      if (total := _total(row, known_on, catalogue))])  # fmt: skip


def read_targets(folder: Path, catalogue: Catalogue) -> set[tuple[str, str, str]]:
    """(zone, metric, year) of every target that is already published or inferred."""
    totals = [
        _total(row, known_on, catalogue) for rows, known_on in _files(folder, "targets") for row in rows
    ]
    return {(total.zone, total.metric, total.period) for total in totals if total}


def _files(folder: Path, dataset: str) -> list[tuple[list[dict[str, str]], date]]:
    """Rows and known_on of each published file of a dataset, in file name order."""
    found = []
    for side_car in sorted(folder.glob("*.csv.yml")):
        about = yaml.safe_load(side_car.read_text("utf-8"))
        if about["dataset"] == dataset:
            text = side_car.with_suffix("").read_text("utf-8-sig")
            found.append((list(csv.DictReader(text.splitlines())), about["known_on"]))
    return found


def _total(row: dict[str, str], known_on: date, catalogue: Catalogue) -> Total | None:
    written = (row.get("값") or row.get("목표") or "").replace(",", "")
    if written in MISSING:
        return None
    metric = _id_of(row["지표"], catalogue.metrics)
    factors = catalogue.units[catalogue.metrics[metric].unit].written
    value = Decimal(written) * Decimal(str(factors[row["단위"]]))
    period = row.get("기간") or row["연도"]
    return Total(_zone_of(row["특구"], catalogue), metric, period, BASES[row["기준"]], int(value), known_on)


def _zone_of(written: str, catalogue: Catalogue) -> str:
    if written in (NATIONAL, catalogue.national.name.ko, *catalogue.national.aliases):
        return NATIONAL
    return _id_of(written, catalogue.zones)


def _id_of(written: str, entries: dict) -> str:
    """The id of the entry whose id, Korean or short name is `written`. Raises KeyError."""
    for entry_id, entry in entries.items():
        names = {
            entry_id,
            entry.name.ko,
            getattr(entry, "short", entry.name).ko,
            *getattr(entry, "aliases", ()),
        }
        if written in names:
            return entry_id
    raise KeyError(written)
