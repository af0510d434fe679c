"""What the programme did for firms: transfers, foundings, investments, and the jobs and revenue created."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from kpi.catalogue import NATIONAL, Zone
from kpi.periods import quarters
from pipelines.samples import plan
from pipelines.samples.firms import tenants_at
from pipelines.samples.published import Published
from pipelines.samples.totals import Shares, apportion, quarter_parts, random_of, step_of

KINDS = {"spin_offs": "spin_off", "startups": "startup"}
CONTRIBUTION_SHARE = 0.13
STAGES, STAGE_SHARE = ("seed", "series_a", "series_b", "other"), (0.46, 0.29, 0.13, 0.12)
STAGE_WEIGHT = dict(zip(STAGES, (1.0, 3.2, 9.0, 1.5), strict=True))
TYPICAL_DEAL_KRW = 1_150_000_000
TYPICAL_JOBS_A_FIRM = 2.6


@dataclass(frozen=True)
class World:
    """What every maker of events needs: zones, tenants, the yearly shares by metric, and the seed."""

    zones: Mapping[str, Zone]
    firms: pd.DataFrame
    shares: Mapping[str, Shares]
    seed: int

    def by_quarter(self, metric: str) -> list[tuple[Zone, str, int]]:
        """(zone, quarter, value in the stored unit) of a flow; quarters add up to the year's share."""
        found = []
        for (zone_id, year), value in sorted(self.shares[metric].items()):
            zone, random = self.zones[zone_id], random_of(self.seed, metric, zone_id, year)
            parts = quarter_parts(value, step_of(metric, year), zone, year, random)
            found += [(zone, quarter, part) for quarter, part in parts.items()]
        return found

    @cached_property
    def _present(self) -> dict[tuple[str, str], pd.DataFrame]:
        by_zone = {str(zone): stays for zone, stays in self.firms.groupby("zone")}
        labels = {zone.id: quarters(zone.first_quarter, plan.LAST_QUARTER) for zone in self.zones.values()}
        return {(zone, label): tenants_at(by_zone[zone], label) for zone in by_zone for label in labels[zone]}

    def tenants(self, zone: Zone, quarter: str) -> pd.DataFrame:
        """The zone's tenants at the quarter's end."""
        return self._present[zone.id, quarter]


def _records(firms: pd.DataFrame, *columns: str) -> list[tuple]:
    """The chosen columns of the firms, one tuple per firm."""
    return list(zip(*(firms[column] for column in columns), strict=True))


def make_transfers(world: World) -> pd.DataFrame:
    """One row per contract; a contribution in kind has no fee."""
    rows = []
    for zone, quarter, count in world.by_quarter("technology_transfers"):
        random = random_of(world.seed, "transfers", zone.id, quarter)
        takers = world.tenants(zone, quarter).sample(count, replace=True, random_state=random)
        for number, (firm, name) in enumerate(_records(takers, "firm", "name"), start=1):
            contribution = random.random() < CONTRIBUTION_SHARE
            fee = None if contribution else max(int(np.rint(random.lognormal(2.75, 0.8))), 1) * plan.MILLION
            institution = zone.institutions[int(random.integers(len(zone.institutions)))].ko
            kind = "contribution" if contribution else "transfer"
            contract = _number("T", zone, quarter, number)
            rows.append((zone.id, quarter, contract, firm, name, kind, fee, institution))
    columns = ["zone", "period", "contract", "firm", "name", "kind", "fee_krw", "institution"]
    return pd.DataFrame(rows, columns=columns).astype({"fee_krw": "Int64"})


def _number(letter: str, zone: Zone, quarter: str, number: int) -> str:
    """A contract's or deal's number, unique over all years: `T-GUNSAN-2023Q1-003`."""
    return f"{letter}-{zone.id.upper().replace('_', '')}-{quarter}-{number:03d}"


def make_foundings(world: World) -> pd.DataFrame:
    """One row per spin-off or startup; each is another tenant, the newest in the zone first."""
    rows = []
    used: set[str] = set()
    wanted = [(zone, quarter, kind, count) for metric, kind in KINDS.items()
              for zone, quarter, count in world.by_quarter(metric)]  # fmt: skip
    for zone, quarter, kind, count in sorted(wanted, key=lambda item: (item[0].id, item[1], item[2])):
        newest_first = reversed(
            _records(world.tenants(zone, quarter), "firm", "name", "representative", "field")
        )
        founded = list(itertools.islice((firm for firm in newest_first if firm[0] not in used), count))
        used.update(firm[0] for firm in founded)
        rows += [(zone.id, quarter, *firm, kind) for firm in founded]
    return pd.DataFrame(rows, columns=["zone", "period", "firm", "name", "representative", "field", "kind"])


def make_investments(world: World) -> pd.DataFrame:
    """One row per deal; amounts are whole steps of the year's file and add up to the zone's year."""
    rows = []
    for zone, quarter, value in world.by_quarter("investment_linked"):
        random = random_of(world.seed, "investments", zone.id, quarter)
        rows += _deals(world, zone, quarter, value, random)
    columns = ["zone", "period", "deal", "firm", "name", "stage", "amount_krw"]
    return pd.DataFrame(rows, columns=columns)


def _deals(world: World, zone: Zone, quarter: str, value: int, random: np.random.Generator) -> list[tuple]:
    step = step_of("investment_linked", int(quarter[:4]))
    count = min(max(round(value / TYPICAL_DEAL_KRW), 1), value // step)
    takers = world.tenants(zone, quarter).sample(count, replace=True, random_state=random)
    stages = random.choice(STAGES, size=count, p=STAGE_SHARE)
    weights = np.array([STAGE_WEIGHT[stage] for stage in stages]) * random.lognormal(0, 0.6, count)
    amounts = (apportion(value // step - count, weights) + 1) * step if count else []
    return [
        (zone.id, quarter, _number("I", zone, quarter, number), *firm, stage, int(amount))
        for number, (firm, stage, amount) in enumerate(
            zip(_records(takers, "firm", "name"), stages, amounts, strict=True), start=1
        )
    ]


def make_withdrawn_deals(world: World, published: Published) -> pd.DataFrame:
    """The deals of 2022 that the restatement took out; zones with a published figure have none."""
    year, metric = plan.RESTATED_YEAR, plan.RESTATED_METRIC
    first = published.first(metric, NATIONAL, str(year), "in_period")
    latest = published.national(metric, year)
    if first is None or latest is None or first <= latest:
        raise ValueError(f"{metric} {year} has no published restatement downwards")
    free = [zone for zone in world.zones.values() if zone.first_quarter < f"{year}Q1" and zone.id != "gunsan"
            and published.latest(metric, zone.id, str(year), "in_period") is None]  # fmt: skip
    random = random_of(world.seed, "withdrawn")
    parts = apportion((first - latest) // plan.MILLION, random.lognormal(0, 0.5, len(free)))
    rows = []
    for zone, part in zip(free, parts, strict=True):
        firm = world.tenants(zone, f"{year}Q4").sample(1, random_state=random).iloc[0]
        deal = _number("I", zone, f"{year}Q4", 900)
        rows.append(
            (zone.id, f"{year}Q4", deal, firm["firm"], firm["name"], "other", int(part) * plan.MILLION)
        )
    return pd.DataFrame(rows, columns=["zone", "period", "deal", "firm", "name", "stage", "amount_krw"])


def make_programme_results(world: World) -> pd.DataFrame:
    """One row per supported firm and quarter with the jobs and the revenue that support created."""
    revenue = {(zone.id, quarter): value for zone, quarter, value in world.by_quarter("programme_revenue")}
    rows = []
    for zone, quarter, jobs in world.by_quarter("programme_jobs"):
        random = random_of(world.seed, "programme", zone.id, quarter)
        present = world.tenants(zone, quarter)
        count = min(max(round(jobs / TYPICAL_JOBS_A_FIRM), 3), len(present))
        supported = present.sample(count, random_state=random)
        weights = random.lognormal(0, 0.7, count)
        created = apportion(jobs, weights)
        earned = apportion(
            revenue[zone.id, quarter] // plan.MILLION, weights * random.lognormal(0, 0.5, count)
        )
        rows.append(supported[["zone", "firm", "name"]].assign(
            period=quarter, jobs_created=created, revenue_created_krw=earned * plan.MILLION))  # fmt: skip
    return pd.concat(rows, ignore_index=True)
