"""Sharing out totals in whole numbers, so that the parts add up to what is published."""

import zlib
from collections.abc import Mapping, Sequence

import numpy as np

from kpi.catalogue import Zone
from kpi.periods import quarters, year_of
from pipelines.samples import plan
from pipelines.samples.published import Published

Shares = dict[tuple[str, int], int]


def random_of(seed: int, *names: object) -> np.random.Generator:
    """A generator of its own for every purpose, so that a change in one place moves nothing elsewhere."""
    return np.random.default_rng([seed, zlib.crc32("|".join(map(str, names)).encode())])


def apportion(total: int, weights: Sequence[float] | np.ndarray, ceiling: int | None = None) -> np.ndarray:
    """Whole parts that sum to `total`, by largest remainder (Hamilton's method); none above `ceiling`.

    Raises ValueError where that cannot be.
    """
    shares = np.asarray(weights, dtype=float)
    if total < 0 or shares.sum() <= 0 or (ceiling is not None and total > ceiling * len(shares)):
        raise ValueError(f"{total} cannot be shared over {len(shares)} parts of at most {ceiling}")
    exact = shares / shares.sum() * total
    parts = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - parts), kind="stable")
    parts[order[: total - int(parts.sum())]] += 1
    return parts if ceiling is None else _lowered(parts, ceiling)


def _lowered(parts: np.ndarray, ceiling: int) -> np.ndarray:
    """What is above the ceiling goes, one by one, to the largest parts still below it."""
    over = int(np.clip(parts - ceiling, 0, None).sum())
    parts = np.minimum(parts, ceiling)
    for _ in range(over):
        open_parts = np.where(parts < ceiling, parts, -1)
        parts[int(np.argmax(open_parts))] += 1
    return parts


def step_of(metric: str, year: int) -> int:
    """What a metric is shared out in: one, a million won, or the hundred million that 2025's file is in."""
    if metric not in plan.MONEY_METRICS:
        return 1
    return plan.HUNDRED_MILLION if (metric, year) == ("investment_linked", 2025) else plan.MILLION


def zone_years(metric: str, zones: Mapping[str, Zone], published: Published, seed: int) -> Shares:
    """A flow metric's value per zone and year in the stored unit, equal to every published total."""
    fixed = _fixed(metric, zones, published)
    shares: Shares = {}
    for year in plan.YEARS:
        shares.update(_one_year(metric, year, zones, fixed, published, seed))
    return shares


def _fixed(metric: str, zones: Mapping[str, Zone], published: Published) -> Shares:
    """The zone years bound by an annual or by a cumulative figure."""
    fixed: Shares = {}
    for zone in zones:
        for year in plan.YEARS:
            value = published.latest(metric, zone, str(year), "in_period")
            if value is not None:
                fixed[zone, year] = value
        for last_year, value in published.cumulatives(metric, zone):
            fixed.update(_from_cumulative(metric, zones[zone], last_year, value, fixed))
    return fixed


def _from_cumulative(metric: str, zone: Zone, last_year: int, value: int, fixed: Shares) -> Shares:
    """The free years up to `last_year` by the zone's own path, so that all of them sum to `value`."""
    years = range(year_of(zone.first_quarter), last_year + 1)
    free = [year for year in years if (zone.id, year) not in fixed]
    rest = value - sum(fixed[zone.id, year] for year in years if year not in free)
    path = plan.OWN_PATH.get((zone.id, metric), {})
    step = step_of(metric, last_year)
    parts = apportion(rest // step, [path.get(year, 1) for year in free])
    return {(zone.id, year): int(part) * step for year, part in zip(free, parts, strict=True)}


def _one_year(
    metric: str, year: int, zones: Mapping[str, Zone], fixed: Shares, published: Published, seed: int
) -> Shares:
    """One year of all zones designated by then."""
    step = step_of(metric, year)
    unit = plan.HUNDRED_MILLION if metric in plan.MONEY_METRICS else 1
    total = published.national(metric, year)
    total = plan.NATIONAL[metric][year] * unit if total is None else total
    present = [zone for zone in zones.values() if year_of(zone.first_quarter) <= year]
    free = [zone for zone in present if (zone.id, year) not in fixed]
    bound = {(zone.id, year): fixed[zone.id, year] for zone in present if zone not in free}
    noise = random_of(seed, metric, year).lognormal(0, 0.16, len(free))
    weights = [_weight(metric, zone, year) for zone in free] * noise
    parts = apportion((total - sum(bound.values())) // step, weights, plan.CEILING.get((metric, year)))
    return bound | {(zone.id, year): int(part) * step for zone, part in zip(free, parts, strict=True)}


def _weight(metric: str, zone: Zone, year: int) -> float:
    money = plan.MONEY_WEIGHT.get(zone.id, 1.0) if metric == "investment_linked" else 1.0
    return plan.ZONE_WEIGHT.get(zone.id, 1.0) * money * plan.RAMP[year - year_of(zone.first_quarter)]


def quarter_parts(
    value: int, step: int, zone: Zone, year: int, random: np.random.Generator
) -> dict[str, int]:
    """A zone year's value over its quarters since designation; the parts sum to the value."""
    labels = [q for q in quarters(f"{year}Q1", f"{year}Q4") if q >= zone.first_quarter]
    weights = [plan.QUARTER_SHARE[int(q[-1]) - 1] for q in labels] * random.lognormal(0, 0.18, len(labels))
    return {q: int(part) * step for q, part in zip(labels, apportion(value // step, weights), strict=True)}
