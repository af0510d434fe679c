"""The sample's tenant firms: who entered which zone when, and who left again."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpi.catalogue import NATIONAL, Zone
from kpi.periods import first_day, last_day, quarters, year_of
from pipelines.samples import plan
from pipelines.samples.published import Published
from pipelines.samples.registration import fake_number
from pipelines.samples.totals import apportion, random_of

STEMS = (
    "가람", "나루", "다온", "라온", "마루", "바론", "새론", "아람", "자올", "차란",
    "카론", "타온", "파랑", "하람", "도담", "로운", "모아", "보람", "소담", "온새",
)  # fmt: skip
MIDDLES = ("빛", "솔", "별", "결", "샘", "봄", "늘", "터", "찬", "길")
BODIES = ("테크", "소재", "시스템", "바이오", "이엔지", "로보틱스", "에너지", "머티리얼", "메디칼", "솔루션")
SIZES, SIZE_SHARE = ("small", "medium", "large"), (0.76, 0.21, 0.03)
FIELDS, FIELD_SHARE = ("specialised", "related", "other"), (0.47, 0.31, 0.22)


def tenant_stocks(zones: Mapping[str, Zone], published: Published, seed: int) -> dict[str, dict[str, int]]:
    """Tenants per zone and quarter end, equal to every published count; they never fall."""
    ends: dict[str, dict[str, int]] = {zone: {} for zone in zones}
    before = 0
    for year in plan.YEARS:
        total = published.latest("tenant_firms", NATIONAL, str(year), "period_end") or plan.TENANTS[year]
        _add_year(ends, year, total - before, zones, published, seed)
        before = total
    return {zone: _by_quarter(zones[zone], ends[zone]) for zone in zones}


def _add_year(
    ends: dict[str, dict[str, int]],
    year: int,
    growth: int,
    zones: Mapping[str, Zone],
    published: Published,
    seed: int,
) -> None:
    """Enter a year's last quarter, and a published one between, of all zones; they grow by `growth`."""
    label, free, fixed = f"{year}Q4", [], 0
    for zone in (zone for zone in zones.values() if year_of(zone.first_quarter) <= year):
        before = ends[zone.id].get(f"{year - 1}Q4")
        known = _known_ends(zone.id, year, published)
        if before is None and zone.id in plan.TENANTS_AT_DESIGNATION:
            ends[zone.id][zone.first_quarter] = before = plan.TENANTS_AT_DESIGNATION[zone.id]
            fixed += before
        ends[zone.id].update(known)
        if label in known:
            fixed += known[label] - (before or 0)
        else:
            free.append((zone, before or 0))
    noise = random_of(seed, "tenants", year).lognormal(0, 0.12, len(free))
    weights = np.array([plan.ZONE_WEIGHT.get(zone.id, 1.0) for zone, _ in free]) * noise
    for (zone, before), part in zip(free, apportion(growth - fixed, weights), strict=True):
        ends[zone.id][label] = before + int(part)


def _known_ends(zone: str, year: int, published: Published) -> dict[str, int]:
    """Quarter ends of a year that are published, or set by the plan."""
    known = {q: value for q, value in plan.OWN_TENANTS.get(zone, {}).items() if year_of(q) == year}
    for quarter in quarters(f"{year}Q1", f"{year}Q4"):
        value = published.latest("tenant_firms", zone, quarter, "period_end")
        if value is not None:
            known[quarter] = value
    value = published.latest("tenant_firms", zone, str(year), "period_end")
    return known if value is None else known | {f"{year}Q4": value}


def _by_quarter(zone: Zone, known: Mapping[str, int]) -> dict[str, int]:
    """The quarters between two known ends, on a straight line."""
    labels = quarters(zone.first_quarter, plan.LAST_QUARTER)
    places = [index for index, label in enumerate(labels) if label in known]
    values = np.interp(range(len(labels)), places, [known[labels[index]] for index in places])
    return dict(zip(labels, np.floor(values).astype(int).tolist(), strict=True))


def make_firms(zones: Mapping[str, Zone], published: Published, seed: int) -> pd.DataFrame:
    """One row per stay: firm (its number), name, representative, zone, field, size, entered_on, left_on.

    A firm that is still there has no `left_on`.
    """
    stocks = tenant_stocks(zones, published, seed)
    stays = [
        stay
        for zone in zones.values()
        for stay in _stays(zone, stocks[zone.id], random_of(seed, "stays", zone.id))
    ]
    firms = pd.DataFrame(stays, columns=["zone", "entered_on", "left_on"])
    return _described(firms, random_of(seed, "firms"))


def _stays(
    zone: Zone, stock: Mapping[str, int], random: np.random.Generator
) -> list[tuple[str, date, date | None]]:
    """Entries and departures quarter by quarter, so that every quarter end has its stock."""
    entered: list[date] = []
    left: list[date | None] = []
    for label, wanted in stock.items():
        first = label == zone.first_quarter
        present = [index for index, day in enumerate(left) if day is None]
        leavers = [] if first else _leavers(present, entered, label, random)
        for index in leavers:
            left[index] = _day_in(label, random)
        arriving = wanted - len(present) + len(leavers)
        days = (
            [zone.designated_on] * arriving
            if first
            else sorted(_day_in(label, random) for _ in range(arriving))
        )
        entered += days
        left += [None] * arriving
    return [(zone.id, start, end) for start, end in zip(entered, left, strict=True)]


def _leavers(present: list[int], entered: list[date], label: str, random: np.random.Generator) -> list[int]:
    """Firms of at least one year that leave in this quarter."""
    settled = [index for index in present if entered[index] < first_day(label) - timedelta(days=365)]
    count = min(int(random.poisson(len(settled) * plan.LEAVING_SHARE_A_QUARTER)), len(settled))
    return sorted(random.choice(settled, size=count, replace=False).tolist()) if count else []


def _day_in(label: str, random: np.random.Generator) -> date:
    """A day inside the quarter, but not its last, on which coming and leaving would be doubtful."""
    first = first_day(label)
    return first + timedelta(days=int(random.integers(0, (last_day(label) - first).days)))


def _described(firms: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Names, numbers and attributes, all invented."""
    count = len(firms)
    order = firms.sort_values(["entered_on", "zone"], kind="stable").index
    firms = firms.loc[order].reset_index(drop=True)
    firms["firm"] = [fake_number(index + 1) for index in range(count)]
    firms["name"] = _names(count, random)
    firms["representative"] = [f"대표{index + 1:04d}" for index in range(count)]
    firms["size"] = random.choice(SIZES, size=count, p=SIZE_SHARE)
    firms["field"] = random.choice(FIELDS, size=count, p=FIELD_SHARE)
    return firms


def _names(count: int, random: np.random.Generator) -> list[str]:
    """Names that carry the word 가상 (fictitious) and a number, so that none is a real firm's."""
    parts = zip(*(random.choice(words, size=count) for words in (STEMS, MIDDLES, BODIES)), strict=True)
    return [f"㈜가상{stem}{middle}{body}{index + 1:04d}" for index, (stem, middle, body) in enumerate(parts)]


def tenants_at(firms: pd.DataFrame, quarter: str) -> pd.DataFrame:
    """The rows of `firms` that are tenants at the end of the quarter."""
    end = last_day(quarter)
    return firms.loc[(firms["entered_on"] <= end) & (firms["left_on"].isna() | (firms["left_on"] > end))]
