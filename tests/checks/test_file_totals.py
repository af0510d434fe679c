"""A file's own totals are compared with the sum of its rows, to the last place that the file writes."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.found import passed
from checks.rounding import half_step, step
from checks.totals import StatedTotal, check_totals
from kpi.catalogue import Catalogue
from kpi.warehouse import ReleaseBuilder

MILLION = 1_000_000
TYPES = {
    "zone": "VARCHAR", "local_krw": "BIGINT", "national_krw": "BIGINT", "sheet": "VARCHAR",
    "source_row": "BIGINT",
}  # fmt: skip
# Two zones of two rows, a subtotal after each (rows 7 and 10), a total at the end (row 11), all in 백만원.
ROWS = [
    ("gunsan", 10 * MILLION, 1 * MILLION, "", 5),
    ("gunsan", 20 * MILLION, 2 * MILLION, "", 6),
    ("gumi", 30 * MILLION, 3 * MILLION, "", 8),
    ("gumi", 40 * MILLION, None, "", 9),
    ("gumi", 5 * MILLION, None, "second", 5),
]


@pytest.fixture
def funding(builder: ReleaseBuilder) -> ReleaseBuilder:
    builder.table("staged", pd.DataFrame(ROWS, columns=list(TYPES)), TYPES)
    return builder


def total(
    row: int, million: float, label: str = "합계", column: str = "local_krw", zone: str = "", sheet: str = ""
) -> StatedTotal:
    return StatedTotal(sheet, row, label, column, Decimal(str(million)) * MILLION, Decimal(MILLION), zone)


def checked(funding: ReleaseBuilder, catalogue: Catalogue, *totals: StatedTotal):  # noqa: ANN201
    return check_totals(funding, catalogue.datasets["funding"], "staged", totals, "s1", "funding.xlsx")


def test_subtotals_and_totals_that_are_right_pass(funding, catalogue):
    stated = [
        total(7, 30, "소계"),
        total(10, 70, "소계"),
        total(11, 100),
        total(11, 6, column="national_krw"),
    ]
    result = checked(funding, catalogue, *stated)
    assert {(each.column_name, each.rows_checked) for each in result.outcomes} == {
        ("local_krw", 3),
        ("national_krw", 1),
    }
    assert all(passed(each) for each in result.outcomes)


def test_a_total_that_misses_a_row_is_found_with_its_own_row_and_both_numbers(funding, catalogue):
    result = checked(funding, catalogue, total(7, 30, "소계"), total(11, 90, "합 계"))
    [outcome] = result.outcomes
    assert (outcome.check_code, outcome.severity, outcome.rows_failed) == ("totals_match", "warning", 1)
    assert (outcome.observed, outcome.expected) == ("100000000", "90000000")
    assert result.failing_rows[["source_row", "column_name", "value"]].values.tolist() == [
        [11, "local_krw", "합 계: 90000000 ≠ 100000000"]
    ]


def test_a_total_above_its_rows_counts_the_whole_sheet(funding, catalogue):
    assert passed(checked(funding, catalogue, total(4, 100)).outcomes[0])


def test_a_total_of_one_zone_counts_its_rows_wherever_they_stand(funding, catalogue):
    assert passed(checked(funding, catalogue, total(4, 70, "구미 계", zone="gumi")).outcomes[0])
    assert not passed(checked(funding, catalogue, total(4, 70, "군산 계", zone="gunsan")).outcomes[0])


def test_sheets_are_added_up_apart(funding, catalogue):
    assert passed(checked(funding, catalogue, total(6, 5, sheet="second")).outcomes[0])
    assert not passed(checked(funding, catalogue, total(11, 105)).outcomes[0])


AMOUNTS = st.one_of(st.none(), st.integers(-3, 9))
PLACES = st.tuples(st.sampled_from(["", "second"]), st.integers(1, 20))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(PLACES, st.sampled_from(["gunsan", "gumi", None]), AMOUNTS), max_size=12),
    places=st.lists(PLACES, min_size=1, max_size=6, unique=True),
    value=st.integers(-5, 30),
    zone=st.sampled_from(["", "gunsan"]),
)
def test_a_total_is_held_against_the_sums_that_a_plain_loop_finds(
    builder, catalogue, rows, places, value, zone
):
    taken = [row for row in rows if row[0] not in places]
    staged = [(zone, amount, None, *place) for place, zone, amount in taken]
    builder.run("DROP TABLE IF EXISTS staged")
    builder.table("staged", pd.DataFrame(staged, columns=list(TYPES)), TYPES)
    stated = [StatedTotal(*place, "합계", "local_krw", Decimal(value), Decimal(1), zone) for place in places]
    [outcome] = checked(builder, catalogue, *stated).outcomes
    assert outcome.rows_failed == sum(not holds(each, stated, taken) for each in stated)


def holds(total: StatedTotal, stated: list[StatedTotal], rows: list[tuple]) -> bool:
    """Whether any of the sums that a total may be meant as is what it says."""
    here = [
        (row, zone, amount)
        for (sheet, row), zone, amount in rows
        if sheet == total.sheet and amount is not None
    ]
    above = max(
        (each.row for each in stated if each.sheet == total.sheet and each.row < total.row), default=0
    )
    meant = (
        [amount for _, zone, amount in here if total.zone and zone == total.zone],
        [amount for row, _, amount in here if above < row < total.row],
        [amount for row, _, amount in here if row < total.row],
        [amount for _, _, amount in here],
    )
    known = [sum(each) for each in meant if each] or [0]
    return total.value in known


@pytest.mark.parametrize(("million", "passes"), [(100.5, True), (99.5, True), (100.6, False), (99.4, False)])
def test_a_total_is_compared_no_closer_than_half_of_the_last_place(funding, catalogue, million, passes):
    assert passed(checked(funding, catalogue, total(11, million)).outcomes[0]) is passes


def test_a_file_without_totals_has_nothing_to_compare(funding, catalogue):
    assert checked(funding, catalogue).outcomes == ()


@pytest.mark.parametrize(
    ("value", "unit", "written", "expected"),
    [
        (7_990_000_000, "krw", "억원", 10_000_000),
        (7_990_000_000.000001, "krw", "억원", 10_000_000),
        (146_700_000_000, "krw", "억원", 100_000_000),
        (146_700_000_000, "krw", "krw", 100_000_000),
        (12_300_000, "krw", "백만원", 100_000),
        (80_000_000, "krw", "만원", 10_000),
        (1_030, "person", "명", 1),
        (87.25, "point", "점", Decimal("0.01")),
        (0, "case", "건", 1),
    ],
)
def test_the_last_place_of_a_figure_follows_from_its_value_and_written_unit(
    catalogue, value, unit, written, expected
):
    assert step(value, catalogue.units[unit], written) == expected
    assert half_step(value, catalogue.units[unit], written) * 2 == expected
