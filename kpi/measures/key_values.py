"""The release's table of final numbers: every metric × zone and national × quarter and year × basis."""

import numpy as np
import pandas as pd

from kpi.catalogue import Basis, Catalogue
from kpi.measures.announced import NONE, Announced
from kpi.measures.cells import Cells, counted_cells, ratio_cells
from kpi.measures.grid import Grid
from kpi.measures.measure import Measure
from kpi.measures.recorded import measures_of, recorded

COLUMNS = (
    "metric", "zone", "period", "basis", "value", "numerator", "denominator", "contributors", "origin",
    "status", "reason", "records_value", "published_value", "publication", "known_on", "synthetic",
)  # fmt: skip


def key_values(parts: pd.DataFrame, published: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """One row a metric × place × period × basis, whether or not there is a value; columns as COLUMNS.

    `parts`: metric, zone, programme, period, value, weight, contributors, synthetic, and optionally
    breakdown (only
    rows with breakdown '' count). Additive numbers in stored units, one row a zone × programme × quarter, or
    × year
    for a metric whose dataset is sliced by year:
        count, sum     value = the count or sum of the period (also for type `cumulative`)
        stays          value = those present on the period's last day
        weighted_mean  value = Σ points × respondents, weight = Σ respondents
        milestones     value = done in the period, weight = planned for it
        A cell without a row is missing: what a live slice covers without a fact needs a row of zero
        (milestones excepted:
        a zone that has any has none in the other quarters).
    `published`: metric, zone (or `national`), period, basis, value (stored unit, None if withheld), status,
    known_on,
    submission, and optionally synthetic. Every vintage; the one known last speaks. Status `inferred` becomes
    `estimated`. A value there wins over the records at every level; a year's stock or running sum and its
    last
    quarter's are one value.

    Records before a zone's designation quarter are left out. `records_value` is what the records alone make. `reason`
    is a code that `reasons.words` puts into words. Contributors of a longer period are the largest of its quarters (a
    lower bound). Metrics and zones that the catalogue does not have are left out. Raises BasesMixed, PeriodsMixed or
    PopulationsMixed for rows that contradict the catalogue.
    """
    parts = pd.DataFrame(parts[parts["zone"].isin(list(catalogue.zones))])
    grid = Grid.spanning(catalogue, parts, published)
    if not grid.quarters:
        return _typed(pd.DataFrame(columns=list(COLUMNS)))
    announced = Announced(published, grid)
    cells = _counted(parts, announced, grid)
    cells |= _ratios(cells, announced, grid)
    in_order = [cells[metric, basis] for metric in catalogue.metrics for basis in catalogue.bases_of(metric)]
    return _typed(pd.concat([_rows(one, announced) for one in in_order], ignore_index=True))


def _counted(parts: pd.DataFrame, announced: Announced, grid: Grid) -> dict[tuple[str, Basis], Cells]:
    by_metric = recorded(parts, grid)
    return {
        (metric_id, basis): counted_cells(metric, finest, records, announced, grid)
        for metric_id, records in by_metric.items()
        for metric in [grid.catalogue.metrics[metric_id]]
        for basis, finest in measures_of(metric, records, grid).items()
    }


def _ratios(
    counted: dict[tuple[str, Basis], Cells], announced: Announced, grid: Grid
) -> dict[tuple[str, Basis], Cells]:
    catalogue = grid.catalogue
    return {
        (metric.id, basis): ratio_cells(
            metric,
            basis,
            _side(counted, catalogue, metric.ratio.numerator, basis),
            _side(counted, catalogue, metric.ratio.denominator, basis),
            announced,
            grid,
        )
        for metric in catalogue.metrics.values()
        if metric.ratio is not None
        for basis in catalogue.bases_of(metric.id)
    }


def _side(counted: dict[tuple[str, Basis], Cells], catalogue: Catalogue, metric: str, basis: Basis) -> Cells:
    """A side on the ratio's basis; a stock, which has only one, serves any."""
    return counted[metric, basis if basis in catalogue.bases_of(metric) else catalogue.bases_of(metric)[0]]


def _rows(cells: Cells, announced: Announced) -> pd.DataFrame:
    final = cells.final
    numerator, denominator = _side_values(cells)
    told = (cells.rows != NONE) & ~np.isnan(cells.announced)
    return pd.DataFrame(
        {
            "metric": cells.metric.id,
            "zone": np.repeat(np.array(final.zones, object), len(final.periods)),
            "period": np.tile(np.array(final.periods, object), len(final.zones)),
            "basis": cells.basis,
            "value": final.values.ravel(),
            "numerator": numerator,
            "denominator": denominator,
            "contributors": np.where(final.present, cells.contributors, np.nan).ravel(),
            "origin": cells.origin.ravel(),
            "status": cells.status.ravel(),
            "reason": cells.reason.ravel(),
            "records_value": cells.records.values.ravel(),
            "published_value": cells.announced.ravel(),
            "publication": announced.submissions[np.where(told, cells.rows, NONE)].ravel(),
            "known_on": announced.known_on[np.where(told, cells.rows, NONE)].ravel(),
            "synthetic": (cells.synthetic & final.present).ravel(),
        }
    )


def _side_values(cells: Cells) -> tuple[np.ndarray, np.ndarray]:
    """What a value was divided from, or done and planned; nothing where it was published as such."""
    sides: tuple[Measure, Measure] | None = cells.final.sides
    size = cells.final.values.size
    if sides is None:
        return np.full(size, np.nan), np.full(size, np.nan)
    own = cells.metric.type == "ratio"
    direct = np.zeros(cells.final.values.shape, bool) if own else ~np.isnan(cells.announced)
    first, second = (np.where(direct, np.nan, side.values).ravel() for side in sides)
    return first, second


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows with one type a column, as the release stores them."""
    return frame.astype(
        {
            **dict.fromkeys(
                ("value", "numerator", "denominator", "records_value", "published_value"), "float64"
            ),
            "contributors": "Int64",
            "known_on": "datetime64[s]",
            "synthetic": "bool",
        }
    )
