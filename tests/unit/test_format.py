"""Numbers as a ministry writes them."""

from datetime import date

import pytest

from kpi import format
from kpi.catalogue import load
from kpi.paths import PROJECT

UNITS = load(PROJECT / "catalogue").units


@pytest.mark.parametrize(
    ("krw", "korean", "english"),
    [
        (7_990_000_000, "79.9억원", "KRW 7.99bn"),
        (80_000_000, "8,000만원", "KRW 80.0m"),
        (1_200_000_000_000, "1.2조원", "KRW 1.20tn"),
        (-1_200_000_000, "−12.0억원", "KRW 1.20bn"),
        (0, "0원", "KRW 0"),
        (-0.3, "0원", "KRW 0"),
        (None, "–", "–"),
        (float("nan"), "–", "–"),
    ],
)
def test_money_takes_the_unit_people_say(krw: float | None, korean: str, english: str) -> None:
    assert format.money(krw, "ko") == korean
    assert format.money(krw, "en").replace("−", "") == english


def test_a_change_shows_both_values_and_the_difference() -> None:
    assert format.change(411, 522, UNITS["case"], "ko") == "411건 → 522건, +27.0%"


def test_a_change_of_a_ratio_is_in_percentage_points() -> None:
    assert format.change(92.5, 95.0, UNITS["percent"], "ko", 1) == "92.5% → 95.0%, +2.5%p"


def test_a_change_from_nothing_has_no_percentage() -> None:
    assert format.change(0, 5, UNITS["case"], "ko") == "0건 → 5건"


def test_achievement_is_not_capped() -> None:
    assert format.percent(65 / 17) == "382.4%"


def test_a_decrease_in_a_numeric_cell_is_a_triangle() -> None:
    assert format.cell(-12) == "△12"
    assert format.cell(-0.04, 1) == "0.0"


def test_units_are_written_as_each_language_does() -> None:
    assert format.value(1030, UNITS["person"], "ko") == "1,030명"
    assert format.value(1030, UNITS["person"], "en") == "1,030 persons"
    assert format.value(95, UNITS["percent"], "en", 1) == "95.0%"


def test_dates_and_periods_read_naturally() -> None:
    assert format.day(date(2024, 1, 5), "ko") == "2024. 1. 5."
    assert format.period("2024Q1", "ko") == "2024년 1분기"
    assert format.period("2024Q1", "en") == "Q1 2024"
    assert format.period("2024", "ko") == "2024년"


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("krw", [0, 9_999, 80_000_000, 7_990_000_000, -1_200_000_000, 1_234_500_000_000])
def test_a_value_taken_apart_says_what_the_text_of_the_value_says(krw: float, language: str) -> None:
    parts = format.said(krw, UNITS["krw"], language)
    sign = "−" if krw < 0 else ""
    written = f"{sign}{parts.before}{abs(parts.number):,.{parts.decimals}f}{parts.after}"
    assert written == format.value(krw, UNITS["krw"], language)


def test_a_spreadsheet_writes_a_value_in_the_same_unit() -> None:
    assert format.said(7_990_000_000, UNITS["krw"], "ko").pattern == '#,##0.0"억원"'
    assert format.said(7_990_000_000, UNITS["krw"], "en").pattern == '"KRW "#,##0.00"bn"'
    assert format.said(1030, UNITS["person"], "en").pattern == '#,##0" persons"'
    assert format.said(95.04, UNITS["percent"], "ko", 1) == (95.0, 1, "", "%")
