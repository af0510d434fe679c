"""Faults and failing rows put together by what would repair them, and shortened to what a page can show."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from checks.found import Checked
from checks.rules import MISSING_COLUMN
from kpi.drafts import FailingRow, FaultGroup, UnknownValue, fault_as_json
from kpi.errors import Fault, Place
from kpi.submissions import CheckOutcome
from pipelines.staging import Staged
from pipelines.staging.tallies import Tally
from pipelines.submitting.drafting import of_draft
from pipelines.submitting.masking import Masker, masked, masked_numbers

FAULTS_SHOWN = 20
ROWS_SHOWN, ROWS_SHOWN_A_CHECK = 500, 50
REQUIRED = "required_value"
HEADER_CODES = frozenset({"staging_errors.column_missing", "staging_errors.header_unit"})
# Sums over rows of which some could not be read tell nothing yet.
OF_WHOLE_ROWS = frozenset({"totals_match"})


def fault_groups(faults: Iterable[Fault], file_name: str) -> tuple[FaultGroup, ...]:
    """Faults of one code and heading together, in the order first met."""
    found: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        found.setdefault((fault.code, fault.where.column), []).append(of_draft(fault, file_name))
    return tuple(_group(code, column, len(each), each) for (code, column), each in found.items())


def groups_of(staged: Staged, masker: Masker, file_name: str) -> tuple[FaultGroup, ...]:
    """Every fault of a staged file: first those of the whole file, then those of cells, each text told once."""
    whole = [fault for fault in staged.faults if is_of_whole_file(fault.code)]
    groups = [
        each.model_copy(update={"count": each.count + staged.reading.untold[each.code, each.column]})
        for each in fault_groups(whole, file_name)
    ]
    for tally in staged.tallies.listed():
        faults = [masker.fault(each) for each in _examples(tally, file_name)]
        groups.append(_group(tally.code, tally.heading, tally.count, faults))
    return tuple(groups)


def _examples(tally: Tally, file_name: str) -> Iterator[Fault]:
    for each in tally.examples.values():
        place = Place(file_name, each.sheet, each.first_row, tally.heading)
        yield Fault(tally.code, place, each.written or None, each.allowed)


def is_of_whole_file(code: str) -> bool:
    """Whether a fault concerns a table or the file rather than one cell of the data."""
    return code in HEADER_CODES or not code.startswith("staging_errors.")


def _group(code: str, column: str, count: int, faults: Sequence[Fault]) -> FaultGroup:
    shown = tuple(fault_as_json(fault) for fault in faults[:FAULTS_SHOWN])
    return FaultGroup(code=code, column=column, count=count, faults=shown)


def without_faulty(checked: Checked, faulty: Mapping[tuple[str, str], np.ndarray]) -> Checked:
    """What the checks found beside the faults (source rows by sheet and column): a cell that could not be read is not
    missing as well.
    """
    if not faulty:
        return _without(checked, {MISSING_COLUMN}) if _absent(checked) else checked
    rows = checked.failing_rows
    required, again = (rows["check_code"] == REQUIRED).to_numpy(), np.zeros(len(rows), bool)
    for (sheet, column), known in faulty.items() if required.any() else ():
        here = required & (rows["sheet"] == sheet).to_numpy() & (rows["column_name"] == column).to_numpy()
        again |= here & np.isin(rows["source_row"].to_numpy(), known)
    kept = rows[~again]
    counts = kept.groupby(["check_code", "column_name"]).size()
    outcomes = tuple(_recounted(each, counts) for each in checked.outcomes)
    return _without(Checked(outcomes, kept), {MISSING_COLUMN, *OF_WHOLE_ROWS})


def renamed(checked: Checked, submission: str) -> Checked:
    """What the checks found, as of this submission: which one it is may be known only after they ran."""
    outcomes = tuple(replace(each, submission=submission) for each in checked.outcomes)
    return Checked(outcomes, checked.failing_rows.assign(submission=submission))


def _absent(checked: Checked) -> bool:
    return any(each.check_code == MISSING_COLUMN for each in checked.outcomes)


def _recounted(outcome: CheckOutcome, counts: pd.Series) -> CheckOutcome:
    if outcome.check_code != REQUIRED:
        return outcome
    return replace(outcome, rows_failed=int(counts.get((REQUIRED, outcome.column_name), 0)))


def _without(checked: Checked, codes: set[str]) -> Checked:
    rows = checked.failing_rows
    kept = tuple(each for each in checked.outcomes if each.check_code not in codes)
    return Checked(kept, rows[~rows["check_code"].isin(codes)])


def failing_rows(rows: pd.DataFrame) -> tuple[FailingRow, ...]:
    """The first rows of each check and column, as they were written and masked."""
    shown = rows.groupby(["check_code", "column_name"], sort=False).head(ROWS_SHOWN_A_CHECK).head(ROWS_SHOWN)
    return tuple(
        FailingRow(
            check_code=row["check_code"],
            column=row["column_name"],
            heading=row["heading"],
            sheet=row["sheet"],
            row=int(row["source_row"]),
            value=row["written"],
        )
        for row in shown.to_dict("records")
    )


def masked_cells(rows: pd.DataFrame, masker: Masker) -> pd.Series:
    """The column `written`, each distinct text below a heading masked once."""
    parts = [
        _masked_below(str(heading), texts, masker) for heading, texts in rows.groupby("heading")["written"]
    ]
    return pd.concat(parts).sort_index() if parts else pd.Series(rows["written"])


def _masked_below(heading: str, texts: pd.Series, masker: Masker) -> pd.Series:
    codes, found = pd.factorize(texts)
    distinct = pa.array(found, pa.large_string())
    if masker.kind(heading) == "firm":
        shown = masked_numbers(distinct).to_pylist()
    elif masker.is_plain(heading):
        shown = [masked(text) for text in distinct.to_pylist()]
    else:
        shown = [masked_cell(heading, text, masker) for text in distinct.to_pylist()]
    return pd.Series(pd.array(shown, dtype="str")[codes], index=texts.index)


def masked_cell(heading: str, written: str, masker: Masker) -> str:
    """What stands in one cell, or in several of a row (`특구, 사업자등록번호`), masked column by column."""
    headings, texts = heading.split(", "), written.split(" / ")
    if len(headings) != len(texts):
        secret = next((each for each in headings if masker.kind(each)), "")
        return masker.text(secret, written)
    return " / ".join(masker.text(each, text) for each, text in zip(headings, texts, strict=True))


def masked_unknown(values: Iterable[UnknownValue], masker: Masker) -> tuple[UnknownValue, ...]:
    """Unknown values as they may be shown."""
    return tuple(
        each.model_copy(update={"written": masker.text(each.heading, each.written)}) for each in values
    )


def head_of(rows: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """The first facts as plain values: days as ISO texts, None for what is missing, a firm by the start of its hash."""
    return tuple(
        {name: _plain(name, value) for name, value in row.items() if name not in ("submission", "slice")}
        for row in rows
    )


def _plain(name: str, value: Any) -> Any:
    if pd.isna(value):
        return None
    if name == "firm":
        return f"#{str(value)[:6]}"
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value.item() if hasattr(value, "item") else value
