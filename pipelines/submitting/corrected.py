"""The file as it would have to be: the original with the corrected cells in it, without the rows left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpi.catalogue import load
from kpi.drafts import Decisions
from kpi.errors import Fault, FileError, Place
from kpi.ledger import Draft, Ledger
from kpi.paths import Paths
from kpi.received import kept
from kpi.text import Text
from pipelines.reading.model import Reading
from pipelines.reading.opening import opened
from pipelines.reading.sources import source_of
from pipelines.submitting import drafting
from pipelines.submitting.harmless import Book, TextFile, handed_out, number_or_text
from pipelines.submitting.originals import BookOriginal, Row, TextOriginal

TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})


@dataclass(frozen=True)
class Opened:
    """A draft's received file, opened as it was when it was prepared."""

    draft: Draft
    content: Path
    reading: Reading
    decisions: Decisions


@dataclass(frozen=True)
class Changes:
    """Texts by row and position, and rows that go, of one sheet."""

    cells: dict[int, dict[int, str]]
    left_out: frozenset[int]

    def applied(self, row: Row) -> list[Any]:
        """The row's cells with the corrections in them."""
        cells = list(row.cells)
        for position, text in self.cells.get(row.number, {}).items():
            cells += [""] * (position + 1 - len(cells))
            cells[position] = text if row.raw else number_or_text(text)
        return cells


def corrected_file(paths: Paths, draft_id: str, language: str = "ko") -> Path:
    """Writes the corrected file to the draft's folder and returns where: text in its own encoding and delimiter, every
    workbook as XLSX. Raises FileError for a draft without a table that could be read, DiskFull, LedgerError.
    """
    file = opened_draft(paths, draft_id)
    final = drafting.folder_of(paths, draft_id) / f"corrected{suffix_of(file)}"
    with handed_out(final) as temporary:
        if file.reading.kind == "csv":
            _write_text(file, temporary, Text(language))
        else:
            _write_book(file, temporary)
    return final


def opened_draft(paths: Paths, draft_id: str) -> Opened:
    """The draft's file, as its prepared decisions have it read. Raises FileError, LedgerError."""
    prepared = drafting.prepared_of(paths, draft_id)
    with Ledger(paths.ledger_url) as ledger:
        draft = ledger.draft(draft_id)
    catalogue = load(paths.catalogue)
    dataset = catalogue.datasets.get(prepared.decisions.dataset)
    if dataset is None:
        raise FileError(Fault("submitting_errors.no_table_read", Place(file=draft.file_name)))
    # Corrections and rows left out of a draft may be newer than what was prepared last.
    decisions = prepared.decisions.model_copy(
        update={"corrections": draft.decisions.corrections, "left_out": draft.decisions.left_out}
    )
    content = kept(draft.raw_sha256, paths.received).content
    try:
        reading = opened(source_of(content, decisions), dataset, catalogue, decisions)
    except FileError as error:
        raise FileError(*(drafting.of_draft(fault, draft.file_name) for fault in error.faults)) from error
    return Opened(draft, content, reading, decisions)


def suffix_of(file: Opened) -> str:
    """How the names of files made of this one end."""
    if file.reading.kind != "csv":
        return ".xlsx"
    suffix = Path(file.draft.file_name).suffix.lower()
    return suffix if suffix in TEXT_SUFFIXES else ".csv"


def changes_of(file: Opened, sheet: str) -> Changes:
    """What the decisions change in one sheet."""
    tables = [table.as_written for table in file.reading.tables if table.sheet == sheet]
    positions = {cell.label: cell.position for table in tables for cell in table.cells}
    cells: dict[int, dict[int, str]] = {}
    for each in file.decisions.corrections:
        if each.sheet in ("", sheet) and each.column in positions:
            cells.setdefault(each.row, {})[positions[each.column]] = each.text.strip()
    left_out = frozenset(ref.row for ref in file.decisions.left_out if ref.sheet in ("", sheet))
    return Changes(cells, left_out if tables else frozenset())


def _write_text(file: Opened, temporary: Path, text: Text) -> None:
    original = TextOriginal(file.content, file.reading)
    changes = changes_of(file, "")
    with temporary.open("wb") as target:
        written = TextFile(target, original.encoding, original.layout.delimiter, original.mark)
        for row in original.rows():
            if row.number in changes.left_out:
                continue
            if row.number in changes.cells:
                written.record(changes.applied(row), line_end(row))
            else:
                written.raw(row.raw, row.cells)
        write_notes(written, text)


def line_end(row: Row) -> str:
    """How the row's line ends in the file."""
    return row.raw[len(row.raw.rstrip("\r\n")) :] or "\r\n"


def write_notes(written: TextFile, text: Text, others: Sequence[str] = ()) -> None:
    """Footnotes that say what could not be written as it was."""
    notes = list(others)
    if written.replaced:
        values = {"encoding": written.encoding.upper(), "count": written.replaced}
        notes.append(text("submitting.error_file.replaced", **values))
    if written.guarded:
        notes.append(text("submitting.error_file.guarded", count=written.guarded))
    for note in notes:
        written.record([note])


def _write_book(file: Opened, temporary: Path) -> None:
    original, book = BookOriginal(file.content), Book(temporary)
    try:
        for name, shown in original.sheets.items():
            changes = changes_of(file, name)
            book.sheet(name, shown)
            for row in original.rows(name):
                if row.number not in changes.left_out:
                    book.row(changes.applied(row))
    finally:
        book.close()
