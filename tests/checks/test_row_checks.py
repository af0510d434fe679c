"""Checks in SQL that return rows (overlapping stays, repeated keys), and the form of every check's SQL."""

import re
from datetime import date

import pandas as pd

from checks.found import passed
from checks.history import KNOWN
from checks.whole import COMPARISONS, SEVERITIES, SQL, duplicate_keys, release_checks, text

STAYS = {
    "zone": "VARCHAR", "firm": "VARCHAR", "entered_on": "DATE", "left_on": "DATE", "submission": "VARCHAR",
    "sheet": "VARCHAR", "source_row": "BIGINT",
}  # fmt: skip


def stays_checked(builder, catalogue, stays):  # noqa: ANN001, ANN201
    """The outcomes of the check, and its failing rows; the marts that other checks read are not there."""
    builder.table("facts_tenant_firms", pd.DataFrame(stays, columns=list(STAYS)), STAYS)
    columns = ["metric", "zone", "period", "basis", "value", "unit", "known_on", "sequence", "superseded"]
    builder.table("published", pd.DataFrame([], columns=columns))
    result = release_checks(builder, catalogue)
    outcomes = [outcome for outcome in result.outcomes if outcome.check_code == "one_zone_at_a_time"]
    return outcomes, result.failing_rows


def test_a_firm_in_two_zones_at_once_is_found_with_both_of_its_rows(builder, catalogue):
    stays = [
        ("gunsan", "f1", date(2021, 1, 1), None, "s1", "", 5),
        ("gumi", "f1", date(2022, 1, 1), date(2022, 6, 1), "s2", "", 9),
        ("gumi", "f2", date(2022, 1, 1), None, "s2", "", 10),
    ]
    outcomes, rows = stays_checked(builder, catalogue, stays)
    counted = {outcome.submission: (outcome.rows_checked, outcome.rows_failed) for outcome in outcomes}
    assert counted == {"s1": (1, 1), "s2": (1, 1), "": (1, 0)}
    assert rows[["submission", "source_row", "value"]].values.tolist() == [
        ["s1", 5, "gunsan / gumi"],
        ["s2", 9, "gumi / gunsan"],
    ]


def test_a_firm_that_moves_from_one_zone_to_another_passes(builder, catalogue):
    stays = [
        ("gunsan", "f1", date(2021, 1, 1), date(2022, 1, 1), "s1", "", 5),
        ("gumi", "f1", date(2022, 1, 1), None, "s2", "", 9),
        ("gumi", "f1", date(2019, 1, 1), date(2020, 1, 1), "s2", "", 10),
    ]
    outcomes, rows = stays_checked(builder, catalogue, stays)
    assert [(outcome.rows_checked, outcome.rows_failed) for outcome in outcomes] == [(3, 0)] and rows.empty


def test_every_row_of_a_repeated_key_is_returned_and_a_missing_part_equals_another(builder, catalogue):
    stays = [
        ("gunsan", "f1", date(2021, 1, 1), None, "s1", "a", 5),
        ("gunsan", "f1", date(2021, 1, 1), date(2022, 1, 1), "s1", "a", 6),
        ("gunsan", "f1", date(2021, 2, 1), None, "s1", "a", 7),
        ("gumi", None, date(2021, 2, 1), None, "s1", "b", 3),
        ("gumi", None, date(2021, 2, 1), None, "s1", "b", 4),
    ]
    builder.table("staged", pd.DataFrame(stays, columns=list(STAYS)), STAYS)
    found = duplicate_keys(builder, catalogue.datasets["tenant_firms"], "staged", "s1", "firms.csv")
    [outcome] = found.outcomes
    assert (outcome.severity, outcome.rows_checked, outcome.rows_failed) == ("critical", 5, 4)
    assert sorted(found.failing_rows["source_row"]) == [3, 4, 5, 6]
    assert set(found.failing_rows["value"]) == {"gunsan / 2021-01-01", "gumi / 2021-02-01"}
    assert set(found.failing_rows["file"]) == {"firms.csv"}


def test_a_submission_without_repeated_keys_passes(builder, catalogue):
    stays = [("gunsan", f"f{number}", date(2021, 1, 1), None, "s1", "", number) for number in range(3)]
    builder.table("staged", pd.DataFrame(stays, columns=list(STAYS)), STAYS)
    found = duplicate_keys(builder, catalogue.datasets["tenant_firms"], "staged")
    assert passed(found.outcomes[0]) and found.failing_rows.empty


def test_each_sql_file_is_one_select_with_its_grain_on_top_in_the_common_subset():
    files = {file.stem: file.read_text("utf-8") for file in SQL.glob("*.sql")}
    assert set(files) == set(SEVERITIES)
    for code, content in files.items():
        assert content.startswith("-- One row per "), code
        assert content.count(";") == 0 and f"'{code}' AS check_code" in content
        assert '"' not in content
        bare = re.sub(r"--.*", "", content)
        assert not re.search(r"\bQUALIFY\b|\bPIVOT\b|GROUP BY ALL|\bUSING\b", bare), code
        assert all("NULLIF" in line for line in bare.splitlines() if " / " in line and "'" not in line), code
        for ordering in re.findall(r"ORDER BY [^()]*?(?=\)|$)", bare, re.DOTALL):
            assert ordering.count("NULLS") == ordering.count(",") + 1, code


def test_what_two_checks_begin_with_is_written_once():
    users = [file.stem for file in SQL.glob("*.sql") if "{known}" in file.read_text("utf-8")]
    assert sorted(users) == ["period_jump", "records_differ"]
    assert all("key_values" not in text(code) for code in users)
    assert {each for each in ("terms", "sums") if f"{{{each}}}" in text(KNOWN)} == {"terms", "sums"}


def test_the_text_of_a_check_is_that_of_its_file():
    assert all(text(code) == (SQL / f"{code}.sql").read_text("utf-8") for code in COMPARISONS)
