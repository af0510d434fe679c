"""Properties of the arithmetic that no numbers may break."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as some

from kpi.measures import Kind, Measure, achievement, over_zones, quarterly_plan, running, to_years
from kpi.periods import quarters

VALUES = some.lists(
    some.lists(some.one_of(some.none(), some.integers(0, 10**9)), min_size=8, max_size=8),
    min_size=1,
    max_size=4,
)


def flow_of(rows: list[list[int | None]]) -> Measure:
    labels = quarters("2022Q1", "2023Q4")
    frame = pd.DataFrame(
        rows, index=[f"zone{number}" for number in range(len(rows))], columns=labels, dtype=float
    )
    return Measure.of(Kind("transfers", "flow", "in_period", "case", "programme"), frame)


@given(VALUES)
def test_the_order_of_levels_does_not_matter_for_what_adds_up(rows: list[list[int | None]]) -> None:
    flow = flow_of(rows)
    assert np.array_equal(
        to_years(over_zones(flow)).values, over_zones(to_years(flow)).values, equal_nan=True
    )


@given(VALUES)
def test_a_running_sum_never_falls_and_ends_at_the_sum_of_what_is_known(rows: list[list[int | None]]) -> None:
    since = running(flow_of(rows)).values
    for own, values in zip(since, rows, strict=True):
        known = own[~np.isnan(own)]
        assert (np.diff(known) >= 0).all()
        assert not len(known) or known[-1] == sum(value for value in values if value is not None)


@given(VALUES)
def test_a_whole_year_is_exactly_one_whose_quarters_are_all_there(rows: list[list[int | None]]) -> None:
    yearly = to_years(flow_of(rows))
    for complete, values in zip(yearly.complete, rows, strict=True):
        assert complete.tolist() == [None not in values[:4], None not in values[4:]]


@given(some.floats(0.01, 1e9), some.floats(0.01, 1e9), some.floats(0.01, 1e9))
def test_achievement_rises_with_the_result_upward_and_falls_downward(
    target: float, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    up = [achievement(value, target).value or 0 for value in (low, high)]
    down = [achievement(value, target, -1).value or 0 for value in (low, high)]
    assert up[0] <= up[1]
    assert down[0] >= down[1]


@given(some.floats(0, 1e12), some.lists(some.floats(0, 1), min_size=3, max_size=3).map(sorted))
def test_a_plan_never_falls_and_ends_at_the_target(target: float, shares: list[float]) -> None:
    plan = quarterly_plan(target, [*shares, 1.0])
    assert list(plan) == sorted(plan)
    assert plan[-1] == target
