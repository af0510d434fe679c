"""Every page in every language, and what each must show."""

import json
import re

import pytest
import streamlit as st

from kpi.catalogue import load
from kpi.paths import PROJECT
from kpi.text import LANGUAGES, Text
from kpi.ui.banners import unexpected
from kpi.ui.navigation import ENTRIES
from tests.pages.conftest import Visit, charts, pieces, title, words

PAGES = [entry.name for entry in ENTRIES]
GUNSAN_2023 = (
    "6<small>개사",
    "65<small>건",
    "11<small>개사",
    "79.9<small>억원",
    "299<small>명",
    "125.0<small>억원",
)
GUNSAN_TO_2024 = ("29개사", "196건", "53개사", "477.0억원", "1,030명", "404.0억원")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("zone", ["gunsan", "chuncheon", "national"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_in_every_language_for_a_zone_and_for_all(
    visit: Visit, name: str, zone: str, language: str
) -> None:
    app = visit(name, zone=zone, lang=language)
    assert [error.value for error in app.exception] == []
    assert [error.value for error in app.error] == []
    assert title(app)
    assert Text(language)("app.foot.sample").split("”")[0] in words(app).replace("&#x27;", "'")


@pytest.mark.parametrize("name", PAGES)
def test_english_pages_speak_no_korean_of_their_own(visit: Visit, name: str) -> None:
    app = visit(name, lang="en")
    shown = [*app.subheader, *app.title, *app.caption, *app.selectbox, *app.info]
    labels = [getattr(element, "label", "") or getattr(element, "value", "") for element in shown]
    assert [label for label in labels if re.search("[가-힣]", str(label))] == []


def test_the_overview_shows_gunsan_2023_with_its_figures_as_published(visit: Visit) -> None:
    app = visit(year="2023")
    shown = words(app)
    assert title(app) == "전북 군산 2023년 현황"
    assert [figure for figure in GUNSAN_2023 if figure not in shown] == []
    assert "달성률 382.4%" in shown
    assert "달성률 854.3%" in shown


def test_the_running_totals_to_2024_stand_as_published(visit: Visit) -> None:
    (table,) = [piece for piece in pieces(visit()) if "2024년 말" in piece]
    for figure in GUNSAN_TO_2024:
        cell = table[table.index(f"{figure}<span") :][:200]
        assert "공표 2025. 8. 1." in cell, figure


def test_gunsans_year_2024_says_that_it_rests_on_sample_records(visit: Visit) -> None:
    (wall,) = [piece for piece in pieces(visit(year="2024")) if 'class="kpi-wall"' in piece]
    cards = wall.split("<article")[1:]
    assert len(cards) == 8
    assert all("표본(합성)" in card for card in cards)


def test_the_grades_of_very_many_zones_are_cut_and_that_is_said(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "14곳 가운데" not in words(visit(zone="national"))
    monkeypatch.setattr("kpi.ui.overview.national.MOST_GRADED", 3)
    st.cache_resource.clear()
    assert "14곳 가운데 3곳만" in words(visit(zone="national"))


def test_the_national_page_shows_both_vintages_of_2022(visit: Visit) -> None:
    shown = words(visit(zone="national"))
    assert "1,560.0억원" in shown
    assert "1,467.0억원" in shown


def test_the_story_is_told_with_its_sources(visit: Visit) -> None:
    shown = words(visit())
    for event in ("조선소 가동 중단", "완성차 공장 철수", "강소연구개발특구 지정", "첨단기술기업 지정"):
        assert event in shown
    assert shown.count("출처: ") >= 10


def test_grades_withheld_and_not_found_are_not_low_grades(visit: Visit) -> None:
    (piece,) = [piece for piece in pieces(visit()) if 'class="kpi-grades"' in piece]
    strip = piece[piece.index('<ol class="kpi-grades"') :]
    strip = strip[: strip.index("</ol>")]
    assert strip.count("최우수") == 2
    assert "미흡" not in strip
    assert "kpi-grade-not_found" in strip or "kpi-grade-withheld" in strip


def test_every_chart_has_words_for_who_cannot_see_it(visit: Visit) -> None:
    for page in ("overview", "metric", "quality"):
        drawn = charts(visit(page))
        assert drawn
        assert all(chart["title"] and chart["alt"] for chart in drawn)
        assert all("geo" not in json.loads(chart["figure"])["layout"] for chart in drawn)


@pytest.mark.parametrize("metric", load(PROJECT / "catalogue").zone_metrics)
def test_every_metric_has_its_page(visit: Visit, metric: str) -> None:
    app = visit("metric", metric=metric, zone="gunsan", year="2023")
    assert [error.value for error in app.exception] == []
    assert title(app) == load(PROJECT / "catalogue").metrics[metric].name.ko


def test_what_only_programmes_elsewhere_count_is_explained_but_not_offered_for_zones(visit: Visit) -> None:
    catalogue = load(PROJECT / "catalogue")
    for asked in ("competition_ratio", "programme_jobs"):
        links = visit("catalogue", q=asked, kind="metric").get("page_link")
        opened = [link for link in links if f"metric={asked}" in link.proto.query_string]
        assert len(opened) == (asked in catalogue.zone_metrics)
    for page in ("metric", "quality"):
        offered = [name for box in visit(page).selectbox for name in box.options]
        assert catalogue.metrics["programme_jobs"].name.ko in offered
        assert not {catalogue.metrics[each].name.ko for each in ("competition_ratio", "fund_committed")} & {
            *offered
        }


@pytest.mark.parametrize("basis", ["in_period", "cumulative"])
@pytest.mark.parametrize("by", ["quarter", "year"])
def test_a_metric_switches_basis_and_step_of_time(visit: Visit, basis: str, by: str) -> None:
    app = visit("metric", metric="investment_linked", basis=basis, by=by)
    assert [error.value for error in app.exception] == []
    assert {"in_period": "당해", "cumulative": "누계"}[basis] in charts(app)[0]["alt"]


def test_a_metric_page_shows_the_published_value_beside_the_records(visit: Visit) -> None:
    assert "공표 79.9억원, 기록 합계 79.9억원" in words(
        visit("metric", metric="investment_linked", year="2023")
    )


def test_where_from_leads_to_the_publication_and_to_rows_of_files(visit: Visit) -> None:
    app = visit("metric", metric="technology_transfers", year="2023")
    app.button(key="from-headline").click().run()
    shown = words(app)
    assert "2024-06-28_local_press_gunsan_2023.csv" in shown
    assert "기록 65행" in shown
    rows = app.dataframe[0].value
    assert list(rows.columns[:3]) == ["파일", "시트", "행"]
    assert len(rows) == 65
    assert "사업자등록번호" not in rows.columns


@pytest.mark.parametrize(
    ("asked", "found"),
    [("기술이전료", "건당 기술이전료"), ("tenant", "입주기업"), ("강소(군산)", "전북 군산")],
)
def test_the_dictionary_finds_by_either_language_and_by_alias(visit: Visit, asked: str, found: str) -> None:
    assert found in words(visit("catalogue", q=asked))


def test_the_dictionary_says_when_nothing_is_found_and_what_to_try(visit: Visit) -> None:
    app = visit("catalogue", q="없는말")
    assert "없는말" in app.info[0].value
    assert "전체" in app.info[0].value


def test_quality_tells_what_is_known_what_was_found_and_how_fresh_it_is(visit: Visit) -> None:
    app = visit("quality")
    assert [heading.value for heading in app.subheader] == ["자료 보유 현황", "점검 결과", "최신성"]
    assert "입주기업 경영실적" in words(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unexpected_fault_is_told_in_words_and_kept_out_of_sight(
    language: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []
    monkeypatch.setattr("kpi.ui.banners.language_asked", lambda: language)
    monkeypatch.setattr("kpi.ui.banners.st.error", lambda words, icon: told.append(words))
    assert unexpected(RuntimeError("secret detail"))
    assert told == [f"{Text(language)('app.unexpected.what')} {Text(language)('app.unexpected.remedy')}"]
    assert "secret detail" in caplog.text
