"""Correlations over the units that both have, and what is flagged."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kpi.scoring.board import Element
from kpi.scoring.correlating import Flag, correlations, flags
from kpi.scoring.recipe import Recipe
from kpi.scoring.scores import score
from tests.scoring.small_boards import board

CELLS = some.one_of(some.none(), some.integers(-30, 30).map(float))


def plain_r(one: list, other: list) -> float:
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    if len(pairs) < 3:
        return math.nan
    means = [math.fsum(side) / len(pairs) for side in zip(*pairs, strict=True)]
    spreads = [
        [value - mean for value in side] for side, mean in zip(zip(*pairs, strict=True), means, strict=True)
    ]
    squares = [math.fsum(value * value for value in side) for side in spreads]
    if len({a for a, _ in pairs}) == 1 or len({b for _, b in pairs}) == 1:
        return math.nan
    return math.fsum(a * b for a, b in zip(*spreads, strict=True)) / math.sqrt(squares[0] * squares[1])


@given(some.lists(some.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12))
def test_correlations_agree_with_their_plain_twin(rows: list) -> None:
    table = np.array([[math.nan if cell is None else cell for cell in row] for row in rows])
    columns = [list(column) for column in zip(*rows, strict=True)]
    expected = [[plain_r(one, other) for other in columns] for one in columns]
    np.testing.assert_allclose(correlations(table), expected, rtol=1e-12, atol=1e-12)


def test_correlations_of_whole_scores_are_those_of_numpy() -> None:
    scores = score(board(), Recipe()).scores[0]
    np.testing.assert_allclose(
        correlations(scores), np.corrcoef(scores, rowvar=False), rtol=1e-12, atol=1e-12
    )


@given(some.floats(0.001, 1000), some.floats(-1000, 1000))
def test_correlations_do_not_change_with_the_scale(factor: float, shift: float) -> None:
    scores = score(board(), Recipe()).scores[0]
    np.testing.assert_allclose(
        correlations(scores * factor + shift), correlations(scores), rtol=1e-6, atol=1e-9
    )


def test_what_hardly_varies_or_has_two_units_has_no_correlation() -> None:
    table = np.array([[0.1 + 0.2, 1.0, 1.0], [0.3, 2.0, 2.0], [0.3, 4.0, np.nan]])
    found = correlations(table)
    assert np.isnan(found[0]).all()
    assert np.isnan(found[2]).all()
    assert found[1, 1] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("with_sibling", "with_parent", "expected"),
    [
        (0.5, 0.5, []),
        (0.93, 0.9, [Flag("redundant", "one", "two", 0.93)]),
        (0.92, 0.9, []),
        (-0.3, 0.3, [Flag("negative", "one", "two", -0.3)]),
        (-0.29, 0.9, []),
        (0.5, 0.29, [Flag("weak", "one", "all", 0.29)]),
        (0.5, -0.29, [Flag("weak", "one", "all", -0.29)]),
        (0.5, -0.3, [Flag("negative", "one", "all", -0.3)]),
        (np.nan, np.nan, []),
    ],
)
def test_what_is_odd_is_flagged(with_sibling: float, with_parent: float, expected: list) -> None:
    elements = (Element("all", None, 2), Element("one", "all", 1), Element("two", "all", 1))
    own = board(np.ones((1, 5, 2)), elements)
    correlated = np.array([[1, with_parent, 0.9], [with_parent, 1, with_sibling], [0.9, with_sibling, 1]])
    assert list(flags(own, correlated)) == expected
