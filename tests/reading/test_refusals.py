"""Files that cannot be read: each refused by name, in both languages, with what to do."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from reading_rows import rows_of

from kpi.catalogue import Catalogue
from kpi.errors import FileError
from kpi.text import messages
from pipelines.reading import Reading, kinds, read

Opened = Callable[..., Reading]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
REFUSED = {
    "empty": b"",
    "empty ": "\ufeff \r\n".encode(),
    "not_a_table": b"%PDF-1.7 ...",
    "not_a_table ": b"<html><table><tr><td>1</td></tr></table></html>",
    "not_a_table  ": b"a,b\0c,d\n",
    "encrypted": OLE + "EncryptedPackage".encode("utf-16-le"),
    "not_a_table   ": OLE + "HwpSummaryInformation".encode("utf-16-le"),
    "damaged": b"PK\x03\x04 cut off",
    "damaged ": OLE + "Workbook".encode("utf-16-le"),
    "undecodable": "특구,연도\n".encode("cp949") + b"\xff\xff\xff\n",
    "no_table": "품목,가격\n사과,100\n".encode(),
    "no_table ": "특구,품목\n군산,100\n".encode(),
    "too_wide": (",".join(["특구"] * 1001) + "\n").encode(),
    "broken_text": '특구,연도,지방비,국비\n군산,2024,"1,2\n'.encode() + b"x" * (1 << 21),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_by_name(opened: Opened, name: str) -> None:
    with pytest.raises(FileError) as refusal:
        rows_of(opened(REFUSED[name]))
    assert refusal.value.code == f"reading_errors.{name.strip()}"
    for language in ("ko", "en"):
        assert all("file.csv" in words for words in messages(refusal.value, language))


def test_a_file_that_unpacks_too_far_is_not_opened(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "MAX_UNPACKED_BYTES", 1 << 20)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(2 << 20))
    with pytest.raises(FileError) as refusal:
        read(path, catalogue.datasets["funding"], catalogue)
    assert refusal.value.code == "reading_errors.zip_bomb"


def test_a_document_of_another_program_is_named(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "brief.hwpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Contents/section0.xml", "<a/>")
    with pytest.raises(FileError) as refusal:
        read(path, catalogue.datasets["funding"], catalogue)
    assert refusal.value.faults[0].value == "HWPX"


def test_bytes_that_no_encoding_knows_late_in_a_large_file_are_named(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.reading import delimited, encoding

    monkeypatch.setattr(encoding, "CP949_CHECKED_BYTES", 10)
    monkeypatch.setattr(encoding, "BLOCK", 16)
    monkeypatch.setattr(delimited, "SMALL_FILE_BYTES", 0)
    rows = "".join(f"군산,{year},1,2\n" for year in range(1000, 4000))
    reading = opened(f"특구,연도,지방비,국비\n{rows}".encode("cp949") + b"\xff\xff,2024,1,2\n")
    with pytest.raises(FileError) as refusal:
        rows_of(reading)
    assert refusal.value.code == "reading_errors.undecodable"
