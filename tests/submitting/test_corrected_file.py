"""The corrected file: the original byte for byte, but for what was corrected, left out, or could have run."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from kpi.drafts import Correction, RowRef
from kpi.errors import FileError
from pipelines.submitting.corrected import corrected_file
from tests.submitting.received_world import HEADER, ReceivedWorld, deal, received_world, table


@pytest.fixture
def world(tmp_path: Path) -> ReceivedWorld:
    return received_world(tmp_path)


def correction(row: int, column: str, text: str, sheet: str = "") -> Correction:
    return Correction(sheet=sheet, row=row, column=column, text=text)


def corrected(world: ReceivedWorld, content: str | bytes, name: str = "분기.csv", **said: object) -> Path:
    draft = world.receive(content, name, **said)
    world.prepare(draft)
    return corrected_file(world.paths, draft)


@pytest.mark.parametrize("encoding", ["cp949", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_only_the_corrected_line_is_another(world: ReceivedWorld, encoding: str, ending: str) -> None:
    lines = [
        "투자 실적,,,,,",
        HEADER,
        deal(1, "많음"),
        deal(2, '"1,200"'),
        '군산,2024Q1,"투자\n3",123-45-67891,㈜가,5',
    ]
    original = (ending.join(lines) + ending).encode(encoding)
    file = corrected(world, original, corrections=(correction(3, "투자금액", "12"),))
    assert file.read_bytes() == original.decode(encoding).replace("많음", "12").encode(encoding)


def test_the_corrected_file_is_ready_without_any_decision(world: ReceivedWorld) -> None:
    content = table(deal(1, "많음"), deal(2), deal(2))
    file = corrected(
        world, content, corrections=(correction(2, "투자금액", "12"),), left_out=(RowRef(sheet="", row=4),)
    )
    again = world.prepared(file.read_bytes())
    assert (again.ready, again.rows) == (True, 2)


def test_letters_that_the_encoding_cannot_hold_are_replaced_and_said(world: ReceivedWorld) -> None:
    content = table(deal(1))
    file = corrected(world, content, corrections=(correction(2, "기업명", "가‧나"),))
    words = file.read_bytes().decode("cp949")
    assert "가?나" in words
    assert words.splitlines()[-1].startswith("※")
    assert world.prepared(file.read_bytes()).ready


def test_cells_that_could_run_stay_texts(world: ReceivedWorld) -> None:
    content = table("군산,2024Q1,=1+1,123-45-67891,@SUM(A1),100", deal(2, "△5"))
    file = corrected(world, content)
    assert "'=1+1" in file.read_text("cp949")
    assert "'@SUM(A1)" in file.read_text("cp949")


def test_a_file_that_comes_back_loses_the_apostrophes_that_kept_cells_from_running(
    world: ReceivedWorld,
) -> None:
    first = world.prepared(table("군산,2024Q1,=1+1,123-45-67891,@SUM(A1),100", deal(2, "'24")))
    before = world.facts(first)
    kept = corrected_file(world.paths, first.draft).read_bytes()
    draft = world.receive(kept)
    again = world.prepare(draft)
    assert world.facts(again)["deal"].tolist() == before["deal"].tolist() == ["=1+1", "투자-2"]
    told = {(each.kind, each.place, each.before, each.after) for each in again.repairs}
    assert ("guard_dropped", "투자번호:2", "'=1+1", "=1+1") in told
    assert "guard_dropped" not in {each.kind for each in first.repairs}
    assert corrected_file(world.paths, draft).read_bytes() == kept
    world.decide(draft, refused=("guard_dropped@투자번호:2",))
    assert world.facts(world.prepare(draft))["deal"].tolist() == ["'=1+1", "투자-2"]


def test_a_workbook_keeps_its_types_and_holds_no_formula(world: ReceivedWorld, tmp_path: Path) -> None:
    original = tmp_path / "원본.xlsx"
    with xlsxwriter.Workbook(original) as book:
        sheet = book.add_worksheet("실적")
        rows = [
            HEADER.split(","),
            ["군산", "2024Q1", "투자-1", "123-45-67891", "㈜가", "많음"],
            ["군산", "2024Q1", "투자-2", "123-45-67891", "㈜나", 250.5],
        ]
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        sheet.write_string(3, 0, "=1+1")
        sheet.write_datetime(3, 1, date(2024, 3, 31), book.add_format({"num_format": "yyyy-mm-dd"}))
        book.add_worksheet("감춘 것").hide()
    fixes = (correction(2, "투자금액", "12", "실적"), correction(2, "기업명", "=cmd|x", "실적"))
    file = corrected(world, original.read_bytes(), "원본.xlsx", corrections=fixes)
    read = CalamineWorkbook.from_path(str(file))
    found = read.get_sheet_by_name("실적").to_python()
    assert found[1] == ["군산", "2024Q1", "투자-1", "123-45-67891", "=cmd|x", 12.0]
    assert found[2][5] == 250.5
    assert found[3][:2] == ["=1+1", date(2024, 3, 31)]
    shown = [each.visible == SheetVisibleEnum.Visible for each in read.sheets_metadata]
    assert shown == [True, False]
    assert b"<f>" not in file.read_bytes()


def test_only_the_owner_of_the_server_may_open_it(world: ReceivedWorld) -> None:
    assert corrected(world, table(deal(1))).stat().st_mode & 0o077 == 0


def test_a_file_without_a_table_has_no_corrected_one(world: ReceivedWorld) -> None:
    draft = world.receive(b"\x00\x01\x02")
    world.prepare(draft)
    with pytest.raises(FileError) as refused:
        corrected_file(world.paths, draft)
    assert refused.value.code == "submitting_errors.no_table_read"
