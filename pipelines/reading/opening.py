"""From a path to a `Reading`: what the file is, where its tables start, and how its rows will be read."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from kpi.catalogue import Catalogue, Dataset
from kpi.drafts import Decisions
from kpi.errors import Fault, FileError, Place
from pipelines.reading.body import Body
from pipelines.reading.decided import NOTHING_DECIDED, Decided
from pipelines.reading.header import find_table, likeliest_table
from pipelines.reading.matching import Matched, Matcher
from pipelines.reading.model import CHUNK_ROWS, Chunk, Reading, Table, Wide
from pipelines.reading.sources import MAX_COLUMNS, UNDECODED, Book, Head, Source, source_of
from pipelines.reading.turning import Turner

__all__ = ["MAX_COLUMNS", "opened", "read"]
Found = tuple[Head, Table, Matched]


def read(
    path: Path, dataset: Dataset, catalogue: Catalogue, decisions: Decisions = NOTHING_DECIDED
) -> Reading:
    """Open a file of a dataset: its tables are found, its rows not read yet (`Reading.chunks()` does that).

    Headers mean what `decisions.columns` says; corrected cells, rows left out and refused repairs are as
    `pipelines.reading.decided` tells. Where `decisions.dataset` names this dataset, a file without any header of it
    is read below the row that looks most like one, so that its columns can be chosen.

    Raises FileError: empty, not a table, encrypted, damaged, a zip bomb, too wide, undecodable, or without a
    header that fits the dataset.
    """
    return opened(source_of(path, decisions), dataset, catalogue, decisions)


def opened(source: Source, dataset: Dataset, catalogue: Catalogue, decisions: Decisions) -> Reading:
    """The reading of an opened file. Raises FileError where no header fits the dataset."""
    matcher = Matcher(dataset, catalogue, decisions)
    found = _tables(source, matcher, likeliest=decisions.dataset == dataset.id)
    if not found:
        raise _no_table(source.path, dataset)
    decided = [Decided(decisions, table.sheet, len(found) > 1) for _, table, _ in found]

    def open_chunks(reading: Reading) -> Iterator[Chunk]:
        for (head, table, _), about in zip(found, decided, strict=True):
            body = Body(table.as_written, dataset, catalogue, reading, about)
            turner = Turner(table, table.wide, dataset, catalogue) if table.wide else None
            for block in source.blocks(head, table.header_last, table.width):
                yield from _chunks(table, body.clean(block), turner)

    tables = tuple(table for _, table, _ in found)
    delimiter = found[0][0].layout.delimiter if found[0][0].layout else ""
    reading = Reading(source.path, source.kind, tables, source.encoding, delimiter, _open=open_chunks)
    for _, table, matched in found:
        reading.faults.extend(_header_faults(source.path, table, matched))
    _tell(reading, source)
    return reading


def _tell(reading: Reading, source: Source) -> None:
    """What opening itself has done to the file."""
    if source.encoding not in ("", UNDECODED):
        reading.repairs.add("decoded", "", source.encoding, "utf-8")
    for table in reading.tables:
        if table.wide:
            _tell_turned(reading, table, table.wide)
    read_sheets = {table.sheet for table in reading.tables}
    for name in source.sheets:
        if name not in read_sheets:
            reading.repairs.add("sheet_skipped", name, name)


def _tell_turned(reading: Reading, table: Table, wide: Wide) -> None:
    """From which headings to which columns."""
    headings = [heading for group in wide.groups for heading in group.headings.values()]
    before = headings[0] if len(headings) == 1 else f"{headings[0]} … {headings[-1]}"
    after = ", ".join(cell.label for cell in table.cells if cell.position < 0)
    reading.repairs.add("turned_long", table.sheet, before, after, len(headings))


def _tables(source: Source, matcher: Matcher, likeliest: bool) -> list[Found]:
    """Every sheet with such a table, or the one delimiter under which the header fits best."""
    found: list[Found] = []
    for head in source.heads:
        table = find_table(head.sheet, head.rows, matcher)
        if table is None and head.asked_for:
            table = likeliest_table(head.sheet, head.rows, matcher)
        found += [(head, *table)] if table else []
    if not found and likeliest:
        guesses = [(head, likeliest_table(head.sheet, head.rows, matcher)) for head in source.heads]
        found = [(head, *guess) for head, guess in guesses if guess]
        found = sorted(found, key=lambda each: -len(each[1].cells))[:1]
    elif found and not isinstance(source, Book):
        found = [max(found, key=lambda each: each[2].score)]
    return [(head, replace(table, closing=source.closing(head)), matched) for head, table, matched in found]


def _chunks(table: Table, frame: pd.DataFrame, turner: Turner | None) -> Iterator[Chunk]:
    size = turner.rows_at_once if turner else CHUNK_ROWS
    for start in range(0, len(frame), size):
        part = frame.iloc[start : start + size].reset_index(drop=True)
        yield turner.turn(part) if turner else Chunk(table, part)


def _header_faults(path: Path, table: Table, matched: Matched) -> list[Fault]:
    place = [Place(path.name, table.sheet, table.header_last, column) for column in matched.twice]
    return [Fault("reading_errors.column_twice", where, where.column) for where in place]


def _no_table(path: Path, dataset: Dataset) -> FileError:
    """Says which headers were looked for, by their Korean names as they stand in files."""
    wanted = [column.name.ko for column in dataset.columns if column.required]
    return FileError(Fault("reading_errors.no_table", Place(file=path.name), dataset.name.ko, wanted))
