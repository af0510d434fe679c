"""The rows of a file as facts of its dataset, chunk by chunk, with every fault and repair met on the way."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from checks.totals import StatedTotal
from kpi.catalogue import Column, Dataset
from kpi.drafts import Decisions, UnknownValue
from kpi.errors import Fault, Place
from kpi.submissions import Repair
from pipelines.reading.decided import NOTHING_DECIDED, Decided
from pipelines.reading.model import SOURCE_ROW, Chunk, Reading, Table
from pipelines.reading.repairs import Repairs
from pipelines.staging.cells import Cell
from pipelines.staging.chosen import SEPARATOR
from pipelines.staging.columns import (
    NUMBER_TYPES,
    Mapper,
    Mapping,
    factor_words,
    missing_columns,
    unknown_units,
)
from pipelines.staging.slicing import arrow_of, same_text, slices
from pipelines.staging.tallies import Tallies, Tally
from pipelines.staging.totals import stated_totals
from pipelines.staging.typed import Odd, Typed
from pipelines.staging.unknown import UnknownValues

MAX_FAULTS = 1_000
OBSERVED = "observed"


class Staged:
    """What `stage` gives. `chunks()` yields frames; everything else is complete when they have been read to the end.

    A frame has one column per stored column that the file has (zone, period, category, metric and basis as
    ids and labels, dates as datetime64[s], integers and won as Int64, decimals as float64, firms as keyed
    hashes), then `submission`, `slice`, `sheet`, `source_row` and `status`. A row's status is `observed`,
    `provisional` or `estimated`, followed by `column:reason` for each number that is missing (not_reported,
    not_yet_counted, withheld, not_applicable, suppressed, blank).
    """

    def __init__(
        self,
        reading: Reading,
        dataset: Dataset,
        mapper: Mapper,
        submission: str,
        decisions: Decisions = NOTHING_DECIDED,
    ) -> None:
        self.reading, self.dataset, self.submission = reading, dataset, submission
        self.mapper, self.decisions = mapper, decisions
        self.fault_count = 0
        self.tallies = Tallies()
        self.rows = 0
        self._header_faults: list[Fault] = []
        self._faults: list[Fault] = []
        self._repairs = Repairs()
        self._unknown = UnknownValues()
        self._latest: Chunk | None = None
        several = len(reading.tables) > 1
        self._decided = {table.sheet: Decided(decisions, table.sheet, several) for table in reading.tables}
        self._mappings = {table.sheet: self._mapped(table) for table in reading.tables}

    @property
    def file_name(self) -> str:
        return self.reading.file_name

    @property
    def faults(self) -> list[Fault]:
        """All faults, in the order of the file; of more than 1,000 the first, and one that says how many there are."""
        whole_file = [*self._header_faults, *self.reading.faults]
        found = [*whole_file, *sorted(self._faults, key=_in_order)]
        total = len(whole_file) + self.fault_count
        if total <= MAX_FAULTS:
            return found
        more = Fault(
            "staging_errors.more", Place(file=self.file_name), total - MAX_FAULTS, extra={"total": total}
        )
        return [*found[:MAX_FAULTS], more]

    @property
    def repairs(self) -> list[Repair]:
        """What was done to the file, by kind, with counts and the first place of each."""
        return [*self.reading.repairs.listed(), *self._repairs.listed()]

    @property
    def repair_examples(self) -> tuple[Repair, ...]:
        """What was done to the file: up to 20 examples of each kind, each with the place by which it is refused.

        Where a kind has more, one without place, before and after counts the others.
        """
        return (*self.reading.repairs.examples(), *self._repairs.examples())

    @property
    def unknown_values(self) -> tuple[UnknownValue, ...]:
        """Texts that a column cannot place, and required columns of names that the file lacks (written ''): each can
        be given a meaning once for all its rows (`Decisions.values`).
        """
        return self._unknown.listed()

    @property
    def totals(self) -> list[StatedTotal]:
        """The file's own totals in stored units, one per total row and summable column."""
        return stated_totals(self.reading, self._mappings, self.mapper.zones)

    def chunks(self) -> Iterator[pd.DataFrame]:
        """The facts, at most a million rows at a time."""
        for chunk in self.reading.chunks():
            self._latest = chunk
            yield self._facts(chunk)
            self._count_missing(chunk)

    def heading_of(self, column_id: str, index: int) -> str:
        """The heading in the file over what row `index` of the latest frame holds in a column; the column's name where
        the file has none.
        """
        chunk = self._latest
        cell = chunk.table.cell_of(column_id) if chunk else None
        return chunk.heading(cell, index) if chunk and cell else self.dataset.column(column_id).name.ko

    def _mapped(self, table: Table) -> list[Mapping]:
        mappings = self.mapper.mappings(table, self._decided[table.sheet])
        self._header_faults += missing_columns(self.dataset, mappings, table, self.reading)
        self._header_faults += unknown_units(mappings, table, self.reading)
        for cell in table.cells:
            if self.mapper.is_personal(cell):
                self._repairs.add("personal_dropped", cell.label, cell.label)
            elif cell.column is None:
                self._repairs.add("column_not_used", cell.label, cell.label)
        return mappings

    def _facts(self, chunk: Chunk) -> pd.DataFrame:
        rows = chunk.frame[SOURCE_ROW].to_numpy()
        texts = {label: arrow_of(chunk.frame[label]) for label in chunk.table.labels}
        facts: dict[str, object] = {}
        status: np.ndarray | None = None
        for mapping in self._mappings[chunk.table.sheet]:
            if mapping.header.label in texts:
                mapping.decided.learn(texts[mapping.header.label], chunk)
            converted = mapping.convert(texts)
            facts[mapping.column.id] = converted.values
            status = self._tell(mapping, converted, chunk, rows, status)
            self._tell_factor(mapping, len(rows))
        self.rows += len(rows)
        frame = pd.DataFrame(facts, index=range(len(rows)))
        return frame.assign(
            submission=same_text(self.submission, len(rows)),
            slice=slices(frame, self.dataset),
            sheet=same_text(chunk.table.sheet, len(rows)),
            source_row=rows,
            status=same_text(OBSERVED, len(rows)) if status is None else pd.Series(status, dtype="str"),
        )

    def _tell(
        self, mapping: Mapping, converted: Typed, chunk: Chunk, rows: np.ndarray, status: np.ndarray | None
    ) -> np.ndarray | None:
        """Faults and repairs noted, and the rows' status with this column's marks and reasons added."""
        label, decided = mapping.header.label, self._decided[chunk.table.sheet]
        for odd in converted.odd:
            if odd.cell.fault:
                self._fault(mapping, odd, chunk, rows)
            if odd.cell.unknown or (odd.cell.reason == "blank" and mapping.column.required):
                self._unknown.add(mapping, written_in(odd.text), odd, int(rows[odd.first]))
            added = added_status(mapping.column, odd.cell)
            if not (odd.cell.repair or added):
                continue
            place = decided.place(int(rows[odd.first]), chunk.heading(mapping.header, odd.first))
            if odd.cell.repair:
                self._repairs.add(
                    odd.cell.repair, place, written_in(odd.text), odd.cell.value, odd.count, label
                )
            if added:
                status = np.full(len(rows), OBSERVED, dtype=object) if status is None else status
                status[odd.rows] = [with_status(before, added) for before in status[odd.rows]]
                if odd.cell.reason != "blank":
                    means = odd.cell.reason or odd.cell.status
                    self._repairs.add("marked", place, written_in(odd.text), means, odd.count, label)
        return status

    def _tell_factor(self, mapping: Mapping, rows: int) -> None:
        """That a column was written in 백만원 is the repair worth knowing most."""
        words = factor_words(mapping)
        if words:
            self._repairs.add("unit_scaled", mapping.header.label, words[0], words[1], rows)

    def _count_missing(self, chunk: Chunk) -> None:
        """Rows that wait for a value of a required column which their table lacks."""
        mapped = {mapping.column.id for mapping in self._mappings[chunk.table.sheet]}
        rows = chunk.frame[SOURCE_ROW]
        for column in self.dataset.columns:
            if column.required and column.id not in mapped and len(rows):
                self._unknown.add_missing(column, len(rows), int(rows.iloc[0]))

    def _fault(self, mapping: Mapping, odd: Odd, chunk: Chunk, rows: np.ndarray) -> None:
        self.fault_count += odd.count
        value = written_in(odd.text)
        if mapping.column.type == "firm":
            value = None  # never repeated outside the file
        code, sheet = f"staging_errors.{odd.cell.fault}", chunk.table.sheet
        first, heading = int(rows[odd.rows[0]]), chunk.heading(mapping.header, int(odd.rows[0]))
        self.tallies.add(
            Tally(code, mapping.column.id, heading, sheet, value or "", odd.count, first, odd.cell.allowed)
        )
        for index in odd.rows[: max(MAX_FAULTS - len(self._faults), 0)]:
            heading = chunk.heading(mapping.header, int(index))
            place = Place(self.file_name, sheet, int(rows[index]), heading)
            self._faults.append(Fault(code, place, value, odd.cell.allowed))


def written_in(text: str) -> str:
    """The cell itself, where it was parsed together with its row's metric and unit."""
    return text.split(SEPARATOR)[0]


def added_status(column: Column, cell: Cell) -> str:
    """What a cell adds to its row's status: a mark, or the reason why a number (or a marked cell) holds nothing."""
    if cell.status:
        return cell.status
    told = column.type in NUMBER_TYPES or (cell.reason != "blank" and column.type in ("category", "date"))
    return f"{column.id}:{cell.reason}" if cell.reason and told else ""


def with_status(before: str, added: str) -> str:
    """A mark takes the place of `observed`; a reason is appended."""
    if ":" in added:
        return f"{before} {added}"
    first, *reasons = before.split(" ")
    return " ".join([added if first == OBSERVED else first, *reasons])


def _in_order(fault: Fault) -> tuple[str, int]:
    return fault.where.sheet, fault.where.row or 0
