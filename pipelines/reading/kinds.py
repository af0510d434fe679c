"""What a file is, decided by its content, and refusals of what must not be opened: no table, encrypted, a zip bomb."""

import zipfile
from pathlib import Path

from kpi.errors import Fault, FileError, Place
from pipelines.reading.model import Kind

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOREIGN = {
    b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"HWP Document File": "HWP",
    b"{\\rtf": "RTF", b"PAR1": "Parquet", b"SQLite format 3": "SQLite", b"\x1f\x8b": "GZIP", b"7z\xbc\xaf":
    "7Z", b"Rar!": "RAR",
}  # fmt: skip
MARKUP = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"<head")
MAX_UNPACKED_BYTES = 2 << 30
MAX_RATIO = 200
RATIO_COUNTS_FROM_BYTES = 64 << 20


def kind_of(path: Path) -> Kind:
    """The file's kind. Raises FileError: empty, not a table, encrypted, or unpacking to more than is safe."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise _refusal("empty", path)
    if head.startswith(ZIP):
        return _kind_of_zip(path)
    if head.startswith(OLE):
        return _kind_of_ole(path)
    _refuse_foreign(path, head)
    return "csv"


def _refuse_foreign(path: Path, head: bytes) -> None:
    for mark, name in FOREIGN.items():
        if head.startswith(mark):
            raise _refusal("not_a_table", path, name)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP):
        raise _refusal("not_a_table", path, "HTML/XML")
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refusal("not_a_table", path, "binary")


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError) as error:
        raise _refusal("damaged", path) from error
    unpacked = sum(entry.file_size for entry in entries)
    allowed = min(MAX_UNPACKED_BYTES, max(RATIO_COUNTS_FROM_BYTES, MAX_RATIO * path.stat().st_size))
    if unpacked > allowed:
        raise _refusal("zip_bomb", path, unpacked >> 20, allowed >> 20)
    if b"encryption-data" in manifest or any(entry.flag_bits & 1 for entry in entries):
        raise _refusal("encrypted", path)
    if any(name.startswith("xl/workbook") for name in names):
        return "xlsx"
    if "content.xml" in names and b"opendocument.spreadsheet" in manifest:
        return "ods"
    raise _refusal("not_a_table", path, _name_of_zip(names))


def _name_of_zip(names: set[str]) -> str:
    if any(name.startswith("Contents/section") for name in names):
        return "HWPX"
    folders = {"word/": "DOCX", "ppt/": "PPTX"}
    return next(
        (kind for start, kind in folders.items() if any(name.startswith(start) for name in names)), "ZIP"
    )


def _kind_of_ole(path: Path) -> Kind:
    """An OLE container is an old workbook, an encrypted new one, or another program's document; its stream names
    tell.
    """
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise _refusal("encrypted", path)
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return "xls"
    if "HwpSummaryInformation".encode("utf-16-le") in content:
        raise _refusal("not_a_table", path, "HWP")
    raise _refusal("not_a_table", path, "OLE")


def _refusal(name: str, path: Path, value: object = None, allowed: object = None) -> FileError:
    return FileError(Fault(f"reading_errors.{name}", Place(file=path.name), value, allowed))
