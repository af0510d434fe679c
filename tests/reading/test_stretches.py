"""Periods in every spelling met in files, and refusals of what could mean two."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.periods import is_quarter, is_year
from pipelines.reading.periods import (
    EXCEL_EPOCH,
    AmbiguousMonth,
    NotAPeriod,
    WrongGrain,
    day,
    period_label,
    quarter_label,
    read_stretch,
    year_label,
)

QUARTER_SPELLINGS = [
    "{year}년 {quarter}분기",
    "{year}년{quarter}/4분기",
    "{year}년도 {quarter}/4분기",
    "{year}년 제{quarter}분기",
    "{year}.{quarter}Q",
    "{year} {quarter}Q",
    "{year}-Q{quarter}",
    "{year}Q{quarter}",
    "{year} Q{quarter}",
    "{quarter}Q{short}",
    "{quarter}Q{year}",
    "Q{quarter} {year}",
    "'{short} {quarter}/4",
    "’{short}.{quarter}/4분기",
    "΄{short}.{quarter}/4",
    "‘{short}. {quarter}분기",
    "{short}년 {quarter}/4분기",
    "{year}.{quarter}/4",
    "{year}-{quarter}/4",
    "{year} {quarter}사분기",
    "{short}Q{quarter}",
    "{year}_{quarter}q",
]
MONTH_SPELLINGS = [
    "{year}.{month:02}",
    "{year}-{month:02}",
    "{year}{month:02}",
    "{year}년 {month}월",
    "'{short}.{month}월말",
    "{year}. {month}.",
]
DAY_SPELLINGS = [
    "{d:%Y-%m-%d}",
    "{d:%Y.%m.%d}",
    "{d:%Y/%m/%d}",
    "{d:%Y%m%d}",
    "{d:%Y.%m.%d}기준",
    "{d:%Y-%m-%d} 00:00:00",
    "{d.year}. {d.month}. {d.day}.",
    "{d.year}년 {d.month}월 {d.day}일 현재",
    "{d:%y}.{d.month}.{d.day}",
]


@given(st.integers(2000, 2099), st.integers(1, 4), st.sampled_from(QUARTER_SPELLINGS))
def test_every_spelling_of_a_quarter_comes_back(year: int, quarter: int, spelling: str) -> None:
    text = spelling.format(year=year, short=f"{year % 100:02}", quarter=quarter)
    assert quarter_label(text) == period_label(text) == f"{year}Q{quarter}"


@given(
    st.integers(2000, 2099),
    st.sampled_from(
        ["{year}", "{year}년", "{year}년도", "'{short}", "{short}년", "{year}.0", "{year}년 연간"]
    ),
)
def test_every_spelling_of_a_year_comes_back(year: int, spelling: str) -> None:
    text = spelling.format(year=year, short=f"{year % 100:02}")
    assert year_label(text) == period_label(text) == str(year)


@given(st.integers(2000, 2099), st.integers(1, 12), st.sampled_from(MONTH_SPELLINGS))
def test_a_month_gives_its_quarter(year: int, month: int, spelling: str) -> None:
    text = spelling.format(year=year, short=f"{year % 100:02}", month=month)
    assert quarter_label(text) == f"{year}Q{(month + 2) // 3}"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(DAY_SPELLINGS))
def test_every_spelling_of_a_day_comes_back(when: date, spelling: str) -> None:
    assert day(spelling.format(d=when)) == when


@given(st.dates(date(1981, 1, 1), date(2099, 12, 31)))
def test_a_spreadsheet_serial_is_its_day(when: date) -> None:
    assert day(str((when - EXCEL_EPOCH).days)) == when


def test_serial_45657_is_the_last_day_of_2024() -> None:
    assert day("45657") == date(2024, 12, 31)


def test_kosis_writes_october_as_2024_10() -> None:
    assert read_stretch("2024.10").number == 10
    assert quarter_label("2024.10") == "2024Q4"


@pytest.mark.parametrize("text", ["2024.1", "'24.1"])
def test_a_month_that_may_have_lost_its_zero_is_refused(text: str) -> None:
    with pytest.raises(AmbiguousMonth):
        quarter_label(text)


def test_a_slash_date_is_a_day_and_no_quarter() -> None:
    assert day("2024/1/4") == date(2024, 1, 4)


@pytest.mark.parametrize("text", ["2024년 상반기", "2024H1", "2024", "'24년"])
def test_a_half_and_a_year_are_no_quarter(text: str) -> None:
    with pytest.raises(WrongGrain):
        quarter_label(text)


def test_the_end_of_a_half_lies_in_its_quarter() -> None:
    assert quarter_label("2024년 상반기말") == "2024Q2"


@pytest.mark.parametrize("text", ["'24.12월말", "2024.12.31기준", "20241231", "2024년말", "45657"])
def test_the_end_of_a_year_names_the_year(text: str) -> None:
    assert year_label(text) == "2024"


@pytest.mark.parametrize("text", ["2024Q3", "2024.06.30기준", "2024년 6월"])
def test_a_part_of_a_year_is_no_year(text: str) -> None:
    with pytest.raises(WrongGrain):
        year_label(text)


@pytest.mark.parametrize(
    "text", ["", "24", "군산", "2024.13", "2024-02-30", "99999", "1/4", "5분기", "2024년 5분기", "지정 이후"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(NotAPeriod):
        period_label(text)


@given(st.text(max_size=14))
def test_any_text_gives_a_label_or_a_named_refusal(text: str) -> None:
    with suppress(NotAPeriod):
        assert is_quarter(period_label(text)) or is_year(period_label(text))
