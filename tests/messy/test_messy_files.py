"""Every messy file becomes exactly the long table that it means, with its row numbers, statuses and faults."""

from collections.abc import Callable

import pandas as pd
import pytest
from messy_cases_books import BOOKS
from messy_cases_rows import AROUND, HEADERS, MERGED
from messy_cases_text import TEXTS
from messy_cases_values import PERIODS, VALUES
from messy_cases_wide import WIDE

from pipelines.staging.firms import firm_hash

CASES = [*TEXTS, *AROUND, *HEADERS, *MERGED, *VALUES, *PERIODS, *BOOKS, *WIDE]
FIRMS = {
    firm_hash(digits, b"a key for messy files"): digits for digits in (f"99900000{n}" for n in range(11, 30))
}
NOT_DATA = {"submission", "slice", "sheet"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_messy_file_reads_exactly(case, stages: Callable) -> None:  # noqa: ANN001
    reading, staged, facts = stages(case.make(), case.dataset, case.file_name)
    assert [short(fault) for fault in staged.faults] == list(case.faults)
    assert long_table(facts, case.rows[0].keys() if case.rows else ()) == case.rows
    assert tuple(total.row for total in reading.totals) == case.totals
    assert {*case.notes} <= {note.row for note in reading.notes}
    assert {*case.repairs} <= {repair.kind for repair in staged.repairs}


def test_there_are_cases_enough_and_no_two_share_a_name() -> None:
    names = [case.name for case in CASES]
    assert len(names) >= 40
    assert len(names) == len(set(names))


def long_table(facts: pd.DataFrame, columns) -> list[dict[str, str]]:  # noqa: ANN001
    """The facts as text, without what no case is about."""
    shown = facts.drop(columns=NOT_DATA & set(facts.columns)).rename(columns={"source_row": "row"})
    if "status" not in columns and (shown.get("status", pd.Series()) == "observed").all():
        shown = shown.drop(columns="status", errors="ignore")
    return [{name: as_text(value) for name, value in row.items()} for row in shown.to_dict("records")]


def as_text(value: object) -> str:
    if value is None or pd.isna(value):  # type: ignore[arg-type]
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return FIRMS.get(str(value), str(value))


def short(fault) -> str:  # noqa: ANN001
    row = f":{fault.where.row}" if fault.where.row else ""
    return f"{fault.code.split('.')[1]}{row}"
