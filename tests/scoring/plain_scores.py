"""Slow, plain twins of aggregation, ranks and grades: lists of numbers, None = missing."""

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from kpi.scoring.board import Board
from kpi.scoring.recipe import Recipe

Scores = list[float | None]


def as_list(values: np.ndarray) -> Scores:
    return [None if math.isnan(value) else float(value) for value in values]


def as_array(values: Sequence[float | None]) -> np.ndarray:
    return np.array([math.nan if value is None else value for value in values], float)


def mean(values: Scores, weights: Sequence[float], method: str, availability: float = 0.0) -> float | None:
    counted = [(value, weight) for value, weight in zip(values, weights, strict=True) if weight > 0]
    there = [(value, weight) for value, weight in counted if value is not None]
    if not there or len(there) / len(counted) < availability:
        return None
    total = math.fsum(weight for _, weight in there)
    if method == "arithmetic":
        return math.fsum(value * weight for value, weight in there) / total
    if method == "geometric":
        return math.exp(math.fsum(math.log(value) * weight for value, weight in there) / total)
    return total / math.fsum(weight / value for value, weight in there)


def copeland(rows: Sequence[Scores], weights: Sequence[float], availability: float = 0.0) -> Scores:
    """By the definition: o_ij is i's weighted share of children won against j, ties counting half."""
    scores: Scores = []
    for i, mine in enumerate(rows):
        if mean(mine, weights, "arithmetic", availability) is None:
            scores.append(None)
            continue
        total = 0
        for j, theirs in enumerate(rows):
            both = [
                (a, b, Fraction(weight))
                for a, b, weight in zip(mine, theirs, weights, strict=True)
                if a is not None and b is not None
            ]
            whole = sum(weight for *_, weight in both)
            if i == j or not whole:
                continue
            won = (
                sum(weight * (Fraction(1) if a > b else Fraction(a == b, 2)) for a, b, weight in both) / whole
            )
            total += (won > Fraction(1, 2)) - (won < Fraction(1, 2))
        scores.append(float(total))
    return scores


def ranks(scores: Scores) -> Scores:
    known = [score for score in scores if score is not None]
    return [None if score is None else 1.0 + sum(other > score for other in known) for score in scores]


def quota(units: int, shares: Sequence[Fraction]) -> list[int]:
    whole = [math.floor(share * units) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda grade: (whole[grade] - shares[grade] * units, grade))
    for grade in by_remainder[: units - sum(whole)]:
        whole[grade] += 1
    return whole


def climb(
    board: Board, recipe: Recipe, rows: Sequence[Scores], weights: dict[str, float]
) -> dict[str, Scores]:
    """Id of every element → its score by unit, from normalised rows (one a unit) of one period."""
    found: dict[str, Scores] = {
        each.id: [row[column] for row in rows] for column, each in enumerate(board.indicators)
    }
    for each in sorted(board.elements, key=lambda element: element.level):
        if each.level == 1:
            continue
        names = [child.id for child in board.elements if child.parent == each.id]
        own = [weights[name] for name in names]
        method = each.aggregation or recipe.aggregation[min(each.level - 2, len(recipe.aggregation) - 1)]
        table = [list(row) for row in zip(*(found[name] for name in names), strict=True)]
        if method == "copeland":
            found[each.id] = copeland(table, own, recipe.group_availability)
        else:
            found[each.id] = [mean(row, own, method, recipe.group_availability) for row in table]
    return found
