"""The arithmetic of the six types over periods and zones, and what it refuses."""

import numpy as np
import pandas as pd
import pytest

from kpi.measures import Kind, Measure, over_zones, ratio, running, to_years, with_sides
from kpi.measures import refusals as refused
from kpi.text import Text, message

QUARTERS = ["2023Q1", "2023Q2", "2023Q3", "2023Q4", "2024Q1", "2024Q2", "2024Q3", "2024Q4"]
NAN = np.nan


def flow(
    rows: list[list[float]], unit: str = "case", population: str = "programme", **firsts: str
) -> Measure:
    return Measure.of(Kind("transfers", "flow", "in_period", unit, population), frame(rows), firsts)


def stock(rows: list[list[float]], population: str = "tenants") -> Measure:
    return Measure.of(Kind("tenants", "stock", "period_end", "firm", population), frame(rows))


def frame(rows: list[list[float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, index=["gunsan", "gumi"][: len(rows)], columns=QUARTERS[: len(rows[0])])


def test_a_flows_quarters_add_up_to_the_year() -> None:
    yearly = to_years(flow([[10, 20, 15, 20, 1, 2, 3, 4]]))
    assert yearly.values.tolist() == [[65, 10]]
    assert yearly.periods == ("2023", "2024")
    assert yearly.complete.all()


def test_a_year_with_a_missing_quarter_keeps_what_is_known_and_says_that_it_is_not_complete() -> None:
    yearly = to_years(flow([[10, 20, 15, 20, 1, 2, NAN, NAN]]))
    assert yearly.values.tolist() == [[65, 3]]
    assert yearly.complete.tolist() == [[True, False]]


def test_the_year_of_designation_is_complete_from_the_quarter_of_designation_on() -> None:
    yearly = to_years(flow([[NAN, NAN, 15, 20]], gunsan="2023Q3"))
    assert yearly.values.tolist() == [[35]]
    assert yearly.complete.all()


def test_what_lies_before_the_designation_is_left_out() -> None:
    assert to_years(flow([[99, 99, 15, 20]], gunsan="2023Q3")).values.tolist() == [[35]]


def test_a_stocks_year_is_its_last_quarter() -> None:
    yearly = to_years(stock([[114, 150, 180, 229]]))
    assert yearly.values.tolist() == [[229]]
    assert yearly.complete.all()


def test_while_the_last_quarter_is_missing_a_stocks_latest_one_stands_in_and_says_so() -> None:
    yearly = to_years(stock([[114, 150, 180, NAN]]))
    assert yearly.values.tolist() == [[180]]
    assert not yearly.complete.any()


def test_a_running_sum_counts_from_the_designation_and_ends_the_year_at_its_last_quarter() -> None:
    since = running(flow([[5, 1, 2, 3, 4, 5, 6, 7]], gunsan="2023Q2"))
    assert since.kind.basis == "cumulative"
    assert np.array_equal(since.values, [[NAN, 1, 3, 6, 10, 15, 21, 28]], equal_nan=True)
    assert to_years(since).values.tolist() == [[6, 28]]


def test_a_running_sum_over_a_gap_has_no_value_there_and_is_incomplete_afterwards() -> None:
    since = running(flow([[1, NAN, 2, 3]]))
    assert np.array_equal(since.values, [[1, NAN, 3, 6]], equal_nan=True)
    assert since.complete.tolist() == [[True, False, False, False]]


def test_zones_add_up_and_a_missing_zone_makes_the_total_incomplete() -> None:
    total = over_zones(flow([[1, 2, 3, 4], [10, NAN, 30, 40]]))
    assert total.zones == ("national",)
    assert total.values.tolist() == [[11, 2, 33, 44]]
    assert total.complete.tolist() == [[True, False, True, True]]


def test_a_zone_not_designated_yet_is_not_missing_from_the_total() -> None:
    total = over_zones(flow([[1, 2, 3, 4], [NAN, NAN, 30, 40]], gumi="2023Q3"))
    assert total.values.tolist() == [[1, 2, 33, 44]]
    assert total.complete.all()


def test_a_ratio_is_divided_again_at_every_level() -> None:
    fee = flow([[100, 0, 0, 300], [10, 10, 10, 10]], unit="krw")
    transfers = flow([[1, 0, 0, 1], [1, 1, 1, 1]])
    per_transfer = ratio(fee, transfers)
    assert np.array_equal(per_transfer.values[0], [100, NAN, NAN, 300], equal_nan=True)
    assert to_years(per_transfer).values.tolist() == [[200], [10]]
    assert to_years(over_zones(per_transfer)).values.tolist() == [[440 / 6]]


def test_per_firm_divides_by_the_tenants_at_the_end_of_the_year() -> None:
    jobs, tenants = flow([[1, 2, 3, 4]], unit="person"), stock([[2, 3, 4, 5]])
    assert to_years(ratio(jobs, tenants, cross_population=True)).values.tolist() == [[2]]


def test_a_score_is_averaged_by_its_respondents() -> None:
    points, people = flow([[160, 0, 0, 0], [90 * 8, 0, 0, 0]]), flow([[2, 0, 0, 0], [8, 0, 0, 0]])
    score = with_sides(Kind("satisfaction", "score", "in_period", "point", "tenants"), points, people)
    assert score.values[:, 0].tolist() == [80, 90]
    assert over_zones(score).values[0, 0] == 88
    assert to_years(over_zones(score)).values.tolist() == [[88]]


def test_milestones_count_what_is_done_beside_what_is_planned() -> None:
    done, planned = flow([[1, 0, 2, 0]]), flow([[1, 1, 1, 1]])
    kind = Kind("milestones", "milestone", "cumulative", "case", "programme")
    yearly = to_years(with_sides(kind, running(done), running(planned)))
    assert yearly.values.tolist() == [[3]]
    assert yearly.sides is not None
    assert yearly.sides[1].values.tolist() == [[4]]


def test_measures_of_one_kind_are_added_and_subtracted() -> None:
    one, other = flow([[1, 2, 3, 4]]), flow([[10, 20, 30, NAN]])
    assert np.array_equal((one + other).values, [[11, 22, 33, NAN]], equal_nan=True)
    assert np.array_equal((other - one).values, [[9, 18, 27, NAN]], equal_nan=True)
    assert one.sum_over_periods().tolist() == [10]
    assert np.isnan(other.sum_over_periods()[0])
    assert one.mean_over_periods().tolist() == [2.5]
    assert flow([[1, 2, 3, 4], [3, 4, 5, 6]]).mean_over_zones().tolist() == [2, 3, 4, 5]


A_FLOW, A_STOCK = flow([[1, 2, 3, 4]]), stock([[1, 2, 3, 4]])
A_RATIO = ratio(flow([[1, 2, 3, 4]], unit="krw"), A_FLOW)
A_SCORE = with_sides(Kind("satisfaction", "score", "in_period", "point", "tenants"), A_FLOW, A_FLOW)

NONSENSE = {
    "adding stocks over time": (refused.StocksAddedOverTime, A_STOCK.sum_over_periods),
    "a running sum of stocks": (refused.StocksAddedOverTime, lambda: running(A_STOCK)),
    "adding running sums over time": (refused.CumulativesAddedOverTime, running(A_FLOW).sum_over_periods),
    "a running sum of running sums": (refused.CumulativesAddedOverTime, lambda: running(running(A_FLOW))),
    "adding ratios over time": (refused.RatiosSummed, A_RATIO.sum_over_periods),
    "adding two ratios": (refused.RatiosSummed, lambda: A_RATIO + A_RATIO),
    "averaging ratios over zones": (refused.RatiosAveraged, A_RATIO.mean_over_zones),
    "averaging ratios over time": (refused.RatiosAveraged, A_RATIO.mean_over_periods),
    "adding scores": (refused.ScoresSummed, A_SCORE.sum_over_periods),
    "averaging scores without respondents": (refused.ScoresAveragedUnweighted, A_SCORE.mean_over_zones),
    "adding a year's flow to a running sum": (refused.BasesMixed, lambda: A_FLOW + running(A_FLOW)),
    "comparing a year's flow with a running sum": (refused.BasesMixed, lambda: A_FLOW - running(A_FLOW)),
    "dividing a running sum by a year's flow": (refused.BasesMixed, lambda: ratio(running(A_FLOW), A_FLOW)),
    "adding won to cases": (refused.UnitsMixed, lambda: A_FLOW + flow([[1, 2, 3, 4]], unit="krw")),
    "adding the census to the programme": (
        refused.PopulationsMixed,
        lambda: A_FLOW + flow([[1, 2, 3, 4]], population="tenants"),
    ),
    "dividing the programme by the census, undeclared": (
        refused.PopulationsMixed,
        lambda: ratio(A_FLOW, A_STOCK),
    ),
    "adding a stock to a flow": (refused.TypesMixed, lambda: A_FLOW + A_STOCK),
    "a ratio of ratios": (refused.TypesMixed, lambda: ratio(A_RATIO, A_FLOW)),
    "adding quarters to years": (refused.PeriodsMixed, lambda: A_FLOW + to_years(A_FLOW)),
    "years of years": (refused.PeriodsMixed, lambda: to_years(to_years(A_FLOW))),
    "adding other zones": (refused.PeriodsMixed, lambda: A_FLOW + over_zones(A_FLOW)),
}


@pytest.mark.parametrize("case", NONSENSE)
def test_nonsense_is_refused_by_name_and_in_words(case: str) -> None:
    refusal, attempt = NONSENSE[case]
    with pytest.raises(refusal) as raised:
        attempt()
    for language in ("ko", "en"):
        assert message(raised.value.faults[0], language)


def test_every_refusal_has_its_words_in_both_languages() -> None:
    for language in ("ko", "en"):
        text = Text(language)
        for name in refused.Refusal.__subclasses__():
            assert f"measures_errors.{name.word}.what" in text
            assert f"measures_errors.{name.word}.remedy" in text
