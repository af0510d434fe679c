"""The rows of a file as facts of its dataset, chunk by chunk, with every fault and repair met on the way."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from checks.totals import StatedTotal
from kpi.catalogue import Column, Dataset
from kpi.errors import Fault, Place
from kpi.submissions import Repair
from pipelines.reading.model import SOURCE_ROW, Chunk, Reading, Repairs, Table
from pipelines.staging.cells import Cell
from pipelines.staging.columns import (
    NUMBER_TYPES,
    SEPARATOR,
    Mapper,
    Mapping,
    factor_words,
    missing_columns,
    unknown_units,
)
from pipelines.staging.totals import stated_totals
from pipelines.staging.typed import Odd, Typed

MAX_FAULTS = 1_000
OBSERVED = "observed"
UNKNOWN, ANY = "?", "*"


class Staged:
    """What `stage` gives. `chunks()` yields frames; everything else is complete when they have been read to the end.

    A frame has one column per stored column that the file has (zone, period, category, metric and basis as
    ids and labels, dates as datetime64[s], integers and won as Int64, decimals as float64, firms as keyed
    hashes), then `submission`, `slice`, `sheet`, `source_row` and `status`. A row's status is `observed`,
    `provisional` or `estimated`, followed by `column:reason` for each number that is missing (not_reported,
    not_yet_counted, withheld, not_applicable, suppressed, blank).
    """

    def __init__(self, reading: Reading, dataset: Dataset, mapper: Mapper, submission: str) -> None:
        self.reading, self.dataset, self.submission = reading, dataset, submission
        self.mapper = mapper
        self.fault_count = 0
        self.rows = 0
        self._header_faults: list[Fault] = []
        self._faults: list[Fault] = []
        self._repairs = Repairs()
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
    def totals(self) -> list[StatedTotal]:
        """The file's own totals in stored units, one per total row and summable column."""
        return stated_totals(self.reading, self._mappings, self.mapper.zones)

    def chunks(self) -> Iterator[pd.DataFrame]:
        """The facts, at most a million rows at a time."""
        for chunk in self.reading.chunks():
            yield self._facts(chunk)

    def _mapped(self, table: Table) -> list[Mapping]:
        mappings = self.mapper.mappings(table)
        self._header_faults += missing_columns(self.dataset, table, self.reading)
        self._header_faults += unknown_units(mappings, table, self.reading)
        for cell in table.cells:
            if cell.column is None:
                self._repairs.add("column_not_used", cell.label, cell.label)
            elif self.dataset.column(cell.column).type == "personal":
                self._repairs.add("personal_dropped", cell.label, cell.label)
        return mappings

    def _facts(self, chunk: Chunk) -> pd.DataFrame:
        rows = chunk.frame[SOURCE_ROW].to_numpy()
        texts = {label: arrow_of(chunk.frame[label]) for label in chunk.table.labels}
        facts: dict[str, object] = {}
        status: np.ndarray | None = None
        for mapping in self._mappings[chunk.table.sheet]:
            converted = mapping.convert(texts)
            facts[mapping.column.id] = converted.values
            status = self._tell(mapping, converted, chunk.table.sheet, rows, status)
            self._tell_factor(mapping, len(rows))
        self.rows += len(rows)
        frame = pd.DataFrame(facts, index=range(len(rows)))
        return frame.assign(
            submission=self.submission,
            slice=slices(frame, self.dataset),
            sheet=chunk.table.sheet,
            source_row=rows,
            status=OBSERVED if status is None else pd.Series(status, dtype="str"),
        ).astype({"submission": "str", "sheet": "str", "status": "str"})

    def _tell(
        self, mapping: Mapping, converted: Typed, sheet: str, rows: np.ndarray, status: np.ndarray | None
    ) -> np.ndarray | None:
        """Faults and repairs noted, and the rows' status with this column's marks and reasons added."""
        for odd in converted.odd:
            if odd.cell.fault:
                self._fault(mapping, odd, sheet, rows)
            if odd.cell.repair:
                place = f"{mapping.header.label}:{rows[odd.first]}"
                self._repairs.add(odd.cell.repair, place, written_in(odd.text), odd.cell.value, odd.count)
            added = added_status(mapping.column, odd.cell)
            if added:
                status = np.full(len(rows), OBSERVED, dtype=object) if status is None else status
                status[odd.rows] = [with_status(before, added) for before in status[odd.rows]]
                if odd.cell.reason != "blank":
                    place = f"{mapping.header.label}:{rows[odd.first]}"
                    self._repairs.add(
                        "marked", place, odd.text, odd.cell.reason or odd.cell.status, odd.count
                    )
        return status

    def _tell_factor(self, mapping: Mapping, rows: int) -> None:
        """That a column was written in 백만원 is the repair worth knowing most."""
        words = factor_words(mapping)
        if words:
            self._repairs.add("unit_scaled", mapping.header.label, words[0], words[1], rows)

    def _fault(self, mapping: Mapping, odd: Odd, sheet: str, rows: np.ndarray) -> None:
        self.fault_count += odd.count
        value = written_in(odd.text)
        if mapping.column.type == "firm":
            value = None  # never repeated outside the file
        for index in odd.rows[: max(MAX_FAULTS - len(self._faults), 0)]:
            place = Place(self.file_name, sheet, int(rows[index]), mapping.header.label)
            self._faults.append(Fault(f"staging_errors.{odd.cell.fault}", place, value, odd.cell.allowed))


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


def slices(frame: pd.DataFrame, dataset: Dataset) -> pd.Series:
    """`zone|period` of each row as the dataset is sliced; `?` where a fault has left one open."""
    scope = (
        _texts_of(frame, "zone", dataset)
        if dataset.slice.scope == "zone"
        else pa.scalar(ANY, pa.large_string())
    )
    period = pa.scalar(ANY, pa.large_string())
    if dataset.slice.period != "none":
        kinds = {"quarter", "year", "period"}
        column = next(column.id for column in dataset.columns if column.type in kinds)
        period = _texts_of(frame, column, dataset)
    if dataset.slice.period == "year":
        period = pc.utf8_slice_codeunits(period, 0, 4)  # type: ignore[attr-defined]
    joined = pc.binary_join_element_wise(scope, period, pa.scalar("|", pa.large_string()))  # type: ignore[attr-defined]
    if isinstance(joined, pa.Scalar):
        return pd.Series(joined.as_py(), index=frame.index, dtype="str")
    return joined.to_pandas()


def _texts_of(frame: pd.DataFrame, column: str, dataset: Dataset) -> pa.ChunkedArray:
    column = (
        next((each.id for each in dataset.columns if each.type == "zone"), column)
        if column == "zone"
        else column
    )
    if column not in frame.columns:
        return pa.chunked_array([pa.array([UNKNOWN] * len(frame), pa.large_string())])
    return pc.fill_null(arrow_of(frame[column]), UNKNOWN)  # type: ignore[attr-defined]


def arrow_of(texts: Any) -> pa.ChunkedArray:
    """A text column as Arrow holds it, without a copy."""
    array = pa.array(texts, pa.large_string(), from_pandas=True)
    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])


def _in_order(fault: Fault) -> tuple[str, int]:
    return fault.where.sheet, fault.where.row or 0
