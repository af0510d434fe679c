"""Rows of a delimited text file: a flexible way for the head and for small files, a vectorised one for large files.

Both give the same blocks of rows; a row's number counts records and empty lines, as a spreadsheet shows them.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from pipelines.reading.ahead import ahead
from pipelines.reading.columns import composed, from_cp949
from pipelines.reading.records import (
    CLOSING_LINES,
    DELIMITERS,
    HEAD_RECORDS,
    Layout,
    Lines,
    broken,
    closing_lines,
    head_of,
    records,
)

__all__ = [
    "CLOSING_LINES",
    "DELIMITERS",
    "HEAD_RECORDS",
    "Block",
    "Layout",
    "blocks",
    "closing_lines",
    "head_of",
]
NOTHING_LEFT = "Empty CSV file"  # pyarrow's words where only blank lines follow the header
SMALL_FILE_BYTES = 4 << 20
SLOW_BLOCK_ROWS = 100_000
# Small enough that reading, staging, checking and writing work side by side on a file of a million rows.
FAST_BLOCK_ROWS = 200_000
# What a block may hold beside: long remarks that nobody uses are read with the rest, and several blocks are under way.
BLOCK_BYTES = 1 << 26
BATCH_BYTES = 1 << 24
TAIL_BYTES = 64
MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Block:
    """Rows as a table of text columns `0`, `1`, … with their row numbers, and the rows longer than its width.

    `convert` turns the distinct texts of a column that is not plain ASCII into what they say.
    """

    cells: pa.Table
    rows: np.ndarray
    overlong: tuple[tuple[int, list[str]], ...] = ()
    convert: Callable[[list[str]], list[str]] = composed


def blocks(layout: Layout, header_last: int, width: int, slow: bool | None = None) -> Iterator[Block]:
    """The rows below the header, `width` columns each.

    `slow` forces one way or the other (tests compare them).
    """
    if slow is None:
        slow = layout.encoding.startswith("utf-16") or layout.path.stat().st_size < SMALL_FILE_BYTES
    return _slow_blocks(layout, header_last, width) if slow else _fast_blocks(layout, header_last, width)


def block_of(rows: list[list[str]], numbers: Sequence[int], width: int) -> Block:
    """A block from lists of cells: short rows are filled up, what sticks out of a long one is handed over beside it."""
    kept, kept_numbers, overlong = [], [], []
    for number, row in zip(numbers, rows, strict=True):
        if any(cell.strip() for cell in row[width:]):
            overlong.append((number, row))
            continue
        kept.append(row[:width] + [""] * (width - len(row)))
        kept_numbers.append(number)
    columns = list(zip(*kept, strict=True)) if kept else [()] * width
    arrays = [pa.array(column, pa.large_string()) for column in columns]
    table = pa.Table.from_arrays(arrays, [str(position) for position in range(width)])
    return Block(table, np.asarray(kept_numbers, np.int64), tuple(overlong))


def _slow_blocks(layout: Layout, header_last: int, width: int) -> Iterator[Block]:
    body = islice(records(layout), header_last, None)
    first = header_last + 1
    while rows := list(islice(body, SLOW_BLOCK_ROWS)):
        yield block_of(rows, range(first, first + len(rows)), width)
        first += len(rows)


def _fast_blocks(layout: Layout, header_last: int, width: int) -> Iterator[Block]:
    """Parsed by pyarrow. CP949 passes as Latin-1 and is decoded later, once per distinct cell: its second
    bytes are never a delimiter, a quote or a line end, so cutting between bytes is safe.
    """
    odd: list[arrow_csv.InvalidRow] = []
    waiting: list[pa.RecordBatch] = []
    passed = 0
    try:
        for batch, odd_ones in ahead(_batches(layout, header_last, width)):
            waiting.append(batch)
            odd += odd_ones
            if batch.num_rows and _is_full(waiting, odd):
                block, passed = _assembled(layout, header_last, waiting, odd, passed, last=False)
                waiting = []
                yield block
        if waiting or odd:
            block, _ = _assembled(layout, header_last, waiting, odd, passed, last=True, width=width)
            _refuse_unclosed(layout, block)
            yield block
    except pa.ArrowInvalid as error:
        if str(error) == NOTHING_LEFT:
            return
        raise broken(layout.path, str(error)) from error


def _is_full(waiting: Sequence[pa.RecordBatch], odd: Sequence[arrow_csv.InvalidRow]) -> bool:
    rows = sum(each.num_rows for each in waiting) + len(odd)
    return rows >= FAST_BLOCK_ROWS or sum(each.nbytes for each in waiting) >= BLOCK_BYTES


def _batches(
    layout: Layout, header_last: int, width: int
) -> Iterator[tuple[pa.RecordBatch, list[arrow_csv.InvalidRow]]]:
    """Batches of rows that fit, with the others that were met on the way."""
    names = [str(position) for position in range(width)]
    odd: list[arrow_csv.InvalidRow] = []

    def keep(row: arrow_csv.InvalidRow) -> str:
        odd.append(row)
        return "skip"

    with pa.OSFile(str(layout.path)) as file:
        file.seek(_offset_after(layout, header_last))
        batches = arrow_csv.open_csv(
            file,
            # One thread: only then are the rows that do not fit numbered.
            read_options=arrow_csv.ReadOptions(
                encoding="latin-1" if layout.encoding == "cp949" else "utf8",
                column_names=names,
                use_threads=False,
                block_size=BATCH_BYTES,
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=layout.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
            ),
        )
        for batch in batches:
            met, odd[:] = list(odd), []
            yield batch, met
        if odd:
            yield pa.RecordBatch.from_pylist([], batches.schema), odd


def _assembled(
    layout: Layout,
    header_last: int,
    batches: list[pa.RecordBatch],
    odd: list[arrow_csv.InvalidRow],
    passed: int,
    last: bool,
    width: int = 0,
) -> tuple[Block, int]:
    """One block from whole batches with the odd rows between them cut by hand, and the number of records passed."""
    regular = pa.Table.from_batches(batches) if batches else block_of([], [], width).cells
    numbers = _numbers(regular.num_rows, passed, [row.number for row in odd])
    end = odd[-1].number if last and odd else int(numbers[-1])
    taken = [row for row in odd if row.number <= max(end, numbers[-1] if len(numbers) else 0)]
    del odd[: len(taken)]
    cut = block_of(
        [_cut(row.text, layout) for row in taken], [row.number for row in taken], regular.num_columns
    )
    cells, rows = _merged(regular, numbers, cut)
    overlong = tuple((number + header_last, _decoded_row(row, layout)) for number, row in cut.overlong)
    passed = max(int(numbers[-1]) if len(numbers) else passed, taken[-1].number if taken else passed)
    convert = from_cp949 if layout.encoding == "cp949" else composed
    return Block(cells, rows + header_last, overlong, convert), passed


def _numbers(count: int, passed: int, odd: list[int]) -> np.ndarray:
    """The record numbers of `count` regular rows after `passed` records, the odd rows' numbers left out."""
    candidates = np.arange(passed + 1, passed + 1 + count + len(odd))
    return candidates[~np.isin(candidates, odd)][:count] if odd else candidates


def _merged(regular: pa.Table, numbers: np.ndarray, cut: Block) -> tuple[pa.Table, np.ndarray]:
    """Both kinds of rows in the order of the file."""
    if not cut.cells.num_rows:
        return regular, numbers
    rows = np.concatenate([numbers, cut.rows])
    order = np.argsort(rows, kind="stable")
    return pa.concat_tables([regular, cut.cells]).take(pa.array(order)), rows[order]


def _cut(text: str, layout: Layout) -> list[str]:
    return next(csv.reader([text], delimiter=layout.delimiter), [])


def _decoded_row(row: list[str], layout: Layout) -> list[str]:
    return from_cp949(row) if layout.encoding == "cp949" else row


def _offset_after(layout: Layout, header_last: int) -> int:
    """The byte after the header's last record, which may span several lines and end in any way.

    Latin-1 gives a character for each byte, and cuts no cell of UTF-8 or CP949 elsewhere.
    """
    with layout.path.open(encoding="latin-1", newline="") as file:
        start = len(MARK) if file.read(len(MARK)) == MARK.decode("latin-1") else 0
        file.seek(start)
        lines = Lines(file, layout.path)
        passed = start
        for _ in islice(csv.reader(lines, delimiter=layout.delimiter), header_last):
            passed += lines.taken
            lines.next_record()
        return passed


def _refuse_unclosed(layout: Layout, block: Block) -> None:
    """pyarrow ends a quoted cell where the file ends: what the last quote has swallowed are rows.

    Raises FileError.
    """
    with layout.path.open("rb") as file:
        file.seek(max(layout.path.stat().st_size - TAIL_BYTES, 0))
        tail = file.read()
    last = [column[-1].as_py() for column in block.cells.columns if len(column)]
    last += block.overlong[-1][1] if block.overlong else []
    encoding = "latin-1" if layout.encoding == "cp949" else "utf-8"
    ends = [text.encode(encoding, "replace")[-TAIL_BYTES:] for text in last if "\n" in text or "\r" in text]
    if any(tail.endswith(end) for end in ends):
        raise broken(layout.path, "unclosed")
