"""Rows of a workbook (XLSX, XLS, ODS) as the text that a spreadsheet would show, error values included."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from zipfile import ZipInfo

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from pipelines.reading import sheets_ods, sheets_xls, sheets_xlsx
from pipelines.reading.archives import measured, refusal
from pipelines.reading.delimited import CLOSING_LINES, HEAD_RECORDS, SLOW_BLOCK_ROWS, Block, block_of
from pipelines.reading.kinds import is_markup, kind_of
from pipelines.reading.markup import MarkupBook, MarkupSheet
from pipelines.reading.model import Kind
from pipelines.reading.sheets import MAX_COLUMNS, Extent

__all__ = [
    "MAX_COLUMNS",
    "Sheet",
    "Workbook",
    "blocks",
    "closing_lines",
    "head_of",
    "open_workbook",
    "sheet_of",
    "visible_sheets",
]
Cell = str | float | int | bool | date | time | timedelta


@dataclass(frozen=True)
class Sheet:
    """One sheet's cells, and its error values by (row, column) from 1 on."""

    name: str
    cells: CalamineSheet | MarkupSheet
    errors: dict[tuple[int, int], str]


@dataclass
class Workbook:
    """An opened workbook; `extents` are those of its sheets as far as they are known, `last` the sheet read last."""

    path: Path
    kind: Kind
    content: CalamineWorkbook | MarkupBook
    entries: dict[str, ZipInfo] = field(default_factory=dict)
    extents: dict[str, Extent] = field(default_factory=dict)
    last: Sheet | None = None

    @property
    def sheet_names(self) -> list[str]:
        return self.content.sheet_names


def open_workbook(path: Path) -> Workbook:
    """The workbook, its content deciding what it is. Raises FileError: encrypted, damaged, or too large."""
    kind = kind_of(path)
    if kind == "xls" and is_markup(path):
        content = MarkupBook(path)
        return Workbook(path, kind, content, extents={name: Extent() for name in content.sheet_names})
    entries = {} if kind == "xls" else measured(path)
    extents = sheets_xls.extents_of(path) if kind == "xls" else []
    extents = sheets_ods.extents_of(path, entries) if kind == "ods" else extents
    # XLS and ODS are parsed whole when they are opened, so every sheet has to be bearable.
    for extent in extents:
        extent.refuse_beyond(path, "")
    with _faults_of(path), path.open("rb") as file:
        calamine = CalamineWorkbook.from_filelike(file)
    named = dict(zip(calamine.sheet_names, extents, strict=False))
    return Workbook(path, kind, calamine, entries, named)


def visible_sheets(book: Workbook) -> list[str]:
    """The names of the sheets that a user sees, in their order."""
    if isinstance(book.content, MarkupBook):
        return book.content.sheet_names
    shown = SheetVisibleEnum.Visible
    return [sheet.name for sheet in book.content.sheets_metadata if sheet.visible == shown]


def sheet_of(book: Workbook, name: str, path: Path) -> Sheet:
    """One sheet. Raises FileError: damaged, or too wide or too large to be a table."""
    if book.last and book.last.name == name:
        return book.last
    if name not in book.extents:
        if book.kind != "xlsx":
            raise refusal("damaged", path, sheet=name)
        book.extents[name] = sheets_xlsx.extent_of(path, book.entries, name)
    extent = book.extents[name]
    extent.refuse_beyond(path, name)
    with _faults_of(path, name):
        book.last = Sheet(name, book.content.get_sheet_by_name(name), extent.errors)
    return book.last


@contextmanager
def _faults_of(path: Path, sheet: str = "") -> Iterator[None]:
    """What the reader raises, as FileError. A panic of its Rust side is no Exception, yet it only means damage."""
    try:
        yield
    except PasswordError as error:
        raise refusal("encrypted", path) from error
    except Exception as error:
        raise refusal("damaged", path, str(error), sheet=sheet) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise refusal("damaged", path, sheet=sheet) from error


def head_of(sheet: Sheet) -> list[list[str]]:
    """The first rows as text, from the sheet's first row and column on."""
    return list(islice(_rows(sheet), HEAD_RECORDS))


def closing_lines(sheet: Sheet) -> tuple[str, ...]:
    """The first filled cell of each of the last rows."""
    last = deque(sheet.cells.iter_rows(), CLOSING_LINES)
    return tuple(
        next((cell.strip() for cell in row if isinstance(cell, str) and cell.strip()), "") for row in last
    )


def blocks(sheet: Sheet, header_last: int, width: int) -> Iterator[Block]:
    """The rows below the header, `width` columns each."""
    body = islice(_rows(sheet), header_last, None)
    first = header_last + 1
    while rows := list(islice(body, SLOW_BLOCK_ROWS)):
        yield block_of(rows, range(first, first + len(rows)), width)
        first += len(rows)


def _rows(sheet: Sheet) -> Iterator[list[str]]:
    """Rows as text, from the sheet's first row and column on, so that numbers are the spreadsheet's.

    calamine hands over the empty rows above the first used cell, but not the columns to its left, and nothing
    where a cell holds an error.
    """
    left = sheet.cells.start[1] if sheet.cells.start else 0
    by_row: dict[int, dict[int, str]] = {}
    for (number, column), text in sheet.errors.items():
        by_row.setdefault(number, {})[column - 1] = text
    for number, row in enumerate(sheet.cells.iter_rows(), 1):
        texts = [""] * left + [written(cell) for cell in row]
        if by_row:
            for position, text in by_row.get(number, {}).items():
                texts += [""] * (position + 1 - len(texts))
                texts[position] = text
        yield texts


def written(cell: Cell) -> str:
    """A cell as text: 15 significant digits as a spreadsheet shows them, ISO dates, no time at midnight."""
    kind = type(cell)  # asked once: a sheet has hundreds of thousands of cells
    if kind is str:
        return cell.strip()
    if kind is float:
        return _number(cell)
    if kind is bool:
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _number(value: float) -> str:
    """Binary noise beyond the 15th digit (79.9 computed as 79.90000000000001) is not what the user wrote."""
    if value.is_integer() and -1e15 < value < 1e15:
        return f"{value:.0f}"
    return f"{Decimal(f'{value:.15g}'):f}"
