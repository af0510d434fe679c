"""How sheets look: formats, widths of text, names of sheets, print set-up, and texts that no spreadsheet runs."""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import count
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kpi import format as formats
from kpi.briefs.parts import Brief
from kpi.briefs.stamped import stamp_lines
from kpi.charts import palette
from kpi.charts.printed import in_colour
from kpi.spreadsheets import STARTS
from kpi.text import Text

FONT = "Malgun Gothic"
A4 = 9
LINE_HEIGHT, HIGHEST = 17, 400
LONGEST_NAME, LONGEST_TEXT, LONGEST_MARGIN, LONGEST_LINK = 31, 32_767, 255, 2_079
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
# What no part of a workbook may hold.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
HEADING_GROUND, EMPHASIS_GROUND, RULE, LINK = "#EEF2F7", "#FFF6E0", "#B8C0CA", "#0B5CAD"
DAY = {"ko": 'yyyy". "m". "d"."', "en": "d mmmm yyyy"}


class Looks:
    """The formats of one workbook, each made once, in the language of its brief."""

    def __init__(self, book: Workbook, language: str) -> None:
        self._book, self.language = book, language
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, **properties: Any) -> Format:
        wanted = {"font_name": FONT, "font_size": 10, "valign": "vcenter", **properties}
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]

    @cached_property
    def text(self) -> Text:
        return Text(self.language)

    @property
    def day(self) -> str:
        return DAY[self.language]


def write_text(sheet: Worksheet, row: int, column: int, text: str, looks: Looks, **properties: Any) -> None:
    """A text that stays one, also when somebody edits its cell."""
    if text.startswith(STARTS):
        properties["quote_prefix"] = True
    sheet.write_string(row, column, _fitting(text), looks(**properties))


def write_over(
    sheet: Worksheet,
    row: int,
    span: tuple[int, int],
    text: str,
    looks: Looks,
    width: float,
    **properties: Any,
) -> None:
    """A wrapped text over the columns first to last, `width` letters wide together, in a row as high as it needs."""
    first, last = span
    properties = {"text_wrap": True, **properties}
    if text.startswith(STARTS):
        properties["quote_prefix"] = True
    size = properties.get("font_size", 10) / 10
    sheet.set_row(row, min(lines_of(text, width / size / 1.05) * LINE_HEIGHT * size, HIGHEST))
    if last > first:
        sheet.merge_range(row, first, row, last, "", looks(**properties))
    sheet.write_string(row, first, _fitting(text), looks(**properties))


def clean(text: str) -> str:
    """The text without control characters, which would make the file unreadable."""
    return UNWRITABLE.sub("", text)


def wide(text: str) -> int:
    """How many narrow letters wide a text is: Korean ones are two."""
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in text)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in so wide a cell, in letters."""
    return sum(max(1, ceil(wide(line) / width)) for line in text.split("\n"))


def sheet_names(cover: str, titles: Sequence[str]) -> list[str]:
    """The cover's name and one for each title, numbered: allowed, short enough, and each its own."""
    named = [_short(f"{at}. {title}") for at, title in zip(count(1), titles, strict=False)]
    return [_short(cover), *named]


def set_up_page(sheet: Worksheet, brief: Brief, *, landscape: bool) -> None:
    """A4, as wide as one page, with title, day and page number above and the stamp below."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.8)
    made = formats.day(brief.made_on, brief.language)
    sheet.set_header(_margin("&L&8 ", brief.title, f"&R&8 {_escaped(made)}  &P / &N"))
    lines = [line for line in stamp_lines(brief) if not brief.stamp.link or brief.stamp.link not in line]
    sheet.set_footer(_margin("&L&8 ", " · ".join(lines), ""))
    sheet.hide_gridlines(2)


def colour_of(number: int) -> str:
    """The colour of a series that has none of its own."""
    return in_colour(palette.SERIES[number % len(palette.SERIES)])


def _fitting(text: str) -> str:
    text = clean(text)
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _short(name: str) -> str:
    allowed = " ".join(FORBIDDEN.sub(" ", clean(name)).split())
    return allowed[:LONGEST_NAME].strip(" '")


def _margin(before: str, text: str, after: str) -> str:
    """Header or footer, its middle shortened to what a workbook holds."""
    room = LONGEST_MARGIN - len(before) - len(after)
    while len(_escaped(text).encode("utf-16-le")) // 2 > room:
        text = text[:-2].rstrip("…") + "…"
    return before + _escaped(text) + after


def _escaped(text: str) -> str:
    return clean(text).replace("\n", " ").replace("&", "&&")
