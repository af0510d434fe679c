"""What a programme holds and has agreed on: funds, spaces, working groups, agreement items and milestones."""

import pandas as pd

from kpi.access import Viewer
from kpi.audit import Action, firm_level
from kpi.queries.moments import Moment, release_for
from kpi.queries.programmes import OF_PLACE, SYNTHETIC, summed

FUNDS = f"""
SELECT fund, period, CAST(SUM(committed_krw) AS DOUBLE) AS committed_krw, CAST(SUM(called_krw) AS DOUBLE) AS called_krw,
       {summed("invested_krw", "returned_krw")},
       CAST(SUM(investments) AS BIGINT) AS investments, {SYNTHETIC}
FROM programme_funds WHERE {OF_PLACE}
GROUP BY fund, period ORDER BY fund, period
"""
SPACES = f"""
SELECT facility, space_kind, period, CAST(SUM(area_m2) AS DOUBLE) AS area_m2, CAST(SUM(capacity) AS BIGINT) AS capacity,
       CAST(SUM(occupied) AS BIGINT) AS occupied, {SYNTHETIC}
FROM programme_spaces WHERE {OF_PLACE}
GROUP BY facility, space_kind, period ORDER BY facility, space_kind, period
"""
GROUPS = f"""
SELECT working_group, group_field, period, CAST(SUM(experts) AS BIGINT) AS experts, {SYNTHETIC}
FROM programme_working_groups WHERE {OF_PLACE} AND period = (
    SELECT MAX(period) FROM programme_working_groups WHERE {OF_PLACE}
)
GROUP BY working_group, group_field, period ORDER BY working_group, group_field
"""
MILESTONES = f"""
SELECT m.zone, m.event, m.kind, m.item, m.firm, m.firm_name, m.partner, m.planned_from, m.planned_on, m.done_on,
       m.date_precision, m.title_ko, m.title_en, m.evidence, m.source_note, m.source_row, m.synthetic, s.series,
       s.file_name, s.title_ko AS source_ko, s.title_en AS source_en
FROM (SELECT * FROM programme_milestones WHERE {OF_PLACE}) AS m JOIN submissions AS s ON s.id = m.submission
ORDER BY COALESCE(m.planned_on, m.done_on) NULLS LAST, m.event LIMIT $limit
"""


def funds(viewer: Viewer, moment: Moment, programme: str, zone: str) -> pd.DataFrame:
    """One row a fund and quarter: won committed, called, invested and returned in it, and how many investments."""
    return release_for(viewer, moment).frame(FUNDS, _asked(programme, zone))


def spaces(viewer: Viewer, moment: Moment, programme: str, zone: str) -> pd.DataFrame:
    """One row a facility, kind of space and quarter: its area, its spaces, and how many are taken."""
    return release_for(viewer, moment).frame(SPACES, _asked(programme, zone))


def working_groups(viewer: Viewer, moment: Moment, programme: str, zone: str) -> pd.DataFrame:
    """One row a working group and field: its experts in the newest quarter."""
    return release_for(viewer, moment).frame(GROUPS, _asked(programme, zone))


@firm_level(Action.READ_RECORDS, "zone", "programme")
def milestones(viewer: Viewer, moment: Moment, programme: str, zone: str, limit: int = 500) -> pd.DataFrame:
    """Milestones, agreement items and milestones of firms, planned and done, in the order of their days.

    `firm` and `firm_name` are None where the viewer may not see a place's firms.
    """
    frame = release_for(viewer, moment).frame(MILESTONES, {**_asked(programme, zone), "limit": limit})
    hidden = ~frame["zone"].map(viewer.may_see_firms).astype(bool)
    return frame.assign(**{name: frame[name].mask(hidden, None) for name in ("firm", "firm_name")})


def _asked(programme: str, zone: str) -> dict[str, str]:
    return {"programme": programme, "zone": zone}
