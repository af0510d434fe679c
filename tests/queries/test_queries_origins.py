"""From a number to the publication and to the file, sheet and row of every record; and what a viewer may not see."""

from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.queries.moments import Moment
from kpi.queries.origins import where_from
from kpi.queries.quality import check_summary, coverage, failing_rows, freshness

EVALUATOR = Viewer("evaluator", Role.EVALUATOR, None)
GUNSAN_MANAGER = Viewer("manager", Role.MANAGER, frozenset({"gunsan"}))


def test_a_published_number_leads_to_its_publication_and_its_records(moment: Moment) -> None:
    found = where_from(LOCAL_VIEWER, moment, "investment_linked", "gunsan", "2023", "in_period")
    assert found.published[["submission", "source_row", "file_name"]].values.tolist() == [
        ["bb23", 8, "bb23.csv"]
    ]
    records = found.records[0]
    assert records.total == 8
    assert records.rows["amount_krw"].sum() == 60 * 100_000_000
    assert records.rows[["file_name", "sheet"]].drop_duplicates().values.tolist() == [["dd00.csv", "투자"]]
    assert records.rows["source_row"].is_unique
    assert "firm" not in {column.id for column in records.columns}


def test_a_quarter_has_only_its_own_records(moment: Moment) -> None:
    records = where_from(LOCAL_VIEWER, moment, "investment_linked", "gunsan", "2023Q2", "in_period").records[
        0
    ]
    assert set(records.rows["period"]) == {"2023Q2"}


def test_since_designation_means_all_records_up_to_the_end(moment: Moment) -> None:
    records = where_from(LOCAL_VIEWER, moment, "investment_linked", "gunsan", "2023", "cumulative").records[0]
    assert records.total == 16


def test_a_limit_keeps_the_total(moment: Moment) -> None:
    records = where_from(
        LOCAL_VIEWER, moment, "investment_linked", "national", "2023", "in_period", limit=3
    ).records[0]
    assert (len(records.rows), records.total) == (3, 16)


def test_a_ratio_leads_to_the_records_of_both_sides(moment: Moment) -> None:
    found = where_from(LOCAL_VIEWER, moment, "investment_per_firm", "gunsan", "2023", "in_period")
    assert [records.metric for records in found.records] == ["investment_linked", "tenant_firms"]
    assert found.records[0].total == 8


def test_a_running_sums_last_quarter_leads_to_the_year_that_was_published(moment: Moment) -> None:
    found = where_from(LOCAL_VIEWER, moment, "spin_offs", "gunsan", "2024Q4", "cumulative")
    assert found.published["period"].tolist() == ["2024"]


def test_an_evaluator_sees_the_publication_and_no_firm(moment: Moment) -> None:
    found = where_from(EVALUATOR, moment, "investment_linked", "gunsan", "2023", "in_period")
    assert len(found.published) == 1
    assert (found.records[0].total, len(found.records[0].rows), found.records[0].hidden) == (0, 0, True)


def test_a_manager_sees_only_the_firms_of_their_own_zone(moment: Moment) -> None:
    records = where_from(
        GUNSAN_MANAGER, moment, "investment_linked", "national", "2023", "in_period"
    ).records[0]
    assert set(records.rows["zone"]) == {"gunsan"}
    assert (records.total, records.hidden) == (8, True)
    other = where_from(GUNSAN_MANAGER, moment, "investment_linked", "pohang", "2023", "in_period").records[0]
    assert other.rows.empty


def test_coverage_lists_what_is_known(moment: Moment) -> None:
    found = coverage(LOCAL_VIEWER, moment, metric="investment_linked", zone="pohang")
    assert len(found) == 14
    assert found["records"].all()


def test_failed_checks_come_before_those_that_held(moment: Moment) -> None:
    found = check_summary(LOCAL_VIEWER, moment)
    assert found["outcome"].tolist() == ["failed", "failed", "passed"]
    assert found["severity"].tolist() == ["warning", "info", "critical"]
    assert found["file_name"].tolist()[-1] == "dd00.csv"


def test_failing_rows_are_in_the_order_of_the_file_and_their_values_open_to_few(moment: Moment) -> None:
    found = failing_rows(LOCAL_VIEWER, moment, "dd00", "values_known")
    assert found[["source_row", "value"]].values.tolist() == [[5, "X"], [7, "시드?"]]
    assert failing_rows(EVALUATOR, moment, "dd00", "values_known")["value"].isna().all()


def test_freshness_says_how_old_each_series_is(moment: Moment) -> None:
    found = freshness(LOCAL_VIEWER, moment)
    assert found[["dataset", "series", "last_period"]].values.tolist() == [
        ["investments", "sample", "2025Q2"]
    ]
