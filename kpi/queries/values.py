"""Key values: by filter, over time, over zones, by category, by vintage."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import pandas as pd

from kpi.access import Viewer
from kpi.catalogue import NATIONAL, Metric
from kpi.measures import achievement
from kpi.periods import is_year
from kpi.queries.moments import Moment, catalogue_of, release_for

COLUMNS = (
    "metric, zone, period, basis, value, numerator, denominator, contributors, origin, status, reason, "
    "records_value, published_value, publication, known_on, synthetic"
)
# Of several targets for one cell the one that somebody stated counts before a sample, and the one known last.
PREFERRED = "synthetic, status = 'sample', known_on DESC, sequence DESC"
YEARS_KEPT = 16
LENGTH = {"quarter": 6, "year": 4}
TOLD = """
SELECT t.*, s.file_name, s.title_ko AS source_ko, s.title_en AS source_en, s.publisher_ko, s.publisher_en, s.url
FROM (
    SELECT metric, period, basis, value, status, note, known_on, submission, source_row, FALSE AS is_target
    FROM published WHERE zone = $zone AND NOT superseded
    UNION ALL
    SELECT metric, period, basis, value, status, note, known_on, submission, source_row, TRUE
    FROM targets WHERE zone = $zone AND NOT synthetic
) AS t JOIN submissions AS s ON s.id = t.submission
ORDER BY t.known_on, t.is_target, s.file_name, t.source_row
"""
TREND = f"""
SELECT {COLUMNS}, wanted.target, wanted.target_status FROM key_values LEFT JOIN (
    SELECT period, first(value ORDER BY {PREFERRED}) AS target,
           first(status ORDER BY {PREFERRED}) AS target_status
    FROM targets WHERE metric = $metric AND zone = $zone AND basis = $basis GROUP BY period
) AS wanted USING (period)
WHERE metric = $metric AND zone = $zone AND basis = $basis AND length(period) = $length ORDER BY period
"""


# Categories of firms' money and jobs are not added up for who may not see the firms: some of them are withheld.
PROTECTED = "firm_money"
CATEGORIES_TOLD = """
WITH chosen AS (
    SELECT * FROM categories
    WHERE metric = $metric AND zone = $zone AND breakdown = $column AND starts_with(period, $period)
)
SELECT category, value, CAST(contributors AS BIGINT) AS contributors, synthetic, status FROM chosen
WHERE period = (SELECT coalesce(max(period) FILTER (period = $period), max(period)) FROM chosen)
ORDER BY value DESC NULLS LAST, category
"""


@dataclass(frozen=True)
class Years:
    """The years that a place has values for, oldest first, and the one to show first."""

    all: tuple[int, ...]
    default: int


def values(
    viewer: Viewer,
    moment: Moment,
    *,
    metrics: Sequence[str] | None = None,
    zones: Sequence[str] | None = None,
    periods: Sequence[str] | None = None,
    bases: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Rows of `key_values` (see `kpi.measures.key_values`) that meet all filters given; aggregates are open to all."""
    wanted = {"metric": metrics, "zone": zones, "period": periods, "basis": bases}
    given = {column: list(ids) for column, ids in wanted.items() if ids is not None}
    conditions = " AND ".join(f"list_contains(${column}, {column})" for column in given) or "true"
    return release_for(viewer, moment).frame(
        f"SELECT {COLUMNS} FROM key_values WHERE {conditions}", given or None
    )


def years(viewer: Viewer, moment: Moment, zone: str) -> Years:
    """First shown, alike for every place, is the last year the ministry has published of all zones together.

    Where that is not known, it is the last year of which most is known: at least half as many whole values of zones
    as of the year with the most. A place without either has its last year, one without any value the catalogue's.
    """
    sql = """
        SELECT DISTINCT CAST(period AS INTEGER) FROM key_values
        WHERE zone = $zone AND length(period) = 4 AND value IS NOT NULL ORDER BY 1
    """
    found = tuple(year for (year,) in release_for(viewer, moment).rows(sql, {"zone": zone}))
    for wanted in (*_years_of_all(viewer.sight, moment), set(found)):
        if held := [year for year in found if year in wanted]:
            return Years(found, held[-1])
    declared = catalogue_of(moment)
    return Years(
        found, max(*declared.evaluations, *(zone.designated_on.year for zone in declared.zones.values()))
    )


@lru_cache(maxsize=YEARS_KEPT)
def _years_of_all(viewer: Viewer, moment: Moment) -> tuple[set[int], set[int]]:
    """The years published of all zones together, and those of which most is known; kept, as every place asks."""
    sql = """
        SELECT CAST(period AS INTEGER), bool_or(zone = $all AND basis = 'in_period' AND origin = 'published'),
               count(*) FILTER (zone <> $all AND basis <> 'cumulative' AND status = 'observed')
        FROM key_values WHERE length(period) = 4 AND value IS NOT NULL GROUP BY period
    """
    rows = release_for(viewer, moment).rows(sql, {"all": NATIONAL})
    most = max((whole for _, _, whole in rows), default=0)
    return (
        {year for year, is_published, _ in rows if is_published},
        {year for year, _, whole in rows if whole and whole * 2 >= most},
    )


def trend(
    viewer: Viewer,
    moment: Moment,
    metric: str,
    zone: str,
    basis: str,
    by: Literal["quarter", "year"] | str = "quarter",
) -> pd.DataFrame:
    """One row a period, oldest first, from the first value to the last; a gap between them is a row without a value.

    Columns of `key_values` and, by year, target and target_status. A yearly metric has no rows by quarter.
    """
    asked = {"metric": metric, "zone": zone, "basis": basis, "length": LENGTH[by]}
    frame = release_for(viewer, moment).frame(TREND, asked)
    present = frame.index[frame["value"].notna()]
    return frame.loc[present[0] : present[-1]].reset_index(drop=True) if len(present) else frame.iloc[:0]


def ranking(viewer: Viewer, moment: Moment, metric: str, period: str, basis: str) -> pd.DataFrame:
    """One row a zone, best first by the metric's direction, those without a value last; `rank` is shared by equals."""
    sql = f"""
        SELECT {COLUMNS} FROM key_values
        WHERE metric = $metric AND period = $period AND basis = $basis AND zone <> $all
    """
    asked = {"metric": metric, "period": period, "basis": basis, "all": NATIONAL}
    frame = release_for(viewer, moment).frame(sql, asked)
    upward = catalogue_of(moment).metrics[metric].direction == 1
    ranks = frame["value"].rank(method="min", ascending=not upward).astype("Int64")
    return frame.assign(rank=ranks).sort_values("rank", kind="stable", na_position="last", ignore_index=True)


def breakdown(
    viewer: Viewer, moment: Moment, metric: str, zone: str, period: str, column: str
) -> pd.DataFrame:
    """One row a category (category, value, contributors, synthetic, status), largest first, from records; what is
    withheld from this viewer comes last and has no value.

    A flow is what happened in the period, a stock what stood at its last quarter with records. Empty for a metric
    that has no such breakdown.
    """
    found = catalogue_of(moment).metrics[metric]
    if column not in found.breakdowns:
        return pd.DataFrame(columns=["category", "value", "contributors", "synthetic", "status"])
    asked: dict[str, Any] = {"metric": metric, "zone": zone, "column": column}
    if viewer.firm_places is not None and found.disclosure == PROTECTED:
        told = {**asked, "period": period}
        return release_for(viewer, moment).frame(CATEGORIES_TOLD, told)
    first, last = (f"{period}Q1", f"{period}Q4") if is_year(period) else (period, period)
    return release_for(viewer, moment).frame(
        _breakdown_sql(found), {**asked, "all": NATIONAL, "first": first, "last": last, "year": period}
    )


def told(viewer: Viewer, moment: Moment, zone: str) -> pd.DataFrame:
    """Every figure published of a place in its last vintage, and every target stated of it (is_target), the first
    known first, each with its publication, file and row.
    """
    return release_for(viewer, moment).frame(TOLD, {"zone": zone})


def vintages(viewer: Viewer, moment: Moment, metric: str, zone: str, period: str, basis: str) -> pd.DataFrame:
    """One row a published vintage, oldest first: value, status, known_on, note, superseded, submission and its
    source.
    """
    sql = """
        SELECT p.value, p.status, p.known_on, p.note, p.superseded, p.submission, p.source_row,
               s.title_ko, s.title_en, s.publisher_ko, s.publisher_en, s.url, s.synthetic
        FROM published AS p JOIN submissions AS s ON s.id = p.submission
        WHERE p.metric = $metric AND p.zone = $zone AND p.period = $period AND p.basis = $basis
        ORDER BY p.known_on, p.sequence
    """
    asked = {"metric": metric, "zone": zone, "period": period, "basis": basis}
    return release_for(viewer, moment).frame(sql, asked)


def achievement_of(metric: Metric, value: float | None, target: float | None) -> float | None:
    """Percent of a target reached by a value of this metric, uncapped; None where it cannot be computed."""
    return achievement(value, target, metric.direction).value


def _breakdown_sql(metric: Metric) -> str:
    """Flows add up over the quarters; a stock takes the last quarter there is."""
    at_last = "AND period = (SELECT max(period) FROM chosen)" if metric.type == "stock" else ""
    return f"""
        WITH chosen AS (
            SELECT * FROM parts
            WHERE metric = $metric AND breakdown = $column AND ($zone = $all OR zone = $zone)
                AND (period BETWEEN $first AND $last OR period = $year)
        )
        SELECT category, CAST(sum(value) AS DOUBLE) AS value,
               CAST(sum(contributors) AS BIGINT) AS contributors,
               bool_or(synthetic) AS synthetic, 'observed' AS status
        FROM chosen WHERE true {at_last} GROUP BY category ORDER BY value DESC, category
    """
