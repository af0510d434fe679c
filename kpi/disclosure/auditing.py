"""How far a reader can narrow a withheld cell down, from everything that is left to see."""

import numpy as np
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve

from kpi.catalogue.disclosure import DisclosureRules
from kpi.disclosure.system import Cells, Flags, Numbers, Positions, Sums

# A cell that moves by less than this part of itself stands still: what is left is rounding.
STILL = 1e-5
AT_ONCE = 512
STEADYING = 1e-11


def narrow(cells: Cells, sums: Sums, hidden: Flags, rules: DisclosureRules) -> Flags:
    """Which withheld cells a reader could still work out: exactly, or, where the rules forbid the cell, to within
    `closeness` of its largest firm on both sides.

    Every other table that agrees with all that is shown lies in the null space of the equations on the withheld
    columns. For each cell one such direction is taken, the cell's own projection, and followed both ways until some
    cell would become negative: the reader cannot narrow the cell further than that.
    """
    columns = np.flatnonzero(hidden)
    found = np.zeros(len(hidden), bool)
    if not len(columns):
        return found
    needed = 2 * rules.closeness * np.where(cells.sensitive, cells.first, 0)[columns]
    width = _widths(sums.matrix(len(hidden))[~sums.implied][:, columns], cells.total[columns])
    found[columns] = width < np.maximum(needed * (1 - STILL), STILL * cells.total[columns])
    return found


def _widths(matrix: sparse.csr_array, totals: Numbers) -> Numbers:
    """The width within which each column can move, all others following."""
    matrix = matrix[np.flatnonzero(np.diff(matrix.indptr))]
    # Large cells move more easily than small ones.
    roots = np.sqrt(np.maximum(totals, totals.max(initial=1) * STILL))
    scaled = matrix @ sparse.diags_array(roots)
    norms = np.sqrt(scaled.multiply(scaled).sum(axis=1))
    scaled = (sparse.diags_array(1 / norms) @ scaled).tocsc() if len(norms) else scaled.tocsc()
    if not scaled.shape[0]:
        return np.full(len(totals), np.inf)
    gram = (scaled @ scaled.T).toarray() + STEADYING * np.eye(scaled.shape[0])
    factor = cho_factor(gram, overwrite_a=True, check_finite=False)
    chunks = [np.arange(at, min(at + AT_ONCE, len(totals))) for at in range(0, len(totals), AT_ONCE)]
    return np.concatenate([_widths_of(chunk, scaled, factor, roots, totals) for chunk in chunks])


def _widths_of(
    chunk: Positions, scaled: sparse.csc_array, factor: tuple, roots: Numbers, totals: Numbers
) -> Numbers:
    moves = -(scaled.T @ cho_solve(factor, scaled[:, chunk].toarray(), check_finite=False))
    own = (chunk, np.arange(len(chunk)))
    moves[own] += 1
    moves[np.abs(moves) < STILL * STILL] = 0
    moves *= roots[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = totals[:, None] / np.abs(moves)
    up = np.where(moves < 0, steps, np.inf).min(axis=0)
    down = np.where(moves > 0, steps, np.inf).min(axis=0)
    steady = moves[own] <= 0
    return np.where(steady, 0, np.where(steady, 0, up + down) * moves[own])
