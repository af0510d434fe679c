"""All that a finished file says: what is written in it, and every number that lies in its data."""

import io
import re
from collections.abc import Iterator
from zipfile import ZipFile, is_zipfile

import openpyxl
from lxml import etree
from pypdf import PdfReader

from tests.briefs.test_cells import as_a_spreadsheet_writes

NUMERAL = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def words_in(content: bytes, form: str) -> str:
    """Everything that is written in a file, without any space; cells of a workbook as a spreadsheet shows them."""
    match form:
        case "pdf":
            said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        case "xlsx":
            said = " ".join(_cells(content))
        case "csv":
            said = " ".join(each.decode("utf-8-sig") for each in _parts(content)) if _is_zip(content) else ""
            said = said or content.decode("utf-8-sig")
        case _:
            said = " ".join(_texts(content))
    return re.sub(r"\s", "", said)


def numbers_in(content: bytes, form: str) -> set[float]:
    """Every number that lies in the data of a file, shown or not: cells, series, workbooks inside."""
    if form == "pdf":
        return set()
    if form == "csv":
        return {float(each) for each in NUMERAL.findall(words_in(content, form).replace(",", ""))}
    found: set[float] = set()
    with ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            inner = parts.read(name)
            if name.endswith(".xlsx"):
                found |= numbers_in(inner, "xlsx")
            elif name.endswith(".xml"):
                texts = etree.fromstring(inner).itertext()
                found |= {float(each) for text in texts if NUMERAL.fullmatch(each := text.strip())}
    return found


def _is_zip(content: bytes) -> bool:
    return is_zipfile(io.BytesIO(content))


def _parts(content: bytes) -> list[bytes]:
    with ZipFile(io.BytesIO(content)) as parts:
        return [parts.read(name) for name in parts.namelist()]


def _texts(content: bytes) -> Iterator[str]:
    """The words of each part of an office file, each part without what is drawn between its letters."""
    for part in _parts(content):
        if part.lstrip().startswith(b"<"):
            yield "".join(etree.fromstring(part).itertext())


def _cells(content: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        for row in sheet.iter_rows():
            for cell in row:
                is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
                if is_number and re.search(r"#,##0|0", str(cell.number_format)):
                    yield as_a_spreadsheet_writes(float(cell.value), str(cell.number_format))  # type: ignore[arg-type]
                elif cell.value is not None:
                    yield str(cell.value)
