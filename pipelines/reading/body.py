"""From the raw rows of a table to its data rows: footnotes, totals, repeated headers and blank rows taken out
and kept aside, cells merged downwards filled. It remembers what a later block needs of an earlier one.
"""

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpi.catalogue import Catalogue, Dataset
from kpi.errors import Fault, FileError, Place
from pipelines.reading.columns import filled, matching, tidied
from pipelines.reading.delimited import Block
from pipelines.reading.filling import Filler
from pipelines.reading.model import SOURCE_ROW, Note, Reading, Table, TotalRow
from pipelines.reading.totals import TotalFinder
from pipelines.reading.words import NOTE_START, SPARSE_NOTE_START

MAX_FAULTS = 1_000


class Body:
    """Cleans the blocks of one table, in their order."""

    def __init__(self, table: Table, dataset: Dataset, catalogue: Catalogue, reading: Reading) -> None:
        self.table, self.reading = table, reading
        self.types = {cell.position: dataset.column(cell.column).type for cell in table.cells if cell.column}
        self.totals = TotalFinder(table, dataset, catalogue)
        self.filler = Filler(table, self.types)

    def clean(self, block: Block) -> pd.DataFrame:
        """The data rows of a block: a text column per label and `source_row`."""
        self._note_overlong(block)
        columns = self._tidied(block)
        holds = {position: filled(column) for position, column in columns.items()}
        count = np.add.reduce([each.astype(np.int16) for each in holds.values()])
        lead = self._lead(columns, holds)
        blank = count == 0
        notes = ~blank & self._are_notes(lead, count)
        headers = ~blank & self._are_headers(columns)
        totals = ~blank & ~notes & ~headers & self.totals.find(columns, lead)
        self._keep_notes(columns, block.rows, notes)
        self._keep_totals(columns, block.rows, totals)
        self.reading.repairs.add("repeated_header", count=int(headers.sum()))
        kept = ~(blank | totals | notes | headers)
        columns = self.filler.fill(columns, block.rows, kept, totals | notes, self.reading.repairs)
        return self._frame(columns, block.rows, kept)

    def _tidied(self, block: Block) -> dict[int, pa.ChunkedArray]:
        """The labelled columns by position. Raises FileError at bytes that the encoding does not know."""
        try:
            return {
                cell.position: tidied(block.cells.column(cell.position), block.convert)
                for cell in self.table.cells
            }
        except UnicodeDecodeError as error:
            place = Place(file=self.reading.file_name, row=int(block.rows[0]))
            raise FileError(
                Fault("reading_errors.undecodable", place, error.reason, [self.reading.encoding])
            ) from error

    def _frame(self, columns: dict[int, pa.ChunkedArray], rows: np.ndarray, kept: np.ndarray) -> pd.DataFrame:
        arrays = [columns[cell.position] for cell in self.table.cells]
        table = pa.Table.from_arrays([*arrays, pa.array(rows)], [*self.table.labels, SOURCE_ROW])
        if not kept.all():
            table = table.filter(pa.array(kept))
        return table.to_pandas()

    def _lead(self, columns: dict[int, pa.ChunkedArray], holds: dict[int, np.ndarray]) -> pa.ChunkedArray:
        """Each row's first filled cell among the first three columns."""
        first, *others = list(columns)[:3]
        lead, open_rows = columns[first], ~holds[first]
        for position in others:
            if not open_rows.any():
                break
            lead = pc.if_else(pa.array(open_rows), columns[position], lead)  # type: ignore[attr-defined]
            open_rows &= ~holds[position]
        return lead

    def _are_notes(self, lead: pa.ChunkedArray, count: np.ndarray) -> np.ndarray:
        sparse = count <= max(1, len(self.table.cells) // 3)
        clear, where_sparse = matching(lead, NOTE_START, SPARSE_NOTE_START)
        return clear | (sparse & where_sparse)

    def _are_headers(self, columns: dict[int, pa.ChunkedArray]) -> np.ndarray:
        """Rows that repeat a row of the header, as printouts do at the top of each page."""
        found = np.zeros(len(next(iter(columns.values()))), bool)
        for header in self.table.header_rows:
            texts = {
                position: header[position].strip() if position < len(header) else "" for position in columns
            }
            alike = np.ones(len(found), bool)
            for position, text in texts.items():
                alike &= pc.equal(columns[position], text).to_numpy()  # type: ignore[attr-defined]
                if not alike.any():
                    break
            found |= alike
        return found

    def _keep_notes(self, columns: dict[int, pa.ChunkedArray], rows: np.ndarray, notes: np.ndarray) -> None:
        for index in np.flatnonzero(notes):
            text = ", ".join(cell for column in columns.values() if (cell := column[int(index)].as_py()))
            self.reading.notes.append(Note(self.table.sheet, int(rows[index]), text))

    def _keep_totals(self, columns: dict[int, pa.ChunkedArray], rows: np.ndarray, totals: np.ndarray) -> None:
        for index in np.flatnonzero(totals):
            cells = {cell.label: columns[cell.position][int(index)].as_py() for cell in self.table.cells}
            word, label = self.totals.word_of(list(cells.values()))
            row = int(rows[index])
            self.reading.totals.append(
                TotalRow(self.table.sheet, row, word, label, {k: v for k, v in cells.items() if v})
            )
            self.reading.repairs.add("total_left_out", self._place(row), label)

    def _note_overlong(self, block: Block) -> None:
        """A row longer than the table is a footnote with commas, or a fault."""
        for row, cells in block.overlong:
            text = ", ".join(cell.strip() for cell in cells if cell.strip())
            if re.match(f"{NOTE_START}|{SPARSE_NOTE_START}", text):
                self.reading.notes.append(Note(self.table.sheet, row, text))
            elif len(self.reading.faults) < MAX_FAULTS:
                place = Place(file=self.reading.file_name, sheet=self.table.sheet, row=row)
                self.reading.faults.append(
                    Fault("reading_errors.row_too_long", place, len(cells), self.table.width)
                )

    def _place(self, row: int) -> str:
        return f"{self.table.sheet}:{row}" if self.table.sheet else str(row)
