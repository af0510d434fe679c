"""An attacker with linear programming: from everything shown, how closely can a withheld cell be told?"""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.optimize import linprog

from kpi.catalogue.disclosure import DisclosureRules
from kpi.disclosure import Cells, Sums, unsafe, withheld

RULES = DisclosureRules()
Firms = list[float]


class Attacked:
    """A table of any number of axes, each with its groups and a total: firms by cell, and every sum between cells.

    `axes` names what each axis adds up: a list of (total, parts) of coordinates along it.
    """

    def __init__(self, finest: dict[tuple[int, ...], Firms], axes: list[list[tuple[int, list[int]]]]) -> None:
        sizes = [max(total for total, _ in axis) + 1 for axis in axes]
        self.keys = list(product(*(range(size) for size in sizes)))
        self.number = {key: at for at, key in enumerate(self.keys)}
        self.firms = dict(finest)
        self.sums: list[tuple[int, list[int], bool]] = []
        for axis, groups in enumerate(axes):
            for total, parts in groups:
                self._add(axis, total, parts)

    def _add(self, axis: int, total: int, parts: list[int]) -> None:
        for key in [key for key in self.keys if key[axis] == total]:
            below = [(*key[:axis], part, *key[axis + 1 :]) for part in parts]
            if all(each in self.firms for each in below):
                self.firms[key] = [amount for each in below for amount in self.firms[each]]
            self.sums.append((self.number[key], [self.number[each] for each in below], False))

    def cells(self, known: set[int]) -> Cells:
        told = [sorted(self.firms[key], reverse=True) for key in self.keys]
        two = np.array([[*each, 0, 0][:2] for each in told], float)
        is_known = np.isin(np.arange(len(told)), list(known))
        count = np.array([len(each) for each in told], float)
        total = np.array([sum(each) for each in told], float)
        return Cells.of(count, total, two[:, 0], two[:, 1], is_known, RULES)


def bounds(cells: Cells, sums: Sums, hidden: np.ndarray, cell: int) -> tuple[float, float]:
    """The least and the largest that a withheld cell can be, for all who see the others and know that none is
    negative.
    """
    matrix = sums.matrix(len(hidden)).toarray()
    right = -matrix[:, ~hidden] @ cells.total[~hidden]
    columns = matrix[:, hidden]
    aim = (np.flatnonzero(hidden) == cell).astype(float)
    scale = max(cells.total.max(), 1)
    found = [
        linprog(sign * aim, A_eq=columns, b_eq=right / scale, bounds=(0, None), method="highs")
        for sign in (1, -1)
    ]
    low = float(found[0].fun) * scale if found[0].status == 0 else 0.0
    high = -float(found[1].fun) * scale if found[1].status == 0 else np.inf
    return low, high


def attack(table: Attacked, known: set[int] = frozenset()) -> int:
    """How many cells were attacked; fails with the first that can be told too closely."""
    cells, sums = table.cells(set(known)), Sums.of(table.sums)
    hidden = withheld(cells, sums, RULES)
    assert not (hidden & cells.known).any()
    assert hidden[cells.sensitive].all()
    for cell in np.flatnonzero(hidden & (cells.total > 0)):
        low, high = bounds(cells, sums, hidden, int(cell))
        width, truth = high - low, cells.total[cell]
        needed = 2 * RULES.closeness * cells.first[cell] if cells.sensitive[cell] else 0
        assert width > 1e-6 * truth, (table.keys[cell], low, high, truth)
        assert width >= needed * 0.999, (table.keys[cell], low, high, truth)
    _rests_are_safe(cells, sums, hidden)
    return int(hidden.sum())


def _rests_are_safe(cells: Cells, sums: Sums, hidden: np.ndarray) -> None:
    """What is left of each shown sum is of two cells at least, and safe as one."""
    for equation, total in enumerate(sums.totals):
        parts = sums.parts[sums.starts[equation] : sums.starts[equation + 1]]
        rest = [part for part in parts if hidden[part]]
        if hidden[total] or not rest:
            assert not hidden[total] or rest
            continue
        assert len(rest) > 1
        two = sorted([*cells.first[rest], *cells.second[rest]], reverse=True)[:2]
        count, whole = cells.contributors[rest].sum(), cells.total[rest].sum()
        assert not unsafe(count, whole, *two, RULES)


def flat(size: int) -> list[tuple[int, list[int]]]:
    return [(size, list(range(size)))]


# Two groups of two, and the groups' total: quarters, half-years, a year.
HALVES = [(4, [0, 1]), (5, [2, 3]), (6, [4, 5])]
AMOUNTS = some.lists(some.integers(1, 10_000).map(float), max_size=8)


def tables(shape: tuple[int, ...], axes: list[list[tuple[int, list[int]]]]) -> some.SearchStrategy[Attacked]:
    keys = list(product(*(range(size) for size in shape)))
    return some.lists(AMOUNTS, min_size=len(keys), max_size=len(keys)).map(
        lambda firms: Attacked(dict(zip(keys, firms, strict=True)), axes)
    )


@settings(max_examples=12, deadline=None)
@given(tables((4, 5), [flat(4), flat(5)]))
def test_no_cell_of_a_table_of_zones_and_quarters_is_told(table: Attacked) -> None:
    attack(table)


@settings(max_examples=6, deadline=None)
@given(tables((3, 3, 3), [flat(3), flat(3), flat(3)]))
def test_no_cell_of_a_table_of_zones_quarters_and_categories_is_told(table: Attacked) -> None:
    attack(table)


@settings(max_examples=10, deadline=None)
@given(tables((3, 4), [flat(3), HALVES]))
def test_no_cell_of_a_table_with_groups_within_groups_is_told(table: Attacked) -> None:
    attack(table)


@pytest.mark.parametrize("seed", range(3))
def test_no_cell_of_a_table_like_the_real_ones_is_told(seed: int) -> None:
    random = np.random.default_rng(seed)
    keys = product(range(6), range(8))
    firms = {key: random.lognormal(3, 1.3, random.poisson(9)).tolist() for key in keys}
    years = [(8, [0, 1, 2, 3]), (9, [4, 5, 6, 7])]
    assert attack(Attacked(firms, [flat(6), years])) > 0
