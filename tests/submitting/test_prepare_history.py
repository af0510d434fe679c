"""A file held against what is known already: what looks odd beside the past is a warning that names a row."""

from pathlib import Path

from kpi.drafts import Prepared
from kpi.submissions import CheckOutcome
from pipelines.building import build
from tests.submitting.received_world import KNOWN_FIRM, ReceivedWorld, deal, received_world, table, with_past

QUARTERS = ("2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3", "2023Q4")
PUBLISHED = "특구,지표,기간,기준,값,단위,상태"


def past(folder: Path) -> ReceivedWorld:
    """Two years of 100 to 107 million a quarter."""
    return with_past(folder, *(deal(at, 100 + at, quarter=quarter) for at, quarter in enumerate(QUARTERS)))


def warned(prepared: Prepared) -> dict[str, CheckOutcome]:
    assert not [each for each in prepared.outcomes if each.broken]
    return {each.check_code: each for each in prepared.warnings}


def published(*rows: str) -> str:
    return table(*rows, header=PUBLISHED)


def test_a_quarter_like_those_before_it_raises_no_warning(tmp_path: Path) -> None:
    found = past(tmp_path).prepared(table(deal(20, 120, quarter="2024Q1")))
    assert (warned(found), found.ready) == ({}, True)


def test_a_slip_of_the_unit_jumps_against_the_last_quarter(tmp_path: Path) -> None:
    found = past(tmp_path).prepared(table(deal(20, 1, quarter="2024Q1"), deal(21, 119_000, quarter="2024Q1")))
    jump = warned(found)["period_jump"]
    assert (jump.metric, jump.zone, jump.period) == ("investment_linked", "gunsan", "2024Q1")
    assert (jump.expected, jump.observed) == ("107000000", "119001000000")
    (row,) = found.failing
    assert (row.check_code, row.row, row.heading, row.value) == ("period_jump", 3, "투자금액", "119000")
    assert found.unexplained == ("period_jump",)
    assert not found.ready


def test_a_reason_lets_a_warning_pass(tmp_path: Path) -> None:
    world = past(tmp_path)
    draft = world.receive(
        table(deal(21, 119_000, quarter="2024Q1")), reasons={"period_jump": "대형 투자 유치"}
    )
    assert world.prepare(draft).ready


def test_an_amendment_is_judged_with_the_rows_it_leaves_standing(tmp_path: Path) -> None:
    world = past(tmp_path)
    small = table(deal(70, 1, quarter="2023Q4"))
    assert "period_jump" in warned(world.prepared(small, mode="replace"))
    assert warned(world.prepared(small, mode="amend")) == {}


def test_a_firm_outside_the_register_is_named_without_its_number(tmp_path: Path) -> None:
    found = past(tmp_path).prepared(
        table(deal(20, 60, quarter="2024Q1"), deal(21, 60, quarter="2024Q1", firm="999-11-22222"))
    )
    assert warned(found)["firm_unknown"].rows_failed == 1
    (row,) = found.failing
    assert (row.row, row.column, row.value) == (3, "firm", "999-**-*****")


def test_a_cumulative_value_below_an_earlier_one_is_told(tmp_path: Path) -> None:
    world = received_world(tmp_path)
    world.world.add(
        "old.csv",
        published("군산,투자연계 금액,2023,누계,477,억원,공표"),
        dataset="published_values",
        series="ministry",
    )
    build(world.paths)
    found = world.prepared(published("군산,투자연계 금액,2024,누계,400,억원,공표"))
    fall = warned(found)["cumulative_falls"]
    assert (fall.expected, fall.observed, fall.period) == ("47700000000", "40000000000", "2024")
    assert warned(world.prepared(published("군산,투자연계 금액,2024,누계,480,억원,공표"))) == {}
    later = warned(world.prepared(published("군산,투자연계 금액,2022,누계,500,억원,공표")))
    assert set(later) == {"cumulative_falls"}


def test_records_that_do_not_add_up_to_the_published_year_are_told(tmp_path: Path) -> None:
    world = received_world(tmp_path)
    world.world.add(
        "old.csv",
        published("군산,투자연계 금액,2023,당해,4.1,억원,공표"),
        dataset="published_values",
        series="ministry",
    )
    world.world.add("past.csv", table(*(deal(at, 100, quarter=f"2023Q{at}") for at in (1, 2, 3))))
    build(world.paths)
    right = world.prepared(table(deal(4, 108, quarter="2023Q4", firm=KNOWN_FIRM)))
    assert warned(right) == {}
    wrong = warned(world.prepared(table(deal(4, 130, quarter="2023Q4"))))["records_differ"]
    assert (wrong.period, wrong.expected, wrong.observed) == ("2023", "410000000", "430000000")


def test_a_file_with_faults_is_not_yet_held_against_the_past(tmp_path: Path) -> None:
    found = past(tmp_path).prepared(table(deal(20, 119_000, quarter="2024Q1"), deal(21, "많음")))
    assert found.error_count == 1
    assert warned(found) == {}


def test_a_release_that_cannot_be_read_is_told_and_stops_nothing(tmp_path: Path) -> None:
    world = past(tmp_path)
    (release,) = world.paths.releases.glob("*.duckdb")
    release.write_bytes(b"broken")
    found = world.prepared(table(deal(20, 120, quarter="2024Q1")), mode="replace")
    assert [each.check_code for each in found.outcomes if each.broken] == ["period_jump"]
    assert found.rows == 1
