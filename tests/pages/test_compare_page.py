"""The comparison of zones: every side of it in both languages, links that reproduce it, and what it must not mix."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from kpi.text import LANGUAGES
from tests.pages.conftest import Visit, charts, pieces, words

SIDES = ("board", "metric", "zone", "pair")


def board_of(app: AppTest) -> str:
    (found,) = [piece for piece in pieces(app) if 'class="kpi-table kpi-board"' in piece]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("per", ["", "area", "tenant_firm"])
def test_every_side_opens(visit: Visit, side: str, language: str, per: str) -> None:
    app = visit("compare", side=side, lang=language, per=per, year="2023")
    assert [error.value for error in app.exception] + [error.value for error in app.error] == []
    assert [warning.value for warning in app.warning] == []
    if language == "en":
        assert not re.search("[가-힣]", " ".join(re.sub("<[^>]+>", "", piece) for piece in pieces(app)))


@pytest.mark.parametrize(
    "against", ["national", "group", "best", "last_year", "target", "zone:pohang", "at:2022"]
)
def test_a_link_reproduces_what_is_compared_with(visit: Visit, against: str) -> None:
    app = visit("compare", against=against, year="2023")
    assert app.selectbox(key="filter_against").value == against
    assert [error.value for error in app.exception] == []


def test_the_board_writes_value_rank_and_difference_into_every_cell(visit: Visit) -> None:
    shown = re.sub(r"<[^>]+>", " ", board_of(visit("compare", year="2023")))
    row = shown[shown.index("전북 군산 ◀") :]
    assert "65건" in row and "1위 · ▲ 74.3%" in row


def test_the_shade_of_a_cell_repeats_what_its_rank_says(visit: Visit) -> None:
    cell = r'<td class="kpi-number kpi-step-(\d)"[^>]*>[^<]*<span[^>]*>.</span><small>(\d+)위'
    shades = {(rank, shade) for shade, rank in re.findall(cell, board_of(visit("compare", year="2023")))}
    assert {shade for rank, shade in shades if rank == "1"} == {"5"}
    assert {shade for rank, shade in shades if rank == "14"} == {"1"}


def test_the_board_is_ranked_by_the_metric_asked_for(visit: Visit) -> None:
    board = board_of(visit("compare", metric="technology_transfers", year="2023"))
    assert re.findall(r'data-action="zone:(\w+)"', board)[:2] == ["gunsan", "pohang"]
    assert 'aria-sort="descending"><button type="button" data-action="metric:technology_transfers"' in board


def test_a_wave_and_a_zone_are_chosen_together(visit: Visit) -> None:
    board = board_of(visit("compare", zones="wave-3,gunsan", year="2023"))
    assert sorted(re.findall(r'data-action="zone:(\w+)"', board)) == ["chuncheon", "gunsan", "incheon_seogu"]


def test_choosing_zones_writes_them_into_the_address(visit: Visit) -> None:
    app = visit("compare", year="2023")
    app.multiselect(key="filter_zones").set_value(["wave-2"]).run()
    assert app.query_params["zones"] == "wave-2"
    app.multiselect(key="filter_zones").set_value([]).run()
    assert "zones" not in app.query_params


def test_a_quarter_is_chosen_beside_years_and_kept_apart_from_them(visit: Visit) -> None:
    app = visit("compare")
    app.selectbox(key="filter_at").select("2023Q4").run()
    assert (app.query_params["year"], app.query_params["quarter"]) == ("2023", "4")
    assert "2023년 4분기" in words(app)


def test_a_zone_of_another_page_that_is_not_compared_gives_way(visit: Visit) -> None:
    app = visit("compare", zone="pohang", zones="wave-2", year="2023")
    assert app.selectbox(key="filter_zone").value == "gumi"
    assert app.query_params["zone"] == "pohang"


def test_unknown_zones_metrics_and_yardsticks_are_named(visit: Visit) -> None:
    app = visit("compare", zones="wave-9", metrics="wishes", against="zone:nowhere", per="wish")
    assert len(app.warning) == 4
    assert [error.value for error in app.exception] == []


def test_populations_are_not_mixed_and_the_page_says_why(visit: Visit) -> None:
    shown = words(visit("compare", per="tenant_firm", year="2023"))
    assert "분자와 분모의 모집단이 다르고" in shown
    refused = visit("compare", per="tenant_firm", metrics="startups", year="2023")
    assert "모집단이 다르고" in refused.info[0].value


def test_a_zone_of_unknown_area_has_no_value_and_says_so(visit: Visit) -> None:
    board = board_of(visit("compare", per="area", year="2023"))
    row = board[board.index('data-action="zone:pohang"') :]
    assert "분모 없음" in row[: row.index("</tr>")]


def test_one_metric_is_drawn_in_order_on_the_map_on_tiles_and_over_time(visit: Visit) -> None:
    app = visit("compare", side="metric", metric="technology_transfers", year="2023")
    assert ["1위" in chart["title"] or "위치와 순위" in chart["title"] for chart in charts(app)] == [
        True,
        True,
    ]
    (below,) = [piece for piece in pieces(app) if 'class="kpi-tiles"' in piece]
    assert below.count("grid-area") == 14 and below.count("<figure") == 14


def test_the_radar_is_drawn_for_few_zones_only(visit: Visit) -> None:
    assert charts(visit("compare", side="zone", year="2023")) == []
    few = visit("compare", side="zone", zones="gunsan,gumi,pohang", year="2023")
    assert "모양" in charts(few)[0]["title"]


def test_the_profile_tells_strengths_weaknesses_and_how_likeness_is_measured(visit: Visit) -> None:
    shown = words(visit("compare", side="zone", zone="gunsan", year="2023"))
    assert "강점" in shown and "약점" in shown and "표준화 거리. 잰 지표: 연구소기업" in shown


def test_two_populations_on_two_axes_are_told_apart(visit: Visit) -> None:
    app = visit("compare", side="pair", metric="startups", upward="tenant_firms", year="2023")
    assert "두 축의 모집단이 다릅니다" in words(app)


def test_no_zone_needs_to_be_marked(visit: Visit) -> None:
    for side in SIDES:
        app = visit("compare", zone="national", side=side, year="2023")
        assert [error.value for error in app.exception] == []
        assert "◀" not in words(app)


def test_the_table_behind_every_side_can_be_opened(visit: Visit) -> None:
    for side in SIDES:
        app = visit("compare", side=side, year="2023")
        app.session_state[f"table-compare-{side}"] = True
        app.run()
        assert any("비고</th>" in piece for piece in pieces(app)), side


def test_two_periods_stand_side_by_side_with_the_difference_in_the_unit_and_in_percent(visit: Visit) -> None:
    app = visit("compare", against="at:2022", year="2024", metrics="startups,local_to_national_funding")
    assert [each.value for each in app.subheader] == ["2024년과 2022년 나란히 보기"]
    (table,) = [piece for piece in pieces(app) if "차이율" in piece]
    heads = re.findall(r"<th [^>]*>(.*?)</th>", table.split("</thead>")[0])
    assert heads == ["특구", "지표", "2024년", "2022년", "차이", "차이율", "비고"]
    assert re.search(r"[▲▼] \d+개사", table) and re.search(r"[▲▼] [\d.]+%", table) and "%p" in table
