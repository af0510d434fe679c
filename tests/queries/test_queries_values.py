"""Values over time, over zones, by category and by vintage."""

from pathlib import Path
from typing import Any

import pytest

from kpi.access import LOCAL_VIEWER
from kpi.catalogue import NATIONAL, Catalogue
from kpi.queries.moments import Moment
from kpi.queries.values import breakdown, ranking, trend, values, vintages, years
from tests.queries.compared_world import ZONES, ComparedWorld, row

OK = 100_000_000


def test_values_are_filtered_by_any_of_their_keys(moment: Moment) -> None:
    found = values(
        LOCAL_VIEWER,
        moment,
        metrics=["spin_offs"],
        zones=["gunsan"],
        periods=["2023", "2024"],
        bases=["in_period"],
    )
    assert found[["period", "value", "origin"]].values.tolist() == [
        ["2023", 6, "published"],
        ["2024", 46, "records"],
    ]


def test_without_filters_every_value_is_there(moment: Moment) -> None:
    assert not values(LOCAL_VIEWER, moment).duplicated(["metric", "zone", "period", "basis"]).any()


def test_a_trend_runs_from_the_first_value_to_the_last_with_targets_by_year(moment: Moment) -> None:
    yearly = trend(LOCAL_VIEWER, moment, "technology_transfers", "gunsan", "in_period", "year")
    assert yearly["period"].tolist() == ["2022", "2023", "2024", "2025"]
    assert yearly["value"].tolist()[1] == 65
    assert yearly["target"].tolist()[1] == 17
    assert yearly["target_status"].tolist()[1] == "inferred"
    assert yearly["status"].tolist()[-1] == "provisional"
    quarterly = trend(LOCAL_VIEWER, moment, "technology_transfers", "gunsan", "in_period")
    assert quarterly["period"].tolist()[0] == "2022Q1"
    assert quarterly["period"].tolist()[-1] == "2025Q2"


def test_a_trend_of_nothing_is_empty_and_keeps_its_columns(moment: Moment) -> None:
    empty = trend(LOCAL_VIEWER, moment, "tenant_exports", "naju", "in_period", "year")
    assert empty.empty
    assert {"period", "value", "synthetic", "target"} <= set(empty.columns)


def test_a_yearly_metric_has_no_quarters(moment: Moment) -> None:
    assert trend(LOCAL_VIEWER, moment, "local_funding", "gunsan", "in_period", "quarter").empty


def test_a_ranking_puts_the_best_first_and_zones_without_a_value_last(moment: Moment) -> None:
    found = ranking(LOCAL_VIEWER, moment, "investment_linked", "2023", "in_period")
    assert len(found) == 14
    assert found["zone"].tolist()[:2] == ["gunsan", "pohang"]
    assert found["rank"].tolist()[:2] == [1, 2]
    assert found["rank"].isna().sum() == 12
    assert "national" not in set(found["zone"])


@pytest.mark.parametrize(("period", "seed"), [("2023", 40), ("2023Q1", 10)])
def test_a_breakdown_adds_a_flow_up_over_the_period(moment: Moment, period: str, seed: float) -> None:
    found = breakdown(LOCAL_VIEWER, moment, "investment_linked", "gunsan", period, "stage")
    assert found["category"].tolist() == ["seed", "series_a"]
    assert found["value"].tolist() == [seed * OK, seed / 2 * OK]


def test_a_breakdown_of_all_zones_holds_every_zone(moment: Moment) -> None:
    found = breakdown(LOCAL_VIEWER, moment, "investment_linked", "national", "2023", "stage")
    assert found["value"].tolist() == [80 * OK, 40 * OK]


def test_a_breakdown_that_the_catalogue_does_not_have_is_empty(moment: Moment) -> None:
    assert breakdown(LOCAL_VIEWER, moment, "local_funding", "gunsan", "2023", "stage").empty


def test_both_vintages_of_a_restated_value_are_kept(moment: Moment) -> None:
    found = vintages(LOCAL_VIEWER, moment, "investment_linked", "national", "2022", "in_period")
    assert found["value"].tolist() == [1560 * OK, 1467 * OK]
    assert found["superseded"].tolist() == [True, False]


def test_the_year_shown_first_is_the_last_published_of_all_zones_whatever_the_zone(moment: Moment) -> None:
    assert years(LOCAL_VIEWER, moment, "gunsan").default == 2023
    assert years(LOCAL_VIEWER, moment, "gunsan").all == (2022, 2023, 2024, 2025)
    assert years(LOCAL_VIEWER, moment, "pohang").default == 2023


METRICS = ("startups", "tenant_firms", "local_funding", "national_funding")
LACKING = {"status": "provisional", "reason": "zones_missing:gumi"}


def of_year(
    year: str, zones: tuple[str, ...] = ZONES, metrics: tuple[str, ...] = METRICS
) -> list[dict[str, Any]]:
    """Every metric of every zone in a year."""
    return [row(metric, zone, year, "in_period", 1.0) for metric in metrics for zone in zones]


def all_together(year: str, **own: Any) -> dict[str, Any]:
    """One value of all zones together."""
    return row("startups", NATIONAL, year, "in_period", 5.0, **own)


@pytest.mark.parametrize("zone", [NATIONAL, "gunsan"])
def test_without_published_totals_a_year_in_which_single_values_are_missing_is_still_the_one_shown_first(
    tmp_path: Path, catalogue: Catalogue, zone: str
) -> None:
    rows = [*of_year("2023"), all_together("2023"), *of_year("2024")[1:], all_together("2024", **LACKING)]
    moment = ComparedWorld(tmp_path, catalogue).release(rows)
    assert years(LOCAL_VIEWER, moment, zone).default == 2024


@pytest.mark.parametrize("zone", [NATIONAL, "gunsan"])
@pytest.mark.parametrize(
    "begun",
    [
        of_year("2025", ("gunsan",)),
        [{**each, "status": "provisional", "reason": "quarters_missing:2025Q4"} for each in of_year("2025")],
    ],
    ids=["of one zone", "without its last quarter"],
)
def test_without_published_totals_a_year_that_has_only_begun_is_not_shown_first(
    tmp_path: Path, catalogue: Catalogue, zone: str, begun: list[dict[str, Any]]
) -> None:
    told = [all_together(year, **LACKING) for year in ("2023", "2024", "2025")]
    rows = [*of_year("2023"), *of_year("2024"), *begun, *told]
    assert years(LOCAL_VIEWER, ComparedWorld(tmp_path, catalogue).release(rows), zone).default == 2024


def test_a_place_without_values_of_the_year_shown_first_shows_its_last_before_it(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    rows = [*of_year("2023"), *of_year("2024", ("pohang", "gumi", "incheon_seogu"))]
    moment = ComparedWorld(tmp_path, catalogue).release(rows)
    assert years(LOCAL_VIEWER, moment, "pohang").default == 2024
    assert years(LOCAL_VIEWER, moment, "gunsan").default == 2023
    latest = max(zone.designated_on.year for zone in catalogue.zones.values())
    without = years(LOCAL_VIEWER, moment, "naju")
    assert (without.all, without.default) == ((), latest)
