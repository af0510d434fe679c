"""A received file opened for its rows: a text file cut at one of several delimiters, or the sheets of a workbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kpi.drafts import Decisions
from kpi.errors import Fault, FileError, Place
from pipelines.reading import delimited, workbook
from pipelines.reading.decided import NOTHING_DECIDED, Decided
from pipelines.reading.delimited import DELIMITERS, Block, Layout
from pipelines.reading.encoding import encoding_of
from pipelines.reading.kinds import kind_of
from pipelines.reading.model import Kind

MAX_COLUMNS = workbook.MAX_COLUMNS
UNDECODED = "utf-8-sig"


@dataclass(frozen=True)
class Head:
    """The first rows of a sheet, or of a text file under one delimiter. `asked_for`: a person wants this sheet read."""

    sheet: str
    rows: list[list[str]]
    layout: Layout | None = None
    asked_for: bool = False


class TextFile:
    """A delimited text file. Raises FileError: undecodable, or too wide."""

    kind: Kind = "csv"
    sheets: tuple[str, ...] = ()

    def __init__(self, path: Path, decisions: Decisions) -> None:
        self.path, self.encoding = path, encoding_of(path)
        if self.encoding != UNDECODED and Decided(decisions).refuses("decoded"):
            raise FileError(Fault("reading_errors.undecodable", Place(file=path.name), 0, [UNDECODED]))
        heads = [self._head(delimiter) for delimiter in DELIMITERS]
        self.heads = [head for head in heads if any(len(row) > 1 for row in head.rows)] or heads[:1]

    def blocks(self, head: Head, header_last: int, width: int) -> Iterator[Block]:
        """The rows below the header."""
        return delimited.blocks(_layout(head), header_last, width)

    def closing(self, head: Head) -> tuple[str, ...]:
        """The last lines, where footnotes stand."""
        return delimited.closing_lines(_layout(head))

    def _head(self, delimiter: str) -> Head:
        layout = Layout(self.path, self.encoding, delimiter)
        rows = delimited.head_of(layout)
        width = max((len(row) for row in rows), default=0)
        if width > MAX_COLUMNS:
            raise FileError(Fault("reading_errors.too_wide", Place(file=self.path.name), width, MAX_COLUMNS))
        return Head("", rows, layout)


class Book:
    """A workbook with its visible sheets, and those hidden ones that a person has asked for.

    Raises FileError: encrypted, damaged, or a sheet too wide.
    """

    encoding = ""

    def __init__(self, path: Path, kind: Kind, decisions: Decisions) -> None:
        self.path, self.kind = path, kind
        self._book = workbook.open_workbook(path)
        self.sheets = tuple(self._book.sheet_names)
        visible = set(workbook.visible_sheets(self._book))
        wanted = {name for name in self.sheets if Decided(decisions).refuses("sheet_skipped", name)}
        self.heads = [
            self._head(name, name in wanted) for name in self.sheets if name in visible or name in wanted
        ]

    def blocks(self, head: Head, header_last: int, width: int) -> Iterator[Block]:
        """The rows below the header."""
        return workbook.blocks(workbook.sheet_of(self._book, head.sheet, self.path), header_last, width)

    def closing(self, head: Head) -> tuple[str, ...]:
        """The last lines of the sheet, where footnotes stand."""
        return workbook.closing_lines(workbook.sheet_of(self._book, head.sheet, self.path))

    def _head(self, name: str, asked_for: bool) -> Head:
        rows = workbook.head_of(workbook.sheet_of(self._book, name, self.path))
        return Head(name, rows, asked_for=asked_for)


Source = TextFile | Book


def source_of(path: Path, decisions: Decisions = NOTHING_DECIDED) -> Source:
    """The opened file. Raises FileError: empty, not a table, encrypted, damaged, a zip bomb, too wide, undecodable."""
    kind = kind_of(path)
    return TextFile(path, decisions) if kind == "csv" else Book(path, kind, decisions)


def _layout(head: Head) -> Layout:
    if head.layout is None:
        raise ValueError(head.sheet)
    return head.layout
