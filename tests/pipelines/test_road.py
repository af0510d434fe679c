"""From the files in data/raw to the numbers in a release: what was published is shown exactly as published."""

from datetime import date

import pytest

from kpi.paths import Paths
from kpi.warehouse import Release, open_release
from pipelines.moments import build_moment

EOK = 100_000_000


@pytest.fixture(scope="module")
def release(built: Paths) -> Release:
    return open_release(built.newest_link, built.warehouse)


def value(release: Release, metric: str, zone: str, period: str, basis: str) -> tuple:
    sql = """
        SELECT value, origin, known_on, synthetic FROM key_values
        WHERE metric = $metric AND zone = $zone AND period = $period AND basis = $basis
    """
    keys = {"metric": metric, "zone": zone, "period": period, "basis": basis}
    (row,) = release.rows(sql, keys)
    return row


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("spin_offs", 6),
        ("technology_transfers", 65),
        ("startups", 11),
        ("investment_linked", 79.9 * EOK),
        ("programme_jobs", 299),
        ("programme_revenue", 125 * EOK),
    ],
)
def test_gunsans_year_2023_is_as_published(release: Release, metric: str, expected: float) -> None:
    found, origin, known_on, synthetic = value(release, metric, "gunsan", "2023", "in_period")
    assert found == pytest.approx(expected, rel=1e-12)
    assert (origin, known_on, synthetic) == ("published", date(2024, 6, 28), False)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("spin_offs", 29),
        ("technology_transfers", 196),
        ("startups", 53),
        ("investment_linked", 477 * EOK),
        ("programme_jobs", 1030),
        ("programme_revenue", 404 * EOK),
    ],
)
def test_gunsans_results_since_designation_are_as_published(
    release: Release, metric: str, expected: float
) -> None:
    found, origin, _, _ = value(release, metric, "gunsan", "2024", "cumulative")
    assert found == pytest.approx(expected, rel=1e-12)
    assert origin == "published"


def test_gunsans_year_2024_comes_from_sample_records_and_says_so(release: Release) -> None:
    found, origin, _, synthetic = value(release, "technology_transfers", "gunsan", "2024", "in_period")
    assert found > 0
    assert (origin, synthetic) == ("records", True)


def test_national_investment_of_2022_is_the_restated_one_today(release: Release) -> None:
    found, origin, _, _ = value(release, "investment_linked", "national", "2022", "in_period")
    assert (found, origin) == (1467 * EOK, "published")


def test_national_investment_of_2022_as_known_in_june_2023_is_the_first_one(built: Paths) -> None:
    path = build_moment(built, date(2023, 6, 1))
    with open_release(path, built.warehouse) as past:
        found, origin, _, _ = value(past, "investment_linked", "national", "2022", "in_period")
        assert (found, origin) == (1560 * EOK, "published")
        (newest,) = past.rows("SELECT MAX(known_on) FROM submissions")[0]
        assert newest <= date(2023, 6, 1)


def test_records_add_up_to_every_published_value_they_stand_beside(release: Release) -> None:
    apart = release.rows("""
        SELECT metric, zone, period, observed, expected FROM check_results
        WHERE check_code = 'records_match_published' AND rows_failed > 0
    """)
    assert apart == []


def test_no_check_is_broken_and_nothing_critical_failed(release: Release) -> None:
    bad = release.rows(
        "SELECT check_code, dataset, observed FROM check_results"
        " WHERE broken OR (severity = 'critical' AND rows_failed > 0)"
    )
    assert bad == []


def test_every_fact_names_its_file_sheet_and_row(release: Release) -> None:
    (missing,) = release.rows(
        "SELECT COUNT(*) FROM facts_technology_transfers WHERE source_row IS NULL OR submission IS NULL"
    )[0]
    assert missing == 0


def test_no_registration_number_is_stored_in_clear(release: Release) -> None:
    (clear,) = release.rows(
        "SELECT COUNT(*) FROM facts_tenant_firms WHERE firm LIKE '%-%' OR LENGTH(firm) <> 20"
    )[0]
    assert clear == 0


def test_the_grades_of_2023_tell_withheld_from_published(release: Release) -> None:
    rows = dict(release.rows("SELECT status, COUNT(*) FROM grades WHERE year = 2023 GROUP BY status"))
    assert rows == {"published": 7, "withheld": 7}
