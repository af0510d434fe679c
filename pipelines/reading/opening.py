"""From a path to a `Reading`: what the file is, where its tables start, and how its rows will be read."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kpi.catalogue import Catalogue, Dataset
from kpi.errors import Fault, FileError, Place
from pipelines.reading import delimited, workbook
from pipelines.reading.body import Body
from pipelines.reading.delimited import DELIMITERS, Block, Layout
from pipelines.reading.encoding import encoding_of
from pipelines.reading.errorcells import error_cells
from pipelines.reading.header import find_table
from pipelines.reading.kinds import kind_of
from pipelines.reading.matching import Matched, Matcher
from pipelines.reading.model import CHUNK_ROWS, Chunk, Kind, Reading, Table

MAX_COLUMNS = workbook.MAX_COLUMNS


def read(path: Path, dataset: Dataset, catalogue: Catalogue) -> Reading:
    """Open a file of a dataset: its tables are found, its rows not read yet (`Reading.chunks()` does that).

    Raises FileError: empty, not a table, encrypted, damaged, a zip bomb, too wide, undecodable, or without a
    header that fits the dataset.
    """
    kind = kind_of(path)
    matcher = Matcher(dataset, catalogue)
    if kind == "csv":
        return _read_text(path, dataset, catalogue, matcher)
    return _read_workbook(path, kind, dataset, catalogue, matcher)


def _read_text(path: Path, dataset: Dataset, catalogue: Catalogue, matcher: Matcher) -> Reading:
    encoding = encoding_of(path)
    found = _best_layout(path, encoding, matcher)
    if found is None:
        raise _no_table(path, dataset)
    layout, table, matched = found
    table = replace(table, closing=delimited.closing_lines(layout))

    def open_chunks(reading: Reading) -> Iterator[Chunk]:
        body = Body(table, dataset, catalogue, reading)
        for block in delimited.blocks(layout, table.header_last, table.width):
            yield from _chunks(body, block)

    reading = Reading(path, "csv", (table,), encoding, layout.delimiter, _open=open_chunks)
    reading.faults.extend(_header_faults(path, table, matched))
    if encoding != "utf-8-sig":
        reading.repairs.add("decoded", "", encoding, "utf-8")
    return reading


def _best_layout(path: Path, encoding: str, matcher: Matcher) -> tuple[Layout, Table, Matched] | None:
    """The delimiter under which the header fits the dataset best. Raises FileError: too wide."""
    best: tuple[Layout, Table, Matched] | None = None
    for delimiter in DELIMITERS:
        layout = Layout(path, encoding, delimiter)
        head = delimited.head_of(layout)
        width = max((len(row) for row in head), default=0)
        if width > MAX_COLUMNS:
            raise FileError(Fault("reading_errors.too_wide", Place(file=path.name), width, MAX_COLUMNS))
        found = find_table("", head, matcher)
        if found and (best is None or found[1].score > best[2].score):
            best = (layout, *found)
    return best


def _read_workbook(
    path: Path, kind: Kind, dataset: Dataset, catalogue: Catalogue, matcher: Matcher
) -> Reading:
    book = workbook.open_workbook(path)
    tables, faults = [], []
    for name in workbook.visible_sheets(book):
        sheet = workbook.sheet_of(book, name, path)
        found = find_table(name, workbook.head_of(sheet), matcher)
        if found:
            tables.append(replace(found[0], closing=workbook.closing_lines(sheet)))
            faults.extend(_header_faults(path, *found))
            faults.extend(_error_faults(path, kind, found[0]))
    if not tables:
        raise _no_table(path, dataset)

    def open_chunks(reading: Reading) -> Iterator[Chunk]:
        for table in tables:
            body = Body(table, dataset, catalogue, reading)
            for block in workbook.blocks(
                workbook.sheet_of(book, table.sheet, path), table.header_last, table.width
            ):
                yield from _chunks(body, block)

    reading = Reading(path, kind, tuple(tables), _open=open_chunks)
    reading.faults.extend(faults)
    read_sheets = {table.sheet for table in tables}
    for name in book.sheet_names:
        if name not in read_sheets:
            reading.repairs.add("sheet_skipped", name, name)
    return reading


def _chunks(body: Body, block: Block) -> Iterator[Chunk]:
    frame = body.clean(block)
    for start in range(0, len(frame), CHUNK_ROWS):
        yield Chunk(body.table, frame.iloc[start : start + CHUNK_ROWS].reset_index(drop=True))


def _header_faults(path: Path, table: Table, matched: Matched) -> list[Fault]:
    place = [Place(path.name, table.sheet, table.header_last, column) for column in matched.twice]
    return [Fault("reading_errors.column_twice", where, where.column) for where in place]


def _error_faults(path: Path, kind: Kind, table: Table) -> list[Fault]:
    """A fault for each error value in a labelled column."""
    if kind != "xlsx":
        return []
    labels = {cell.position: cell.label for cell in table.cells}
    return [
        Fault("reading_errors.cell_error", Place(path.name, table.sheet, row, labels[position]), text)
        for row, position, text in error_cells(path, table.sheet)
        if row > table.header_last and position in labels
    ]


def _no_table(path: Path, dataset: Dataset) -> FileError:
    """Says which headers were looked for, by their Korean names as they stand in files."""
    wanted = [column.name.ko for column in dataset.columns if column.required]
    return FileError(Fault("reading_errors.no_table", Place(file=path.name), dataset.name.ko, wanted))
