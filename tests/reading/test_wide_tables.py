"""Wide tables turned long: by quarter, by metric, by zone, under one, two and three header rows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from reading_rows import rows_of

from kpi.catalogue import Catalogue
from kpi.drafts import Decisions
from pipelines.reading import Reading, read

Opened = Callable[..., Reading]


@pytest.fixture
def wide(tmp_path: Path, catalogue: Catalogue) -> Opened:
    """`wide(content, dataset, **decisions)`: opened with these decisions."""

    def open_file(content: str, dataset: str = "published_values", **said: object) -> Reading:
        path = tmp_path / "file.csv"
        path.write_text(content, encoding="utf-8")
        return read(path, catalogue.datasets[dataset], catalogue, Decisions.model_validate(said))

    return open_file


def long_rows(reading: Reading, *columns: str) -> list[tuple[object, ...]]:
    """The named columns of every long row, `source_row` last."""
    found: list[tuple[object, ...]] = []
    for chunk in reading.chunks():
        labels = [cell.label for column in columns if (cell := chunk.table.cell_of(column))]
        found += chunk.frame[[*labels, "source_row"]].itertuples(index=False, name=None)
    return found


QUARTERS = [
    ("군산", "입주기업", "2024년 1분기", "200", 3),
    ("군산", "입주기업", "2024년 2분기", "210", 3),
    ("구미", "입주기업", "2024년 1분기", "100", 4),
    ("구미", "입주기업", "2024년 2분기", "110", 4),
]


@pytest.mark.parametrize(
    "header",
    [
        "2024년 현황\n특구,지표,단위,2024년 1분기,2024년 2분기\n",
        "제목\n특구,지표,단위,2024년 1분기,2분기\n",
        "2024년 분기별 현황\n특구,지표,단위,1분기,2분기\n",
        "특구,지표,단위,2024년,\n,,,1분기,2분기\n",
    ],
)
def test_quarters_side_by_side_become_rows_of_their_source_row(wide: Opened, header: str) -> None:
    reading = wide(header + "군산,입주기업,개사,200,210\n구미,입주기업,개사,100,110\n")
    assert long_rows(reading, "zone", "metric", "period", "value") == QUARTERS


@pytest.mark.parametrize(
    ("spelled", "label"),
    [
        ("'24.3월말", "'24.3월말"),
        ("2024-Q1", "2024-Q1"),
        ("1Q24", "1Q24"),
        ("2024.12.31기준", "2024.12.31기준"),
    ],
)
def test_periods_of_headings_are_spelled_in_many_ways(wide: Opened, spelled: str, label: str) -> None:
    reading = wide(f"특구,지표,단위,{spelled}\n군산,입주기업,개사,200\n")
    assert long_rows(reading, "period", "value") == [(label, "200", 2)]


def test_metric_over_period_and_period_over_metric_are_the_same(wide: Opened) -> None:
    columns = ("period", "revenue_krw", "employees")
    expected = [("2024년 1분기", "10", "3", 3), ("2024년 2분기", "20", "4", 3)]
    over = wide(
        "특구,사업자등록번호,매출액(백만원),,고용,\n,,2024년 1분기,2분기,2024년 1분기,2분기\n"
        "군산,999-00-00011,10,20,3,4\n",
        "firm_results",
    )
    assert long_rows(over, *columns) == expected
    assert [cell.unit for cell in over.tables[0].cells if cell.column == "revenue_krw"] == ["백만원"]
    under = wide(
        "특구,사업자등록번호,2024년 1분기,,2분기,\n,,매출액(백만원),고용,매출액(백만원),고용\n"
        "군산,999-00-00011,10,3,20,4\n",
        "firm_results",
    )
    assert long_rows(under, *columns) == expected


def test_metrics_side_by_side_bring_their_units_and_their_only_basis(wide: Opened) -> None:
    reading = wide("특구,연도,기술이전(건),투자유치액(억원),입주기업수,비고\n군산,2024,65,79.9,229,가\n")
    assert long_rows(reading, "metric", "value", "unit", "basis", "note") == [
        ("기술이전", "65", "건", "", "가", 2),
        ("investment_linked", "79.9", "억원", "", "가", 2),
        ("입주기업", "229", "개사", "기말", "가", 2),
    ]


def test_a_basis_under_each_metric_is_said_by_the_heading(wide: Opened) -> None:
    reading = wide("특구,연도,기술이전,,연구소기업,\n,,당해,누계,당해,누계\n군산,2024,65,196,6,29\n")
    assert long_rows(reading, "metric", "basis", "value") == [
        ("기술이전", "당해", "65", 3),
        ("기술이전", "누계", "196", 3),
        ("연구소기업", "당해", "6", 3),
        ("연구소기업", "누계", "29", 3),
    ]


def test_only_the_targets_of_a_table_of_targets_and_results_are_targets(wide: Opened) -> None:
    content = "특구,연도,기술이전,,창업,\n,,목표,실적,목표,실적\n군산,2024,50,65,9,11\n"
    assert [row[1] for row in long_rows(wide(content, "targets"), "metric", "value")] == ["50", "9"]
    assert [row[1] for row in long_rows(wide(content), "metric", "value")] == ["65", "11"]


def test_zones_side_by_side_become_rows(wide: Opened) -> None:
    reading = wide("구분,군산,구미,합계\n입주기업,229,100,329\n")
    assert long_rows(reading, "zone", "metric", "value") == [
        ("군산", "입주기업", "229", 2),
        ("구미", "입주기업", "100", 2),
    ]


def test_a_blank_in_a_wide_table_is_no_row_and_a_mark_is_one(wide: Opened) -> None:
    reading = wide("특구,지표,단위,2024Q1,2024Q2,2024Q3\n군산,입주기업,개사,200,-,\n")
    assert [row[:-1] for row in long_rows(reading, "period", "value")] == [("2024Q1", "200"), ("2024Q2", "-")]


def test_totals_beside_and_below_are_no_data(wide: Opened) -> None:
    reading = wide("특구,지표,단위,2024Q1,2024Q2,계\n군산,입주기업,개사,200,210,410\n합계,,,200,210,410\n")
    assert [row[0] for row in long_rows(reading, "value")] == ["200", "210"]
    assert [(total.row, total.cells["2024Q1"]) for total in reading.totals] == [(3, "200")]


def test_a_merged_zone_is_filled_before_the_table_is_turned(wide: Opened) -> None:
    reading = wide("특구,지표,단위,2024Q1,2024Q2\n군산,입주기업,개사,1,2\n,연구소기업,개사,3,4\n")
    assert [row[0] for row in long_rows(reading, "zone", "value")] == ["군산"] * 4


def test_turning_is_one_repair_that_can_be_refused(wide: Opened) -> None:
    content = "특구,지표,단위,2024Q1,2024Q2\n군산,입주기업,개사,200,210\n"
    repair = wide(content).repairs.examples()[0]
    assert (repair.kind, repair.before, repair.count) == ("turned_long", "2024Q1 … 2024Q2", 2)
    refused = wide(content, refused=["turned_long"])
    assert (refused.tables[0].wide, len(rows_of(refused))) == (None, 1)


def test_a_heading_that_is_put_aside_is_not_turned(wide: Opened) -> None:
    reading = wide("특구,지표,단위,2024Q1,2024Q2\n군산,입주기업,개사,200,210\n", columns={"2024Q1": ""})
    assert long_rows(reading, "period", "value") == [("2024Q2", "210", 2)]


def test_a_heading_of_a_metric_nobody_knows_is_turned_once_a_person_says_it_holds_numbers(
    wide: Opened,
) -> None:
    content = "특구,연도,기술이전,창업,홍보 실적건\n군산,2024,65,11,7\n"
    assert [row[0] for row in long_rows(wide(content), "metric")] == ["기술이전", "창업"]
    chosen = wide(content, columns={"홍보 실적건": "value"})
    assert [row[0] for row in long_rows(chosen, "metric")] == ["기술이전", "창업", "홍보 실적건"]


@pytest.mark.parametrize(
    "content",
    [
        "특구,지표,단위,2024Q1,2024년 1분기\n군산,입주기업,개사,200,210\n",
        "특구,지표,단위,1월,2월\n군산,입주기업,개사,200,210\n",
        "특구,지표,기간,단위,2024Q1,2024Q2\n군산,입주기업,2023,개사,200,210\n",
    ],
)
def test_headings_that_say_the_same_or_too_little_leave_the_table_as_it_is(
    wide: Opened, content: str
) -> None:
    assert wide(content).tables[0].wide is None


def test_a_long_table_stays_long(wide: Opened) -> None:
    reading = wide(
        "특구,지표,기간,기준,값,단위,상태\n군산,입주기업,2022,기말,1,개사,공표\n구미,창업,2023,당해,2,개사,공표\n"
    )
    assert reading.tables[0].wide is None


def test_a_cell_of_a_wide_table_is_corrected_under_its_own_heading(wide: Opened) -> None:
    correction = {"sheet": "", "row": 2, "column": "2024Q2", "text": "999"}
    reading = wide("특구,지표,단위,2024Q1,2024Q2\n군산,입주기업,개사,200,210\n", corrections=[correction])
    assert [row[0] for row in long_rows(reading, "value")] == ["200", "999"]
