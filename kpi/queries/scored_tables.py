"""What scored tables hold, found without reading all of them: the tree of elements, and the rows of some zones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from kpi.catalogue.evaluations import ROOT


@dataclass(frozen=True, eq=False)
class Tree:
    """The elements of computed results: who is whose child, in their order."""

    parents: Mapping[str, str]

    @classmethod
    def of(cls, results: pd.DataFrame) -> "Tree":
        """The tree of `Evaluated.results`."""
        first = results.drop_duplicates("element")
        return cls(dict(zip(first["element"], first["parent"], strict=True)))

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Every element → its children; none for a leaf."""
        found: dict[str, list[str]] = {element: [] for element in self.parents}
        for element, parent in self.parents.items():
            if parent:
                found[parent].append(element)
        return {element: tuple(below) for element, below in found.items()}

    def above(self, element: str) -> tuple[str, ...]:
        """The way from the root down to the element, both included."""
        parent = self.parents[element]
        return (*self.above(parent), element) if parent else (element,)

    def walk(self, element: str = ROOT) -> list[str]:
        """The element and all below it, each before its children."""
        return [element, *(each for child in self.children[element] for each in self.walk(child))]


# What this share of the zones has is missed where it is not there.
USUAL = 0.5


@dataclass(frozen=True, eq=False)
class Latest:
    """The rows of a table's last period, by zone: a page shows a few of thousands of zones.

    Texts are categories, because single rows are taken out of those fifty times as fast as out of plain texts.
    """

    rows: pd.DataFrame

    @classmethod
    def of(cls, table: pd.DataFrame) -> "Latest":
        """Those of a table with `period`, `zone` and `element`."""
        is_last = table["period"] == table["period"].iloc[-1]
        last = table if is_last.all() else table[is_last]
        texts = [name for name, kind in last.dtypes.items() if isinstance(kind, pd.StringDtype)]
        return cls(last.astype(dict.fromkeys(texts, "category")))

    @cached_property
    def _places(self) -> Mapping[str, np.ndarray]:
        return self.rows.groupby("zone", sort=False, observed=True).indices

    def zone(self, zone: str) -> pd.DataFrame:
        """The rows of one zone."""
        return self.rows.take(self._places[zone])

    def cells(self, zones: Iterable[str], elements: Iterable[str]) -> dict[tuple[str, str], dict[str, Any]]:
        """(zone, element) → its row, of these zones and elements alone."""
        rows = self.rows.take(np.concatenate([self._places[zone] for zone in zones]))
        found = rows[rows["element"].isin(list(elements))].to_dict("records")
        return {(row["zone"], row["element"]): row for row in found}


def lacking(results: Latest, tree: Tree) -> dict[str, tuple[str, ...]]:
    """Zone → the leaves without a score there that at least half of the zones have; scored zones that lack any."""
    rows = results.rows
    is_leaf = rows["element"].isin([element for element, below in tree.children.items() if not below])
    gone = rows[is_leaf & rows["score"].isna()]
    count = rows["zone"].nunique()
    seldom = gone["element"].astype(str).value_counts()
    usual = seldom[seldom <= (1 - USUAL) * count].index
    scored = rows[(rows["element"] == ROOT) & rows["score"].notna()]["zone"]
    found: dict[str, list[str]] = {}
    missed = gone[gone["element"].isin(usual) & gone["zone"].isin(scored)]
    for zone, element in zip(missed["zone"], missed["element"], strict=True):
        found.setdefault(str(zone), []).append(str(element))
    return {zone: tuple(elements) for zone, elements in found.items()}
