"""Hostile files end in a refusal by name, before anybody allots what they claim."""

import io
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from messy_books import ods_of, patched, with_sheet, xlsx
from messy_xls import cell, ole, record, sheet_stream, workbook_stream, xls

from kpi.errors import FileError
from kpi.paths import PROJECT
from kpi.text import messages
from pipelines.reading import archives, body, kinds, records, sheets

Stages = Callable[..., tuple]
GRID = [["특구", "연도", "지방비(원)", "국비(원)"], ["군산", 2024, 1, 2]]
HEAD = "특구,연도,지방비(원),국비(원)\n"
CELL = '<table:table-cell office:value-type="string"{}><text:p>군산</text:p></table:table-cell>'
ROW = "<table:table-row{}>{}</table:table-row>"
TABLE = '<table:table table:name="자료">{}</table:table>'
ENOUGH_BYTES = 1536 << 20
HOSTILE_RUN = """
import resource, sys
from datetime import date
from pathlib import Path
from kpi.catalogue import load
from kpi.errors import FileError
from kpi.paths import Paths
from pipelines.reading import read
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
catalogue = load(Paths().catalogue)
for path in map(Path, sys.argv[2:]):
    try:
        for chunk in read(path, catalogue.datasets["funding"], catalogue).chunks():
            pass
        print(path.name, "read")
    except FileError as error:
        print(path.name, error.code)
"""


def sheet_with(*cells: str) -> bytes:
    """A sheet with a number in each of these cells, every one in a row of its own."""
    rows = (
        f'<row r="{each.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{each}"><v>1</v></c></row>'
        for each in cells
    )
    return with_sheet(f"<sheetData>{''.join(rows)}</sheetData>")


def lying_archive() -> bytes:
    """A workbook whose list of entries says that a large sheet is a small one."""
    content = with_sheet(f"<sheetData>{' ' * (3 << 20)}</sheetData>")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        true = next(entry for entry in archive.infolist() if "sheet1" in entry.filename).file_size
    return content.replace(struct.pack("<I", true), struct.pack("<I", 1000))


def doubled_entry() -> bytes:
    """A workbook with the same member twice: two readers could see two different sheets."""
    content = io.BytesIO(xlsx({"자료": GRID}))
    with zipfile.ZipFile(content, "a") as archive, pytest.warns(UserWarning):
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    return content.getvalue()


def with_stream(*records_of: bytes) -> bytes:
    """An old workbook with these records behind the cells of its sheet."""
    stream = sheet_stream(GRID)
    return ole(workbook_stream({"자료": stream[:-4] + b"".join(records_of) + stream[-4:]}))


def endless_chain() -> bytes:
    """An old workbook whose sectors follow each other in a circle."""
    content = bytearray(xls({"자료": GRID}))
    content[512 + 4 * 3 : 512 + 4 * 4] = struct.pack("<I", 2)
    return bytes(content)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "too_wide a cell in the last column": lambda: sheet_with("A1", "XFD2"),
    "too_wide the last cell of a sheet": lambda: sheet_with("A1", "XFD1048576"),
    "too_large few columns but far down": lambda: sheet_with("A1", "ALL1048576"),
    "too_wide a cell beyond every sheet": lambda: sheet_with("A1", "ZZZZZZ99999999999"),
    "too_wide cells without places": lambda: with_sheet(
        f"<sheetData><row>{'<c><v>1</v></c>' * 1100}</row></sheetData>"
    ),
    "too_wide in the namespace of another writer": lambda: with_sheet(
        "<sheetData><row r='1'><x:c  xmlns:x='y' s='1' r='ZZZ1'><x:v>1</x:v></x:c></row></sheetData>"
    ),
    "too_wide an old workbook's far cell": lambda: with_stream(cell(65535, 65535, "x")),
    "too_large an old workbook's declared size": lambda: xls({"자료": GRID}, declared=(0xFFFFFFFF, 65535)),
    "encrypted an old workbook with a password": lambda: ole(
        workbook_stream({"자료": sheet_stream(GRID)}, extra=record(0x2F, bytes(54)))
    ),
    "damaged sectors in a circle": endless_chain,
    "too_wide an open document's repeated cell": lambda: ods_of(
        TABLE.format(ROW.format("", CELL.format(' table:number-columns-repeated="99999999999"')))
    ),
    "too_large an open document's repeated row": lambda: ods_of(
        TABLE.format(
            ROW.format(
                ' table:number-rows-repeated="1048576"', CELL.format(' table:number-columns-repeated="900"')
            )
        )
    ),
    "zip_bomb": lambda: patched(xlsx({"자료": GRID}), {"xl/media/a.png": bytes(65 << 20)}),
    "damaged a size that lies": lying_archive,
    "damaged one member twice": doubled_entry,
    "damaged entities in entities": lambda: patched(
        xlsx({"자료": GRID}),
        {
            "xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "'
            + b"c" * 9999
            + b'">]><a>'
            + b"&b;" * 99999
            + b"</a>"
        },
    ),
    "damaged no workbook inside": lambda: patched(
        xlsx({"자료": GRID}), {"xl/_rels/workbook.xml.rels": b"<a"}
    ),
    "damaged a sheet in another encoding": lambda: patched(
        xlsx({"자료": GRID}), {"xl/worksheets/sheet1.xml": "<worksheet/>".encode("utf-16")}
    ),
    "damaged half of a workbook": lambda: xlsx({"자료": GRID})[:3000],
    "damaged half of an old workbook": lambda: xls({"자료": GRID})[:1500],
    "not_a_table a binary workbook": lambda: patched(xlsx({"자료": GRID}), {}).replace(
        b"workbook.xml", b"workbook.bin"
    ),
    "not_a_table an archive of another make": lambda: b"EGGA" + bytes(100),
    "too_wide a page's merged cell": lambda: b"<table><tr><td>1<td>2<tr><td colspan=999999>1</table>",
    "not_a_table a page without a table": lambda: b"<html><body><tr><td>1</td></tr>" + b"<!" * 100_000,
    "record_too_long one line": lambda: HEAD.encode() + b"x" * (5 << 20),
    "record_too_long one line of cells": lambda: b"1," * (3 << 20),
    "record_too_long a record of many quoted lines": lambda: HEAD.encode() + b'"a\n",' * (1 << 20),
    "broken_text a quote that is never closed": lambda: (
        HEAD + '군산,2024,"1,2\n' + "구미,2024,3,4\n" * 9
    ).encode(),
    "broken_text the quote of the last cell": lambda: (HEAD + '군산,2024,1,"2\n').encode(),
    "broken_text a cell beyond every cell": lambda: (HEAD + '군산,2024,1,"' + "2\n" * (1 << 20)).encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_by_name_in_both_languages(name: str, stages: Stages) -> None:
    with pytest.raises(FileError) as refusal:
        stages(HOSTILE[name](), "funding")
    assert refusal.value.code == f"reading_errors.{name.split()[0]}"
    for language in ("ko", "en"):
        assert all("file.csv" in words for words in messages(refusal.value, language))


def test_the_worst_files_need_little_memory_and_time(tmp_path: Path) -> None:
    worst = [
        name
        for name in HOSTILE
        if name.split()[0] in ("too_wide", "too_large", "zip_bomb", "record_too_long")
    ]
    paths = [tmp_path / f"{number}.bin" for number, _ in enumerate(worst)]
    for path, name in zip(paths, worst, strict=True):
        path.write_bytes(HOSTILE[name]())
    single = tmp_path / "line.csv"
    with single.open("wb") as file:
        file.write(HEAD.encode() + b"x" * 5000)
        file.truncate(200 << 20)
    command = [sys.executable, "-c", HOSTILE_RUN, str(ENOUGH_BYTES), *map(str, [*paths, single])]
    done = subprocess.run(command, cwd=PROJECT, env=os.environ, capture_output=True, text=True, timeout=300)
    codes = [f"{path.name} reading_errors.{name.split()[0]}" for path, name in zip(paths, worst, strict=True)]
    assert done.stdout.splitlines() == [*codes, "line.csv reading_errors.record_too_long"], done.stderr[
        -2000:
    ]


def test_the_fast_way_sees_a_quote_that_is_never_closed(
    stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.reading.delimited.SMALL_FILE_BYTES", 0)
    stages((HEAD + '군산,2024,1,"2"\n구미,2024,3,"4"\n').encode(), "funding")
    with pytest.raises(FileError) as refusal:
        stages((HEAD + '군산,2024,1,2\n구미,2024,3,"4\n나주,2024,5,6\n').encode(), "funding")
    assert refusal.value.code == "reading_errors.broken_text"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_fast_way_starts_below_a_header_of_any_line_end(
    line_end: str, stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.reading.delimited.SMALL_FILE_BYTES", 0)
    content = HEAD.replace("지방비(원)", '"지방비\r(원)"') + "군산,2024,1,2\n"
    _, _, facts = stages(content.replace("\n", line_end).encode("utf-8-sig"), "funding")
    assert facts[["zone", "local_krw", "source_row"]].to_numpy().tolist() == [["gunsan", 1, 2]]


def test_caps_of_small_size_hold_for_whole_files(stages: Stages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_CELLS", 4)
    with pytest.raises(FileError, match="too_large"):
        stages(xlsx({"자료": [*GRID, ["구미", 2024, 3, 4]]}), "funding")
    monkeypatch.setattr(kinds, "MAX_UNPACKED_BYTES", 100)
    with pytest.raises(FileError, match="zip_bomb"):
        stages(xlsx({"자료": GRID}), "funding")
    monkeypatch.setattr(records, "MAX_RECORD_CHARACTERS", 10)
    with pytest.raises(FileError, match="record_too_long"):
        stages((HEAD + "군산,2024,1,2\n").encode(), "funding")


def test_of_very_many_notes_and_totals_the_first_are_kept(
    stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body, "MAX_NOTES", 3)
    monkeypatch.setattr(body, "MAX_TOTALS", 2)
    content = HEAD + "군산,2024,1,2\n" + "※ 주석\n" * 9 + "합계,,1,2\n" * 4
    reading, staged, facts = stages(content.encode(), "funding")
    assert (len(reading.notes), len(reading.totals), len(facts)) == (3, 2, 1)
    assert [(fault.code, fault.where.row) for fault in staged.faults] == [
        ("reading_errors.too_many_totals", 14)
    ]


def test_an_archive_is_unpacked_no_further_than_it_says(tmp_path: Path) -> None:
    path = tmp_path / "lying.xlsx"
    path.write_bytes(lying_archive())
    with zipfile.ZipFile(path) as archive:
        entry = next(each for each in archive.infolist() if "sheet1" in each.filename)
    with pytest.raises(FileError, match="damaged"):
        assert sum(map(len, archives.blocks_of(path, entry))) <= entry.file_size + 1
        archives.measured(path)
