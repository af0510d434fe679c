"""What a file is, decided by its content, and refusals of what must not be opened: no table, encrypted, a zip bomb."""

import mmap
import re
import struct
import zipfile
from pathlib import Path

from pipelines.reading.archives import DAMAGED, refusal
from pipelines.reading.encoding import is_unmarked_utf16
from pipelines.reading.model import Kind
from pipelines.reading.sheets_xls import Container

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOREIGN = {
    b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"HWP Document File": "HWP",
    b"{\\rtf": "RTF", b"PAR1": "Parquet", b"SQLite format 3": "SQLite", b"\x1f\x8b": "GZIP", b"7z\xbc\xaf":
    "7Z", b"Rar!": "RAR", b"ALZ\x01": "ALZ", b"EGGA": "EGG", b"BZh": "BZIP2", b"\xfd7zXZ": "XZ",
}  # fmt: skip
DOCUMENTS = {"HwpSummaryInformation": "HWP", "WordDocument": "DOC", "PowerPoint Document": "PPT"}
MARKUP = (
    b"<html",
    b"<!doctype html",
    b"<table",
    b"<?xml",
    b"<meta",
    b"<head",
    b"<style",
    b"<div",
    b"<workbook",
)
ROWS_OF_MARKUP = re.compile(rb"<(?:\w+:)?(?:tr|row)\b", re.IGNORECASE)
MARKUP_SEARCHED_BYTES = 1 << 20
MAX_UNPACKED_BYTES = 2 << 30
MAX_RATIO = 200
RATIO_COUNTS_FROM_BYTES = 64 << 20
MAX_ENTRIES = 10_000
MAX_MANIFEST_BYTES = 1 << 20
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def kind_of(path: Path) -> Kind:
    """The file's kind. Raises FileError: empty, not a table, encrypted, or unpacking to more than is safe."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise refusal("empty", path)
    if head.startswith(ZIP):
        return _kind_of_zip(path)
    if head.startswith(OLE):
        return _kind_of_ole(path)
    if is_markup(path):
        return "xls"
    _refuse_foreign(path, head)
    return "csv"


def is_markup(path: Path) -> bool:
    """Whether it is HTML or XML with rows of a table, which go by the ending `.xls`. Raises FileError: without."""
    with path.open("rb") as file:
        head = file.read(MARKUP_SEARCHED_BYTES)
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP):
        return False
    if not ROWS_OF_MARKUP.search(head):
        raise refusal("not_a_table", path, "HTML/XML")
    return True


def _refuse_foreign(path: Path, head: bytes) -> None:
    for mark, name in FOREIGN.items():
        if head.startswith(mark):
            raise refusal("not_a_table", path, name)
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and not is_unmarked_utf16(head):
        raise refusal("not_a_table", path, "binary")


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = {entry.filename.replace("\\", "/") for entry in entries}
            manifest = _manifest(archive, names)
    except DAMAGED as error:
        raise refusal("damaged", path) from error
    _refuse_zip(path, entries, len(names))
    if b"encryption-data" in manifest:
        raise refusal("encrypted", path)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and b"opendocument.spreadsheet" in manifest:
        return "ods"
    raise refusal("not_a_table", path, _name_of_zip(names))


def _manifest(archive: zipfile.ZipFile, names: set[str]) -> bytes:
    if "META-INF/manifest.xml" not in names:
        return b""
    with archive.open("META-INF/manifest.xml") as stream:
        return stream.read(MAX_MANIFEST_BYTES)


def _refuse_zip(path: Path, entries: list[zipfile.ZipInfo], names: int) -> None:
    """What the list of entries tells by itself: encrypted, a bomb, or nothing that a spreadsheet writes."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusal("encrypted", path)
    unpacked = sum(entry.file_size for entry in entries)
    allowed = min(MAX_UNPACKED_BYTES, max(RATIO_COUNTS_FROM_BYTES, MAX_RATIO * path.stat().st_size))
    if unpacked > allowed:
        raise refusal("zip_bomb", path, unpacked >> 20, allowed >> 20)
    odd = any(entry.compress_type not in METHODS for entry in entries)
    if odd or len(entries) > MAX_ENTRIES or names < len(entries):
        raise refusal("damaged", path)


def _name_of_zip(names: set[str]) -> str:
    if any(name.startswith("Contents/section") for name in names):
        return "HWPX"
    folders = {"word/": "DOCX", "ppt/": "PPTX", "xl/workbook.bin": "XLSB"}
    return next(
        (kind for start, kind in folders.items() if any(name.startswith(start) for name in names)), "ZIP"
    )


def _kind_of_ole(path: Path) -> Kind:
    """An OLE container is an old workbook, an encrypted new one, or another program's document; its stream names
    tell.
    """
    names = _names_in(path)
    if "EncryptedPackage" in names:
        raise refusal("encrypted", path)
    document = next((kind for name, kind in DOCUMENTS.items() if name in names), None)
    if document is None and names & {"Workbook", "Book"}:
        return "xls"
    raise refusal("not_a_table", path, document or "OLE")


def _names_in(path: Path) -> set[str]:
    """The names of the streams, or of a damaged container those that are found anywhere in it."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        try:
            return Container(content[:]).names()
        except (ValueError, IndexError, struct.error):
            known = ("EncryptedPackage", "Workbook", "Book", *DOCUMENTS)
            return {name for name in known if content.find(name.encode("utf-16-le")) >= 0}
