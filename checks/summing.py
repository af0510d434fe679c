"""What the metrics of a dataset come to in the zones and periods that a file touches: one look at its rows for all."""

from collections.abc import Iterable, Sequence
from typing import Any

from checks.lookups import Reader, select
from kpi.catalogue import Catalogue, Counted, Dataset, Metric
from kpi.periods import last_day

SUMMED = ("count", "sum", "stays")
SUMS = {
    "metric": "VARCHAR", "zone": "VARCHAR", "period": "VARCHAR", "value": "DOUBLE", "sheet": "VARCHAR",
    "source_row": "BIGINT",
}  # fmt: skip
ENDS = {"label": "VARCHAR", "last_day": "DATE"}
# One row per zone, period and sheet, with four columns a metric: its sum, the most that a row of the file adds, that
# row, and how many rows of the file add something. Rows that are not the file's have no `source_row`.
CELLS = """
WITH cells AS MATERIALIZED (
    SELECT r.zone AS zone, r.period AS period, r.sheet AS sheet, {columns}
    FROM {rows} AS r {joined}
    WHERE r.zone IS NOT NULL AND r.period IS NOT NULL
    GROUP BY r.zone, r.period, r.sheet
)
{metrics}
"""
COLUMNS = """
SUM({adds}) AS value_{at}, MAX(CASE WHEN r.source_row IS NOT NULL THEN {adds} END) AS most_{at},
ARG_MAX(r.source_row, {adds}) AS row_{at}, COUNT(CASE WHEN {adds} IS NOT NULL THEN r.source_row END) AS rows_{at}
"""
METRIC = """
SELECT
    '{metric}' AS metric, zone AS zone, period AS period, CAST(SUM(value_{at}) AS DOUBLE) AS value,
    ARG_MAX(sheet, most_{at}) AS sheet, ARG_MAX(row_{at}, most_{at}) AS source_row
FROM cells
GROUP BY zone, period
HAVING SUM(rows_{at}) > 0
"""


def summed_metrics(catalogue: Catalogue, dataset: Dataset) -> list[Metric]:
    """The metrics that can be summed from the dataset's rows by zone and period."""
    if not {"zone", "period"} <= {column.id for column in dataset.columns}:
        return []
    counted = [metric for metric in catalogue.metrics.values() if metric.counted]
    return [
        metric
        for metric in counted
        if metric.counted and metric.counted.dataset == dataset.id and metric.counted.aggregate in SUMMED
    ]


def sums_of(release: Reader, metrics: Sequence[Metric], relation: str, own: str) -> list[tuple[Any, ...]]:
    """One row of SUMS for each metric, zone and period that the file's `own` rows speak of: what all rows of the
    `relation` come to, and the row of the file that weighs most in it.
    """
    if not metrics:
        return []
    counted = [metric.counted for metric in metrics if metric.counted]
    sql = CELLS.format(
        columns=", ".join(COLUMNS.format(adds=_adds(each), at=at) for at, each in enumerate(counted)),
        rows=relation,
        joined=_ends(release, own) if any(each.aggregate == "stays" for each in counted) else "",
        metrics="UNION ALL".join(METRIC.format(metric=each.id, at=at) for at, each in enumerate(metrics)),
    )
    return [tuple(row[name] for name in SUMS) for row in release.frame(sql).to_dict("records")]


def _adds(counted: Counted) -> str:
    """What a row adds to a metric, NULL where nothing; a stay counts in the quarter that the register speaks of, if it
    holds then.
    """
    value = f"r.{counted.column}" if counted.aggregate == "sum" else "1"
    conditions = [_among(column, values) for column, values in counted.where.items()]
    if counted.aggregate == "stays":
        conditions += ["r.entered_on <= q.last_day", "(r.left_on IS NULL OR r.left_on > q.last_day)"]
    return f"CASE WHEN {' AND '.join(conditions)} THEN {value} END" if conditions else value


def _ends(release: Reader, own: str) -> str:
    found = release.frame(f"SELECT DISTINCT period FROM {own} AS r WHERE period IS NOT NULL")
    ends = select(ENDS, [(period, last_day(period).isoformat()) for period in sorted(found["period"])])
    return f"LEFT JOIN ({ends}) AS q ON q.label = r.period"


def _among(column: str, values: Iterable[str]) -> str:
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"r.{column} IN ({listed})"
