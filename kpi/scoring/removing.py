"""What the ranking would be without an element: each is left out in turn, its siblings take over its weight."""

from dataclasses import dataclass

import numpy as np

from kpi.scoring.board import Board
from kpi.scoring.climbing import places_of
from kpi.scoring.doubting import Doubt, doubted
from kpi.scoring.ranking import ranks
from kpi.scoring.recipe import Recipe
from kpi.scoring.weighting import weights_of

Numbers = np.ndarray


@dataclass(frozen=True, eq=False)
class Removal:
    """For each element but the root, in the board's order: `scores`, `ranks` (elements, units) without it.

    `shifts` are those ranks less the nominal ones, positive = the unit falls; `mean_shift` (elements,) is their mean
    size over units that have both. NaN where nothing is left to score.
    """

    elements: tuple[str, ...]
    scores: Numbers
    ranks: Numbers
    shifts: Numbers
    mean_shift: Numbers


def removal(board: Board, recipe: Recipe, period: str) -> Removal:
    """The effect of leaving out each element in one period. Raises ScoringRefused as `score` does."""
    case = doubted(board, recipe, Doubt(weights=""), period)
    elements = tuple(each.id for each in board.elements if each.parent is not None)
    places = places_of(board)
    weights = np.tile(weights_of(board), (len(elements), 1))
    weights[np.arange(len(elements)), [places[each] for each in elements]] = 0.0
    scores = case.scores({}, weights)
    without = ranks(scores)
    shifts = without - ranks(case.nominal())
    known = ~np.isnan(shifts)
    with np.errstate(invalid="ignore"):
        mean = np.where(known, np.abs(shifts), 0.0).sum(1) / known.sum(1)
    return Removal(elements, scores, without, shifts, mean)
