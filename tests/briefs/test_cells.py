"""Written numbers as typed cells: the size that is written comes back, and its pattern writes the same text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi import format as formats
from kpi.briefs.cells import number_of
from kpi.catalogue import Unit

LANGUAGES = st.sampled_from(("ko", "en"))
DECIMALS = st.integers(0, 3)
AMOUNTS = st.floats(-1e9, 1e9, allow_nan=False) | st.integers(-(10**12), 10**12)
SHARES = st.floats(-100, 100, allow_nan=False)
UNITS = st.sampled_from(
    (
        Unit(id="one", kind="count", name={"ko": "명", "en": "persons"}),
        Unit(id="one", kind="count", name={"ko": "건", "en": "transfers"}),
        Unit(id="one", kind="percent", name={"ko": "%", "en": "%"}),
        Unit(id="one", kind="money", name={"ko": "원", "en": "won"}),
    )
)


def as_a_spreadsheet_writes(value: float, pattern: str) -> str:
    """The value by its number format, by the rules of spreadsheets: positive; negative; zero."""
    positive, *others = pattern.split(";")
    chosen, sign = positive, "-" if value < 0 else ""
    if value < 0 and others:
        chosen, sign = others[0], ""
    elif value == 0 and len(others) > 1:
        chosen = others[1]
    quoted = re.findall(r'"[^"]*"', chosen)
    bare = re.sub(r'"[^"]*"', "\0", chosen)
    found = re.search(r"(#,##0|0)(?:\.(0+))?", bare)
    assert found is not None, pattern
    comma = "," if found[1] == "#,##0" else ""
    digits = f"{abs(value):{comma}.{len(found[2] or '')}f}"
    written = bare[: found.start()] + digits + bare[found.end() :]
    # An unquoted % would multiply by a hundred.
    assert "%" not in bare
    for words in quoted:
        written = written.replace("\0", words.strip('"'), 1)
    return sign + written


def size_in(text: str) -> float:
    """The digits of a text as a number, without its sign."""
    return float("".join(re.findall(r"[\d.]", text.replace("%p", "%"))))


def assert_reads_the_same(text: str) -> None:
    number = number_of(text)
    assert number is not None, text
    assert number.value is not None
    assert number.shown == text
    assert abs(number.value) == size_in(text)
    is_negative = text.startswith((formats.MINUS, formats.DECREASE, "-"))
    assert (number.value < 0) == (is_negative and number.value != 0)
    assert as_a_spreadsheet_writes(number.value, number.pattern) == text


@given(amount=AMOUNTS, unit=UNITS, language=LANGUAGES, decimals=DECIMALS)
def test_a_value_with_its_unit_is_read_in_the_magnitude_in_which_it_is_written(
    amount: float, unit: Unit, language: str, decimals: int
) -> None:
    assert_reads_the_same(formats.value(amount, unit, language, decimals))


@given(krw=st.integers(-(10**15), 10**15), language=LANGUAGES)
def test_money_is_read_in_the_unit_that_people_say(krw: int, language: str) -> None:
    assert_reads_the_same(formats.money(krw, language))


@given(share=SHARES, decimals=DECIMALS)
def test_shares_and_their_changes_are_read_with_sign_and_per_cent(share: float, decimals: int) -> None:
    assert_reads_the_same(formats.percent(share, decimals))
    assert_reads_the_same(formats.signed_percent(share, decimals))


@given(difference=SHARES, decimals=DECIMALS)
def test_percentage_points_are_read(difference: float, decimals: int) -> None:
    assert_reads_the_same(formats.percentage_points(difference, decimals))


@given(amount=AMOUNTS, decimals=DECIMALS)
def test_cells_of_briefings_are_read_with_their_triangle(amount: float, decimals: int) -> None:
    assert_reads_the_same(formats.cell(amount, decimals))
    assert_reads_the_same(formats.plain(amount, decimals))


@pytest.mark.parametrize(
    ("text", "value", "pattern"),
    [
        ("1,030명", 1030, '#,##0"명";△#,##0"명"'),
        ("79.9억원", 79.9, '#,##0.0"억원";△#,##0.0"억원"'),
        ("KRW 7.99bn", 7.99, '"KRW "#,##0.00"bn";△"KRW "#,##0.00"bn"'),
        ("△12", -12, "#,##0;△#,##0"),
        ("−5.9%", -5.9, '#,##0.0"%";−#,##0.0"%"'),
        ("+27.0%", 27, '+#,##0.0"%";△#,##0.0"%";#,##0.0"%"'),
        ("2024년", 2024, '0"년";△0"년"'),
        ("0", 0, "#,##0;△#,##0"),
    ],
)
def test_what_a_cell_becomes(text: str, value: float, pattern: str) -> None:
    number = number_of(text)
    assert number is not None
    assert (number.value, number.shown, number.pattern) == (value, text, pattern)


@pytest.mark.parametrize(
    "text",
    ["", "–", "비공개", "2024. 1. 5.", "411건 → 522건, +27.0%", "2024년 1분기", "Q1 2024", "1-2", "12 (표본 3)", "1,2",
     "=1+1", "1e5", "△", "1.2.3", "007", "1,0300", "1234567890123456"],
)  # fmt: skip
def test_what_is_no_single_number_stays_words(text: str) -> None:
    assert number_of(text) is None


def test_quotation_marks_in_a_unit_leave_the_pattern_whole() -> None:
    number = number_of('12 "units"')
    assert number is not None
    assert number.pattern.count('"') % 2 == 0
