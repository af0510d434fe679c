"""Canonical values: units, names, periods, reasons, hashes, and exactly the won that were written."""

import hashlib
import hmac
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.catalogue import Catalogue
from pipelines.staging import Staged
from pipelines.staging.amounts import Scale, parse_number, plain_values, written_units
from pipelines.staging.cells import MOST_LIKENED, Likeness

Stage = Callable[..., tuple[Staged, pd.DataFrame]]
HEADER = "특구,연도,{local},{national}\n"


def money(catalogue: Catalogue, plain: int | None) -> Scale:
    return Scale("amount", plain, written_units(catalogue.units["krw"].written))


@pytest.mark.parametrize(
    ("header", "cell", "won"),
    [
        ("지방비(백만원)", "1850", 1_850_000_000),
        ("지방비(백만원)", "6508.6", 6_508_600_000),
        ("지방비(천원)", '"1,030"', 1_030_000),
        ("지방비(억원)", "79.9", 7_990_000_000),
        ("지방비[단위: 억원]", "△12", -1_200_000_000),
        ("지방비(원)", "(12)", -12),
        ("지방비", "79억 9000만 원", 7_990_000_000),
        ("지방비", "8000만 원", 80_000_000),
        ("지방비(백만원)", "477억원", 47_700_000_000),
        ("local_krw", "1030", 1030),
    ],
)
def test_money_is_stored_in_won_whatever_unit_it_was_written_in(
    staged: Stage, header: str, cell: str, won: int
) -> None:
    result, facts = staged(HEADER.format(local=header, national="국비(원)") + f"군산,2024,{cell},1\n")
    assert (result.faults, facts["local_krw"].tolist()) == ([], [won])


def test_the_unit_row_decides_where_the_header_names_none(staged: Stage) -> None:
    result, facts = staged(
        '제목\n"(단위: 백만원, 명)"\n'
        + HEADER.format(local="지방비", national="국비(억원)")
        + "군산,2024,5,5\n"
    )
    assert facts[["local_krw", "national_krw"]].to_numpy().tolist() == [[5_000_000, 500_000_000]]
    assert [(repair.kind, repair.before, repair.after) for repair in result.repairs][-1] == (
        "unit_scaled",
        "백만원",
        "1000000",
    )


def test_money_without_any_unit_is_a_fault_and_no_guess(staged: Stage) -> None:
    result, facts = staged(HEADER.format(local="지방비", national="국비(원)") + "군산,2024,5,5\n")
    assert [(fault.code, fault.where.row, fault.where.column) for fault in result.faults] == [
        ("staging_errors.unit_unknown", 2, "지방비")
    ]
    assert facts["local_krw"].isna().all()


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.2345678", "fraction"),
        ("많음", "not_a_number"),
        ("5명", "wrong_unit"),
        ("99999999999999", "too_large"),
        ("1.2E+10", "not_a_number"),
    ],
)
def test_what_is_no_amount_of_won_is_a_fault_with_its_row(staged: Stage, cell: str, code: str) -> None:
    result, facts = staged(
        HEADER.format(local="지방비(백만원)", national="국비(원)") + f"군산,2023,1,1\n군산,2024,{cell},1\n"
    )
    assert [(fault.code, fault.where.row, fault.value) for fault in result.faults] == [
        (f"staging_errors.{code}", 3, cell)
    ]
    assert facts["local_krw"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("-", "not_reported"),
        ("미집계", "not_yet_counted"),
        ("비공개", "withheld"),
        ("해당없음", "not_applicable"),
        ("X", "suppressed"),
        ("", "blank"),
    ],
)
def test_a_missing_mark_is_no_zero_and_keeps_its_reason(staged: Stage, cell: str, reason: str) -> None:
    result, facts = staged(
        HEADER.format(local="지방비(백만원)", national="국비(원)") + f"군산,2024,{cell},1\n"
    )
    assert (result.faults, facts["local_krw"].isna().all()) == ([], True)
    assert facts["status"].tolist() == [f"observed local_krw:{reason}"]


def test_a_star_is_provisional_where_a_footnote_says_so(staged: Stage) -> None:
    rows = HEADER.format(local="지방비(원)", national="국비(원)") + "군산,2023,5*,1\n군산,2024,5,1\n"
    assert staged(rows + "* 잠정치\n")[1]["status"].tolist() == ["provisional", "observed"]
    assert staged(rows)[1]["status"].tolist() == ["observed", "observed"]


def test_an_unknown_zone_is_asked_about_and_never_guessed(staged: Stage) -> None:
    result, facts = staged(
        HEADER.format(local="지방비(원)", national="국비(원)") + "군선,2024,5,1\n천안‧아산,2024,5,1\n"
    )
    fault = result.faults[0]
    assert (fault.code, fault.where.row, fault.value, "전북 군산" in fault.allowed) == (
        "staging_errors.unknown_zone",
        2,
        "군선",
        True,
    )
    assert facts["zone"].tolist()[1] == "cheonan_asan" and pd.isna(facts["zone"].tolist()[0])
    assert facts["slice"].tolist() == ["?|2024", "cheonan_asan|2024"]


def test_a_firm_is_a_keyed_hash_and_its_number_is_nowhere(staged: Stage) -> None:
    content = (
        "특구,분기,사업자등록번호,대표자,창업유형\n"
        "군산,2024Q1,999-00-00011,김가상,연구소기업\n"
        "군산,2024Q2,9990000011,김가상,창업\n"
    )
    result, facts = staged(content, "startups")
    expected = hmac.new(b"a key for tests", b"9990000011", hashlib.sha256).hexdigest()[:20]
    assert facts["firm"].tolist() == [expected, expected]
    assert "representative" not in facts.columns
    assert "김가상" not in facts.to_csv() and "00011" not in facts.to_csv()
    assert staged(content, "startups", b"another key")[1]["firm"].tolist() != facts["firm"].tolist()
    assert [repair.kind for repair in result.repairs if repair.kind == "personal_dropped"] == [
        "personal_dropped"
    ]


def test_a_number_that_is_no_firm_is_a_fault_that_does_not_repeat_it(staged: Stage) -> None:
    result, _ = staged("특구,분기,사업자등록번호,창업유형\n군산,2024Q1,999-00-0001,창업\n", "startups")
    assert [(fault.code, fault.value) for fault in result.faults] == [("staging_errors.not_a_firm", None)]


def test_a_published_value_takes_the_unit_beside_it_and_its_metrics_stored_unit(staged: Stage) -> None:
    rows = (
        "전국,투자연계 금액,2022,당해,1560,억원,공표\n"
        '군산,일자리 창출,2024,누계,"1,030",명,공표\n'
        "군산,입주기업,2025Q2,기말,229,개사,공표\n"
    )
    result, facts = staged("특구,지표,기간,기준,값,단위,상태\n" + rows, "published_values")
    assert result.faults == []
    assert facts[["zone", "metric", "period", "basis", "value"]].to_numpy().tolist() == [
        ["national", "investment_linked", "2022", "in_period", 156_000_000_000.0],
        ["gunsan", "programme_jobs", "2024", "cumulative", 1030.0],
        ["gunsan", "tenant_firms", "2025Q2", "period_end", 229.0],
    ]
    assert facts["slice"].tolist() == ["national|2022", "gunsan|2024", "gunsan|2025"]


def test_a_unit_that_is_none_of_the_metrics_is_a_fault(staged: Stage) -> None:
    rows = (
        "군산,투자연계 금액,2022,당해,1560,명,공표\n"
        "군산,없는 지표,2022,당해,1,명,공표\n"
        "군산,일자리 창출,2022,연간합,1,명,공표\n"
    )
    result, _ = staged("특구,지표,기간,기준,값,단위,상태\n" + rows, "published_values")
    assert [(fault.code.split(".")[1], fault.where.row) for fault in result.faults] == [
        ("wrong_unit", 2),
        ("unknown_metric", 3),
        ("unknown_basis", 4),
    ]


def test_the_whole_country_is_a_place_where_metrics_are_named_and_a_total_elsewhere(staged: Stage) -> None:
    result, facts = staged(
        HEADER.format(local="지방비(원)", national="국비(원)") + "군산,2024,5,1\n전국,2024,5,1\n"
    )
    assert facts["zone"].tolist() == ["gunsan"]
    assert [(total.row, total.column, total.value, total.step) for total in result.totals] == [
        (3, "local_krw", Decimal(5), Decimal(1)),
        (3, "national_krw", Decimal(1), Decimal(1)),
    ]


def test_stated_totals_are_in_stored_units_with_their_last_place(staged: Stage) -> None:
    result, _ = staged(
        HEADER.format(local="지방비(백만원)", national="국비") + "군산,2024,5,9억\n합계,,5.5,9억 3000만 원\n"
    )
    assert [(total.value, total.step) for total in result.totals] == [
        (Decimal(5_500_000), Decimal(100_000)),
        (Decimal(930_000_000), Decimal(10_000)),
    ]


def test_a_missing_required_column_is_a_fault_and_an_unknown_one_is_reported(staged: Stage) -> None:
    result, _ = staged("특구,연도,지방비(원),담당부서\n군산,2024,5,전략과\n")
    assert [(fault.code, fault.value) for fault in result.faults] == [
        ("staging_errors.column_missing", "국비")
    ]
    assert [repair.before for repair in result.repairs if repair.kind == "column_not_used"] == ["담당부서"]


def test_an_unknown_category_stops_only_where_the_column_is_critical(staged: Stage) -> None:
    content = "특구,분기,사업자등록번호,창업유형,분야\n군산,2024Q1,999-00-00011,재창업,우주\n"
    result, facts = staged(content, "startups")
    assert [fault.code for fault in result.faults] == ["staging_errors.unknown_category"]
    assert facts["field"].tolist() == ["우주"]


def test_of_very_many_faults_the_first_thousand_are_kept_and_all_are_counted(staged: Stage) -> None:
    rows = "".join(f"군산,{2000 + number % 90},x{number},1\n" for number in range(1500))
    result, _ = staged(HEADER.format(local="지방비(원)", national="국비(원)") + rows)
    assert (result.fault_count, len(result.faults), result.faults[-1].value) == (1500, 1001, 500)
    assert [fault.where.row for fault in result.faults[:2]] == [2, 3]


def test_names_like_an_unknown_one_are_looked_for_no_more_after_the_first_500() -> None:
    likeness = Likeness({"군산": "gunsan", "구미": "gumi"}, 0.5)
    found = [likeness.ids("군산시") for _ in range(MOST_LIKENED + 1)]
    assert set(found[:-1]) == {("gunsan",)}
    assert found[-1] == ()


@given(
    st.lists(
        st.one_of(
            st.integers(-(10**9), 10**9).map(str),
            st.integers(0, 10**9).map("{:,}".format),
            st.decimals(-(10**6), 10**6, places=3).map("{:f}".format),
            st.sampled_from(["", "-", "△5", "1,03", "0x10", "x", "5.1234567"]),
        ),
        min_size=1,
    ),
    st.sampled_from([1, 1000, 1_000_000, 100_000_000]),
)
def test_the_fast_way_gives_what_the_exact_way_gives_or_nothing(cells: list[str], factor: int) -> None:
    scale = Scale("amount", factor, {})
    values, known = plain_values(pa.chunked_array([pa.array(cells, pa.large_string())]), scale)
    for cell, value, is_known in zip(cells, values, known, strict=True):
        if is_known:
            assert parse_number(cell, scale).value == value
    assert known[[index for index, cell in enumerate(cells) if cell.isascii() and cell.isdigit()]].all()


def test_a_frame_fits_the_facts_of_its_dataset(staged: Stage) -> None:
    content = (
        "특구,기준시점,사업자등록번호,입주일,퇴거일\n"
        "군산,'24 4/4,999-00-00011,2020.7.27,-\n"
        "군산,'24 4/4,999-00-00022,20210101,2023. 5. 1.\n"
    )
    result, facts = staged(content, "tenant_firms")
    assert result.faults == []
    table = pa.Table.from_pandas(
        facts[["entered_on", "left_on"]], pa.schema([("entered_on", pa.date32()), ("left_on", pa.date32())])
    )
    assert [str(day) for day in table["entered_on"].to_pylist()] == ["2020-07-27", "2021-01-01"]
    assert facts["slice"].tolist() == ["gunsan|*", "gunsan|*"]
    assert facts["source_row"].dtype == np.int64
