"""What cross-checks join beside the marts: the catalogue's terms, and how published values were rounded."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

import pandas as pd

from checks.rounding import half_step
from kpi.catalogue import Basis, Catalogue, Metric

TEXT, NUMBER, WHOLE = "VARCHAR", "DOUBLE", "INTEGER"
CELL = ("metric", "zone", "period", "basis")
ANNOUNCED = {**dict.fromkeys(CELL, TEXT), "value": NUMBER, "half_step": NUMBER}
METRICS = {"metric": TEXT, "type": TEXT, "jump_threshold": NUMBER, "dataset": TEXT, "by_quarter": WHOLE}
RATIOS: dict[str, str] = dict.fromkeys(
    ("metric", "basis", "numerator", "numerator_basis", "denominator", "denominator_basis"), TEXT
)
ZONES = {"zone": TEXT, "first_quarter": TEXT, "designation_year": WHOLE}
NEWEST = """
SELECT metric, zone, period, basis, value, unit, known_on, sequence FROM published WHERE NOT superseded
ORDER BY known_on ASC NULLS FIRST, sequence ASC NULLS FIRST
"""


class Reader(Protocol):
    """A connection of `kpi.warehouse` that answers with frames: a release, or a builder."""

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame: ...


def lookup_tables(connection: Reader, catalogue: Catalogue) -> dict[str, str]:
    """Name → SELECT of each table that the SQL of the cross-checks joins:

    announced           one row a metric × zone × period × basis: newest vintage, and half of its last place
    catalogue_metrics   one row a metric: type, jump_threshold, dataset, by_quarter
    catalogue_ratios    one row a ratio × basis: both sides, each with the basis it is read on
    catalogue_zones     one row a zone: first_quarter, designation_year
    """
    metrics = catalogue.metrics.values()
    zones = catalogue.zones.values()
    return {
        "announced": select(ANNOUNCED, _announced(connection.frame(NEWEST), catalogue)),
        "catalogue_metrics": select(METRICS, [_metric_row(catalogue, metric) for metric in metrics]),
        "catalogue_ratios": select(
            RATIOS, [row for metric in metrics for row in _ratio_rows(catalogue, metric)]
        ),
        "catalogue_zones": select(
            ZONES, [(zone.id, zone.first_quarter, zone.designated_on.year) for zone in zones]
        ),
    }


def select(columns: dict[str, str], rows: Sequence[tuple[Any, ...]]) -> str:
    """A SELECT of literal rows, typed also where there are none. They are one text: thousands of values in a VALUES
    list take the database longer to parse than to join.
    """
    listed = json.dumps(
        [dict(zip(columns, map(_plain, row), strict=True)) for row in rows], ensure_ascii=False
    )
    structure = json.dumps([columns]).replace("'", "''")
    content = listed.replace("'", "''")
    return f"SELECT UNNEST(from_json('{content}', '{structure}'), recursive := TRUE)"


def _announced(published: pd.DataFrame, catalogue: Catalogue) -> list[tuple[Any, ...]]:
    """The newest vintage of each published value; rows come oldest first."""
    newest = published.drop_duplicates(list(CELL), keep="last").to_dict(orient="records")
    return [
        (*(row[name] for name in CELL), row["value"], _half_step(row, catalogue))
        for row in newest
        if row["metric"] in catalogue.metrics
    ]


def _half_step(row: Mapping[Any, Any], catalogue: Catalogue) -> Decimal:
    if pd.isna(row["value"]):
        return Decimal(0)
    unit = catalogue.units[catalogue.metrics[row["metric"]].unit]
    return half_step(row["value"], unit, str(row["unit"]))


def _metric_row(catalogue: Catalogue, metric: Metric) -> tuple[Any, ...]:
    dataset = catalogue.datasets[metric.counted.dataset] if metric.counted else None
    by_quarter = int(dataset is not None and dataset.slice.period != "year")
    return metric.id, metric.type, metric.jump_threshold, dataset.id if dataset else None, by_quarter


def _ratio_rows(catalogue: Catalogue, metric: Metric) -> list[tuple[Any, ...]]:
    if metric.ratio is None:
        return []
    sides = (metric.ratio.numerator, metric.ratio.denominator)
    return [
        (
            metric.id,
            basis,
            *(term for side in sides for term in (side, _basis_of_side(catalogue, side, basis))),
        )
        for basis in catalogue.bases_of(metric.id)
    ]


def _basis_of_side(catalogue: Catalogue, side: str, basis: Basis) -> Basis:
    """A stock has one basis and serves any."""
    known = catalogue.bases_of(side)
    return basis if basis in known else known[0]


def _plain(value: Any) -> Any:
    """A value as JSON takes it; a figure keeps all its digits, a missing one is null."""
    if value is None or pd.isna(value):
        return None
    return str(value) if isinstance(value, Decimal) else value.item() if hasattr(value, "item") else value
