"""The records of a delimited text file one by one, with bounds on what one record may take."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from kpi.errors import Fault, FileError, Place

DELIMITERS = (",", "\t", ";", "|", "^", "~", "\x1f", ":")
HEAD_RECORDS = 200
CLOSING_LINES, CLOSING_BYTES = 20, 1 << 14
MAX_CELL_CHARACTERS, MAX_RECORD_CHARACTERS = 1 << 20, 1 << 22
# Handed to the parser behind the last line: it becomes a record of its own, unless a quote is still open.
END_OF_FILE = "\0"
csv.field_size_limit(MAX_CELL_CHARACTERS)


@dataclass(frozen=True)
class Layout:
    """How a text file is cut into cells."""

    path: Path
    encoding: str
    delimiter: str


def head_of(layout: Layout) -> list[list[str]]:
    """The first records, trimmed. Raises FileError where a quote is never closed."""
    return [[cell.strip() for cell in record] for record in islice(records(layout), HEAD_RECORDS)]


def closing_lines(layout: Layout) -> tuple[str, ...]:
    """The last lines as they stand, without the delimiters at their ends: footnotes are looked for there before
    reading.
    """
    with layout.path.open("rb") as file:
        mark = file.read(2)
        size = layout.path.stat().st_size
        file.seek(max(size - CLOSING_BYTES, 0) // 2 * 2)
        content = file.read()
    encoding = layout.encoding
    if encoding == "utf-16":
        encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    lines = content.decode(encoding, "ignore").splitlines()[-CLOSING_LINES:]
    return tuple(line.strip("\ufeff").strip().strip(f'"{layout.delimiter}') for line in lines)


class Lines:
    """The lines of a text file, with END_OF_FILE behind them; `taken` counts the characters of one record.

    Raises FileError where a record grows beyond what a row can be: no line ends, or a quote that is never closed.
    """

    def __init__(self, file: TextIO, path: Path) -> None:
        self.file, self.path = file, path
        self.taken = self.records = 0

    def __iter__(self) -> Iterator[str]:
        while line := self.file.readline(MAX_RECORD_CHARACTERS):
            self.taken += len(line)
            if self.taken >= MAX_RECORD_CHARACTERS:
                place = Place(file=self.path.name, row=self.records + 1)
                raise FileError(Fault("reading_errors.record_too_long", place, None, MAX_RECORD_CHARACTERS))
            yield line.replace("\0", "")
        yield END_OF_FILE

    def next_record(self) -> None:
        """A record is complete."""
        self.taken, self.records = 0, self.records + 1


def records(layout: Layout) -> Iterator[list[str]]:
    """Every record; an empty line is an empty record.

    Raises FileError where a quote is never closed or a record never ends.
    """
    with layout.path.open(encoding=layout.encoding, newline="") as file:
        lines = Lines(file, layout.path)
        try:
            for record in csv.reader(lines, delimiter=layout.delimiter):
                if record and record[-1].endswith(END_OF_FILE):
                    if record != [END_OF_FILE]:
                        raise broken(layout.path, "unclosed", lines.records + 1)
                    return
                yield record
                lines.next_record()
        except csv.Error as error:
            raise broken(layout.path, str(error), lines.records + 1) from error
        except UnicodeDecodeError as error:
            raise FileError(
                Fault("reading_errors.undecodable", Place(file=layout.path.name), error.start)
            ) from error


def broken(path: Path, reason: str, row: int | None = None) -> FileError:
    """The refusal of a text whose rows cannot be told apart."""
    return FileError(Fault("reading_errors.broken_text", Place(file=path.name, row=row), reason))
