"""A file's own totals beside the sums of its staged rows: do they differ, a row was lost or counted twice."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from math import inf
from typing import Any

import pandas as pd

from checks.found import Checked, stacked, written
from checks.lookups import Reader, select
from checks.whole import SEVERITIES, SHOWN_VALUES, TOTALS_MATCH, text
from kpi.catalogue import Dataset
from kpi.submissions import CheckOutcome

LOOKUP = {"sheet": "VARCHAR", "row_number": "BIGINT"}


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
    sums = _sums(connection, dataset, relation, by_column) if by_column else {}
    results = [
        _column_checked(dataset, column, stated, sums, {"submission": submission, "file": file})
        for column, stated in by_column.items()
    ]
    outcomes = tuple(outcome for result in results for outcome in result.outcomes)
    return Checked(outcomes, stacked([result.failing_rows for result in results]))


class _Sums:
    """What the rows of one sheet come to in one column: above any row, between two, in a zone."""

    def __init__(self, stretches: Iterable[tuple[float, str, int]]) -> None:
        ordered = sorted(stretches)
        self._ends = [ended for ended, _, _ in ordered]
        self._running = [0, *accumulate(value for _, _, value in ordered)]
        self._zones: dict[str, int] = {}
        for _, zone, value in ordered:
            self._zones[zone] = self._zones.get(zone, 0) + value

    def meant(self, total: StatedTotal, previous: int) -> list[int]:
        """The sums that a total may be meant as, narrowest first: files rarely say, and a subtotal reads like a total.

        Those of its zone, of the rows since the total above it, of all rows above it, of the sheet.
        """
        zone = [self._zones[total.zone]] if total.zone in self._zones and total.zone else []
        stretches = ((previous, total.row), (-inf, total.row), (-inf, inf))
        found = (self._between(*each) for each in stretches)
        return [*zone, *(each for each in found if each is not None)]

    def _between(self, after: float, row: float) -> int | None:
        """The sum of stretches that end below `after` and not below `row`; None where no number stands there."""
        first, last = bisect_right(self._ends, after), bisect_right(self._ends, row)
        return self._running[last] - self._running[first] if last > first else None


def _sums(
    connection: Reader, dataset: Dataset, relation: str, by_column: Mapping[str, Sequence[StatedTotal]]
) -> dict[tuple[str, str], _Sums]:
    """By column and sheet; all columns are summed in one look at the rows."""
    has_zone = any(each.id == "zone" for each in dataset.columns)
    places = {(total.sheet, total.row) for stated in by_column.values() for total in stated}
    sql = text(TOTALS_MATCH).format(
        zone="r.zone" if has_zone else "CAST(NULL AS VARCHAR)",
        sums=", ".join(f"CAST(SUM(r.{column}) AS VARCHAR) AS {column}" for column in by_column),
        rows=relation,
        totals=select(LOOKUP, sorted(places)),
    )
    found = connection.frame(sql)
    found = found.assign(ended=found["ended"].astype("float64").fillna(inf))
    stretches: dict[tuple[str, str], list[tuple[float, str, int]]] = {}
    for row in found.to_dict("records"):
        for column in by_column:
            if pd.notna(row[column]):
                zone = "" if pd.isna(row["zone"]) else row["zone"]
                place = stretches.setdefault((column, row["sheet"]), [])
                place.append((row["ended"], zone, int(row[column])))
    return {place: _Sums(each) for place, each in stretches.items()}


def _column_checked(
    dataset: Dataset,
    column: str,
    stated: Sequence[StatedTotal],
    sums: Mapping[tuple[str, str], _Sums],
    named: Mapping[str, str],
) -> Checked:
    closest = [
        _closest(total, sums.get((column, total.sheet)), previous)
        for total, previous in zip(stated, _rows_above(stated), strict=True)
    ]
    wrong = [
        (total, found)
        for total, found in zip(stated, closest, strict=True)
        if abs(found - total.value) > total.step / 2
    ]
    outcome = CheckOutcome(
        TOTALS_MATCH,
        SEVERITIES[TOTALS_MATCH],
        dataset=dataset.id,
        submission=named["submission"],
        column_name=column,
        rows_checked=len(stated),
        rows_failed=len(wrong),
        observed=", ".join(written(found) for _, found in wrong[:SHOWN_VALUES]),
        expected=", ".join(written(total.value) for total, _ in wrong[:SHOWN_VALUES]),
    )
    rows = [_failing_row(total, found) for total, found in wrong]
    shared = {**named, "check_code": TOTALS_MATCH, "column_name": column}
    return Checked((outcome,), stacked([pd.DataFrame(rows).assign(**shared)]))


def _closest(total: StatedTotal, sums: _Sums | None, previous: int) -> Decimal:
    """The sum that comes nearest to what was stated; no row at all sums to zero."""
    meant = sums.meant(total, previous) if sums else []
    return min(
        (Decimal(each) for each in meant), key=lambda each: abs(each - total.value), default=Decimal(0)
    )


def _failing_row(total: StatedTotal, found: Decimal) -> dict[str, Any]:
    compared = f"{total.label}: {written(total.value)} ≠ {written(found)}"
    return {"sheet": total.sheet, "source_row": total.row, "value": compared}


def _rows_above(stated: Sequence[StatedTotal]) -> list[int]:
    """For each total the row of the total above it in its sheet, 0 where it is the first."""
    rows: dict[str, list[int]] = {}
    for total in stated:
        rows.setdefault(total.sheet, []).append(total.row)
    ordered = {sheet: [0, *sorted(each)] for sheet, each in rows.items()}
    return [ordered[each.sheet][bisect_left(ordered[each.sheet], each.row) - 1] for each in stated]
