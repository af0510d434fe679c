"""What came of the programmes: the firms' years after support, agreement items and milestones."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from pipelines.samples import plan
from pipelines.samples import programme_plan as assumed
from pipelines.samples.totals import random_of

REVENUE_A_HEAD_MILLION = 60
GROWTH = {"before": 0.0, "year_0": 0.06, "year_1": 0.16, "year_2": 0.27}
MOMENTS = {"before": -1, "year_0": 0, "year_1": 1, "year_2": 2}
# Years that each cohort of the zones has been asked about, and those outside them.
ASKED_COHORTS = ("2023", "2024")
ASKED_ELSEWHERE = {"regional_ai": 2025, "incheon_campus": 2025}
OUTCOME_COLUMNS = [
    "zone", "period", "cohort", "name", "firm", "moment", "revenue_krw", "employees", "jobs_created",
    "investment_krw", "patents_home", "patents_abroad", "export_contracts", "exports_krw",
]  # fmt: skip
MILESTONE_COLUMNS = [
    "zone", "event", "kind", "item", "name", "firm", "partner", "planned_from", "planned_on", "done_on", "title_ko",
    "title_en", "evidence",
]  # fmt: skip


def make_outcomes(steps: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Firms that were supported with money or advice, in the year before, the year itself and the years known since."""
    first = steps[steps["participant_kind"] != "person"].drop_duplicates(["zone", "cohort", "firm"])
    in_zones = first["cohort"].isin(ASKED_COHORTS) & first["zone"].isin(plan.ZONE_WEIGHT)
    rows = []
    for step in first[in_zones | first["zone"].isin(list(ASKED_ELSEWHERE))].itertuples():
        year = ASKED_ELSEWHERE.get(str(step.zone)) or int(step.cohort)
        random = random_of(seed, "outcome", step.zone, step.cohort, step.firm)
        level = random.lognormal(6.6, 0.8)
        for moment, after in MOMENTS.items():
            if year + after <= plan.LAST_YEAR:
                # What was before is asked when a firm comes in.
                rows.append(_outcome(step, str(year + max(after, 0)), moment, level, random))
    amounts = dict.fromkeys(("revenue_krw", "investment_krw", "exports_krw"), "Int64")
    return pd.DataFrame(rows, columns=OUTCOME_COLUMNS).astype(amounts)


def _outcome(step, period: str, moment: str, level: float, random: np.random.Generator) -> tuple:
    revenue = max(round(level * (1 + GROWTH[moment] + random.normal(0, 0.08))), 1)
    after = moment != "before"
    investment = int(random.integers(100, 1_500)) if after and random.random() < 0.14 else 0
    contracts = int(random.random() < 0.12) if after else 0
    return (
        step.zone, period, step.cohort, step.name, step.firm, moment, revenue * plan.MILLION,
        max(round(revenue / REVENUE_A_HEAD_MILLION), 1),
        int(random.poisson(1.1)) if after else 0, investment * plan.MILLION, int(random.poisson(0.4)),
        int(random.random() < 0.1), contracts, contracts * int(random.integers(50, 600)) * plan.MILLION,
    )  # fmt: skip


def make_milestones(steps: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Items of the agreement and steps of the other programmes with plan, completion and evidence, and milestones of
    supported firms in Gunsan: two of them in the months in which such ones were told.
    """
    rows = [
        *(_planned("gyeonggi_agreement", f"A-{number:02d}", "agreement_item", item, told)
          for number, (item, *told) in enumerate(assumed.ITEMS, start=1)),
        *(_planned(programme, f"T-{number:02d}", "milestone", None, told)
          for programme, listed in assumed.MILESTONES.items() for number, told in enumerate(listed, start=1)),
    ]  # fmt: skip
    firms = steps[(steps["zone"] == "gunsan") & (steps["stage"] == "sales")].drop_duplicates("firm")
    random = random_of(seed, "firm milestones")
    for number, firm in enumerate(firms.itertuples(), start=1):
        kind, korean, english, told = assumed.FIRM_MILESTONES[(number - 1) % len(assumed.FIRM_MILESTONES)]
        done = _day(told) if number <= len(assumed.FIRM_MILESTONES) else None
        done = done or firm.entered_on + timedelta(days=int(random.integers(20, 150)))
        rows.append(("gunsan", f"M-{number:02d}", kind, None, firm.name, firm.firm, None, None, None, done,
                     korean, english, None))  # fmt: skip
    return pd.DataFrame(rows, columns=MILESTONE_COLUMNS)


def _planned(programme: str, event: str, kind: str, item: str | None, told: Sequence[str]) -> tuple:
    korean, english, planned_from, planned_on, done_on = told
    partner = "경기창조경제혁신센터" if item else None
    evidence = f"결과보고서 {event[2:]}(표본)" if done_on else None
    days = (_day(planned_from), _day(planned_on), _day(done_on))
    return programme, event, kind, item, None, None, partner, *days, korean, english, evidence


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None
