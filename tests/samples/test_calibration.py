"""The sample adds up: every published total is met by the records, within the same population and basis."""

from decimal import Decimal

import pandas as pd
import pytest

from kpi.catalogue import NATIONAL, Catalogue
from kpi.periods import last_day
from pipelines.samples.published import Published, read_targets
from pipelines.samples.truth import Truth

HUNDRED_MILLION = 100_000_000
# metric → (dataset, the column that is summed or None for a count, the kind of record or None for all)
COUNTED = {
    "technology_transfers": ("technology_transfers", None, None),
    "spin_offs": ("startups", None, "spin_off"),
    "startups": ("startups", None, "startup"),
    "investment_linked": ("investments", "amount_krw", None),
    "programme_jobs": ("programme_results", "jobs_created", None),
    "programme_revenue": ("programme_results", "revenue_created_krw", None),
    "local_funding": ("funding", "local_krw", None),
    "national_funding": ("funding", "national_krw", None),
}


def in_stock(truth: Truth, zone: str, period: str) -> int:
    """Tenants on a period's last day, counted stay by stay."""
    end = last_day(period)
    stays = zip(
        *(truth.frames["tenant_firms"][column] for column in ("zone", "entered_on", "left_on")), strict=True
    )
    return sum(
        1
        for stay_zone, entered, left in stays
        if zone in (stay_zone, NATIONAL) and entered <= end and (left is None or left > end)
    )


def recorded(truth: Truth, metric: str, zone: str, period: str, basis: str) -> int:
    """The records' own answer, counted without the generator's help."""
    if metric == "tenant_firms":
        return in_stock(truth, zone, period)
    dataset, column, kind = COUNTED[metric]
    frame = truth.frames[dataset]
    years = frame["period"].str[:4]
    chosen = years <= period if basis == "cumulative" else years == period
    chosen &= (frame["zone"] == zone) | (zone == NATIONAL)
    if kind is not None:
        chosen &= frame["kind"] == kind
    return int(chosen.sum() if column is None else frame.loc[chosen, column].sum())


def test_records_meet_the_latest_published_value_of_every_metric_zone_period_and_basis(
    truth: Truth, published: Published
) -> None:
    keys = {(total.metric, total.zone, total.period, total.basis) for total in published.totals}
    differing = {
        key: (recorded(truth, *key), published.latest(*key))
        for key in keys
        if recorded(truth, *key) != published.latest(*key)
    }
    assert len(keys) == 40
    assert differing == {}


@pytest.mark.parametrize(
    ("metric", "zone", "period", "basis", "value"),
    [
        ("technology_transfers", NATIONAL, "2022", "in_period", 411),
        ("technology_transfers", NATIONAL, "2023", "in_period", 522),
        ("technology_transfers", NATIONAL, "2024", "in_period", 669),
        ("spin_offs", NATIONAL, "2024", "in_period", 110),
        ("startups", NATIONAL, "2022", "in_period", 182),
        ("investment_linked", NATIONAL, "2022", "in_period", 1467 * HUNDRED_MILLION),
        ("investment_linked", NATIONAL, "2023", "in_period", 1889 * HUNDRED_MILLION),
        ("investment_linked", "pohang", "2022", "in_period", 477 * HUNDRED_MILLION),
        ("investment_linked", "cheonan_asan", "2022", "in_period", 35 * HUNDRED_MILLION),
        ("investment_linked", "gunsan", "2023", "in_period", int(Decimal("79.9") * HUNDRED_MILLION)),
        ("investment_linked", "gunsan", "2024", "cumulative", 477 * HUNDRED_MILLION),
        ("programme_jobs", "gunsan", "2024", "cumulative", 1030),
        ("programme_revenue", "gunsan", "2024", "cumulative", 404 * HUNDRED_MILLION),
        ("technology_transfers", "gunsan", "2025", "cumulative", 240),
        ("local_funding", "gunsan", "2023", "in_period", 1_850_000_000),
        ("tenant_firms", NATIONAL, "2023", "period_end", 3324),
        ("tenant_firms", "gunsan", "2020Q3", "period_end", 114),
        ("tenant_firms", "gunsan", "2020Q4", "period_end", 114),
        ("tenant_firms", "gunsan", "2025Q2", "period_end", 229),
        ("tenant_firms", "gunsan", "2025", "period_end", 269),
    ],
)
def test_figures_typed_in_from_the_sources_are_met(
    truth: Truth, metric: str, zone: str, period: str, basis: str, value: int
) -> None:
    assert recorded(truth, metric, zone, period, basis) == value


def test_the_first_vintage_of_2022_investment_is_1560_with_pohang_and_cheonan_asan_unchanged(
    truth: Truth,
) -> None:
    restated = truth.frames["investments"]
    first = pd.concat([restated[restated["period"].str[:4] == "2022"], truth.withdrawn])
    by_zone = first.groupby("zone")["amount_krw"].sum()
    assert by_zone.sum() == 1560 * HUNDRED_MILLION
    assert (by_zone["pohang"], by_zone["cheonan_asan"]) == (477 * HUNDRED_MILLION, 35 * HUNDRED_MILLION)
    assert not set(truth.withdrawn["deal"]) & set(restated["deal"])


def test_nobody_founded_as_many_spin_offs_in_2024_as_gumi(truth: Truth, catalogue: Catalogue) -> None:
    founded = {zone: recorded(truth, "spin_offs", zone, "2024", "in_period") for zone in catalogue.zones}
    assert founded.pop("gumi") == 14
    assert max(founded.values()) < 14


def test_nothing_happens_in_a_zone_before_its_designation_and_nothing_after_2025(
    truth: Truth, catalogue: Catalogue
) -> None:
    for dataset, frame in truth.frames.items():
        if dataset == "tenant_firms":
            assert all(
                catalogue.zones[zone].designated_on <= day
                for zone, day in zip(frame["zone"], frame["entered_on"], strict=True)
            )
            continue
        yearly = catalogue.datasets[dataset].slice.period == "year"
        firsts = {
            zone.id: zone.first_quarter[:4] if yearly else zone.first_quarter
            for zone in catalogue.zones.values()
        }
        assert all(
            firsts[zone] <= period for zone, period in zip(frame["zone"], frame["period"], strict=True)
        )
        assert frame["period"].max() in ("2025", "2025Q4")


def test_every_zone_has_results_in_every_quarter_since_its_designation(
    truth: Truth, catalogue: Catalogue
) -> None:
    results = truth.frames["firm_results"]
    for zone in catalogue.zones.values():
        quarters = set(results.loc[results["zone"] == zone.id, "period"])
        assert (min(quarters), max(quarters)) == (zone.first_quarter, "2025Q4")


def test_about_3500_firms_are_there_at_the_end_and_fewer_than_4000_ever_were(truth: Truth) -> None:
    assert in_stock(truth, NATIONAL, "2025") == 3500
    assert 3500 < truth.frames["tenant_firms"]["firm"].nunique() < 4000


def test_keys_are_unique_as_the_catalogue_declares_them(truth: Truth, catalogue: Catalogue) -> None:
    for dataset, frame in truth.frames.items():
        key = list(catalogue.datasets[dataset].key)
        repeated = frame.duplicated(subset=key)
        assert not repeated.any(), f"{dataset}: {frame.loc[repeated, key].head()}"


def test_every_event_belongs_to_a_tenant_of_the_zone_at_that_quarters_end(truth: Truth) -> None:
    stays = truth.frames["tenant_firms"].set_index("firm")[["zone", "entered_on", "left_on"]].to_dict("index")
    for dataset in ("technology_transfers", "investments", "startups", "programme_results", "firm_results"):
        frame = truth.frames[dataset]
        for zone, period, firm in zip(frame["zone"], frame["period"], frame["firm"], strict=True):
            stay, end = stays[firm], last_day(period)
            assert stay["zone"] == zone and stay["entered_on"] <= end
            assert stay["left_on"] is None or stay["left_on"] > end


def test_sample_targets_stand_for_every_zone_year_and_headline_flow_without_a_published_one(
    truth: Truth, catalogue: Catalogue, published_folder
) -> None:
    targets = truth.frames["targets"]
    ids = {metric.name.ko: metric.id for metric in catalogue.metrics.values()}
    held = {
        (zone, ids[metric], period)
        for zone, metric, period in zip(targets["zone"], targets["metric"], targets["period"], strict=True)
    }
    published_targets = read_targets(published_folder, catalogue)
    assert published_targets == {
        ("gunsan", "technology_transfers", "2023"),
        ("gunsan", "programme_jobs", "2023"),
    }
    assert not held & published_targets
    flows = [metric.id for metric in catalogue.headline_metrics if metric.type == "flow"]
    expected = {
        (zone.id, metric, str(year))
        for zone in catalogue.zones.values()
        for metric in flows
        for year in range(zone.designated_on.year, 2026)
    }
    assert held | published_targets == expected
    assert set(targets["target_status"]) == {"sample"} and all(value > 0 for value in targets["value"])
