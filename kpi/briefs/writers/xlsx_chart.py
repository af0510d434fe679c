"""Native charts: the numbers stand as cells on the sheet, and the chart refers to them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import combinations
from math import ceil, isfinite
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from kpi.briefs.parts import Chart, Charted, Series
from kpi.briefs.writers.xlsx_looks import (
    FONT,
    HEADING_GROUND,
    LINE_HEIGHT,
    RULE,
    Looks,
    clean,
    colour_of,
    wide,
    write_text,
)

WIDTH, HEIGHT, ROW_HEIGHT, BAR_HEIGHT, MOST_HEIGHT = 640, 360, 20, 26, 1400
# Of more values their numbers would cover each other.
MOST_LABELS = 24
DASHES = ("solid", "dash", "round_dot", "dash_dot", "long_dash", "long_dash_dot")
MARKERS = ("circle", "square", "diamond", "triangle", "x", "plus")
PNG = b"\x89PNG\r\n\x1a\n"
NARROWEST, WIDEST = 9, 20
SMALL = {"name": FONT, "size": 9}


@dataclass(frozen=True)
class Placed:
    """Where a chart stands (row, column), and the row from which its cells do."""

    at: tuple[int, int]
    data: int


@dataclass(frozen=True)
class _Cells:
    """Rows and columns of the numbers: each series has its column, of a scatter with one of x left of it."""

    sheet: str
    title_row: int
    is_scatter: bool

    @property
    def heads(self) -> int:
        return self.title_row + 1

    def column(self, series: int) -> int:
        return 2 * series + 1 if self.is_scatter else series + 1

    def name(self, series: int) -> list[str | int]:
        return [self.sheet, self.heads, self.column(series)]

    def values(self, series: int, length: int) -> list[str | int]:
        column = self.column(series)
        return [self.sheet, self.heads + 1, column, self.heads + length, column]

    def along(self, series: int, length: int) -> list[str | int]:
        """The categories, or the series' x."""
        column = 2 * series if self.is_scatter else 0
        return [self.sheet, self.heads + 1, column, self.heads + length, column]


def widths_of(charted: Charted) -> list[float]:
    """How wide the columns of its numbers want to be, in letters."""
    names = [wide(each.name) for each in charted.series]
    if charted.kind == "scatter":
        wanted = [each for name in names for each in (wide(charted.x_title), name)]
    else:
        wanted = [max([0, *map(wide, charted.categories)]), *names]
    return [float(min(max(each + 2, NARROWEST), WIDEST)) for each in wanted]


def rows_of(charted: Charted) -> int:
    """How many rows of the sheet the chart covers, and one more."""
    return ceil(_height(charted) / ROW_HEIGHT) + 1


def write_chart(
    book: Workbook, sheet: Worksheet, chart: Chart, charted: Charted, place: Placed, looks: Looks
) -> bool:
    """Writes the numbers and the chart; False where there is no number, and so no chart."""
    if not _known(charted):
        return False
    cells = _Cells(sheet.get_name(), place.data, charted.kind == "scatter")
    _write_cells(sheet, charted, cells, looks)
    native = _native(book, charted, cells)
    native.set_title({"name": [sheet.get_name(), 0, 0], "name_font": {**SMALL, "size": 11}, "overlay": False})
    native.set_legend({"position": "bottom", "font": SMALL} if len(charted.series) > 1 else {"none": True})
    native.set_size({"width": WIDTH, "height": _height(charted)})
    native.show_blanks_as("gap")
    sheet.insert_chart(
        *place.at, native, {"description": clean(chart.alt), "object_position": 3, "y_offset": 4}
    )
    return True


def write_picture(sheet: Worksheet, at: tuple[int, int], chart: Chart, png: bytes) -> bool:
    """Places the picture as wide as a chart; False for bytes that are none."""
    if not png.startswith(PNG) or len(png) < 33:
        return False
    scale = min(1.0, WIDTH / max(int.from_bytes(png[16:20], "big"), 1))
    options = {
        "image_data": BytesIO(png),
        "description": clean(chart.alt),
        "object_position": 3,
        "y_offset": 4,
    }
    return sheet.insert_image(*at, "chart.png", {**options, "x_scale": scale, "y_scale": scale}) == 0


# The cells.


def _write_cells(sheet: Worksheet, charted: Charted, cells: _Cells, looks: Looks) -> None:
    """A heading with the unit beside it, the names, and the numbers; a gap is an empty cell."""
    write_text(sheet, cells.title_row, 0, looks.text("briefs_xlsx.chart_data"), looks, bold=True)
    if charted.value_title:
        write_text(sheet, cells.title_row, 1, charted.value_title, looks, align="right", font_size=9)
    if any(wide(each) > WIDEST - 2 for each in (charted.x_title, *(each.name for each in charted.series))):
        sheet.set_row(cells.heads, 2 * LINE_HEIGHT)
    head = {"bold": True, "bg_color": HEADING_GROUND, "border": 1, "border_color": RULE, "text_wrap": True}
    if not cells.is_scatter:
        write_text(sheet, cells.heads, 0, looks.text("briefs_xlsx.item"), looks, **head)
        for at, category in enumerate(charted.categories, start=cells.heads + 1):
            write_text(sheet, at, 0, category, looks, border=1, border_color=RULE)
    for at, series in enumerate(charted.series):
        write_text(sheet, cells.heads, cells.column(at), series.name, looks, **head)
        _write_numbers(sheet, cells.heads + 1, cells.column(at), series.values, charted.pattern, looks)
        if cells.is_scatter:
            write_text(sheet, cells.heads, 2 * at, charted.x_title, looks, **head)
            _write_numbers(sheet, cells.heads + 1, 2 * at, charted.x[at], "General", looks)


def _write_numbers(
    sheet: Worksheet, row: int, column: int, values: Sequence[float | None], pattern: str, looks: Looks
) -> None:
    look = looks(num_format=pattern, border=1, border_color=RULE)
    for at, value in enumerate(values, start=row):
        # An empty cell with a border would be kept as zero in what the chart remembers of its cells.
        if value is not None and isfinite(value):
            sheet.write_number(at, column, value, look)


# The chart.


def _native(book: Workbook, charted: Charted, cells: _Cells) -> Any:
    if charted.kind in ("line", "scatter"):
        native: Any = book.add_chart({"type": charted.kind})
        for at, series in enumerate(charted.series):
            native.add_series(_series(charted, cells, at) | _line_look(charted, series, at))
    else:
        native = _bars(book, charted, cells)
    _set_axes(native, charted, cells)
    return native


def _bars(book: Workbook, charted: Charted, cells: _Cells) -> Any:
    """Bars, and lines over them. Stacked ones that never meet are laid over each other, so that numbers fit above."""
    lying = _lies(charted)
    bars = [each for each in charted.series if not each.is_line]
    stacked = charted.kind.startswith("stacked")
    apart = stacked and _never_meet(bars)
    options = {"type": "bar" if lying else "column"} | (
        {"subtype": "stacked"} if stacked and not apart else {}
    )
    native: Any = book.add_chart(options)
    lines: Any = book.add_chart({"type": "line"})
    known = _known(replace(charted, series=tuple(bars)))
    labelled = (apart or not stacked) and len(known) <= MOST_LABELS
    for at, series in enumerate(charted.series):
        if series in bars:
            look = {"fill": {"color": series.colour or colour_of(at)}, "border": {"none": True}, "gap": 60}
            look |= {"overlap": 100} if apart else {}
            look |= {"data_labels": _labels(charted, "outside_end")} if labelled else {}
            native.add_series(_series(charted, cells, at) | look)
        else:
            lines.add_series(_series(charted, cells, at) | _line_look(charted, series, at))
    if len(bars) < len(charted.series):
        native.combine(lines)
    return native


def _series(charted: Charted, cells: _Cells, at: int) -> dict[str, Any]:
    length = len(charted.series[at].values)
    return {
        "name": cells.name(at),
        "categories": cells.along(at, length),
        "values": cells.values(at, length),
    }


def _line_look(charted: Charted, series: Series, at: int) -> dict[str, Any]:
    """Marks and dashes tell series apart besides their colours."""
    colour = series.colour or colour_of(at)
    marker = {
        "type": MARKERS[at % len(MARKERS)],
        "size": 7,
        "fill": {"color": colour},
        "border": {"color": colour},
    }
    if charted.kind == "scatter":
        return {"marker": {**marker, "size": 9}, "line": {"none": True}}
    if series.is_line:
        return _compared(marker, series, colour)
    labelled = (
        sum(not each.is_line for each in charted.series) == 1 and len(series.values) <= MOST_LABELS // 2
    )
    line = {"color": colour, "width": 2.25, "dash_type": DASHES[at % len(DASHES)]}
    return {"line": line, "marker": marker} | ({"data_labels": _labels(charted, "above")} if labelled else {})


def _compared(marker: dict[str, Any], series: Series, colour: str) -> dict[str, Any]:
    """A dotted line where all are compared with one value, else a mark at each."""
    if len(series.values) > 1 and len(set(series.values)) == 1:
        return {
            "line": {"color": colour, "width": 1.5, "dash_type": "round_dot"},
            "marker": {"type": "none"},
        }
    return {"line": {"none": True}, "marker": {**marker, "type": "long_dash", "size": 16}}


def _labels(charted: Charted, position: str) -> dict[str, Any]:
    return {"value": True, "num_format": charted.pattern, "position": position, "font": {**SMALL, "size": 8}}


def _set_axes(native: Any, charted: Charted, cells: _Cells) -> None:
    """Values from zero, with their unit; of lying bars the first category is on top."""
    upright = {"name": [cells.sheet, cells.title_row, 1]} if charted.value_title else {}
    values = {
        "num_format": charted.pattern,
        "num_font": SMALL,
        "name_font": {**SMALL, "bold": False},
        **upright,
    }
    values |= {"major_gridlines": {"visible": True, "line": {"color": "#E1E5EA"}}, "line": {"none": True}}
    if charted.kind == "scatter":
        titled = {"name": [cells.sheet, cells.heads, 0]} if charted.x_title else {}
        native.set_x_axis({"num_font": SMALL, "name_font": {**SMALL, "bold": False}, **titled})
        native.set_y_axis(values)
        return
    values |= {"min": 0} if min(_known(charted)) >= 0 else {}
    names = {"num_font": SMALL, "label_position": "low"}
    if _lies(charted):
        native.set_x_axis(values)
        native.set_y_axis({**names, "reverse": True, "crossing": "max", "interval_unit": 1})
    else:
        native.set_x_axis(names)
        native.set_y_axis(values | {"name_font": {**SMALL, "bold": False, "rotation": 360}})


def _known(charted: Charted) -> list[float]:
    values = (value for series in charted.series for value in series.values)
    return [value for value in values if value is not None and isfinite(value)]


def _lies(charted: Charted) -> bool:
    """Whether bars lie. With a line over them they stand: a line runs from left to right only."""
    return charted.kind.endswith("bars") and not any(each.is_line for each in charted.series)


def _never_meet(series: Sequence[Series]) -> bool:
    return all(
        one is None or other is None
        for first, second in combinations(series, 2)
        for one, other in zip(first.values, second.values, strict=True)
    )


def _height(charted: Charted) -> int:
    if not _lies(charted):
        return HEIGHT
    beside = len(charted.series) if charted.kind == "bars" else 1
    rows = len(charted.categories) * (1 + 0.5 * (beside - 1))
    return min(max(240, round(140 + BAR_HEIGHT * rows)), MOST_HEIGHT)
