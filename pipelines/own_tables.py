"""Two tables that somebody brings to be scored: read like every other file, given no meaning, kept nowhere."""

import re
from collections.abc import Iterator
from pathlib import Path

from kpi.errors import Fault, FileError, Place
from kpi.paths import Paths
from kpi.scoring.tables.given import ROOM, Given, to_json
from pipelines.reading.delimited import Block
from pipelines.reading.marks import missing_reason, without_mark
from pipelines.reading.numbers import NotANumber, read_number
from pipelines.reading.sources import Head, Source, source_of
from pipelines.reading.words import NOTE_START, plain, total_word

ANSWER = "read.json"
# 800 units × 35 indicators × 10 years, with room.
MOST_CELLS = 500_000
LEAST_WIDTH = 2
BARE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def read_tables(paths: Paths, folder: str, values: str, structure: str) -> Path:
    """Reads two files of a folder; both tables, or the faults of both, are written beside them as JSON.

    Raises FileError with what is wrong with either file as a whole.
    """
    faults: list[Fault] = []
    given = []
    for name, has_units in ((values, True), (structure, False)):
        try:
            given.append(given_of(Path(folder) / name, has_units))
        except FileError as error:
            faults += error.faults
    if faults:
        raise FileError(*faults)
    answer = Path(folder) / ANSWER
    answer.write_text(to_json(given), "utf-8")
    return answer


def given_of(path: Path, has_units: bool) -> Given:
    """The file's table: of a workbook that of the first visible sheet with one. Footnotes are left out;
    totals among units are faults.

    Raises FileError where the file cannot be read, holds no table, or more cells than can be scored at once.
    """
    source = source_of(path)
    head, at = _header(source, path)
    headings = [plain(cell) for cell in head.rows[at]]
    while headings and not headings[-1]:
        headings.pop()
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    faults = []
    for block in source.blocks(head, at + 1, len(headings)):
        for number, row in _rows(block):
            if any(row) and not _is_note(row):
                rows.append(row)
                numbers.append(number)
        faults += _overlong(block, path, head, len(headings))
        if len(rows) * len(headings) > MOST_CELLS:
            raise FileError(
                Fault(f"{ROOM}.too_many_cells", Place(path.name), len(rows) * len(headings), MOST_CELLS)
            )
    if has_units:
        faults += _totals(rows, numbers, path, head)
    texts = {text for row in rows for text in row}
    known = {text: number for text in texts if (number := number_of(text)) is not None}
    return Given(path.name, head.sheet, tuple(headings), tuple(rows), tuple(numbers), known, tuple(faults))


def _header(source: Source, path: Path) -> tuple[Head, int]:
    """The first row with several headings, of a text file under the delimiter that cuts most rows like it."""
    found: list[tuple[Head, int, tuple[int, int]]] = []
    for head in source.heads:
        widths = [sum(1 for cell in row if cell.strip()) for row in head.rows]
        at = next((at for at, width in enumerate(widths) if width >= LEAST_WIDTH), None)
        if at is not None:
            alike = sum(1 for row in head.rows if len(row) == len(head.rows[at]))
            found.append((head, at, (alike, widths[at])))
    if not found:
        raise FileError(Fault(f"{ROOM}.no_table", Place(path.name)))
    head, at, _ = max(found, key=lambda each: each[2]) if source.kind == "csv" else found[0]
    return head, at


def _rows(block: Block) -> Iterator[tuple[int, tuple[str, ...]]]:
    columns = [[plain(cell) for cell in block.convert(column.to_pylist())] for column in block.cells.columns]
    yield from zip(block.rows.tolist(), zip(*columns, strict=True), strict=True)


def _is_note(row: tuple[str, ...]) -> bool:
    lead = next(cell for cell in row if cell)
    return sum(1 for cell in row if cell) == 1 and bool(re.match(NOTE_START, lead))


def _overlong(block: Block, path: Path, head: Head, width: int) -> list[Fault]:
    return [
        Fault("reading_errors.row_too_long", Place(path.name, head.sheet, number), len(cells), width)
        for number, cells in block.overlong
        if not re.match(NOTE_START, next(cell for cell in cells if cell.strip()))
    ]


def _totals(rows: list[tuple[str, ...]], numbers: list[int], path: Path, head: Head) -> list[Fault]:
    """A row of totals among the units would be scored as one of them."""
    return [
        Fault(f"{ROOM}.total_row", Place(path.name, head.sheet, number), lead)
        for number, row in zip(numbers, rows, strict=True)
        if total_word(lead := next(cell for cell in row if cell))
    ]


def number_of(text: str) -> tuple[float | None, str] | None:
    """The number and its unit; (None, '') where the text stands for a missing one; None where it is none."""
    # Nearly every cell of such a table; what the grammar would say of it, at a twentieth of the time.
    if BARE.fullmatch(text):
        return float(text), ""
    if missing_reason(text) is not None:
        return None, ""
    try:
        found = read_number(without_mark(text).text)
    except NotANumber:
        return None
    return float(found.value), found.unit
