"""One cell as a stretch of time, in every spelling that files use, and that stretch as the label a column asks for.

A spelling that could mean two periods is refused: `2024.1` is January, or October with its zero dropped by a
spreadsheet.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kpi.periods import quarter_of
from pipelines.reading.words import plain

Grain = Literal["year", "half", "quarter", "month", "day"]
EXCEL_EPOCH = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 29_221, 73_415  # 1980-01-01 to 2100-12-31: beyond it, five digits are no date


class NotAPeriod(ValueError):
    """The cell's text is no period."""


class AmbiguousMonth(NotAPeriod):
    """`2024.1`: January, or October without its zero."""


class WrongGrain(NotAPeriod):
    """A period, but not one that the column can hold: a year where a quarter is asked for."""


@dataclass(frozen=True)
class Stretch:
    """A year, half, quarter, month or day. `number` is its number in the year; a day carries its date."""

    grain: Grain
    year: int
    number: int = 0
    day: date | None = None

    @property
    def quarter(self) -> str | None:
        """The quarter it lies in; None for a year or a half, which lie in several."""
        if self.day is not None:
            return quarter_of(self.day)
        if self.grain == "month":
            return f"{self.year}Q{(self.number - 1) // 3 + 1}"
        return f"{self.year}Q{self.number}" if self.grain == "quarter" else None

    @property
    def ends_the_year(self) -> bool:
        """Whether it is the last day or month of a year: what a yearly figure is stated as of."""
        last_day = self.day is not None and (self.day.month, self.day.day) == (12, 31)
        return last_day or (self.grain == "month" and self.number == 12)


def read_stretch(text: str) -> Stretch:
    """The stretch of time that a cell names. Raises NotAPeriod or AmbiguousMonth."""
    bare = DECORATION.sub("", plain(text))
    for written in dict.fromkeys((bare, plain(BRACKETS.sub(" ", bare)))):
        for pattern, make in SPELLINGS:
            match = pattern.fullmatch(written)
            if match:
                return make(match)
    raise NotAPeriod(text)


def quarter_label(text: str) -> str:
    """`2024Q1`.

    A month or a day gives the quarter it lies in. Raises NotAPeriod, WrongGrain for a year or a half.
    """
    quarter = read_stretch(text).quarter
    if quarter is None:
        raise WrongGrain(text)
    return quarter


def year_label(text: str) -> str:
    """`2024`.

    The end of a year gives its year. Raises NotAPeriod, WrongGrain for any other part of a year.
    """
    stretch = read_stretch(text)
    if stretch.grain != "year" and not stretch.ends_the_year:
        raise WrongGrain(text)
    return str(stretch.year)


def period_label(text: str) -> str:
    """`2024` for a year, else the quarter. Raises NotAPeriod, WrongGrain for a half."""
    stretch = read_stretch(text)
    label = str(stretch.year) if stretch.grain == "year" else stretch.quarter
    if label is None:
        raise WrongGrain(text)
    return label


def day(text: str) -> date:
    """The day. Raises NotAPeriod, WrongGrain for anything longer than a day."""
    stretch = read_stretch(text)
    if stretch.day is None:
        raise WrongGrain(text)
    return stretch.day


def _year(text: str) -> int:
    digits = re.sub(r"\D", "", text)
    return 2000 + int(digits) if len(digits) == 2 else int(digits)


def _as_year(match: re.Match[str]) -> Stretch:
    return Stretch("year", _year(match["year"]))


def _as_year_end(match: re.Match[str]) -> Stretch:
    return Stretch("month", _year(match["year"]), 12)


def _as_quarter(match: re.Match[str]) -> Stretch:
    return Stretch(
        "quarter",
        _year(match["year"]),
        QUARTERS[match["quarter"].upper()],
    )


def _as_half(match: re.Match[str]) -> Stretch:
    number = 1 if match["half"] in "상전1" else 2
    if match.groupdict().get("end"):
        return Stretch("month", _year(match["year"]), number * 6)
    return Stretch("half", _year(match["year"]), number)


def _as_month(match: re.Match[str]) -> Stretch:
    month = int(match["month"])
    if not 1 <= month <= 12:
        raise NotAPeriod(match.string)
    return Stretch("month", _year(match["year"]), month)


def _as_bare_month(match: re.Match[str]) -> Stretch:
    """`2024.10` is October as KOSIS writes it; `2024.1` may be that cell after a spreadsheet saved it."""
    if match["month"] == "1":
        raise AmbiguousMonth(match.string)
    return _as_month(match)


def _as_months(match: re.Match[str]) -> Stretch:
    """`1~3월`: a quarter, a half or a year written by its months; any other run of months is no period."""
    first, last = int(match["month"]), int(match["last"])
    if (first, last) == (1, 12):
        return _as_year(match)
    for grain, months in (("quarter", 3), ("half", 6)):
        if last - first == months - 1 and last % months == 0:
            return Stretch(grain, _year(match["year"]), last // months)
    raise NotAPeriod(match.string)


def _as_day(match: re.Match[str]) -> Stretch:
    try:
        found = date(_year(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError as error:
        raise NotAPeriod(match.string) from error
    return Stretch("day", found.year, day=found)


def _as_serial(match: re.Match[str]) -> Stretch:
    serial = int(match["serial"])
    if not FIRST_SERIAL <= serial <= LAST_SERIAL:
        raise NotAPeriod(match.string)
    found = EXCEL_EPOCH + timedelta(days=serial)
    return Stretch("day", found.year, day=found)


QUOTE = "['’‘΄`´ʹ′]"
FULL = r"(?P<year>(?:19|20)\d{2})"
CLEAR = rf"(?P<year>(?:19|20)\d{{2}}|{QUOTE}\s?\d{{2}})"  # a year that cannot be anything else
LOOSE = (
    rf"(?P<year>(?:19|20)\d{{2}}|{QUOTE}?\s?\d{{2}})"  # two bare digits, where what follows makes it a year
)
NAMED = rf"{LOOSE}\s?년도?"
QUARTER = r"제?\s?(?P<quarter>[1-4ⅠⅡⅢⅣ])"
LATIN = r"제?\s?(?P<quarter>I{1,3}|IV)"
QUARTERS = dict(zip("1234", range(1, 5), strict=True)) | dict(zip("ⅠⅡⅢⅣ", range(1, 5), strict=True))
QUARTERS |= {"I": 1, "II": 2, "III": 3, "IV": 4}
# What may stand around a period and says nothing of it: a fiscal year that is the calendar's, a day of the week.
DECORATION = re.compile(
    r"^FY\s?(?=\d)|\s?\(?[월화수목금토일]요일\)?$|\s?\([월화수목금토일]\)$", re.IGNORECASE
)
BRACKETS = re.compile(r"[()\[\]<>〈〉]")
HALF = r"(?P<half>[상하전후])\s?반기"
MONTH = r"(?P<month>\d{1,2})"
DAY = r"(?P<day>\d{1,2})"
GAP = r"(?:\s?년도?)?\s?[-./_]?\s?"
TIME = r"(?:[ T](?:오[전후]\s?)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
AS_OF = r"(?:\s?(?:기준|현재))?"
END = rf"(?:\s?말일?)?{AS_OF}"

TABLE: tuple[tuple[str, Callable[[re.Match[str]], Stretch]], ...] = (
    (rf"{FULL}(?:\.0+)?", _as_year),
    (r"(?P<serial>\d{5})(?:\.0+)?", _as_serial),
    (rf"{FULL}(?P<month>\d{{2}})(?P<day>\d{{2}})(?:\.0+)?{END}", _as_day),
    (rf"{FULL}(?P<month>\d{{2}})(?:\.0+)?{END}", _as_month),
    (rf"{CLEAR}(?:\s?연간)?{AS_OF}", _as_year),
    (rf"{NAMED}(?:\s?연간)?{AS_OF}", _as_year),
    (rf"{CLEAR}\s?말{AS_OF}", _as_year_end),
    (rf"{NAMED}\s?말{AS_OF}", _as_year_end),
    # `2024/1/4` is a day, so a bare quarter `1/4` follows a blank, a point, a dash or 년, never a slash.
    (rf"{LOOSE}(?:\s?년도?)?\s?[-.]?\s?{QUARTER}\s?/\s?4{END}", _as_quarter),
    (rf"{LOOSE}{GAP}{QUARTER}\s?(?:/\s?4\s?|사\s?)?분기{END}", _as_quarter),
    (rf"{LOOSE}{GAP}{LATIN}\s?(?:/\s?4\s?)?분기{END}", _as_quarter),
    (rf"{LOOSE}{GAP}{QUARTER}\s?Q{END}", _as_quarter),
    (rf"{QUARTER}\s?(?:/\s?4\s?|사\s?)?분기\s?[,.]?\s?{CLEAR}(?:년도?)?", _as_quarter),
    (rf"{LOOSE}{GAP}{MONTH}\s?월?\s?[~∼〜-]\s?(?P<last>\d{{1,2}})\s?월{AS_OF}", _as_months),
    (rf"{LOOSE}{GAP}Q\s?{QUARTER}{END}", _as_quarter),
    (rf"{QUARTER}\s?Q\s?[-./]?\s?{LOOSE}", _as_quarter),
    (rf"Q\s?{QUARTER}\s?[-./]?\s?{LOOSE}", _as_quarter),
    (rf"{LOOSE}{GAP}{HALF}(?P<end>\s?말)?{AS_OF}", _as_half),
    (rf"{LOOSE}{GAP}H(?P<half>[12])", _as_half),
    (rf"{LOOSE}{GAP}(?P<half>[12])H", _as_half),
    (rf"{NAMED}\s?{MONTH}\s?월\s?{DAY}\s?일{END}", _as_day),
    (rf"{LOOSE}\s?\.\s?{MONTH}\s?\.\s?{DAY}\s?[.일]?{END}{TIME}", _as_day),
    (rf"{CLEAR}\s?(?P<dash>[-/])\s?{MONTH}\s?(?P=dash)\s?{DAY}{TIME}{AS_OF}", _as_day),
    (rf"{LOOSE}\s?(?:년도?|[-./])\s?{MONTH}\s?월{END}", _as_month),
    (rf"{CLEAR}\s?\.\s?{MONTH}\s?\.{END}", _as_month),
    (rf"{CLEAR}\s?\.\s{MONTH}{END}", _as_month),
    (rf"{CLEAR}\.{MONTH}{END}", _as_bare_month),
    (rf"{CLEAR}\s?[-/]\s?{MONTH}{END}", _as_month),
)
SPELLINGS = [(re.compile(pattern, re.IGNORECASE), make) for pattern, make in TABLE]
