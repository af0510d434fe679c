"""CSV: a file for each table, in one ZIP where there are several, with the lines that say what its numbers are.

A file is the table's title, what stands above it, its headings and rows, and after an empty line its notes and the
brief's stamp. Numbers are bare, so that any program reads them, with their unit in the heading.
"""

import csv
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from math import isfinite
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kpi.briefs.parts import Brief, Cell, Number, Table
from kpi.briefs.stamped import stamp_lines
from kpi.briefs.writers.letters import Encoding, Letters
from kpi.spreadsheets import guarded

FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
LONGEST_NAME = 60
LITERAL = re.compile(r'"([^"]*)"')
PERCENT = "%"


def write(brief: Brief, encoding: Encoding = "utf-8-sig") -> tuple[bytes, tuple[str, ...]]:
    """One CSV, or a ZIP of several (`suffix` says which), and what each letter that CP949 lacks was replaced by."""
    letters = Letters(encoding)
    files = _files(brief, letters)
    data = files[0][1] if len(files) == 1 else _zipped(files, brief.made_on)
    return data, letters.replaced


def suffix(brief: Brief) -> str:
    """How the name of what `write` gives ends: csv or zip."""
    return "csv" if len(_tables(brief)) < 2 else "zip"


def tables(brief: Brief, encoding: Encoding = "utf-8-sig") -> tuple[tuple[str, bytes], ...]:
    """The name and the bytes of each table's file, those behind charts and of definitions too."""
    return tuple(_files(brief, Letters(encoding)))


def _tables(brief: Brief) -> tuple[Table, ...]:
    return (*brief.tables, *brief.definitions)


def _files(brief: Brief, letters: Letters) -> list[tuple[str, bytes]]:
    """A brief without any table still says what it is."""
    shown = _tables(brief) or (Table(brief.title, (), ()),)
    return [
        (f"{at:02}_{_file_name(table.title)}.csv", letters.encoded(_text(table, brief, letters)))
        for at, table in enumerate(shown, start=1)
    ]


def _zipped(files: Sequence[tuple[str, bytes]], made_on: date) -> bytes:
    """The same bytes for the same files: each is dated by the brief."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as parts:
        for name, data in files:
            told = ZipInfo(name, (made_on.year, made_on.month, made_on.day, 0, 0, 0))
            told.compress_type = ZIP_DEFLATED
            parts.writestr(told, data)
    return target.getvalue()


def _file_name(title: str) -> str:
    return " ".join(FORBIDDEN.sub(" ", title).split())[:LONGEST_NAME].strip(" .")


def _text(table: Table, brief: Brief, letters: Letters) -> str:
    units = [_units(table, at) for at in range(len(table.columns))]
    headings = [_with_unit(column.heading, found) for column, found in zip(table.columns, units, strict=True)]
    above = [table.title], [each for each in (table.basis, table.unit) if each]
    below = [*table.notes, *stamp_lines(brief)]
    target = StringIO()
    out = csv.writer(target, lineterminator="\r\n")
    for line in (*above, headings):
        if line:
            out.writerow(guarded(letters.known(each)) for each in line)
    for row in table.rows:
        cells = zip(row, units, strict=True)
        out.writerow(guarded(letters.known(_cell(cell, found))) for cell, found in cells)
    out.writerow([])
    for line in below:
        out.writerow([guarded(letters.known(line))])
    return target.getvalue()


def _units(table: Table, at: int) -> set[str]:
    """The units of a column's numbers; one that all of them have goes into its heading."""
    cells = (row[at] for row in table.rows)
    return {_unit(cell.pattern) for cell in cells if isinstance(cell, Number) and _known(cell)}


def _with_unit(heading: str, units: set[str]) -> str:
    unit = next(iter(units)) if len(units) == 1 else ""
    return f"{heading} ({unit})" if unit and f"({unit})" not in heading else heading


def _unit(pattern: str) -> str:
    """What a number format writes around a number: 억원 of `#,##0.0"억원"`, % of `0.0%`."""
    positive = pattern.split(";")[0]
    if PERCENT in LITERAL.sub("", positive):
        return PERCENT
    return " ".join(part.strip() for part in LITERAL.findall(positive) if part.strip())


def _cell(cell: Cell, units: set[str]) -> str:
    """A number without its unit where the heading names it, with it where a column's units differ."""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return cell
    if not _known(cell):
        return cell.shown
    unit = _unit(cell.pattern)
    exact = Decimal(repr(cell.value)) * (100 if unit == PERCENT else 1)
    number = f"{exact:f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    return number if len(units) == 1 else f"{number}{unit}"


def _known(number: Number) -> bool:
    return number.value is not None and isfinite(number.value)
