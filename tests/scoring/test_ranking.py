"""Ranks of scores, alone and within groups."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kpi.scoring.ranking import ranks, ranks_within
from tests.scoring import plain_scores as plain

SCORES = some.lists(some.one_of(some.none(), some.integers(-20, 20).map(float)), min_size=1, max_size=12)


@given(SCORES)
def test_ranks_agree_with_their_plain_twin(scores: list) -> None:
    np.testing.assert_array_equal(ranks(plain.as_array(scores)), plain.as_array(plain.ranks(scores)))


@given(SCORES, some.floats(0.001, 1000.0), some.integers(-50, 50))
def test_ranks_do_not_change_with_the_scale(scores: list, factor: float, shift: int) -> None:
    own = plain.as_array(scores)
    np.testing.assert_array_equal(ranks(own * factor + shift), ranks(own))


@given(some.lists(SCORES.map(lambda row: (row * 12)[:12]), min_size=1, max_size=4))
def test_many_rows_are_ranked_as_one_after_another(rows: list) -> None:
    table = np.array([plain.as_array(row) for row in rows])
    np.testing.assert_array_equal(ranks(table), [ranks(row) for row in table])


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([90, 80, 80, 70], [1, 2, 2, 4]),
        ([5, 5, 5], [1, 1, 1]),
        ([np.nan, 3, 4], [np.nan, 2, 1]),
        ([np.nan, np.nan], [np.nan, np.nan]),
        ([0.1 + 0.2, 0.3, 0.2], [1, 1, 3]),
        ([1e-17, -1e-17, 1], [2, 2, 1]),
        ([0, 0], [1, 1]),
    ],
)
def test_equal_scores_share_the_lower_number_and_missing_ones_have_none(scores: list, expected: list) -> None:
    np.testing.assert_array_equal(ranks(np.array(scores, float)), expected)


@given(SCORES, some.data())
def test_a_rank_within_a_group_asks_only_its_members(scores: list, data) -> None:
    groups = data.draw(
        some.lists(some.sampled_from(["first", "second", ""]), min_size=len(scores), max_size=len(scores))
    )
    expected: list[float | None] = [None] * len(scores)
    for group in ("first", "second"):
        members = [number for number, name in enumerate(groups) if name == group]
        for number, rank in zip(members, plain.ranks([scores[member] for member in members]), strict=True):
            expected[number] = rank
    np.testing.assert_array_equal(ranks_within(plain.as_array(scores), groups), plain.as_array(expected))
