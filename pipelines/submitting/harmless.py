"""Files that are handed out: nothing in them runs as a formula, and no letter is lost without a word."""

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from kpi import durable
from pipelines.reading.guards import GUARD, runs

PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,12})?")
MAX_SHEET_ROWS = 1_048_576
OWNER_ONLY = 0o600


class TextFile:
    """Writes records of a delimited file; counts what had to be guarded, and letters the encoding cannot hold."""

    def __init__(self, target: BinaryIO, encoding: str, delimiter: str, mark: bytes = b"") -> None:
        self._target, self.encoding, self._delimiter = target, encoding, delimiter
        self._codec = "utf-8" if encoding == "utf-8-sig" else encoding
        self.guarded = self.replaced = 0
        target.write(b"\xef\xbb\xbf" if encoding == "utf-8-sig" else mark)

    def raw(self, text: str, cells: Sequence[str]) -> None:
        """A record as it was, unless one of its cells could run."""
        if any(runs(cell.strip()) for cell in cells):
            self.record(cells, text[len(text.rstrip("\r\n")) :] or "\r\n")
        else:
            self._write(text)

    def record(self, cells: Sequence[str], ending: str = "\r\n") -> None:
        """A record from cells."""
        safe = [f"{GUARD}{cell}" if runs(cell.strip()) else cell for cell in cells]
        self.guarded += sum(one != other for one, other in zip(safe, cells, strict=True))
        line = StringIO()
        csv.writer(line, delimiter=self._delimiter, lineterminator=ending).writerow(safe)
        self._write(line.getvalue())

    def _write(self, text: str) -> None:
        try:
            content = text.encode(self._codec)
        except UnicodeEncodeError:
            self.replaced += sum(not self._holds(letter) for letter in text)
            content = text.encode(self._codec, "replace")
        self._target.write(content)

    def _holds(self, letter: str) -> bool:
        try:
            letter.encode(self._codec)
        except UnicodeEncodeError:
            return False
        return True


class Book:
    """Writes sheets row by row; every text is stored as a text."""

    def __init__(self, path: Path) -> None:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(str(path), options)
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._sheet: Worksheet | None = None
        self._row = 0

    def sheet(self, name: str, shown: bool = True) -> None:
        """Starts a sheet."""
        self._sheet, self._row = self._book.add_worksheet(name), 0
        if not shown:
            self._sheet.hide()

    def row(self, cells: Sequence[Any]) -> bool:
        """Writes the next row; False where the sheet is full."""
        if self._sheet is None or self._row >= MAX_SHEET_ROWS:
            return False
        for position, cell in enumerate(cells):
            self._cell(self._sheet, position, cell)
        self._row += 1
        return True

    def _cell(self, sheet: Worksheet, position: int, cell: Any) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, bool):
            sheet.write_boolean(self._row, position, cell)
        elif isinstance(cell, int | float):
            sheet.write_number(self._row, position, cell)
        elif isinstance(cell, date):
            whole = not isinstance(cell, datetime) or cell.time() == datetime.min.time()
            sheet.write_datetime(self._row, position, cell, self._day if whole else self._moment)
        else:
            sheet.write_string(self._row, position, str(cell))

    def close(self) -> None:
        """Finishes the file."""
        self._book.close()


@contextmanager
def handed_out(final: Path) -> Iterator[Path]:
    """A name to write under; the finished file takes its place, readable by its owner only. Raises DiskFull."""
    temporary = durable.beside(final)
    try:
        with durable.naming_full_disk(final):
            durable.make_folder(final.parent)
            temporary.touch(mode=OWNER_ONLY)
            yield temporary
        durable.place(temporary, final)
    finally:
        temporary.unlink(missing_ok=True)


def number_or_text(text: str) -> float | int | str:
    """A corrected cell as a spreadsheet would hold it: a plain number as one, anything else as it was typed."""
    if PLAIN_NUMBER.fullmatch(text) is None:
        return text
    return float(text) if "." in text else int(text)
