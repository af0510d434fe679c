"""Many scores of a unit into one: weighted means, and Copeland's count of wins against the other units.

Missing scores leave the mean and their weight with them. Sums run over the children one after another, so that equal
units get equal scores to the last bit.
"""

from collections.abc import Sequence
from typing import get_args

import numpy as np

from kpi.errors import Fault, Place
from kpi.scoring.notes import ScoringRefused
from kpi.scoring.ranking import TIE
from kpi.scoring.recipe import Aggregation

Numbers = np.ndarray
METHODS = get_args(Aggregation)

NOT_POSITIVE = {
    "geometric": "scoring_errors.geometric_not_positive",
    "harmonic": "scoring_errors.harmonic_not_positive",
}
# So many comparisons of two units at once stay in the processor's cache.
COMPARISONS = 1 << 17
# With gaps in more than this part of the units all are asked for them.
MANY_GAPS = 0.5


def aggregate(
    values: Numbers, weights: Numbers, method: Aggregation = "arithmetic", availability: float = 0.0
) -> Numbers:
    """One score a unit: values (…, units, children) and weights (…, children) give (…, units).

    A unit is missing when all its children are, or fewer of them than the share `availability`. A child of weight 0
    does not count at all. Raises ScoringRefused as `combine` does.
    """
    children = [values[..., child] for child in range(values.shape[-1])]
    return combine(children, np.moveaxis(np.asarray(weights, float), -1, 0)[..., None], method, availability)


def combine(
    children: Sequence[Numbers],
    weights: Sequence[Numbers] | Numbers,
    method: str,
    availability: float = 0.0,
    names: Sequence[str] = (),
) -> Numbers:
    """The same from one array (…, units) and one weight (…, 1) per child, each only as large as it has to be.

    Raises ScoringRefused for an unknown method, and for a value ≤ 0 in a geometric or harmonic mean: one fault per
    child, at the place `names` gives it.
    """
    if method not in METHODS:
        raise ScoringRefused(Fault("scoring_errors.unknown_aggregation", value=method, allowed=METHODS))
    there = [~np.isnan(child) for child in children]
    _refuse_not_positive(children, weights, there, method, names)
    combined = (
        _copeland(children, weights) if method == "copeland" else _mean(children, weights, there, method)
    )
    return np.where(_available(weights, there, availability), combined, np.nan)


def combine_draws(
    children: Sequence[Numbers],
    weights: Sequence[Numbers],
    method: str,
    availability: float = 0.0,
    names: Sequence[str] = (),
) -> Numbers:
    """The same mean for thousands of rows of weights (draws, 1), of arrays (units,) or (draws, units).

    Few units have gaps: the others need not be asked for them in every draw, which takes most of the time otherwise.
    """
    gaps = np.any([np.isnan(child).reshape(-1, child.shape[-1]).any(0) for child in children], axis=0)
    if gaps.mean() > MANY_GAPS:
        return combine(children, weights, method, availability, names)
    _refuse_not_positive(children, weights, [~np.isnan(child) for child in children], method, names)
    found = _whole_mean(children, weights, method)
    if gaps.any():
        found[:, gaps] = combine(
            [child[..., gaps] for child in children], weights, method, availability, names
        )
    return found


def _whole_mean(children: Sequence[Numbers], weights: Sequence[Numbers], method: str) -> Numbers:
    """The mean (draws, units) of children without gaps; missing where none of them has weight."""
    shown = list(children)
    if method != "arithmetic":
        # What is not above 0 has no weight anywhere.
        positive = [np.where(child > 0, child, 1.0) for child in children]
        shown = [np.log(child) if method == "geometric" else 1.0 / child for child in positive]
    if all(child.ndim == 1 for child in shown):
        total = np.einsum("dc,cu->du", np.concatenate(weights, -1), np.stack(shown))
    else:
        total = weights[0] * shown[0]
        for child, own in zip(shown[1:], weights[1:], strict=True):
            total += own * child
    return _finished(total, sum(weights), method)


def _mean(
    children: Sequence[Numbers], weights: Sequence[Numbers] | Numbers, there: list[Numbers], method: str
) -> Numbers:
    """Arithmetic Σwx / Σw; geometric exp(Σw ln x / Σw); harmonic Σw / Σ(w / x)."""
    total, weight = np.zeros(1), np.zeros(1)
    for child, own, present in zip(children, weights, there, strict=True):
        total = total + own * _transformed(child, present & (own > 0), method)
        weight = weight + own * present
    return _finished(total, weight, method)


def _finished(total: Numbers, weight: Numbers, method: str) -> Numbers:
    with np.errstate(invalid="ignore", divide="ignore"):
        if method == "harmonic":
            return weight / total
        return np.exp(total / weight) if method == "geometric" else total / weight


def _transformed(child: Numbers, counted: Numbers, method: str) -> Numbers:
    """What is added up, 0 where nothing counts."""
    if method == "arithmetic":
        return np.where(np.isnan(child), 0.0, child)
    known = np.where(counted, child, 1.0)
    return np.where(counted, np.log(known) if method == "geometric" else 1.0 / known, 0.0)


def _copeland(children: Sequence[Numbers], weights: Sequence[Numbers] | Numbers) -> Numbers:
    """Wins less losses against all other units; who has the larger weighted share of children wins.

    A pair is compared on the children that both have.
    """
    own = np.stack([np.asarray(weight, float)[..., 0] for weight in weights], -1)
    shape = np.broadcast_shapes(*(child.shape for child in children), (*own.shape[:-1], 1))
    level = TIE * own.sum(-1)[..., None, None]
    result = np.zeros(shape)
    block = max(1, COMPARISONS // max(1, result.size))
    for start in range(0, shape[-1], block):
        rows = slice(start, start + block)
        margin = _margin([_wins(child, rows) for child in children], own)
        wins, losses = np.count_nonzero(margin > level, -1), np.count_nonzero(margin < -level, -1)
        result[..., rows] = wins - losses
    return result


def _wins(child: Numbers, rows: slice) -> Numbers:
    """1, −1 or 0 (…, rows, units): whether units of the rows have more than others, less, or neither."""
    mine, others = child[..., rows, None], child[..., None, :]
    return np.subtract(mine > others, mine < others, dtype=np.int8)


def _margin(wins: list[Numbers], own: Numbers) -> Numbers:
    """Weighted wins less losses (…, rows, units). Children that all draws share need one product of matrices."""
    if all(each.ndim == 2 for each in wins):
        return np.tensordot(own, np.stack(wins).astype(float), 1)
    return sum(own[..., child, None, None] * each for child, each in enumerate(wins))


def _available(weights: Sequence[Numbers] | Numbers, there: list[Numbers], availability: float) -> Numbers:
    """Whether enough of the children that count are there, and at least one."""
    counted = sum((np.asarray(own) > 0) * 1.0 for own in weights)
    present = sum((np.asarray(own) > 0) * present for own, present in zip(weights, there, strict=True))
    return (present > 0) & (present / np.maximum(counted, 1.0) >= availability)


def _refuse_not_positive(
    children: Sequence[Numbers],
    weights: Sequence[Numbers] | Numbers,
    there: list[Numbers],
    method: str,
    names: Sequence[str],
) -> None:
    code = NOT_POSITIVE.get(method)
    if code is None:
        return
    faults = []
    for number, (child, own, present) in enumerate(zip(children, weights, there, strict=True)):
        if (np.any(np.asarray(own) > 0)) and (present & (np.nan_to_num(child, nan=1.0) <= 0)).any():
            name = names[number] if names else ""
            faults.append(Fault(code, Place(entry=name), float(np.nanmin(child))))
    if faults:
        raise ScoringRefused(*faults)
