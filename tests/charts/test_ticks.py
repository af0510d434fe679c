"""Axes are written in 만, 억 and 조, or their English counterparts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.charts.ticks import nice_step, ticks


@pytest.mark.parametrize(
    ("largest", "language", "last"),
    [
        (7.99e9, "ko", "80억"),
        (7.99e9, "en", "8bn"),
        (2.3e12, "ko", "3조"),
        (35_000, "ko", "4만"),
        (65, "ko", "80"),
    ],
)
def test_the_last_tick_is_round_and_in_the_scale_of_the_axis(
    largest: float, language: str, last: str
) -> None:
    assert ticks(largest, language)[1][-1] == last


@given(st.floats(min_value=0.01, max_value=1e15), st.sampled_from(["ko", "en"]))
def test_ticks_begin_at_zero_cover_the_largest_value_and_stay_few(largest: float, language: str) -> None:
    values, texts = ticks(largest, language)
    assert values[0] == 0
    assert values[-1] >= largest * 0.999
    assert 2 <= len(values) == len(texts) <= 8


@given(st.floats(min_value=1e-6, max_value=1e15))
def test_a_step_is_never_smaller_than_wanted_nor_more_than_two_and_a_half_times_it(rough: float) -> None:
    assert rough * 0.99 <= nice_step(rough) <= rough * 2.51


def test_an_axis_without_values_still_has_a_zero() -> None:
    assert ticks(0, "ko")[1][0] == "0"


def test_negative_values_get_ticks_below_zero() -> None:
    values, _ = ticks(5, "ko", smallest=-5)
    assert values[0] <= -5 and values[-1] >= 5
