"""Periods are labels: quarters `2024Q1` and years `2024`, with real first and last days."""

import re
from datetime import date, timedelta

QUARTER = re.compile(r"^(\d{4})Q([1-4])$")
YEAR = re.compile(r"^\d{4}$")


def is_quarter(label: str) -> bool:
    """Whether the label is a quarter."""
    return QUARTER.match(label) is not None


def is_year(label: str) -> bool:
    """Whether the label is a year."""
    return YEAR.match(label) is not None


def year_of(label: str) -> int:
    """The year that a quarter or year label lies in."""
    return int(label[:4])


def quarter_number(label: str) -> int:
    """1 to 4; raises ValueError for a label that is no quarter."""
    match = QUARTER.match(label)
    if match is None:
        raise ValueError(f"{label!r} is not a quarter such as '2024Q1'")
    return int(match.group(2))


def quarter_of(day: date) -> str:
    """The quarter that a day lies in."""
    return f"{day.year}Q{(day.month - 1) // 3 + 1}"


def quarters_of(year: int) -> list[str]:
    """The four quarters of a year."""
    return [f"{year}Q{number}" for number in (1, 2, 3, 4)]


def index_of(quarter: str) -> int:
    """Quarters since year 0, so that differences count quarters."""
    return year_of(quarter) * 4 + quarter_number(quarter) - 1


def quarter_at(index: int) -> str:
    """The inverse of `index_of`."""
    return f"{index // 4}Q{index % 4 + 1}"


def quarters(first: str, last: str) -> list[str]:
    """All quarters from first to last, both included."""
    return [quarter_at(index) for index in range(index_of(first), index_of(last) + 1)]


def first_day(label: str) -> date:
    """The first day of a quarter or a year."""
    if is_year(label):
        return date(int(label), 1, 1)
    return date(year_of(label), quarter_number(label) * 3 - 2, 1)


def last_day(label: str) -> date:
    """The last day of a quarter or a year."""
    if is_year(label):
        return date(int(label), 12, 31)
    number = quarter_number(label)
    following = date(year_of(label) + 1, 1, 1) if number == 4 else date(year_of(label), number * 3 + 1, 1)
    return following - timedelta(days=1)


def previous_year(label: str) -> str:
    """The same quarter, or the year, one year earlier."""
    return f"{year_of(label) - 1}{label[4:]}"


def month_end(day: date, months: int) -> date:
    """The last day of the month that lies so many months after the month of a day."""
    number = day.year * 12 + day.month + months
    return date(number // 12, number % 12 + 1, 1) - timedelta(days=1)
