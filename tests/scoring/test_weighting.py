"""Weights: chosen, as shares among siblings, in the root, and drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kpi.scoring.notes import ScoringRefused
from kpi.scoring.weighting import (
    effective_weights,
    local_weights,
    siblings,
    simplex_weights,
    spread_weights,
    weights_of,
)
from tests.scoring.small_boards import ELEMENTS, INDICATORS, WEIGHTS, board

BOARD = board()
ROWS = some.lists(WEIGHTS, min_size=len(ELEMENTS), max_size=len(ELEMENTS)).map(np.array)
LEAVES = [number for number, each in enumerate(ELEMENTS) if each.id in INDICATORS]


def test_chosen_weights_go_before_the_boards_own() -> None:
    found = weights_of(BOARD, {"results": 7.0})
    assert found.tolist() == [1.0, 7.0, 1.0, 2.0, 1.0, 1.0, 1.0, 2.0]


def test_effective_weights_are_products_of_shares_on_the_way_up() -> None:
    found = effective_weights(BOARD, weights_of(BOARD))
    expected = [1, 0.75, 0.25, 0.375, 0.1875, 0.1875, 0.25 / 3, 0.5 / 3]
    np.testing.assert_allclose(found, expected, rtol=1e-12)


@given(ROWS)
def test_shares_add_up_to_one_among_siblings_and_over_all_indicators(weights: np.ndarray) -> None:
    local = local_weights(BOARD, weights)
    for members in siblings(BOARD).values():
        assert local[members].sum() == pytest.approx(1, rel=1e-12)
    assert effective_weights(BOARD, weights)[LEAVES].sum() == pytest.approx(1, rel=1e-12)


@given(ROWS, some.floats(0.01, 100))
def test_shares_do_not_change_when_all_siblings_are_scaled(weights: np.ndarray, factor: float) -> None:
    for members in siblings(BOARD).values():
        scaled = weights.copy()
        scaled[members] *= factor
        np.testing.assert_allclose(local_weights(BOARD, scaled), local_weights(BOARD, weights), rtol=1e-12)


def test_a_parent_whose_children_weigh_nothing_weighs_nothing() -> None:
    weights = weights_of(BOARD)
    weights[[6, 7]] = 0
    assert local_weights(BOARD, weights)[:3].tolist() == [1.0, 1.0, 0.0]


def test_all_weights_that_do_not_fit_are_named_at_once() -> None:
    chosen = {"nobody": 1.0, "transfers": -1.0, "startups": np.nan, "funding": 0.0, "satisfaction": 0.0}
    with pytest.raises(ScoringRefused) as refusal:
        weights_of(BOARD, chosen)
    assert [(fault.code.split(".")[1], fault.where.entry) for fault in refusal.value.faults] == [
        ("weight_of_unknown_element", "nobody"),
        ("weight_negative", "transfers"),
        ("weight_negative", "startups"),
        ("weights_all_zero", "support"),
    ]


@given(ROWS, some.floats(0, 1), some.integers(0, 2**32))
def test_drawn_weights_stay_within_their_spread(weights: np.ndarray, spread: float, seed: int) -> None:
    drawn = spread_weights(weights, spread, 50, np.random.default_rng(seed))
    assert drawn.shape == (50, len(weights))
    assert (np.abs(drawn / weights - 1) <= spread * (1 + 1e-9) + 1e-12).all()


def test_weights_on_the_simplex_are_spread_evenly_over_it() -> None:
    weights = weights_of(BOARD)
    weights[4] = 0
    local = local_weights(BOARD, simplex_weights(weights, 20_000, np.random.default_rng(5)))
    assert (local[:, 4] == 0).all()
    two = local[:, 3]
    assert np.quantile(two, [0.25, 0.5, 0.75]) == pytest.approx([0.25, 0.5, 0.75], abs=0.02)
