"""Cells merged downwards: a zone or period written once for the rows under it.

A column is merged where no two neighbouring filled cells hold the same text; in any other column an empty
cell is simply missing, and says so later. A filled value never crosses a total, a footnote, or a new value to
its left.
"""

import numpy as np
import pandas as pd
import pyarrow as pa

from pipelines.reading.columns import Codes
from pipelines.reading.decided import Decided
from pipelines.reading.model import Table
from pipelines.reading.repairs import MAX_EXAMPLES, Repairs

FILLED_TYPES = frozenset({"zone", "quarter", "year", "period"})


class Filler:
    """Fills the merged columns of one table, block after block."""

    def __init__(self, table: Table, types: dict[int, str], decided: Decided) -> None:
        self.decided = decided
        self.positions = sorted(position for position, kind in types.items() if kind in FILLED_TYPES)
        self.labels = {cell.position: cell.label for cell in table.cells}
        self.is_merged: dict[int, bool] = {}
        self.above: dict[int, str] | None = None

    def fill(
        self,
        columns: dict[int, pa.ChunkedArray],
        rows: np.ndarray,
        kept: np.ndarray,
        breaks: np.ndarray,
        repairs: Repairs,
        distinct: Codes,
    ) -> dict[int, pa.ChunkedArray]:
        """The columns with merged cells filled in the `kept` rows; `breaks` stop a fill."""
        data = np.flatnonzero(kept)
        if not len(data):
            self.above = None if breaks.any() else self.above
            return columns
        groups = np.concatenate([[0], np.cumsum(breaks)[data]])
        filled = dict(columns)
        for position in self.positions:
            codes, texts = self._with_row_above(position, distinct.of(columns[position]), data)
            has = codes >= 0
            self._judge(position, codes, groups)
            if not has[1:].all() and self.is_merged.get(position, True):
                codes = (
                    pd.Series(np.where(has, codes, np.nan))
                    .groupby(groups)
                    .ffill()
                    .fillna(-1)
                    .to_numpy(np.int64)
                )
                codes = self._without_refused(position, codes, has, rows[data])
                filled[position] = _replaced(columns[position], data, codes[1:], texts)
                self._report(position, rows[data], ~has[1:] & (codes[1:] >= 0), texts[codes[1:]], repairs)
            groups = _runs(groups, codes)
        self.above = None if breaks[data[-1] :].any() else _last(filled, self.positions, int(data[-1]))
        return filled

    def _with_row_above(
        self, position: int, coded: pa.DictionaryArray, data: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Codes of the data rows' cells, -1 for an empty one, with the row above the block first; and the texts."""
        above = (self.above or {}).get(position, "")
        texts = np.array([*coded.dictionary.to_pylist(), above], dtype=object)
        codes = np.concatenate([[len(texts) - 1], coded.indices.to_numpy()[data]]).astype(np.int64)
        same = np.flatnonzero(texts[:-1] == above)
        codes[0] = same[0] if len(same) else codes[0]
        if above == "" and not len(same):
            return np.concatenate([[-1], codes[1:]]), texts
        return np.where(texts[codes] == "", -1, codes), texts

    def _judge(self, position: int, codes: np.ndarray, groups: np.ndarray) -> None:
        """Two neighbours with the same text, once seen, tell that the column is written out row by row."""
        alike = (codes[1:] == codes[:-1]) & (codes[1:] >= 0) & (groups[1:] == groups[:-1])
        if alike.any():
            self.is_merged.setdefault(position, False)
        elif len(codes) > 2:
            self.is_merged.setdefault(position, True)

    def _without_refused(
        self, position: int, codes: np.ndarray, has: np.ndarray, rows: np.ndarray
    ) -> np.ndarray:
        """The codes with refused runs empty again: from the refused row down to the next filled cell."""
        refused = self.decided.are_refused("filled_down", rows, self.labels[position])
        refused &= ~has[1:]
        if not refused.any():
            return codes
        starts = np.where(refused, 1.0, np.where(has[1:], 0.0, np.nan))
        emptied = pd.Series(starts).ffill().fillna(0).to_numpy() > 0
        return np.concatenate([codes[:1], np.where(emptied, -1, codes[1:])])

    def _report(
        self, position: int, rows: np.ndarray, changed: np.ndarray, texts: np.ndarray, repairs: Repairs
    ) -> None:
        """One repair for each run of cells filled from one cell above."""
        at = np.flatnonzero(changed)
        if not len(at):
            return
        breaks = (np.diff(at) > 1) | (texts[at][1:] != texts[at][:-1])
        starts = np.concatenate([[0], np.flatnonzero(breaks) + 1])
        counts = np.diff(np.concatenate([starts, [len(at)]]))
        for index, first in enumerate(at[starts[: MAX_EXAMPLES + 1]].tolist()):
            place = self.decided.place(int(rows[first]), self.labels[position])
            many = int(counts[index:].sum() if index == MAX_EXAMPLES else counts[index])
            repairs.add("filled_down", place, "", texts[first], many)


def _replaced(
    column: pa.ChunkedArray, data: np.ndarray, codes: np.ndarray, texts: np.ndarray
) -> pa.ChunkedArray:
    """The column with the data rows' cells taken from their codes."""
    cells = column.to_pandas().to_numpy(dtype=object)
    cells[data] = np.where(codes >= 0, texts[codes], "")
    return pa.chunked_array([pa.array(cells, pa.large_string())])


def _runs(groups: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Finer groups: a new one wherever the group or the text changes."""
    changed = (groups[1:] != groups[:-1]) | (codes[1:] != codes[:-1])
    return np.concatenate([[0], np.cumsum(changed)])


def _last(columns: dict[int, pa.ChunkedArray], positions: list[int], row: int) -> dict[int, str]:
    return {position: columns[position][row].as_py() for position in positions}
