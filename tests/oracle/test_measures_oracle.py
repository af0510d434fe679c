"""The vectorised key values against a slow, plain twin."""

from datetime import date

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from kpi.catalogue import NATIONAL, Catalogue, Metric, load
from kpi.measures import key_values
from kpi.paths import PROJECT
from kpi.periods import quarters, quarters_of

WHOLE = load(PROJECT / "catalogue")
ZONES = ("ansan", "gunsan", "chuncheon")
METRICS = (
    "transfer_fee", "licensed_transfers", "fee_per_transfer", "tenant_firms", "investment_linked",
    "investment_per_firm", "local_funding", "tenant_satisfaction", "milestones_done",
)  # fmt: skip
SMALL: Catalogue = WHOLE.model_copy(
    update={
        "zones": {zone: WHOLE.zones[zone] for zone in ZONES},
        "metrics": {metric: WHOLE.metrics[metric] for metric in METRICS},
    }
)
YEARS = (2022, 2023)
QUARTERS = quarters("2022Q1", "2023Q4")
YEARLY = {"local_funding", "tenant_satisfaction"}
COUNTED = [metric for metric in METRICS if WHOLE.metrics[metric].counted is not None]
ADDED = [metric for metric in COUNTED if metric not in ("tenant_satisfaction", "milestones_done")]
MONEY = some.integers(0, 10**12).map(float)

Cell = tuple[str, str, str]
Key = tuple[str, str, str, str]


def cells(metrics: list[str]) -> some.SearchStrategy[Cell]:
    return some.sampled_from(metrics).flatmap(
        lambda metric: some.tuples(
            some.just(metric),
            some.sampled_from(ZONES),
            some.sampled_from([str(year) for year in YEARS] if metric in YEARLY else QUARTERS),
        )
    )


PARTS = some.dictionaries(cells(COUNTED), some.tuples(MONEY, some.integers(1, 50).map(float)), max_size=60)
PUBLISHED = some.dictionaries(
    some.tuples(
        some.sampled_from(ADDED),
        some.sampled_from([*ZONES, NATIONAL]),
        some.sampled_from(["2022", "2023", "2023Q2", "2023Q4"]),
        some.sampled_from(["main", "cumulative"]),
    ),
    MONEY,
    max_size=12,
)


def parts_frame(parts: dict[Cell, tuple[float, float]]) -> pd.DataFrame:
    rows = [(*cell, "zone_programme", "", value, weight, 3, True) for cell, (value, weight) in parts.items()]
    columns = [
        "metric",
        "zone",
        "period",
        "programme",
        "breakdown",
        "value",
        "weight",
        "contributors",
        "synthetic",
    ]
    return pd.DataFrame(rows, columns=columns)


def published_frame(published: dict[Key, float]) -> pd.DataFrame:
    rows = [
        (metric, zone, period, basis_of(metric, basis), value, "observed", date(2024, 6, 28), "release")
        for (metric, zone, period, basis), value in published.items()
        if metric not in YEARLY or len(period) == 4
    ]
    columns = ["metric", "zone", "period", "basis", "value", "status", "known_on", "submission"]
    return pd.DataFrame(rows, columns=columns).drop_duplicates(
        ["metric", "zone", "period", "basis"], keep="last"
    )


def basis_of(metric: str, wanted: str) -> str:
    bases = WHOLE.bases_of(metric)
    return wanted if wanted in bases else bases[0]


class Twin:
    """One number at a time, straight from the definitions."""

    def __init__(self, parts: dict[Cell, tuple[float, float]], published: pd.DataFrame) -> None:
        self.parts = parts
        self.published = {
            (row.metric, row.zone, row.period, row.basis): row.value for row in published.itertuples()
        }

    def value(self, metric: Metric, zone: str, period: str, basis: str) -> float | None:
        if metric.ratio is not None:
            return self.quotient(metric, zone, period, basis)
        for label in self.same_moment(metric, period, basis):
            if (metric.id, zone, label, basis) in self.published:
                return self.published[metric.id, zone, label, basis]
        if metric.type == "score":
            return self.score(metric, zone, period)
        if zone == NATIONAL:
            return total([self.value(metric, each, period, basis) for each in ZONES])
        if len(period) == 4 and metric.id not in YEARLY:
            return self.year(metric, zone, period, basis)
        if basis == "cumulative":
            return self.since_designation(metric, zone, period)
        return self.part(metric, zone, period)

    def quotient(self, metric: Metric, zone: str, period: str, basis: str) -> float | None:
        assert metric.ratio is not None
        sides = []
        for name in (metric.ratio.numerator, metric.ratio.denominator):
            side = WHOLE.metrics[name]
            sides.append(self.value(side, zone, period, basis_of(name, basis)))
        if sides[0] is None or not sides[1]:
            return None
        return sides[0] / sides[1] * metric.ratio.multiplier

    def same_moment(self, metric: Metric, period: str, basis: str) -> list[str]:
        """A year's stock or running sum is that of its last quarter."""
        if basis == "in_period" or metric.id in YEARLY:
            return [period]
        if len(period) == 4:
            return [period, f"{period}Q4"]
        return [period, period[:4]] if period.endswith("Q4") else [period]

    def year(self, metric: Metric, zone: str, period: str, basis: str) -> float | None:
        known = [self.value(metric, zone, quarter, basis) for quarter in quarters_of(int(period))]
        if basis == "in_period":
            return total(known)
        present = [value for value in known if value is not None]
        return present[-1] if present else None

    def since_designation(self, metric: Metric, zone: str, period: str) -> float | None:
        labels = [str(year) for year in YEARS] if metric.id in YEARLY else QUARTERS
        if self.part(metric, zone, period) is None:
            return None
        return total([self.part(metric, zone, label) for label in labels if label <= period])

    def score(self, metric: Metric, zone: str, period: str) -> float | None:
        places = ZONES if zone == NATIONAL else (zone,)
        found = [self.parts[metric.id, place, period] for place in places if self.has(metric, place, period)]
        return sum(points for points, _ in found) / sum(people for _, people in found) if found else None

    def part(self, metric: Metric, zone: str, period: str) -> float | None:
        if self.has(metric, zone, period):
            return self.parts[metric.id, zone, period][0]
        started = period >= WHOLE.zones[zone].first_quarter
        has_plan = any(cell[:2] == (metric.id, zone) for cell in self.parts)
        return 0.0 if metric.type == "milestone" and has_plan and started else None

    def has(self, metric: Metric, zone: str, period: str) -> bool:
        first = WHOLE.zones[zone].first_quarter
        started = period >= (first if len(period) > 4 else first[:4])
        return (metric.id, zone, period) in self.parts and started


def total(values: list[float | None]) -> float | None:
    present = [value for value in values if value is not None]
    return sum(present) if present else None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=PARTS, published=PUBLISHED)
def test_key_values_equal_their_plain_twin(
    parts: dict[Cell, tuple[float, float]], published: dict[Key, float]
) -> None:
    rows = published_frame(published)
    found = key_values(parts_frame(parts), rows, SMALL)
    twin = Twin(parts, rows)
    for row in found.itertuples():
        expected = twin.value(SMALL.metrics[row.metric], row.zone, row.period, row.basis)
        where = (row.metric, row.zone, row.period, row.basis)
        if expected is None:
            assert np.isnan(row.value), where
            assert row.status == "missing", where
            assert row.reason, where
        else:
            assert np.isclose(row.value, expected, rtol=1e-12, atol=0), where


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=PARTS, published=PUBLISHED)
def test_every_cell_says_what_it_is(
    parts: dict[Cell, tuple[float, float]], published: dict[Key, float]
) -> None:
    found = key_values(parts_frame(parts), published_frame(published), SMALL)
    present = found["value"].notna()
    assert not found.duplicated(["metric", "zone", "period", "basis"]).any()
    assert (found["origin"].notna() == present).all()
    assert ((found["status"] == "missing") == ~present).all()
    assert (found.loc[found["status"] != "observed", "reason"] != "").all()
    assert (found.loc[found["publication"].notna(), "origin"] == "published").all()
    shown = found[found["origin"].eq("published") & found["published_value"].notna()]
    assert np.array_equal(shown["value"], shown["published_value"])
    alone = found[
        found["origin"].eq("records") & found["status"].eq("observed") & (found["zone"] != NATIONAL)
    ]
    assert alone["records_value"].notna().all() or bool(published)
