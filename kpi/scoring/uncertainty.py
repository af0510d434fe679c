"""How sure a rank is: the ranks that units take when the doubtful choices are drawn many times over."""

from dataclasses import dataclass

import numpy as np

from kpi.scoring.board import Board
from kpi.scoring.doubting import Doubt, Doubted, doubted, refuse_draws, streams
from kpi.scoring.grading import graded
from kpi.scoring.ranking import ranks
from kpi.scoring.recipe import Recipe

Numbers = np.ndarray

LOW, MIDDLE, HIGH = 0.05, 0.5, 0.95


@dataclass(frozen=True, eq=False)
class Uncertain:
    """Ranks (units,) as scored (`nominal`) and over the draws: `median`, and `low` to `high` which hold 5 to 95 %.

    All are whole ranks that a unit took: the smallest that this part of its ranks does not exceed. NaN = no rank.
    `rank_shares` (units, ranks from 1) and `grade_shares` (units, grades from the best) are shares of all draws; they
    leave out draws without a score.
    """

    draws: int
    nominal: Numbers
    median: Numbers
    low: Numbers
    high: Numbers
    rank_shares: Numbers
    grade_shares: Numbers


def uncertainty(board: Board, recipe: Recipe, doubt: Doubt, draws: int, seed: int, period: str) -> Uncertain:
    """Ranks of one period over so many draws; the same seed gives the same bytes.

    Fewer than 1,000 draws are too few to report. Raises ScoringRefused for an unknown period, no draws, and values that
    an alternative cannot take.
    """
    refuse_draws(draws)
    case = doubted(board, recipe, doubt, period)
    scores = _drawn(case, draws, seed)
    places = ranks(scores)
    counts = _counted(places, len(board.units))
    low, median, high = (_quantile(counts, part) for part in (LOW, MIDDLE, HIGH))
    return Uncertain(
        draws=draws,
        nominal=ranks(case.nominal()),
        median=median,
        low=low,
        high=high,
        rank_shares=counts / draws,
        grade_shares=_grade_shares(recipe, scores, places),
    )


def _drawn(case: Doubted, draws: int, seed: int) -> Numbers:
    """Scores (draws, units), every choice drawn apart from the others."""
    for_weights, *for_choices = streams(seed, 5)
    names = ("imputation", "normalisation", "aggregation", "dropped")
    choices = {
        name: stream.integers(len(case.alternatives[name]), size=draws)
        for name, stream in zip(names, for_choices, strict=True)
        if name in case.alternatives
    }
    return case.scores(choices, case.weights(draws, for_weights))


def _counted(places: Numbers, kinds: int) -> Numbers:
    """How often (units, kinds) each unit took each rank, from ranks (draws, units) counted from 1."""
    units = places.shape[1]
    known = ~np.isnan(places)
    cells = (np.arange(units) * kinds + np.where(known, places, 1.0).astype(np.int64) - 1)[known]
    return np.bincount(cells, minlength=units * kinds).reshape(units, kinds)


def _quantile(counts: Numbers, part: float) -> Numbers:
    """The smallest rank up to which at least this part of a unit's ranks lie."""
    running = counts.cumsum(1)
    total = running[:, -1:]
    rank = 1.0 + (running < np.ceil(part * total - 1e-9)).sum(1)
    return np.where(total[:, 0] > 0, rank, np.nan)


def _grade_shares(recipe: Recipe, scores: Numbers, places: Numbers) -> Numbers:
    if recipe.grades is None:
        return np.zeros((scores.shape[1], 0))
    grades = graded(scores, recipe.grades, places)
    return np.stack([(grades == grade).mean(0) for grade in range(len(recipe.grades.names))], -1)
