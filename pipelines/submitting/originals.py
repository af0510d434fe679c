"""A received file row by row as it was, to be written again: text with its line ends, cells with their types."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpi.errors import FileError
from pipelines.reading import workbook
from pipelines.reading.model import Reading
from pipelines.reading.records import Layout, broken

UTF8_MARK = codecs.BOM_UTF8


@dataclass(frozen=True)
class Row:
    """One row as a spreadsheet numbers it. `raw` is its text with the line end, '' in a workbook."""

    number: int
    cells: list[Any]
    raw: str = ""


class TextOriginal:
    """A delimited text file."""

    def __init__(self, path: Path, reading: Reading) -> None:
        self.layout = Layout(path, reading.encoding, reading.delimiter)

    @property
    def encoding(self) -> str:
        """What writes the same bytes for the same text, its mark included."""
        with self.layout.path.open("rb") as file:
            head = file.read(3)
        if self.layout.encoding == "utf-8-sig":
            return "utf-8-sig" if head == UTF8_MARK else "utf-8"
        if self.layout.encoding == "utf-16":
            return "utf-16-le" if head.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
        return self.layout.encoding

    @property
    def mark(self) -> bytes:
        """The byte order mark that the encoding itself does not write."""
        marks = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
        return marks.get(self.encoding, b"") if self.layout.encoding == "utf-16" else b""

    def rows(self) -> Iterator[Row]:
        """Every record with the text it was cut from. Raises FileError where a quote is never closed."""
        taken: list[str] = []
        with self.layout.path.open(encoding=self.layout.encoding, newline="") as file:

            def lines() -> Iterator[str]:
                for line in file:
                    taken.append(line)
                    yield line.replace("\0", "")

            try:
                for number, record in enumerate(csv.reader(lines(), delimiter=self.layout.delimiter), 1):
                    yield Row(number, list(record), "".join(taken))
                    taken.clear()
            except (csv.Error, UnicodeDecodeError) as error:
                raise broken(self.layout.path, str(error)) from error


class BookOriginal:
    """A workbook. Cells keep their types; what a cell computes is a value, and an error value a text."""

    def __init__(self, path: Path) -> None:
        self.path, self.book = path, workbook.open_workbook(path)

    @property
    def sheets(self) -> dict[str, bool]:
        """The sheets in their order, and whether each is shown."""
        visible = set(workbook.visible_sheets(self.book))
        return {name: name in visible for name in self.book.sheet_names}

    def rows(self, name: str) -> Iterator[Row]:
        """Every row of a sheet from its first on; nothing of one that is too large to be a table."""
        try:
            sheet = workbook.sheet_of(self.book, name, self.path)
        except FileError:
            return
        left = sheet.cells.start[1] if sheet.cells.start else 0
        errors: dict[int, dict[int, str]] = {}
        for (number, column), text in sheet.errors.items():
            errors.setdefault(number, {})[column - 1] = text
        for number, values in enumerate(sheet.cells.iter_rows(), 1):
            cells = [""] * left + list(values)
            for position, text in errors.get(number, {}).items():
                cells += [""] * (position + 1 - len(cells))
                cells[position] = text
            yield Row(number, cells)
