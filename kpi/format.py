"""Numbers, money, dates and periods as a Korean ministry writes them, and their English counterparts.

Everything here turns a value into text and never computes one. A missing value (None or NaN) is a dash; why it
is missing is said by whoever knows the reason.
"""

import math
from datetime import date
from typing import NamedTuple

from kpi.catalogue import Unit
from kpi.periods import is_year, quarter_number, year_of

MISSING = "–"
MAN, EOK, JO = 10_000, 100_000_000, 1_000_000_000_000
MILLION, BILLION = 1_000_000, 1_000_000_000
# From how many won on which unit is said: decimals, what stands before the number and after it.
SAID = {
    "ko": ((JO, 1, "", "조원"), (EOK, 1, "", "억원"), (MAN, 0, "", "만원"), (1, 0, "", "원")),
    "en": ((JO, 2, "KRW ", "tn"), (BILLION, 2, "KRW ", "bn"), (MILLION, 1, "KRW ", "m"), (1, 0, "KRW ", "")),
}
MINUS = "\N{MINUS SIGN}"
DECREASE = "△"


def is_missing(value: float | None) -> bool:
    """None and NaN are the same: there is no value."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def plain(value: float | None, decimals: int = 0) -> str:
    """A number with thousands separators: 1,030 or −12.5."""
    if is_missing(value):
        return MISSING
    text = f"{abs(value):,.{decimals}f}"  # type: ignore[arg-type]
    is_negative = value < 0 and any(digit in text for digit in "123456789")  # type: ignore[operator]
    return f"{MINUS}{text}" if is_negative else text


def money(krw: float | None, language: str) -> str:
    """Won in the unit people say: 79.9억원, 8,000만원, 1.2조원; KRW 7.99bn, 80.0m, 1.20tn in English."""
    if is_missing(krw):
        return MISSING
    said = _said(abs(krw), language)  # type: ignore[arg-type]
    sign = MINUS if krw < 0 and said.number else ""  # type: ignore[operator]
    return f"{sign}{said.before}{said.number:,.{said.decimals}f}{said.after}"


class Said(NamedTuple):
    """A number as it is written: its size rounded to its decimals, and what stands before and after it."""

    number: float
    decimals: int
    before: str = ""
    after: str = ""

    @property
    def pattern(self) -> str:
        """The number format with which a spreadsheet writes the same."""
        digits = "#,##0" + (f".{'0' * self.decimals}" if self.decimals else "")
        before, after = (f'"{words}"' if words else "" for words in (self.before, self.after))
        return f"{before}{digits}{after}"


def said(amount: float, unit: Unit, language: str, decimals: int = 0) -> Said:
    """A value taken apart: 79.9 and 억원, 95.0 and %, 1030 and 명."""
    if unit.kind == "money":
        size = _said(abs(amount), language)
        return size._replace(number=-size.number if amount < 0 and size.number else size.number)
    apart = "" if unit.kind == "percent" or language == "ko" else " "
    return Said(_rounded(amount, decimals), decimals, after=f"{apart}{unit.name[language]}")


def _said(krw: float, language: str) -> Said:
    least, *words = next((row for row in SAID[language] if krw >= row[0]), SAID[language][-1])
    return Said(_rounded(krw / least, words[0]), *words)


def _rounded(amount: float, decimals: int) -> float:
    """As the text of the number has it, so that both are always the same."""
    return float(f"{amount:.{decimals}f}")


def value(amount: float | None, unit: Unit, language: str, decimals: int = 0) -> str:
    """A value with its unit: 1,030명, 79.9억원, 95.0%, 1,030 persons."""
    if is_missing(amount):
        return MISSING
    if unit.kind == "money":
        return money(amount, language)
    number = plain(amount, decimals)
    if unit.kind == "percent" or language == "ko":
        return f"{number}{unit.name[language]}"
    return f"{number} {unit.name[language]}"


def percent(share: float | None, decimals: int = 1) -> str:
    """A share (1.0 = 100 %) as a percentage: 382.4%."""
    return MISSING if is_missing(share) else f"{plain(share * 100, decimals)}%"  # type: ignore[operator]


def signed_percent(share: float | None, decimals: int = 1) -> str:
    """A change as a percentage with its sign: +27.0% or −5.9%."""
    if is_missing(share):
        return MISSING
    text = percent(share, decimals)
    return text if text.startswith(MINUS) or not _has_digit(text) else f"+{text}"


def percentage_points(difference: float | None, decimals: int = 1) -> str:
    """A change of a ratio: +1.2%p."""
    if is_missing(difference):
        return MISSING
    text = plain(difference, decimals)
    return f"{text}%p" if text.startswith(MINUS) or not _has_digit(text) else f"+{text}%p"


def cell(amount: float | None, decimals: int = 0) -> str:
    """A number for a numeric table cell of a briefing: a decrease is △12."""
    return plain(amount, decimals).replace(MINUS, DECREASE)


def change(before: float | None, after: float | None, unit: Unit, language: str, decimals: int = 0) -> str:
    """Both values and the change between them: 411건 → 522건, +27.0%; a ratio's change in %p."""
    pair = f"{value(before, unit, language, decimals)} → {value(after, unit, language, decimals)}"
    if is_missing(before) or is_missing(after):
        return pair
    if unit.kind == "percent":
        return f"{pair}, {percentage_points(after - before)}"  # type: ignore[operator]
    if before == 0:
        return pair
    return f"{pair}, {signed_percent((after - before) / abs(before))}"  # type: ignore[operator]


def period(label: str, language: str) -> str:
    """2024 → 2024년, 2024Q1 → 2024년 1분기; 2024, Q1 2024 in English."""
    if is_year(label):
        return f"{label}년" if language == "ko" else label
    number = quarter_number(label)
    return f"{year_of(label)}년 {number}분기" if language == "ko" else f"Q{number} {year_of(label)}"


def day(moment: date | None, language: str) -> str:
    """2024. 1. 5. in Korean, 5 January 2024 in English."""
    if moment is None:
        return MISSING
    if language == "ko":
        return f"{moment.year}. {moment.month}. {moment.day}."
    return f"{moment.day} {moment:%B} {moment.year}"


def _has_digit(text: str) -> bool:
    return any(digit in text for digit in "123456789")
