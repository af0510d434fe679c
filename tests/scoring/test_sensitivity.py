"""Sobol indices: where they are known, against a plain twin, and of the choices behind a ranking."""

import numpy as np
import pytest

from kpi.scoring.doubting import Doubt
from kpi.scoring.notes import ScoringRefused
from kpi.scoring.recipe import Normalisation, Recipe
from kpi.scoring.sensitivity import sensitivity, sobol
from tests.scoring.small_boards import UNITS, board

RECIPE = Recipe(normalisation=Normalisation(low=1))
DOUBT = Doubt(normalisations=(Normalisation(method="rank"),), aggregations=(("geometric",),), dropped=True)


def outputs_of(function, factors: int, draws: int, seed: int = 1) -> np.ndarray:
    """f(A), f(B) and f of A with each column from B, as `sobol` wants them."""
    base, other = np.random.default_rng(seed).random((2, draws, factors))
    rows = [function(base), function(other)]
    for factor in range(factors):
        mixed = base.copy()
        mixed[:, factor] = other[:, factor]
        rows.append(function(mixed))
    return np.stack(rows)[..., None]


def test_indices_of_a_weighted_sum_are_the_shares_of_its_variance() -> None:
    first, total = sobol(outputs_of(lambda x: 1 * x[:, 0] + 2 * x[:, 1] + 3 * x[:, 2], 3, 60_000))
    for indices in (first, total):
        assert indices[:, 0] == pytest.approx([1 / 14, 4 / 14, 9 / 14], abs=0.02)


def test_indices_of_the_ishigami_function_are_the_known_ones() -> None:
    def ishigami(x: np.ndarray) -> np.ndarray:
        one, two, three = (np.pi * (2 * x[:, column] - 1) for column in range(3))
        return np.sin(one) + 7 * np.sin(two) ** 2 + 0.1 * three**4 * np.sin(one)

    first, total = sobol(outputs_of(ishigami, 3, 60_000))
    assert first[:, 0] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.03)
    assert total[:, 0] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.03)


def test_indices_agree_with_jansens_formulas_written_out() -> None:
    outputs = np.random.default_rng(8).normal(size=(4, 9, 2))
    first, total = sobol(outputs)
    for output in range(2):
        a, b = outputs[0, :, output].tolist(), outputs[1, :, output].tolist()
        middle = sum(a + b) / 18
        variance = sum((value - middle) ** 2 for value in a + b) / 18
        for factor in range(2):
            mixed = outputs[2 + factor, :, output].tolist()
            from_b = sum((one - two) ** 2 for one, two in zip(b, mixed, strict=True)) / 18
            from_a = sum((one - two) ** 2 for one, two in zip(a, mixed, strict=True)) / 18
            assert first[factor, output] == pytest.approx((variance - from_b) / variance, rel=1e-12)
            assert total[factor, output] == pytest.approx(from_a / variance, rel=1e-12)


def test_every_doubted_choice_is_a_factor_of_n_times_d_plus_two_runs() -> None:
    found = sensitivity(board(), RECIPE, DOUBT, 64, 3, "2022")
    assert found.factors == ("weights", "normalisation", "aggregation", "dropped")
    assert found.runs == 64 * 6
    assert found.first.shape == found.total.shape == (4,)
    assert found.unit_first.shape == found.unit_total.shape == (4, len(UNITS))


def test_the_only_doubted_choice_explains_everything() -> None:
    found = sensitivity(board(), RECIPE, Doubt(weights="", dropped=True), 2000, 3, "2022")
    assert found.factors == ("dropped",)
    assert found.first == pytest.approx([1.0], abs=1e-12)
    assert found.total == pytest.approx([1.0], abs=0.1)


def test_a_choice_that_changes_nothing_has_no_part_in_it() -> None:
    same_order = Normalisation(low=1, high=50)
    doubt = Doubt(weights="simplex", normalisations=(same_order,))
    found = sensitivity(board(), RECIPE, doubt, 500, 3, "2022")
    assert found.total[found.factors.index("normalisation")] == pytest.approx(0, abs=1e-12)
    assert found.total[found.factors.index("weights")] > 0.8


def test_ranks_that_never_move_have_no_indices() -> None:
    found = sensitivity(board(), RECIPE, Doubt(spread=0.0), 50, 3, "2022")
    assert np.isnan(found.first).all()
    assert np.isnan(found.unit_total).all()


def test_the_same_seed_gives_the_same_bytes() -> None:
    one, other = (sensitivity(board(), RECIPE, DOUBT, 100, 7, "2023") for _ in range(2))
    for part in ("first", "total", "unit_first", "unit_total"):
        assert getattr(one, part).tobytes() == getattr(other, part).tobytes()


def test_a_doubt_about_nothing_is_refused_by_name() -> None:
    with pytest.raises(ScoringRefused) as refusal:
        sensitivity(board(), RECIPE, Doubt(weights=""), 50, 3, "2022")
    assert refusal.value.code == "scoring_errors.nothing_doubted"
