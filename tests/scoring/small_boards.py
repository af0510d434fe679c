"""Boards small enough to see through, and strategies that make them."""

import numpy as np
from hypothesis import strategies as some

from kpi.scoring.board import Board, Element

UNITS = ("ansan", "gimhae", "gunsan", "gumi", "naju")

ELEMENTS = (
    Element("total", None, 3),
    Element("results", "total", 2, weight=3.0),
    Element("support", "total", 2, weight=1.0),
    Element("transfers", "results", 1, weight=2.0),
    Element("startups", "results", 1, weight=1.0),
    Element("deaths", "results", 1, weight=1.0, direction=-1),
    Element("funding", "support", 1, weight=1.0),
    Element("satisfaction", "support", 1, weight=2.0),
)
INDICATORS = tuple(each.id for each in ELEMENTS if each.level == 1)

VALUES = np.array(
    [
        [
            [65, 11, 3, 18.5, 80],
            [17, 9, 1, 12, 77],
            [40, 30, 2, 20, 91],
            [33, 14, 9, 19, 60],
            [12, 2, 4, 7, 70],
        ],
        [
            [70, 12, 2, 16.5, 82],
            [20, 7, 1, 15, 78],
            [44, 25, 5, 21, 90],
            [30, 19, 8, 18, 66],
            [15, 3, 4, 9, 72],
        ],
    ],
    float,
)

SCORES = some.floats(1.0, 100.0)
MAYBE = some.one_of(some.none(), SCORES)
WEIGHTS = some.floats(0.1, 10.0)


def board(
    values: np.ndarray | None = None,
    elements: tuple[Element, ...] = ELEMENTS,
    groups: tuple[str, ...] = ("first", "first", "second", "second", ""),
) -> Board:
    """Five zones, five indicators in two areas, two years."""
    values = VALUES if values is None else values
    periods = tuple(str(2022 + number) for number in range(len(values)))
    return Board(elements, UNITS, groups, periods, values)


def with_gaps() -> np.ndarray:
    """The same values, some of them missing and one zone without any."""
    values = VALUES.copy()
    values[0, 0, 1] = values[0, 2, 4] = values[1, 3, 0] = np.nan
    values[1, 4] = np.nan
    return values


@some.composite
def tables(draw: some.DrawFn, cells: some.SearchStrategy = MAYBE) -> tuple[list[list], list[float]]:
    """Rows of scores, one a unit, and a weight a child."""
    children = draw(some.integers(1, 5))
    rows = draw(some.lists(some.lists(cells, min_size=children, max_size=children), min_size=1, max_size=6))
    return rows, draw(some.lists(WEIGHTS, min_size=children, max_size=children))
