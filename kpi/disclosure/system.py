"""A table with totals as arrays: its cells, and which of them are sums of which others."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kpi.catalogue.disclosure import DisclosureRules
from kpi.disclosure.rules import unsafe

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Positions = NDArray[np.intp]


@dataclass(frozen=True)
class Cells:
    """One entry a cell. `total` is not negative (sizes where amounts may be), `first` and `second` are what the two
    largest firms hold, `sensitive` says that the rules forbid the cell, `known` that the reader has it anyhow.
    `cost` is what withholding it as a second cell costs; its total, where nothing else is said. `shares` (cells ×
    firms) tells what each firm holds; with it what cells come to together is judged exactly.
    """

    contributors: Numbers
    total: Numbers
    first: Numbers
    second: Numbers
    sensitive: Flags
    known: Flags
    cost: Numbers
    shares: sparse.csr_array | None = None

    @classmethod
    def of(
        cls,
        contributors: Numbers,
        total: Numbers,
        first: Numbers,
        second: Numbers,
        known: Flags,
        rules: DisclosureRules,
        cost: Numbers | None = None,
        shares: sparse.csr_array | None = None,
    ) -> "Cells":
        """Cells whose `sensitive` follows from the rules; what is known is not sensitive any more."""
        sensitive = unsafe(contributors, total, first, second, rules) & ~known
        return cls(
            contributors, total, first, second, sensitive, known, total if cost is None else cost, shares
        )


@dataclass(frozen=True)
class Sums:
    """One entry an equation: cell `totals[e]` is the sum of the cells `parts[starts[e]:starts[e + 1]]`.

    Where `overlapping`, firms of two parts may be the same ones (quarters, categories); elsewhere they differ (zones).
    One that is `implied` follows from the others: what it tells at one look counts, the linear algebra needs it not.
    """

    totals: Positions
    parts: Positions
    starts: Positions
    overlapping: Flags
    implied: Flags

    @classmethod
    def of(
        cls, equations: Sequence[tuple[int, Sequence[int], bool]], implied: Sequence[bool] | None = None
    ) -> "Sums":
        """Sums from (total, parts, overlapping); those without parts say nothing and are left out."""
        follows = [False] * len(equations) if implied is None else implied
        told = [(*each, one) for each, one in zip(equations, follows, strict=True) if len(each[1])]
        sizes = [len(parts) for _, parts, _, _ in told]
        return cls(
            np.array([total for total, _, _, _ in told], np.intp),
            np.concatenate([np.asarray(parts, np.intp) for _, parts, _, _ in told] or [np.empty(0, np.intp)]),
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp),
            np.array([overlapping for _, _, overlapping, _ in told], bool),
            np.array([one for _, _, _, one in told], bool),
        )

    def __len__(self) -> int:
        return len(self.totals)

    @cached_property
    def owners(self) -> Positions:
        """The equation of each entry of `parts`."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def added(self, values: NDArray) -> Numbers:
        """Of one value an entry of `parts`, the sum by equation."""
        return np.add.reduceat(values, self.starts[:-1]).astype(float)

    def largest(self, values: NDArray) -> Numbers:
        """Of one value an entry of `parts`, the largest by equation."""
        return np.maximum.reduceat(values, self.starts[:-1]).astype(float)

    def matrix(self, cells: int) -> sparse.csr_array:
        """Equations × cells: 1 for a part, −1 for the total."""
        rows = np.concatenate([self.owners, np.arange(len(self))])
        columns = np.concatenate([self.parts, self.totals])
        signs = np.concatenate([np.ones(len(self.parts)), -np.ones(len(self))])
        return sparse.csr_array((signs, (rows, columns)), shape=(len(self), cells))
