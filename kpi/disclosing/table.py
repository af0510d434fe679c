"""The cells of one metric and the sums that hold between them, gathered one by one."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import sparse

from kpi.catalogue.disclosure import DisclosureRules
from kpi.disclosing.tops import Held
from kpi.disclosure import Cells, Sums, withheld
from kpi.disclosure.system import Flags

NONE = -1


@dataclass
class Table:
    """Cells by number; a block of them is a matrix of numbers over places × periods, NONE where there is no cell."""

    firms: int
    tops: list[np.ndarray] = field(default_factory=list)
    costs: list[np.ndarray] = field(default_factory=list)
    known: list[np.ndarray] = field(default_factory=list)
    shares: list[np.ndarray] = field(default_factory=list)
    sums: list[tuple[int, list[int], bool]] = field(default_factory=list)
    implied: list[bool] = field(default_factory=list)
    size: int = 0

    def block(self, held: Held, present: Flags, known: Flags, dearness: float | np.ndarray) -> np.ndarray:
        """Numbers of new cells where `present`, by the firms that stand behind them; `dearness` is how much more it
        costs to withhold one of them than its size says, by period or for all alike.
        """
        numbers = np.full(present.shape, NONE)
        count = int(present.sum())
        numbers[present] = np.arange(self.size, self.size + count)
        self.size += count
        tops = held.tops(len(present))
        self.tops.append(tops[:, present])
        self.costs.append((tops[1] * dearness)[present])
        self.known.append(known[present])
        row, at = np.nonzero(held.present)
        cell = numbers[held.place[row], at]
        self.shares.append(np.array([cell, held.firm[row], held.amounts[row, at]])[:, cell != NONE])
        return numbers

    def apart(self, parts: list[int], dearness: float) -> int:
        """A new cell that is the sum of cells of different periods, with all their firms."""
        cell, firm, amount = np.concatenate(self.shares, axis=1)
        mine = np.isin(cell, parts)
        rows = pd.DataFrame({"zone": "", "period": "", "firm": firm[mine].astype(int), "value": amount[mine]})
        yes = np.ones((1, 1), bool)
        number = int(self.block(Held.of(rows, [""], [""]), yes, ~yes, dearness)[0, 0])
        self.add_sum(number, parts, overlapping=False)
        return number

    def add_up(self, totals: np.ndarray, parts: np.ndarray, overlapping: bool) -> None:
        """Sums: `totals` has one axis less than `parts`, which are added over their last axis."""
        for total, row in zip(totals.ravel(), parts.reshape(-1, parts.shape[-1]), strict=True):
            self.add_sum(int(total), row[row != NONE].tolist(), overlapping)

    def add_sum(self, total: int, parts: list[int], overlapping: bool, implied: bool = False) -> None:
        """One sum, unless there is no such total or it is its own only part; `implied` if others come to the same."""
        if total != NONE and parts and parts != [total]:
            self.sums.append((total, parts, overlapping))
            self.implied.append(implied)

    def withheld(self, rules: DisclosureRules) -> tuple[Flags, Flags]:
        """Which cells are withheld, and which the rules forbid by themselves, whether or not they are known."""
        count, total, first, second = np.concatenate(self.tops, axis=1)
        known, costs = np.concatenate(self.known), np.concatenate(self.costs)
        cell, firm, amount = np.concatenate(self.shares, axis=1)
        places = (cell.astype(int), firm.astype(int))
        shares = sparse.csr_array((amount, places), shape=(self.size, self.firms))
        nobody = np.zeros(len(known), bool)
        judged = Cells.of(count, total, first, second, nobody, rules).sensitive
        cells = Cells.of(count, total, first, second, known, rules, costs, shares)
        return withheld(cells, Sums.of(self.sums, self.implied), rules), judged
