"""A whole column at once: each distinct text is parsed once, and its outcome spread over the rows that hold it."""

from collections.abc import Callable, Container
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from kpi.catalogue import ColumnType
from pipelines.staging.amounts import Scale, plain_values
from pipelines.staging.cells import Cell, Parser
from pipelines.staging.sieves import Sieve, parsed

# Of a column that holds other things altogether, the first texts without meaning are told one by one, the others
# counted.
MOST_TOLD = 2_000
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
class Faulty:
    """All rows (positions in the chunk, in their order) whose cells have one fault."""

    fault: str
    rows: np.ndarray


@dataclass(frozen=True)
class Typed:
    """A canonical column and the texts worth telling of (faults, reasons, marks, repairs).

    Of very many texts without meaning `odd` has the first; `faulty` has the rows of all with a fault, `untold` says
    how many rows hold each text that `odd` lacks.
    """

    values: pd.Series
    odd: list[Odd] = field(default_factory=list)
    faulty: list[Faulty] = field(default_factory=list)
    untold: dict[str, int] = field(default_factory=dict)


def typed(
    column: pa.ChunkedArray, column_type: ColumnType, parse: Parser, sieve: Sieve | None = None
) -> Typed:
    """Any column but a number: every distinct text through `parse`, or where there are very many, those that the sieve
    leaves.
    """
    coded = column.combine_chunks().dictionary_encode()
    cells = parsed(coded.dictionary, parse, sieve)
    values = pa.array([cell.value for cell in cells], ARROW_TYPES.get(column_type, pa.large_string()))
    return _told(_series(values.take(coded.indices), column_type), coded, cells)


def typed_distinct(coded: pa.DictionaryArray, values: list[str | None], cells: dict[int, Cell]) -> Typed:
    """A text column from the value of each distinct text; `cells` are the outcomes worth telling, by text."""
    found = pa.array(values, pa.large_string()).take(coded.indices).to_pandas()
    if not cells:
        return Typed(found)
    nothing = Cell()
    return _told(found, coded, [cells.get(index, nothing) for index in range(len(values))])


def typed_numbers(
    column: pa.ChunkedArray, column_type: ColumnType, scale: Scale, parse: Parser, sieve: Sieve | None = None
) -> Typed:
    """A number column: plain digits in bulk, every other distinct text as `typed` does."""
    values, known = plain_values(column, scale)
    if known.all():
        return Typed(pd.Series(values, dtype=FRAME_TYPES[column_type]))
    return _with_others(column, column_type, values, known, parse, sieve)


def typed_by_row(column: pa.ChunkedArray, column_type: ColumnType, parse: Callable[[str], Cell]) -> Typed:
    """A number column whose unit differs from row to row: `parse` sees the text with what belongs to it."""
    nothing = np.zeros(len(column), np.int64 if column_type != "decimal" else np.float64)
    return _with_others(column, column_type, nothing, np.zeros(len(column), bool), parse)


def _with_others(
    column: pa.ChunkedArray,
    column_type: ColumnType,
    values: np.ndarray,
    known: np.ndarray,
    parse: Parser,
    sieve: Sieve | None = None,
) -> Typed:
    positions = np.flatnonzero(~known)
    coded = column.take(pa.array(positions)).combine_chunks().dictionary_encode()
    cells = parsed(coded.dictionary, parse, sieve)
    found = pa.array([cell.value for cell in cells], ARROW_TYPES[column_type]).take(coded.indices)
    return _told(_completed(values, positions, found), coded, cells, positions)


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


def _told(
    values: pd.Series, coded: pa.DictionaryArray, cells: list[Cell], positions: np.ndarray | None = None
) -> Typed:
    """The column with what is to be told of its distinct texts. `positions` are the rows of the codes."""
    codes = coded.indices.to_numpy()
    positions = np.arange(len(codes)) if positions is None else positions
    kinds, faults = pd.factorize(np.array([cell.fault or None for cell in cells], dtype=object))
    rest = np.flatnonzero([bool(cell.fault or cell.unknown) for cell in cells])[MOST_TOLD:]
    of_rows = kinds[codes]
    faulty = [Faulty(fault, positions[of_rows == kind]) for kind, fault in enumerate(faults)]
    counts = np.bincount(codes, minlength=len(cells))
    untold = coded.dictionary.take(pa.array(rest)).to_pylist()
    told = _odd(coded, cells, counts, positions, set(rest.tolist()))
    return Typed(values, told, faulty, dict(zip(untold, counts[rest].tolist(), strict=True)))


def _odd(
    coded: pa.DictionaryArray,
    cells: list[Cell],
    counts: np.ndarray,
    positions: np.ndarray,
    left_out: Container[int],
) -> list[Odd]:
    """The distinct texts with a fault, a reason, a mark or a repair, without those left out."""
    odd = [
        index
        for index, cell in enumerate(cells)
        if (_by_row(cell) or cell.repair or cell.unknown) and index not in left_out
    ]
    if not odd:
        return []
    codes = coded.indices.to_numpy()
    first = np.zeros(len(cells), np.int64)
    first[codes[::-1]] = positions[::-1]
    none = np.zeros(0, np.int64)
    rows = _rows_of([at for at in odd if _by_row(cells[at])], codes, positions, len(cells))
    texts = coded.dictionary.take(pa.array(odd, pa.int64())).to_pylist()
    return [
        Odd(text, cells[at], int(counts[at]), int(first[at]), rows.get(at, none))
        for at, text in zip(odd, texts, strict=True)
    ]


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
