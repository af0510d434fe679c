"""Rows of a workbook (XLSX, XLS, ODS) as the text that a spreadsheet would show."""

from collections import deque
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from kpi.errors import Fault, FileError, Place
from pipelines.reading.delimited import CLOSING_LINES, HEAD_RECORDS, SLOW_BLOCK_ROWS, Block, block_of

MAX_COLUMNS = 1_000
Cell = str | float | int | bool | date | time | timedelta


def open_workbook(path: Path) -> CalamineWorkbook:
    """The workbook. Raises FileError: encrypted or damaged."""
    try:
        return CalamineWorkbook.from_path(str(path))
    except PasswordError as error:
        raise FileError(Fault("reading_errors.encrypted", Place(file=path.name))) from error
    except (CalamineError, OSError) as error:
        raise FileError(Fault("reading_errors.damaged", Place(file=path.name), str(error))) from error


def visible_sheets(workbook: CalamineWorkbook) -> list[str]:
    """The names of the sheets that a user sees, in their order."""
    return [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]


def sheet_of(workbook: CalamineWorkbook, name: str, path: Path) -> CalamineSheet:
    """One sheet. Raises FileError: damaged, or too wide to be a table."""
    place = Place(file=path.name, sheet=name)
    try:
        sheet = workbook.get_sheet_by_name(name)
    except CalamineError as error:
        raise FileError(Fault("reading_errors.damaged", place, str(error))) from error
    if sheet.total_width > MAX_COLUMNS:
        raise FileError(Fault("reading_errors.too_wide", place, sheet.total_width, MAX_COLUMNS))
    return sheet


def head_of(sheet: CalamineSheet) -> list[list[str]]:
    """The first rows as text, from the sheet's first row and column on."""
    return list(islice(_rows(sheet), HEAD_RECORDS))


def closing_lines(sheet: CalamineSheet) -> tuple[str, ...]:
    """The first filled cell of each of the last rows."""
    last = deque(sheet.iter_rows(), CLOSING_LINES)
    return tuple(
        next((cell.strip() for cell in row if isinstance(cell, str) and cell.strip()), "") for row in last
    )


def blocks(sheet: CalamineSheet, header_last: int, width: int) -> Iterator[Block]:
    """The rows below the header, `width` columns each."""
    body = islice(_rows(sheet), header_last, None)
    first = header_last + 1
    while rows := list(islice(body, SLOW_BLOCK_ROWS)):
        yield block_of(rows, range(first, first + len(rows)), width)
        first += len(rows)


def _rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    """Rows as text, from the sheet's first row and column on, so that numbers are the spreadsheet's.

    calamine hands over the empty rows above the first used cell, but not the columns to its left.
    """
    left = sheet.start[1] if sheet.start else 0
    for row in sheet.iter_rows():
        yield [""] * left + [written(cell) for cell in row]


def written(cell: Cell) -> str:
    """A cell as text: 15 significant digits as a spreadsheet shows them, ISO dates, no time at midnight."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _number(value: float) -> str:
    """Binary noise beyond the 15th digit (79.9 computed as 79.90000000000001) is not what the user wrote."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{Decimal(f'{value:.15g}'):f}"
