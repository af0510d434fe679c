"""Old workbooks (BIFF8 in an OLE container), record by record: nothing installed writes them any more."""

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

EPOCH = date(1899, 12, 30)
ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
GENERAL, DATE = 0, 1
SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@dataclass(frozen=True)
class Computed:
    """A cell with a formula whose result is an error."""

    error: str


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def cell(row: int, column: int, value: object) -> bytes:
    """One cell: a text, a number, a date, an error such as `#N/A`, or a formula that ends in one."""
    place = struct.pack("<HH", row, column)
    if value is None or value == "":
        return b""
    if isinstance(value, Computed):
        result = bytes([2, 0, ERRORS[value.error], 0, 0, 0, 0xFF, 0xFF])
        return record(0x06, place + struct.pack("<H", GENERAL) + result + bytes(6) + struct.pack("<H", 0))
    if isinstance(value, str) and value in ERRORS:
        return record(0x205, place + struct.pack("<HBB", GENERAL, ERRORS[value], 1))
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return record(0x204, place + struct.pack("<HHB", GENERAL, len(text) // 2, 1) + text)
    if isinstance(value, date):
        return record(0x203, place + struct.pack("<Hd", DATE, (value - EPOCH).days))
    return record(0x203, place + struct.pack("<Hd", GENERAL, float(value)))  # type: ignore[arg-type]


def sheet_stream(rows: Sequence[Sequence[object]], declared: tuple[int, int] | None = None) -> bytes:
    """A sheet's records; `declared` are the rows and columns that it claims to have."""
    height, width = declared or (len(rows), max(map(len, rows), default=0))
    cells = b"".join(cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row))
    start = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    return (
        start + record(0x200, struct.pack("<IIHHH", 0, height, 0, width & 0xFFFF, 0)) + cells + record(0x0A)
    )


def workbook_stream(sheets: Mapping[str, bytes], hidden: Iterable[str] = (), extra: bytes = b"") -> bytes:
    """Globals and sheets, each sheet named with its place in the stream."""
    formats = [struct.pack("<HHH", 0, number, 0) + bytes(14) for number in (0, 14)]
    head = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + extra
    head += record(0x42, struct.pack("<H", 1200)) + b"".join(record(0xE0, each) for each in formats)
    names = {name: name.encode("utf-16-le") for name in sheets}
    position = len(head) + sum(12 + len(name) for name in names.values()) + 4
    bounds = b""
    for name, stream in sheets.items():
        content = struct.pack("<IBBBB", position, name in hidden, 0, len(names[name]) // 2, 1)
        bounds += record(0x85, content + names[name])
        position += len(stream)
    return head + bounds + record(0x0A) + b"".join(sheets.values())


def ole(stream: bytes, name: str = "Workbook") -> bytes:
    """The stream alone in a compound file: header, allocation table, directory, stream."""
    stream = stream.ljust(4096, b"\0")
    stream += bytes(-len(stream) % SECTOR)
    count = len(stream) // SECTOR
    tables = (count + 1) // 127 + 1
    chain = [FAT] * tables + [END] + [*range(tables + 2, tables + 1 + count), END]
    table = struct.pack(f"<{tables * 128}I", *chain, *[FREE] * (tables * 128 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))
    directory = entry("Root Entry", 5, 1, END, 0) + entry(name, 2, FREE, tables + 1, len(stream)) + bytes(256)
    return header + table + directory + stream


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<BBIII", kind, 1, FREE, FREE, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<H", len(text))
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def xls(
    sheets: Mapping[str, Sequence[Sequence[object]]],
    hidden: Iterable[str] = (),
    declared: tuple[int, int] | None = None,
) -> bytes:
    """An old workbook's bytes."""
    streams = {name: sheet_stream(rows, declared) for name, rows in sheets.items()}
    return ole(workbook_stream(streams, tuple(hidden)))
