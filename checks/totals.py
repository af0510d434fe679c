"""A file's own totals beside the sums of its staged rows: do they differ, a row was lost or counted twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from checks.found import Checked, stacked, written
from checks.lookups import Reader, select
from checks.whole import SEVERITIES, TOTALS_MATCH, text
from kpi.catalogue import Dataset
from kpi.submissions import CheckOutcome

LOOKUP = {
    "position": "INTEGER",
    "sheet": "VARCHAR",
    "row_number": "BIGINT",
    "previous_row_number": "BIGINT",
    "zone": "VARCHAR",
}
# What a total may be meant as, narrowest first: files rarely say, and a subtotal reads like a total.
MEANINGS = ("zone_total", "group_total", "above_total", "sheet_total")


@dataclass(frozen=True)
class StatedTotal:
    """One total of one column as a file states it.

    `value` and `step` (its last place) are in the stored unit, `row` counts as a spreadsheet does, `zone` is
    set where the total names one zone.
    """

    sheet: str
    row: int
    label: str
    column: str
    value: Decimal
    step: Decimal
    zone: str = ""


def check_totals(
    connection: Reader,
    dataset: Dataset,
    relation: str,
    totals: Iterable[StatedTotal],
    submission: str = "",
    file: str = "",
) -> Checked:
    """Every stated total against the staged rows, in the last place that the file writes.

    A total holds if it is the sum of its zone, of the rows since the total above it, of all rows above it or of its
    whole sheet. `relation` is as in `whole.duplicate_keys`. One outcome a column; a failing row is that of the total.
    """
    by_column: dict[str, list[StatedTotal]] = {}
    for total in totals:
        by_column.setdefault(total.column, []).append(total)
    results = [
        _column_checked(connection, dataset, relation, column, stated, submission, file)
        for column, stated in by_column.items()
    ]
    outcomes = tuple(outcome for result in results for outcome in result.outcomes)
    return Checked(outcomes, stacked([result.failing_rows for result in results]))


def _column_checked(
    connection: Reader,
    dataset: Dataset,
    relation: str,
    column: str,
    stated: Sequence[StatedTotal],
    submission: str,
    file: str,
) -> Checked:
    sums = connection.frame(_query(dataset, relation, column, stated)).to_dict("records")
    wrong = [(total, row) for total, row in zip(stated, sums, strict=True) if not _holds(total, row)]
    outcome = CheckOutcome(
        TOTALS_MATCH,
        SEVERITIES[TOTALS_MATCH],
        dataset=dataset.id,
        submission=submission,
        column_name=column,
        rows_checked=len(stated),
        rows_failed=len(wrong),
        observed=", ".join(written(_closest(total, row)) for total, row in wrong[:3]),
        expected=", ".join(written(total.value) for total, _ in wrong[:3]),
    )
    rows = [_failing_row(total, row) for total, row in wrong]
    shared = {"submission": submission, "check_code": TOTALS_MATCH, "file": file, "column_name": column}
    return Checked((outcome,), stacked([pd.DataFrame(rows).assign(**shared)]))


def _holds(total: StatedTotal, sums: dict[str, Any]) -> bool:
    return abs(_closest(total, sums) - total.value) <= total.step / 2


def _closest(total: StatedTotal, sums: dict[str, Any]) -> Decimal:
    """The sum that comes nearest to what was stated; no row at all sums to zero."""
    known = [sums[meaning] for meaning in MEANINGS if pd.notna(sums[meaning])]
    return min(
        (Decimal(str(each)) for each in known), key=lambda each: abs(each - total.value), default=Decimal(0)
    )


def _failing_row(total: StatedTotal, sums: dict[str, Any]) -> dict[str, Any]:
    compared = f"{total.label}: {written(total.value)} ≠ {written(_closest(total, sums))}"
    return {"sheet": total.sheet, "source_row": total.row, "value": compared}


def _query(dataset: Dataset, relation: str, column: str, stated: Sequence[StatedTotal]) -> str:
    has_zone = any(each.id == "zone" for each in dataset.columns)
    zone_total = f"SUM(CASE WHEN r.zone = t.zone THEN r.{column} END)" if has_zone else "CAST(NULL AS BIGINT)"
    rows = [
        (position, total.sheet, total.row, _previous_row(total, stated), total.zone)
        for position, total in enumerate(stated)
    ]
    return text(TOTALS_MATCH).format(
        column=column, zone_total=zone_total, totals=select(LOOKUP, rows), rows=relation
    )


def _previous_row(total: StatedTotal, stated: Sequence[StatedTotal]) -> int:
    """The row of the total above it in its sheet, 0 where it is the first."""
    return max((each.row for each in stated if each.sheet == total.sheet and each.row < total.row), default=0)
