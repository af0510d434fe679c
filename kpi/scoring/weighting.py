"""Weights of a hierarchy: one number an element, counted among its siblings."""

from collections.abc import Mapping

import numpy as np

from kpi.errors import Fault, Place
from kpi.scoring.board import Board
from kpi.scoring.notes import ScoringRefused

Numbers = np.ndarray


def weights_of(board: Board, chosen: Mapping[str, float] | None = None) -> Numbers:
    """The weight of every element, `chosen` before the board's own.

    Raises ScoringRefused for an unknown element, a weight that is no number ≥ 0, and siblings that all weigh nothing.
    """
    chosen = chosen or {}
    found = np.array([chosen.get(each.id, each.weight) for each in board.elements], float)
    unknown = sorted(set(chosen) - {each.id for each in board.elements})
    faults = [Fault("scoring_errors.weight_of_unknown_element", Place(entry=name)) for name in unknown]
    faults += [
        Fault("scoring_errors.weight_negative", Place(entry=each.id), float(weight))
        for each, weight in zip(board.elements, found, strict=True)
        if not 0 <= weight < np.inf
    ]
    for parent, members in siblings(board).items():
        if not found[members].any():
            faults.append(Fault("scoring_errors.weights_all_zero", Place(entry=parent)))
    if faults:
        raise ScoringRefused(*faults)
    return found


def siblings(board: Board) -> dict[str, list[int]]:
    """Id of each element with children → their places among the elements; parents in ascending level."""
    places = {each.id: place for place, each in enumerate(board.elements)}
    parents = sorted((each for each in board.elements if each.level > 1), key=lambda each: each.level)
    return {each.id: [places[child.id] for child in board.children[each.id]] for each in parents}


def local_weights(board: Board, weights: Numbers) -> Numbers:
    """The same weights (…, elements) as shares of 1 among siblings; the root's is 1.

    Where all siblings weigh 0, so does their parent.
    """
    found = np.array(weights, float)
    place = {each.id: number for number, each in enumerate(board.elements)}
    found[..., place[board.root.id]] = 1.0
    for parent, members in siblings(board).items():
        total = found[..., members].sum(-1)
        found[..., place[parent]] *= total > 0
        found[..., members] /= np.where(total > 0, total, 1.0)[..., None]
    return found


def effective_weights(board: Board, weights: Numbers) -> Numbers:
    """What each element (…, elements) weighs in the root: the product of the shares on its way up.

    The indicators' add up to 1.
    """
    found = local_weights(board, weights)
    place = {each.id: number for number, each in enumerate(board.elements)}
    for parent, members in reversed(siblings(board).items()):
        found[..., members] *= found[..., [place[parent]]]
    return found


def spread_weights(weights: Numbers, spread: float, draws: int, stream: np.random.Generator) -> Numbers:
    """Weights (draws, elements), each w · (1 + δ·U(−1, 1)) with δ = `spread`."""
    return weights * (1.0 + spread * stream.uniform(-1.0, 1.0, (draws, len(weights))))


def simplex_weights(weights: Numbers, draws: int, stream: np.random.Generator) -> Numbers:
    """Weights (draws, elements) of which, as shares among siblings, every division is as likely as any other.

    An element that weighs nothing keeps doing so.
    """
    return stream.standard_exponential((draws, len(weights))) * (weights > 0)
