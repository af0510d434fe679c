"""What became of the firms after support, and programmes side by side on what they share."""

import pandas as pd

from kpi.access import Viewer
from kpi.queries.moments import Moment, catalogue_of, release_for
from kpi.queries.programmes import NEWEST, OF_COHORT, SYNTHETIC, TOLD, asked_for, summed

COUNTED = (
    "firms", "firms_with_revenue", "firms_with_employees", "patents_home", "patents_abroad", "export_contracts",
)  # fmt: skip
OF_FIRMS = (
    "revenue_before_krw", "revenue_krw", "employees_before", "employees", "jobs_created", "investment_krw",
    "exports_krw",
)  # fmt: skip
FOLLOW_UPS = f"""
SELECT moment, {", ".join(f"CAST(SUM({name}) AS DOUBLE) AS {name}" for name in COUNTED)}, {summed(*OF_FIRMS)},
       {SYNTHETIC}
FROM programme_follow_ups WHERE {OF_COHORT}
GROUP BY moment ORDER BY moment
"""
# What programmes of any kind may have in common, how much first, then at what cost.
SHARED = (
    "programme_participants", "graduation_rate", "support_paid", "follow_up_jobs", "follow_up_investment",
    "cost_per_participation", "cost_per_job", "cost_per_investment",
)  # fmt: skip
BESIDE = f"""
SELECT metric, programme, {NEWEST}
FROM programme_values WHERE basis = 'cumulative' AND {TOLD} AND list_contains($metrics, metric)
GROUP BY metric, programme ORDER BY metric, programme
"""


def follow_ups(viewer: Viewer, moment: Moment, programme: str, zone: str, cohort: str) -> pd.DataFrame:
    """One row a moment after support: its firms known then and before, side by side, and what else followed by then."""
    return release_for(viewer, moment).frame(FOLLOW_UPS, asked_for(programme, zone, cohort))


def beside(viewer: Viewer, moment: Moment) -> pd.DataFrame:
    """The newest running sums of every programme in what they share: metric, programme, value, period, synthetic,
    value_withheld.
    """
    metrics = [metric for metric in SHARED if metric in catalogue_of(moment).metrics]
    return release_for(viewer, moment).frame(BESIDE, {"metrics": metrics})
