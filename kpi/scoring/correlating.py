"""How elements go together: correlations of their scores, and those that a framework's author should look at."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kpi.scoring.board import Board
from kpi.scoring.climbing import places_of

Numbers = np.ndarray
Kind = Literal["negative", "redundant", "weak"]

# Siblings above the one tell the same twice; below the other, in size, an element hardly speaks for its parent.
REDUNDANT, WEAK = 0.92, 0.3
FEWEST_UNITS = 3
CONSTANT = 1e-12


@dataclass(frozen=True)
class Flag:
    """`element` and `other` (a sibling, or its parent) with their correlation, and what is odd about it."""

    kind: Kind
    element: str
    other: str
    correlation: float


def correlations(scores: Numbers) -> Numbers:
    """Pearson's r (elements, elements) of scores (units, elements), each pair over the units that have both.

    NaN for fewer than three units, and where one side does not vary.
    """
    known = ~np.isnan(scores)
    filled = np.where(known, scores, 0.0)
    return np.stack([_with_one(filled, known, column) for column in range(scores.shape[1])])


def flags(board: Board, correlated: Numbers) -> tuple[Flag, ...]:
    """What is odd, in the board's order.

    Of an element and its parent: negative from −0.3 down, weak below 0.3. Of two siblings: negative from −0.3 down,
    redundant above 0.92.
    """
    places = places_of(board)
    found = []
    for each in board.elements:
        if each.parent is None:
            continue
        siblings = [other.id for other in board.children[each.parent]]
        later = siblings[siblings.index(each.id) + 1 :]
        for other in (each.parent, *later):
            r = float(correlated[places[each.id], places[other]])
            kind = _kind(r, other == each.parent)
            if kind is not None:
                found.append(Flag(kind, each.id, other, r))
    return tuple(found)


def _kind(r: float, with_parent: bool) -> Kind | None:
    if r <= -WEAK:
        return "negative"
    if with_parent:
        return "weak" if r < WEAK else None
    return "redundant" if r > REDUNDANT else None


def _with_one(filled: Numbers, known: Numbers, column: int) -> Numbers:
    """r of one element with all: means, then products of deviations, both over the units of the pair."""
    both = known & known[:, [column]]
    units = both.sum(0)
    own = np.where(both, filled[:, [column]], 0.0)
    others = np.where(both, filled, 0.0)
    own_spread, other_spread = _deviations(own, both, units), _deviations(others, both, units)
    squares = (own_spread**2).sum(0) * (other_spread**2).sum(0)
    varies = _varies(own_spread, own) & _varies(other_spread, others) & (units >= FEWEST_UNITS)
    r = (own_spread * other_spread).sum(0) / np.sqrt(np.where(varies, squares, 1.0))
    return np.where(varies, np.clip(r, -1.0, 1.0), np.nan)


def _deviations(values: Numbers, both: Numbers, units: Numbers) -> Numbers:
    return np.where(both, values - values.sum(0) / np.maximum(units, 1), 0.0)


def _varies(deviations: Numbers, values: Numbers) -> Numbers:
    return np.abs(deviations).max(0) > CONSTANT * np.abs(values).max(0)
