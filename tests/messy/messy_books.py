"""Workbooks of today, written on the spot: XLSX by a library, ODS as the XML it is, and either one patched."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import xlsxwriter

Grid = Sequence[Sequence[object]]
ERRORS = ("#DIV/0!", "#N/A", "#REF!", "#VALUE!")
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
    f'manifest:full-path="/" manifest:media-type="{SPREADSHEET}"/></manifest:manifest>'
)
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
CONTENT = (
    f"<office:document-content {NAMESPACES} "
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    '<office:automatic-styles><style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"
)


def xlsx(
    sheets: Mapping[str, Grid],
    hidden: Iterable[str] = (),
    merged: Mapping[str, Sequence[str]] | None = None,
    top: int = 0,
    left: int = 0,
    formats: Mapping[tuple[int, int], str] | None = None,
) -> bytes:
    """A workbook. A cell is a text, number, date or error; `merged` are ranges whose first cell keeps its text."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(
        content, {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    ) as book:
        shown = {place: book.add_format({"num_format": each}) for place, each in (formats or {}).items()}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value in ERRORS:
                        sheet.write_formula(top + number, left + column, "=NA()", None, value)
                    elif value is not None:
                        sheet.write(top + number, left + column, value, shown.get((number, column)))
            for area in (merged or {}).get(name, ()):
                sheet.merge_range(area, "")
                corner = area.split(":")[0]
                value = rows[int(corner[1:]) - 1 - top][ord(corner[0]) - ord("A") - left]
                sheet.write(corner, value)
            if name in hidden:
                sheet.hide()
    return content.getvalue()


def patched(content: bytes, changes: Mapping[str, Callable[[bytes], bytes] | bytes]) -> bytes:
    """An archive with members changed or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in source.namelist():
            change = changes.get(name, source.read(name))
            archive.writestr(name, change if isinstance(change, bytes) else change(source.read(name)))
        for name in changes.keys() - set(source.namelist()):
            archive.writestr(name, changes[name])  # type: ignore[arg-type]
    return target.getvalue()


def with_sheet(xml: str) -> bytes:
    """A workbook whose only sheet, `자료`, holds this XML."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = f"{head}<worksheet {space}>{xml}</worksheet>".encode()
    return patched(xlsx({"자료": [["특구"]]}), {"xl/worksheets/sheet1.xml": sheet})


def macro_book(content: bytes) -> bytes:
    """The same workbook as one with macros."""
    plain, macros = b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml"
    named = b"application/vnd.openxmlformats-officedocument." + plain
    changed = b"application/vnd.ms-excel." + macros
    return patched(
        content,
        {"[Content_Types].xml": lambda types: types.replace(named, changed), "xl/vbaProject.bin": b"\0" * 64},
    )


def ods(sheets: Mapping[str, Grid], hidden: Iterable[str] = ()) -> bytes:
    """An open document as LibreOffice writes one, with the empty rows and columns to the edge of the sheet."""
    return ods_of("".join(_table(name, rows, name in tuple(hidden)) for name, rows in sheets.items()))


def ods_of(tables: str) -> bytes:
    """An open document with these `table:table` elements."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", SPREADSHEET)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", CONTENT.format(sheets=tables))
    return content.getvalue()


def _table(name: str, rows: Grid, is_hidden: bool) -> str:
    style = ' table:style-name="hidden"' if is_hidden else ""
    edge = '<table:table-cell table:number-columns-repeated="{}"/>'
    body = "".join(
        f"<table:table-row>{''.join(map(ods_cell, row))}{edge.format(16384 - len(row))}</table:table-row>"
        for row in rows
    )
    rest = f'<table:table-row table:number-rows-repeated="{1048576 - len(rows)}">{edge.format(16384)}</table:table-row>'
    return f'<table:table table:name="{name}"{style}>{body}{rest}</table:table>'


def ods_cell(value: object) -> str:
    """One cell as LibreOffice writes it."""
    if value is None or value == "":
        return "<table:table-cell/>"
    if value in ERRORS:
        return (
            '<table:table-cell table:formula="of:=NA()" office:value-type="float" office:value="0" '
            f'calcext:value-type="error"><text:p>{value}</text:p></table:table-cell>'
        )
    cell = '<table:table-cell office:value-type="{}"{}><text:p>{}</text:p></table:table-cell>'
    if isinstance(value, date):
        return cell.format("date", f' office:date-value="{value}"', "x")
    if isinstance(value, int | float):
        return cell.format("float", f' office:value="{value}"', value)
    return cell.format("string", "", value)
