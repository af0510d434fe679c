"""What of one metric is withheld: its cells at every level, from the firms behind them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi.catalogue import NATIONAL, Metric
from kpi.catalogue.disclosure import DisclosureRules
from kpi.disclosing.table import NONE, Table
from kpi.disclosing.tops import Held
from kpi.disclosure.system import Flags
from kpi.measures.measure import whole_years

# How much dearer than its size a cell is: what people look for is withheld last.
QUARTER, RUNNING, YEAR, YEAR_END = 1.0, 0.1, 100.0, 2.0
OF_A_CATEGORY, OF_ALL_PLACES = 0.3, 30.0
# Publications tell of a whole; what its categories come to is known from the records alone.
NEVER_PUBLISHED = ""
KEY = ("metric", "zone", "period", "basis", "breakdown", "category")


@dataclass(frozen=True)
class Asked:
    """One metric in some places: what they hold firm by firm, which values are known anyhow, and where records lie.

    `shares` as `firms.COLUMNS`; `recorded` has the zone and period of every sum of records; `public` has (zone, period,
    basis) of what was published; `own` are places whose firms the reader knows; `together` says that the places are
    also shown as one.
    """

    metric: Metric
    places: list[str]
    shares: pd.DataFrame
    recorded: pd.DataFrame
    public: Collection[tuple[str, str, str]]
    own: Collection[str]
    together: bool


def withheld_cells(asked: Asked, rules: DisclosureRules) -> pd.DataFrame:
    """One row a cell that the reader may not see, columns KEY and `forbidden` (the rules forbid the cell itself) and
    `public` (its value was published: only what the records make of it is withheld). Breakdown '' is the whole.
    """
    layout = _Layout(asked)
    hidden, judged = layout.table.withheld(rules)
    rows = [
        (asked.metric.id, *key, bool(judged[number]), not hidden[number])
        for key, number in layout.keys()
        if hidden[number] or (judged[number] and layout.published(key))
    ]
    return pd.DataFrame(rows, columns=[*KEY, "forbidden", "public"])


class _Layout:
    """All blocks of one metric and the sums between them."""

    def __init__(self, asked: Asked) -> None:
        firm, names = pd.factorize(asked.shares["firm"])
        self.shares = asked.shares.assign(firm=firm)
        self.asked, self.table = asked, Table(len(names))
        labels = asked.recorded["period"]
        self.yearly = bool(len(labels)) and len(str(labels.iloc[0])) == 4
        self.fine = _labels(labels, self.yearly)
        self.years = self.fine if self.yearly else [label[:4] for label in self.fine[::4]]
        self.places = [*asked.places, *([NATIONAL] if asked.together else [])]
        self.recorded = np.zeros((len(asked.places), len(self.fine)), bool)
        self.recorded[
            pd.Index(asked.places).get_indexer(pd.Index(asked.recorded["zone"])),
            pd.Index(self.fine).get_indexer(pd.Index(labels)),
        ] = True
        self.blocks: list[tuple[str, str, str, list[str], np.ndarray]] = []
        self.flow = asked.metric.type == "flow"
        self._whole()
        for breakdown in asked.metric.breakdowns:
            self._breakdown(breakdown)

    def keys(self) -> Iterator[tuple[tuple[str, str, str, str, str], int]]:
        """Zone, period, basis, breakdown and category of each cell shown, and its number."""
        for basis, breakdown, category, labels, numbers in self.blocks:
            for place, at in np.argwhere(numbers != NONE):
                yield (self.places[place], labels[at], basis, breakdown, category), int(numbers[place, at])

    def published(self, key: tuple[str, str, str, str, str]) -> bool:
        return not key[3] and key[:3] in self.asked.public

    def _whole(self) -> None:
        held = Held.of(self.shares[self.shares["breakdown"] == ""], self.asked.places, self.fine)
        if not self.flow:
            basis = "cumulative" if self.asked.metric.type == "cumulative" else "period_end"
            held = held.so_far() if basis == "cumulative" else held
            self.fine_cells, self.year_cells = self._closing(held, basis, QUARTER), None
            return
        self.fine_cells, self.year_cells = self._adding(held, "in_period", "", "", 1)
        self._running(held)

    def _adding(
        self, held: Held, basis: str, breakdown: str, category: str, dearness: float
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Cells of a flow: the finest, then years, over places each; and the sums between them."""
        present = self.recorded if not breakdown else self._category_present(held)
        published = NEVER_PUBLISHED if breakdown else basis
        fine = self._cells(held, self.fine, present, published, QUARTER * dearness)
        self.blocks.append((basis, breakdown, category, self.fine, fine))
        if self.yearly:
            return fine, None
        by_year = self._cells(held.in_years(), self.years, _years(present), published, YEAR * dearness)
        self.table.add_up(by_year, fine.reshape(len(fine), -1, 4), overlapping=True)
        self.blocks.append((basis, breakdown, category, self.years, by_year))
        return fine, by_year

    def _cells(
        self, held: Held, labels: list[str], present: Flags, basis: str, dearness: float | np.ndarray
    ) -> np.ndarray:
        """One block over the places, with all of them together as the last row where they are shown so."""
        known = self._known(labels, basis)
        numbers = self.table.block(held, present, known[: len(present)], dearness)
        if not self.asked.together:
            return numbers
        anywhere = present.any(axis=0)[None]
        whole = self.table.block(held.everywhere(), anywhere, known[-1:], dearness * OF_ALL_PLACES)
        self.table.add_up(whole[0], numbers.T, overlapping=False)
        return np.vstack([numbers, whole])

    def _closing(self, held: Held, basis: str, dearness: float | np.ndarray) -> np.ndarray:
        """Cells of which a year shows the last quarter there is: stocks and running sums."""
        fine = self._cells(held, self.fine, self.recorded, basis, dearness)
        self.blocks.append((basis, "", "", self.fine, fine))
        if not self.yearly:
            self.blocks.append((basis, "", "", self.years, self._closing_years(fine)))
        return fine

    def _closing_years(self, fine: np.ndarray) -> np.ndarray:
        """The cell of each year's last quarter; of all places, whose years may end at different quarters, one of its
        own only where they do.
        """
        last = _last(fine.reshape(len(fine), fine.shape[1] // 4, 4))
        if self.asked.together:
            for year in range(last.shape[1]):
                parts = last[:-1, year][last[:-1, year] != NONE]
                quarters = fine[:-1, year * 4 : year * 4 + 4].T
                if len(parts) and not any(np.array_equal(parts, each[each != NONE]) for each in quarters):
                    last[-1, year] = self.table.apart(parts.tolist(), YEAR_END * OF_ALL_PLACES)
        return last

    def _running(self, held: Held) -> None:
        """Running sums and what lies between any two of them that a year begins or ends with."""
        fine, by_year = self.fine_cells, self.year_cells
        running = self._closing(held.so_far(), "cumulative", self._running_dearness())
        for place in range(len(self.asked.places)):
            _chain(self.table, running[place], fine[place], None if by_year is None else by_year[place])

    def _running_dearness(self) -> np.ndarray:
        """Where years end running sums are looked at most."""
        ends = np.arange(len(self.fine)) % 4 == 3
        return np.where(ends | self.yearly, YEAR_END, RUNNING)

    def _breakdown(self, breakdown: str) -> None:
        rows = self.shares[self.shares["breakdown"] == breakdown]
        by_category = []
        for category in sorted(rows["category"].unique()):
            held = Held.of(rows[rows["category"] == category], self.asked.places, self.fine)
            dearness = OF_A_CATEGORY
            if self.flow:
                by_category.append(self._adding(held, "in_period", breakdown, category, dearness))
                continue
            fine = self._cells(held, self.fine, self._category_present(held), NEVER_PUBLISHED, dearness)
            self.blocks.append(("period_end", breakdown, category, self.fine, fine))
            by_category.append((fine, None))
        for level, whole in enumerate((self.fine_cells, self.year_cells)):
            parts = [each[level] for each in by_category if each[level] is not None]
            if whole is not None and parts:
                self.table.add_up(whole, np.stack(parts, axis=-1), overlapping=True)  # type: ignore[arg-type]

    def _category_present(self, held: Held) -> Flags:
        return (held.tops(len(self.asked.places))[0] > 0) & self.recorded

    def _known(self, labels: list[str], basis: str) -> Flags:
        own = np.isin(self.places, list(self.asked.own))
        public = [[(place, label, basis) in self.asked.public for label in labels] for place in self.places]
        return own[:, None] | np.array(public, bool).reshape(len(self.places), len(labels))


def _chain(table: Table, running: np.ndarray, fine: np.ndarray, by_year: np.ndarray | None) -> None:
    """What a place's running sums add up from: quarter by quarter, within each year, and year by year."""
    there = np.flatnonzero(running != NONE)
    for before, at in zip([NONE, *there], there, strict=False):
        table.add_sum(int(running[at]), [*_told(running, before), int(fine[at])], True)
    if by_year is None:
        return
    ends = [NONE, *(there[there // 4 == year][-1] for year in np.unique(there // 4))]
    for begun, end in zip(ends[:-1], ends[1:], strict=True):
        _within(table, running, fine, int(begun), there[(there > begun) & (there <= end)])
    for first in range(len(ends)):
        for last in range(first + 1, len(ends)):
            years = [int(by_year[end // 4]) for end in ends[first + 1 : last + 1]]
            table.add_sum(
                int(running[ends[last]]), [*_told(running, ends[first]), *years], True, implied=True
            )


def _within(table: Table, running: np.ndarray, fine: np.ndarray, begun: int, quarters: np.ndarray) -> None:
    """One year: from its beginning to each quarter, and from each quarter to its end."""
    for at in range(1, len(quarters)):
        parts = [int(fine[each]) for each in quarters[: at + 1]]
        table.add_sum(int(running[quarters[at]]), [*_told(running, begun), *parts], True, implied=True)
        rest = [int(fine[each]) for each in quarters[at:]]
        table.add_sum(int(running[quarters[-1]]), [int(running[quarters[at - 1]]), *rest], True, implied=True)


def _told(running: np.ndarray, at: int) -> list[int]:
    return [] if at == NONE else [int(running[at])]


def _labels(periods: pd.Series, yearly: bool) -> list[str]:
    """The whole span of labels that periods lie in."""
    found = sorted({str(period) for period in periods})
    if yearly:
        return [str(year) for year in range(int(found[0]), int(found[-1]) + 1)]
    return list(whole_years(found)) if found else []


def _years(present: Flags) -> Flags:
    return present.reshape(len(present), present.shape[1] // 4, 4).any(axis=2)


def _last(quarters: np.ndarray) -> np.ndarray:
    """Of places × years × 4, the last number that is there."""
    found = quarters[..., 0].copy()
    for quarter in range(1, 4):
        found = np.where(quarters[..., quarter] != NONE, quarters[..., quarter], found)
    return found
