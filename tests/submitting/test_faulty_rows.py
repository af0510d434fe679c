"""The error file: what has to be mended, as it was, with what is wrong beside it."""

import csv
from io import StringIO
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from pipelines.submitting.faulty_rows import error_file
from tests.submitting.received_world import HEADER, ReceivedWorld, deal, received_world, table


@pytest.fixture
def world(tmp_path: Path) -> ReceivedWorld:
    return received_world(tmp_path)


def errors(world: ReceivedWorld, content: str | bytes, language: str = "ko", name: str = "분기.csv") -> Path:
    draft = world.receive(content, name)
    world.prepare(draft)
    return error_file(world.paths, draft, language)


def records(file: Path, encoding: str = "cp949") -> list[list[str]]:
    return list(csv.reader(StringIO(file.read_bytes().decode(encoding))))


def test_each_bad_row_stands_there_once_with_its_number_and_what_is_wrong(world: ReceivedWorld) -> None:
    found = records(errors(world, table(deal(1), deal(2, "많음", zone="군공"), deal(3), deal(3))))
    assert found[0][:6] == HEADER.split(",")
    assert [row[6] for row in found[1:]] == ["3", "4", "5"]
    two = found[1]
    assert two[:6] == ["군공", "2024Q1", "투자-2", "123-45-67891", "㈜가상", "많음"]
    assert two[7:9] == ["특구 / 투자금액", "unknown_zone / not_a_number"]
    assert "많음" in two[9]
    assert "군산" in two[10]
    assert [row[8] for row in found[2:]] == ["key_unique", "key_unique"]


def test_the_language_asked_for_is_spoken(world: ReceivedWorld) -> None:
    korean, english = (records(errors(world, table(deal(1, "많음")), language)) for language in ("ko", "en"))
    assert korean[0][6:] == ["원본 행", "열", "오류 코드", "오류 내용", "조치"]
    assert english[1][9] == "'많음' cannot be read as a number."


def test_what_stands_above_the_table_is_kept_so_that_it_can_be_handed_in_again(world: ReceivedWorld) -> None:
    content = "투자 실적,,,,,\n(단위: 백만원),,,,,\n" + table(
        deal(1, "많음"), deal(2), header=HEADER.replace("(백만원)", "")
    )
    file = errors(world, content)
    mended = file.read_bytes().decode("cp949").replace("많음", "12", 1).encode("cp949")
    again = world.prepared(mended)
    assert (again.ready, again.rows) == (True, 1)
    assert world.facts(again)["amount_krw"].tolist() == [12_000_000]


def test_faults_of_the_whole_file_are_footnotes(world: ReceivedWorld) -> None:
    found = records(
        errors(world, "특구,투자번호,사업자등록번호,투자금액(백만원)\n군산,투자-1,123-45-67891,5\n")
    )
    assert len(found) == 2
    assert found[1][0].startswith("※")
    assert "분기" in found[1][0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_encoding_is_that_of_the_file(world: ReceivedWorld, encoding: str) -> None:
    file = errors(world, table(deal(1, "많음")).encode(encoding))
    assert records(file, encoding)[1][5] == "많음"


def test_a_workbooks_sheets_become_sheets_of_the_error_file(world: ReceivedWorld, tmp_path: Path) -> None:
    original = tmp_path / "원본.xlsx"
    with xlsxwriter.Workbook(original) as book:
        for name, amount in (("가", "많음"), ("나", 5), ("다", "=적음")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADER.split(","))
            row = ["군산", "2024Q1", f"투자-{name}", "123-45-67891", "㈜가", amount]
            for at, cell in enumerate(row):
                sheet.write(1, at, cell) if cell != "=적음" else sheet.write_string(1, at, cell)
    file = errors(world, original.read_bytes(), name="원본.xlsx")
    read = CalamineWorkbook.from_path(str(file))
    sheets = {name: read.get_sheet_by_name(name).to_python() for name in ("가", "나", "다")}
    assert [len(sheets[name]) for name in sheets] == [2, 1, 2]
    assert sheets["다"][1][5:9] == ["=적음", 2.0, "투자금액", "not_a_number"]


def test_thousands_of_bad_rows_are_all_listed(world: ReceivedWorld) -> None:
    found = records(errors(world, table(*(deal(number, "많음") for number in range(2_500)))))
    assert len([row for row in found[1:] if len(row) > 6]) == 2_500


def test_very_many_unreadable_cells_all_stand_in_the_file(
    world: ReceivedWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.staging.typed.MOST_TOLD", 3)
    found = records(
        errors(world, table(*(deal(number, f"x{number}", f"곳{number}") for number in range(30))))
    )
    assert [row[6] for row in found[1:]] == [str(number) for number in range(2, 32)]
    assert {row[8] for row in found[1:]} == {"unknown_zone / not_a_number"}
    assert all(f"x{number}" in row[9] for number, row in enumerate(found[1:]))


def test_beyond_what_anybody_mends_cell_by_cell_the_first_rows_stand_in_the_file_and_all_are_counted(
    world: ReceivedWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("watching", "faulty_rows"):
        monkeypatch.setattr(f"pipelines.submitting.{module}.MOST_KEPT", 10)
    draft = world.receive(table(*(deal(number, f"x{number}", f"곳{number}") for number in range(30))))
    prepared = world.prepare(draft)
    found = records(error_file(world.paths, draft, "en"))
    assert [row[6] for row in found[1:-1]] == ["2", "3", "4", "5", "6"]
    assert found[-1][0].startswith("※ There are too many unreadable cells to list: the first 10 of 60")
    assert (prepared.error_count, [group.count for group in prepared.errors]) == (60, [30, 30])
    assert not [outcome for outcome in prepared.outcomes if outcome.rows_failed]


def test_every_row_too_long_is_counted_however_many_are_told(world: ReceivedWorld) -> None:
    fitting = [deal(number) for number in range(250)]
    prepared = world.prepared(table(*fitting, *(f"{deal(number)},덤" for number in range(1_200))))
    assert [(group.code, group.count) for group in prepared.errors] == [
        ("reading_errors.row_too_long", 1_200)
    ]
    assert prepared.error_count == 1_200
