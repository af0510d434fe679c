"""What a person decides about values: what texts mean, units, refused repairs; and what is asked about."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from kpi.catalogue import Catalogue
from kpi.drafts import Decisions
from pipelines.reading import read
from pipelines.staging import Staged, stage
from tests.staging.conftest import side_car_of

MONEY = "특구,연도,지방비(백만원),국비(백만원)\n"
Decided = Callable[..., tuple[Staged, pd.DataFrame]]


@pytest.fixture
def decided(tmp_path: Path, catalogue: Catalogue) -> Decided:
    """`decided(content, dataset, **decisions)`: read and staged with these decisions, and all rows in one frame."""

    def run(content: str, dataset: str = "funding", **said: object) -> tuple[Staged, pd.DataFrame]:
        path = tmp_path / "file.csv"
        path.write_text(content, encoding="utf-8")
        found, decisions = catalogue.datasets[dataset], Decisions.model_validate(said)
        reading = read(path, found, catalogue, decisions)
        result = stage(reading, found, catalogue, side_car_of(dataset), b"key", "0123456789abcdef", decisions)
        return result, pd.concat(list(result.chunks()), ignore_index=True)

    return run


def codes(staged: Staged) -> list[tuple[str, int | None]]:
    return [(fault.code.split(".")[1], fault.where.row) for fault in staged.faults]


def test_an_unknown_text_is_given_a_meaning_once_for_all_its_rows_and_spellings(decided: Decided) -> None:
    content = MONEY + "본부,2023,1,1\n본 부,2024,1,1\n군산,2024,1,1\n"
    before, _ = decided(content)
    assert [(each.column, each.written, each.count, each.first_row) for each in before.unknown_values] == [
        ("zone", "본부", 2, 2)
    ]
    after, facts = decided(content, values={"zone": {"본부": "gumi"}})
    assert (after.faults, after.unknown_values) == ([], ())
    assert facts["zone"].tolist() == ["gumi", "gumi", "gunsan"]


def test_the_nearest_names_are_suggested_by_their_ids(decided: Decided) -> None:
    staged, _ = decided(MONEY + "군선,2023,1,1\n군산,2024.1,1,1\n")
    assert [(each.column, "gunsan" in each.suggestions) for each in staged.unknown_values] == [
        ("zone", True), ("period", False),
    ]  # fmt: skip


def test_a_doubtful_month_is_settled_by_a_person(decided: Decided) -> None:
    content = "특구,분기,사업자등록번호,매출액(원)\n군산,2024.1,999-00-00011,5\n"
    staged, _ = decided(content, "firm_results")
    assert [each.suggestions for each in staged.unknown_values] == [("2024Q1", "2024Q4")]
    _, facts = decided(content, "firm_results", values={"period": {"2024.1": "2024Q4"}})
    assert facts["period"].tolist() == ["2024Q4"]


def test_a_meaning_that_is_none_stays_a_fault(decided: Decided) -> None:
    staged, _ = decided(MONEY + "본부,2023,1,1\n", values={"zone": {"본부": "atlantis"}})
    assert codes(staged) == [("unknown_zone", 2)]


def test_a_text_may_mean_nothing(decided: Decided) -> None:
    content = "특구,분기,사업자등록번호,창업유형,분야\n군산,2024Q1,999-00-00011,창업,우주\n"
    staged, facts = decided(content, "startups")
    assert [(each.column, each.written) for each in staged.unknown_values] == [("field", "우주")]
    _, facts = decided(content, "startups", values={"field": {"우주": ""}})
    assert facts["field"].isna().all()


def test_a_column_that_the_file_lacks_is_said_for_all_rows(decided: Decided) -> None:
    content = "연도,지방비(원),국비(원)\n2023,1,1\n2024,2,2\n"
    before, _ = decided(content)
    assert [(each.column, each.written, each.count) for each in before.unknown_values] == [("zone", "", 2)]
    after, facts = decided(content, values={"zone": {"": "gunsan"}})
    assert (after.faults, facts["zone"].tolist(), facts["slice"].tolist()) == (
        [], ["gunsan", "gunsan"], ["gunsan|2023", "gunsan|2024"],
    )  # fmt: skip


def test_a_blank_of_a_required_name_is_asked_about_and_can_be_said(decided: Decided) -> None:
    content = "특구,지표,기간,기준,값,단위,상태\n군산,창업,2023,,1,개사,\n군산,창업,2024,누계,2,개사,공표\n"
    before, _ = decided(content, "published_values")
    assert [(each.column, each.written, each.suggestions[:1]) for each in before.unknown_values] == [
        ("basis", "", ("in_period",)),
        ("value_status", "", ("observed",)),
    ]
    said = {"basis": {"": "in_period"}, "value_status": {"": "observed"}}
    after, facts = decided(content, "published_values", values=said)
    assert after.unknown_values == ()
    assert facts["basis"].tolist() == ["in_period", "cumulative"]


def test_a_unit_is_said_where_money_has_none(decided: Decided) -> None:
    content = "특구,연도,지방비,국비(원)\n군산,2024,5,1\n"
    assert codes(decided(content)[0]) == [("unit_unknown", 2)]
    staged, facts = decided(content, units={"local_krw": "억원"})
    assert (staged.faults, facts["local_krw"].tolist()) == ([], [500_000_000])


def test_a_person_knows_the_unit_better_than_the_header(decided: Decided) -> None:
    staged, facts = decided(MONEY + "군산,2024,5,1\n", units={"local_krw": "천원"})
    assert (staged.faults, facts["local_krw"].tolist(), facts["national_krw"].tolist()) == (
        [],
        [5_000],
        [1_000_000],
    )
    assert [fault.code for fault in decided(MONEY + "군산,2024,5,1\n", units={"local_krw": "명"})[0].faults][
        :1
    ] == ["staging_errors.header_unit"]


def test_a_unit_row_that_is_refused_leaves_the_unit_unknown(decided: Decided) -> None:
    staged, _ = decided(MONEY + "군산,2024,5,1\n", refused=["unit_scaled@지방비"])
    assert codes(staged) == [("unit_unknown", 2)]
    staged, facts = decided(
        MONEY + "군산,2024,5,1\n", refused=["unit_scaled@지방비"], units={"local_krw": "원"}
    )
    assert (staged.faults, facts["local_krw"].tolist()) == ([], [5])


@pytest.mark.parametrize(
    ("refused", "faulty"),
    [
        ("zone_alias", [("unknown_zone", 2), ("unknown_zone", 3), ("unknown_zone", 4)]),
        ("zone_alias@특구", [("unknown_zone", 2), ("unknown_zone", 3), ("unknown_zone", 4)]),
        ("zone_alias@특구:2", [("unknown_zone", 2), ("unknown_zone", 4)]),
        ("zone_alias@특구:9", []),
        ("period_respelled", [("not_a_period", 3)]),
        ("number_respelled@지방비:3", [("not_a_number", 3)]),
        ("marked", [("not_a_number", 4)]),
        ("marked@국비:4", []),
        ("marked@지방비:4", [("not_a_number", 4)]),
    ],
)
def test_a_repair_that_is_refused_makes_what_is_written_so_a_fault(
    decided: Decided, refused: str, faulty: list[tuple[str, int]]
) -> None:
    content = MONEY + "군산특구,2023,1,1\n구미특구,2024년,79억 9000만 원,1\n군산특구,2022,미집계,1\n"
    assert codes(decided(content)[0]) == []
    assert codes(decided(content, refused=[refused])[0]) == faulty


def test_every_repair_names_the_place_by_which_it_is_refused(decided: Decided) -> None:
    content = MONEY + "군산특구,2023,1,1\n구미특구,2024년,79억 9000만 원,1\n군산특구,2022,미집계,1\n"
    staged, _ = decided(content)
    for example in staged.repair_examples:
        if example.kind in ("zone_alias", "period_respelled", "number_respelled", "marked"):
            refused, _ = decided(content, refused=[f"{example.kind}@{example.place}"])
            assert refused.fault_count == example.count


def test_examples_are_kept_by_text_and_the_count_of_all_stays(decided: Decided) -> None:
    rows = "".join(f"군산특구,{1990 + number}년,1,1\n" for number in range(30))
    staged, _ = decided(MONEY + rows)
    periods = [each for each in staged.repair_examples if each.kind == "period_respelled"]
    assert (len(periods), periods[-1].count, sum(each.count for each in periods)) == (21, 10, 30)
    assert [each.count for each in staged.repair_examples if each.kind == "zone_alias"] == [30]
    assert [each.count for each in staged.repairs if each.kind == "period_respelled"] == [30]


def test_a_person_in_any_file_is_dropped_and_said_to_be(decided: Decided) -> None:
    content = "특구,분기,관리번호,사업자등록번호,대표자,투자금액(원)\n군산,2024Q1,1,999-00-00011,김가상,5\n"
    staged, facts = decided(content, "investments", columns={"대표자": "firm_name"})
    assert "김가상" not in facts.to_csv()
    assert [each.before for each in staged.repair_examples if each.kind == "personal_dropped"] == ["대표자"]


def test_a_wide_metric_table_becomes_facts_with_units_and_bases(decided: Decided) -> None:
    content = "특구,연도,기술이전(건),투자유치액(억원),입주기업수\n군산,2024,65,79.9,229\n"
    said = {"basis": {"": "in_period"}, "value_status": {"": "observed"}}
    staged, facts = decided(content, "published_values", values=said)
    assert staged.faults == []
    assert facts[["metric", "period", "basis", "value"]].to_numpy().tolist() == [
        ["technology_transfers", "2024", "in_period", 65.0],
        ["investment_linked", "2024", "in_period", 7_990_000_000.0],
        ["tenant_firms", "2024", "period_end", 229.0],
    ]
    assert facts["source_row"].tolist() == [2, 2, 2]


def test_a_heading_with_two_meanings_is_asked_about_with_both(decided: Decided) -> None:
    content = "특구,연도,기술이전(건),고용\n군산,2024,65,299\n"
    staged, _ = decided(content, "published_values")
    asked = next(each for each in staged.unknown_values if each.column == "metric")
    assert (asked.written, set(asked.suggestions)) == ("고용", {"programme_jobs", "tenant_employees"})
    _, facts = decided(content, "published_values", values={"metric": {"고용": "programme_jobs"}})
    assert facts["metric"].tolist() == ["technology_transfers", "programme_jobs"]


def test_faults_and_refusals_of_a_wide_table_name_the_heading_of_the_file(decided: Decided) -> None:
    content = (
        "특구,사업자등록번호,2024Q1 매출액(백만원),2024Q2 매출액(백만원)\n군산,999-00-00011,많음,5억 원\n"
    )
    staged, _ = decided(content, "firm_results")
    assert [(fault.where.row, fault.where.column) for fault in staged.faults] == [(2, "2024Q1 매출액")]
    assert staged.heading_of("revenue_krw", 1) == "2024Q2 매출액"
    refused, _ = decided(content, "firm_results", refused=["number_respelled@2024Q2 매출액:2"])
    assert [fault.where.column for fault in refused.faults] == ["2024Q1 매출액", "2024Q2 매출액"]


def test_the_totals_of_a_wide_table_are_stated_over_all_its_headings(decided: Decided) -> None:
    content = "특구,사업자등록번호,2024Q1 고용,2024Q2 고용\n군산,999-00-00011,1,2\n구미,999-00-00022,3,4\n합계,,4,6\n"
    staged, facts = decided(content, "firm_results")
    assert [(total.column, total.value) for total in staged.totals] == [("employees", 10)]
    assert facts["employees"].sum() == 10
