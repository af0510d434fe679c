"""What the programmes did, record by record: applications, sessions, money, space, results, agreement items."""

from datetime import timedelta

import pandas as pd

from kpi.catalogue import Catalogue
from kpi.periods import first_day, quarter_of, quarters
from pipelines.samples import plan
from pipelines.samples import programme_plan as assumed
from pipelines.samples.programme_results import make_milestones, make_outcomes
from pipelines.samples.programme_steps import make_steps, own_firms
from pipelines.samples.totals import apportion, random_of

PAYING_STAGES = {"consulting": "consulting", "prototype": "prototype", "sales": "marketing"}
ZONE_PAYMENT_MILLION = (8, 45)
BUDGET_OVER_PAID = 1.18
COMPLETION_SHARE = (0.72, 0.95)


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
        "programme_outcomes": make_outcomes(steps, seed),
        "programme_milestones": make_milestones(steps, seed),
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
        cohort, known = assumed.COHORT[programme], quarters(quarter, assumed.LAST_QUARTER)
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
                paid_in = known[number % len(known)]
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
