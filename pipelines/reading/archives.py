"""Zip archives measured before anybody unpacks them: what they really hold, not what they say they hold."""

import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from pathlib import Path

from kpi.errors import Fault, FileError, Place

BLOCK = 1 << 20
DAMAGED = (
    zipfile.BadZipFile,
    NotImplementedError,
    OSError,
    RuntimeError,
    EOFError,
    ValueError,
    OverflowError,
    zlib.error,
)


def measured(path: Path) -> dict[str, zipfile.ZipInfo]:
    """The archive's entries by name (with `/`), each unpacked once: its header may tell a small size of a large one.

    Raises FileError: damaged, or an entry that is not as large as it says.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            for entry in entries:
                if sum(map(len, _unpacked(archive, entry))) != entry.file_size:
                    raise refusal("damaged", path)
    except DAMAGED as error:
        raise refusal("damaged", path) from error
    return {entry.filename.replace("\\", "/"): entry for entry in entries}


def blocks_of(path: Path, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of one entry, a megabyte at a time. Raises FileError: damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _unpacked(archive, entry)
    except DAMAGED as error:
        raise refusal("damaged", path) from error


def refusal(
    name: str, path: Path, value: object = None, allowed: object = None, sheet: str = ""
) -> FileError:
    """A FileError of reading about the whole file, or one of its sheets."""
    return FileError(Fault(f"reading_errors.{name}", Place(path.name, sheet), value, allowed))


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Blocks up to the true end, or one byte beyond the size it states: zipfile alone would stop where that says."""
    unlimited = copy(entry)
    unlimited.file_size = 1 << 62
    left = entry.file_size + 1
    with archive.open(unlimited) as stream:
        while left and (block := stream.read(min(BLOCK, left))):
            left -= len(block)
            yield block
