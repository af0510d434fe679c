"""How far a place has come: the year's pace against its plan, its history and milestones, its grades, all
zones together.
"""

from typing import Any

import pandas as pd

from kpi.access import Viewer
from kpi.catalogue import NATIONAL, Metric
from kpi.measures import quarterly_plan
from kpi.measures.comparing import known
from kpi.periods import quarters_of
from kpi.queries.cards import TARGETS
from kpi.queries.moments import Moment, catalogue_of, release_for
from kpi.queries.values import COLUMNS

PACE_COLUMNS = ["quarter", "actual", "plan", "status", "origin", "synthetic"]
PACED = ("flow", "stock")
HISTORY = """
SELECT m.zone, m.event, m.kind, m.planned_on, m.done_on, m.date_precision, m.title_ko, m.title_en,
       m.source_note, m.submission, m.source_row, s.title_ko AS source_ko, s.title_en AS source_en,
       s.publisher_ko, s.publisher_en, s.known_on, s.url, s.synthetic
FROM milestones AS m JOIN submissions AS s ON s.id = m.submission
WHERE $zone = $all OR m.zone = $zone
ORDER BY coalesce(m.done_on, m.planned_on) NULLS LAST, m.event
"""
GRADES = """
SELECT zone, year, grade, status, note, submission, source_row, known_on FROM grades
WHERE $zone = $all OR zone = $zone
QUALIFY row_number() OVER (
    PARTITION BY zone, year ORDER BY status <> 'published', known_on DESC, sequence DESC
) = 1
ORDER BY year, zone
"""


def pace(viewer: Viewer, moment: Moment, metric: str, zone: str, year: int) -> pd.DataFrame:
    """Four rows (quarter, actual, plan, status, origin, synthetic): reached in the year so far, and what the plan
    asks.

    A flow adds up from the first quarter and ends at the year's own value; a stock stands at each quarter's end. Plan
    is missing without a target. Empty for other types and for metrics known by year only.
    """
    found = catalogue_of(moment).metrics[metric]
    if found.type not in PACED:
        return pd.DataFrame(columns=PACE_COLUMNS)
    basis = catalogue_of(moment).bases_of(metric)[0]
    rows = _year_rows(viewer, moment, metric, zone, basis, year)
    if not any(quarter in rows for quarter in quarters_of(year)):
        return pd.DataFrame(columns=PACE_COLUMNS)
    actual = _reached(found, rows, year)
    plan = _plan(viewer, moment, found, zone, basis, year, rows)
    marks = [rows.get(quarter, {}) for quarter in quarters_of(year)]
    return pd.DataFrame(
        {
            "quarter": quarters_of(year),
            "actual": pd.array(actual, "Float64").to_numpy(float, na_value=float("nan")),
            "plan": pd.array(plan, "Float64").to_numpy(float, na_value=float("nan")),
            "status": [mark.get("status", "missing") for mark in marks],
            "origin": [mark.get("origin") for mark in marks],
            "synthetic": [bool(mark.get("synthetic")) for mark in marks],
        }
    )


def milestones(viewer: Viewer, moment: Moment, zone: str) -> pd.DataFrame:
    """One row an event of the zone's history, oldest first, undated ones last, with the submission it comes from."""
    return release_for(viewer, moment).frame(HISTORY, {"zone": zone, "all": NATIONAL})


def grade_history(viewer: Viewer, moment: Moment, zone: str) -> pd.DataFrame:
    """One row a zone and evaluation year: grade and status (published, withheld, not_found), oldest first.

    A year of which no source says anything is `not_found`; a zone has no row before its designation.
    """
    catalogue = catalogue_of(moment)
    found = release_for(viewer, moment).frame(GRADES, {"zone": zone, "all": NATIONAL})
    told = set(zip(found["zone"], found["year"], strict=True))
    zones = [each for each in catalogue.zones.values() if zone in (each.id, NATIONAL)]
    untold = [
        {"zone": each.id, "year": year, "grade": None, "status": "not_found"}
        for each in zones
        for year in catalogue.evaluations
        if (each.id, year) not in told and year >= each.designated_on.year
    ]
    if not untold:
        return found
    rows = [*found.to_dict("records"), *untold]
    return pd.DataFrame(rows, columns=found.columns).sort_values(["year", "zone"], ignore_index=True)


def national(viewer: Viewer, moment: Moment, year: int) -> pd.DataFrame:
    """One row a headline metric × zone and all together, on the metric's main basis: the columns of `key_values`."""
    catalogue = catalogue_of(moment)
    pairs = [f"{metric.id}|{catalogue.bases_of(metric.id)[0]}" for metric in catalogue.headline_metrics]
    sql = f"""
        SELECT {COLUMNS} FROM key_values
        WHERE period = $year AND list_contains($pairs, metric || '|' || basis)
        ORDER BY list_position($pairs, metric || '|' || basis)
    """
    return release_for(viewer, moment).frame(sql, {"year": str(year), "pairs": pairs})


def _year_rows(
    viewer: Viewer, moment: Moment, metric: str, zone: str, basis: str, year: int
) -> dict[str, dict[str, Any]]:
    """The year's quarters, the year and the year before it, by label."""
    sql = """
        SELECT period, value, status, origin, synthetic FROM key_values
        WHERE metric = $metric AND zone = $zone AND basis = $basis
            AND (left(period, 4) = $year OR period = $before)
    """
    asked = {"metric": metric, "zone": zone, "basis": basis, "year": str(year), "before": str(year - 1)}
    names = ("value", "status", "origin", "synthetic")
    return {
        period: dict(zip(names, (known(rest[0]), *rest[1:]), strict=True))
        for period, *rest in release_for(viewer, moment).rows(sql, asked)
    }


def _reached(metric: Metric, rows: dict[str, dict[str, Any]], year: int) -> list[float | None]:
    values = [rows.get(quarter, {}).get("value") for quarter in quarters_of(year)]
    if metric.type == "stock":
        return values
    reached = _running(values)
    whole = rows.get(str(year), {})
    if reached[3] is not None and whole.get("status") == "observed":
        reached[3] = whole["value"]
    return reached


def _running(values: list[float | None]) -> list[float | None]:
    """The sum so far: nothing before the first value (not designated yet), nothing from the first gap on."""
    reached: list[float | None] = []
    total: float | None = None
    is_broken = False
    for value in values:
        is_broken = is_broken or (value is None and total is not None)
        total = total if value is None else (total or 0) + value
        reached.append(None if is_broken else total)
    return reached


def _plan(
    viewer: Viewer,
    moment: Moment,
    metric: Metric,
    zone: str,
    basis: str,
    year: int,
    rows: dict[str, dict[str, Any]],
) -> list[float | None]:
    targets = release_for(viewer, moment).rows(TARGETS, {"zone": zone, "year": str(year)})
    target = next((row[2] for row in targets if row[:2] == (metric.id, basis)), None)
    start = rows.get(str(year - 1), {}).get("value") if metric.type == "stock" else 0
    if target is None:
        return [None] * 4
    if start is None:
        return [None, None, None, float(target)]
    shares = catalogue_of(moment).plan_profiles[metric.plan_profile].cumulative_shares
    return list(quarterly_plan(float(target), shares, start))
