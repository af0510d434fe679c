"""Scoring of generated frameworks: a what-if change, rank intervals, and boards far larger than the zones'."""

from collections.abc import Callable

import numpy as np

from benchmarks.measure import Effort, Line, median, seconds, spread
from kpi.scoring.board import Board, Element
from kpi.scoring.doubting import Doubt
from kpi.scoring.preparing import prepare
from kpi.scoring.recipe import Grades, Normalisation, Recipe
from kpi.scoring.scores import score
from kpi.scoring.uncertainty import uncertainty

ROUNDS = 15
DRAWS = 10_000
SHARE_MISSING = 0.03
RECIPE = Recipe(
    normalisation=Normalisation(low=1),
    aggregation=("arithmetic", "arithmetic", "geometric"),
    grades=Grades(names=("first", "second", "third", "fourth"), shares=(0.2, 0.3, 0.3, 0.2)),
)
METHODS = Doubt(
    normalisations=(Normalisation(method="z_score", mean=100, deviation=10), Normalisation(low=1, high=10)),
    aggregations=(("arithmetic",), ("geometric",)),
    imputations=("mean", "median"),
    dropped=True,
)


def run(effort: Effort) -> list[Line]:
    """One line a budget, each the median of several rounds in milliseconds."""
    zones, index = generated(14, (3, 6, 20), periods=3), generated(51, (2, 8, 49))
    many, most = generated(800, (2, 8, 35)), generated(2_400, (2, 8, 35))
    prepared = prepare(zones, RECIPE)
    doubled = {zones.indicators[0].id: 2.0}
    return [
        _line("14 zones × 6 indicators × 20 metrics, 3 years: a weight changed", 30.0,
              lambda: score(zones, RECIPE, doubled, prepared)),
        _line("14 zones × 6 indicators × 20 metrics, 3 years: from raw values", 60.0,
              lambda: score(zones, RECIPE)),
        _line(f"{DRAWS:,} draws of weights, 51 units × 49 indicators, 4 levels", 2_000.0,
              lambda: _drawn(index, Doubt()), rounds=3),
        _line(f"{DRAWS:,} draws of weights and methods, 51 units × 49 indicators", 2_000.0,
              lambda: _drawn(index, METHODS), rounds=3),
        _line("800 units × 35 indicators scored", 50.0, lambda: score(many, RECIPE)),
        _line("2,400 units × 35 indicators scored", 300.0, lambda: score(most, RECIPE)),
    ]  # fmt: skip


def generated(units: int, sizes: tuple[int, ...], periods: int = 1) -> Board:
    """A board of skewed values with a few gaps, its levels as wide as `sizes` says from below the root down."""
    levels = [[Element("root", None, len(sizes) + 1)]]
    for depth, size in enumerate(sizes):
        level = len(sizes) - depth
        above = levels[-1]
        levels.append(
            [
                Element(f"level{level}_{number}", above[number % len(above)].id, level)
                for number in range(size)
            ]
        )
    stream = np.random.default_rng(20240628)
    values = stream.lognormal(0.0, 0.5, (periods, units, sizes[-1]))
    values[stream.random(values.shape) < SHARE_MISSING] = np.nan
    return Board(
        elements=tuple(element for level in levels for element in level),
        units=tuple(f"unit{number}" for number in range(units)),
        groups=tuple(f"group{number % 3}" for number in range(units)),
        periods=tuple(str(2022 + number) for number in range(periods)),
        values=values,
    )


def _drawn(board: Board, doubt: Doubt) -> object:
    return uncertainty(board, RECIPE, doubt, DRAWS, 1, board.periods[0])


def _line(what: str, budget: float, measured: Callable[[], object], rounds: int = ROUNDS) -> Line:
    measured()
    milliseconds = [1000 * seconds(measured) for _ in range(rounds)]
    note = f"{rounds} rounds, {spread(milliseconds, 1)} ms"
    return Line(what, median(milliseconds), None, "ms", budget, "at_most", note)
