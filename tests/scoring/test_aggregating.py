"""Means and Copeland counts: worked values, plain twins, and what no numbers may break."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kpi.scoring.aggregating import aggregate, combine
from kpi.scoring.notes import ScoringRefused
from tests.scoring import plain_scores as plain
from tests.scoring.small_boards import SCORES, WEIGHTS, tables

MEANS = ("arithmetic", "geometric", "harmonic")
METHODS = (*MEANS, "copeland")
EXACT = {"rtol": 1e-12, "atol": 0}
SHARES = (0.0, 0.5, 2 / 3, 1.0)


def rows_of(rows: list[list]) -> np.ndarray:
    return np.array([plain.as_array(row) for row in rows])


def twin(rows: list[list], weights: list[float], method: str, availability: float) -> np.ndarray:
    if method == "copeland":
        return plain.as_array(plain.copeland(rows, weights, availability))
    return plain.as_array([plain.mean(row, weights, method, availability) for row in rows])


@pytest.mark.parametrize(
    ("method", "whole", "without_second"),
    [
        ("arithmetic", 76.0, 82.85714285714286),
        ("geometric", 75.13440828354497, 82.73799519623024),
        ("harmonic", 74.22680412371135, 82.62295081967213),
    ],
)
def test_the_worked_means_come_out(method: str, whole: float, without_second: float) -> None:
    weights = np.array([0.5, 0.3, 0.2])
    assert aggregate(np.array([[80.0, 60.0, 90.0]]), weights, method)[0] == pytest.approx(whole, rel=1e-12)
    gap = np.array([[80.0, np.nan, 90.0]])
    assert aggregate(gap, weights, method)[0] == pytest.approx(without_second, rel=1e-12)


@pytest.mark.parametrize("availability", SHARES)
@pytest.mark.parametrize("method", METHODS)
@given(table=tables())
def test_every_method_agrees_with_its_plain_twin(method: str, availability: float, table: tuple) -> None:
    rows, weights = table
    found = aggregate(rows_of(rows), np.array(weights), method, availability)
    np.testing.assert_allclose(found, twin(rows, weights, method, availability), **EXACT)


@pytest.mark.parametrize("method", METHODS)
@given(table=tables(), factor=some.floats(0.01, 100.0))
def test_weights_count_only_in_proportion(method: str, table: tuple, factor: float) -> None:
    rows, weights = rows_of(table[0]), np.array(table[1])
    np.testing.assert_allclose(
        aggregate(rows, weights * factor, method), aggregate(rows, weights, method), **EXACT
    )


@pytest.mark.parametrize("method", METHODS)
@given(table=tables(), order=some.randoms(use_true_random=False))
def test_the_order_of_children_does_not_matter(method: str, table: tuple, order) -> None:
    rows, weights = rows_of(table[0]), np.array(table[1])
    shuffled = list(range(len(weights)))
    order.shuffle(shuffled)
    found = aggregate(rows[:, shuffled], weights[shuffled], method)
    np.testing.assert_allclose(found, aggregate(rows, weights, method), **EXACT)


@pytest.mark.parametrize("method", METHODS)
@given(table=tables(), order=some.randoms(use_true_random=False))
def test_the_order_of_units_does_not_matter(method: str, table: tuple, order) -> None:
    rows, weights = rows_of(table[0]), np.array(table[1])
    shuffled = list(range(len(rows)))
    order.shuffle(shuffled)
    np.testing.assert_array_equal(
        aggregate(rows[shuffled], weights, method), aggregate(rows, weights, method)[shuffled]
    )


@pytest.mark.parametrize("method", MEANS)
@given(table=tables(SCORES))
def test_a_mean_lies_between_the_least_and_the_most(method: str, table: tuple) -> None:
    rows = rows_of(table[0])
    found = aggregate(rows, np.array(table[1]), method)
    assert (found >= rows.min(1) * (1 - 1e-12)).all()
    assert (found <= rows.max(1) * (1 + 1e-12)).all()


@pytest.mark.parametrize("method", MEANS)
@given(table=tables(), factor=some.floats(0.01, 100.0))
def test_a_mean_of_scaled_scores_is_the_scaled_mean(method: str, table: tuple, factor: float) -> None:
    rows, weights = rows_of(table[0]), np.array(table[1])
    np.testing.assert_allclose(
        aggregate(rows * factor, weights, method), aggregate(rows, weights, method) * factor, rtol=1e-11
    )


@given(table=tables())
def test_the_harmonic_mean_is_at_most_the_geometric_and_that_the_arithmetic(table: tuple) -> None:
    rows, weights = rows_of(table[0]), np.array(table[1])
    arithmetic, geometric, harmonic = (aggregate(rows, weights, method) for method in MEANS)
    known = ~np.isnan(arithmetic)
    assert (geometric[known] <= arithmetic[known] * (1 + 1e-12)).all()
    assert (harmonic[known] <= geometric[known] * (1 + 1e-12)).all()


@pytest.mark.parametrize("method", METHODS)
@given(table=tables(SCORES), more=some.floats(0.0, 50.0), data=some.data())
def test_a_unit_that_gains_never_loses_by_it(method: str, table: tuple, more: float, data) -> None:
    rows, weights = rows_of(table[0]), np.array(table[1])
    unit, child = data.draw(some.integers(0, len(rows) - 1)), data.draw(some.integers(0, len(weights) - 1))
    raised = rows.copy()
    raised[unit, child] += more
    before, after = aggregate(rows, weights, method), aggregate(raised, weights, method)
    assert after[unit] >= before[unit] * (1 - 1e-12) if before[unit] > 0 else after[unit] >= before[unit]


@pytest.mark.parametrize("method", METHODS)
@given(table=tables(), own=SCORES, availability=some.sampled_from(SHARES))
def test_a_child_without_weight_is_as_good_as_gone(
    method: str, table: tuple, own: float, availability: float
) -> None:
    rows, weights = rows_of(table[0]), np.array(table[1])
    wider = np.column_stack([rows, np.full(len(rows), own)])
    np.testing.assert_array_equal(
        aggregate(wider, np.append(weights, 0.0), method, availability),
        aggregate(rows, weights, method, availability),
    )


@pytest.mark.parametrize("method", METHODS)
@given(
    table=tables(),
    draws=some.lists(some.lists(WEIGHTS, min_size=5, max_size=5), min_size=2, max_size=4),
)
def test_many_draws_of_weights_are_as_one_after_another(method: str, table: tuple, draws: list) -> None:
    rows = rows_of(table[0])
    weights = np.array(draws)[:, : rows.shape[1]]
    together = aggregate(rows, weights, method)
    alone = np.stack([aggregate(rows, own, method) for own in weights])
    np.testing.assert_array_equal(together, alone)


@given(table=tables())
def test_wins_and_losses_of_all_units_cancel_out(table: tuple) -> None:
    rows, weights = table
    counts = aggregate(rows_of(rows), np.array(weights), "copeland")
    assert np.nansum(counts) == 0
    assert (np.abs(counts[~np.isnan(counts)]) <= len(rows) - 1).all()


@given(table=tables())
def test_copeland_asks_only_who_is_ahead(table: tuple) -> None:
    rows, weights = rows_of(table[0]), np.array(table[1])
    np.testing.assert_array_equal(
        aggregate(rows**3 + 7.0, weights, "copeland"), aggregate(rows, weights, "copeland")
    )


def test_copeland_of_weights_that_balance_to_the_last_digit_is_a_tie() -> None:
    rows = np.array([[2.0, 2.0, 1.0], [1.0, 1.0, 2.0]])
    assert aggregate(rows, np.array([0.1, 0.2, 0.3]), "copeland").tolist() == [0.0, 0.0]


def test_copeland_of_more_units_than_fit_one_block_is_the_same() -> None:
    rows = np.random.default_rng(3).integers(0, 9, (700, 3)).astype(float)
    weights = np.array([1.0, 2.0, 4.0])
    ahead = (np.sign(rows[:, None] - rows[None]) @ weights).round(9)
    assert aggregate(rows, weights, "copeland").tolist() == np.sign(ahead).sum(1).tolist()


@pytest.mark.parametrize(("known", "score"), [(3, 10.0), (2, 10.0), (1, np.nan)])
def test_two_thirds_of_three_children_are_enough_and_one_third_is_not(known: int, score: float) -> None:
    row = np.array([[10.0] * known + [np.nan] * (3 - known)])
    np.testing.assert_array_equal(aggregate(row, np.ones(3), "arithmetic", 2 / 3), [score])


@pytest.mark.parametrize("method", METHODS)
def test_a_unit_without_any_score_is_missing_and_never_zero(method: str) -> None:
    found = aggregate(np.array([[np.nan, np.nan], [1.0, 2.0]]), np.ones(2), method)
    assert np.isnan(found).tolist() == [True, False]


@pytest.mark.parametrize(("method", "worst"), [("geometric", 0.0), ("geometric", -3.0), ("harmonic", 0.0)])
def test_a_mean_that_does_not_exist_is_refused_by_name_for_every_child(method: str, worst: float) -> None:
    children = [np.array([1.0, worst]), np.array([5.0, 5.0]), np.array([worst, np.nan])]
    with pytest.raises(ScoringRefused) as refusal:
        combine(children, np.ones((3, 1)), method, names=("one", "two", "three"))
    faults = refusal.value.faults
    assert [fault.where.entry for fault in faults] == ["one", "three"]
    assert {fault.code for fault in faults} == {f"scoring_errors.{method}_not_positive"}
    assert {fault.value for fault in faults} == {worst}


def test_a_zero_of_a_child_without_weight_stands_in_nobodys_way() -> None:
    assert aggregate(np.array([[4.0, 0.0]]), np.array([1.0, 0.0]), "geometric")[0] == pytest.approx(4.0)


def test_an_unknown_method_is_named() -> None:
    with pytest.raises(ScoringRefused) as refusal:
        aggregate(np.ones((1, 1)), np.ones(1), "median")  # type: ignore[arg-type]
    assert refusal.value.code == "scoring_errors.unknown_aggregation"
