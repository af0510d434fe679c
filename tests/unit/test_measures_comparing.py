"""Change, achievement, plan and compound growth, with the published figures."""

import pytest

from kpi.measures import achievement, cagr, change, quarterly_plan
from kpi.measures.refusals import BasesMixed, InputRefused


def test_a_change_keeps_both_values() -> None:
    found = change(411, 522)
    assert (found.before, found.after, found.absolute) == (411, 522, 111)
    assert found.share == pytest.approx(0.27007, abs=1e-5)


def test_quoted_growth_is_computed_and_never_believed() -> None:
    assert change(27.7e12, 27.8e12).share == pytest.approx(0.00361, abs=1e-5)


def test_a_percentage_changes_by_points() -> None:
    found = change(92.5, 95.0, unit="percent")
    assert found.points == 2.5
    assert found.share is None


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (None, 5, "no_earlier_value"),
        (5, float("nan"), "no_value"),
        (0, 5, "earlier_value_not_positive"),
        (-3, 5, "earlier_value_not_positive"),
    ],
)
def test_a_share_that_cannot_be_computed_says_why(before: float | None, after: float, reason: str) -> None:
    found = change(before, after)
    assert found.share is None
    assert found.reason == reason


def test_values_of_two_bases_are_not_compared() -> None:
    with pytest.raises(BasesMixed):
        change(477, 477, bases=("in_period", "cumulative"))


@pytest.mark.parametrize(("actual", "target", "shown"), [(65, 17, 382.4), (299, 35, 854.3)])
def test_achievement_is_not_capped(actual: float, target: float, shown: float) -> None:
    value = achievement(actual, target).value
    assert value is not None
    assert round(value, 1) == shown


def test_a_downward_metric_is_achieved_by_staying_below_its_target() -> None:
    value = achievement(4, 3, direction=-1).value
    assert value is not None
    assert round(value, 1) == 66.7
    assert achievement(3, 3, direction=-1).value == 100


@pytest.mark.parametrize(
    ("actual", "target", "reason"),
    [
        (1, None, "no_target"),
        (1, 0, "target_not_positive"),
        (1, -2, "target_not_positive"),
        (None, 1, "no_value"),
    ],
)
def test_an_achievement_that_cannot_be_computed_says_why(actual, target, reason: str) -> None:  # type: ignore[no-untyped-def]
    found = achievement(actual, target)
    assert (found.value, found.reason) == (None, reason)


def test_a_direction_is_up_or_down() -> None:
    with pytest.raises(InputRefused):
        achievement(1, 1, direction=0)


def test_the_plan_is_linear_unless_the_catalogue_says_otherwise() -> None:
    assert quarterly_plan(100) == (25, 50, 75, 100)
    assert quarterly_plan(100, (0.1, 0.3, 0.6, 1.0)) == (10, 30, 60, 100)


@pytest.mark.parametrize(
    "shares", [(0.5, 0.4, 0.8, 1), (0.25, 0.5, 0.75, 0.9), (0.5, 1), (-0.1, 0.5, 0.8, 1)]
)
def test_a_plan_that_does_not_rise_to_the_target_is_refused(shares: tuple[float, ...]) -> None:
    with pytest.raises(InputRefused):
        quarterly_plan(100, shares)


def test_compound_growth_needs_a_positive_start() -> None:
    assert cagr(100, 121, 2) == pytest.approx(0.1)
    assert cagr(0, 121, 2) is None
    assert cagr(100, None, 2) is None
    assert cagr(100, 0, 2) == -1
    with pytest.raises(InputRefused):
        cagr(1, 2, 0)
