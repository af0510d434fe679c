"""Files of programmes on their way in: what breaks one of their rules is told with its rows before it counts."""

import pytest

from kpi.drafts import Prepared
from kpi.submissions import CheckOutcome
from pipelines.building import build
from tests.submitting.received_world import KNOWN_FIRM, ReceivedWorld, table
from tests.submitting.whole_world import whole_world

STEPS = "사업명,진입분기,기수,참여번호,사업자등록번호,참여유형,갈래,단계,진입일,종료일,결과"
CALLS = "사업명,접수분기,공고,접수번호,사업자등록번호,설립일,접수일,선정결과,지원금(만원)"
FUNDS = "사업명,분기,펀드,내역번호,구분,금액(억원)"
SPACES = "사업명,기준분기,시설,공간종류,면적(㎡),전체 칸수,사용 칸수"
DAYS = "사업명,일정번호,일정유형,내용,착수 예정일,완료일"
CAMPUS = "인천 글로벌 스타트업 캠퍼스"
AGREEMENT = "의정부·경기창조경제혁신센터 협약"
STEP = "의정부 스케일업,2026Q1,2026년,U-{at},999-00-0001{at},기업,기업 성장,{stage},{entered},{finished},완료"
CALL = "지역 주력산업 AI 융합,2025Q2,2025년 공고,R-{at},999-00-0001{at},{founded},2025-06-20,선정,{grant}"
# Check → header, a row that holds and, below it, one that breaks the rule, and the cell that it is pointed at by.
CASES = {
    "stage_ended_before_entry": (
        STEPS,
        STEP.format(at=1, stage="심층 네트워킹", entered="2026-01-05", finished="2026-02-01"),
        STEP.format(at=2, stage="심층 네트워킹", entered="2026-02-01", finished="2026-01-05"),
        "종료일",
    ),
    "stage_undeclared": (
        STEPS,
        STEP.format(at=1, stage="데모데이", entered="2026-01-05", finished="2026-02-01"),
        STEP.format(at=2, stage="판로 개척", entered="2026-01-05", finished="2026-02-01"),
        "단계",
    ),
    "grant_above_limit": (
        CALLS,
        CALL.format(at=1, founded="2020-01-01", grant=8000),
        CALL.format(at=2, founded="2020-01-01", grant=8001),
        "지원금",
    ),
    "ineligible_selected": (
        CALLS,
        CALL.format(at=1, founded="2015-06-19", grant=8000),
        CALL.format(at=2, founded="2015-06-18", grant=8000),
        "설립일",
    ),
    "invested_above_committed": (
        FUNDS,
        f"{AGREEMENT},2026Q2,미래산업 육성 펀드,F-3,투자,60",
        f"{AGREEMENT},2026Q2,미래산업 육성 펀드,F-4,투자,1",
        "금액",
    ),
    "more_than_all_taken": (
        SPACES,
        f"{CAMPUS},2026Q1,캠퍼스,입주공간,2310,42,42",
        f"{CAMPUS},2026Q1,캠퍼스,회의실,352,9,10",
        "사용 칸수",
    ),
    "done_before_start": (
        DAYS,
        f"{AGREEMENT},C1,사업 일정,개소,2026-03-01,2026-03-01",
        f"{AGREEMENT},C2,사업 일정,개소,2026-03-01,2026-02-28",
        "완료일",
    ),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> ReceivedWorld:
    """The whole catalogue, a register of one firm, and a fund of 100 with 40 invested."""
    world = whole_world(tmp_path_factory.mktemp("programmes"))
    register = f"특구,기준시점,사업자등록번호,기업명,입주일\n군산,2025Q4,{KNOWN_FIRM},㈜가상,2021-01-01\n"
    world.world.add("register.csv", register, dataset="tenant_firms")
    fund = [f"{AGREEMENT},2025Q4,미래산업 육성 펀드,F-{at},{kind},{amount}" for at, kind, amount in
            ((1, "약정", 100), (2, "투자", 40))]  # fmt: skip
    world.world.add("fund.csv", table(*fund, header=FUNDS), dataset="programme_funds")
    build(world.paths)
    return world


def warned(prepared: Prepared) -> dict[str, CheckOutcome]:
    assert not [each for each in prepared.outcomes if each.broken]
    return {each.check_code: each for each in prepared.warnings}


@pytest.mark.parametrize("check_code", CASES)
def test_a_row_that_breaks_a_rule_is_told_before_it_counts_and_asks_for_a_reason(
    world: ReceivedWorld, check_code: str
) -> None:
    header, holding, breaking, heading = CASES[check_code]
    fine = world.prepared(table(holding, header=header), known_on="2026-07-01")
    assert (warned(fine), fine.ready) == ({}, True)
    found = world.prepared(table(holding, breaking, header=header), known_on="2026-07-01")
    assert set(warned(found)) == {check_code}
    assert (warned(found)[check_code].rows_checked, warned(found)[check_code].rows_failed) == (2, 1)
    assert [(row.check_code, row.row, row.heading) for row in found.failing] == [(check_code, 3, heading)]
    assert found.unexplained == (check_code,) and not found.ready


def test_an_investment_replaced_by_a_file_is_not_counted_twice(world: ReceivedWorld) -> None:
    rows = [f"{AGREEMENT},2025Q4,미래산업 육성 펀드,F-{at},{kind},{amount}" for at, kind, amount in
            ((1, "약정", 100), (2, "투자", 100))]  # fmt: skip
    assert warned(world.prepared(table(*rows, header=FUNDS), known_on="2026-07-01", mode="replace")) == {}
    (_, again) = rows
    assert warned(world.prepared(table(again, header=FUNDS), known_on="2026-07-01", mode="amend")) == {}


def test_only_the_firms_of_zones_are_looked_for_in_the_tenant_registers(world: ReceivedWorld) -> None:
    zone = "군산,2025Q4,2025년,Z-1,{firm},기업,지원체계,컨설팅,2025-10-01,,진행중"
    elsewhere = STEP.format(at=1, stage="데모데이", entered="2026-01-05", finished="2026-02-01")
    strange = table(zone.format(firm="999-11-22222"), elsewhere, header=STEPS)
    unknown = warned(world.prepared(strange, known_on="2026-07-01"))["firm_unknown"]
    assert (unknown.rows_checked, unknown.rows_failed) == (1, 1)
    assert (
        warned(world.prepared(table(zone.format(firm=KNOWN_FIRM), header=STEPS), known_on="2026-07-01")) == {}
    )


def test_a_tenant_of_two_zones_at_once_is_told_before_it_counts(world: ReceivedWorld) -> None:
    header = "특구,기준시점,사업자등록번호,기업명,입주일,퇴거일"
    stay = "포항,2025Q4,{firm},㈜가상,{entered},{left}"
    moved = table(stay.format(firm="999-11-22222", entered="2022-01-01", left=""), header=header)
    assert warned(world.prepared(moved, known_on="2026-07-01")) == {}
    both = table(
        stay.format(firm="999-11-22222", entered="2022-01-01", left=""),
        stay.format(firm=KNOWN_FIRM, entered="2023-01-01", left=""),
        header=header,
    )
    found = world.prepared(both, known_on="2026-07-01")
    assert set(warned(found)) == {"one_zone_at_a_time"}
    assert [(row.row, row.heading) for row in found.failing] == [(3, "특구")]
    assert found.unexplained == ("one_zone_at_a_time",) and not found.ready
    before = table(stay.format(firm=KNOWN_FIRM, entered="2019-01-01", left="2020-12-31"), header=header)
    assert warned(world.prepared(before, known_on="2026-07-01")) == {}
