"""Grades, best first as 0, 1, 2 …: by a quota of units or by cut scores. Who stands on a boundary belongs above it."""

from collections.abc import Sequence

import numpy as np

from kpi.scoring.ranking import TIE, ranks
from kpi.scoring.recipe import Grades

Numbers = np.ndarray
UNGRADED = -1


def graded(scores: Numbers, grades: Grades, places: Numbers | None = None) -> Numbers:
    """The number of each unit's grade in `grades.names`, −1 without a score; `places` are its ranks, if known."""
    if grades.cuts:
        return by_cuts(scores, grades.cuts)
    return by_quota(ranks(scores) if places is None else places, grades.shares)


def by_quota(places: Numbers, shares: Sequence[float]) -> Numbers:
    """Grades (…, units) of ranks (…, units): the best share gets grade 0, the next 1, and so on.

    Units that share a rank share a grade, the better one, though its quota is then exceeded.
    """
    counts, at = np.unique((~np.isnan(places)).sum(-1), return_inverse=True)
    last = np.array([np.cumsum(quota(int(units), shares)) for units in counts])[at.reshape(places.shape[:-1])]
    beyond = sum(places > last[..., [grade]] for grade in range(len(shares)))
    return np.where(np.isnan(places), UNGRADED, beyond)


def quota(units: int, shares: Sequence[float]) -> tuple[int, ...]:
    """How many of so many units get each grade: whole numbers by the largest remainder, of equal ones the better's."""
    exact = [share * units for share in shares]
    whole = [int(np.floor(part + TIE * units)) for part in exact]
    left = [round(part - floor, 9) for part, floor in zip(exact, whole, strict=True)]
    for grade in sorted(range(len(shares)), key=lambda grade: -left[grade])[: units - sum(whole)]:
        whole[grade] += 1
    return tuple(whole)


def by_cuts(scores: Numbers, cuts: Sequence[float]) -> Numbers:
    """Grades (…, units) of scores: grade 0 from the first cut up, grade 1 from the second, and so on.

    A score equal to a cut, but for rounding in the last digits, has reached it.
    """
    below = sum((scores < cut - TIE * abs(cut)) * 1 for cut in cuts)
    return np.where(np.isnan(scores), UNGRADED, below)
