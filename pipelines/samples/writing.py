"""Grids to bytes on disk: text in three encodings, workbooks, and the side-car beside every file."""

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
import yaml

from pipelines.samples.looks import UTF16, XLSX
from pipelines.samples.shapes import Grid
from pipelines.samples.spelling import Cell

# A fixed creation date, so that the same seed gives the same bytes.
CREATED = datetime(2026, 1, 1)
SUFFIX = {XLSX: ".xlsx", UTF16: ".tsv"}


def write_grid(grid: Grid, path: Path, encoding: str) -> None:
    """The grid as a workbook with merged cells, or as text where a merge's first cell alone is filled."""
    if encoding == XLSX:
        _write_workbook(grid, path)
    else:
        _write_text(grid, path, encoding)


def _write_text(grid: Grid, path: Path, encoding: str) -> None:
    delimiter = "\t" if encoding == UTF16 else ","
    # utf-16 alone would follow the machine's byte order: little-endian with its mark is what Windows saves.
    codec = "utf-16-le" if encoding == UTF16 else encoding
    with path.open("w", encoding=codec, newline="") as file:
        if encoding == UTF16:
            file.write("\ufeff")
        csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(grid.rows)


def _write_workbook(grid: Grid, path: Path) -> None:
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": CREATED})
    sheet = book.add_worksheet("자료")
    merged = book.add_format({"align": "center", "valign": "vcenter"})
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            _write_cell(sheet, row, column, cell)
    for first_row, first_column, last_row, last_column in grid.merges:
        cell = grid.rows[first_row][first_column]
        sheet.merge_range(first_row, first_column, last_row, last_column, cell, merged)
    book.close()


def _write_cell(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day))
    else:
        sheet.write_number(row, column, cell)


def write_side_car(path: Path, about: dict[str, Any]) -> None:
    """`<file name>.yml` beside the file."""
    text = yaml.safe_dump(about, allow_unicode=True, sort_keys=False, width=110)
    path.with_name(f"{path.name}.yml").write_text(text, "utf-8")
