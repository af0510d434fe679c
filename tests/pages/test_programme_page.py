"""The page of programmes: what is told of each, how far those in it have come, and only sides that it has."""

import re
from datetime import date

import pytest

from kpi.access import Role, Viewer
from kpi.catalogue import load
from kpi.paths import PROJECT
from kpi.text import LANGUAGES
from kpi.ui import setting
from kpi.ui.programmes.applicants import age_on, eligibility
from kpi.ui.programmes.aspects import ASPECTS
from tests.pages.conftest import Visit, charts, pieces, title, words

CATALOGUE = load(PROJECT / "catalogue")
PROGRAMMES = list(CATALOGUE.programmes)
FIGURES = {
    "regional_ai": ("10개사", "8,000만원", "8.0억원", "13건", "5개", "10년"),
    "incheon_campus": ("4,349㎡", "365.0억원", "25팀", "19.5억원", "26명", "4개"),
    "uijeongbu_scale_up": ("2회",),
}


def sides(visit: Visit, programme: str) -> list[str]:
    groups = visit("programme", programme=programme).button_group
    (switch,) = [group for group in groups if group.key == "filter_aspect"]
    return list(switch.options)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_programme_opens_on_every_side_it_has_in_every_language(
    visit: Visit, programme: str, language: str
) -> None:
    for aspect in ASPECTS:
        app = visit("programme", programme=programme, aspect=aspect, lang=language)
        assert [error.value for error in app.exception] == []
        assert [error.value for error in [*app.error, *app.warning]] == []
        assert title(app) == CATALOGUE.programmes[programme].name[language]


@pytest.mark.parametrize("programme", FIGURES)
def test_every_known_figure_stands_with_its_unit_and_its_source(visit: Visit, programme: str) -> None:
    (table,) = [piece for piece in pieces(visit("programme", programme=programme)) if "알려진 수치" in piece]
    for figure in FIGURES[programme]:
        assert f">{figure}</td>" in table, figure
    assert table.count("행</small></div>") == table.count("<tr>") - 1


def test_figures_without_a_year_say_so_and_english_has_no_korean_units(visit: Visit) -> None:
    shown = words(visit("programme", programme="incheon_campus"))
    assert "연도 없음 · 기말" in shown
    english = words(visit("programme", programme="incheon_campus", lang="en"))
    assert "KRW 36.50bn" in english and "4,349 m²" in english and "365.0억원" not in english


def test_a_programme_of_which_no_figures_were_known_yet_says_so(visit: Visit) -> None:
    app = visit("programme", programme="gyeonggi_agreement", as_known_on="2025-01-01")
    assert "공표된 수치는 알려진 것이 없습니다" in words(app)


def test_tracks_stand_side_by_side_each_with_its_point(visit: Visit) -> None:
    drawn = charts(visit("programme", programme="uijeongbu_scale_up", aspect="stages"))
    assert [chart["title"].split(":")[0] for chart in drawn] == [
        track.name.ko for track in CATALOGUE.programmes["uijeongbu_scale_up"].tracks
    ]
    assert "참여 30건 가운데 4건이 글로벌 전시회까지 이름" in drawn[0]["title"]
    assert "33.3%" in drawn[0]["title"]


def test_a_ladder_speaks_of_promotion(visit: Visit) -> None:
    ladder = charts(visit("programme", programme="regional_ai", aspect="stages"))[0]
    assert "Micro → 초격차 승급률 30.0%" in ladder["title"]
    assert "Beyond 0 아직 없음" in ladder["alt"]


def test_conversion_over_all_zones_is_made_again_from_their_sums(visit: Visit) -> None:
    def first(zone: str) -> tuple[int, int]:
        app = visit("programme", programme="special_zone", aspect="stages", zone=zone, cohort="2024")
        (table,) = [piece for piece in pieces(app) if "갈래별 단계" in piece]
        row = table.split("<tr>")[2].replace("</td>", "<").split('kpi-number">')
        return int(row[1].split("<")[0]), int(row[2].split("<")[0])

    of_zones = [first(zone) for zone in CATALOGUE.zones]
    entered, moved_on = first("national")
    assert (entered, moved_on) == tuple(map(sum, zip(*of_zones, strict=True)))
    app = visit("programme", programme="special_zone", aspect="stages", zone="national", cohort="2024")
    assert f"{moved_on / entered * 100:.1f}%" in words(app)


def test_a_cohort_without_records_says_what_to_do(visit: Visit) -> None:
    app = visit("programme", programme="gyeonggi_agreement", aspect="stages", cohort="2026")
    assert charts(app) == [] and "다른 기수를 고르거나" in words(app)


def test_the_cohort_of_another_programme_gives_way_without_a_warning(visit: Visit) -> None:
    app = visit("programme", programme="incheon_campus", cohort="2026", aspect="stages")
    assert [warning.value for warning in app.warning] == []
    assert "cohort" not in app.query_params
    assert charts(app)


def test_who_dropped_out_is_told_with_file_and_row(visit: Visit) -> None:
    app = visit("programme", programme="uijeongbu_scale_up", aspect="stages")
    app.session_state["programme-dropped"] = True
    shown = words(app.run())
    assert "25건 가운데 25건" in shown
    assert "2026_programme_steps.csv" in shown and 'href="firms?' in shown


def test_firms_are_not_named_to_who_may_not_see_them(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "who", lambda: Viewer("eva", Role.EVALUATOR, None))
    app = visit("programme", programme="uijeongbu_scale_up", aspect="stages")
    app.session_state["programme-dropped"] = True
    shown = words(app.run())
    assert "볼 권한이 없는" in shown
    assert "가상참여" not in shown and "가상대기업" not in shown
    assert charts(app)


def test_partners_are_told_from_matched_to_contracted(visit: Visit) -> None:
    app = visit("programme", programme="uijeongbu_scale_up", aspect="stages")
    (table,) = [piece for piece in pieces(app) if "상대 기관별" in piece]
    assert table.index("매칭") < table.index("실증 완료") < table.index("후속 계약")
    assert "가상대기업 가" in table


def test_a_call_shows_its_deadline_who_may_apply_and_its_competition(visit: Visit) -> None:
    shown = words(visit("programme", programme="regional_ai", aspect="calls"))
    for told in ("2025. 7. 10. 15:00", "업력 10년 이내", "47건", "4.7 대 1", "8.0억원 (100.0%)", "8,000만원"):
        assert told in shown, told


def applicants(visit: Visit, **filters: str) -> str:
    app = visit("programme", programme="regional_ai", aspect="calls", **filters)
    app.session_state["programme-applicants-regional_ai_2025"] = True
    return words(app.run())


def test_applicants_stand_with_their_age_the_rule_the_decision_and_the_way_to_their_page(
    visit: Visit,
) -> None:
    shown = applicants(visit)
    (table,) = [piece for piece in shown.split("kpi-scroll") if "접수 시작일 업력" in piece]
    assert "47건 가운데 47건" in shown and table.count('href="firms?') == 47
    old = [row for row in table.split("<tr>") if "부적격(업력 초과)" in row]
    assert len(old) == 3 and all("<td>부적격</td>" in row for row in old)
    assert all("place=regional_ai" in row and "_programme_applications.csv" in row for row in old)
    ages = {int(age) for age in re.findall(r">(\d+)년 \d+개월<br>", table)}
    assert min(ages) < 10 <= max(ages)
    assert table.count("<td>선정</td>") == 10


def test_applicants_are_not_listed_to_who_may_not_see_firms(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setting, "who", lambda: Viewer("eva", Role.EVALUATOR, None))
    shown = applicants(visit)
    assert "볼 권한이 없는" in shown and "가상참여" not in shown and "47건" in shown


@pytest.mark.parametrize(
    ("founded", "applied", "told"),
    [
        (date(2015, 6, 19), date(2025, 7, 10), "eligible"),
        (date(2015, 6, 18), date(2025, 7, 10), "too_old"),
        (date(2020, 1, 1), date(2025, 7, 11), "too_late"),
        (None, date(2025, 7, 1), "unknown"),
    ],
)
def test_the_rule_of_a_call_holds_on_the_day_it_opens_and_until_its_deadline(
    founded: date | None, applied: date, told: str
) -> None:
    (call,) = CATALOGUE.programmes["regional_ai"].calls
    assert eligibility(call, founded, applied) == told


def test_the_age_of_a_firm_is_told_in_full_months() -> None:
    opened = date(2025, 6, 19)
    assert age_on(opened, date(2015, 6, 19)) == (10, 0)
    assert age_on(opened, date(2015, 6, 20)) == (9, 11)
    assert age_on(opened, date(2025, 7, 1)) == (0, 0)


def test_fields_and_tasks_stand_as_a_matrix_whose_rows_add_up(visit: Visit) -> None:
    (piece,) = [
        p for p in pieces(visit("programme", programme="regional_ai", aspect="calls")) if "과제 3" in p
    ]
    table = piece[piece.index("<tbody") :]
    assert table.count('class="kpi-cell') == len(CATALOGUE.programmes["regional_ai"].tasks)
    assert table.count("선정 1 / 신청") == 10
    assert table.count(">·</td>") == 2


def test_support_is_told_by_kind_of_cost_against_the_budget(visit: Visit) -> None:
    app = visit("programme", programme="uijeongbu_scale_up", aspect="support")
    (chart,) = charts(app)
    assert chart["title"] == "지원금 3.8억원 집행, 예산 9.1억원의 42.0%"
    assert "컴퓨팅 자원 예산 2.6억원 집행 1.1억원" in chart["alt"]


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_only_sides_that_a_programme_has_are_offered(visit: Visit, programme: str) -> None:
    offered = sides(visit, programme)
    assert "개요" in offered
    assert ("공고·선정" in offered) is bool(CATALOGUE.programmes[programme].calls)


def test_training_is_told_by_level_and_audience_with_completion(visit: Visit) -> None:
    app = visit("programme", programme="uijeongbu_scale_up", aspect="training")
    by_level, by_audience = charts(app)
    assert "기초 참여(명) 64 수료(명) 59 (92.2%)" in by_level["alt"]
    assert "구직자" in by_audience["alt"]
    assert "해커톤" in words(app)


def test_a_fund_shows_what_is_committed_invested_and_remaining(visit: Visit) -> None:
    app = visit("programme", programme="incheon_campus", aspect="resources")
    fund, spaces = charts(app)
    assert "약정 365.0억원 가운데 115.0억원(31.5%) 투자, 250.0억원 남음" in fund["title"]
    assert "135칸 가운데 107칸(79.3%) 사용 중" in spaces["title"]
    assert "26" in words(app) and "분야 4" in words(app)


def test_a_fund_whose_size_is_not_published_says_so(visit: Visit) -> None:
    shown = words(visit("programme", programme="gyeonggi_agreement", aspect="resources"))
    for fund in ("미래산업 육성 펀드", "안양시 조성 펀드", "고양시 조성 펀드"):
        (told,) = re.findall(rf"<h3>{fund}</h3>.*?</dl>", shown, re.DOTALL)
        assert "<dt>공표된 규모</dt><dd>미공표</dd>" in told
        assert "<dt>출처</dt><dd>협약 보도, 2025-08-12</dd>" in told


def test_the_items_of_an_agreement_have_progress_and_evidence(visit: Visit) -> None:
    app = visit("programme", programme="gyeonggi_agreement")
    (items,) = [piece for piece in pieces(app) if "협약 항목" in piece and "완료/계획" in piece]
    assert items.count("<tr>") == 6 and items.count("협약 보도, 2025-08-12") == 5
    assert "2/2" in items and "결과보고서 01(표본)" in items
    (chart,) = charts(app)
    assert "일정이 있는 13건 가운데 7건 완료(기한 뒤 완료 1건)" in chart["title"]


def test_milestones_of_firms_name_no_firm_to_who_may_not_see_them(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "가상" in words(visit("programme", programme="special_zone", zone="gunsan"))
    monkeypatch.setattr(setting, "who", lambda: Viewer("eva", Role.EVALUATOR, None))
    masked = words(visit("programme", programme="special_zone", zone="gunsan"))
    assert "가상" not in masked and "첨단기술기업 지정" in masked


def test_what_became_of_the_firms_is_told_against_before(visit: Visit) -> None:
    app = visit("programme", programme="special_zone", zone="gunsan", aspect="outcomes", cohort="2024")
    revenue, staff = charts(app)
    told = re.fullmatch(
        r"1년 뒤 매출: 13개사 합계 ([\d.]+)억원 → ([\d.]+)억원 \(\+([\d.]+)%\)", revenue["title"]
    )
    assert told is not None, revenue["title"]
    before, after, change = map(float, told.groups())
    assert change == pytest.approx(100 * (after / before - 1), abs=0.11)
    assert re.search(r"\d+명 → \d+명", staff["title"])
    assert "아직 조사되지 않은 시점: 2년 뒤" in words(app)


def test_a_programme_whose_firms_nobody_asked_yet_says_so(visit: Visit) -> None:
    app = visit("programme", programme="uijeongbu_scale_up", aspect="outcomes")
    assert charts(app) == [] and "아직 조사되지 않았습니다" in words(app)


def test_programmes_are_compared_on_what_they_share_and_gaps_are_named(visit: Visit) -> None:
    app = visit("programme", programme="regional_ai", aspect="beside")
    assert any(chart["title"].startswith("참여 1건당 지원금") for chart in charts(app))
    shown = words(app)
    assert "투자 1억원당 지원금" in shown and "자료 없음" in shown and "순위를 매기는 표가 아닙니다" in shown


def test_the_items_of_an_agreement_stand_once_and_only_their_steps_among_the_milestones(visit: Visit) -> None:
    (shown,) = [
        piece
        for piece in pieces(visit("programme", programme="gyeonggi_agreement"))
        if "일정과 이정표" in piece
    ]
    assert ">창업기업 발굴·육성</th>" not in shown
    assert "방산벤처센터 유치 추진" in shown and "창업기업 공동 발굴 20개사" in shown


@pytest.mark.parametrize(
    "programme", ["gyeonggi_agreement", "regional_ai", "incheon_campus", "uijeongbu_scale_up"]
)
def test_in_english_no_partner_field_note_or_source_is_korean(visit: Visit, programme: str) -> None:
    for aspect in ("summary", "resources", "stages"):
        shown = words(visit("programme", programme=programme, aspect=aspect, lang="en"))
        without = re.sub(r"결과보고서 \d+\(표본\)", "", shown)
        assert re.findall(r"[가-힣]+", without) == [], aspect


def test_what_was_published_is_told_apart_from_sample_records(visit: Visit) -> None:
    app = visit("programme", programme="gyeonggi_agreement")
    (shown,) = [piece for piece in pieces(app) if "일정과 이정표" in piece]
    (row,) = [row for row in shown.split("<tr>") if "업무협약 체결" in row]
    assert "· 공표</small>" in row
    (row,) = [row for row in shown.split("<tr>") if "방산 수요 조사" in row]
    assert "늦게 완료" in row and "표본(합성)" in row
