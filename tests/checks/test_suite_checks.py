"""Suites made from the catalogue: they point at the rows that plain SQL finds, and nothing is cut off."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.found import ROW_COLUMNS, Checked
from checks.rules import RULE_CODES, rules_of
from checks.running import Checking, blocking, check
from kpi.catalogue import Catalogue, Dataset, load
from kpi.paths import PROJECT
from kpi.warehouse import scratch

NAMES = {"ko": "이름", "en": "name"}
COLUMNS = [
    {"id": "zone", "type": "zone", "required": True},
    {"id": "period", "type": "quarter", "required": True},
    {"id": "contract", "type": "text", "required": True, "pattern": r"^[A-Z]-[0-9]+$"},
    {
        "id": "kind",
        "type": "category",
        "categories": [{"id": "transfer", "name": NAMES}],
        "severity": "warning",
    },
    {"id": "fee_krw", "type": "amount", "minimum": 0},
    {"id": "share", "type": "decimal", "minimum": 0, "maximum": 100, "severity": "warning"},
    {"id": "entered_on", "type": "date", "required": True},
    {"id": "left_on", "type": "date", "not_before": "entered_on"},
    {"id": "representative", "type": "personal"},
]
# The same rules once more, written by hand: which rows break them.
TWIN = {
    ("required_value", "zone"): "zone IS NULL",
    ("required_value", "period"): "period IS NULL",
    ("required_value", "contract"): "contract IS NULL",
    ("required_value", "entered_on"): "entered_on IS NULL",
    ("known_zone", "zone"): "zone NOT IN ('gunsan', 'gumi')",
    ("known_value", "kind"): "kind <> 'transfer'",
    ("period_label", "period"): "NOT regexp_full_match(period, '[0-9]{4}Q[1-4]')",
    ("text_pattern", "contract"): "NOT regexp_full_match(contract, '[A-Z]-[0-9]+')",
    ("within_range", "fee_krw"): "fee_krw < 0",
    ("within_range", "share"): "share < 0 OR share > 100",
    ("date_order", "left_on"): "left_on < entered_on",
}
TYPES = {
    "zone": "VARCHAR", "period": "VARCHAR", "contract": "VARCHAR", "kind": "VARCHAR", "fee_krw": "BIGINT",
    "share": "DOUBLE", "entered_on": "DATE", "left_on": "DATE", "source_row": "BIGINT",
}  # fmt: skip


@pytest.fixture(scope="module")
def made_up(catalogue: Catalogue) -> Catalogue:
    """The catalogue with one made-up dataset that has a column of every kind."""
    dataset = Dataset.model_validate(
        {
            "id": "made_up", "name": NAMES, "meaning": NAMES, "grain": NAMES, "population": "programme",
            "key": ["contract"], "columns": [{"name": NAMES, **column} for column in COLUMNS],
        }
    )  # fmt: skip
    return catalogue.model_copy(update={"datasets": {**catalogue.datasets, "made_up": dataset}})


def or_missing(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.one_of(st.none(), strategy)


DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))
ROWS = st.fixed_dictionaries(
    {
        "zone": or_missing(st.sampled_from(["gunsan", "gumi", "national", "군산", ""])),
        "period": or_missing(st.sampled_from(["2024Q1", "2024Q4", "2024Q5", "2024", "24Q1", "2024Q11"])),
        "contract": or_missing(st.sampled_from(["A-1", "B-22", "a-1", "A-", " A-1"])),
        "kind": or_missing(st.sampled_from(["transfer", "contribution"])),
        "fee_krw": or_missing(st.integers(-3, 10**13)),
        "share": or_missing(st.sampled_from([-0.5, 0.0, 50.25, 100.0, 100.01])),
        "entered_on": or_missing(DAYS),
        "left_on": or_missing(DAYS),
    }
)


def frame_of(rows: list[dict]) -> pd.DataFrame:
    """Rows as staging hands them over: nullable integers, days, text."""
    frame = pd.DataFrame(rows, columns=[name for name in TYPES if name != "source_row"])
    texts = {name: "str" for name, kind in TYPES.items() if kind == "VARCHAR"}
    frame = frame.astype({**texts, "fee_krw": "Int64", "share": "float64"})
    return frame.assign(sheet="s", source_row=range(5, 5 + len(rows)))


def good_row(**changes: object) -> dict:
    row = {
        "zone": "gunsan", "period": "2024Q1", "contract": "A-1", "kind": "transfer", "fee_krw": 5,
        "share": 50.0, "entered_on": date(2020, 1, 1), "left_on": None,
    }  # fmt: skip
    return {**row, **changes}


def found_by_suite(checked: Checked) -> set[tuple[str, str, int]]:
    rows = checked.failing_rows
    return set(zip(rows["check_code"], rows["column_name"], rows["source_row"].astype(int), strict=True))


def found_by_sql(frame: pd.DataFrame, folder: Path) -> set[tuple[str, str, int]]:
    with scratch(folder / "releases" / "1.duckdb", folder) as builder:
        builder.table("staged", frame[list(TYPES)], TYPES)
        return {
            (code, column, row)
            for (code, column), broken in TWIN.items()
            for (row,) in builder.rows(f"SELECT source_row FROM staged WHERE {broken}")
        }


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROWS, min_size=1, max_size=12))
def test_a_suite_points_at_the_rows_that_plain_sql_finds(made_up, tmp_path, rows):
    frame = frame_of(rows)
    checked = check(made_up, "made_up", frame, "s1", "made_up.csv")
    assert found_by_suite(checked) == found_by_sql(frame, tmp_path)
    counted = {
        (each.check_code, each.column_name): each.rows_failed for each in checked.outcomes if each.rows_failed
    }
    assert counted == checked.failing_rows.groupby(["check_code", "column_name"]).size().to_dict()
    assert not [outcome for outcome in checked.outcomes if outcome.broken]


def test_the_twin_covers_every_rule_of_the_made_up_dataset(made_up):
    rules = rules_of(made_up, made_up.datasets["made_up"])
    assert {(rule.check_code, rule.column) for rule in rules if rule.check_code != "value_type"} == set(TWIN)
    assert {rule.check_code for rule in rules} == set(RULE_CODES)


def test_chunks_add_up_to_the_result_of_the_whole_file(made_up):
    rows = [good_row(fee_krw=number % 3 - 1, zone=["gunsan", "군산"][number % 2]) for number in range(10)]
    whole = check(made_up, "made_up", frame_of(rows))
    chunks = [frame_of(rows).iloc[:5], frame_of(rows).iloc[5:]]
    chunked = check(made_up, "made_up", chunks)
    assert chunked.outcomes == whole.outcomes
    assert found_by_suite(chunked) == found_by_suite(whole)
    together = Checking(made_up, "made_up")
    assert together.add(*chunks).equals(chunked.failing_rows)
    assert together.outcomes() == whole.outcomes


def test_frames_of_other_types_asked_together_keep_their_own_types_and_their_order(made_up):
    """A whole number beside an empty one is a float, and no fault of the other frame's."""
    fees = ([1, -1], [None, -1], [2, -1], [1.5, -1], [None, -1])
    frames = [frame_of([good_row(), good_row()]).assign(fee_krw=each) for each in fees]
    checking = Checking(made_up, "made_up")
    failing = checking.add(*frames)
    values = [float(value) for value in failing[failing["column_name"] == "fee_krw"]["value"]]
    assert values == [-1, -1, -1, 1.5, -1, -1]
    apart = check(made_up, "made_up", frames)
    assert checking.outcomes() == apart.outcomes
    assert failing.equals(apart.failing_rows)


def test_every_failing_row_is_kept_with_its_place_and_value(made_up):
    frame = frame_of([good_row(fee_krw=-number) for number in range(1, 1_001)])
    checked = check(made_up, "made_up", frame, "s1", "made_up.csv")
    rows = checked.failing_rows
    assert list(rows.columns) == ROW_COLUMNS and len(rows) == 1_000
    assert rows.iloc[0].to_dict() == {
        "submission": "s1", "check_code": "within_range", "file": "made_up.csv", "sheet": "s",
        "source_row": 5, "column_name": "fee_krw", "value": "-1",
    }  # fmt: skip
    [outcome] = [each for each in checked.outcomes if each.rows_failed]
    assert (outcome.rows_checked, outcome.rows_failed, outcome.severity) == (1_000, 1_000, "critical")
    assert (outcome.observed, outcome.expected) == ("-1, -2, -3, …", "0 ≤ x")


def test_a_day_before_the_day_it_must_follow_is_shown_with_both(made_up):
    checked = check(made_up, "made_up", frame_of([good_row(left_on=date(2019, 12, 31))]))
    assert checked.failing_rows["value"].tolist() == ["2019-12-31 < 2020-01-01"]


def test_missing_values_of_columns_that_are_not_required_are_no_failure(made_up):
    frame = frame_of([good_row(kind=None, fee_krw=None, share=None, left_on=None)])
    checked = check(made_up, "made_up", frame)
    assert checked.failing_rows.empty and not blocking(checked.outcomes)


def test_only_critical_failures_block(made_up):
    warned = check(made_up, "made_up", frame_of([good_row(kind="contribution")])).outcomes
    refused = check(made_up, "made_up", frame_of([good_row(zone="군산")])).outcomes
    assert [each.check_code for each in warned if each.rows_failed] == ["known_value"] and not blocking(
        warned
    )
    assert [each.check_code for each in blocking(refused)] == ["known_zone"]


def test_a_check_that_raised_is_broken_and_no_row_is_blamed(made_up):
    frame = frame_of([good_row(), good_row()]).astype({"fee_krw": "object"})
    frame.loc[1, "fee_krw"] = "many"
    checked = check(made_up, "made_up", frame)
    outcomes = {(each.check_code, each.column_name): each for each in checked.outcomes}
    broken = outcomes["within_range", "fee_krw"]
    assert broken.broken and broken.rows_failed == 0 and "type" in broken.observed
    assert broken in blocking(checked.outcomes)
    assert found_by_suite(checked) == {("value_type", "fee_krw", 6)}
    assert [each for each in checked.outcomes if each.broken] == [broken]


@pytest.mark.parametrize(
    ("column", "values", "wrong"),
    [
        ("fee_krw", [1, 2.5], [6]),
        ("fee_krw", [Decimal("1"), Decimal("2")], []),
        ("share", ["5", 5.0], [5]),
        ("entered_on", ["2020-01-01", date(2020, 1, 1)], [5]),
        ("contract", [1.5, 2.5], [5, 6]),
    ],
)
def test_values_of_a_wrong_type_are_found_row_by_row(made_up, column, values, wrong):
    frame = frame_of([good_row(left_on=None), good_row(left_on=None)])
    frame[column] = pd.Series(values, dtype="object" if column != "contract" else "float64")
    rows = check(made_up, "made_up", frame).failing_rows
    assert rows.loc[rows["check_code"] == "value_type", "source_row"].tolist() == wrong


def test_a_required_column_that_is_not_there_fails_and_an_optional_one_is_let_go(made_up):
    frame = frame_of([good_row(), good_row()]).drop(columns=["entered_on", "kind"])
    outcomes = check(made_up, "made_up", frame).outcomes
    [missing] = [each for each in outcomes if each.rows_failed or each.broken]
    assert (missing.check_code, missing.column_name, missing.rows_failed) == (
        "missing_column",
        "entered_on",
        2,
    )
    assert missing in blocking(outcomes)


def test_a_file_without_rows_passes(made_up):
    checked = check(made_up, "made_up", frame_of([]))
    assert checked.failing_rows.empty and not blocking(checked.outcomes)
    assert {each.rows_checked for each in checked.outcomes} == {0}


def test_only_files_of_values_may_speak_of_all_zones_together(made_up):
    allowed = {
        name: rule.allowed
        for name in ("published_values", "made_up")
        for rule in rules_of(made_up, made_up.datasets[name])
        if rule.check_code == "known_zone"
    }
    assert allowed == {"published_values": ("gunsan", "gumi", "national"), "made_up": ("gunsan", "gumi")}


def test_every_dataset_of_the_catalogue_has_a_suite_that_runs():
    catalogue = load(PROJECT / "catalogue")
    for dataset in catalogue.datasets.values():
        frame = pd.DataFrame({column.id: [None] for column in dataset.stored_columns}).assign(source_row=1)
        outcomes = check(catalogue, dataset.id, frame).outcomes
        required = [column.id for column in dataset.stored_columns if column.required]
        assert [each.column_name for each in outcomes if each.rows_failed] == required
        assert not [each for each in outcomes if each.broken]


def test_running_a_suite_writes_nothing_to_the_terminal(made_up, capfd):
    check(made_up, "made_up", frame_of([good_row(zone="군산")]))
    assert capfd.readouterr() == ("", "")


def test_importing_the_checks_does_not_import_great_expectations():
    modules = "checks.running, checks.whole, checks.totals"
    program = f"import sys, {modules}; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=False).returncode == 0


def test_outcomes_can_be_read_at_any_time(made_up):
    checking = Checking(made_up, "made_up", "s1")
    checking.add(frame_of([good_row(zone="군산")]))
    before = sum(each.rows_failed for each in checking.outcomes())
    checking.add(frame_of([good_row(zone="군산")]))
    assert (before, sum(each.rows_failed for each in checking.outcomes())) == (1, 2)
