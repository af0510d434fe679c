"""The extents and errors of the sheets of an old workbook: its OLE container and its records, read as far as that."""

import struct
from pathlib import Path

from pipelines.reading.archives import refusal
from pipelines.reading.sheets import Extent

END_OF_CHAIN, ENTRY_BYTES = 0xFFFFFFFA, 128
FORMULA, FILEPASS, BOUNDSHEET, DIMENSIONS, BOOLERR, MULRK, EOF = 0x06, 0x2F, 0x85, 0x200, 0x205, 0xBD, 0x0A
STARTS = (0x809, 0x409, 0x209, 0x09)
FILLED = frozenset({0x06, 0x206, 0x406, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xD6, 0xBD})
ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}


class Container:
    """The streams of an OLE file. Raises ValueError, IndexError or struct.error where it is damaged."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.size = 1 << struct.unpack_from("<H", content, 30)[0]
        if self.size not in (512, 4096):
            raise ValueError("sector size")
        directory, self.cutoff, mini = (struct.unpack_from("<I", content, at)[0] for at in (48, 56, 60))
        self.table = self._table()
        raw = self._chain(directory)
        self.entries = [
            raw[at : at + ENTRY_BYTES] for at in range(0, len(raw) - ENTRY_BYTES + 1, ENTRY_BYTES)
        ]
        self.mini_table = self._numbers(self._chain(mini))

    def names(self) -> set[str]:
        """The names of all its streams and storages."""
        return {_name(entry) for entry in self.entries if entry[66]}

    def stream(self, *names: str) -> bytes:
        """The first stream with one of these names. Raises ValueError where there is none."""
        entry = next((each for each in self.entries if each[66] == 2 and _name(each) in names), None)
        if entry is None:
            raise ValueError("no such stream")
        start, size = struct.unpack_from("<II", entry, 116)
        if size >= self.cutoff:
            return self._chain(start)[:size]
        root_start = struct.unpack_from("<I", self.entries[0], 116)[0]
        return self._links(start, self.mini_table, self._chain(root_start), 64)[:size]

    def _table(self) -> tuple[int, ...]:
        """Which sector follows which."""
        first, count = struct.unpack_from("<II", self.content, 68)
        listed = list(struct.unpack_from("<109I", self.content, 76))
        for _ in range(min(count, len(self.content) // self.size)):
            more = self._numbers(self._sector(first))
            listed, first = [*listed, *more[:-1]], more[-1]
        return self._numbers(b"".join(self._sector(each) for each in listed if each < END_OF_CHAIN))

    def _sector(self, number: int) -> bytes:
        return self.content[(number + 1) * self.size : (number + 2) * self.size]

    def _chain(self, start: int) -> bytes:
        return self._links(start, self.table, self.content[self.size :], self.size)

    @staticmethod
    def _links(start: int, table: tuple[int, ...], content: bytes, size: int) -> bytes:
        parts, number = [], start
        while number < END_OF_CHAIN:
            if len(parts) > len(table):
                raise ValueError("a chain that never ends")
            parts.append(content[number * size : (number + 1) * size])
            number = table[number]
        return b"".join(parts)

    @staticmethod
    def _numbers(content: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def extents_of(path: Path) -> list[Extent]:
    """One extent per sheet, in the order of the workbook. Raises FileError: encrypted or damaged."""
    try:
        stream = Container(path.read_bytes()).stream("Workbook", "Book")
        return [_extent(stream, at) for at in _sheets(path, stream)]
    except (ValueError, IndexError, struct.error) as error:
        raise refusal("damaged", path) from error


def _sheets(path: Path, stream: bytes) -> list[int]:
    """Where the sheets start."""
    found, at = [], 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == FILEPASS:
            raise refusal("encrypted", path)
        if kind == BOUNDSHEET:
            found.append(struct.unpack_from("<I", stream, at + 4)[0])
        if kind == EOF:
            break
        at += 4 + size
    return found


def _extent(stream: bytes, at: int) -> Extent:
    """What one sheet declares and holds; the reader allots what is declared."""
    extent, depth, end = Extent(), 0, len(stream)
    declared = 0
    while at + 4 <= end:
        kind, size = struct.unpack_from("<HH", stream, at)
        at += 4
        if kind in FILLED and size >= 6 and at + size <= end:
            row, first = struct.unpack_from("<HH", stream, at)
            last = struct.unpack_from("<H", stream, at + size - 2)[0] if kind == MULRK else first
            extent.reach(row + 1, last + 1, last - first + 1)
            if error := _error(kind, stream[at : at + size]):
                extent.tell_error(row + 1, first + 1, error)
        elif kind == DIMENSIONS:
            declared = max(declared, _declared(stream[at : at + size]))
        elif kind in STARTS:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth <= 0:
                break
        at += size
    extent.cells = max(extent.cells, declared)
    return extent


def _error(kind: int, content: bytes) -> str:
    """The error a cell holds: as a constant, or as a formula's result."""
    if kind == BOOLERR and len(content) >= 8 and content[7] == 1:
        return ERRORS.get(content[6], "#N/A")
    is_formula = kind in (FORMULA, 0x206, 0x406) and len(content) >= 14
    if is_formula and content[6] == 2 and content[12:14] == b"\xff\xff":
        return ERRORS.get(content[8], "#N/A")
    return ""


def _declared(content: bytes) -> int:
    """Cells of the declared area; both ways of writing it, the larger counts."""
    if len(content) >= 14:
        first, last, left, right = struct.unpack_from("<IIHH", content, 0)
    elif len(content) >= 8:
        first, last, left, right = struct.unpack_from("<HHHH", content, 0)
    else:
        return 0
    return max(last - first, 0) * max(right - left, 0)


def _name(entry: bytes) -> str:
    length = min(struct.unpack_from("<H", entry, 64)[0], 64)
    return entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
