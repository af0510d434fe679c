"""Sharing out whole numbers: parts always sum, stay under a ceiling and follow their weights."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.samples.totals import apportion

weights = st.lists(st.floats(min_value=0.01, max_value=1000), min_size=1, max_size=30)


@given(total=st.integers(min_value=0, max_value=10**6), weights=weights)
def test_parts_sum_to_the_total_and_lie_within_one_of_their_exact_share(
    total: int, weights: list[float]
) -> None:
    parts = apportion(total, weights)
    assert parts.sum() == total
    exact = [weight / sum(weights) * total for weight in weights]
    assert all(abs(part - share) < 1 + 1e-6 for part, share in zip(parts, exact, strict=True))


@given(
    weights=weights, ceiling=st.integers(min_value=1, max_value=50), share=st.floats(min_value=0, max_value=1)
)
def test_no_part_exceeds_the_ceiling_and_nothing_is_lost_to_it(
    weights: list[float], ceiling: int, share: float
) -> None:
    total = int(share * ceiling * len(weights))
    parts = apportion(total, weights, ceiling)
    assert parts.sum() == total
    assert parts.max() <= ceiling and parts.min() >= 0


def test_a_total_that_does_not_fit_under_the_ceiling_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be shared"):
        apportion(10, [1, 1], ceiling=4)


def test_a_negative_rest_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be shared"):
        apportion(-1, [1, 1])
