"""What was published: for each metric and basis, the newest vintage of every cell of the grid."""

from dataclasses import replace

import numpy as np
import pandas as pd

from kpi.catalogue import Basis, Metric
from kpi.measures.grid import Grid
from kpi.measures.measure import Flags, Measure, Numbers
from kpi.measures.refusals import BasesMixed

NONE = -1
STATUS_SHOWN = {"published": "observed", "inferred": "estimated", "sample": "estimated"}


class Announced:
    """Published rows by cell. A year's stock or running sum is its last quarter's, so each stands for the other."""

    def __init__(self, published: pd.DataFrame, grid: Grid) -> None:
        self.grid = grid
        known = published[published["metric"].isin(list(grid.catalogue.metrics))]
        ordered = known.sort_values("known_on", kind="stable")
        newest = ordered.drop_duplicates(["metric", "zone", "period", "basis"], keep="last").reset_index(
            drop=True
        )
        # One row more than there are, so that the row number NONE reads as nothing.
        self.values: Numbers = np.append(newest["value"].to_numpy(dtype=np.float64, na_value=np.nan), np.nan)
        self.statuses = _objects(newest["status"].replace(STATUS_SHOWN), "missing")
        self.submissions = _objects(newest["submission"], None)
        known_on = pd.to_datetime(newest["known_on"]).to_numpy("datetime64[s]")
        self.known_on = np.append(known_on, np.datetime64("NaT", "s"))
        self.synthetic: Flags = np.append(_flags(newest), False)
        self._rows = {key: rows.index.to_numpy() for key, rows in newest.groupby(["metric", "basis"])}
        self._zone = pd.Index(grid.places).get_indexer(pd.Index(newest["zone"]))
        self._period = pd.Index(grid.labels).get_indexer(pd.Index(newest["period"]))
        self._refuse_unknown_bases()

    def cells(self, metric: Metric, basis: Basis) -> np.ndarray:
        """Row numbers over places × (quarters, years), NONE where nothing was published."""
        found = np.full((len(self.grid.places), len(self.grid.labels)), NONE)
        rows = self._rows.get((metric.id, basis))
        if rows is not None:
            inside = rows[(self._zone[rows] >= 0) & (self._period[rows] >= 0)]
            found[self._zone[inside], self._period[inside]] = inside
            if basis != "in_period":
                _share_year_ends(found, len(self.grid.quarters))
        return found

    def at(self, cells: np.ndarray) -> Numbers:
        """Published values of cells, NaN where there is none or it was withheld."""
        return self.values[cells]

    def _refuse_unknown_bases(self) -> None:
        for metric, basis in self._rows:
            allowed = self.grid.catalogue.bases_of(metric)
            if basis not in allowed:
                raise BasesMixed(metric, basis, allowed)


def overlaid(measure: Measure, values: Numbers) -> Measure:
    """The measure with published values in place of its own wherever there are any."""
    given: Flags = ~np.isnan(values)
    return replace(measure, values=np.where(given, values, measure.values), complete=measure.complete | given)


def _share_year_ends(found: np.ndarray, quarters: int) -> None:
    closing, years = found[:, 3:quarters:4], found[:, quarters:]
    both = np.where(years == NONE, closing, years)
    found[:, 3:quarters:4] = np.where(closing == NONE, years, closing)
    found[:, quarters:] = both


def _flags(rows: pd.DataFrame) -> Flags:
    return rows["synthetic"].to_numpy(dtype=bool) if "synthetic" in rows else np.zeros(len(rows), bool)


def _objects(column: pd.Series, nothing: object) -> np.ndarray:
    """A text column as objects with one entry more for cells without a row."""
    found = np.empty(len(column) + 1, object)
    found[:-1], found[-1] = column.to_numpy(object), nothing
    return found
