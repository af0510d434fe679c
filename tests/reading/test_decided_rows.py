"""What a person decides about a file while it is read: headings, cells, rows, and repairs not wanted."""

from collections.abc import Callable
from pathlib import Path

import pytest
from reading_rows import rows_of

from kpi.catalogue import Catalogue
from kpi.drafts import Correction, Decisions, RowRef
from kpi.errors import FileError
from pipelines.reading import Reading, delimited, read

MERGED = "특구,연도,지방비,국비\n군산,2023,1,2\n,2024,3,4\n구미,2023,5,6\n,2024,7,8\n합계,,16,20\n"
Opened = Callable[..., Reading]


@pytest.fixture
def decided(tmp_path: Path, catalogue: Catalogue) -> Opened:
    """`decided(content, dataset, **decisions)`: the content written to a file and opened with these decisions."""

    def open_file(content: str, dataset: str = "funding", encoding: str = "utf-8", **said: object) -> Reading:
        path = tmp_path / "file.csv"
        path.write_bytes(content.encode(encoding))
        return read(path, catalogue.datasets[dataset], catalogue, Decisions.model_validate(said))

    return open_file


def columns_of(reading: Reading) -> list[str | None]:
    return [cell.column for cell in reading.tables[0].cells]


def test_a_chosen_column_wins_over_every_synonym(decided: Opened) -> None:
    content = "특구,연도,지방비,자체재원,국비\n군산,2024,1,2,3\n"
    assert columns_of(decided(content)) == ["zone", "period", "local_krw", None, "national_krw"]
    chosen = decided(content, columns={"자체재원": "local_krw"})
    assert columns_of(chosen) == ["zone", "period", None, "local_krw", "national_krw"]
    assert [cell.why for cell in chosen.tables[0].cells] == [
        "synonym",
        "synonym",
        "none",
        "chosen",
        "synonym",
    ]


def test_a_column_that_is_not_wanted_is_not_used(decided: Opened) -> None:
    reading = decided("특구,연도,지방비,지방비,국비\n군산,2024,1,2,3\n", columns={"지방비 (2)": ""})
    assert columns_of(reading) == ["zone", "period", "local_krw", None, "national_krw"]
    assert reading.faults == []


@pytest.mark.parametrize("meaning", ["zone", "period"])
def test_a_person_says_what_a_doubtful_heading_means(decided: Opened, meaning: str) -> None:
    reading = decided("구분,지방비,국비\n가,1,2\n나,3,4\n", columns={"구분": meaning})
    assert columns_of(reading) == [meaning, "local_krw", "national_krw"]


def test_a_file_whose_headings_mean_nothing_is_read_once_its_dataset_is_said(decided: Opened) -> None:
    content = "우리 시 예산\n\n소속,때,가,나\n본부,2024,1,2\n본부,2023,3,4\n"
    with pytest.raises(FileError):
        decided(content)
    reading = decided(
        content, dataset="funding", columns={"소속": "zone", "가": "local_krw", "나": "national_krw"}
    )
    assert columns_of(reading) == ["zone", "period", "local_krw", "national_krw"]
    with pytest.raises(FileError):
        decided("제목\n한 칸뿐\n", **{"columns": {}})


def test_only_a_person_makes_a_header_of_unknown_words(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "file.csv"
    path.write_text("제목\n가나,다라,마바\n1,2,3\n")
    reading = read(path, catalogue.datasets["funding"], catalogue, Decisions(dataset="funding"))
    assert [cell.label for cell in reading.tables[0].cells] == ["가나", "다라", "마바"]
    assert rows_of(reading) == [("1", "2", "3", 3)]


def test_zones_below_an_unknown_heading_are_taken_for_the_missing_zone(decided: Opened) -> None:
    reading = decided("어디,연도,지방비,국비\n군산,2023,1,2\n구미,2024,3,4\n")
    assert (reading.tables[0].cells[0].column, reading.tables[0].cells[0].why) == ("zone", "content")
    twice = decided("어디,저기,연도,지방비,국비\n군산,구미,2023,1,2\n구미,군산,2024,3,4\n")
    assert columns_of(twice)[:2] == [None, None]


def test_a_corrected_cell_is_read_as_if_the_file_said_so(decided: Opened) -> None:
    corrections = [
        Correction(sheet="", row=3, column="지방비", text="99"),
        Correction(sheet="", row=6, column="특구", text="창원"),
    ]
    reading = decided(MERGED, corrections=corrections)
    assert rows_of(reading)[1] == ("군산", "2024", "99", "4", 3)
    assert rows_of(reading)[-1] == ("창원", "", "16", "20", 6)
    assert reading.totals == []


def test_a_correction_reaches_the_bulk_way_in_its_own_letters(
    decided: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "SMALL_FILE_BYTES", 0)
    correction = Correction(sheet="", row=3, column="특구", text="천안‧아산")
    reading = decided(
        "특구,연도,지방비,국비\n군산,2023,1,2\n구미,2024,3,4\n", encoding="cp949", corrections=[correction]
    )
    assert [row[0] for row in rows_of(reading)] == ["군산", "천안‧아산"]


def test_a_row_left_out_is_nowhere_but_still_names_the_rows_below(decided: Opened) -> None:
    reading = decided(MERGED, left_out=[RowRef(sheet="", row=4), RowRef(sheet="", row=6)])
    assert [(row[0], row[-1]) for row in rows_of(reading)] == [("군산", 2), ("군산", 3), ("구미", 5)]
    assert reading.totals == []


def test_a_row_too_long_is_no_fault_once_it_is_left_out(decided: Opened) -> None:
    content = "특구,연도,지방비,국비\n군산,2023,1,850,2,000\n구미,2024,1,2\n창원,2024,1,2\n"
    reading = decided(content, left_out=[RowRef(sheet="", row=2)])
    assert ([row[0] for row in rows_of(reading)], reading.faults) == (["구미", "창원"], [])


@pytest.mark.parametrize(
    ("refused", "zones"),
    [
        (["filled_down"], ["군산", "", "구미", ""]),
        (["filled_down@특구"], ["군산", "", "구미", ""]),
        (["filled_down@특구:3"], ["군산", "", "구미", "구미"]),
        (["filled_down@연도:3"], ["군산", "군산", "구미", "구미"]),
    ],
)
def test_a_fill_is_refused_everywhere_in_a_column_or_at_its_place(
    decided: Opened, refused: list[str], zones: list[str]
) -> None:
    assert [row[0] for row in rows_of(decided(MERGED, refused=refused))] == zones


def test_each_merged_cell_is_an_example_with_the_place_that_refuses_it(decided: Opened) -> None:
    reading = decided(
        "특구,연도,지방비,국비\n군산,2022,1,2\n,2023,1,2\n,2024,3,4\n구미,2023,5,6\n,2024,7,8\n"
    )
    rows_of(reading)
    examples = [(each.place, each.after, each.count) for each in reading.repairs.examples()]
    assert examples == [("특구:3", "군산", 2), ("특구:6", "구미", 1)]


def test_of_many_repairs_of_a_kind_twenty_are_shown_and_the_others_counted(decided: Opened) -> None:
    zones = ["군산", "구미"] * 15
    reading = decided("특구,연도,지방비,국비\n" + "".join(f"{zone},2023,1,2\n,2024,3,4\n" for zone in zones))
    rows_of(reading)
    examples = reading.repairs.examples()
    assert (len(examples), examples[-1].place, examples[-1].count) == (21, "", 10)
    assert sum(each.count for each in examples) == reading.repairs.listed()[0].count == 30


def test_a_total_that_is_refused_is_a_row_of_data(decided: Opened) -> None:
    for refused in ("total_left_out", "total_left_out@6"):
        reading = decided(MERGED, refused=[refused])
        assert rows_of(reading)[-1][0] == "합계"
        assert reading.totals == []


def test_a_repeated_header_that_is_refused_is_a_row_of_data(decided: Opened) -> None:
    content = "특구,연도,지방비,국비\n군산,2023,1,2\n특구,연도,지방비,국비\n"
    assert len(rows_of(decided(content))) == 1
    assert len(rows_of(decided(content, refused=["repeated_header@3"]))) == 2


def test_a_decoding_that_is_refused_leaves_nothing_to_read(decided: Opened) -> None:
    content = "특구,연도,지방비,국비\n군산,2023,1,2\n"
    with pytest.raises(FileError) as refusal:
        decided(content, encoding="cp949", refused=["decoded"])
    assert refusal.value.code == "reading_errors.undecodable"
    assert len(rows_of(decided(content, refused=["decoded"]))) == 1


def test_a_sheet_that_was_skipped_is_read_where_a_person_wants_it(
    workbook: Callable[..., Path], catalogue: Catalogue
) -> None:
    header = ["특구", "연도", "지방비(억원)", "국비(억원)"]
    path = workbook({"가": [header, ["군산", "2024", 1, 2]], "나": [["지명", "해"], ["구미", "2024"]]})
    dataset = catalogue.datasets["funding"]
    reading = read(path, dataset, catalogue, Decisions(refused=("sheet_skipped@나",)))
    assert [table.sheet for table in reading.tables] == ["가", "나"]
    reading = read(path, dataset, catalogue)
    assert [each.place for each in reading.repairs.examples()] == ["나"]


def test_places_name_the_sheet_where_there_are_several(
    workbook: Callable[..., Path], catalogue: Catalogue
) -> None:
    rows = [["특구", "연도", "지방비(억원)", "국비(억원)"], ["군산", "2023", 1, 2], ["", "2024", 1, 2]]
    path = workbook({"가": rows, "나": rows})
    dataset = catalogue.datasets["funding"]
    reading = read(path, dataset, catalogue)
    rows_of(reading)
    assert [each.place for each in reading.repairs.examples()] == ["가:특구:3", "나:특구:3"]
    refused = read(path, dataset, catalogue, Decisions(refused=("filled_down@나:특구:3",)))
    assert [row[0] for row in rows_of(refused)] == ["군산", "군산", "군산", ""]


def test_reading_again_counts_nothing_twice(decided: Opened) -> None:
    reading = decided(MERGED)
    rows_of(reading)
    once = reading.repairs.examples()
    rows_of(reading)
    assert reading.repairs.examples() == once
