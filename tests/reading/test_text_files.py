"""Delimited files: encodings, delimiters, titles, units, totals, footnotes, merged cells, row numbers."""

import unicodedata
from collections.abc import Callable

import pytest
from reading_rows import rows_of

from pipelines.reading import Reading

Opened = Callable[..., Reading]
MESSY = """2024년 재정투입 현황,,,
"(단위: 백만원, 명)",,,

특구명,기준연도,지방비,국비
군산,2024,"1,850",2000
구미,2024,1900,2000
합 계,,"3,750",4000
※ 잠정치, 국비 포함
자료: 특구재단
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_content_decides_the_encoding(opened: Opened, encoding: str) -> None:
    reading = opened(MESSY, encoding=encoding)
    assert rows_of(reading) == [("군산", "2024", "1,850", "2000", 5), ("구미", "2024", "1900", "2000", 6)]
    assert reading.encoding == {"utf-8": "utf-8-sig"}.get(encoding, encoding)


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(opened: Opened, delimiter: str) -> None:
    reading = opened(
        delimiter.join(["특구", "연도", "지방비", "국비"]) + "\n" + delimiter.join(["군산", "2024", "1", "2"])
    )
    assert (reading.delimiter, rows_of(reading)) == (delimiter, [("군산", "2024", "1", "2", 2)])


def test_what_stands_around_the_table_is_kept_beside_it(opened: Opened) -> None:
    reading = opened(MESSY)
    rows_of(reading)
    table = reading.tables[0]
    assert (table.header_first, table.header_last, table.units) == (4, 4, ("백만원", "명"))
    assert [(note.row, note.text) for note in reading.notes] == [
        (1, "2024년 재정투입 현황"),
        (2, "(단위: 백만원, 명)"),
        (8, "※ 잠정치, 국비 포함"),
        (9, "자료: 특구재단"),
    ]
    total = reading.totals[0]
    assert (total.row, total.word, total.label) == (7, "합계", "합 계")
    assert total.cells == {"특구명": "합 계", "지방비": "3,750", "국비": "4000"}


def test_reading_twice_gives_the_same(opened: Opened) -> None:
    reading = opened(MESSY)
    assert rows_of(reading) == rows_of(reading)
    assert len(reading.totals) == 1


def test_hangul_taken_apart_is_put_together(opened: Opened) -> None:
    reading = opened(unicodedata.normalize("NFD", MESSY))
    assert rows_of(reading)[0][:2] == ("군산", "2024")


def test_a_header_of_two_rows_is_flattened(opened: Opened) -> None:
    reading = opened("특구,연도,재정투입(백만원),\n,,지방비,국비\n군산,2024,1,2\n")
    labels = [(cell.label, cell.column) for cell in reading.tables[0].cells]
    assert labels == [
        ("특구", "zone"),
        ("연도", "period"),
        ("재정투입 지방비", "local_krw"),
        ("재정투입 국비", "national_krw"),
    ]
    assert rows_of(reading) == [("군산", "2024", "1", "2", 3)]


def test_the_upper_header_tells_amounts_of_two_groups_apart(opened: Opened) -> None:
    reading = opened(
        "특구,분기,투자번호,사업자등록번호,기술이전,,투자연계,\n,,,,건수,금액,건수,금액\n군산,2024Q1,D1,999-00-00001,1,2,3,4\n",
        "investments",
    )
    amount = reading.tables[0].cell_of("amount_krw")
    assert amount is not None and amount.label == "투자연계 금액"


def test_a_row_of_units_under_the_header_is_no_data(opened: Opened) -> None:
    reading = opened("특구,연도,지방비,국비\n,,(백만원),(천원)\n군산,2024,1,2\n")
    assert [cell.unit for cell in reading.tables[0].cells] == ["", "", "백만원", "천원"]
    assert rows_of(reading) == [("군산", "2024", "1", "2", 3)]


def test_the_same_word_is_a_zone_in_one_file_and_a_year_in_another(opened: Opened) -> None:
    by_zone = opened("구분,연도,지방비,국비\n군산,2024,1,2\n구미,2024,1,2\n").tables[0]
    by_year = opened("특구,구분,지방비,국비\n군산,2024년,1,2\n구미,2024년,1,2\n").tables[0]
    assert [cell.column for cell in by_zone.cells][:2] == ["zone", "period"]
    assert [cell.column for cell in by_year.cells][:2] == ["zone", "period"]


def test_merged_zones_are_filled_down_but_not_across_a_subtotal(opened: Opened) -> None:
    reading = opened(
        "특구,연도,지방비,국비\n군산,2023,1,2\n,2024,1,2\n소계,,2,4\n,2023,5,6\n구미,2023,1,2\n,2024,3,4\n총계,,6,8\n"
    )
    assert [(row[0], row[-1]) for row in rows_of(reading)] == [
        ("군산", 2),
        ("군산", 3),
        ("", 5),
        ("구미", 6),
        ("구미", 7),
    ]
    assert [total.word for total in reading.totals] == ["소계", "총계"]


def test_a_blank_in_a_column_written_out_row_by_row_stays_blank(opened: Opened) -> None:
    reading = opened("특구,연도,지방비,국비\n군산,2021,1,2\n군산,2022,1,2\n,2023,1,2\n군산,2024,1,2\n")
    assert [row[0] for row in rows_of(reading)] == ["군산", "군산", "", "군산"]


def test_the_header_repeated_on_each_printed_page_is_left_out(opened: Opened) -> None:
    reading = opened("특구,연도,지방비,국비\n군산,2023,1,2\n특구,연도,지방비,국비\n군산,2024,1,2\n")
    assert [row[-1] for row in rows_of(reading)] == [2, 4]
    assert [(repair.kind, repair.count) for repair in reading.repairs.listed()] == [("repeated_header", 1)]


def test_a_firm_whose_name_looks_like_a_note_is_a_firm(opened: Opened) -> None:
    reading = opened(
        "기업명,특구,분기,사업자등록번호,매출액(원)\n주)가람,군산,2024Q1,999-00-00001,5\n주) 매출은 별도\n",
        "firm_results",
    )
    assert [row[0] for row in rows_of(reading)] == ["주)가람"]
    assert reading.notes[-1].text == "주) 매출은 별도"


def test_rows_count_records_and_empty_lines_but_no_quoted_line_breaks(opened: Opened) -> None:
    reading = opened('특구,연도,지방비,국비\n"군\n산",2023,1,2\n\n구미,2024,1,2\n')
    assert [row[-1] for row in rows_of(reading)] == [2, 4]


def test_a_row_longer_than_the_header_is_a_fault_with_its_row(opened: Opened) -> None:
    reading = opened("특구,연도,지방비,국비\n군산,2023,1,850,2,000\n구미,2024,1,2\n창원,2024,1,2\n")
    assert [row[0] for row in rows_of(reading)] == ["구미", "창원"]
    assert [(fault.code, fault.where.row) for fault in reading.faults] == [("reading_errors.row_too_long", 2)]


def test_two_columns_that_could_be_the_same_are_a_fault(opened: Opened) -> None:
    reading = opened("특구,연도,지방비,지방비,국비\n군산,2023,1,2,3\n")
    assert [fault.code for fault in reading.faults] == ["reading_errors.column_twice"]


def test_columns_without_a_label_are_not_lost_silently(opened: Opened) -> None:
    reading = opened("특구,연도,지방비,국비\n군산,2023,1,2,비밀\n구미,2023,1,2,비밀\n")
    assert [(cell.label, cell.column) for cell in reading.tables[0].cells][-1] == ("#5", None)
