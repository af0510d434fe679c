"""Texts that a column cannot place, gathered over a file, so that each is given a meaning once for all its rows."""

from kpi.catalogue import BASES, Column
from kpi.drafts import UnknownValue
from pipelines.staging.columns import Mapping
from pipelines.staging.typed import Odd

MAX_UNKNOWN = 500
NAMING_TYPES = frozenset({"zone", "quarter", "year", "period", "category", "metric", "basis", "unit"})
KNOWN_TYPES = NAMING_TYPES | {"date"}


class UnknownValues:
    """Unknown texts by column, spellings of one name together; the first 500 are kept and all of theirs counted."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], UnknownValue] = {}

    def add(self, mapping: Mapping, written: str, odd: Odd, row: int) -> None:
        """One distinct text of one chunk."""
        column, label, key = mapping.column, mapping.header.label, mapping.decided.key(written)
        if column.type not in KNOWN_TYPES or self._is_full((column.id, key)):
            return
        value = UnknownValue(
            column=column.id,
            heading=label,
            written=written,
            count=odd.count,
            first_row=row,
            suggestions=odd.cell.suggestions or (() if written else _ids(column)),
        )
        self._count(key, value)

    def add_missing(self, column: Column, rows: int, first_row: int) -> None:
        """A required column that the file lacks; nothing is said of what only the file can know."""
        if column.type in NAMING_TYPES:
            value = UnknownValue(
                column=column.id,
                heading=column.name.ko,
                written="",
                count=rows,
                first_row=first_row,
                suggestions=_ids(column),
            )
            self._count("", value)

    def listed(self) -> tuple[UnknownValue, ...]:
        """The most frequent first, column by column in the order met."""
        columns = list(dict.fromkeys(column for column, _ in self._found))
        return tuple(
            sorted(self._found.values(), key=lambda value: (columns.index(value.column), -value.count))
        )

    def _is_full(self, place: tuple[str, str]) -> bool:
        return len(self._found) >= MAX_UNKNOWN and place not in self._found

    def _count(self, key: str, value: UnknownValue) -> None:
        known = self._found.get((value.column, key))
        if known:
            count = known.count + value.count
            self._found[value.column, key] = known.model_copy(update={"count": count})
        elif not self._is_full((value.column, key)):
            self._found[value.column, key] = value


def _ids(column: Column) -> tuple[str, ...]:
    """What a cell of the column may mean, where that is a short list."""
    return BASES if column.type == "basis" else tuple(category.id for category in column.categories)
