"""What a person has decided about the rows of one table: cells corrected, rows left out, repairs refused.

What refusing a repair means, by its kind (`kind` alone refuses all of them, `kind@place` the one of that place):

- `decoded`: the file is read as UTF-8 or not at all;
- `sheet_skipped`: the sheet is read, below the row that looks most like a header;
- `total_left_out`, `summary_left_out`, `repeated_header`: the row is data;
- `filled_down`: the cells stay empty, from the place down to the next filled cell;
- `guard_dropped`: the apostrophe before what could run as a formula stays;
- `turned_long`: the table stays wide, its columns are not used;
- `zone_alias`, `period_respelled`, `number_respelled`, `marked`: what is written so is a fault, in every row that
  says the same as the place;
- `unit_scaled`: the unit is not known until a person names it (`Decisions.units`).

`column_not_used` is answered by choosing a column. `personal_dropped` cannot be refused.
"""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from kpi.drafts import Decisions
from pipelines.reading.model import HeaderCell

NOTHING_DECIDED = Decisions()


class Decided:
    """The decisions that touch one table. `sheet_named` says whether places have to name its sheet."""

    def __init__(self, decisions: Decisions, sheet: str = "", sheet_named: bool = False) -> None:
        self.sheet, self.sheet_named = sheet, sheet_named
        self._refused = frozenset(decisions.refused)
        self._left_out = [ref.row for ref in decisions.left_out if ref.sheet in ("", sheet)]
        self._corrections = [each for each in decisions.corrections if each.sheet in ("", sheet)]

    def place(self, row: int, label: str = "") -> str:
        """How a repair names a row or a cell: `12`, `특구:12`, and with its sheet where there are several."""
        named = self.sheet and (self.sheet_named or not label)
        return ":".join(part for part in (self.sheet if named else "", label, str(row)) if part)

    def refuses(self, kind: str, place: str = "") -> bool:
        """Whether a repair is refused, everywhere or at this place."""
        return kind in self._refused or (bool(place) and f"{kind}@{place}" in self._refused)

    def refused_rows(self, kind: str, label: str = "") -> list[int]:
        """Rows at which a repair is refused by its place."""
        named = f"{label}:" if label else ""
        starts = {f"{kind}@{named}", f"{kind}@{self.sheet}:{named}"}
        found = (refused.removeprefix(start) for refused in self._refused for start in starts)
        return sorted({int(row) for row in found if row.isdigit()})

    def are_refused(self, kind: str, rows: np.ndarray, label: str = "") -> np.ndarray:
        """Where a row's repair is refused."""
        if self.refuses(kind) or (label and self.refuses(kind, label)):
            return np.ones(len(rows), bool)
        return np.isin(rows, self.refused_rows(kind, label))

    def are_left_out(self, rows: np.ndarray) -> np.ndarray:
        """Where a row is left out."""
        return np.isin(rows, self._left_out) if self._left_out else np.zeros(len(rows), bool)

    def corrected(
        self, columns: dict[int, pa.ChunkedArray], cells: Iterable[HeaderCell], rows: np.ndarray
    ) -> dict[int, pa.ChunkedArray]:
        """The columns with corrected cells in place of what the file says."""
        positions = {cell.label: cell.position for cell in cells}
        changed: dict[int, dict[int, str]] = {}
        for each in self._corrections:
            position = positions.get(each.column)
            found = np.flatnonzero(rows == each.row)
            if position is not None and len(found):
                changed.setdefault(position, {})[int(found[0])] = each.text.strip()
        if not changed:
            return columns
        return columns | {at: _replaced(columns[at], texts) for at, texts in changed.items()}


def _replaced(column: pa.ChunkedArray, texts: dict[int, str]) -> pa.ChunkedArray:
    cells = column.to_pandas().to_numpy(dtype=object, copy=True)
    for index, text in texts.items():
        cells[index] = text
    return pa.chunked_array([pa.array(cells, pa.large_string())])
