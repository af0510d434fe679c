"""Names of what the catalogue declares, for a line or a cell; what it does not declare stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rich.markup import escape

from kpi import format
from kpi.catalogue import Catalogue, Column, Dataset
from kpi.periods import is_quarter, is_year
from kpi.text import Text

LISTED = 6
EVERYTHING = ("", "*")


def dataset(catalogue: Catalogue, dataset_id: str, language: str) -> str:
    """The name of a kind of file."""
    found = catalogue.datasets.get(dataset_id)
    return found.name[language] if found else dataset_id


def zone(catalogue: Catalogue, zone_id: str, language: str) -> str:
    """The name of a zone, of all together or of a programme's place; a dash for what is of none."""
    if zone_id in EVERYTHING:
        return format.MISSING
    return catalogue.zone_name(zone_id)[language] if zone_id in catalogue.place_names else zone_id


def period(label: str, language: str) -> str:
    """A quarter or a year as people write it; a dash for what is of no period."""
    if label in EVERYTHING:
        return format.MISSING
    return format.period(label, language) if is_quarter(label) or is_year(label) else label


def slice_of(text: Text, catalogue: Catalogue, label: str) -> str:
    """A zone and a period in words; what is not by one of them says so."""
    zone_id, _, period_label = label.partition("|")
    every = text("submit.compare.everything")
    of_zone = every if zone_id in EVERYTHING else zone(catalogue, zone_id, text.language)
    of_period = "" if period_label in EVERYTHING else period(period_label, text.language)
    return " ".join(part for part in (of_zone, of_period) if part)


def mode(text: Text, mode_id: str) -> str:
    """What a file does to what is there, with the word for `--mode`."""
    return f"{text(f'submit.mode.{mode_id}')} ({mode_id})"


def listed(text: Text, found: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    shown = ", ".join(found[:LISTED])
    return f"{shown} {text('pipelines.more', count=len(found) - LISTED)}" if len(found) > LISTED else shown


def literal(words: str) -> str:
    """Text of a file for a cell: its brackets are no markup."""
    return escape(words)


@dataclass(frozen=True)
class Words:
    """Columns and values of a dataset in the reader's language."""

    catalogue: Catalogue
    dataset: Dataset
    text: Text

    @cached_property
    def _columns(self) -> dict[str, Column]:
        return {column.id: column for column in self.dataset.columns}

    def column(self, name: str) -> str:
        """A column's name; the mark of a value has one of its own."""
        found = self._columns.get(name)
        key = f"pipelines.columns.{name}"
        own = self.text(key) if key in self.text else name
        return found.name[self.text.language] if found else own

    def kind_of(self, name: str) -> str:
        """A column's type, '' for one that is not declared."""
        found = self._columns.get(name)
        return found.type if found else ""

    def value(self, name: str, stored: Any) -> str:
        """A stored value: with its unit to the last won, or by its name."""
        if stored is None or stored == "" or format.is_missing(stored):
            return format.MISSING
        kind, language = self.kind_of(name), self.text.language
        if kind == "zone":
            return zone(self.catalogue, str(stored), language)
        if kind in ("quarter", "year", "period"):
            return period(str(stored), language)
        if kind in ("amount", "integer", "decimal"):
            return self._amount(name, stored)
        return self._named(name, str(stored))

    def _named(self, name: str, stored: str) -> str:
        kind, language = self.kind_of(name), self.text.language
        if kind == "metric" and stored in self.catalogue.metrics:
            return self.catalogue.metrics[stored].name[language]
        if kind == "category":
            named = {each.id: each.name[language] for each in self._columns[name].categories}
            return named.get(stored, stored)
        room = "basis" if kind == "basis" else "status" if name == "status" else ""
        key = f"app.{room}.{stored}"
        return self.text(key) if room and key in self.text else stored

    def _amount(self, name: str, stored: Any) -> str:
        number, unit = float(stored), self.catalogue.units.get(self._columns[name].unit or "")
        decimals = 0 if number.is_integer() else 2
        if unit is None:
            return format.plain(number, decimals)
        if unit.kind == "money":
            return f"{format.plain(number, decimals)} {unit.name[self.text.language]}"
        return format.value(number, unit, self.text.language, decimals)
