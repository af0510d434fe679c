"""The checks over programmes' records: each finds the rows that break it, and nothing in rows that hold."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from checks.found import Checked
from checks.programmes import DATASETS
from checks.whole import release_checks
from kpi import fact_views
from kpi.catalogue import Catalogue
from kpi.warehouse import ReleaseBuilder
from tests.checks.conftest import empty_facts

EOK = 100_000_000
CALL = {"zone": "regional_ai", "call": "regional_ai_2025", "decision": "selected"}
FUND = {"zone": "gyeonggi_agreement", "fund": "future_industry"}
STEP = {"zone": "uijeongbu_scale_up", "track": "firm", "stage": "networking", "entered_on": date(2026, 2, 1)}
# Check → rows that hold and the rows that break it, with the column and value it points at.
CASES: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]], str, str]] = {
    "stage_ended_before_entry": (
        [STEP | {"finished_on": date(2026, 2, 1)}, STEP],
        [STEP | {"finished_on": date(2026, 1, 31)}],
        "finished_on", "2026-01-31 < 2026-02-01",
    ),
    "stage_undeclared": (
        [STEP, STEP | {"zone": "gunsan", "track": "support_chain", "stage": "sales"}],
        [STEP | {"stage": "sales"}],
        "stage", "firm / sales",
    ),
    "grant_above_limit": (
        [CALL | {"granted_krw": 80_000_000}, CALL],
        [CALL | {"granted_krw": 80_000_001}],
        "granted_krw", "80000001 > 80000000",
    ),
    "ineligible_selected": (
        [CALL | {"founded_on": date(2015, 6, 19), "applied_on": date(2025, 7, 10)},
         CALL | {"founded_on": date(2001, 1, 1), "decision": "ineligible"}],
        [CALL | {"founded_on": date(2015, 6, 18)}],
        "founded_on", "2015-06-18 < 2015-06-19",
    ),
    "invested_above_committed": (
        [FUND | {"kind": "committed", "period": "2025Q4", "amount_krw": 10 * EOK},
         FUND | {"kind": "invested", "period": "2026Q1", "amount_krw": 10 * EOK}],
        [FUND | {"kind": "invested", "period": "2026Q2", "amount_krw": EOK}],
        "amount_krw", "1100000000 > 1000000000",
    ),
    "more_than_all_taken": (
        [{"zone": "incheon_campus", "capacity": 42, "occupied": 42}],
        [{"zone": "incheon_campus", "capacity": 42, "occupied": 43}],
        "occupied", "43 > 42",
    ),
    "done_before_start": (
        [{"planned_from": date(2026, 1, 1), "done_on": date(2026, 1, 1)}, {"done_on": date(2020, 1, 1)}],
        [{"planned_from": date(2026, 1, 1), "done_on": date(2025, 12, 31)}],
        "done_on", "2025-12-31 < 2026-01-01",
    ),
}  # fmt: skip


def checked(
    builder: ReleaseBuilder, catalogue: Catalogue, dataset: str, rows: list[dict[str, Any]]
) -> Checked:
    """What the release's checks say of these rows; the marts that other checks read are not there."""
    builder.table("published", pd.DataFrame([], columns=["metric", "zone", "period", "basis", "value", "unit",
                                                         "known_on", "sequence", "superseded"]))  # fmt: skip
    empty_facts(builder, catalogue, set(DATASETS.values()) - {dataset})
    shape = next(each for each in fact_views.shapes(catalogue.to_json()) if each.dataset == dataset)
    table = pd.DataFrame(rows).reindex(columns=list(shape.columns))
    numbered = table.assign(submission="s1", source_row=range(1, len(rows) + 1), sheet="")
    builder.table(f"facts_{dataset}", numbered.astype(object).where(numbered.notna(), None), shape.columns)
    return release_checks(builder, catalogue)


@pytest.mark.parametrize("check_code", CASES)
def test_the_rows_that_break_a_rule_are_found_and_no_others(
    builder: ReleaseBuilder, catalogue: Catalogue, check_code: str
) -> None:
    holding, breaking, column, value = CASES[check_code]
    result = checked(builder, catalogue, DATASETS[check_code], [*holding, *breaking])
    outcomes = {each.submission: each for each in result.outcomes if each.check_code == check_code}
    assert not any(outcome.broken for outcome in outcomes.values())
    assert (outcomes[""].rows_checked, outcomes["s1"].rows_failed) == (len(holding), len(breaking))
    assert outcomes["s1"].severity == "warning" and outcomes["s1"].observed == value
    rows = result.failing_rows[result.failing_rows["check_code"] == check_code]
    assert rows[["source_row", "column_name", "value"]].values.tolist() == [[len(holding) + 1, column, value]]


def test_every_check_of_programmes_has_its_case() -> None:
    assert set(CASES) == set(DATASETS)


def test_an_application_after_the_deadline_is_pointed_at_by_its_day(
    builder: ReleaseBuilder, catalogue: Catalogue
) -> None:
    late = CALL | {"founded_on": date(2020, 1, 1), "applied_on": date(2025, 7, 11)}
    rows = checked(builder, catalogue, "programme_applications", [late]).failing_rows
    assert rows[["column_name", "value"]].values.tolist() == [["applied_on", "2025-07-11 > 2025-07-10"]]
