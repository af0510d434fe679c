"""XLSX, XLS and ODS: what a spreadsheet shows, its own row numbers, several sheets, error values."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from reading_rows import rows_of

from kpi.catalogue import Catalogue
from pipelines.reading import read
from pipelines.reading.workbook import written

HEADER = ["특구", "연도", "지방비(억원)", "국비(억원)"]
ODS_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    "<manifest:file-entry "
    'manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)
ODS_CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="자료">{rows}'
    "</table:table></office:spreadsheet></office:body>"
    "</office:document-content>"
)


def test_rows_and_columns_are_the_spreadsheets(workbook: Callable[..., Path], catalogue: Catalogue) -> None:
    path = workbook({"자료": [HEADER, ["군산", date(2024, 12, 31), 18.5, 20]]}, left=2, top=3)
    reading = read(path, catalogue.datasets["funding"], catalogue)
    assert rows_of(reading) == [("군산", "2024-12-31", "18.5", "20", 5)]
    assert reading.tables[0].header_last == 4


def test_a_computed_number_is_what_the_spreadsheet_shows() -> None:
    assert written(79.90000000000001) == "79.9"
    assert written(1030.0) == "1030"
    assert written(1e16) == "10000000000000000"
    assert written(True) == "TRUE"


def test_every_visible_sheet_with_such_a_table_is_read(
    workbook: Callable[..., Path], catalogue: Catalogue
) -> None:
    rows = [HEADER, ["군산", "2024", 1, 2]]
    path = workbook(
        {"작성요령": [["빈칸 없이 작성"]], "가": rows, "나": rows, "숨김": rows}, hidden=("숨김",)
    )
    reading = read(path, catalogue.datasets["funding"], catalogue)
    assert len(rows_of(reading)) == 2
    assert [table.sheet for table in reading.tables] == ["가", "나"]
    assert [repair.count for repair in reading.repairs.listed() if repair.kind == "sheet_skipped"] == [2]


def test_an_error_value_is_a_fault_and_no_empty_cell(
    workbook: Callable[..., Path], catalogue: Catalogue, tmp_path: Path
) -> None:
    path = workbook({"자료": [HEADER, ["군산", "2024", "=1/0", 2]]})
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            content = source.read(name).replace(
                b'<c r="C2"><f>1/0</f><v>0</v>', b'<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v>'
            )
            target.writestr(name, content)
    reading = read(broken, catalogue.datasets["funding"], catalogue)
    rows_of(reading)
    assert [(fault.code, fault.where.row, fault.where.column, fault.value) for fault in reading.faults] == [
        ("reading_errors.cell_error", 2, "지방비", "#DIV/0!")
    ]


def test_an_old_workbook_is_read_whatever_it_is_called(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "legacy.csv"
    path.write_bytes((Path(__file__).parent / "files" / "legacy.xls").read_bytes())
    reading = read(path, catalogue.datasets["funding"], catalogue)
    assert reading.kind == "xls"
    assert rows_of(reading) == [
        ("군산", "2024", "1850", "2000", 5),
        ("구미", "2024", "1900", "2000", 6),
        ("군산특구", "2023-12-31", "79.9", "-", 7),
    ]
    assert [total.row for total in reading.totals] == [8]


@pytest.mark.parametrize("above", [0, 2])
def test_an_open_document_is_read(catalogue: Catalogue, tmp_path: Path, above: int) -> None:
    path = tmp_path / "file.ods"
    rows = [[]] * above + [HEADER, ["군산", "2024", "1", "2"]]
    cells = (
        "".join(
            f"<table:table-cell office:value-type='string'><text:p>{cell}</text:p></table:table-cell>"
            for cell in row
        )
        for row in rows
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", ODS_MANIFEST)
        body = "".join(f"<table:table-row>{row or '<table:table-cell/>'}</table:table-row>" for row in cells)
        archive.writestr("content.xml", ODS_CONTENT.format(rows=body))
    reading = read(path, catalogue.datasets["funding"], catalogue)
    assert (reading.kind, rows_of(reading)) == ("ods", [("군산", "2024", "1", "2", 2 + above)])
