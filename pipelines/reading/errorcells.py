"""Error values (`#DIV/0!`), as a spreadsheet computes them and a text file keeps them: no value, and no empty cell."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.reading.sheets import ERROR_TEXTS


def error_values(column: pa.ChunkedArray) -> np.ndarray:
    """Where a cell holds an error value."""
    if not pc.any(pc.starts_with(column, "#")).as_py():  # type: ignore[attr-defined]
        return np.zeros(len(column), bool)
    known = pa.array(sorted(ERROR_TEXTS), pa.large_string())
    return pc.is_in(column, value_set=known).to_numpy()  # type: ignore[attr-defined]


def blanked(column: pa.ChunkedArray, where: np.ndarray) -> pa.ChunkedArray:
    """The column without the cells that `where` marks."""
    return pc.if_else(pa.array(where), "", column)  # type: ignore[attr-defined]
