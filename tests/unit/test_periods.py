"""Period labels have real first and last days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi import periods

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@given(DAYS)
def test_a_day_lies_in_its_quarter(day: date) -> None:
    label = periods.quarter_of(day)
    assert periods.first_day(label) <= day <= periods.last_day(label)


@given(DAYS)
def test_the_day_after_a_quarter_begins_the_next(day: date) -> None:
    label = periods.quarter_of(day)
    following = periods.quarter_of(periods.last_day(label) + timedelta(days=1))
    assert periods.index_of(following) == periods.index_of(label) + 1
    assert periods.quarter_at(periods.index_of(label)) == label


def test_a_range_holds_both_ends() -> None:
    assert periods.quarters("2019Q3", "2020Q1") == ["2019Q3", "2019Q4", "2020Q1"]


def test_one_year_earlier_keeps_the_quarter() -> None:
    assert periods.previous_year("2024Q3") == "2023Q3"
    assert periods.previous_year("2024") == "2023"


def test_a_year_is_no_quarter() -> None:
    assert periods.is_year("2024")
    assert not periods.is_quarter("2024")
    with pytest.raises(ValueError, match="2024Q1"):
        periods.quarter_number("2024")


@given(DAYS, st.integers(0, 24))
def test_the_end_of_a_month_some_months_on_is_the_day_before_the_next_begins(day: date, months: int) -> None:
    end = periods.month_end(day, months)
    assert (end + timedelta(days=1)).day == 1
    assert (end.year - day.year) * 12 + end.month - day.month == months


def test_february_ends_as_the_year_has_it() -> None:
    assert periods.month_end(date(2023, 12, 31), 2) == date(2024, 2, 29)
    assert periods.month_end(date(2025, 12, 31), 2) == date(2026, 2, 28)
