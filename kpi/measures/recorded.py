"""What the records say: additive parts as measures at their finest level, zone × quarter (or year)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi.catalogue import Basis, Metric, MetricType
from kpi.measures.grid import Grid
from kpi.measures.levels import running, with_sides
from kpi.measures.measure import Flags, Kind, Measure, Numbers, base
from kpi.measures.refusals import PeriodsMixed


@dataclass(frozen=True)
class Recorded:
    """Parts of one metric over zones × quarters (years for a yearly metric); NaN where nothing covers a cell."""

    values: Numbers
    weights: Numbers
    contributors: Numbers
    synthetic: Flags


def recorded(parts: pd.DataFrame, grid: Grid) -> dict[str, Recorded]:
    """Parts by metric, programmes added up. Raises PeriodsMixed for quarters of a yearly metric or the reverse."""
    totals = _totals(parts)
    by_metric = dict(tuple(totals.groupby("metric", observed=True)))
    nothing = totals.iloc[:0]
    return {
        metric.id: _filled(metric, by_metric.get(metric.id, nothing), grid)
        for metric in grid.catalogue.metrics.values()
        if metric.counted is not None
    }


def measures_of(metric: Metric, records: Recorded, grid: Grid) -> dict[Basis, Measure]:
    """The metric's bases at the finest level, made from its additive parts."""
    values = _measure(metric, "flow", "in_period", records.values, grid)
    if metric.type == "stock":
        return {"period_end": _measure(metric, "stock", "period_end", records.values, grid)}
    if metric.type == "score":
        weights = _measure(metric, "flow", "in_period", records.weights, grid)
        return {"in_period": with_sides(_kind(metric, "score", "in_period"), values, weights)}
    if metric.type == "milestone":
        planned = _measure(metric, "flow", "in_period", records.weights, grid)
        kind = _kind(metric, "milestone", "cumulative")
        return {"cumulative": with_sides(kind, running(values), running(planned))}
    if metric.type == "cumulative":
        return {"cumulative": running(values)}
    return {"in_period": values, "cumulative": running(values)}


def _totals(parts: pd.DataFrame) -> pd.DataFrame:
    """One row a metric × zone × period. Firms of two programmes may be the same ones: the larger number is kept."""
    whole = parts[parts["breakdown"] == ""] if "breakdown" in parts else parts
    numbers = whole.assign(
        value=whole["value"].astype(float),
        weight=whole["weight"].astype(float) if "weight" in whole else np.nan,
        contributors=whole["contributors"].astype(float) if "contributors" in whole else np.nan,
        synthetic=whole["synthetic"].astype(bool) if "synthetic" in whole else False,
    )
    return numbers.groupby(["metric", "zone", "period"], as_index=False, observed=True).agg(
        value=("value", "sum"),
        weight=("weight", "sum"),
        contributors=("contributors", "max"),
        synthetic=("synthetic", "any"),
    )


def _filled(metric: Metric, rows: pd.DataFrame, grid: Grid) -> Recorded:
    labels = grid.years if grid.is_yearly(metric) else grid.quarters
    shape = (len(grid.zones), len(labels))
    zones, periods, inside = _positions(metric, rows, grid, labels)
    kept, cells = rows[inside], (zones[inside], periods[inside])
    start = np.full(shape, np.nan)
    if metric.type == "milestone":
        # A zone's plan speaks of all its years, so a quarter in which nothing was due counts as none.
        start[np.isin(grid.zones, rows["zone"].unique())] = 0
    values, weights = start.copy(), start.copy()
    contributors, synthetic = start.copy(), np.zeros(shape, bool)
    values[cells], weights[cells] = kept["value"], kept["weight"]
    contributors[cells], synthetic[cells] = kept["contributors"], kept["synthetic"]
    return Recorded(values, weights, contributors, synthetic)


def _positions(
    metric: Metric, rows: pd.DataFrame, grid: Grid, labels: tuple[str, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Zone and period numbers of rows, and which of them lie on the grid."""
    wrong = rows.loc[rows["period"].str.len() != len(labels[0]), "period"] if labels else rows["period"][:0]
    if len(wrong):
        raise PeriodsMixed(metric.id, wrong.iloc[0], "year" if grid.is_yearly(metric) else "quarter")
    zones = pd.Index(grid.zones).get_indexer(pd.Index(rows["zone"]))
    periods = pd.Index(labels).get_indexer(pd.Index(rows["period"]))
    return zones, periods, (zones >= 0) & (periods >= 0)


def _kind(metric: Metric, type_: MetricType, basis: Basis) -> Kind:
    return Kind(metric.id, type_, basis, metric.unit, metric.population)


def _measure(metric: Metric, type_: MetricType, basis: Basis, values: Numbers, grid: Grid) -> Measure:
    yearly = grid.is_yearly(metric)
    labels, expected = (
        (grid.years, grid.expected_years) if yearly else (grid.quarters, grid.expected_quarters)
    )
    return base(_kind(metric, type_, basis), grid.zones, labels, values, expected)
