"""The firms behind sums over places and time: how many, and what the two largest hold."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi.disclosure.system import Flags, Numbers


@dataclass(frozen=True)
class Held:
    """What each firm of each place holds, in the order of places: rows × periods. `place` and `firm` number the rows;
    `amounts` are sizes, `present` says whether the firm is in the period at all.
    """

    place: np.ndarray
    firm: np.ndarray
    amounts: Numbers
    present: Flags

    @classmethod
    def of(cls, rows: pd.DataFrame, places: list[str], periods: list[str]) -> "Held":
        """From rows of zone, period, firm (a number) and value; what lies elsewhere is left out."""
        place = pd.Index(places).get_indexer(pd.Index(rows["zone"]))
        period = pd.Index(periods).get_indexer(pd.Index(rows["period"]))
        inside = (place >= 0) & (period >= 0)
        firm = rows["firm"].to_numpy(int)
        count = int(firm.max(initial=0)) + 1
        key = place[inside] * count + firm[inside]
        pairs, row = np.unique(key, return_inverse=True)
        shape = (len(pairs), len(periods))
        amounts, present = np.zeros(shape), np.zeros(shape, bool)
        np.add.at(amounts, (row, period[inside]), rows["value"].to_numpy(float)[inside])
        present[row, period[inside]] = True
        return cls(pairs // count, pairs % count, amounts, present)

    def in_years(self) -> "Held":
        """The same by year, where periods are whole years of quarters."""
        shape = (len(self.place), self.amounts.shape[1] // 4, 4)
        return Held(
            self.place,
            self.firm,
            self.amounts.reshape(shape).sum(axis=2),
            self.present.reshape(shape).any(axis=2),
        )

    def so_far(self) -> "Held":
        """The same from the beginning up to each period."""
        return Held(
            self.place,
            self.firm,
            self.amounts.cumsum(axis=1),
            np.logical_or.accumulate(self.present, axis=1),
        )

    def everywhere(self) -> "Held":
        """All places as one: a firm in two of them is one firm."""
        firms, row = np.unique(self.firm, return_inverse=True)
        shape = (len(firms), self.amounts.shape[1])
        amounts, present = np.zeros(shape), np.zeros(shape, bool)
        np.add.at(amounts, row, self.amounts)
        np.logical_or.at(present, row, self.present)
        return Held(np.zeros(len(firms), int), firms, amounts, present)

    def tops(self, places: int) -> np.ndarray:
        """Firms, size of the sum, largest and second largest: 4 × places × periods."""
        found = np.zeros((4, places, self.amounts.shape[1]))
        if not len(self.place):
            return found
        there, starts = np.unique(self.place, return_index=True)
        sizes = np.abs(self.amounts)
        first = np.maximum.reduceat(sizes, starts, axis=0)
        group = np.repeat(np.arange(len(there)), np.diff([*starts, len(sizes)]))
        on_top = sizes == first[group]
        below = np.maximum.reduceat(np.where(on_top, 0, sizes), starts, axis=0)
        second = np.where(np.add.reduceat(on_top, starts, axis=0, dtype=int) > 1, first, below)
        count = np.add.reduceat(self.present, starts, axis=0, dtype=int)
        found[:, there] = count, np.add.reduceat(sizes, starts, axis=0), first, second
        return found
