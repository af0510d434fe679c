"""From the raw rows of a table to its data rows: footnotes, totals, repeated headers and blank rows taken out
and kept aside, cells merged downwards filled. It remembers what a later block needs of an earlier one.
"""

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpi.catalogue import Catalogue, Dataset
from kpi.errors import Fault, FileError, Place
from pipelines.reading import guards
from pipelines.reading.columns import Codes, filled, matching, tidied
from pipelines.reading.decided import Decided
from pipelines.reading.delimited import Block
from pipelines.reading.errorcells import blanked, error_values
from pipelines.reading.filling import Filler
from pipelines.reading.model import SOURCE_ROW, Note, Reading, Table, TotalRow
from pipelines.reading.repairs import MAX_EXAMPLES
from pipelines.reading.totals import TotalFinder
from pipelines.reading.words import NOTE_START, SENTENCE, SPARSE_NOTE_START

MAX_NOTES = 1_000
MAX_TOTALS = 20_000


class Body:
    """Cleans the blocks of one table, in their order."""

    def __init__(
        self, table: Table, dataset: Dataset, catalogue: Catalogue, reading: Reading, decided: Decided
    ) -> None:
        self.table, self.reading, self.decided = table, reading, decided
        self.types = {cell.position: dataset.column(cell.column).type for cell in table.cells if cell.column}
        self.totals = TotalFinder(table, dataset, catalogue)
        self.filler = Filler(table, self.types, decided)

    def clean(self, block: Block) -> pd.DataFrame:
        """The data rows of a block: a text column per label and `source_row`."""
        self._note_overlong(block)
        tidy = self._unguarded(self._tidied(block), block.rows)
        columns = self.decided.corrected(tidy, self.table.cells, block.rows)
        left_out, codes = self.decided.are_left_out(block.rows), Codes()
        holds = {position: filled(column) for position, column in columns.items()}
        count = np.add.reduce([each.astype(np.int16) for each in holds.values()])
        lead = self._lead(columns, holds)
        blank = count == 0
        notes = ~blank & self._are_notes(lead, count, codes)
        headers = ~blank & self._are_headers(columns)
        headers &= ~self.decided.are_refused("repeated_header", block.rows)
        summaries = ~blank & ~notes & ~headers & self.totals.summaries(columns, lead, codes)
        summaries &= ~self.decided.are_refused("summary_left_out", block.rows)
        notes |= summaries
        self._tell_summaries(columns, block.rows, summaries & ~left_out)
        totals = ~blank & ~notes & ~headers & self.totals.find(columns, lead, codes)
        totals &= ~self.decided.are_refused("total_left_out", block.rows)
        self._keep_notes(columns, block.rows, notes & ~left_out)
        self._keep_totals(columns, block.rows, totals & ~left_out)
        self._tell_headers(block.rows[headers & ~left_out])
        kept = ~(blank | totals | notes | headers)
        columns = self._without_errors(columns, block.rows, kept & ~left_out)
        columns = self.filler.fill(columns, block.rows, kept, totals | notes, self.reading.repairs, codes)
        return self._frame(columns, block.rows, kept & ~left_out)

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

    def _unguarded(self, columns: dict[int, pa.ChunkedArray], rows: np.ndarray) -> dict[int, pa.ChunkedArray]:
        """The columns without the apostrophes that were put before what could run."""
        for cell in self.table.cells:
            found = guards.guarded(column := columns[cell.position])
            found &= ~self.decided.are_refused("guard_dropped", rows, cell.label) if found.any() else False
            if found.any():
                places = [self.decided.place(row, cell.label) for row in rows[found].tolist()]
                guards.tell(self.reading.repairs, column, found, places, cell.label)
                columns = {**columns, cell.position: guards.unguarded(column, found)}
        return columns

    def _without_errors(
        self, columns: dict[int, pa.ChunkedArray], rows: np.ndarray, kept: np.ndarray
    ) -> dict[int, pa.ChunkedArray]:
        """Every error value in a column of the dataset is a fault, and nothing else afterwards."""
        labels = {cell.position: cell.label for cell in self.table.cells}
        for position in self.types:
            column = columns[position]
            wrong = error_values(column) & kept
            if wrong.any():
                self._tell_errors(column, rows, wrong, labels[position])
                columns = {**columns, position: blanked(column, wrong)}
        return columns

    def _tell_errors(self, column: pa.ChunkedArray, rows: np.ndarray, wrong: np.ndarray, label: str) -> None:
        code, file, sheet = "reading_errors.cell_error", self.reading.file_name, self.table.sheet
        found = (
            Fault(code, Place(file, sheet, int(rows[index]), label), column[int(index)].as_py())
            for index in np.flatnonzero(wrong)
        )
        self.reading.add_faults(code, label, int(wrong.sum()), found)

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

    def _are_notes(self, lead: pa.ChunkedArray, count: np.ndarray, codes: Codes) -> np.ndarray:
        sparse = count <= max(1, len(self.table.cells) // 3)
        clear, where_sparse, sentence = matching(codes.of(lead), NOTE_START, SPARSE_NOTE_START, SENTENCE)
        alone = (count == 1) & (len(self.table.cells) > 2)
        return clear | (sparse & where_sparse) | (alone & sentence)

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

    def _tell_headers(self, rows: np.ndarray) -> None:
        label = self.table.cells[0].label if self.table.cells else ""
        for row, count in _examples(rows):
            self.reading.repairs.add("repeated_header", self.decided.place(row), label, count=count)

    def _tell_summaries(
        self, columns: dict[int, pa.ChunkedArray], rows: np.ndarray, summaries: np.ndarray
    ) -> None:
        for index, count in _examples(np.flatnonzero(summaries)):
            texts = (column[index].as_py() for column in columns.values())
            first = next((text for text in texts if text), "")
            place = self.decided.place(int(rows[index]))
            self.reading.repairs.add("summary_left_out", place, first, count=count)

    def _keep_notes(self, columns: dict[int, pa.ChunkedArray], rows: np.ndarray, notes: np.ndarray) -> None:
        """Of very many notes the first are kept."""
        for index in np.flatnonzero(notes)[: max(MAX_NOTES - len(self.reading.notes), 0)]:
            text = ", ".join(cell for column in columns.values() if (cell := column[int(index)].as_py()))
            self.reading.notes.append(Note(self.table.sheet, int(rows[index]), text))

    def _keep_totals(self, columns: dict[int, pa.ChunkedArray], rows: np.ndarray, totals: np.ndarray) -> None:
        """Totals beside the data; more of them than any table has make a fault, for nobody can check them all."""
        found = np.flatnonzero(totals)
        room = MAX_TOTALS - len(self.reading.totals)
        if len(found) > room:
            place = Place(self.reading.file_name, self.table.sheet, int(rows[found[max(room, 0)]]))
            self.reading.faults.append(Fault("reading_errors.too_many_totals", place, None, MAX_TOTALS))
        for index in found[: max(room, 0)]:
            cells = {cell.label: columns[cell.position][int(index)].as_py() for cell in self.table.cells}
            word, label = self.totals.word_of(list(cells.values()))
            row = int(rows[index])
            self.reading.totals.append(
                TotalRow(self.table.sheet, row, word, label, {k: v for k, v in cells.items() if v})
            )
            self.reading.repairs.add("total_left_out", self.decided.place(row), label)

    def _note_overlong(self, block: Block) -> None:
        """A row longer than the table is a footnote with commas, or a fault."""
        numbers = np.array([row for row, _ in block.overlong], np.int64)
        left_out = set(numbers[self.decided.are_left_out(numbers)].tolist())
        for row, cells in block.overlong:
            text = ", ".join(cell.strip() for cell in cells if cell.strip())
            if re.match(f"{NOTE_START}|{SPARSE_NOTE_START}", text):
                if len(self.reading.notes) < MAX_NOTES:
                    self.reading.notes.append(Note(self.table.sheet, row, text))
            elif row not in left_out:
                place = Place(file=self.reading.file_name, sheet=self.table.sheet, row=row)
                fault = Fault("reading_errors.row_too_long", place, len(cells), self.table.width)
                self.reading.add_faults(fault.code, "", 1, iter([fault]))


def _examples(found: np.ndarray) -> Iterator[tuple[int, int]]:
    """Rows with the number of repairs that each stands for: one, and of very many the last shown for all others."""
    shown = found[: MAX_EXAMPLES + 1].tolist()
    for position, row in enumerate(shown):
        yield row, len(found) - MAX_EXAMPLES if position == MAX_EXAMPLES else 1
