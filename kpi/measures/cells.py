"""One metric on one basis at every level: what is shown, what the records say, and on what it rests."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kpi.catalogue import Basis, Metric
from kpi.measures import reasons
from kpi.measures.announced import NONE, Announced, overlaid
from kpi.measures.grid import Grid
from kpi.measures.levels import at_quarter, four_quarters, last_present, over_zones, ratio, to_years
from kpi.measures.measure import Flags, Kind, Measure, Numbers, stack_periods, stack_zones
from kpi.measures.recorded import Recorded

# Of two sides the worse status holds for their quotient.
SEVERITY = ("observed", "estimated", "provisional", "not_published", "withheld", "missing")


@dataclass(frozen=True)
class Cells:
    """Matrices over places (zones, then national) × labels (quarters, then years; years only for a yearly metric)."""

    metric: Metric
    basis: Basis
    final: Measure
    records: Measure
    announced: Numbers
    rows: np.ndarray
    origin: np.ndarray
    status: np.ndarray
    reason: np.ndarray
    contributors: Numbers
    synthetic: Flags


def counted_cells(
    metric: Metric, finest: Measure, records: Recorded, published: Announced, grid: Grid
) -> Cells:
    """Cells of a metric that is counted. Published values stand first, at every level; sums are made of what stands."""
    basis = finest.kind.basis
    rows = published.cells(metric, basis)
    if not finest.by_quarter:
        rows = rows[:, len(grid.quarters) :]
    announced = published.at(rows)
    final = _levels(finest, announced)
    alone = _levels(finest, np.full(announced.shape, np.nan))
    cells = Cells(
        metric=metric,
        basis=basis,
        final=final,
        records=alone,
        announced=announced,
        rows=rows,
        origin=_origin(final.values, alone.values, announced),
        status=_status(final, announced, rows, published),
        reason=np.full(final.values.shape, "", object),
        contributors=_lifted(records.contributors, finest, over=_sum),
        synthetic=_shown_synthetic(records, finest, announced, rows, published),
    )
    reasons.explain(cells, finest, grid)
    return cells


def ratio_cells(
    metric: Metric, basis: Basis, numerator: Cells, denominator: Cells, published: Announced, grid: Grid
) -> Cells:
    """Cells of a ratio, divided from what is shown of both sides; published only if both sides are."""
    sides = (numerator, denominator)
    if grid.is_yearly(metric):
        numerator, denominator = (years_only(side, grid) for side in sides)
    final, alone = (_divided(metric, basis, numerator, denominator, of) for of in ("final", "records"))
    rows = published.cells(metric, basis)[:, -final.values.shape[1] :]
    direct = published.at(rows)
    both = (numerator.origin == "published") & (denominator.origin == "published")
    quotient = np.where(both, final.values, np.nan)
    final = overlaid(final, direct)
    given = ~np.isnan(direct)
    worse = _worse(numerator.status, denominator.status)
    cells = Cells(
        metric=metric,
        basis=basis,
        final=final,
        records=alone,
        announced=np.where(given, direct, quotient),
        rows=np.where(given, rows, np.where(both, _later(numerator.rows, denominator.rows, published), NONE)),
        origin=_named(both | given, final.values),
        status=np.where(given, _status(final, direct, rows, published), _missing_where_none(worse, final)),
        reason=np.where(numerator.reason != "", numerator.reason, denominator.reason),
        contributors=numerator.contributors,
        synthetic=np.where(given, False, numerator.synthetic | denominator.synthetic),
    )
    reasons.explain_ratio(cells, numerator, denominator, given)
    return cells


def years_only(cells: Cells, grid: Grid) -> Cells:
    """The year columns of cells; themselves if they have nothing else."""
    count = len(grid.years)
    if cells.final.values.shape[1] == count:
        return cells
    names = ("announced", "rows", "origin", "status", "reason", "contributors", "synthetic")
    cut = {name: getattr(cells, name)[:, -count:] for name in names}
    return Cells(cells.metric, cells.basis, _last(cells.final, count), _last(cells.records, count), **cut)


def _levels(finest: Measure, announced: Numbers) -> Measure:
    """Zones × quarters, then years, then all zones; at each level the published value replaces the sum."""
    zones, fine = len(finest.zones), len(finest.periods)
    low = overlaid(finest, announced[:zones, :fine])
    if finest.by_quarter:
        low = stack_periods(low, overlaid(to_years(low), announced[:zones, fine:]))
    return stack_zones(low, overlaid(over_zones(low), announced[zones:]))


def _divided(metric: Metric, basis: Basis, numerator: Cells, denominator: Cells, of: str) -> Measure:
    assert metric.ratio is not None
    return ratio(
        getattr(numerator, of),
        getattr(denominator, of),
        kind=Kind(metric.id, "ratio", basis, metric.unit, metric.population),
        multiplier=metric.ratio.multiplier,
        cross_population=metric.ratio.cross_population,
    )


def _lifted(fine: Numbers, finest: Measure, over: Callable[[Numbers], Numbers]) -> Numbers:
    """A mark of the finest level (contributors, synthetic) at every level.

    Over time the largest stands: firms of two quarters may be the same ones, and too few is the safe side.
    """
    marks = np.maximum.accumulate(np.nan_to_num(fine), axis=1) if finest.kind.basis == "cumulative" else fine
    marks = np.where(finest.present, marks, np.nan)
    if finest.by_quarter:
        marks = np.hstack([marks, _yearly_marks(marks, finest)])
    return np.vstack([marks, over(marks)[None, :]])


def _yearly_marks(marks: Numbers, finest: Measure) -> Numbers:
    quarters = four_quarters(marks)
    if finest.kind.basis == "in_period":
        return _largest(quarters, axis=-1)
    return at_quarter(quarters, last_present(four_quarters(finest.values)))


def _largest(marks: Numbers, axis: int) -> Numbers:
    present = ~np.isnan(marks)
    return np.where(present.any(axis=axis), np.where(present, marks, 0).max(axis=axis), np.nan)


def _sum(marks: Numbers) -> Numbers:
    present = ~np.isnan(marks)
    return np.where(present.any(axis=0), np.where(present, marks, 0).sum(axis=0), np.nan)


def _shown_synthetic(
    records: Recorded, finest: Measure, announced: Numbers, rows: np.ndarray, published: Announced
) -> Flags:
    """Whether the value shown rests on sample records; a published one says for itself."""
    below = np.nan_to_num(_lifted(records.synthetic.astype(float), finest, over=lambda m: _largest(m, 0))) > 0
    return np.where(np.isnan(announced), below, published.synthetic[rows])


def _origin(final: Numbers, alone: Numbers, announced: Numbers) -> np.ndarray:
    """Published where it was, or where a sum has nothing but published parts; None where there is no value."""
    resting = ~np.isnan(announced) | np.isnan(alone)
    return _named(resting, final)


def _named(is_published: Flags, final: Numbers) -> np.ndarray:
    """Origins by name, None where there is no value."""
    origin = np.where(is_published, "published", "records").astype(object)
    origin[np.isnan(final)] = None
    return origin


def _status(final: Measure, announced: Numbers, rows: np.ndarray, published: Announced) -> np.ndarray:
    told = published.statuses[rows]
    from_records = np.where(final.complete, "observed", "provisional")
    valueless = np.where((rows != NONE) & ~np.isin(told, SEVERITY[:3]), told, "missing")
    computed = np.where(final.present, from_records, valueless)
    return np.where(np.isnan(announced), computed, told).astype(object)


def _worse(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    order = {status: number for number, status in enumerate(SEVERITY)}
    numbers = np.maximum(*(np.vectorize(order.__getitem__, otypes=[int])(side) for side in (one, other)))
    return np.array(SEVERITY, object)[numbers]


def _missing_where_none(status: np.ndarray, final: Measure) -> np.ndarray:
    known = np.isin(status, SEVERITY[:3])
    return np.where(~final.present & known, "missing", status)


def _later(one: np.ndarray, other: np.ndarray, published: Announced) -> np.ndarray:
    """The row known later, which is when the quotient became known."""
    return np.where(published.known_on[other] > published.known_on[one], other, one)


def _last(measure: Measure, count: int) -> Measure:
    return Measure(
        measure.kind,
        measure.zones,
        measure.periods[-count:],
        measure.values[:, -count:],
        measure.expected[:, -count:],
        measure.complete[:, -count:],
        None if measure.sides is None else (_last(measure.sides[0], count), _last(measure.sides[1], count)),
        measure.multiplier,
    )
