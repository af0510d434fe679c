"""The rows that have to be mended, as a file: as they were, with row number, code, message and remedy beside them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from kpi.drafts import Prepared, fault_from_json
from kpi.errors import Fault, Place
from kpi.paths import Paths
from kpi.text import Text, message
from pipelines.submitting import drafting
from pipelines.submitting.corrected import Opened, line_end, opened_draft, suffix_of, write_notes
from pipelines.submitting.grouping import is_of_whole_file
from pipelines.submitting.harmless import Book, TextFile, handed_out
from pipelines.submitting.originals import BookOriginal, Row, TextOriginal
from pipelines.submitting.watching import MOST_KEPT

MAX_ROWS = 1_000_000
ADDED = ("row", "columns", "codes", "messages", "suggestions")


@dataclass(frozen=True)
class Finding:
    """What is wrong with one cell, in words."""

    column: str
    code: str
    message: str
    suggestion: str


Findings = Mapping[int, list[Finding]]


def error_file(paths: Paths, draft_id: str, language: str = "ko") -> Path:
    """Writes the error file to the draft's folder and returns where: what is above the table and its header, then each
    row with a fault or a failed check and five more columns; what concerns the whole file as footnotes. Text keeps its
    encoding and delimiter, a workbook becomes XLSX.

    Raises FileError for a draft without a table, DiskFull, LedgerError.
    """
    file, prepared, text = (
        opened_draft(paths, draft_id),
        drafting.prepared_of(paths, draft_id),
        Text(language),
    )
    failing = pd.read_parquet(drafting.failing_of(paths, draft_id))
    found = _findings(failing, prepared, text)
    notes = [
        text("submitting.error_file.whole_file", message=each) for each in _of_whole_file(prepared, language)
    ]
    total = sum(len(rows) for rows in found.values())
    if total > MAX_ROWS:
        notes.append(text("submitting.error_file.more", total=total, shown=MAX_ROWS))
    notes += _cells_left_out(failing, prepared, text)
    final = drafting.folder_of(paths, draft_id) / f"errors-{language}{suffix_of(file)}"
    with handed_out(final) as temporary:
        if file.reading.kind == "csv":
            _write_text(file, temporary, found.get("", {}), notes, text)
        else:
            _write_book(file, temporary, found, notes, text)
    return final


def _findings(failing: pd.DataFrame, prepared: Prepared, text: Text) -> dict[str, Findings]:
    """By sheet and row, in the order met."""
    allowed = _allowed(prepared)
    of_fault = cache(lambda code, heading, written: _of_fault(code, heading, written, allowed, text))
    of_check = cache(lambda code, heading: _of_check(code, heading, text))
    found: dict[str, dict[int, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    names = ["kind", "check_code", "sheet", "source_row", "heading", "written"]
    for kind, code, sheet, row, heading, written in failing[names].itertuples(index=False):
        finding = of_fault(code, heading, written) if kind == "fault" else of_check(code, heading)
        found[sheet][int(row)].append(finding)
    return found


def _of_check(code: str, heading: str, text: Text) -> Finding:
    return Finding(heading, code, text(f"checks.{code}.title"), text(f"checks.{code}.remedy"))


def _of_fault(code: str, heading: str, written: str, allowed: Mapping[Any, Fault], text: Text) -> Finding:
    """A fault's words; what would be allowed is known of the texts listed first."""
    known = allowed.get((code, heading, written)) or allowed.get((code, heading, None))
    listed = known.allowed if known else None
    values = {
        "value": written,
        "allowed": ", ".join(map(str, listed)) if isinstance(listed, list) else (listed or ""),
    }
    hints = [f"{code}.allowed"] if values["allowed"] and f"{code}.allowed" in text else []
    remedies = [key for key in (*hints, f"{code}.remedy") if key in text]
    told = " ".join(text(key, **values) for key in remedies)
    return Finding(heading, code.rpartition(".")[2], text(f"{code}.what", **values), told)


def _allowed(prepared: Prepared) -> dict[Any, Fault]:
    faults = [fault_from_json(each) for group in prepared.errors for each in group.faults]
    return {(fault.code, fault.where.column, fault.value): fault for fault in faults}


def _of_whole_file(prepared: Prepared, language: str) -> Iterator[str]:
    """Faults of no single row of data: a missing column, a unit that is not known."""
    for group in prepared.errors:
        for each in group.faults if is_of_whole_file(group.code) else ():
            fault = fault_from_json(each)
            where = Place(sheet=fault.where.sheet, row=fault.where.row, column=fault.where.column)
            yield message(Fault(fault.code, where, fault.value, fault.allowed, fault.extra), language)


def _cells_left_out(failing: pd.DataFrame, prepared: Prepared, text: Text) -> list[str]:
    """Of how many faulty cells the file tells the first, where it does not tell all."""
    told = int((failing["kind"] == "fault").sum())
    total = sum(group.count for group in prepared.errors if not is_of_whole_file(group.code))
    if told < MOST_KEPT or told >= total:
        return []
    return [text("submitting.error_file.more_cells", total=total, shown=told)]


def _write_text(file: Opened, temporary: Path, found: Findings, notes: list[str], text: Text) -> None:
    original, table = TextOriginal(file.content, file.reading), file.reading.tables[0]
    with temporary.open("wb") as target:
        written = TextFile(target, original.encoding, original.layout.delimiter, original.mark)
        for row in _chosen(original.rows(), found, table.header_last):
            if row.number < table.header_last:
                written.raw(row.raw, row.cells)
            else:
                written.record(_beside(row, found, table.width, table.header_last, text), line_end(row))
        write_notes(written, text, notes)


def _write_book(
    file: Opened, temporary: Path, found: Mapping[str, Findings], notes: list[str], text: Text
) -> None:
    original, book = BookOriginal(file.content), Book(temporary)
    try:
        for table in file.reading.tables:
            mine = found.get(table.sheet, {})
            book.sheet(table.sheet)
            for row in _chosen(original.rows(table.sheet), mine, table.header_last):
                if row.number < table.header_last:
                    book.row(row.cells)
                else:
                    book.row(_beside(row, mine, table.width, table.header_last, text))
        if notes:
            book.sheet(text("submitting.error_file.sheet"))
            for note in notes:
                book.row([note])
    finally:
        book.close()


def _chosen(rows: Iterator[Row], found: Findings, header_last: int) -> Iterator[Row]:
    """What stands above the data, then the rows that something was found in."""
    shown = 0
    for row in rows:
        if row.number <= header_last:
            yield row
        elif row.number in found and shown < MAX_ROWS:
            shown += 1
            yield row


def _beside(row: Row, found: Findings, width: int, header_last: int, text: Text) -> list[Any]:
    """The row with the added columns to its right: their headings in the header, what was found elsewhere."""
    cells = [*row.cells, *[""] * (width - len(row.cells))]
    if row.number == header_last:
        return [*cells, *(text(f"submitting.error_file.{name}") for name in ADDED)]
    findings = found[row.number]
    return [*cells, row.number if not row.raw else str(row.number), *_joined(findings)]


def _joined(findings: list[Finding]) -> list[str]:
    """Columns, codes, messages and suggestions of all that was found in a row, each told once."""
    parts = zip(*((each.column, each.code, each.message, each.suggestion) for each in findings), strict=True)
    return [" / ".join(dict.fromkeys(filter(None, part))) for part in parts]
