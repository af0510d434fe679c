"""A frozen round as those see it to whom not every value of it is open.

Neither the hidden values are there nor any score that one of them follows from: the weights and all other values are
known, so a score tells the one that is not. Places in the order of the zones and grades stay, because publishing them
is what a round is for; they say no more than between which two scores a zone lies.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from kpi.catalogue.evaluations import BY_YARDSTICK, ROOT, Evaluation, Measure
from kpi.measures.reasons import FIRMS_PROTECTED
from kpi.round_outputs import RoundOutputs

KEY = ["period", "zone", "element"]
# Of a cell, of a score, and of a place in an order.
VALUES = ("value", "used", "achievement")
SCORES = ("score", "contribution", "imbalance")
RANKS = ("rank", "group_rank")
# How far a zone is from another grade tells its score from the other zone's.
DISTANCES = ("to_better", "above_worse")
Cells = frozenset[tuple[str, str, str]]


@dataclass(frozen=True)
class Mask:
    """What of a round is withheld, because the values of `hidden` cells (period, zone, element) are."""

    outputs: RoundOutputs
    hidden: Cells

    def masked(self) -> RoundOutputs:
        """The round without it; a score that is withheld is missing, and so are the places of its element."""
        if not self.hidden:
            return self.outputs
        return replace(self.outputs, cells=self._cells(), results=self._results(), standing=self._standing())

    def hides(self, table: str, period: str, zone: str, element: str, column: str) -> bool:
        """Whether an entry of `cells`, `results` or `standing` is withheld."""
        if table == "cells":
            of_others = column == "used" and element in self._compared
            return of_others or (column in VALUES and (period, zone, element) in self.hidden)
        if table == "standing":
            if column in ("at_boundary", *DISTANCES):
                return (self._last, ROOT) in self._uneven
            return column == "score" and self._follows(self._last, zone, ROOT)
        if column in RANKS:
            return element != ROOT and (period, element) in self._uneven
        return column in SCORES and self._follows(period, zone, element)

    @property
    def _last(self) -> str:
        return str(self.outputs.results["period"].iloc[-1])

    @cached_property
    def _compared(self) -> frozenset[str]:
        """Leaves in which a hidden value of one zone makes a part of the numbers of others."""
        compares, relative = _compares(self.outputs), _relative(self.outputs)
        return frozenset(leaf for _, _, leaf in self.hidden if compares or leaf in relative)

    @cached_property
    def _everywhere(self) -> frozenset[str]:
        """Elements whose scores hang on a hidden value in every zone and period."""
        return frozenset(each for leaf in self._compared for each in self.outputs.tree.above(leaf))

    @cached_property
    def _own(self) -> Cells:
        """Elements of single zones and periods whose scores hang on a hidden value of that zone."""
        above = self.outputs.tree.above
        return frozenset((period, zone, each) for period, zone, leaf in self.hidden for each in above(leaf))

    @cached_property
    def _uneven(self) -> frozenset[tuple[str, str]]:
        """Periods and elements of which some zone's score is withheld."""
        periods = self.outputs.results["period"].unique()
        everywhere = {(period, element) for period in periods for element in self._everywhere}
        return frozenset(everywhere | {(period, element) for period, _, element in self._own})

    def _follows(self, period: str, zone: str, element: str) -> bool:
        return element in self._everywhere or (period, zone, element) in self._own

    def _cells(self) -> pd.DataFrame:
        """Hidden cells look as in a live evaluation; where only the score is withheld, the cell says so too."""
        cells = self.outputs.cells
        hidden = pd.MultiIndex.from_frame(cells[KEY]).isin(self.hidden)
        scoreless = hidden | cells["element"].isin(self._everywhere).to_numpy()
        emptied = {name: cells[name].mask(hidden) for name in VALUES if name in cells}
        if "used" in emptied:
            # What was put in a gap's or an outlier's place may be the very value of another zone.
            emptied["used"] = emptied["used"].mask(cells["element"].isin(self._compared))
        said = {"status": "withheld", "reason": FIRMS_PROTECTED}
        told = {name: cells[name].mask(hidden, word) for name, word in said.items()}
        return cells.assign(**emptied, **told, gap=cells["gap"].mask(scoreless, "protected"))

    def _results(self) -> pd.DataFrame:
        results = self.outputs.results
        gone = self._told_in(results)
        uneven = pd.MultiIndex.from_frame(results[["period", "element"]]).isin(self._uneven)
        uneven &= (results["element"] != ROOT).to_numpy()
        return results.assign(
            **{name: results[name].mask(gone) for name in SCORES},
            **{name: results[name].mask(uneven) for name in RANKS},
        )

    def _told_in(self, results: pd.DataFrame) -> np.ndarray:
        own = pd.MultiIndex.from_frame(results[KEY]).isin(self._own)
        return own | results["element"].isin(self._everywhere).to_numpy()

    def _standing(self) -> pd.DataFrame:
        standing = self.outputs.standing
        gone = np.array([self._follows(self._last, zone, ROOT) for zone in standing["zone"]], bool)
        if not gone.any():
            return standing
        return standing.assign(
            score=standing["score"].mask(gone), at_boundary=False, **dict.fromkeys(DISTANCES, np.nan)
        )


def _compares(outputs: RoundOutputs) -> bool:
    """Whether the recipe lets one zone's value into the scores of others, whatever the yardstick."""
    recipe = outputs.recipe
    means = {*recipe.aggregation, *(branch.aggregation for branch in outputs.evaluation.walk())}
    return bool(recipe.imputation or recipe.outliers or "copeland" in means)


def _relative(outputs: RoundOutputs) -> set[str]:
    """Leaves whose scores say where a zone stands among others; reaching a target or a goalpost does not."""
    cells = outputs.cells
    absolute = [name for name, method in BY_YARDSTICK.items() if method is not None]
    found = set(cells.loc[~cells["yardstick"].isin(absolute), "element"])
    return found | set(_own_methods(outputs.evaluation))


def _own_methods(evaluation: Evaluation) -> list[str]:
    return [
        branch.leaf_id(leaf)
        for branch in evaluation.walk()
        for leaf in branch.leaves
        if isinstance(leaf, Measure) and leaf.normalisation is not None
    ]
