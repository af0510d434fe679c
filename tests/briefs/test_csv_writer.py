"""CSV files: numbers as they are, units named, harmless cells, and CP949 with a list of what it could not write."""

import csv
import zipfile
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from kpi.briefs.parts import Brief, Column, Number, Paragraph, Section, Table
from kpi.briefs.stamped import stamp_lines
from kpi.briefs.writers import xlsx
from kpi.briefs.writers.csv import suffix, tables, write
from tests.briefs.xlsx_brief import EOK, NASTY, PERCENT, TABLE, full, nasty


def brief_of(*shown: Table) -> Brief:
    return replace(full(), sections=(Section("one", "하나", shown),), definitions=())


def lines(data: bytes, encoding: str = "utf-8-sig") -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode(encoding), newline="")))


def values_of(*numbers: Number) -> Table:
    return Table("값", (Column("지표"), Column("실적")), tuple(("가", number) for number in numbers))


def test_one_table_is_one_file_and_several_are_a_zip_of_one_each() -> None:
    one = brief_of(TABLE)
    assert suffix(one) == "csv" and write(one)[0] == tables(one)[0][1]
    assert suffix(full()) == "zip"
    with zipfile.ZipFile(BytesIO(write(full())[0])) as parts:
        assert [(name, parts.read(name)) for name in parts.namelist()] == list(tables(full()))
        assert len(parts.namelist()) == len(full().tables) + 1


def test_a_table_stands_under_its_title_basis_and_unit_and_over_its_notes_and_the_stamp() -> None:
    data, _ = write(brief_of(TABLE))
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    found = lines(data)
    assert found[0] == [TABLE.title]
    assert found[1] == [TABLE.basis, TABLE.unit]
    assert found[2] == ["지표", "실적", "달성률 (%)", "증감", "기준일"]
    assert found[5] == [] and found[6] == [TABLE.notes[0]]
    assert [line[0] for line in found[7:]] == list(stamp_lines(full()))


def test_numbers_are_bare_days_sort_and_a_missing_value_is_shown_as_the_brief_does() -> None:
    rows = lines(write(brief_of(TABLE))[0])[3:5]
    assert rows == [
        ["기술이전", "1522", "95.3", "-12", "2024-12-31"],
        ["투자연계", "79.9억원", "–", "111", "2024-01-05"],
    ]


def test_a_unit_that_all_numbers_of_a_column_have_stands_in_its_heading() -> None:
    shown = values_of(Number(79.9, "79.9억원", EOK), Number(None, "–"), Number(1e-7, "0.0억원", EOK))
    found = lines(write(brief_of(shown))[0])
    assert found[1][1] == "실적 (억원)"
    assert [row[1] for row in found[2:5]] == ["79.9", "–", "0.0000001"]


@pytest.mark.parametrize("share", [0.1, 0.29, 0.57, 1.1, 3.824, 1 / 3])
def test_percentages_keep_every_digit(share: float) -> None:
    found = lines(write(brief_of(values_of(Number(share, "", PERCENT))))[0])
    assert float(found[2][1]) / 100 == pytest.approx(share, rel=1e-15)
    assert "000000" not in found[2][1] and "99999" not in found[2][1]


def test_csv_and_workbook_hold_the_same_numbers() -> None:
    brief = full()
    book = load_workbook(BytesIO(xlsx.write(brief, {})))
    for (_, data), sheet, table in zip(
        tables(brief), book.worksheets[1:], (*brief.tables, *brief.definitions), strict=True
    ):
        found = lines(data)[-len(table.rows) - 1 - len(table.notes) - len(stamp_lines(brief)) :]
        cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
        for row, written in zip(table.rows, found, strict=False):
            for cell, text in zip(row, written, strict=True):
                if isinstance(cell, Number) and cell.value is not None:
                    scale = 100 if "%" in cell.pattern else 1
                    assert float(text.removesuffix("억원")) == pytest.approx(cell.value * scale, rel=1e-15)
                    assert any(cell.value in line for line in cells)


def test_cells_that_a_spreadsheet_could_run_have_an_apostrophe_before_them() -> None:
    first = tables(nasty())[0][1]
    names = [line[0] for line in lines(first)[2 : 2 + len(NASTY)]]
    assert names == [f"'{name}" if name[:1] in set("=+-@") and name != "+82" else name for name in NASTY]
    for _, data in tables(nasty()):
        assert not [cell for line in lines(data) for cell in line if cell.startswith(("=", "@", "-2"))]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949"])
def test_a_dash_that_becomes_a_minus_begins_no_formula(encoding: str) -> None:
    shown = Table("표", (Column("말"),), (("–1+cmd|' /C calc'!A0",), ("–",), (" =1",), ("-3.5%",)))
    rows = [line[0] for line in lines(write(brief_of(shown), encoding)[0], encoding)[2:6]]  # type: ignore[arg-type]
    assert not rows[0].startswith("-") and rows[1] in "–-" and rows[2:] == ["' =1", "-3.5%"]


def test_utf8_keeps_every_letter() -> None:
    shown = Table("표", (Column("말"),), (("a‧b–c 😀",),))
    data, replaced = write(brief_of(shown))
    assert lines(data)[2] == ["a‧b–c 😀"] and replaced == ()


def test_cp949_takes_the_nearest_letters_and_lists_each_once() -> None:
    shown = Table("표", (Column("말"),), (("a‧b–c–d é 😀",), ("\u1112\u1161\u11ab글 △ ㎡ ―",), ("x\u200by",)))
    data, replaced = write(brief_of(shown), "cp949")
    assert [line[0] for line in lines(data, "cp949")[2:5]] == ["a·b-c-d e ?", "한글 △ ㎡ ―", "xy"]
    assert replaced == (
        "‧ (U+2027) → ·",
        "– (U+2013) → -",
        "é (U+00E9) → e",
        "😀 (U+1F600) → ?",
        "(U+200B) →",
    )


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949"])
def test_every_brief_is_written_in_both_encodings(language: str, encoding: str) -> None:
    for brief in (full(language), nasty(language)):
        for name, data in tables(brief, encoding):  # type: ignore[arg-type]
            assert lines(data, encoding) and not set(name) & set('\\/:*?"<>|')


def test_three_hundred_rows_are_three_hundred_rows() -> None:
    (_, data) = tables(nasty())[3]
    rows = lines(data)[2:302]
    assert [float(row[1]) for row in rows] == [pytest.approx(at / 7, rel=1e-15) for at in range(300)]


def test_a_table_without_rows_keeps_its_headings_and_says_why() -> None:
    (name, data) = tables(nasty())[2]
    assert name == "03_=빈 표[1].csv"
    assert lines(data)[1:4] == [["'=이름", "값"], [], ["※ 제출된 자료가 없다."]]


def test_a_brief_without_tables_still_says_what_it_is() -> None:
    brief = replace(brief_of(), sections=(Section("one", "하나", (Paragraph("말"),)),))
    found = lines(write(brief)[0])
    assert found[0] == [brief.title] and found[-1] == [stamp_lines(brief)[-1]]


def test_one_brief_always_makes_the_same_bytes() -> None:
    assert write(full()) == write(full())
