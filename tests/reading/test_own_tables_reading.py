"""Somebody's own tables read by the reading code: kinds of file, titles, footnotes, totals, numbers as written."""

from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kpi.errors import FileError
from kpi.worker.answering import function_of
from pipelines import own_tables
from pipelines.jobs import JOBS
from pipelines.own_tables import given_of
from pipelines.reading.numbers import read_number


def written(folder: Path, content: str, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_a_text_file_is_read_in_any_encoding_and_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    content = "unit,x,y\n가람,1,2\n나래,3,\n".replace(",", delimiter)
    table = given_of(written(tmp_path, content, encoding), True)
    assert table.headings == ("unit", "x", "y")
    assert table.rows == (("가람", "1", "2"), ("나래", "3", "")) and table.row_numbers == (2, 3)


def test_a_workbook_gives_the_first_sheet_with_a_table_below_its_title(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("표지").write(0, 0, "값 표")
        sheet = book.add_worksheet("값")
        sheet.write(0, 0, "2024년 값")
        for row, cells in enumerate((("unit", "x"), ("A", 0.1), ("B", 1234567.25)), 2):
            sheet.write_row(row, 0, cells)
    table = given_of(path, True)
    assert (table.sheet, table.headings, table.row_numbers) == ("값", ("unit", "x"), (4, 5))
    assert table.numbers["0.1"] == (0.1, "") and table.numbers["1234567.25"] == (1234567.25, "")


def test_numbers_are_those_that_files_of_the_ministry_hold(tmp_path: Path) -> None:
    cells = ["1,234", "△5", "79억 9000만 원", "95%", "1,030(p)", "-", "비공개", "1.2.3", "약 5"]
    content = "unit|x\n" + "".join(f"u{at}|{cell}\n" for at, cell in enumerate(cells))
    numbers = given_of(written(tmp_path, content), True).numbers
    assert numbers["1,234"] == (1234.0, "") and numbers["△5"] == (-5.0, "")
    assert numbers["79억 9000만 원"] == (7.99e9, "원") and numbers["95%"] == (95.0, "%")
    assert numbers["1,030(p)"] == (1030.0, "") and numbers["-"] == numbers["비공개"] == (None, "")
    assert "1.2.3" not in numbers and "약 5" not in numbers


@given(st.from_regex(r"-?[0-9]{1,12}(\.[0-9]{1,12})?", fullmatch=True))
def test_a_bare_number_is_what_the_grammar_says_it_is(text: str) -> None:
    assert own_tables.number_of(text) == (float(read_number(text).value), "")


def test_footnotes_go_and_totals_among_units_are_faults(tmp_path: Path) -> None:
    content = "unit,x\nA,1\n합 계,1\n※ 자료: 각 지역\n"
    path = written(tmp_path, content)
    table = given_of(path, True)
    assert table.rows == (("A", "1"), ("합 계", "1"))
    assert [(fault.code, fault.where.row) for fault in table.faults] == [("tables_errors.total_row", 3)]
    assert given_of(path, False).faults == ()


def test_a_file_without_a_table_or_with_too_many_cells_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileError) as error:
        given_of(written(tmp_path, "말만 있는 글\n둘째 줄\n"), True)
    assert error.value.code == "tables_errors.no_table"
    monkeypatch.setattr(own_tables, "MOST_CELLS", 3)
    with pytest.raises(FileError) as error:
        given_of(written(tmp_path, "unit,x\nA,1\nB,2\n"), True)
    assert error.value.code == "tables_errors.too_many_cells"


def test_a_large_file_of_cp949_reads_as_a_small_one(tmp_path: Path) -> None:
    row = "가람{at}," + ",".join(["1.25000000000000000000000000"] * 20)
    lines = ["지역," + ",".join(f"x{at}" for at in range(20)), *(row.format(at=at) for at in range(9_000))]
    path = written(tmp_path, "\n".join(lines), "cp949")
    assert path.stat().st_size > 4 << 20
    table = given_of(path, True)
    assert table.headings[0] == "지역" and len(table.rows) == 9_000
    assert table.rows[-1][0] == "가람8999" and table.row_numbers[-1] == 9_001


def test_the_worker_knows_the_job_by_name() -> None:
    assert function_of(JOBS["read_tables"]) is own_tables.read_tables
