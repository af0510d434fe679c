"""One programme: what is known of it, its figures as told, who went through its stages, and who left them.

Read from the programmes' own tables of a release, whose size does not grow with the records. An empty `zone` or
`cohort` means all of them; ratios are made again at every level from what they are ratios of.
"""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from kpi.access import Viewer
from kpi.audit import Action, firm_level
from kpi.queries.moments import Moment, catalogue_of, release_for

TABLES = (
    "programme_figures", "programme_funnel", "programme_partners", "programme_calls", "programme_sessions",
    "programme_support", "programme_funds", "programme_spaces", "programme_working_groups",
    "programme_follow_ups", "programme_milestones", "programme_values",
)  # fmt: skip
OF_PLACE = "programme = $programme AND ($zone = '' OR zone = $zone)"
OF_COHORT = f"{OF_PLACE} AND ($cohort = '' OR cohort = $cohort)"
SYNTHETIC = "BOOL_OR(synthetic) AS synthetic"
FIGURES = """
SELECT f.*, s.file_name, s.title_ko AS source_ko, s.title_en AS source_en, s.publisher_ko, s.publisher_en, s.url
FROM programme_figures AS f JOIN submissions AS s ON s.id = f.submission
WHERE f.programme = $programme ORDER BY f.figure
"""
# The newest year with a number; of what has none, whether it is withheld.
NEWEST = """
ARG_MAX_NULL(value, period) AS value,
MAX(period) AS period,
ARG_MAX(synthetic, period) AS synthetic,
ARG_MAX(value IS NULL, period) AS value_withheld
"""
TOLD = "length(period) = 4 AND (value IS NOT NULL OR status = 'withheld')"
VALUES = f"""
SELECT metric, basis, {NEWEST} FROM programme_values WHERE programme = $programme AND {TOLD}
GROUP BY metric, basis ORDER BY metric, basis
"""
FUNNEL = f"""
SELECT track, stage, MIN(position) AS position, CAST(SUM(entered) AS BIGINT) AS entered,
       CAST(SUM(completed) AS BIGINT) AS completed, CAST(SUM(dropped) AS BIGINT) AS dropped,
       CAST(SUM(ongoing) AS BIGINT) AS ongoing, CAST(SUM(moved_on) AS BIGINT) AS moved_on,
       SUM(days) / NULLIF(SUM(days_known), 0) AS mean_days, {SYNTHETIC}
FROM programme_funnel WHERE {OF_COHORT}
GROUP BY track, stage ORDER BY track, position NULLS LAST, stage
"""
PARTNERS = f"""
SELECT track, stage, partner, CAST(SUM(entered) AS BIGINT) AS entered,
       CAST(SUM(SUM(entered)) OVER (PARTITION BY track, partner) AS BIGINT) AS in_all, {SYNTHETIC}
FROM programme_partners
WHERE programme = $programme AND list_contains($seen, zone) AND ($cohort = '' OR cohort = $cohort)
GROUP BY track, stage, partner ORDER BY track, in_all DESC, partner, stage
"""
DROPPED = """
SELECT f.zone, f.cohort, f.track, f.stage, f.participant, f.participant_kind, f.firm, f.firm_name, f.entered_on,
       f.finished_on, s.file_name, f.sheet, f.source_row, COUNT(*) OVER () AS total_rows
FROM facts_programme_steps AS f JOIN submissions AS s ON s.id = f.submission
WHERE f.result = 'dropped' AND list_contains($seen, f.zone) AND ($cohort = '' OR f.cohort = $cohort)
ORDER BY f.track, f.finished_on DESC NULLS LAST, f.zone, f.participant LIMIT $limit
"""


Kind = Literal["published", "records", "sample"]
SUBMITTED = "submitted"
KINDS_OF_MILESTONES = """
SELECT DISTINCT m.synthetic, s.series
FROM programme_milestones AS m JOIN submissions AS s ON s.id = m.submission
WHERE m.programme = $programme
"""


@dataclass(frozen=True)
class Listed:
    """The first of `total` records; `hidden` says that there are places whose firms the viewer may not see."""

    rows: pd.DataFrame
    total: int
    hidden: bool


@dataclass(frozen=True)
class Held:
    """Which tables of a release hold something of a programme, and what kind of records that is."""

    tables: frozenset[str]
    kinds: frozenset[Kind]


def held(viewer: Viewer, moment: Moment, programme: str) -> Held:
    """What a moment holds of a programme; a release from before there were programmes holds nothing."""
    release = release_for(viewer, moment)
    there = [table for table in TABLES if table in release.tables()]
    asked = {"programme": programme}
    found = frozenset(
        table
        for table in there
        if release.rows(f"{_first(table)} WHERE programme = $programme LIMIT 1", asked)
    )
    kinds: set[Kind] = {"published"} if "programme_figures" in found else set()
    for table in found - {"programme_figures", "programme_values", "programme_milestones"}:
        sql = f"SELECT DISTINCT synthetic FROM {table} WHERE programme = $programme"
        kinds |= {kind_of(synthetic, SUBMITTED) for (synthetic,) in release.rows(sql, asked)}
    if "programme_milestones" in found:
        kinds |= {
            kind_of(synthetic, series) for synthetic, series in release.rows(KINDS_OF_MILESTONES, asked)
        }
    return Held(found, frozenset(kinds))


def kind_of(synthetic: bool, series: str) -> Kind:
    """What a row rests on: sample records, what was handed in, or what somebody published."""
    return "sample" if synthetic else "records" if series == SUBMITTED else "published"


def _first(table: str) -> str:
    return f"SELECT 1 FROM {table}"


def figures(viewer: Viewer, moment: Moment, programme: str) -> pd.DataFrame:
    """Every figure told of a programme as it was written, with its publication, file and row."""
    return release_for(viewer, moment).frame(FIGURES, {"programme": programme})


def values(viewer: Viewer, moment: Moment, programme: str) -> pd.DataFrame:
    """A programme's newest year in each metric and basis: metric, basis, value, period, synthetic, value_withheld."""
    return release_for(viewer, moment).frame(VALUES, {"programme": programme})


def funnel(viewer: Viewer, moment: Moment, programme: str, zone: str, cohort: str) -> pd.DataFrame:
    """One row a track and stage: who entered, finished, left, is in it and went on, and the mean days it took."""
    return release_for(viewer, moment).frame(FUNNEL, asked_for(programme, zone, cohort))


@firm_level(Action.READ_RECORDS, "zone", "programme")
def partners(viewer: Viewer, moment: Moment, programme: str, zone: str, cohort: str) -> pd.DataFrame:
    """One row a track, stage and partner with how many came with that partner, the busiest partners first.

    Partners may be firms: only those of places whose firms the viewer may see.
    """
    seen = _seen(viewer, moment, programme, zone)
    return release_for(viewer, moment).frame(
        PARTNERS, {"programme": programme, "cohort": cohort, "seen": seen}
    )


@firm_level(Action.READ_RECORDS, "zone", "programme")
def dropped(
    viewer: Viewer, moment: Moment, programme: str, zone: str, cohort: str, limit: int = 200
) -> Listed:
    """Who left which stage, with file and row; only of places whose firms the viewer may see."""
    return listed(viewer, moment, programme, zone, DROPPED, {"cohort": cohort, "limit": limit})


def listed(
    viewer: Viewer, moment: Moment, programme: str, zone: str, sql: str, asked: dict[str, object]
) -> Listed:
    """What a SELECT with `$seen` and a column `total_rows` gives at the places whose firms the viewer may see."""
    seen = _seen(viewer, moment, programme, zone)
    hidden = len(seen) < len(places_of(moment, programme, zone))
    if not seen:
        return Listed(pd.DataFrame(), 0, hidden)
    rows = release_for(viewer, moment).frame(sql, {**asked, "seen": seen})
    total = int(rows["total_rows"].iloc[0]) if len(rows) else 0
    return Listed(rows.drop(columns="total_rows"), total, hidden)


def places_of(moment: Moment, programme: str, zone: str = "") -> list[str]:
    """Where a programme runs: its own place, or the zones; or the one asked for."""
    catalogue = catalogue_of(moment)
    if zone:
        return [zone]
    return list(catalogue.zones) if catalogue.programmes[programme].place == "zones" else [programme]


def _seen(viewer: Viewer, moment: Moment, programme: str, zone: str) -> list[str]:
    return [place for place in places_of(moment, programme, zone) if viewer.may_see_firms(place)]


def summed(*columns: str) -> str:
    """SQL of sums over firms' money or jobs, each with `<column>_withheld`: what is no number is withheld."""
    return ", ".join(
        f"CAST(SUM({each}) AS DOUBLE) AS {each}, COALESCE(isnan(CAST(SUM({each}) AS DOUBLE)), FALSE) AS {each}_withheld"
        for each in columns
    )


def asked_for(programme: str, zone: str, cohort: str) -> dict[str, str]:
    """The parameters of OF_COHORT."""
    return {"programme": programme, "zone": zone, "cohort": cohort}
