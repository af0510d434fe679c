"""Ranks over draws: against scoring each draw by itself, and what a rank interval promises."""

import math

import numpy as np
import pytest

from kpi.scoring.doubting import Doubt, Doubted, doubted
from kpi.scoring.notes import ScoringRefused
from kpi.scoring.preparing import prepare
from kpi.scoring.ranking import ranks
from kpi.scoring.recipe import Grades, Normalisation, Recipe
from kpi.scoring.scores import score
from kpi.scoring.uncertainty import uncertainty
from kpi.scoring.weighting import weights_of
from tests.scoring import plain_scores as plain
from tests.scoring.small_boards import INDICATORS, UNITS, board, with_gaps

GRADES = Grades(names=("best", "good", "plain"), shares=(0.2, 0.4, 0.4))
RECIPE = Recipe(normalisation=Normalisation(low=1), grades=GRADES, imputation="median")
ALL = Doubt(
    weights="simplex",
    normalisations=(Normalisation(method="z_score", mean=100, deviation=10), Normalisation(low=1, high=10)),
    aggregations=(("arithmetic", "geometric"), ("copeland",)),
    imputations=("", "mean"),
    dropped=True,
)
DRAWS = 400


def plain_rank_quantile(own: list[float], part: float) -> float:
    return sorted(own)[math.ceil(part * len(own)) - 1]


@pytest.mark.parametrize("doubt", [Doubt(), Doubt(spread=1.0), Doubt(weights="simplex"), ALL])
def test_intervals_and_shares_are_those_of_the_drawn_ranks(doubt: Doubt, monkeypatch) -> None:
    kept: list[np.ndarray] = []
    drawn = Doubted.scores

    def keeping(self: Doubted, choices: dict, weights: np.ndarray) -> np.ndarray:
        kept.append(drawn(self, choices, weights))
        return kept[-1]

    monkeypatch.setattr(Doubted, "scores", keeping)
    found = uncertainty(board(with_gaps()), RECIPE, doubt, DRAWS, 11, "2022")
    places = ranks(next(each for each in kept if len(each) == DRAWS))
    for unit in range(len(UNITS)):
        own = [place for place in places[:, unit] if not math.isnan(place)]
        assert found.low[unit] == plain_rank_quantile(own, 0.05)
        assert found.median[unit] == plain_rank_quantile(own, 0.5)
        assert found.high[unit] == plain_rank_quantile(own, 0.95)
        shares = [sum(place == rank for place in own) / DRAWS for rank in range(1, len(UNITS) + 1)]
        assert found.rank_shares[unit].tolist() == pytest.approx(shares)


@pytest.mark.parametrize("period", ["2022", "2023"])
def test_scores_of_each_draw_are_those_of_scoring_it_alone(period: str) -> None:
    own = board(with_gaps())
    case = doubted(own, RECIPE, ALL, period)
    weights = case.weights(60, np.random.default_rng(2))
    stream = np.random.default_rng(3)
    choices = {name: stream.integers(len(each), size=60) for name, each in case.alternatives.items()}
    found = case.scores(choices, weights)
    for draw, row in enumerate(weights):
        picked = {name: case.alternatives[name][choices[name][draw]] for name in choices}
        dropped = picked.pop("dropped")
        recipe = RECIPE.model_copy(update=picked)
        chosen = {each.id: float(weight) for each, weight in zip(own.elements, row, strict=True)}
        if dropped < len(INDICATORS):
            chosen[INDICATORS[dropped]] = 0.0
        rows = [plain.as_list(each) for each in prepare(own, recipe).normalised[case.period]]
        expected = plain.climb(own, recipe, rows, chosen)["total"]
        np.testing.assert_allclose(found[draw], plain.as_array(expected), rtol=1e-12)


def test_without_any_doubt_every_interval_is_the_nominal_rank() -> None:
    own = board()
    found = uncertainty(own, RECIPE, Doubt(weights=""), 50, 1, "2023")
    nominal = score(own, RECIPE)
    for part in (found.nominal, found.low, found.median, found.high):
        assert part.tolist() == nominal.ranks[1, :, 0].tolist()
    assert found.grade_shares.argmax(1).tolist() == nominal.grades[1].tolist()
    assert found.grade_shares.max(1).tolist() == [1.0] * len(UNITS)


def test_shares_of_ranks_and_of_grades_add_up_to_one_for_who_has_a_score() -> None:
    found = uncertainty(
        board(with_gaps()), RECIPE.model_copy(update={"imputation": ""}), Doubt(), 200, 4, "2023"
    )
    assert found.rank_shares.sum(1) == pytest.approx([1, 1, 1, 1, 0])
    assert found.grade_shares.sum(1) == pytest.approx([1, 1, 1, 1, 0])
    assert np.isnan([found.nominal[4], found.low[4], found.median[4], found.high[4]]).all()
    assert (found.low[:4] <= found.median[:4]).all()
    assert (found.median[:4] <= found.high[:4]).all()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_draws() -> None:
    one, same, other = (uncertainty(board(), RECIPE, ALL, 300, seed, "2022") for seed in (5, 5, 6))
    for part in ("nominal", "median", "low", "high", "rank_shares", "grade_shares"):
        assert getattr(one, part).tobytes() == getattr(same, part).tobytes()
    assert one.rank_shares.tobytes() != other.rank_shares.tobytes()


def test_more_doubt_of_methods_leaves_the_drawn_weights_as_they_were() -> None:
    own = board()
    plainly, more = (doubted(own, RECIPE, doubt, "2022") for doubt in (Doubt(), Doubt(dropped=True)))
    streams = [np.random.default_rng(9) for _ in range(2)]
    assert (plainly.weights(20, streams[0]) == more.weights(20, streams[1])).all()


def test_dropping_the_only_child_drops_its_parent_with_it() -> None:
    elements = [each for each in board().elements if each.id != "funding"]
    columns = [0, 1, 2, 4]
    own = board(board().values[..., columns], tuple(elements))
    case = doubted(own, RECIPE, Doubt(weights="", dropped=True), "2022")
    found = case.scores({"dropped": np.array([3])}, weights_of(own)[None])
    np.testing.assert_allclose(found[0], score(own, RECIPE).scores[0, :, 1], rtol=1e-12)


def test_alternatives_hold_the_recipes_own_once_and_first() -> None:
    doubt = Doubt(
        normalisations=(RECIPE.normalisation, Normalisation(method="rank")), imputations=("median",)
    )
    alternatives = doubted(board(), RECIPE, doubt, "2022").alternatives
    assert alternatives == {"normalisation": (RECIPE.normalisation, Normalisation(method="rank"))}


@pytest.mark.parametrize(
    ("draws", "period", "code"), [(0, "2022", "too_few_draws"), (10, "2031", "unknown_period")]
)
def test_what_cannot_be_drawn_is_refused_by_name(draws: int, period: str, code: str) -> None:
    with pytest.raises(ScoringRefused) as refusal:
        uncertainty(board(), RECIPE, Doubt(), draws, 1, period)
    assert refusal.value.code == f"scoring_errors.{code}"


def test_an_alternative_that_the_values_do_not_allow_is_refused_and_not_left_out() -> None:
    with pytest.raises(ScoringRefused) as refusal:
        uncertainty(board(), Recipe(), Doubt(aggregations=(("geometric",),)), 50, 1, "2022")
    assert refusal.value.code == "scoring_errors.geometric_not_positive"
