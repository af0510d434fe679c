"""What the cells below a heading say about it: how many of them a column of the dataset could hold."""

import re
from collections.abc import Sequence
from functools import lru_cache

from kpi.catalogue import Catalogue, Column, Dataset
from pipelines.reading.marks import missing_reason, without_mark
from pipelines.reading.names import (
    BASIS_INDEX,
    category_index,
    holds_national,
    metric_index,
    zone_index,
    zone_key,
)
from pipelines.reading.numbers import NotANumber, read_number
from pipelines.reading.periods import NotAPeriod, Stretch, read_stretch
from pipelines.reading.words import key_of, plain, total_word

PERIOD_TYPES = frozenset({"quarter", "year", "period"})
NUMBER_TYPES = frozenset({"integer", "amount", "decimal"})
FIRM = re.compile(r"^\d{3}[- ]?\d{2}[- ]?\d{5}$")
# A text column holds anything, so that its cells say little for it.
TEXT_SHARE, NUMBERS_AS_TEXT_SHARE = 0.6, 0.3


class Content:
    """Judges cells by the names of one dataset and catalogue."""

    def __init__(self, dataset: Dataset, catalogue: Catalogue) -> None:
        with_national = holds_national({column.type for column in dataset.columns})
        self._zones = zone_index(catalogue, with_national, dataset)
        self._metrics = metric_index(catalogue)
        self._categories = {column.id: category_index(column) for column in dataset.columns}
        self._units = {key_of(word) for unit in catalogue.units.values() for word in unit.written}

    def share(self, column: Column, cells: Sequence[str]) -> float:
        """The share of cells that the column could hold, 0 to 1; missing marks and totals do not count."""
        values = [
            cell for cell in dict.fromkeys(cells) if missing_reason(cell) is None and not total_word(cell)
        ]
        if not values:
            return 0.0
        if column.type in ("text", "personal"):
            numbers = sum(_is_number(value) for value in values)
            return NUMBERS_AS_TEXT_SHARE if numbers * 2 > len(values) else TEXT_SHARE
        return sum(self._holds(column, value) for value in values) / len(values)

    def _holds(self, column: Column, value: str) -> bool:
        match column.type:
            case "zone":
                return zone_key(value) in self._zones
            case "category":
                return key_of(value) in self._categories[column.id]
            case "metric":
                return key_of(value) in self._metrics
            case "basis":
                return key_of(value) in BASIS_INDEX
            case "unit":
                return key_of(value) in self._units
            case "firm":
                return is_firm(value)
            case "date":
                return _grain(value) == "day"
        return _is_number(value) if column.type in NUMBER_TYPES else _is_of(column, value)


def _is_of(column: Column, value: str) -> bool:
    """Whether a period column can hold the text."""
    stretch = stretch_of(value)
    if stretch is None:
        return False
    if column.type == "year":
        return stretch.grain == "year" or stretch.ends_the_year
    return stretch.quarter is not None or (column.type == "period" and stretch.grain == "year")


@lru_cache(1 << 13)
def stretch_of(text: str) -> Stretch | None:
    """The stretch of time that a text names, its mark aside; None where it names none."""
    try:
        return read_stretch(without_mark(plain(text)).text)
    except NotAPeriod:
        return None


def is_firm(text: str) -> bool:
    """Whether the text looks like a business registration number."""
    return FIRM.match(plain(text)) is not None


def _grain(text: str) -> str:
    stretch = stretch_of(text)
    return stretch.grain if stretch else ""


def _is_number(text: str) -> bool:
    try:
        read_number(without_mark(plain(text)).text)
    except NotANumber:
        return False
    return True
