"""From the indicators up to the root: the one walk that scores, draws and removals share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kpi.scoring.aggregating import combine, combine_draws
from kpi.scoring.board import Board
from kpi.scoring.recipe import Recipe

Numbers = np.ndarray


@dataclass(frozen=True)
class Step:
    """One element with its children: places among the board's elements, their ids, and how they are combined."""

    parent: int
    children: tuple[int, ...]
    names: tuple[str, ...]
    method: str


def steps(board: Board, recipe: Recipe) -> Iterator[Step]:
    """Every element with children, each after all of its children."""
    places = places_of(board)
    for each in sorted((each for each in board.elements if each.level > 1), key=lambda each: each.level):
        names = tuple(child.id for child in board.children[each.id])
        method = each.aggregation or recipe.aggregation[min(each.level - 2, len(recipe.aggregation) - 1)]
        yield Step(places[each.id], tuple(places[name] for name in names), names, method)


def places_of(board: Board) -> dict[str, int]:
    """Id of each element → its place among the board's elements."""
    return {each.id: place for place, each in enumerate(board.elements)}


def climb(board: Board, recipe: Recipe, normalised: Numbers, weights: Numbers) -> list[Numbers]:
    """Scores (…, units) of every element, in the order of the board's.

    From normalised indicators (…, units, indicators) and weights (…, elements); leading axes meet as in numpy, so
    that many rows of weights share one array of indicators. Raises ScoringRefused as `combine` does.
    """
    found: list[Numbers] = [np.empty(0)] * len(board.elements)
    places = places_of(board)
    for column, indicator in enumerate(board.indicators):
        found[places[indicator.id]] = np.ascontiguousarray(normalised[..., column])
    by_element = np.moveaxis(np.asarray(weights, float), -1, 0)[..., None]
    for step in steps(board, recipe):
        children = [found[child] for child in step.children]
        own = [by_element[child] for child in step.children]
        are_draws = by_element.ndim == 3 and by_element.shape[1] > 1 and step.method != "copeland"
        together = combine_draws if are_draws else combine
        found[step.parent] = together(children, own, step.method, recipe.group_availability, step.names)
    return found


def shares_of(children: Sequence[Numbers], weights: Sequence[Numbers]) -> list[Numbers]:
    """What each child (…, units) weighs among those that are there; missing where the child is."""
    present = [np.where(np.isnan(child), 0.0, own) for child, own in zip(children, weights, strict=True)]
    total = sum(present)
    with np.errstate(invalid="ignore"):
        return [
            np.where(np.isnan(child), np.nan, own / total)
            for child, own in zip(children, present, strict=True)
        ]
