"""What one may doubt about a score, and the scores under any mixture of such doubts."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from kpi.errors import Fault
from kpi.scoring.board import Board
from kpi.scoring.climbing import climb, places_of
from kpi.scoring.notes import ScoringRefused
from kpi.scoring.preparing import prepare
from kpi.scoring.recipe import Aggregation, Imputation, Normalisation, Recipe, Share, Value
from kpi.scoring.weighting import local_weights, simplex_weights, spread_weights, weights_of

Numbers = np.ndarray
Choices = dict[str, Numbers]

# Draws are walked through in portions whose arrays stay in the processor's cache.
PORTION = 1 << 16


class Doubt(Value):
    """What is drawn anew in each draw; methods listed here are as likely as the recipe's own.

    `weights`: each w · (1 + δ·U(−1, 1)) with δ = `spread`, or any division among siblings ('simplex'), or none ('').
    `dropped`: one indicator at most is left out, each as likely as none. Methods that elements name for themselves
    are not doubted.
    """

    weights: Literal["", "spread", "simplex"] = "spread"
    spread: Share = 0.25
    normalisations: tuple[Normalisation, ...] = ()
    aggregations: tuple[tuple[Aggregation, ...], ...] = ()
    imputations: tuple[Imputation, ...] = ()
    dropped: bool = False


@dataclass(frozen=True, eq=False)
class Doubted:
    """A board under a recipe in one period, its choices open to doubt."""

    board: Board
    recipe: Recipe
    doubt: Doubt
    period: int

    @cached_property
    def alternatives(self) -> dict[str, tuple]:
        """What each doubted choice may be, the recipe's own first; choices with one alternative are left out.

        `dropped` counts the indicators, the number after the last being none.
        """
        recipe, doubt = self.recipe, self.doubt
        found = {
            "imputation": _distinct(recipe.imputation, *doubt.imputations),
            "normalisation": _distinct(recipe.normalisation, *doubt.normalisations),
            "aggregation": _distinct(recipe.aggregation, *doubt.aggregations),
            "dropped": tuple(range(len(self.board.indicators) + 1)) if doubt.dropped else (),
        }
        return {name: choices for name, choices in found.items() if len(choices) > 1}

    def weights(self, draws: int, stream: np.random.Generator) -> Numbers:
        """Weights (draws, elements) as the doubt has them."""
        own = weights_of(self.board)
        if self.doubt.weights == "simplex":
            return simplex_weights(own, draws, stream)
        return spread_weights(own, self.doubt.spread if self.doubt.weights else 0.0, draws, stream)

    def nominal(self) -> Numbers:
        """Scores (units,) of the root without any doubt."""
        return self.scores({}, weights_of(self.board)[None])[0]

    def scores(self, choices: Choices, weights: Numbers) -> Numbers:
        """Scores (draws, units) of the root: one number of an alternative a draw and choice, one row of weights a draw.

        Raises ScoringRefused where a choice meets values that it cannot take.
        """
        weights = self._without_dropped(choices, weights)
        found = np.empty((len(weights), len(self.board.units)))
        methods = [name for name in ("imputation", "normalisation", "aggregation") if name in choices]
        chosen = (
            np.stack([choices[name] for name in methods], -1) if methods else np.zeros((len(weights), 0), int)
        )
        kinds, kind_of = np.unique(chosen, axis=0, return_inverse=True)
        for number, kind in enumerate(kinds):
            rows = np.flatnonzero(kind_of.ravel() == number)
            own = {name: self.alternatives[name][at] for name, at in zip(methods, kind, strict=True)}
            found[rows] = self._under(self.recipe.model_copy(update=own), weights[rows])
        return found

    def _without_dropped(self, choices: Choices, weights: Numbers) -> Numbers:
        """Weights as shares, nothing for what is dropped."""
        kept = np.array(weights)
        if "dropped" in choices:
            places = [places_of(self.board)[each.id] for each in self.board.indicators]
            kept[:, places] *= choices["dropped"][:, None] != np.arange(len(places))
        return local_weights(self.board, kept)

    def _under(self, recipe: Recipe, weights: Numbers) -> Numbers:
        """Scores (draws, units) under one recipe."""
        normalised = self._normalised(recipe)
        found = np.empty((len(weights), len(self.board.units)))
        size = max(1, PORTION // len(self.board.units))
        for start in range(0, len(weights), size):
            rows = slice(start, start + size)
            found[rows] = climb(self.board, recipe, normalised, weights[rows])[self._root]
        return found

    def _normalised(self, recipe: Recipe) -> Numbers:
        """(units, indicators), kept by what it depends on."""
        key = recipe.model_copy(update={"aggregation": self.recipe.aggregation})
        if key not in self._prepared:
            # One indicator after another in memory, as they are read for every portion of draws.
            self._prepared[key] = np.asfortranarray(prepare(self.board, recipe).normalised[self.period])
        return self._prepared[key]

    @cached_property
    def _prepared(self) -> dict[Recipe, Numbers]:
        return {}

    @cached_property
    def _root(self) -> int:
        return places_of(self.board)[self.board.root.id]


def doubted(board: Board, recipe: Recipe, doubt: Doubt, period: str) -> Doubted:
    """The same for a period by its name. Raises ScoringRefused for one that the board does not have."""
    if period not in board.periods:
        raise ScoringRefused(Fault("scoring_errors.unknown_period", value=period, allowed=board.periods))
    return Doubted(board, recipe, doubt, board.periods.index(period))


def streams(seed: int, count: int) -> list[np.random.Generator]:
    """Independent sources of chance that one seed always makes alike."""
    return [np.random.default_rng(each) for each in np.random.SeedSequence(seed).spawn(count)]


def refuse_draws(draws: int) -> None:
    """Raises ScoringRefused for fewer than one draw."""
    if draws < 1:
        raise ScoringRefused(Fault("scoring_errors.too_few_draws", value=draws))


def _distinct(*choices: object) -> tuple:
    return tuple(dict.fromkeys(choices))
