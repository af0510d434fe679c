"""A release's tables as outsiders see them: what is gone, what stays, and what an earlier moment may still show."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kpi.catalogue import NATIONAL, Catalogue, load
from kpi.disclosing import Masked, Tables, masked, masked_as_newest
from kpi.disclosing.firms import COLUMNS
from kpi.measures import key_values
from kpi.paths import PROJECT

METRIC, FEW, MANY = "investment_linked", "gunsan", "gumi"
PUBLISHED = ["metric", "zone", "period", "basis", "value", "status", "known_on", "submission"]
NO_SHARES = pd.DataFrame(columns=list(COLUMNS))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(Path(PROJECT / "catalogue"))


def part(zone: str, period: str, firms: list[float]) -> dict[str, object]:
    top = sorted([*firms, 0, 0], reverse=True)
    return {
        "metric": METRIC, "zone": zone, "programme": "special_zone", "period": period, "breakdown": "", "category": "",
        "value": sum(firms), "weight": 0.0, "contributors": len(firms), "largest": top[0], "second_largest": top[1],
        "row_count": len(firms), "synthetic": False, "known_on": None,
    }  # fmt: skip


def tables(
    catalogue: Catalogue, first: list[float], published: list[tuple[object, ...]] | None = None
) -> Tables:
    """Four zones over a year; in the first zone's first quarter these firms, elsewhere many alike."""
    rows = [
        part(zone, f"2023Q{quarter}", first if (zone, quarter) == (FEW, 1) else [100.0 + quarter] * (6 + at))
        for at, zone in enumerate((FEW, MANY, "pohang", "gimhae"))
        for quarter in (1, 2, 3, 4)
    ]
    parts = pd.DataFrame(rows)
    told = pd.DataFrame(published or [], columns=PUBLISHED)
    values = key_values(parts, told, catalogue)
    nothing = values.iloc[:0].rename(columns={"zone": "programme"})
    return Tables(values, parts, parts.iloc[:0], nothing)


def seen(found: Masked, zone: str, period: str, metric: str = METRIC, basis: str = "in_period") -> pd.Series:
    values = found.tables.key_values
    wanted = {"metric": metric, "zone": zone, "period": period, "basis": basis}
    return values[(values[list(wanted)] == pd.Series(wanted)).all(axis=1)].iloc[0]


def test_a_value_of_few_firms_is_gone_with_all_that_tells_of_it(catalogue: Catalogue) -> None:
    found = masked(tables(catalogue, [500.0, 40.0]), NO_SHARES, catalogue, frozenset())
    gone = seen(found, FEW, "2023Q1")
    assert (gone["status"], gone["reason"]) == ("withheld", "firm_results_protected")
    assert gone[["value", "numerator", "denominator", "contributors", "records_value", "origin"]].isna().all()
    parts = found.tables.parts
    mine = parts[(parts["zone"] == FEW) & (parts["period"] == "2023Q1")].iloc[0]
    assert mine[["value", "contributors", "largest", "second_largest", "row_count"]].isna().all()


def test_years_and_sums_of_all_zones_stay_and_no_row_and_column_has_one_gap(catalogue: Catalogue) -> None:
    found = masked(tables(catalogue, [500.0, 40.0]), NO_SHARES, catalogue, frozenset())
    assert not np.isnan(seen(found, FEW, "2023")["value"])
    assert not np.isnan(seen(found, NATIONAL, "2023Q1")["value"])
    values = found.tables.key_values
    flows = values[
        (values["metric"] == METRIC) & (values["basis"] == "in_period") & (values["zone"] != NATIONAL)
    ]
    gone = flows[flows["status"] == "withheld"]
    quarterly = gone[gone["period"].str.len() == 6]
    assert (quarterly.groupby("zone").size() > 1).all()
    assert (quarterly.groupby("period").size() > 1).all()


def test_a_ratio_goes_with_its_side(catalogue: Catalogue) -> None:
    before = tables(catalogue, [500.0, 40.0])
    rows = before.parts.assign(metric="tenant_firms", value=10.0)
    parts = pd.concat([before.parts, rows], ignore_index=True)
    values = key_values(parts, pd.DataFrame(columns=PUBLISHED), catalogue)
    full = Tables(values, parts, before.programme_parts, before.programme_values)
    found = masked(full, NO_SHARES, catalogue, frozenset())
    ratio = seen(found, FEW, "2023Q1", "investment_per_firm")
    assert ratio["status"] == "withheld"
    assert np.isnan(ratio["value"]) and np.isnan(ratio["numerator"])
    assert seen(found, FEW, "2023Q1", "tenant_firms", "period_end")["value"] == 10


def test_nothing_is_withheld_from_those_who_know_the_firms_everywhere_they_look(catalogue: Catalogue) -> None:
    found = masked(tables(catalogue, [500.0, 40.0]), NO_SHARES, catalogue, {FEW})
    assert not np.isnan(seen(found, FEW, "2023Q1")["value"])
    parts = found.tables.parts
    assert parts.loc[parts["zone"] == FEW, "largest"].notna().all()
    assert parts.loc[parts["zone"] != FEW, "largest"].isna().all()


def test_a_published_value_stays_and_what_records_say_beside_it_does_not(catalogue: Catalogue) -> None:
    told = [(METRIC, FEW, "2023Q1", "in_period", 541.0, "published", pd.Timestamp("2024-06-28"), "aa")]
    found = masked(tables(catalogue, [500.0, 40.0], told), NO_SHARES, catalogue, frozenset())
    cell = seen(found, FEW, "2023Q1")
    assert (cell["value"], cell["published_value"]) == (541.0, 541.0)
    assert np.isnan(cell["records_value"]) and pd.isna(cell["contributors"])


def test_what_the_facts_say_of_firms_counts_before_what_the_parts_allow_to_suppose(
    catalogue: Catalogue,
) -> None:
    full = tables(catalogue, [100.0] * 6)
    same = [
        {
            "metric": METRIC,
            "zone": FEW,
            "period": f"2023Q{quarter}",
            "breakdown": "",
            "category": "",
            "firm": "one",
        }
        | {"value": full.parts["value"][quarter - 1]}
        for quarter in (1, 2, 3, 4)
    ]
    found = masked(full, pd.DataFrame(same)[list(COLUMNS)], catalogue, frozenset())
    assert seen(found, FEW, "2023")["status"] == "withheld"
    assert seen(masked(full, NO_SHARES, catalogue, frozenset()), FEW, "2023")["status"] != "withheld"


def test_tables_without_the_largest_firms_are_masked_on_the_safe_side(catalogue: Catalogue) -> None:
    full = tables(catalogue, [500.0, 40.0])
    old = Tables(
        full.key_values,
        full.parts.drop(columns=["largest", "second_largest"]),
        full.programme_parts,
        full.programme_values,
    )
    found = masked(old, NO_SHARES, catalogue, frozenset())
    assert seen(found, MANY, "2023Q3")["status"] == "withheld"


def test_an_earlier_moment_shows_only_what_the_newest_shows_with_the_same_value(catalogue: Catalogue) -> None:
    earlier, newest = tables(catalogue, [100.0] * 6), tables(catalogue, [100.0] * 5 + [140.0])
    now = masked(newest, NO_SHARES, catalogue, frozenset())
    found = masked_as_newest(earlier, now, catalogue, frozenset())
    for zone, period in ((FEW, "2023Q1"), (FEW, "2023"), (NATIONAL, "2023Q1"), (NATIONAL, "2023")):
        assert seen(found, zone, period)["reason"] == "revised_since"
        assert np.isnan(seen(found, zone, period)["value"])
    assert seen(found, FEW, "2023Q2")["value"] == seen(now, FEW, "2023Q2")["value"]
    assert seen(found, FEW, "2023Q2", basis="cumulative")["reason"] == "revised_since"


def test_what_the_newest_withholds_an_earlier_moment_withholds_as_well(catalogue: Catalogue) -> None:
    full = tables(catalogue, [500.0, 40.0])
    now = masked(full, NO_SHARES, catalogue, frozenset())
    found = masked_as_newest(full, now, catalogue, frozenset())
    pd.testing.assert_frame_equal(found.tables.key_values, now.tables.key_values)
