"""A release as somebody may see it: what is not open to the viewer is not there for any query."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.disclosing import SUMMED
from kpi.paths import Paths
from kpi.queries import guarding, moments
from kpi.queries.cards import cards
from kpi.queries.moments import Moment, release_for, release_of, resolve
from kpi.queries.quality import failing_rows
from kpi.queries.values import breakdown, values
from kpi.warehouse import Release

OK = 100_000_000
MANAGER = Viewer("gil", Role.MANAGER, frozenset({"gunsan"}))
GRANTED = Viewer("eva", Role.EVALUATOR, None, granted=frozenset({"pohang"}))
OUTSIDERS = [Viewer("any", role, None) for role in (Role.VIEWER, Role.EVALUATOR, Role.APPROVER)]
INSIDERS = [LOCAL_VIEWER, Viewer("m", Role.MANAGER, None), Viewer("a", Role.ANALYST, None)]


@pytest.fixture
def now(built: Paths) -> Moment:
    return resolve(built)


def zones(release: Release, table: str) -> set[str]:
    return {zone for (zone,) in release.rows(f"SELECT DISTINCT zone FROM {table}")}


@pytest.mark.parametrize("viewer", INSIDERS, ids=lambda each: each.role)
def test_who_may_see_all_firms_reads_the_release_as_it_is(viewer: Viewer, moment: Moment) -> None:
    assert release_for(viewer, moment) is release_of(moment)


@pytest.mark.parametrize(
    ("viewer", "open_"),
    [(MANAGER, {"gunsan"}), (GRANTED, {"pohang"}), *((each, set()) for each in OUTSIDERS)],
    ids=lambda each: getattr(each, "name", ""),
)
def test_records_of_firms_are_there_for_the_viewers_places_alone(
    viewer: Viewer, open_: set[str], now: Moment
) -> None:
    release = release_for(viewer, now)
    for table in ("firms", "firm_marks", "facts_investments", "facts_tenant_firms", "facts_targets"):
        assert zones(release, table) <= open_, table
    assert zones(release, "facts_investments") == open_
    assert zones(release_of(now), "facts_investments") > {"gunsan", "pohang"}


def test_every_table_of_a_release_is_decided(now: Moment) -> None:
    decided = {
        *guarding.OPEN,
        *guarding.OF_PLACES,
        *guarding.EMPTIED,
        *guarding.SUMS,
        *guarding.MASKED,
        *guarding.FINDINGS,
    }
    assert release_of(now).tables() - decided == set()


def test_a_table_that_nobody_has_decided_is_not_there(
    moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "OPEN", guarding.OPEN - {"targets"})
    moments._handle.cache_clear()
    try:
        with pytest.raises(Exception, match="targets does not exist"):
            release_for(MANAGER, moment).rows("SELECT * FROM targets")
        assert release_for(LOCAL_VIEWER, moment).rows("SELECT * FROM targets")
    finally:
        moments._handle.cache_clear()


def test_what_the_single_largest_firm_reported_is_there_for_its_own_place_alone(now: Moment) -> None:
    sql = "SELECT count(*) FROM {} WHERE zone {} 'gunsan' AND coalesce(largest, second_largest) IS NOT NULL"
    release = release_for(MANAGER, now)
    assert release.rows(sql.format("parts", "="))[0][0] > 0
    for table in ("parts", "programme_parts"):
        assert release_of(now).rows(sql.format(table, "<>"))[0][0] > 0
        assert release.rows(sql.format(table, "<>")) == [(0,)]


def test_a_guarded_release_has_the_same_columns_as_the_release(now: Moment) -> None:
    for table in release_of(now).tables():
        whole, guarded = (
            each.rows(f"DESCRIBE {table}") for each in (release_of(now), release_for(MANAGER, now))
        )
        assert [row[0] for row in guarded] == [row[0] for row in whole], table


def test_every_column_of_won_in_a_table_of_programmes_is_decided(now: Moment) -> None:
    of_whom_they_are = {
        ("programme_support", "budget_krw"), ("programme_funds", "committed_krw"), ("programme_funds", "called_krw"),
    }  # fmt: skip
    found = {
        (table, row[0])
        for table in release_of(now).tables()
        if table.startswith("programme_")
        for row in release_of(now).rows(f"DESCRIBE {table}")
        if row[0].endswith("_krw")
    }
    closing = {(table, column) for table, summed in SUMMED.items() for column in summed.amounts}
    closing |= {(table, column) for table, columns in guarding.LARGEST.items() for column in columns}
    assert found - closing == of_whom_they_are


def test_the_largest_grant_is_no_number_to_outsiders(now: Moment) -> None:
    sql = "SELECT bool_and(isnan(CAST(largest_krw AS DOUBLE))), count(largest_krw) > 0 FROM programme_calls"
    assert release_of(now).rows(sql) == [(False, True)] and release_for(MANAGER, now).rows(sql) == [
        (True, True)
    ]


def test_of_failing_cells_only_the_place_is_told(moment: Moment) -> None:
    outside = failing_rows(MANAGER, moment, "dd00", "values_known")
    assert outside["source_row"].tolist() == [5, 7] and outside["value"].isna().all()
    assert release_for(MANAGER, moment).rows("SELECT count(value) FROM check_rows") == [(0,)]


def test_sums_over_firms_that_a_check_compared_are_told_of_the_viewers_places_alone(moment: Moment) -> None:
    sql = "SELECT observed, expected FROM check_results WHERE check_code = 'records_match_published'"
    assert release_for(MANAGER, moment).rows(sql) == [("60", "79.9")]
    assert release_for(GRANTED, moment).rows(sql) == [("", "")]


def test_viewers_of_the_same_firms_share_a_release_and_others_do_not(moment: Moment) -> None:
    colleague = replace(MANAGER, name="kim", role=Role.ANALYST)
    assert release_for(MANAGER, moment) is release_for(colleague, moment)
    assert len({id(release_for(viewer, moment)) for viewer in (*OUTSIDERS, MANAGER, GRANTED)}) == 3


def test_many_who_ask_at_once_lay_a_release_out_once(moment: Moment, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    whole = moments.guarded

    def counted(*asked: Any) -> dict[str, str | pd.DataFrame]:
        made.append(1)
        return whole(*asked)

    monkeypatch.setattr(moments, "guarded", counted)
    moments._handle.cache_clear()
    with ThreadPoolExecutor(8) as crowd:
        asked = [crowd.submit(release_for, MANAGER, moment) for _ in range(16)]
        found = {id(each.result()) for each in asked}
    assert len(found) == len(made) == 1


def test_a_sum_of_few_firms_is_withheld_from_outsiders_and_says_why(moment: Moment) -> None:
    asked: dict[str, Any] = {"metrics": ["investment_linked"], "zones": ["gunsan"], "periods": ["2024"]}
    outside, own = (values(viewer, moment, **asked).iloc[0] for viewer in (OUTSIDERS[0], MANAGER))
    assert (outside["status"], outside["reason"]) == ("withheld", "firm_results_protected")
    told = ["value", "numerator", "denominator", "contributors", "records_value"]
    assert outside[told].isna().all() and own["value"] == 4 * 15 * OK


def test_a_published_value_is_open_to_everybody(moment: Moment) -> None:
    asked: dict[str, Any] = {"metrics": ["investment_linked"], "zones": ["gunsan"], "periods": ["2023"]}
    found = values(OUTSIDERS[0], moment, bases=["in_period"], **asked).iloc[0]
    assert (found["value"], found["status"]) == (79.9 * OK, "observed")


def test_withheld_categories_are_listed_without_a_value(moment: Moment) -> None:
    asked = "investment_linked", "gunsan", "2024", "stage"
    outside, own, whole = (
        breakdown(viewer, moment, *asked) for viewer in (OUTSIDERS[0], MANAGER, LOCAL_VIEWER)
    )
    assert set(outside["category"]) == set(whole["category"]) == {"seed", "series_a"}
    assert set(outside["status"]) == {"withheld"} and outside["value"].isna().all()
    assert own["value"].tolist() == whole["value"].tolist() == [4 * 10 * OK, 4 * 5 * OK]


def test_what_is_kept_for_one_viewer_is_not_shown_to_another(moment: Moment) -> None:
    for viewer, is_open in ((LOCAL_VIEWER, True), (OUTSIDERS[0], False), (MANAGER, True)):
        card = next(
            each for each in cards(viewer, moment, "gunsan", 2024) if each.metric == "investment_linked"
        )
        assert (card.value is not None) is is_open, viewer.name


def test_an_older_moment_is_masked_beside_the_newest_release(
    moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Release | None] = []
    whole = moments.guarded

    def beside(raw: Release, newest: Release | None, *asked: Any) -> dict[str, str | pd.DataFrame]:
        seen.append(newest)
        return whole(raw, newest, *asked)

    monkeypatch.setattr(moments, "guarded", beside)
    moments._handle.cache_clear()
    older = release_for(MANAGER, replace(moment, newest=moment.path))
    assert seen == [release_of(moment)]
    assert release_for(MANAGER, moment) is not older
