"""What became of the firms after support, and programmes side by side on what they share."""

import pandas as pd

from kpi.access import Viewer
from kpi.queries.moments import Moment, catalogue_of, release_for
from kpi.queries.programmes import OF_COHORT, SYNTHETIC, asked_for

SUMMED = (
    "firms", "firms_with_revenue", "revenue_before_krw", "revenue_krw", "firms_with_employees", "employees_before",
    "employees", "jobs_created", "investment_krw", "patents_home", "patents_abroad", "export_contracts",
    "exports_krw",
)  # fmt: skip
FOLLOW_UPS = f"""
SELECT moment, {", ".join(f"CAST(SUM({name}) AS DOUBLE) AS {name}" for name in SUMMED)}, {SYNTHETIC}
FROM programme_follow_ups WHERE {OF_COHORT}
GROUP BY moment ORDER BY moment
"""
# What programmes of any kind may have in common, how much first, then at what cost.
SHARED = (
    "programme_participants", "graduation_rate", "support_paid", "follow_up_jobs", "follow_up_investment",
    "cost_per_participation", "cost_per_job", "cost_per_investment",
)  # fmt: skip
BESIDE = """
SELECT metric, programme, ARG_MAX(value, period) AS value, MAX(period) AS period,
       ARG_MAX(synthetic, period) AS synthetic
FROM programme_values
WHERE basis = 'cumulative' AND length(period) = 4 AND value IS NOT NULL AND list_contains($metrics, metric)
GROUP BY metric, programme ORDER BY metric, programme
"""


def follow_ups(viewer: Viewer, moment: Moment, programme: str, zone: str, cohort: str) -> pd.DataFrame:
    """One row a moment after support: its firms known then and before, side by side, and what else followed by then."""
    return release_for(viewer, moment).frame(FOLLOW_UPS, asked_for(programme, zone, cohort))


def beside(viewer: Viewer, moment: Moment) -> pd.DataFrame:
    """The newest running sums of every programme in what they share: metric, programme, value, period, synthetic."""
    metrics = [metric for metric in SHARED if metric in catalogue_of(moment).metrics]
    return release_for(viewer, moment).frame(BESIDE, {"metrics": metrics})
