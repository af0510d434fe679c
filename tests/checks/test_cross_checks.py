"""Every cross-check fires on a made-up case and is silent on a clean one."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import pytest

from checks.found import Checked, passed
from checks.programmes import DATASETS
from checks.whole import HISTORY_CHECKS, SEVERITIES, SUBMISSION_CHECKS, release_checks
from kpi.catalogue import Catalogue
from kpi.submissions import CheckOutcome
from kpi.warehouse import ReleaseBuilder
from tests.checks.conftest import empty_facts

EOK = 100_000_000
KEY_VALUES = {
    "metric": "VARCHAR", "zone": "VARCHAR", "period": "VARCHAR", "basis": "VARCHAR", "value": "DOUBLE",
    "records_value": "DOUBLE", "published_value": "DOUBLE", "origin": "VARCHAR", "status": "VARCHAR",
}  # fmt: skip
PUBLISHED = {
    "metric": "VARCHAR", "zone": "VARCHAR", "period": "VARCHAR", "basis": "VARCHAR", "value": "DOUBLE",
    "unit": "VARCHAR", "known_on": "DATE", "sequence": "BIGINT", "superseded": "BOOLEAN",
}  # fmt: skip
STAYS = {
    "zone": "VARCHAR", "firm": "VARCHAR", "entered_on": "DATE", "left_on": "DATE", "submission": "VARCHAR",
    "sheet": "VARCHAR", "source_row": "BIGINT",
}  # fmt: skip


def value(
    metric: str, zone: str, period: str, shown: float | None, basis: str = "in_period",
    records: float | None = None, origin: str = "records", status: str = "observed",
) -> tuple:  # fmt: skip
    return metric, zone, period, basis, shown, records, None, origin, status


def told(
    metric: str, zone: str, period: str, number: float | None, unit: str = "건", basis: str = "in_period",
    known_on: date = date(2024, 6, 28),
) -> tuple:  # fmt: skip
    return metric, zone, period, basis, number, unit, known_on, 1, False


def checked(
    builder: ReleaseBuilder, catalogue: Catalogue, values: Sequence[tuple] = (),
    published: Sequence[tuple] = (),
) -> Checked:  # fmt: skip
    builder.table("key_values", pd.DataFrame(values, columns=list(KEY_VALUES)), KEY_VALUES)
    builder.table("published", pd.DataFrame(published, columns=list(PUBLISHED)), PUBLISHED)
    builder.table("facts_tenant_firms", pd.DataFrame([], columns=list(STAYS)), STAYS)
    empty_facts(builder, catalogue, DATASETS.values())
    return release_checks(builder, catalogue)


def failures(result: Checked, check_code: str) -> list[CheckOutcome]:
    assert not [outcome for outcome in result.outcomes if outcome.broken]
    return [
        outcome for outcome in result.outcomes if outcome.check_code == check_code and not passed(outcome)
    ]


def test_a_release_without_anything_in_it_passes_every_check(builder, catalogue):
    result = checked(builder, catalogue)
    of_files = {*SUBMISSION_CHECKS, *HISTORY_CHECKS}
    assert {outcome.check_code for outcome in result.outcomes} == set(SEVERITIES) - of_files
    assert all(passed(outcome) for outcome in result.outcomes)
    assert result.failing_rows.empty


def test_zones_that_miss_the_national_total_by_more_than_its_rounding_are_found(builder, catalogue):
    values = [
        value("investment_linked", "gunsan", "2023", 79.9 * EOK),
        value("investment_linked", "gumi", "2023", 21 * EOK),
    ]
    published = [told("investment_linked", "national", "2023", 103 * EOK, "억원")]
    [failure] = failures(checked(builder, catalogue, values, published), "zones_add_up")
    assert (failure.metric, failure.zone, failure.period) == ("investment_linked", "national", "2023")
    assert (failure.observed, failure.expected, failure.column_name) == (
        "10090000000",
        "10300000000",
        "in_period",
    )


def test_zones_that_meet_the_national_total_within_its_rounding_pass(builder, catalogue):
    values = [
        value("investment_linked", "gunsan", "2023", 79.9 * EOK),
        value("investment_linked", "gumi", "2023", 21 * EOK),
    ]
    published = [told("investment_linked", "national", "2023", 101 * EOK, "억원")]
    result = checked(builder, catalogue, values, published)
    assert not failures(result, "zones_add_up")
    assert [each.rows_checked for each in result.outcomes if each.check_code == "zones_add_up"] == [1]


def test_the_rounding_of_published_zones_is_allowed_for_too(builder, catalogue):
    values = [
        value("investment_linked", "gunsan", "2023", 80 * EOK),
        value("investment_linked", "gumi", "2023", 20 * EOK),
    ]
    rounded = [
        told("investment_linked", zone, "2023", number * EOK, "억원")
        for zone, number in [("gunsan", 80), ("gumi", 20)]
    ]
    published = [*rounded, told("investment_linked", "national", "2023", 101 * EOK, "억원")]
    assert not failures(checked(builder, catalogue, values, published), "zones_add_up")


def test_a_national_total_is_not_compared_while_a_designated_zone_has_no_value(builder, catalogue):
    values = [value("startups", "gunsan", "2023", 11), value("startups", "gumi", "2023", None)]
    result = checked(builder, catalogue, values, [told("startups", "national", "2023", 199)])
    assert not failures(result, "zones_add_up")


def test_ratios_are_never_added_up_over_zones(builder, catalogue):
    values = [value("jobs_per_firm", "gunsan", "2023", 3), value("jobs_per_firm", "gumi", "2023", 2)]
    result = checked(builder, catalogue, values, [told("jobs_per_firm", "national", "2023", 2.4)])
    assert not failures(result, "zones_add_up")


@pytest.mark.parametrize(("records", "fails"), [(79.94, False), (79.95, False), (79.96, True), (79.8, True)])
def test_records_are_compared_with_the_published_value_to_half_of_its_last_place(
    builder, catalogue, records, fails
):
    values = [
        value("investment_linked", "gunsan", "2023", 79.9 * EOK, records=records * EOK, origin="published")
    ]
    result = checked(
        builder, catalogue, values, [told("investment_linked", "gunsan", "2023", 79.9 * EOK, "억원")]
    )
    assert bool(failures(result, "records_match_published")) is fails


def test_records_are_compared_with_the_newest_vintage(builder, catalogue):
    values = [value("investment_linked", "national", "2022", 1467 * EOK, records=1467 * EOK)]
    published = [
        told("investment_linked", "national", "2022", 1560 * EOK, "억원", known_on=date(2023, 5, 15)),
        told("investment_linked", "national", "2022", 1467 * EOK, "억원", known_on=date(2024, 6, 28)),
    ]
    assert not failures(checked(builder, catalogue, values, published), "records_match_published")


def test_a_published_cumulative_value_that_falls_is_found(builder, catalogue):
    published = [
        told("startups", "gunsan", "2024", 53, basis="cumulative"),
        told("startups", "gunsan", "2025", 50, basis="cumulative"),
    ]
    [failure] = failures(checked(builder, catalogue, [], published), "cumulative_never_falls")
    assert (failure.zone, failure.period, failure.observed, failure.expected) == (
        "gunsan",
        "2025",
        "50",
        "53",
    )


def test_a_cumulative_value_below_one_that_was_restated_since_passes(builder, catalogue):
    published = [
        told("startups", "gunsan", "2024", 53, basis="cumulative", known_on=date(2025, 8, 1)),
        told("startups", "gunsan", "2025", 50, basis="cumulative", known_on=date(2026, 2, 5)),
        told("startups", "gunsan", "2024", 48, basis="cumulative", known_on=date(2026, 2, 5)),
    ]
    assert not failures(checked(builder, catalogue, [], published), "cumulative_never_falls")


def test_a_quarter_inside_the_year_comes_before_the_year_end(builder, catalogue):
    published = [
        told("startups", "gunsan", "2024Q3", 52, basis="cumulative"),
        told("startups", "gunsan", "2024", 53, basis="cumulative"),
        told("startups", "gunsan", "2025Q1", 54, basis="cumulative"),
    ]
    assert not failures(checked(builder, catalogue, [], published), "cumulative_never_falls")


@pytest.mark.parametrize(("year", "fails"), [(10, False), (12, False), (13, True)])
def test_published_quarters_are_added_up_to_the_published_year(builder, catalogue, year, fails):
    quarters = [told("startups", "gunsan", f"2023Q{number}", number) for number in (1, 2, 3, 4)]
    result = checked(builder, catalogue, [], [*quarters, told("startups", "gunsan", "2023", year)])
    assert bool(failures(result, "quarters_add_up")) is fails


def test_the_last_quarter_of_a_stock_is_the_years_value(builder, catalogue):
    published = [
        told("tenant_firms", "gunsan", "2023Q4", 220, "개사", "period_end"),
        told("tenant_firms", "gunsan", "2023", 229, "개사", "period_end"),
    ]
    [failure] = failures(checked(builder, catalogue, [], published), "quarters_add_up")
    assert (failure.observed, failure.expected) == ("220", "229")


def test_a_year_with_only_some_quarters_published_is_not_compared(builder, catalogue):
    published = [told("startups", "gunsan", "2023Q1", 1), told("startups", "gunsan", "2023", 11)]
    assert not failures(checked(builder, catalogue, [], published), "quarters_add_up")


@pytest.mark.parametrize(("after", "fails"), [(20, False), (21, True), (0, False)])
def test_a_year_is_compared_with_the_year_before_by_the_metrics_threshold(builder, catalogue, after, fails):
    assert catalogue.metrics["startups"].jump_threshold == 1.0
    values = [value("startups", "gunsan", "2022", 10), value("startups", "gunsan", "2023", after)]
    assert bool(failures(checked(builder, catalogue, values), "year_jump")) is fails


def test_growth_from_the_year_of_designation_is_no_jump(builder, catalogue):
    values = [
        value("startups", zone, year, number)
        for zone in ("gunsan", "national")
        for year, number in [("2020", 1), ("2021", 9)]
    ]
    assert not failures(checked(builder, catalogue, values), "year_jump")


def test_a_year_that_is_not_whole_yet_is_no_jump(builder, catalogue):
    values = [
        value("startups", "gunsan", "2022", 10),
        value("startups", "gunsan", "2023", 60, status="provisional"),
    ]
    assert not failures(checked(builder, catalogue, values), "year_jump")


def test_a_cumulative_value_is_no_jump(builder, catalogue):
    values = [
        value("startups", "gunsan", year, number, "cumulative")
        for year, number in [("2022", 10), ("2023", 60)]
    ]
    assert not failures(checked(builder, catalogue, values), "year_jump")


def test_a_ratio_with_one_side_missing_names_that_side(builder, catalogue):
    values = [
        value("programme_jobs", "gunsan", "2023", 299),
        value("tenant_firms", "gunsan", "2023", None, "period_end"),
    ]
    [failure] = [
        each
        for each in failures(checked(builder, catalogue, values), "ratio_sides")
        if each.metric == "jobs_per_firm"
    ]
    assert (failure.zone, failure.period, failure.expected) == ("gunsan", "2023", "tenant_firms")


@pytest.mark.parametrize("both", [(299.0, 200.0), (None, None)])
def test_a_ratio_with_both_sides_or_neither_passes(builder, catalogue, both):
    values = [
        value("programme_jobs", "gunsan", "2023", both[0]),
        value("tenant_firms", "gunsan", "2023", both[1], "period_end"),
    ]
    found = failures(checked(builder, catalogue, values), "ratio_sides")
    assert not [failure for failure in found if failure.metric == "jobs_per_firm"]


def test_a_zone_whose_records_lag_behind_the_others_is_found(builder, catalogue):
    values = [
        value("startups", "gunsan", "2023Q3", 3, records=3),
        value("startups", "gunsan", "2023Q4", None),
        value("startups", "gumi", "2023Q4", 5, records=5),
    ]
    [failure] = failures(checked(builder, catalogue, values), "freshness")
    assert (failure.dataset, failure.zone, failure.observed, failure.expected) == (
        "startups",
        "gunsan",
        "2023Q3",
        "2023Q4",
    )


def test_a_check_whose_sql_cannot_run_is_broken_and_the_others_still_run(builder, catalogue):
    builder.table("published", pd.DataFrame([], columns=list(PUBLISHED)), PUBLISHED)
    builder.run("CREATE TABLE facts_tenant_firms AS SELECT 1 AS zone")
    outcomes = {outcome.check_code: outcome for outcome in release_checks(builder, catalogue).outcomes}
    assert outcomes["zones_add_up"].broken and "key_values" in outcomes["zones_add_up"].observed
    assert outcomes["one_zone_at_a_time"].broken
    assert outcomes["zones_add_up"].rows_failed == 0
    assert not outcomes["cumulative_never_falls"].broken
