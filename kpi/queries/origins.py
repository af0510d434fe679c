"""Where a number comes from: the publication that states it, and the records behind it down to file, sheet
and row.
"""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from kpi.access import Viewer
from kpi.audit import Action, firm_level
from kpi.catalogue import NATIONAL, Catalogue, Column, Metric
from kpi.periods import is_year, last_day, quarters_of
from kpi.queries.moments import Moment, catalogue_of, release_for

# A fact may have a title of its own.
SOURCE = """
s.file_name, s.title_ko AS file_title_ko, s.title_en AS file_title_en, s.publisher_ko, s.publisher_en, s.known_on,
s.licence, s.url, s.synthetic, s.raw_sha256
"""
PUBLISHED = f"""
SELECT p.metric, p.zone, p.period, p.basis, p.value, p.unit, p.status, p.note, p.superseded, p.submission,
       '' AS sheet, p.source_row, {SOURCE}
FROM published AS p JOIN submissions AS s ON s.id = p.submission
WHERE list_contains($metrics, p.metric) AND p.zone = $zone AND list_contains($periods, p.period)
    AND (p.basis = $basis OR p.basis = 'period_end')
ORDER BY p.superseded, p.known_on DESC, p.sequence DESC
"""


@dataclass(frozen=True)
class Records:
    """Fact rows behind one counted metric: the first `limit` of `total`, with the columns worth showing.

    `hidden` says that rows exist in zones whose firms this viewer may not see; those are neither counted nor
    shown.
    """

    metric: str
    dataset: str
    rows: pd.DataFrame
    total: int
    hidden: bool
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Origins:
    """All that one number rests on. A ratio has the records of both sides."""

    published: pd.DataFrame
    records: tuple[Records, ...] = field(default=())


@firm_level(Action.READ_RECORDS, "zone", "metric", "period")
def where_from(
    viewer: Viewer, moment: Moment, metric: str, zone: str, period: str, basis: str, limit: int = 200
) -> Origins:
    """Published rows (newest first, every vintage) and fact rows with file name, sheet and source row of one
    number.

    `published`: one row a vintage with its source; `records`: for each counted metric behind the number its
    facts.
    Fact rows are read only for zones whose firms the viewer may see.
    """
    catalogue = catalogue_of(moment)
    counted = _counted_metrics(catalogue, catalogue.metrics[metric])
    asked = {
        "metrics": [metric, *(each.id for each in counted if each.id != metric)],
        "zone": zone,
        "periods": _same_moment(period, basis),
        "basis": basis,
    }
    published = release_for(viewer, moment).frame(PUBLISHED, asked)
    records = tuple(_records(viewer, moment, each, zone, period, basis, limit) for each in counted)
    return Origins(published, records)


def _counted_metrics(catalogue: Catalogue, metric: Metric) -> list[Metric]:
    if metric.ratio is None:
        return [metric]
    return [catalogue.metrics[metric.ratio.numerator], catalogue.metrics[metric.ratio.denominator]]


def _same_moment(period: str, basis: str) -> list[str]:
    """A year's stock or running sum is that of its last quarter, so either may have been published."""
    if is_year(period):
        return [period, f"{period}Q4"]
    return [period, period[:4]] if period.endswith("Q4") else [period]


def _records(
    viewer: Viewer, moment: Moment, metric: Metric, zone: str, period: str, basis: str, limit: int
) -> Records:
    catalogue = catalogue_of(moment)
    assert metric.counted is not None
    dataset = catalogue.datasets[metric.counted.dataset]
    zones = list(catalogue.zones) if zone == NATIONAL else [zone]
    seen = [each for each in zones if viewer.may_see_firms(each)]
    condition, asked = _condition(catalogue, metric, period, basis)
    sql = f"""
        SELECT f.*, {SOURCE}, count(*) OVER () AS total_rows
        FROM facts_{dataset.id} AS f JOIN submissions AS s ON s.id = f.submission
        WHERE list_contains($seen, f.zone) AND {condition}
        ORDER BY f.zone, s.file_name, f.sheet, f.source_row LIMIT $limit
    """
    rows = (
        release_for(viewer, moment).frame(sql, {**asked, "seen": seen, "limit": limit})
        if seen
        else pd.DataFrame()
    )
    total = int(rows["total_rows"].iloc[0]) if len(rows) else 0
    shown = tuple(column for column in dataset.stored_columns if column.type != "firm")
    return Records(
        metric.id,
        dataset.id,
        rows.drop(columns="total_rows", errors="ignore"),
        total,
        len(seen) < len(zones),
        shown,
    )


def _condition(catalogue: Catalogue, metric: Metric, period: str, basis: str) -> tuple[str, dict[str, Any]]:
    """Which facts count towards the number, as SQL with bound values; column names come from the validated
    catalogue.
    """
    counted = metric.counted
    assert counted is not None
    parts, asked = [], {}
    for number, (column, values) in enumerate(counted.where.items()):
        parts.append(f"list_contains($where{number}, f.{column})")
        asked[f"where{number}"] = list(values)
    window, bound = _window(metric, period, basis)
    starts = " OR ".join(
        f"(f.zone = '{zone.id}' AND {_since(metric, catalogue, zone.first_quarter)})"
        for zone in catalogue.zones.values()
    )
    return " AND ".join([*parts, window, f"({starts})"]), {**asked, **bound}


def _window(metric: Metric, period: str, basis: str) -> tuple[str, dict[str, Any]]:
    """The facts of the period, or up to its end for what adds up since designation."""
    assert metric.counted is not None
    if metric.counted.aggregate == "stays":
        return "f.entered_on <= $day AND (f.left_on IS NULL OR f.left_on > $day)", {"day": last_day(period)}
    if metric.counted.aggregate == "milestones":
        return "coalesce(f.done_on, f.planned_on) <= $day", {"day": last_day(period)}
    labels = [*quarters_of(int(period)), period] if is_year(period) else [period]
    if metric.type == "stock":
        labels = [f"{period}Q4" if is_year(period) else period]
    if basis == "cumulative" and metric.type != "stock":
        return "f.period <= $last", {"last": max(labels)}
    return "list_contains($labels, f.period)", {"labels": labels}


def _since(metric: Metric, catalogue: Catalogue, first_quarter: str) -> str:
    """What lies before a zone's designation does not count."""
    assert metric.counted is not None
    if metric.counted.aggregate in ("stays", "milestones"):
        return "true"
    is_yearly = catalogue.datasets[metric.counted.dataset].slice.period == "year"
    return f"f.period >= '{first_quarter[:4] if is_yearly else first_quarter}'"
