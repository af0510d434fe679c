"""Zones beside each other: ranks and places, what they are compared with, and what may be divided by what."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.access import LOCAL_VIEWER
from kpi.catalogue import Catalogue
from kpi.queries.comparison import (
    AGAINST,
    Asked,
    Comparison,
    among_all,
    chosen_zones,
    compare,
    over_time,
    periods,
    placed,
)
from kpi.queries.moments import Moment
from tests.queries.compared_world import OK, ZONES, ComparedWorld, numbers, row

STARTUPS = Asked(("startups",), "2023")
FUNDING = Asked(("local_to_national_funding",), "2023")


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Moment:
    return ComparedWorld(tmp_path_factory.mktemp("compared"), catalogue).release()


def compared_with(moment: Moment, asked: Asked, **changed: object) -> Comparison:
    return compare(LOCAL_VIEWER, moment, replace(asked, **changed))  # type: ignore[arg-type]


def column(comparison: Comparison, name: str, metric: str = "") -> list[object]:
    """A column of one metric, by zone, None for missing numbers."""
    rows = comparison.cells[comparison.cells["metric"] == (metric or comparison.subjects[0].id)]
    return [None if isinstance(each, float) and math.isnan(each) else each for each in rows[name]]


def codes(comparison: Comparison) -> dict[str, str]:
    return {each.metric.id: each.code for each in comparison.left_out}


def test_equals_share_a_rank_and_half_of_each_others_place(compared: Moment) -> None:
    found = compared_with(compared, STARTUPS)
    assert column(found, "value") == [28, 9, 9, 4, 2]
    assert column(found, "rank") == [1, 2, 2, 4, 5]
    assert column(found, "place") == [1, 0.625, 0.625, 0.25, 0]


def test_where_less_is_better_the_lowest_is_first(tmp_path: Path, catalogue: Catalogue) -> None:
    world = ComparedWorld(tmp_path, catalogue)
    startups = world.catalogue.metrics["startups"].model_copy(update={"direction": -1})
    metrics = world.catalogue.metrics | {"startups": startups}
    world.catalogue = world.catalogue.model_copy(update={"metrics": metrics})
    found = compared_with(world.release(), STARTUPS, against="best")
    assert column(found, "rank") == [5, 3, 3, 2, 1]
    assert column(found, "reference") == [2] * 5


def test_a_zone_alone_has_a_rank_and_no_place(compared: Moment) -> None:
    found = compared_with(compared, STARTUPS, zones=("gunsan",))
    assert column(found, "rank") == [1]
    assert column(found, "place") == [None]


def test_zones_are_chosen_by_wave_and_by_name_in_the_catalogues_order(compared: Moment) -> None:
    assert compared_with(compared, STARTUPS, zones=("wave-3", "pohang")).zones == (
        "pohang",
        "incheon_seogu",
        "chuncheon",
    )


def test_no_choice_means_every_zone(catalogue: Catalogue) -> None:
    assert chosen_zones(catalogue, ()) == tuple(catalogue.zones)


def test_the_national_average_takes_in_zones_that_are_not_compared(compared: Moment) -> None:
    found = compared_with(compared, STARTUPS, zones=("gunsan", "gumi"))
    assert column(found, "reference") == [10.4, 10.4]
    assert column(found, "difference") == pytest.approx([-1.4, -1.4])


def test_a_ratio_is_compared_with_its_own_national_value_and_never_with_a_mean(compared: Moment) -> None:
    found = compared_with(compared, FUNDING)
    assert column(found, "reference") == pytest.approx([65 / 60 * 100] * 5)
    assert column(found, "share") == [None] * 5


def test_the_average_of_a_wave_is_the_mean_of_a_flow(compared: Moment) -> None:
    found = compared_with(compared, STARTUPS, against="group")
    assert column(found, "reference") == [None, 9, 9, 3, 3]


def test_a_wave_of_one_zone_has_nobody_to_be_compared_with(compared: Moment) -> None:
    assert column(compared_with(compared, STARTUPS, against="group"), "why")[0] == "group_of_one"


def test_the_average_of_a_wave_is_made_from_both_sides_of_a_ratio(compared: Moment) -> None:
    found = compared_with(compared, FUNDING, against="group")
    assert column(found, "reference")[1:3] == pytest.approx([25 / 35 * 100] * 2)


def test_a_scores_average_is_weighted_by_its_respondents(compared: Moment) -> None:
    asked = Asked(("tenant_satisfaction",), "2023", against="group")
    assert column(compare(LOCAL_VIEWER, compared, asked), "reference")[1:3] == pytest.approx([75, 75])


def test_the_best_is_the_best_of_those_compared(compared: Moment) -> None:
    found = compared_with(compared, STARTUPS, zones=("gunsan", "chuncheon"), against="best")
    assert column(found, "reference") == [9, 9]
    assert column(found, "difference") == [0, -7]


def test_any_zone_can_be_compared_with(compared: Moment) -> None:
    found = compared_with(compared, STARTUPS, zones=("gunsan",), against="zone:pohang")
    assert column(found, "reference") == [28]
    assert column(found, "share") == pytest.approx([-19 / 28])


def test_last_years_value_is_missed_by_name(compared: Moment) -> None:
    found = compared_with(compared, STARTUPS, against="last_year")
    assert column(found, "reference") == [20, 6, 8, None, None]
    assert column(found, "why")[4] == "no_earlier_value"


def test_any_other_period_can_be_compared_with(compared: Moment) -> None:
    found = compared_with(compared, STARTUPS, against="at:2022")
    assert column(found, "reference") == [20, 6, 8, None, None]
    assert column(found, "difference") == [8, 3, 1, None, None]
    assert column(found, "share")[0] == pytest.approx(0.4, rel=1e-12)
    assert column(found, "why")[3:] == ["period_not_whole", "no_value_then"]
    backward = compared_with(compared, replace(STARTUPS, period="2022"), against="at:2023")
    assert column(backward, "reference")[:3] == [28, 9, 9]


def test_a_part_of_a_year_is_not_set_against_a_whole_one(compared: Moment) -> None:
    assert column(compared_with(compared, STARTUPS, against="last_year"), "why")[3] == "year_not_whole"


def test_targets_count_as_stated_and_are_reached_without_a_cap(compared: Moment) -> None:
    found = compared_with(compared, STARTUPS, against="target")
    assert column(found, "reached")[2] == pytest.approx(90)
    assert column(found, "why") == ["no_target", "", "", "no_target", "no_target"]


def test_a_target_of_zero_is_not_reached_by_any_percentage(compared: Moment) -> None:
    assert column(compared_with(compared, STARTUPS, against="target"), "reached")[1] is None


def test_a_quarter_has_no_target(compared: Moment) -> None:
    found = compared_with(compared, STARTUPS, period="2023Q4", against="target")
    assert column(found, "value") == [7, 3, 2, 1, 1]
    assert set(column(found, "why")) == {"target_by_year"}


def test_a_target_is_not_set_against_a_divided_value(compared: Moment) -> None:
    found = compared_with(compared, STARTUPS, per="area", against="target")
    assert set(column(found, "why")) == {"target_undivided"}


def test_two_populations_are_divided_only_where_a_ratio_declares_it(compared: Moment) -> None:
    asked = Asked(("startups", "investment_linked", "tenant_firms", "tenant_revenue"), "2023")
    found = compared_with(compared, asked, per="tenant_firm")
    assert codes(found) == {"startups": "populations_differ", "tenant_firms": "itself"}
    assert column(found, "value", "investment_linked") == [2 * OK, 1.5 * OK, 1.2 * OK, OK, None]
    assert "cross_population" in found.subject("investment_linked").metric.caveats
    assert "cross_population" not in found.subject("tenant_revenue").metric.caveats


def test_a_denominator_of_zero_or_unknown_leaves_nothing_and_says_so(compared: Moment) -> None:
    found = compared_with(compared, Asked(("investment_linked",), "2023", per="tenant_firm"))
    assert column(found, "reason")[4] == "side_missing:tenant_firm"
    assert column(found, "status")[4] == "missing"


def test_what_is_divided_rests_on_both_of_its_sides(compared: Moment) -> None:
    found = compared_with(compared, Asked(("investment_linked",), "2023", per="tenant_firm"))
    assert column(found, "origin")[2] == "records"
    assert column(found, "synthetic")[2] is True


def test_a_ratio_is_not_divided_again(compared: Moment) -> None:
    assert codes(compared_with(compared, FUNDING, per="area")) == {"local_to_national_funding": "quotient"}


def test_per_area_is_missing_where_the_area_is_unknown(compared: Moment) -> None:
    found = compared_with(compared, STARTUPS, per="area")
    areas = (None, 2.46, 2.70, 2.22, None)
    expected = [
        None if area is None else value / area for value, area in zip((28, 9, 9, 4, 2), areas, strict=True)
    ]
    assert [None if each is None else round(float(str(each)), 9) for each in column(found, "value")] == [
        None if each is None else round(each, 9) for each in expected
    ]
    assert column(found, "reference") == pytest.approx([22 / (2.46 + 2.70 + 2.22)] * 5)


def test_funding_adds_up_what_the_state_and_the_zone_put_in(compared: Moment) -> None:
    found = compared_with(compared, STARTUPS, per="funding")
    assert column(found, "value")[2] == pytest.approx(9 / 30)
    assert column(found, "value")[4] == pytest.approx(2 / 5)


def test_one_years_flow_is_not_divided_by_years(compared: Moment) -> None:
    assert codes(compared_with(compared, STARTUPS, per="year")) == {"startups": "one_period"}


def test_what_adds_up_since_designation_is_divided_by_the_years_since(compared: Moment) -> None:
    found = compared_with(compared, STARTUPS, per="year", basis="cumulative")
    days = (pd.Timestamp("2023-12-31") - pd.Timestamp("2020-07-27")).days
    assert column(found, "value")[2] == pytest.approx(22 / (days / 365.25))


def test_a_metric_without_a_value_is_left_out_by_name(compared: Moment) -> None:
    found = compared_with(compared, Asked(("programme_jobs", "startups"), "2023"))
    assert codes(found) == {"programme_jobs": "no_values"}
    assert [each.id for each in found.subjects] == ["startups"]


def test_nothing_to_compare_is_an_empty_comparison(compared: Moment) -> None:
    found = compared_with(compared, STARTUPS, period="1999")
    assert found.cells.empty and codes(found) == {"startups": "no_values"}


def test_a_metric_stands_on_the_basis_it_has(compared: Moment) -> None:
    found = compared_with(compared, Asked(("startups", "tenant_firms"), "2023", basis="cumulative"))
    assert [each.basis for each in found.subjects] == ["cumulative", "period_end"]


def test_all_zones_are_those_of_the_catalogue(compared: Moment) -> None:
    assert among_all(LOCAL_VIEWER, compared, replace(STARTUPS, zones=("gunsan",))).zones == ZONES


def test_years_come_before_quarters_and_the_newest_first(compared: Moment) -> None:
    assert periods(LOCAL_VIEWER, compared) == ("2023", "2022", "2023Q4")


def test_the_course_has_a_gap_where_a_value_is_missing_and_ends_in_the_average(compared: Moment) -> None:
    found = over_time(LOCAL_VIEWER, compared, replace(STARTUPS, zones=("chuncheon", "gunsan")), "startups")
    assert list(found.columns) == ["2022", "2023"] and list(found.index) == ["gunsan", "chuncheon", "average"]
    assert np.isnan(found.loc["chuncheon", "2022"])
    assert found.loc["average"].tolist() == [9.5, 10.4]


def test_the_course_ends_with_the_period_compared(compared: Moment) -> None:
    found = over_time(LOCAL_VIEWER, compared, replace(STARTUPS, period="2022"), "startups")
    assert list(found.columns) == ["2022"]


def test_the_course_of_what_may_not_be_divided_is_empty(compared: Moment) -> None:
    assert over_time(LOCAL_VIEWER, compared, replace(STARTUPS, per="tenant_firm"), "startups").empty


@pytest.mark.parametrize("against", [*AGAINST, "zone:gumi"])
@pytest.mark.parametrize("per", ["", "tenant_firm", "area", "year", "funding"])
@pytest.mark.parametrize("basis", ["in_period", "cumulative"])
def test_every_missing_comparison_has_its_reason(
    compared: Moment, against: str, per: str, basis: str
) -> None:
    metrics = tuple(dict.fromkeys(each["metric"] for each in numbers()))
    found = compared_with(compared, Asked(metrics, "2023"), against=against, per=per, basis=basis)
    assert ((found.cells["why"] == "") == found.cells["reference"].notna()).all()
    assert {each.id for each in found.subjects} | set(codes(found)) == set(metrics)


def test_a_release_knows_nothing_of_the_one_before_it(tmp_path: Path, catalogue: Catalogue) -> None:
    world = ComparedWorld(tmp_path, catalogue)
    first = world.release()
    changed = [row("startups", "gunsan", "2023", "in_period", 77.0)]
    assert column(compared_with(world.release(changed), STARTUPS), "value")[2] == 77
    assert column(compared_with(first, STARTUPS), "value")[2] == 9


NUMBERS = st.lists(st.one_of(st.just(math.nan), st.integers(-50, 50).map(float)), min_size=1, max_size=12)


@given(NUMBERS)
def test_places_run_from_last_to_first_and_mirror_when_turned_around(values: list[float]) -> None:
    rank, place = placed(np.array(values))
    turned = placed(-np.array(values))[1]
    known = ~np.isnan(values)
    assert (np.isnan(rank) == ~known).all()
    if known.sum() > 1:
        assert np.allclose(place[known] + turned[known], 1)
        assert np.isclose(place[known].mean(), 0.5)


@given(NUMBERS, st.floats(0.1, 10), st.floats(-5, 5))
def test_places_do_not_hang_on_the_unit(values: list[float], factor: float, shift: float) -> None:
    before, after = placed(np.array(values))[1], placed(np.array(values) * factor + shift)[1]
    assert np.array_equal(before, after, equal_nan=True)
