"""What is remembered of a file while it is staged: its first rows, zones and periods, and where cells have faults."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from kpi.catalogue import Dataset
from pipelines.reading.model import SOURCE_ROW, Chunk, HeaderCell, Reading
from pipelines.staging import Staged

HEAD_ROWS = 20
# Beyond this, what a check names is shown as it was understood, not as it was written.
TEXT_ROWS_KEPT = 2_000_000
# More faulty cells than any spreadsheet has rows: nobody mends them one by one.
MOST_KEPT = 1_000_000
PERIOD_TYPES = frozenset({"quarter", "year", "period"})
COLUMNS = [
    "kind", "check_code", "submission", "file", "sheet", "source_row", "column_name", "heading", "value", "written",
]  # fmt: skip


class Watched:
    """A reading whose texts are seen as they pass, beside the facts made of them."""

    def __init__(self, reading: Reading, dataset: Dataset) -> None:
        self.dataset = dataset
        self.reading = replace(reading, _open=self._passing(reading._open))
        self.staged: Staged | None = None
        self.head: list[dict[str, Any]] = []
        self.zones: set[str] = set()
        self.periods: set[str] = set()
        self._faulty: list[pd.DataFrame] = []
        self._places: dict[tuple[str, str], list[np.ndarray]] = {}
        self._kept = 0
        self._texts: list[Chunk] = []
        self._rows = 0

    def _passing(self, opened: Callable[[Reading], Iterator[Chunk]] | None) -> Any:
        def chunks(reading: Reading) -> Iterator[Chunk]:
            for chunk in opened(reading) if opened else ():
                if self._rows > TEXT_ROWS_KEPT:
                    self._texts = []
                self._texts.append(chunk)
                self._rows += len(chunk.frame)
                yield chunk

        return chunks

    def see(self, facts: pd.DataFrame) -> None:
        """One chunk of facts, right after its texts have passed."""
        if len(self.head) < HEAD_ROWS:
            self.head += facts.head(HEAD_ROWS - len(self.head)).to_dict("records")
        for column in self.dataset.columns:
            if column.id in facts.columns and column.type in PERIOD_TYPES:
                self.periods.update(facts[column.id].dropna().unique())
            if column.id in facts.columns and column.type == "zone":
                self.zones.update(facts[column.id].dropna().unique())
        self._note_faulty(self._texts[-1])

    def _note_faulty(self, texts: Chunk) -> None:
        """The cells of a chunk that could not be taken: where all of them are, and the first as they were written."""
        found = []
        for cells in self.staged.latest_faults() if self.staged is not None else ():
            header = texts.table.cell_of(cells.column)
            if header is None:
                continue
            rows = texts.frame[SOURCE_ROW].to_numpy()[cells.rows]
            self._places.setdefault((texts.table.sheet, cells.column), []).append(rows)
            frame = pd.DataFrame(
                {"source_row": rows, "written": texts.frame[header.label].iloc[cells.rows].to_numpy()}
            )
            found.append(frame.assign(check_code=cells.code, column_name=cells.column, heading=cells.heading))
        room = MOST_KEPT - self._kept
        if found and room > 0:
            every = pd.concat(found).sort_values("source_row", kind="stable").head(room)
            every = every.assign(kind="fault", sheet=texts.table.sheet, value="", submission="", file="")
            self._faulty.append(every[COLUMNS])
            self._kept += len(every)

    def faulty_cells(self) -> pd.DataFrame:
        """The first million cells that could not be taken, in COLUMNS; `check_code` is the fault's code."""
        kinds = {name: "int64" if name == "source_row" else "str" for name in COLUMNS}
        none = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
        return pd.concat(self._faulty, ignore_index=True) if self._faulty else none

    def faulty_places(self) -> dict[tuple[str, str], np.ndarray]:
        """The source rows of all cells that could not be taken, by sheet and column."""
        return {place: np.concatenate(rows) for place, rows in self._places.items()}

    def as_written(self, failing: pd.DataFrame) -> pd.DataFrame:
        """Failing rows of checks with `heading` and `written`, the text of the cell as the file has it."""
        parts = [
            self._written(sheet, names, rows)
            for (sheet, names), rows in failing.groupby(["sheet", "column_name"], sort=False)
        ]
        return pd.concat(parts).sort_index() if parts else failing.assign(heading="", written="")

    def _written(self, sheet: Any, names: Any, rows: pd.DataFrame) -> pd.DataFrame:
        heading = np.full(len(rows), "", dtype=object)
        written = rows["value"].to_numpy(dtype=object, copy=True)
        for texts in (each for each in self._texts if each.table.sheet == sheet and len(each.frame)):
            cells = [texts.table.cell_of(name) for name in str(names).split(", ")]
            known = [cell for cell in cells if cell is not None]
            if not known:
                continue
            at, here = _positions(texts.frame[SOURCE_ROW].to_numpy(), rows["source_row"].to_numpy())
            heading[here] = _joined([_headings(texts, cell, at[here]) for cell in known], ", ")
            written[here] = _joined(
                [texts.frame[cell.label].iloc[at[here]].to_numpy() for cell in known], " / "
            )
            heading[heading == ""] = ", ".join(cell.label for cell in known)
        return rows.assign(heading=heading, written=written).astype({"heading": "str", "written": "str"})


def _positions(numbers: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each wanted row stands first among the numbers, and whether it is there at all."""
    order = np.argsort(numbers, kind="stable")
    at = order[np.minimum(np.searchsorted(numbers, wanted, sorter=order), len(numbers) - 1)]
    return at, numbers[at] == wanted


def _headings(texts: Chunk, cell: HeaderCell, rows: np.ndarray) -> np.ndarray:
    """The heading in the file over each of these rows' cells: the same for all, unless the table was turned long."""
    if texts.groups is None or cell.position >= 0:
        return np.full(len(rows), cell.label, dtype=object)
    return np.array([texts.heading(cell, int(row)) for row in rows], dtype=object)


def _joined(columns: list[np.ndarray], between: str) -> Any:
    first, *others = [pd.Series(column, dtype="str") for column in columns]
    return first.str.cat(others, sep=between).to_numpy() if others else first.to_numpy()
