"""What reading finds in a file: its tables, and everything around them that is no data."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from kpi.drafts import Certainty
from kpi.errors import Fault
from pipelines.reading.repairs import Repairs

Kind = Literal["csv", "xlsx", "xls", "ods"]
SOURCE_ROW = "source_row"
CHUNK_ROWS = 1_000_000
MAX_FAULTS = 1_000


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
    """One labelled column: its flattened label (unique in the table), the dataset's column, the unit in the label,
    why it is taken for that column, and how sure its words alone are (0 to 1).
    """

    position: int
    label: str
    column: str | None = None
    unit: str = ""
    why: Certainty = "none"
    confidence: float = 0.0


@dataclass(frozen=True)
class Group:
    """Headings of a wide table that say the same: text by column id, the heading of each number column, their unit."""

    said: tuple[tuple[str, str], ...]
    headings: dict[str, str]
    unit: str = ""


@dataclass(frozen=True)
class Wide:
    """A wide table as the file has it: its own headings, and what groups of them say."""

    cells: tuple[HeaderCell, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Table:
    """One table of a file. Rows are 1-based; `units` are those of the unit row, in their order; `width`
    counts cells; `closing` are the last lines of the sheet, where footnotes stand; `samples` the first rows below;
    `wide` is set where the table is turned long, whose columns the `cells` are.
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
    samples: tuple[tuple[str, ...], ...] = ()
    wide: Wide | None = None

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

    @property
    def as_written(self) -> "Table":
        """The table with the headings of the file."""
        return replace(self, cells=self.wide.cells, wide=None) if self.wide else self

    def headings_of(self, cell: HeaderCell) -> tuple[str, ...]:
        """The headings of the file from which a column comes: several where the table is turned long."""
        groups = self.wide.groups if self.wide and cell.position < 0 else ()
        found = tuple(group.headings[cell.column] for group in groups if cell.column in group.headings)
        return found or (cell.label,)

    def cell_of(self, column_id: str) -> HeaderCell | None:
        """The header cell of one of the dataset's columns, or None where the table has none."""
        return next((cell for cell in self.cells if cell.column == column_id), None)


@dataclass(frozen=True)
class Chunk:
    """At most CHUNK_ROWS rows of one table: a text column per label ('' where empty) and `source_row`.

    `groups` are the positions of the rows' groups in `table.wide`, where the table was turned long.
    """

    table: Table
    frame: pd.DataFrame
    groups: np.ndarray | None = None

    def heading(self, cell: HeaderCell, index: int) -> str:
        """The heading in the file over what a row holds in a column."""
        if self.groups is None or self.table.wide is None or cell.position >= 0:
            return cell.label
        return self.table.wide.groups[self.groups[index]].headings.get(cell.column or "", cell.label)

    def by_heading(self, cell: HeaderCell, rows: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
        """Rows with the heading in the file over what they hold in a column: one for all, unless the table was turned
        long.
        """
        if self.groups is None or cell.position >= 0:
            yield cell.label, rows
            return
        groups = self.groups[rows]
        for group in np.unique(groups):
            here = rows[groups == group]
            yield self.heading(cell, int(here[0])), here


@dataclass
class Reading:
    """An opened file: what is known before its rows are read, and `chunks()`, which can be read once or again.

    `notes`, `totals`, `faults` and `repairs` are complete once `chunks()` has been read to its end. Of more than 1,000
    faults the others are `untold`: how many, by code and heading. `source_row`
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
    untold: Counter[tuple[str, str]] = field(default_factory=Counter)
    repairs: Repairs = field(default_factory=Repairs)
    _open: Callable[["Reading"], Iterator[Chunk]] | None = None
    _at_opening: tuple[list[Fault], Repairs] | None = None

    @property
    def file_name(self) -> str:
        return self.path.name

    def add_faults(self, code: str, heading: str, count: int, told: Iterator[Fault]) -> None:
        """Faults of one code below one heading, of which no more are made than are kept."""
        found = list(islice(told, min(max(MAX_FAULTS - len(self.faults), 0), count)))
        self.faults += found
        if count > len(found):
            self.untold[code, heading] += count - len(found)

    def chunks(self) -> Iterator[Chunk]:
        """The data rows, table after table, in the order of the file.

        Raises FileError where the file breaks off.
        """
        if self._at_opening is None:
            self._at_opening = list(self.faults), self.repairs.copy()
        self.faults[:], self.repairs = list(self._at_opening[0]), self._at_opening[1].copy()
        self.totals.clear()
        self.untold.clear()
        self.notes[:] = [note for table in self.tables for note in table.preamble]
        if self._open is not None:
            yield from self._open(self)
