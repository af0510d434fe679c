"""A whole column at once: each distinct text is parsed once, and its outcome spread over the rows that hold it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from kpi.catalogue import ColumnType
from pipelines.staging.amounts import Scale, plain_values
from pipelines.staging.cells import Cell, Parser

ARROW_TYPES: dict[str, pa.DataType] = {
    "date": pa.date32(),
    "integer": pa.int64(),
    "amount": pa.int64(),
    "decimal": pa.float64(),
}
FRAME_TYPES = {"date": "datetime64[s]", "integer": "Int64", "amount": "Int64", "decimal": "float64"}


@dataclass(frozen=True)
class Odd:
    """A text that did more than give a value: its outcome, how many rows hold it, and which is the first.

    `rows` are all of them (positions in the chunk) where a fault, a reason or a mark has to be told row by row.
    """

    text: str
    cell: Cell
    count: int
    first: int
    rows: np.ndarray


@dataclass(frozen=True)
class Typed:
    """A canonical column and the texts worth telling of (faults, reasons, marks, repairs)."""

    values: pd.Series
    odd: list[Odd] = field(default_factory=list)


def typed(column: pa.ChunkedArray, column_type: ColumnType, parse: Parser) -> Typed:
    """Any column but a number: every distinct text through `parse`."""
    coded = column.combine_chunks().dictionary_encode()
    codes = coded.indices.to_numpy()
    texts = coded.dictionary.to_pylist()
    cells = [parse(text) for text in texts]
    values = pa.array([cell.value for cell in cells], ARROW_TYPES.get(column_type, pa.large_string()))
    return Typed(_series(values.take(coded.indices), column_type), _odd(texts, cells, codes))


def typed_distinct(coded: pa.DictionaryArray, values: list[str | None], cells: dict[int, Cell]) -> Typed:
    """A text column from the value of each distinct text; `cells` are the outcomes worth telling, by text."""
    found = pa.array(values, pa.large_string())
    outcomes = [cells.get(index, Cell()) for index in range(len(values))] if cells else []
    odd = _odd(coded.dictionary.to_pylist(), outcomes, coded.indices.to_numpy()) if cells else []
    return Typed(found.take(coded.indices).to_pandas(), odd)


def typed_numbers(column: pa.ChunkedArray, column_type: ColumnType, scale: Scale, parse: Parser) -> Typed:
    """A number column: plain digits in bulk, every other distinct text through `parse`."""
    values, known = plain_values(column, scale)
    if known.all():
        return Typed(pd.Series(values, dtype=FRAME_TYPES[column_type]))
    return _with_others(column, column_type, values, known, parse)


def typed_by_row(column: pa.ChunkedArray, column_type: ColumnType, parse: Callable[[str], Cell]) -> Typed:
    """A number column whose unit differs from row to row: `parse` sees the text with what belongs to it."""
    nothing = np.zeros(len(column), np.int64 if column_type != "decimal" else np.float64)
    return _with_others(column, column_type, nothing, np.zeros(len(column), bool), parse)


def _with_others(
    column: pa.ChunkedArray, column_type: ColumnType, values: np.ndarray, known: np.ndarray, parse: Parser
) -> Typed:
    positions = np.flatnonzero(~known)
    coded = column.take(pa.array(positions)).combine_chunks().dictionary_encode()
    texts = coded.dictionary.to_pylist()
    cells = [parse(text) for text in texts]
    codes = coded.indices.to_numpy()
    found = pa.array([cell.value for cell in cells], ARROW_TYPES[column_type]).take(coded.indices)
    return Typed(_completed(values, positions, found), _odd(texts, cells, codes, positions))


def _completed(values: np.ndarray, positions: np.ndarray, found: pa.Array) -> pd.Series:
    """`values` with those at `positions` taken from `found`, nulls included."""
    complete = values.copy()
    if values.dtype.kind == "f":
        complete[positions] = found.fill_null(np.nan).to_numpy()
        return pd.Series(complete)
    complete[positions] = found.fill_null(0).to_numpy()
    is_missing = np.zeros(len(values), bool)
    is_missing[positions] = found.is_null().to_numpy(zero_copy_only=False)
    return pd.Series(pd.arrays.IntegerArray(complete, is_missing))


def _series(values: pa.Array, column_type: ColumnType) -> pd.Series:
    return (
        values.cast(pa.timestamp("s")).to_pandas()
        if column_type == "date"
        else values.to_pandas().astype("str")
    )


def _odd(
    texts: list[str], cells: list[Cell], codes: np.ndarray, positions: np.ndarray | None = None
) -> list[Odd]:
    """The distinct texts with a fault, a reason, a mark or a repair.

    `positions` are the rows of the codes.
    """
    repaired = [
        index for index, cell in enumerate(cells) if (cell.repair or cell.unknown) and not _by_row(cell)
    ]
    told = [index for index, cell in enumerate(cells) if _by_row(cell)]
    if not repaired and not told:
        return []
    positions = np.arange(len(codes)) if positions is None else positions
    counts = np.bincount(codes, minlength=len(texts))
    first = np.zeros(len(texts), np.int64)
    first[codes[::-1]] = positions[::-1]
    none = np.zeros(0, np.int64)
    rows = _rows_of(told, codes, positions, len(texts)) | dict.fromkeys(repaired, none)
    return [Odd(texts[at], cells[at], int(counts[at]), int(first[at]), rows[at]) for at in sorted(rows)]


def _by_row(cell: Cell) -> bool:
    return bool(cell.fault or cell.reason or cell.status)


def _rows_of(
    wanted: list[int], codes: np.ndarray, positions: np.ndarray, texts: int
) -> dict[int, np.ndarray]:
    """The rows of each wanted text; only rows that hold one of them are sorted."""
    is_wanted = np.zeros(texts, bool)
    is_wanted[wanted] = True
    among = np.flatnonzero(is_wanted[codes])
    order = among[np.argsort(codes[among], kind="stable")]
    bounds = np.searchsorted(codes[order], [[at, at + 1] for at in wanted]) if wanted else []
    return {at: positions[order[start:end]] for at, (start, end) in zip(wanted, bounds, strict=True)}
