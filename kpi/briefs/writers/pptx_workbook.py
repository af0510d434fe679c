"""The workbook inside a chart of a slide, and where in it each part of the chart stands: what opens on "edit data"."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from kpi.briefs.parts import Charted
from kpi.briefs.writers.pptx_text import clean, width
from kpi.spreadsheets import STARTS

SHEET = "Sheet1"
# Spreadsheets take a cell that begins so for a formula when somebody edits it, unless it is marked as text.
LONGEST_NAME = 255
# In points, at the size of a chart's text.
WIDEST_NAME, NAME_SIZE = 240.0, 12.0


@dataclass(frozen=True)
class Strand:
    """A series with its cells: where its name, its values and, in a scatter, its horizontal values stand."""

    at: int
    column: int
    name: str
    values: tuple[float | None, ...]
    x: tuple[float | None, ...]
    name_ref: str
    values_ref: str
    x_ref: str


def named(text: str) -> str:
    """A name as a cell and an axis take it."""
    short = " ".join(clean(text).split())
    return short if len(short) <= LONGEST_NAME else f"{short[: LONGEST_NAME - 1]}…"


def short(text: str) -> str:
    """A name as an axis or legend has room for: of a longer one both ends, which tell it from others."""
    name = named(text)
    if width(name, NAME_SIZE) <= WIDEST_NAME:
        return name
    kept = len(name)
    while (
        width(ends := f"{name[: kept * 2 // 3]}…{name[-(kept - kept * 2 // 3) :]}", NAME_SIZE) > WIDEST_NAME
    ):
        kept -= 1
    return ends


def categories(charted: Charted) -> tuple[str, ...]:
    """The names on the axis of a chart."""
    return tuple(map(short, charted.categories))


def categories_ref(charted: Charted) -> str:
    return _range(0, len(charted.categories))


def strands(charted: Charted) -> Iterator[Strand]:
    """The series in order; values that are none (None, NaN, infinite) are gaps."""
    is_scatter = charted.kind == "scatter"
    for at, series in enumerate(charted.series):
        length = len(series.values) if is_scatter else len(charted.categories)
        column = 2 * at + 2 if is_scatter else at + 1
        across = charted.x[at] if is_scatter and at < len(charted.x) else ()
        yield Strand(
            at=at,
            column=column,
            name=short(series.name),
            values=_filled(series.values, length),
            x=_filled(across, length) if is_scatter else (),
            name_ref=f"{SHEET}!${xl_col_to_name(column)}$1",
            values_ref=_range(column, length),
            x_ref=_range(column - 1, length) if is_scatter else "",
        )


def across_pattern(charted: Charted) -> str:
    """The number format of a scatter's horizontal values, whose own nobody told."""
    return "#,##0" if any(abs(value) >= 1000 for values in charted.x for value in values) else "General"


def has_values(charted: Charted) -> bool:
    """Whether anything can be drawn at all."""
    return any(value is not None for strand in strands(charted) for value in drawn(strand))


def drawn(strand: Strand) -> tuple[float | None, ...]:
    """The values that can be drawn: of a scatter those with a place on both axes."""
    if not strand.x:
        return strand.values
    pairs = zip(strand.x, strand.values, strict=True)
    return tuple(None if across is None else value for across, value in pairs)


def workbook(charted: Charted, made_on: date) -> bytes:
    """The file: names in the first column and row, numbers typed, names that look like formulas kept as text.

    Where names are too long for the axis, they stand in full beside the data.
    """
    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(made_on.year, made_on.month, made_on.day)})
    sheet = book.add_worksheet(SHEET)
    as_text = book.add_format({"quote_prefix": True})
    number = book.add_format({"num_format": charted.pattern})
    across = book.add_format({"num_format": across_pattern(charted)})
    for row, name in enumerate(categories(charted), start=1):
        _write_name(sheet, row, 0, name, as_text)
    for strand in strands(charted):
        _write_name(sheet, 0, strand.column, strand.name, as_text)
        _write_numbers(sheet, strand.column, strand.values, number)
        if charted.kind == "scatter":
            _write_name(sheet, 0, strand.column - 1, named(charted.x_title), as_text)
            _write_numbers(sheet, strand.column - 1, strand.x, across)
    if categories(charted) != tuple(map(named, charted.categories)):
        aside = 1 + len(charted.series) * (2 if charted.kind == "scatter" else 1) + 1
        for row, name in enumerate(map(named, charted.categories), start=1):
            _write_name(sheet, row, aside, name, as_text)
    sheet.set_column(0, 0, 24)
    book.close()
    return target.getvalue()


def _write_name(sheet: Any, row: int, column: int, name: str, as_text: Any) -> None:
    sheet.write_string(row, column, name, as_text if name.startswith(STARTS) else None)


def _write_numbers(sheet: Any, column: int, values: tuple[float | None, ...], number: Any) -> None:
    for row, value in enumerate(values, start=1):
        if value is not None:
            sheet.write_number(row, column, value, number)


def _filled(values: tuple[float | None, ...], length: int) -> tuple[float | None, ...]:
    known = tuple(value if value is not None and math.isfinite(value) else None for value in values[:length])
    return known + (None,) * (length - len(known))


def _range(column: int, length: int) -> str:
    letter = xl_col_to_name(column)
    return f"{SHEET}!${letter}$2:${letter}${max(length, 1) + 1}"
