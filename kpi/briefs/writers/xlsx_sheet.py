"""A sheet of one table, or of one chart with its table and the cells that it refers to."""

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import zip_longest
from math import isfinite

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from kpi.briefs.parts import Brief, Cell, Chart, Column, Number, Table
from kpi.briefs.writers.xlsx_chart import Placed, rows_of, widths_of, write_chart, write_picture
from kpi.briefs.writers.xlsx_looks import (
    EMPHASIS_GROUND,
    HEADING_GROUND,
    HIGHEST,
    LINE_HEIGHT,
    RULE,
    Looks,
    lines_of,
    set_up_page,
    wide,
    write_over,
    write_text,
)

NARROWEST, WIDEST, WIDEST_HEADING = 9, 46, 20
# Titles and notes run over so many letters at least, also above a narrow table.
TEXT_WIDTH = 84
# A table up to so wide has its chart on the right; a longer one has it there in any case.
BESIDE_WIDTH, BELOW_ROWS = 70, 40
PORTRAIT_WIDTH = 100
UNUSED_WIDTH = 9
# As many unused columns are as wide as a chart.
CHART_COLUMNS = 10
# Letters that a cell's edges and the button of a heading's filter take up.
INDENT, FILTER = 4, 4
LONGEST_DAY = "30 September 2024"
ALIGNED = {"left": "left", "right": "right", "centre": "center"}
FRAME = {"border": 1, "border_color": RULE}


def write_sheet(
    book: Workbook, sheet: Worksheet, item: Table | Chart, picture: bytes | None, brief: Brief, looks: Looks
) -> None:
    """Fills it. The table can be filtered, its headings stay in sight and stand on every printed page."""
    table = item.table if isinstance(item, Chart) else item
    widths = _widths(table)
    cells = widths_of(item.charted) if isinstance(item, Chart) and item.charted else []
    for at, both in enumerate(zip_longest(widths, cells, fillvalue=0.0)):
        sheet.set_column(at, at, max(both))
    span, width = _span(widths)
    row = _above(sheet, item, table, span, width, looks)
    _table(sheet, table, row, looks)
    notes = [*table.notes, *(item.notes if isinstance(item, Chart) else ())]
    below = row + 1 + len(table.rows)
    for note in notes:
        write_over(sheet, below, (0, span), note, looks, width, font_size=9)
        below += 1
    beside = sum(widths) <= BESIDE_WIDTH or len(table.rows) > BELOW_ROWS
    if isinstance(item, Chart):
        _drawn(book, sheet, item, picture, (row, below + 1, len(table.columns)), beside, looks)
    landscape = isinstance(item, Chart) and beside or sum(widths) > PORTRAIT_WIDTH
    set_up_page(sheet, brief, landscape=landscape)


def _drawn(
    book: Workbook,
    sheet: Worksheet,
    chart: Chart,
    picture: bytes | None,
    rows: tuple[int, int, int],
    beside: bool,
    looks: Looks,
) -> None:
    """The chart right of the table or below it; a picture where there is no office chart, or why there is none."""
    # One row under the headings, which are repeated on every page with all that begins beside them.
    top, below, columns = rows[0] + 1, rows[1], rows[2]
    if chart.charted is not None:
        ends = max(below, top + rows_of(chart.charted)) if beside else below + rows_of(chart.charted)
        data = ends + 1
        place = Placed((top, columns + 1) if beside else (below, 0), data)
        if write_chart(book, sheet, chart, chart.charted, place, looks):
            # The cells behind the chart say what the table says: they are not printed.
            sheet.print_area(0, 0, ends, max(place.at[1] + CHART_COLUMNS, columns))
    elif picture is None or not write_picture(
        sheet, (top, columns + 1) if beside else (below, 0), chart, picture
    ):
        write_text(sheet, below, 0, looks.text("briefs.picture_missing"), looks, italic=True)


def _above(sheet: Worksheet, item: Table | Chart, table: Table, span: int, width: float, looks: Looks) -> int:
    """Title, and unit and basis over the table's edges; gives the row of the headings."""
    row = 0
    write_over(sheet, row, (0, span), item.title, looks, width, bold=True, font_size=14)
    if table.title and table.title != item.title:
        row += 1
        write_over(sheet, row, (0, span), table.title, looks, width, bold=True)
    if table.basis or table.unit:
        row += 1
        last = max(len(table.columns) - 1, 1)
        write_text(sheet, row, 0, table.basis, looks, font_size=9)
        write_text(sheet, row, last, table.unit, looks, font_size=9, align="right")
    return row + 1


def _table(sheet: Worksheet, table: Table, top: int, looks: Looks) -> None:
    look = {**FRAME, "bold": True, "bg_color": HEADING_GROUND, "align": "center", "text_wrap": True}
    for at, column in enumerate(table.columns):
        write_text(sheet, top, at, column.heading, looks, **look)
    widths = _widths(table)
    _high(sheet, top, [column.heading for column in table.columns], [width - FILTER for width in widths])
    for at, row in enumerate(table.rows):
        _high(sheet, top + 1 + at, [_shown(cell) for cell in row], [width - INDENT for width in widths])
        set_off = {"bold": True, "bg_color": EMPHASIS_GROUND} if at in table.emphasised else {}
        for position, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _cell(sheet, top + 1 + at, position, cell, column, set_off, looks)
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(0, top)
    if table.rows and table.columns:
        sheet.autofilter(top, 0, top + len(table.rows), len(table.columns) - 1)


def _high(sheet: Worksheet, row: int, texts: Sequence[str], widths: Sequence[float]) -> None:
    """A row whose texts wrap is as high as they need: not every program finds that out by itself."""
    lines = max([1, *(lines_of(text, width) for text, width in zip(texts, widths, strict=True))])
    if lines > 1:
        sheet.set_row(row, min(lines * LINE_HEIGHT, HIGHEST))


def _cell(
    sheet: Worksheet, row: int, at: int, cell: Cell, column: Column, set_off: dict[str, object], looks: Looks
) -> None:
    """A number as a number, a day as a day; where there is no value, what the brief says instead."""
    look = {**FRAME, "align": ALIGNED[column.align], **set_off}
    look |= {} if column.align == "centre" else {"indent": 1}
    if isinstance(cell, Number) and cell.value is not None and isfinite(cell.value):
        sheet.write_number(row, at, cell.value, looks(num_format=cell.pattern, **look))
    elif isinstance(cell, date):
        moment = datetime.combine(cell, time())
        sheet.write_datetime(row, at, moment, looks(num_format=looks.day, **look))
    else:
        write_text(sheet, row, at, _shown(cell), looks, text_wrap=True, **look)


def _widths(table: Table) -> list[float]:
    """Of each column in letters: as wide as its widest cell, within bounds; longer texts wrap."""
    columns = zip(*table.rows, strict=True) if table.rows else [()] * len(table.columns)
    return [
        float(min(max(NARROWEST, _heading_width(column), *map(_cell_width, cells)), WIDEST))
        for column, cells in zip(table.columns, columns, strict=True)
    ]


def _heading_width(column: Column) -> int:
    return min(wide(column.heading) + FILTER, WIDEST_HEADING)


def _cell_width(cell: Cell) -> int:
    return max(wide(line) for line in _shown(cell).split("\n")) + INDENT


def _shown(cell: Cell) -> str:
    """About what the cell shows; of a day the longest one."""
    if isinstance(cell, date):
        return LONGEST_DAY
    return cell.shown if isinstance(cell, Number) else cell


def _span(widths: Sequence[float]) -> tuple[int, float]:
    """The last column that titles and notes run over, and how wide they are together."""
    last, width = max(len(widths) - 1, 0), sum(widths) or UNUSED_WIDTH
    while width < TEXT_WIDTH:
        last, width = last + 1, width + UNUSED_WIDTH
    return last, width
