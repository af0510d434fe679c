"""The release's final numbers: which of two values stands, what it rests on, and why one is missing."""

import time
from datetime import date
from typing import Any

import pandas as pd
import pytest

from kpi.catalogue import Catalogue, load
from kpi.measures import key_values, reasons
from kpi.measures.refusals import BasesMixed, PeriodsMixed
from kpi.paths import PROJECT
from kpi.periods import quarters
from kpi.text import Text

OK = 100_000_000
CATALOGUE = load(PROJECT / "catalogue")
Rows = list[tuple[Any, ...]]


def values(parts: Rows, published: Rows = [], catalogue: Catalogue = CATALOGUE) -> pd.DataFrame:  # noqa: B006
    """Key values by (metric, zone, period, basis) from short rows."""
    columns = ["metric", "zone", "period", "value", "weight", "contributors", "synthetic"]
    found = pd.DataFrame([(*row, *(0, 3, True)[len(row) - 4 :]) for row in parts], columns=columns)
    told = pd.DataFrame(
        published, columns=["metric", "zone", "period", "basis", "value", "status", "known_on", "submission"]
    )
    made = key_values(found.assign(programme="special_zone", breakdown=""), told, catalogue)
    return made.set_index(["metric", "zone", "period", "basis"])


def each_quarter(metric: str, zone: str, first: str, last: str, value: float) -> Rows:
    return [(metric, zone, quarter, value) for quarter in quarters(first, last)]


SPRING, SUMMER = date(2023, 5, 15), date(2024, 6, 28)
GUNSAN_2023 = ("investment_linked", "gunsan", "2023", "in_period", 79.9 * OK, "observed", SUMMER, "press")


def test_the_published_value_stands_and_the_sum_of_records_stays_beside_it() -> None:
    row = values(each_quarter("investment_linked", "gunsan", "2023Q1", "2023Q4", 20 * OK), [GUNSAN_2023])
    cell = row.loc["investment_linked", "gunsan", "2023", "in_period"]
    assert (cell["value"], cell["records_value"], cell["published_value"]) == (79.9 * OK, 80 * OK, 79.9 * OK)
    assert (cell["origin"], cell["publication"], cell["known_on"].date()) == ("published", "press", SUMMER)
    assert not cell["synthetic"]


def test_the_vintage_known_last_speaks() -> None:
    restated = [
        ("investment_linked", "national", "2022", "in_period", 1467 * OK, "observed", SUMMER, "second"),
        ("investment_linked", "national", "2022", "in_period", 1560 * OK, "observed", SPRING, "first"),
    ]
    cell = values([], restated).loc["investment_linked", "national", "2022", "in_period"]
    assert (cell["value"], cell["publication"]) == (1467 * OK, "second")


def test_where_only_records_exist_they_are_shown_and_said_to_be_sample() -> None:
    cell = values(each_quarter("spin_offs", "gunsan", "2024Q1", "2024Q4", 2)).loc[
        "spin_offs", "gunsan", "2024", "in_period"
    ]
    assert (cell["value"], cell["origin"], cell["status"], cell["reason"]) == (8, "records", "observed", "")
    assert cell["synthetic"]
    assert cell["publication"] is None or pd.isna(cell["publication"])


def test_a_year_lacking_quarters_is_provisional_and_names_them() -> None:
    cell = values(each_quarter("spin_offs", "gunsan", "2025Q1", "2025Q2", 2)).loc[
        "spin_offs", "gunsan", "2025", "in_period"
    ]
    assert (cell["value"], cell["status"]) == (4, "provisional")
    assert cell["reason"] == "quarters_missing:2025Q3,2025Q4"
    assert reasons.words(cell["reason"], "ko") == "미집계 분기: 2025Q3, 2025Q4"


def test_of_very_many_zones_that_lack_the_first_are_named_and_the_others_counted() -> None:
    zones = [f"z{number}" for number in range(400)]
    assert reasons.words(f"zones_missing:{','.join(zones)}", "ko") == "미집계 특구: z0, z1, z2 외 397곳"
    assert reasons.words(f"zones_missing:{','.join(zones)}", "en").endswith("z0, z1, z2 and 397 more")
    assert "z13" in reasons.words(f"zones_missing:{','.join(zones[:14])}", "ko")
    quarters = ",".join(f"{year}Q1" for year in range(2000, 2020))
    assert "2019Q1" in reasons.words(f"quarters_missing:{quarters}", "ko")


def test_the_designation_year_is_whole_from_the_designation_on() -> None:
    rows = values(each_quarter("spin_offs", "gunsan", "2020Q1", "2020Q4", 2))
    cell = rows.loc["spin_offs", "gunsan", "2020", "in_period"]
    assert (cell["value"], cell["status"]) == (4, "observed")
    assert rows.loc["spin_offs", "gunsan", "2020Q2", "in_period"]["reason"] == "before_designation"
    assert rows.loc["spin_offs", "gunsan", "2020", "cumulative"]["value"] == 4


def test_a_stock_without_its_last_quarter_says_as_of_when_it_is() -> None:
    cell = values(each_quarter("tenant_firms", "gunsan", "2025Q1", "2025Q3", 229)).loc[
        "tenant_firms", "gunsan", "2025", "period_end"
    ]
    assert (cell["value"], cell["status"], cell["reason"]) == (229, "provisional", "as_of_quarter:2025Q3")


def test_a_published_year_end_is_also_its_last_quarter() -> None:
    rows = values([], [("spin_offs", "gunsan", "2024", "cumulative", 29, "observed", SUMMER, "interview")])
    assert rows.loc["spin_offs", "gunsan", "2024", "cumulative"]["value"] == 29
    assert rows.loc["spin_offs", "gunsan", "2024Q4", "cumulative"]["value"] == 29
    assert pd.isna(rows.loc["spin_offs", "gunsan", "2024Q3", "cumulative"]["value"])
    assert pd.isna(rows.loc["spin_offs", "gunsan", "2024", "in_period"]["value"])


def test_a_quarter_that_was_published_alone_stands_in_for_its_year() -> None:
    told = [("tenant_firms", "gunsan", "2025Q2", "period_end", 229, "observed", SUMMER, "interview")]
    cell = values([], told).loc["tenant_firms", "gunsan", "2025", "period_end"]
    assert (cell["value"], cell["origin"], cell["status"]) == (229, "published", "provisional")
    assert cell["reason"] == "as_of_quarter:2025Q2"


def test_all_zones_together_are_provisional_while_a_designated_zone_is_missing() -> None:
    rows = values(each_quarter("spin_offs", "gunsan", "2021Q1", "2021Q4", 2))
    cell = rows.loc["spin_offs", "national", "2021", "in_period"]
    assert (cell["value"], cell["status"]) == (8, "provisional")
    assert cell["reason"].startswith("zones_missing:")
    assert "chuncheon" not in cell["reason"]
    assert "gunsan" not in cell["reason"]


def test_a_ratio_is_published_only_if_both_sides_are() -> None:
    local = ("local_funding", "gunsan", "2023", "in_period", 18.5 * OK, "observed", SUMMER, "press")
    national = ("national_funding", "gunsan", "2023", "in_period", 20 * OK, "observed", SUMMER, "press")
    parts = [("national_funding", "gunsan", "2023", 25 * OK)]
    both = values(parts, [local, national]).loc["local_to_national_funding", "gunsan", "2023", "in_period"]
    assert (both["value"], both["origin"], both["publication"]) == (92.5, "published", "press")
    one = values(parts, [local]).loc["local_to_national_funding", "gunsan", "2023", "in_period"]
    assert (one["value"], one["origin"]) == (74, "records")
    assert (one["numerator"], one["denominator"]) == (18.5 * OK, 25 * OK)


def test_a_ratio_without_a_side_says_which_and_a_zero_denominator_says_so() -> None:
    lacking = values([("transfer_fee", "gunsan", "2023Q1", 5)])
    cell = lacking.loc["fee_per_transfer", "gunsan", "2023Q1", "in_period"]
    assert (cell["status"], cell["reason"]) == ("missing", "side_missing:licensed_transfers")
    zero = values([("transfer_fee", "gunsan", "2023Q1", 0), ("licensed_transfers", "gunsan", "2023Q1", 0)])
    assert zero.loc["fee_per_transfer", "gunsan", "2023Q1", "in_period"]["reason"] == "denominator_zero"


def test_a_withheld_value_is_withheld_and_never_zero() -> None:
    told = [("spin_offs", "gunsan", "2023", "in_period", None, "withheld", SUMMER, "press")]
    cell = values([("startups", "gunsan", "2023Q1", 1)], told).loc["spin_offs", "gunsan", "2023", "in_period"]
    assert pd.isna(cell["value"])
    assert (cell["status"], cell["reason"]) == ("withheld", "withheld")


def test_an_inferred_value_is_estimated() -> None:
    told = [("tenant_firms", "gunsan", "2020", "period_end", 114, "inferred", SUMMER, "interview")]
    cell = values([], told).loc["tenant_firms", "gunsan", "2020", "period_end"]
    assert (cell["value"], cell["status"], cell["reason"]) == (114, "estimated", "published_estimated")


def test_scores_of_all_zones_are_pooled_by_their_respondents() -> None:
    parts = [
        ("tenant_satisfaction", "gunsan", "2023", 160, 2),
        ("tenant_satisfaction", "gumi", "2023", 720, 8),
    ]
    cell = values(parts).loc["tenant_satisfaction", "national", "2023", "in_period"]
    assert (cell["value"], cell["numerator"], cell["denominator"]) == (88, 880, 10)


def test_milestones_show_what_is_done_of_what_is_planned() -> None:
    parts = [
        ("milestones_done", "gunsan", "2024Q4", 1, 2),
        ("milestones_done", "gunsan", "2025Q2", 1, 1),
        ("spin_offs", "gunsan", "2025Q4", 1),
    ]
    cell = values(parts).loc["milestones_done", "gunsan", "2025", "cumulative"]
    assert (cell["value"], cell["numerator"], cell["denominator"]) == (2, 2, 3)


def test_a_plan_for_a_later_year_does_not_stretch_the_grid() -> None:
    parts = [("milestones_done", "gunsan", "2031Q4", 0, 1), ("spin_offs", "gunsan", "2025Q4", 1)]
    assert values(parts).index.get_level_values("period").max() == "2025Q4"


def test_every_metric_zone_period_and_basis_has_one_row() -> None:
    made = values(each_quarter("spin_offs", "gunsan", "2023Q1", "2024Q4", 2))
    expected = 0
    for metric in CATALOGUE.metrics.values():
        expected += len(CATALOGUE.bases_of(metric.id)) * 15 * (2 if is_yearly(metric.id) else 10)
    assert len(made) == expected
    assert made.index.is_unique


def test_programmes_add_up() -> None:
    parts = pd.DataFrame(
        {
            "metric": "spin_offs",
            "zone": "gunsan",
            "period": "2023Q1",
            "programme": ["a", "b"],
            "value": [2.0, 3.0],
        }
    )
    told = pd.DataFrame(
        columns=["metric", "zone", "period", "basis", "value", "status", "known_on", "submission"]
    )
    made = key_values(parts, told, CATALOGUE).set_index(["metric", "zone", "period", "basis"])
    assert made.loc["spin_offs", "gunsan", "2023Q1", "in_period"]["value"] == 5


def test_nothing_makes_an_empty_table_with_its_columns() -> None:
    assert values([]).empty


def test_rows_that_contradict_the_catalogue_are_refused() -> None:
    with pytest.raises(BasesMixed):
        values([], [("spin_offs", "gunsan", "2023", "period_end", 6, "observed", SUMMER, "press")])
    with pytest.raises(PeriodsMixed):
        values([("spin_offs", "gunsan", "2023", 6)])
    with pytest.raises(PeriodsMixed):
        values([("local_funding", "gunsan", "2023Q1", 6)])


def test_every_reason_that_is_given_has_words_in_both_languages() -> None:
    parts = [
        *each_quarter("spin_offs", "gunsan", "2020Q3", "2025Q2", 2),
        *each_quarter("tenant_firms", "gunsan", "2023Q1", "2023Q2", 100),
        ("transfer_fee", "gunsan", "2023Q1", 1),
        ("local_funding", "gunsan", "2021", 1),
        ("local_funding", "gunsan", "2023", 1),
        ("spin_offs", "gumi", "2022Q1", 1),
        ("spin_offs", "gumi", "2022Q3", 1),
    ]
    given = {str(reason).partition(":")[0] for reason in values(parts, [GUNSAN_2023])["reason"]} - {""}
    assert {
        "before_designation",
        "no_records",
        "quarters_missing",
        "as_of_quarter",
        "years_missing",
        "zones_missing",
    } <= given
    for language in ("ko", "en"):
        assert all(f"measures.reasons.{reason}" in Text(language) for reason in given)


def test_the_whole_table_is_made_in_about_a_second() -> None:
    counted = [metric for metric in CATALOGUE.metrics.values() if metric.counted is not None]
    parts: Rows = []
    for metric in counted:
        assert metric.counted is not None
        yearly = CATALOGUE.datasets[metric.counted.dataset].slice.period == "year"
        labels = [str(year) for year in range(2019, 2026)] if yearly else quarters("2019Q3", "2025Q4")
        parts += [(metric.id, zone, label, 1.0, 1.0) for zone in CATALOGUE.zones for label in labels]
    values(parts[:10])
    started = time.process_time()
    values(parts)
    assert time.process_time() - started < 2


def is_yearly(metric_id: str) -> bool:
    """Whether a metric, or one of a ratio's sides, is counted from a dataset of years."""
    metric = CATALOGUE.metrics[metric_id]
    if metric.ratio is not None:
        return is_yearly(metric.ratio.numerator) or is_yearly(metric.ratio.denominator)
    assert metric.counted is not None
    return CATALOGUE.datasets[metric.counted.dataset].slice.period == "year"
