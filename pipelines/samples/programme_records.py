"""What the programmes did, record by record: applications, sessions, money, space, results, agreement items."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpi.catalogue import Catalogue
from kpi.periods import first_day, quarter_of, quarters
from pipelines.samples import plan
from pipelines.samples import programme_plan as assumed
from pipelines.samples.programme_steps import make_steps, own_firms
from pipelines.samples.totals import apportion, random_of

PAYING_STAGES = {"consulting": "consulting", "prototype": "prototype", "sales": "marketing"}
ZONE_PAYMENT_MILLION = (8, 45)
BUDGET_OVER_PAID = 1.18
COMPLETION_SHARE = (0.72, 0.95)
REVENUE_A_HEAD_MILLION = 60
GROWTH = {"before": 0.0, "year_0": 0.06, "year_1": 0.16, "year_2": 0.27}
OUTCOME_COLUMNS = [
    "zone", "period", "cohort", "name", "firm", "moment", "revenue_krw", "employees", "jobs_created",
    "investment_krw", "patents_home", "patents_abroad", "export_contracts", "exports_krw",
]  # fmt: skip


def make_programme_records(catalogue: Catalogue, firms: pd.DataFrame, seed: int) -> dict[str, pd.DataFrame]:
    """The records of every programme by dataset, in stored units. `firms` are the sample's tenants."""
    steps = make_steps(catalogue, firms, seed)
    applications = _applications(catalogue, seed)
    return {
        "programme_steps": _with_selected_firms(steps, applications),
        "programme_applications": applications,
        "programme_sessions": _sessions(seed),
        "programme_support": pd.concat([_zone_support(steps, seed), _own_support(seed)], ignore_index=True),
        "programme_funds": _funds(),
        "facility_spaces": _spaces(),
        "working_groups": _experts(),
        "programme_outcomes": _outcomes(steps, seed),
        "programme_milestones": _milestones(steps, seed),
    }


def _applications(catalogue: Catalogue, seed: int) -> pd.DataFrame:
    """Applications to the call; one firm for each of ten tasks is selected with the grant that was announced."""
    programme = catalogue.programmes["regional_ai"]
    (call,) = programme.calls
    random = random_of(seed, "applications")
    open_days = (call.closes_at.date() - call.opens_on).days
    seats = call.seats or 0
    rows = []
    for number, (firm, name) in enumerate(own_firms(programme.id, assumed.APPLICATIONS)):
        task = programme.tasks[number % len(programme.tasks)]
        decision = _decision(number, seats)
        age = int(random.integers(3_700, 5_500) if decision == "ineligible" else random.integers(200, 3_500))
        applied = call.opens_on + timedelta(days=int(random.integers(0, open_days + 1)))
        rows.append((
            programme.id, quarter_of(applied), call.id, f"R-{number + 1:03d}", name, firm,
            call.opens_on - timedelta(days=age), applied, task.field, task.id, f"가상수요기업{number % 29 + 1:02d}",
            f"컨소시엄 {number + 1:02d}", decision, call.grant_limit_krw if decision == "selected" else None,
        ))  # fmt: skip
    columns = ["zone", "period", "call", "application", "name", "firm", "founded_on", "applied_on", "field", "task",
               "partner", "consortium", "decision", "granted_krw"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).astype({"granted_krw": "Int64"})


def _decision(number: int, seats: int) -> str:
    """The first ones are selected, so that they are the firms of the programme's tracks."""
    if number < seats:
        return "selected"
    left_out = ["ineligible"] * assumed.INELIGIBLE + ["withdrawn"] * assumed.WITHDRAWN + ["reserve"] * 2
    return left_out[number - seats] if number - seats < len(left_out) else "not_selected"


def _with_selected_firms(steps: pd.DataFrame, applications: pd.DataFrame) -> pd.DataFrame:
    """The steps of the call's programme in the field that each firm applied for."""
    field = dict(zip(applications["firm"], applications["field"], strict=True))
    of_call = steps["zone"] == "regional_ai"
    fields = steps["field"].where(~of_call, steps["firm"].map(field))
    return steps.assign(field=fields)


def _sessions(seed: int) -> pd.DataFrame:
    """One row per session and audience; sessions for firms have one row."""
    rows = []
    for number, (kind, title, level, people, teams, firms, quarter, day) in enumerate(
        assumed.SESSIONS, start=1
    ):
        random = random_of(seed, "session", number)
        held = first_day(quarter) + timedelta(days=day)
        about = ("uijeongbu_scale_up", quarter, "2026", f"S-{number:02d}", title, kind, held, level or None)
        for place, (audience, count) in enumerate(people.items()):
            completed = round(count * random.uniform(*COMPLETION_SHARE))
            rows.append((*about, audience, count, completed, teams if place == 0 else 0, 0))
        if not people:
            rows.append((*about, "firm", firms * 2, firms * 2, 0, firms))
    columns = ["zone", "period", "cohort", "session", "title", "kind", "held_on", "level", "audience", "people",
               "completed", "teams", "firms"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


SUPPORT_COLUMNS = [
    "zone",
    "period",
    "cohort",
    "item",
    "entry_kind",
    "cost_kind",
    "name",
    "firm",
    "amount_krw",
]


def _zone_support(steps: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Payments for the stages that cost money, and a budget a little above them."""
    paying = steps[(steps["zone"].isin(plan.ZONE_WEIGHT)) & steps["stage"].isin(PAYING_STAGES)]
    rows, paid = [], {}
    random = random_of(seed, "zone support")
    for number, step in enumerate(paying.itertuples(), start=1):
        amount = int(random.integers(*ZONE_PAYMENT_MILLION)) * plan.MILLION
        kind = PAYING_STAGES[str(step.stage)]
        rows.append(
            (
                step.zone,
                step.period,
                step.cohort,
                f"P-{number:04d}",
                "paid",
                kind,
                step.name,
                step.firm,
                amount,
            )
        )
        key = (step.zone, step.cohort, kind)
        paid[key] = paid.get(key, 0) + amount
    for (zone, cohort, kind), amount in sorted(paid.items()):
        budget = round(amount * BUDGET_OVER_PAID / plan.MILLION) * plan.MILLION
        rows.append((zone, f"{cohort}Q1", cohort, f"B-{cohort}-{kind}", "budget", kind, None, None, budget))
    return pd.DataFrame(rows, columns=SUPPORT_COLUMNS)


def _own_support(seed: int) -> pd.DataFrame:
    """Budgets as planned, and payments that are the assumed share of them to the won."""
    rows = []
    for programme, (quarter, budgets) in assumed.BUDGETS.items():
        cohort = assumed.COHORT[programme]
        for kind, budget in budgets.items():
            rows.append((programme, quarter, cohort, f"B-{kind}", "budget", kind, None, None, budget))
            random = random_of(seed, "support", programme, kind)
            takers = own_firms(
                programme, assumed.TRACKS[programme][next(iter(assumed.TRACKS[programme]))][2][0]
            )
            chosen = (
                takers
                if len(budgets) == 1
                else [takers[i] for i in sorted(random.choice(len(takers), 6, replace=False))]
            )
            spent = round(budget * assumed.PAID_SHARE[programme] / plan.MILLION)
            parts = apportion(
                spent,
                [1.0] * len(chosen) if programme == "regional_ai" else random.lognormal(0, 0.3, len(chosen)),
            )
            for number, ((firm, name), part) in enumerate(zip(chosen, parts, strict=True), start=1):
                paid_in = quarters(quarter, assumed.LAST_QUARTER)[number % 2]
                item = f"P-{kind}-{number:02d}"
                rows.append(
                    (programme, paid_in, cohort, item, "paid", kind, name, firm, int(part) * plan.MILLION)
                )
    return pd.DataFrame(rows, columns=SUPPORT_COLUMNS)


def _funds() -> pd.DataFrame:
    """One row per commitment, call, investment and return, as assumed."""
    rows = []
    for (programme, fund), kinds in assumed.FUNDS.items():
        taking = iter(own_firms(programme, 50))
        for kind, by_quarter in kinds.items():
            for quarter, amounts in by_quarter.items():
                for amount in amounts:
                    firm, name = next(taking) if kind == "invested" else (None, None)
                    entry = f"F-{kind[:3].upper()}-{len(rows) + 1:02d}"
                    rows.append(
                        (
                            programme,
                            quarter,
                            fund,
                            entry,
                            kind,
                            name,
                            firm,
                            None,
                            amount * plan.HUNDRED_MILLION,
                        )
                    )
    columns = ["zone", "period", "fund", "entry", "kind", "name", "firm", "field", "amount_krw"]
    return pd.DataFrame(rows, columns=columns)


def _spaces() -> pd.DataFrame:
    """One row per kind of space and quarter; the areas are those that were told in all."""
    first, last = assumed.SPACE_QUARTERS
    rows = [
        ("incheon_campus", quarter, "campus", kind, area, capacity, before if quarter == first else after)
        for quarter in (first, last)
        for kind, (area, capacity, before, after) in assumed.SPACES.items()
    ]
    return pd.DataFrame(
        rows, columns=["zone", "period", "facility", "space_kind", "area_m2", "capacity", "occupied"]
    )


def _experts() -> pd.DataFrame:
    rows = [
        ("incheon_campus", quarter, "fourth_industrial_revolution", field, experts)
        for quarter in assumed.SPACE_QUARTERS
        for field, experts in assumed.EXPERTS.items()
    ]
    return pd.DataFrame(rows, columns=["zone", "period", "working_group", "group_field", "experts"])


def _outcomes(steps: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Firms that were supported with money or advice, in the year before, the year itself and the years known since."""
    first = steps[steps["participant_kind"] != "person"].drop_duplicates(["zone", "cohort", "firm"])
    chosen = first[(first["cohort"] == "2024") | first["zone"].isin(("regional_ai", "incheon_campus"))]
    rows = []
    for step in chosen.itertuples():
        year = 2024 if step.cohort == "2024" else 2025
        random = random_of(seed, "outcome", step.zone, step.firm)
        level = random.lognormal(6.6, 0.8)
        for moment, after in (("before", -1), ("year_0", 0), ("year_1", 1)):
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


def _milestones(steps: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Items of the agreement with plan, completion and evidence, and milestones of supported firms in Gunsan."""
    rows = [
        ("gyeonggi_agreement", f"A-{number:02d}", "agreement_item", item, None, None, "경기창조경제혁신센터",
         _day(planned_from), _day(planned_on), _day(done_on), korean, english,
         f"결과보고서 {number:02d}(표본)" if done_on else None)
        for number, (item, korean, english, planned_from, planned_on, done_on) in enumerate(assumed.ITEMS, start=1)
    ]  # fmt: skip
    firms = steps[(steps["zone"] == "gunsan") & (steps["stage"] == "sales")].drop_duplicates("firm")
    random = random_of(seed, "firm milestones")
    told = (
        ("designation", "첨단기술기업 지정", "Designated a high-tech firm"),
        ("national_project", "국가 연구개발과제 선정", "Chosen for a national project"),
        ("commercial", "대기업 납품 계약", "Supply contract with a large company"),
    )
    for number, firm in enumerate(firms.itertuples(), start=1):
        kind, korean, english = told[number % len(told)]
        done = firm.entered_on + timedelta(days=int(random.integers(20, 150)))
        rows.append(
            (
                "gunsan",
                f"M-{number:02d}",
                kind,
                None,
                firm.name,
                firm.firm,
                None,
                None,
                None,
                done,
                korean,
                english,
                None,
            )
        )
    columns = ["zone", "event", "kind", "item", "name", "firm", "partner", "planned_from", "planned_on", "done_on",
               "title_ko", "title_en", "evidence"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None
