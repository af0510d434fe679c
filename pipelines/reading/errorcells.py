"""Error values of a workbook (`#DIV/0!`): calamine gives them as empty cells, and a number would be lost."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

BLOCK = 1 << 20
OVERLAP = 1 << 14
ERROR_CELL = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"[^>]*\bt="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>'
)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def error_cells(path: Path, sheet: str) -> list[tuple[int, int, str]]:
    """(row, column position, error) of each error value of one XLSX sheet, in the order of the file."""
    with zipfile.ZipFile(path) as archive:
        part = _part_of(archive, sheet)
        found = dict.fromkeys(_errors_in(archive, part)) if part else {}
    return [(int(row), _position(letters.decode()), text.decode()) for letters, row, text in found]


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The archive's member that holds a sheet, or None in a workbook of another make (XLSB)."""
    if "xl/workbook.xml" not in archive.namelist():
        return None
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    wanted = next(
        (each.get(RELATION) for each in book.iter(f"{MAIN}sheet") if each.get("name") == sheet), None
    )
    target = targets.get(wanted, "")
    member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return member if member in archive.namelist() else None


def _errors_in(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Matches block by block; blocks overlap, so that a cell cut in two is seen whole."""
    with archive.open(part) as stream:
        kept = b""
        while block := stream.read(BLOCK):
            text = kept + block
            yield from ERROR_CELL.findall(text)
            kept = text[-OVERLAP:]


def _position(letters: str) -> int:
    """`A` is 0, `AA` 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
