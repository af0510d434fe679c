"""Numbers, money, dates and periods as a Korean ministry writes them, and their English counterparts.

Everything here turns a value into text and never computes one. A missing value (None or NaN) is a dash; why it
is missing is said by whoever knows the reason.
"""

import math
from datetime import date

from kpi.catalogue import Unit
from kpi.periods import is_year, quarter_number, year_of

MISSING = "–"
MAN, EOK, JO = 10_000, 100_000_000, 1_000_000_000_000
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
    size = abs(krw)  # type: ignore[arg-type]
    sign = MINUS if krw < 0 else ""  # type: ignore[operator]
    return sign + (_money_ko(size) if language == "ko" else _money_en(size))


def _money_ko(size: float) -> str:
    if size >= JO:
        return f"{size / JO:,.1f}조원"
    if size >= EOK:
        return f"{size / EOK:,.1f}억원"
    if size >= MAN:
        return f"{size / MAN:,.0f}만원"
    return f"{size:,.0f}원"


def _money_en(size: float) -> str:
    if size >= 1e12:
        return f"KRW {size / 1e12:,.2f}tn"
    if size >= 1e9:
        return f"KRW {size / 1e9:,.2f}bn"
    if size >= 1e6:
        return f"KRW {size / 1e6:,.1f}m"
    return f"KRW {size:,.0f}"


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
