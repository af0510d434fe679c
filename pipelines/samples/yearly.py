"""What is reported once a year: funding, the tenants' survey, and the targets that zones set themselves."""

import itertools

import pandas as pd

from kpi.catalogue import Catalogue, Zone
from kpi.periods import year_of
from pipelines.samples import plan
from pipelines.samples.events import World
from pipelines.samples.published import Published
from pipelines.samples.totals import random_of

NATIONAL_FUNDING_KRW = (1_000_000_000, 2_000_000_000, 2_000_000_000)
LATER_FUNDING_KRW = 2_000_000_000
TARGET_COLUMNS = ["zone", "metric", "period", "basis", "value", "unit", "target_status"]
UNIT_WORDS = {"case": "건", "firm": "개사", "person": "명"}
FUNDING_STEP_KRW = 10_000_000
FUNDING_SPREAD = 0.04
# How far a zone's year lay above or below its own target; the targets follow from it.
ACHIEVEMENT_MEDIAN, ACHIEVEMENT_SPREAD = 1.12, 0.28


def _zone_years(world: World) -> list[tuple[Zone, int]]:
    return [
        (zone, year)
        for year in plan.YEARS
        for zone in world.zones.values()
        if year_of(zone.first_quarter) <= year
    ]


def make_funding(world: World, published: Published) -> pd.DataFrame:
    """One row per zone and year; published figures are kept as they are."""
    levels = {zone.id: _funding_level(world, published, zone.id) for zone in world.zones.values()}
    rows = []
    for zone, year in _zone_years(world):
        random = random_of(world.seed, "funding", zone.id, year)
        age = year - year_of(zone.first_quarter)
        national = NATIONAL_FUNDING_KRW[age] if age < len(NATIONAL_FUNDING_KRW) else LATER_FUNDING_KRW
        share = min(max(levels[zone.id] + random.normal(0, FUNDING_SPREAD), 0.35), 1.0)
        local = round(national * share / FUNDING_STEP_KRW) * FUNDING_STEP_KRW
        known = _published_funding(published, zone.id, year)
        rows.append((zone.id, str(year), known[0] or local, known[1] or national))
    return pd.DataFrame(rows, columns=["zone", "period", "local_krw", "national_krw"])


def _funding_level(world: World, published: Published, zone: str) -> float:
    """Local money as a share of national money that a zone's years lie around: as published, or drawn once."""
    for year in reversed(plan.YEARS):
        local, national = _published_funding(published, zone, year)
        if local and national:
            return local / national
    return random_of(world.seed, "funding level", zone).uniform(0.5, 0.92)


def _published_funding(published: Published, zone: str, year: int) -> tuple[int | None, int | None]:
    local, national = (
        published.latest(metric, zone, str(year), "in_period")
        for metric in ("local_funding", "national_funding")
    )
    return local, national


def make_survey(world: World) -> pd.DataFrame:
    """One row per zone and year: satisfaction out of 100 and who answered."""
    rows = []
    for zone, year in _zone_years(world):
        random = random_of(world.seed, "survey", zone.id, year)
        level = (
            74 + 9 * (plan.ZONE_WEIGHT.get(zone.id, 1.0) - 0.8) + 0.9 * (year - year_of(zone.first_quarter))
        )
        tenants = len(world.tenants(zone, f"{year}Q4"))
        respondents = max(int(tenants * random.uniform(0.24, 0.4)), 10)
        rows.append((zone.id, str(year), min(round(level + random.normal(0, 2.1), 1), 97.0), respondents))
    return pd.DataFrame(rows, columns=["zone", "period", "score", "respondents"])


def make_targets(world: World, catalogue: Catalogue, taken: set[tuple[str, str, str]]) -> pd.DataFrame:
    """One row per zone, flow metric and year without a published target; `value` is in `unit`."""
    rows = []
    for (zone, year), metric in itertools.product(sorted(world.shares[plan.FLOWS[0]]), plan.FLOWS):
        if (zone, metric, str(year)) in taken:
            continue
        random = random_of(world.seed, "targets", metric, zone, year)
        wanted = world.shares[metric][zone, year] / (
            ACHIEVEMENT_MEDIAN * random.lognormal(0, ACHIEVEMENT_SPREAD)
        )
        named = catalogue.metrics[metric]
        rows.append((zone, named.name.ko, str(year), "당해", *_written(wanted, metric, named.unit), "sample"))
    return pd.DataFrame(rows, columns=TARGET_COLUMNS, dtype=object)


def _written(value: float, metric: str, unit: str) -> tuple[int | float, str]:
    """A round target with its written unit: whole counts, or 억원 with one decimal; at least one step."""
    if metric in plan.MONEY_METRICS:
        return max(round(value / plan.HUNDRED_MILLION, 1), 0.1), "억원"
    return max(round(value), 1), UNIT_WORDS[unit]
