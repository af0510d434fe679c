"""Which encoding a text file is in, decided by its content: strict UTF-8, UTF-16, then CP949."""

import codecs
import re
from pathlib import Path

from kpi.errors import Fault, FileError, Place

BLOCK = 1 << 22
HEAD_BYTES = 4096
# CP949 is slow to decode, and its rows are decoded again when read: a fault beyond this is found then.
CP949_CHECKED_BYTES = 1 << 24
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SEPARATED = re.compile(r"[,;|\t].*[\r\n]", re.DOTALL)


def encoding_of(path: Path) -> str:
    """`utf-8-sig`, `utf-16` (`utf-16-le`, `utf-16-be` without a mark) or `cp949`; UTF-8 has to hold to the last byte.

    Raises FileError where none fits.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(UTF16_MARKS):
        candidates: tuple[str, ...] = ("utf-16",)
    elif unmarked := is_unmarked_utf16(head):
        candidates = (unmarked,)
    else:
        candidates = ("utf-8-sig", "cp949")
    for name in candidates:
        if undecodable_at(path, name) is None:
            return name
    position = undecodable_at(path, candidates[-1])
    raise FileError(Fault("reading_errors.undecodable", Place(file=path.name), position, list(candidates)))


def is_unmarked_utf16(head: bytes) -> str:
    """`utf-16-le` or `utf-16-be` where the first bytes can only be that, without its mark; '' otherwise.

    Every second byte of its ASCII letters is zero, none of the others is, and read so it has delimiters and lines.
    """
    even = head[: len(head) // 2 * 2]
    zeros = even[0::2].count(0), even[1::2].count(0)
    if not any(zeros) or all(zeros):
        return ""
    name = "utf-16-le" if zeros[1] else "utf-16-be"
    text = even.decode(name, "ignore")
    return name if SEPARATED.search(text) and "\ufffd" not in text else ""


def undecodable_at(path: Path, encoding: str) -> int | None:
    """Offset of the block with the first byte that the encoding cannot hold, or None where it holds all."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    position = 0
    with path.open("rb") as file:
        try:
            while block := file.read(BLOCK):
                decoder.decode(block)
                position += len(block)
                if encoding == "cp949" and position >= CP949_CHECKED_BYTES:
                    return None
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            return position + error.start
    return None
