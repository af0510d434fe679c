"""Numbers as Korean files write them, exactly, with the unit that stands beside them."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.numbers import NotANumber, Written, read_number

WRITTEN = [
    ("1,030", "1030", "", "1"),
    ("1,030명", "1030", "명", "1"),
    ("53건", "53", "건", "1"),
    ("229개사", "229", "개사", "1"),
    ("4349㎡", "4349", "㎡", "1"),
    ("477억원", "47700000000", "원", "1e8"),
    ("79억 9000만 원", "7990000000", "원", "1e4"),
    ("79억9,000만원", "7990000000", "원", "1e4"),
    ("8000만 원", "80000000", "원", "1e4"),
    ("79.9억", "7990000000", "", "1e7"),
    ("125백만원", "125000000", "원", "1e6"),
    ("3천만원", "30000000", "원", "1e7"),
    ("120십억원", "120000000000", "원", "1e9"),
    ("1조 2000억", "1200000000000", "", "1e8"),
    ("1만 2천명", "12000", "명", "1e3"),
    ("△12", "-12", "", "1"),
    ("(12)", "-12", "", "1"),
    ("(1,030)명", "-1030", "명", "1"),
    ("\u221212", "-12", "", "1"),
    ("–12", "-12", "", "1"),
    ("+5", "5", "", "1"),
    ("95%", "95", "%", "1"),
    ("382%", "382", "%", "1"),
    ("0.95", "0.95", "", "0.01"),
    ("１，０３０", "1030", "", "1"),
    ("₩1,000", "1000", "원", "1"),
    ("12,345.678", "12345.678", "", "0.001"),
]


@pytest.mark.parametrize(("text", "value", "unit", "step"), WRITTEN)
def test_a_number_is_read_with_its_unit_and_last_place(text: str, value: str, unit: str, step: str) -> None:
    number = read_number(text)
    assert (number.value, number.unit, number.step) == (Decimal(value), unit, Decimal(step))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "군산",
        "1,03",
        "12 34",
        "1.2.3",
        "1.2E+10",
        "9000만 79억",
        "1억 2억",
        "△",
        "()",
        "12px3",
        "=1+1",
        "５.",
        "▲12",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        read_number(text)


def test_a_written_scale_is_told_from_a_plain_number() -> None:
    assert read_number("477억").scaled
    assert not read_number("477").scaled


@given(st.integers(-(10**15), 10**15))
def test_grouped_and_marked_whole_numbers_come_back(value: int) -> None:
    sign = "△" if value < 0 else ""
    assert read_number(f"{sign}{abs(value):,}").value == value
    assert read_number(f"({abs(value):,})").value == -abs(value)
    assert read_number(f"{value}원") == Written(Decimal(value), "원", False, Decimal(1))


@given(st.integers(0, 9999), st.integers(0, 9999), st.integers(0, 9999), st.integers(1, 9999))
def test_compound_scales_come_back(
    trillions: int, hundred_millions: int, ten_thousands: int, ones: int
) -> None:
    text = f"{trillions}조 {hundred_millions}억 {ten_thousands}만 {ones}원"
    assert (
        read_number(text).value
        == trillions * 10**12 + hundred_millions * 10**8 + ten_thousands * 10**4 + ones
    )


@given(st.decimals(-(10**9), 10**9, places=3))
def test_decimals_are_exact(value: Decimal) -> None:
    assert read_number(f"{value:f}").value == value


@given(st.text(max_size=12))
def test_any_text_gives_a_number_or_a_named_refusal(text: str) -> None:
    with suppress(NotANumber):
        assert read_number(text).value.is_finite()
