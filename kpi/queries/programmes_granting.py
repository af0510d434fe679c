"""What a programme gave: calls with their applications, sessions held, and support paid against its budget."""

import pandas as pd

from kpi.access import Viewer
from kpi.audit import Action, firm_level
from kpi.queries.moments import Moment, release_for
from kpi.queries.programmes import OF_COHORT, OF_PLACE, SYNTHETIC, Listed, asked_for, listed, summed

CALLS = f"""
SELECT call, field, task, CAST(SUM(applications) AS BIGINT) AS applications,
       CAST(SUM(selected) AS BIGINT) AS selected, CAST(SUM(ineligible) AS BIGINT) AS ineligible,
       {summed("granted_krw")}, MAX(largest_krw) AS largest_krw,
       COALESCE(isnan(CAST(MAX(largest_krw) AS DOUBLE)), FALSE) AS largest_krw_withheld, {SYNTHETIC}
FROM programme_calls WHERE {OF_PLACE}
GROUP BY call, field, task ORDER BY call, field NULLS LAST, task NULLS LAST
"""
APPLICANTS = """
SELECT f.zone, f.application, f.firm, f.firm_name, f.founded_on, f.applied_on, f.field, f.task, f.partner, f.consortium,
       f.decision, f.granted_krw, s.synthetic, s.file_name, f.sheet, f.source_row, COUNT(*) OVER () AS total_rows
FROM facts_programme_applications AS f JOIN submissions AS s ON s.id = f.submission
WHERE f.call = $call AND list_contains($seen, f.zone)
ORDER BY f.decision <> 'selected', f.field NULLS LAST, f.task NULLS LAST, f.application LIMIT $limit
"""
SESSIONS = f"""
SELECT kind, level, audience, CAST(SUM(sessions) AS BIGINT) AS sessions, CAST(SUM(people) AS BIGINT) AS people,
       CAST(SUM(completed) AS BIGINT) AS completed, CAST(SUM(teams) AS BIGINT) AS teams,
       CAST(SUM(firms) AS BIGINT) AS firms, {SYNTHETIC}
FROM programme_sessions WHERE {OF_COHORT}
GROUP BY kind, level, audience ORDER BY kind, level NULLS LAST, audience NULLS LAST
"""
SUPPORT = f"""
SELECT cost_kind, CAST(SUM(budget_krw) AS DOUBLE) AS budget_krw, {summed("paid_krw")},
       CAST(SUM(payments) AS BIGINT) AS payments, {SYNTHETIC}
FROM programme_support WHERE {OF_COHORT}
GROUP BY cost_kind ORDER BY cost_kind
"""


def calls(viewer: Viewer, moment: Moment, programme: str, zone: str) -> pd.DataFrame:
    """One row a call, field and task: applications, selections, the ineligible, and won granted, also to the
    single firm that got most (`largest_krw`).
    """
    return release_for(viewer, moment).frame(CALLS, {"programme": programme, "zone": zone})


@firm_level(Action.READ_RECORDS, "zone", "call")
def applicants(
    viewer: Viewer, moment: Moment, programme: str, zone: str, call: str, limit: int = 200
) -> Listed:
    """Who applied to a call, the selected first, with file and row; only of places whose firms the viewer may see."""
    return listed(viewer, moment, programme, zone, APPLICANTS, {"call": call, "limit": limit})


def sessions(viewer: Viewer, moment: Moment, programme: str, zone: str, cohort: str) -> pd.DataFrame:
    """One row a kind of session, level and audience: sessions, people, who of them completed, teams and firms."""
    return release_for(viewer, moment).frame(SESSIONS, asked_for(programme, zone, cohort))


def support(viewer: Viewer, moment: Moment, programme: str, zone: str, cohort: str) -> pd.DataFrame:
    """One row a kind of cost: budgeted and paid, in won, and how many payments."""
    return release_for(viewer, moment).frame(SUPPORT, asked_for(programme, zone, cohort))
