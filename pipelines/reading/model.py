"""What reading finds in a file: its tables, and everything around them that is no data."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pandas as pd

from kpi.errors import Fault
from kpi.submissions import Repair

Kind = Literal["csv", "xlsx", "xls", "ods"]
SOURCE_ROW = "source_row"
CHUNK_ROWS = 1_000_000


@dataclass(frozen=True)
class Note:
    """A line that is no data: a title, a unit row, a footnote. `row` is its row as a spreadsheet shows it."""

    sheet: str
    row: int
    text: str


@dataclass(frozen=True)
class TotalRow:
    """A row of totals, left out of the data.

    `cells` has the written cell of each labelled column that holds one.
    """

    sheet: str
    row: int
    word: str
    label: str
    cells: dict[str, str]


@dataclass(frozen=True)
class HeaderCell:
    """One labelled column: its flattened label (unique in the table), the dataset's column, the unit in the label."""

    position: int
    label: str
    column: str | None = None
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """One table of a file. Rows are 1-based; `units` are those of the unit row, in their order; `width`
    counts cells; `closing` are the last lines of the sheet, where footnotes stand.
    """

    sheet: str
    header_first: int
    header_last: int
    cells: tuple[HeaderCell, ...]
    header_rows: tuple[tuple[str, ...], ...] = ()
    preamble: tuple[Note, ...] = ()
    units: tuple[str, ...] = ()
    width: int = 0
    closing: tuple[str, ...] = ()

    @property
    def star_means(self) -> str:
        """What a star beside a value means here, as a footnote says it: `* 잠정치`. '' where none does."""
        lines = [
            line for line in (*(note.text for note in self.preamble), *self.closing) if line.startswith("*")
        ]
        if any("잠정" in line for line in lines):
            return "provisional"
        return "estimated" if any("추정" in line or "추계" in line for line in lines) else ""

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(cell.label for cell in self.cells)

    def cell_of(self, column_id: str) -> HeaderCell | None:
        """The header cell of one of the dataset's columns, or None where the table has none."""
        return next((cell for cell in self.cells if cell.column == column_id), None)


@dataclass(frozen=True)
class Chunk:
    """At most CHUNK_ROWS rows of one table: a text column per label ('' where empty) and `source_row`."""

    table: Table
    frame: pd.DataFrame


class Repairs:
    """What was done to a file, counted by kind, with the first place of each."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, str, str]] = {}
        self._counts: Counter[str] = Counter()

    def add(
        self, kind: str, place: str = "", before: object = "", after: object = "", count: int = 1
    ) -> None:
        """Count a repair; the first place and example of its kind are kept."""
        if count:
            self._first.setdefault(kind, (place, str(before), str(after)))
            self._counts[kind] += count

    def listed(self) -> list[Repair]:
        """One Repair per kind, in the order first met."""
        return [Repair(kind, *example, count=self._counts[kind]) for kind, example in self._first.items()]


@dataclass
class Reading:
    """An opened file: what is known before its rows are read, and `chunks()`, which can be read once or again.

    `notes`, `totals`, `faults` and `repairs` are complete once `chunks()` has been read to its end. `source_row`
    counts rows as a spreadsheet shows them: a quoted line break does not start a row, an empty line does.
    """

    path: Path
    kind: Kind
    tables: tuple[Table, ...]
    encoding: str = ""
    delimiter: str = ""
    notes: list[Note] = field(default_factory=list)
    totals: list[TotalRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    repairs: Repairs = field(default_factory=Repairs)
    _open: Callable[["Reading"], Iterator[Chunk]] | None = None

    @property
    def file_name(self) -> str:
        return self.path.name

    def chunks(self) -> Iterator[Chunk]:
        """The data rows, table after table, in the order of the file.

        Raises FileError where the file breaks off.
        """
        self.totals.clear()
        self.notes[:] = [note for table in self.tables for note in table.preamble]
        if self._open is not None:
            yield from self._open(self)
