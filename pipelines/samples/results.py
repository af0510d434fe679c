"""The census of tenants: revenue, employees, exports and R&D by firm and quarter."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kpi.catalogue import Zone
from kpi.periods import quarters
from pipelines.samples import plan
from pipelines.samples.firms import SIZES, tenants_at
from pipelines.samples.totals import random_of

# Typical quarterly revenue in million won and revenue per employee, by size.
REVENUE_MILLION = dict(zip(SIZES, (310, 2900, 21000), strict=True))
REVENUE_A_HEAD_MILLION = 52
NOT_ANSWERED = 0.012
SEASON = (0.93, 1.0, 0.99, 1.08)


def make_results(firms: pd.DataFrame, zones: Mapping[str, Zone], seed: int) -> pd.DataFrame:
    """One row per tenant and quarter; amounts in won, whole millions, missing where a firm did not answer."""
    random = random_of(seed, "results")
    traits = _traits(firms, random)
    first = min(zone.first_quarter for zone in zones.values())
    labels = quarters(first, plan.LAST_QUARTER)
    return pd.concat(
        [_quarter(firms, traits, label, index, random) for index, label in enumerate(labels)],
        ignore_index=True,
    )


def _traits(firms: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """What stays with a firm: its scale, growth a quarter, and shares of exports and R&D."""
    count = len(firms)
    export_share = np.where(random.random(count) < 0.31, random.beta(1.6, 4.5, count), 0.0)
    return pd.DataFrame(
        {
            "scale": np.array([REVENUE_MILLION[size] for size in firms["size"]])
            * random.lognormal(0, 0.75, count),
            "growth": random.normal(0.012, 0.011, count),
            "a_head": REVENUE_A_HEAD_MILLION * random.lognormal(0, 0.4, count),
            "export_share": export_share,
            "research_share": random.beta(1.3, 14, count),
        },
        index=firms.index,
    )


def _quarter(
    firms: pd.DataFrame, traits: pd.DataFrame, label: str, index: int, random: np.random.Generator
) -> pd.DataFrame:
    """The tenants at one quarter's end with their results."""
    present = tenants_at(firms, label)
    of_firm = traits.loc[present.index]
    count = len(present)
    level = of_firm["scale"] * (1 + of_firm["growth"]) ** index * SEASON[int(label[-1]) - 1]
    revenue = np.maximum(np.rint(level * random.lognormal(0, 0.09, count)), 1)
    steady = of_firm["scale"] * (1 + of_firm["growth"]) ** index / of_firm["a_head"]
    rows = present[["zone", "firm", "name"]].assign(period=label)
    rows["revenue_krw"] = _won(revenue)
    rows["employees"] = np.maximum(np.rint(steady), 1).astype(np.int64)
    rows["exports_krw"] = _won(revenue * of_firm["export_share"])
    rows["research_krw"] = _won(revenue * of_firm["research_share"])
    silent = random.random(count) < NOT_ANSWERED
    rows.loc[silent, ["revenue_krw", "exports_krw", "research_krw"]] = pd.NA
    return rows


def _won(millions: pd.Series) -> pd.Series:
    """Whole millions as won, able to be missing."""
    return (millions.round().astype("int64") * plan.MILLION).astype("Int64")
