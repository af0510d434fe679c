"""The extent and the errors of one XLSX sheet, read off its XML block by block."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipInfo

from pipelines.reading.archives import blocks_of, refusal
from pipelines.reading.sheets import MAX_CELLS, Extent, column_of

OVERLAP = 1 << 14
MAX_BOOK_BYTES = 16 << 20
# A cell that holds something; `<c r="XFD1" s="3"/>` is only formatted.
FILLED = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*(?<!/)>(?!</)')
BEYOND_Z = re.compile(rb'<c r="([A-Z]{2,})')
FAR_DOWN = re.compile(rb'<c r="[A-Z]+([0-9]{6,})')
USUAL_COLUMNS, USUAL_ROWS = 26, 99_999  # what those two leave
ERROR = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*\bt="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)<')
OTHER_TAGS = (b"<co", b"<cf", b"<cu", b"<ce")  # `cols`, `cfRule`, `customSheetViews`, `cellWatches`
UNUSUAL = re.compile(rb":(?:c|row)[\s/>]|t='e'")
PLACE = re.compile(rb"""\br=["']([A-Z]+)([0-9]+)["']""")
TOKEN = re.compile(rb"""<(?:\w+:)?(row|c|v)\b([^>]*)>([^<]*)""")
ROW_NUMBER = re.compile(rb"""\br=["']([0-9]+)["']""")
IS_ERROR = re.compile(rb"""\bt=["']e["']""")
RELATION = re.compile(r"\{[^}]*relationships\}id$")


def extent_of(path: Path, entries: dict[str, ZipInfo], sheet: str) -> Extent:
    """The extent of a sheet by name, at least; to the cell where it might be too large.

    Raises FileError: damaged, or more cells than can be read.
    """
    part = _part_of(path, entries, sheet)
    if part is None:
        raise refusal("damaged", path, sheet=sheet)
    entry = entries[part]
    extent = Extent()
    for text in _overlapping(path, entry, sheet):
        if not _is_usual(text):
            return _counted(path, entry, sheet)
        columns = (column_of(letters.decode()) for letters in set(BEYOND_Z.findall(text)))
        rows = (int(row) for row in set(FAR_DOWN.findall(text)))
        extent.reach(max(rows, default=USUAL_ROWS), max(columns, default=USUAL_COLUMNS), text.count(b"<c r="))
        if b't="e"' in text:
            for letters, row, error in ERROR.findall(text):
                extent.tell_error(int(row), column_of(letters.decode()), error.decode("utf-8", "replace"))
    if extent.is_bearable:
        return extent
    exact = Extent(errors=extent.errors)
    for text in _overlapping(path, entry, sheet):
        for letters, row in FILLED.findall(text):
            exact.reach(int(row), column_of(letters.decode()))
    return exact


def _is_usual(text: bytes) -> bool:
    """Whether every cell says first where it stands, as nearly all programs write it."""
    cells = text.count(b"<c") - sum(text.count(tag) for tag in OTHER_TAGS)
    return cells == text.count(b'<c r="') and UNUSUAL.search(text) is None


def _counted(path: Path, entry: ZipInfo, sheet: str) -> Extent:
    """The extent tag by tag: cells that do not say where they stand follow each other, tags may have a prefix."""
    extent, row, column, is_error = Extent(), 0, 0, False
    for kind, attributes, text in _tokens(path, entry, sheet):
        if kind == b"row":
            number = ROW_NUMBER.search(attributes)
            row, column = int(number[1]) if number else row + 1, 0
        elif kind == b"c":
            place = PLACE.search(attributes)
            row, column = (
                (int(place[2]), column_of(place[1].decode())) if place else (max(row, 1), column + 1)
            )
            is_error = IS_ERROR.search(attributes) is not None
        elif text.strip():
            extent.reach(row, column)
            if is_error:
                extent.tell_error(row, column, text.decode("utf-8", "replace"))
        if kind == b"c" and not attributes.endswith(b"/"):
            extent.reach(row, column)
        if extent.cells > 2 * MAX_CELLS:
            break
    return extent


def _tokens(path: Path, entry: ZipInfo, sheet: str) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Every `row`, `c` and `v` tag once, with its attributes and the text behind it."""
    kept = b""
    for block in blocks_of(path, entry):
        text = kept + block
        end = max(text.rfind(b"<"), len(text) - OVERLAP)
        yield from TOKEN.findall(text[:end])
        kept = text[end:]
    yield from TOKEN.findall(kept)


def _overlapping(path: Path, entry: ZipInfo, sheet: str) -> Iterator[bytes]:
    """Blocks that overlap, so that a cell cut in two is seen whole, and that end with a whole tag.

    Raises FileError: damaged where it is no XML.
    """
    kept, first = b"", True
    for block in blocks_of(path, entry):
        if first and not block.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
            raise refusal("damaged", path, sheet=sheet)
        text, first = kept + block, False
        yield text[: text.rfind(b"<")]
        kept = text[-OVERLAP:]
    yield kept


def _part_of(path: Path, entries: dict[str, ZipInfo], sheet: str) -> str | None:
    """The entry that holds a sheet, whatever namespace the workbook is written in; None where there is none."""
    book = _xml(path, entries, "xl/workbook.xml")
    relations = _xml(path, entries, "xl/_rels/workbook.xml.rels")
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    for each in book.iter():
        if each.tag.rpartition("}")[2] == "sheet" and each.get("name") == sheet:
            key = next((value for name, value in each.items() if RELATION.search(name)), None)
            target = targets.get(key, "").replace("\\", "/")
            wanted = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return next((name for name in entries if name.casefold() == wanted.casefold()), None)
    return None


def _xml(path: Path, entries: dict[str, ZipInfo], name: str) -> ElementTree.Element:
    if name not in entries or entries[name].file_size > MAX_BOOK_BYTES:
        raise refusal("damaged", path)
    try:
        return ElementTree.fromstring(b"".join(blocks_of(path, entries[name])))
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise refusal("damaged", path) from error
