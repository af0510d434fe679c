"""Which doubtful choice moves the ranks most: Sobol indices by Jansen's estimators.

Jansen, M. J. W. (1999), Analysis of variance designs for model output, Computer Physics Communications 117, 35–43;
as used for composite indicators by Saisana, Saltelli and Tarantola (2005), J. R. Statist. Soc. A 168, 307–323.
"""

from dataclasses import dataclass

import numpy as np

from kpi.errors import Fault
from kpi.scoring.board import Board
from kpi.scoring.doubting import Doubt, Doubted, doubted, refuse_draws, streams
from kpi.scoring.notes import ScoringRefused
from kpi.scoring.ranking import ranks
from kpi.scoring.recipe import Recipe

Numbers = np.ndarray


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Indices of each factor (`weights`, `imputation`, `normalisation`, `aggregation`, `dropped`, as far as doubted).

    `first` (factors,) is the share of the variance of the mean rank shift that a factor explains alone, `total` with
    all it does together with others; `unit_first`, `unit_total` (factors, units) the same for each unit's rank. NaN
    where nothing varies. `runs` is how many scorings they rest on.
    """

    factors: tuple[str, ...]
    first: Numbers
    total: Numbers
    unit_first: Numbers
    unit_total: Numbers
    runs: int


def sensitivity(
    board: Board, recipe: Recipe, doubt: Doubt, draws: int, seed: int, period: str
) -> Sensitivity:
    """Indices for one period from N = `draws` base draws, that is N(d + 2) runs of d factors.

    The same seed gives the same bytes. Raises ScoringRefused for an unknown period, no draws, a doubt without a factor,
    and values that an alternative cannot take.
    """
    refuse_draws(draws)
    case = doubted(board, recipe, doubt, period)
    factors = (*(("weights",) if doubt.weights else ()), *case.alternatives)
    if not factors:
        raise ScoringRefused(Fault("scoring_errors.nothing_doubted"))
    for_points, for_weights = streams(seed, 2)
    base, other = for_points.random((2, draws, len(factors)))
    points = [base, other, *(_with_column(base, other, factor) for factor in range(len(factors)))]
    table = case.weights(draws, for_weights)
    outputs = _outputs(case, factors, np.concatenate(points), table)
    first, total = sobol(outputs.reshape(len(factors) + 2, draws, -1))
    return Sensitivity(factors, first[:, 0], total[:, 0], first[:, 1:], total[:, 1:], len(outputs))


def sobol(outputs: Numbers) -> tuple[Numbers, Numbers]:
    """First-order and total indices (factors, outputs) of outputs (2 + factors, draws, outputs).

    The rows of the first axis are f(A), f(B), and f of A with the column of each factor taken from B. With V the
    variance of f(A) and f(B) together, S = (V − ½ mean (f(B) − f(AB))²) / V and T = ½ mean (f(A) − f(AB))² / V.
    """
    base, other, mixed = outputs[0], outputs[1], outputs[2:]
    variance = np.concatenate([base, other]).var(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        first = 1.0 - ((other - mixed) ** 2).mean(1) / 2.0 / variance
        total = ((base - mixed) ** 2).mean(1) / 2.0 / variance
    varies = variance > 0
    return np.where(varies, first, np.nan), np.where(varies, total, np.nan)


def _with_column(base: Numbers, other: Numbers, column: int) -> Numbers:
    mixed = base.copy()
    mixed[:, column] = other[:, column]
    return mixed


def _outputs(case: Doubted, factors: tuple[str, ...], points: Numbers, table: Numbers) -> Numbers:
    """(runs, 1 + units): the mean rank shift, then each unit's rank, at points (runs, factors) in [0, 1)."""
    choices = {
        factor: (
            points[:, column] * (len(table) if factor == "weights" else len(case.alternatives[factor]))
        ).astype(np.int64)
        for column, factor in enumerate(factors)
    }
    at = choices.pop("weights", np.zeros(len(points), np.int64))
    places = ranks(case.scores(choices, table[at]))
    shift = np.abs(places - ranks(case.nominal()))
    known = ~np.isnan(shift)
    mean = np.where(known, shift, 0.0).sum(1) / np.maximum(known.sum(1), 1)
    return np.column_stack([mean, places])
