"""The evaluation page: every section in every language and role, results, doubt, years without numbers."""

import re

import pytest

from kpi.ui.evaluation.choosing import SECTIONS
from tests.pages.conftest import charts, pieces, words
from tests.pages.evaluation.evaluated_page import VIEWERS, Evaluate, is_well


@pytest.mark.parametrize("role", VIEWERS)
@pytest.mark.parametrize("part", SECTIONS)
def test_every_section_opens_for_every_role(evaluation: Evaluate, part: str, role: str) -> None:
    app = evaluation(part, role)
    assert is_well(app)
    assert app.title[0].value == "2024년 실적 연차평가"


@pytest.mark.parametrize("role", ["manager", "viewer"])
@pytest.mark.parametrize("year", ["2024", "2021"])
def test_who_does_not_evaluate_sees_published_grades_and_why_nothing_else(
    evaluation: Evaluate, role: str, year: str
) -> None:
    app = evaluation("result", role, year=year, weights="satisfaction~9")
    assert is_well(app)
    assert "연차평가 등급" in words(app) and "순위와 등급" not in words(app)
    assert "위</" not in words(app) and "satisfaction" not in words(app)


def test_a_link_to_a_section_that_is_not_open_leads_to_what_is(evaluation: Evaluate) -> None:
    app = evaluation("whatif", "manager")
    assert is_well(app) and "공표된 등급과 공표된 회차" in app.info[0].value
    assert not app.slider and not app.number_input
    assert "알 수 없어" not in words(app)


@pytest.mark.parametrize("part", SECTIONS)
def test_every_section_opens_in_english_and_speaks_no_korean(evaluation: Evaluate, part: str) -> None:
    app = evaluation(part, lang="en")
    assert is_well(app)
    assert app.title[0].value == "Evaluation of 2024"
    # The last piece is the foot, which names Korean newspapers.
    assert re.findall("[가-힣]+", " ".join(pieces(app)[:-1])) == []


def test_a_zone_is_explained_in_words_and_in_a_chart_with_its_points(evaluation: Evaluate) -> None:
    app = evaluation(zone="pohang")
    assert "경북 포항 점수 풀이" in words(app)
    (chart,) = charts(app)
    assert "경북 포항" in chart["title"] and "입주기관 만족도" in chart["alt"]


def test_opening_an_element_leads_down_to_values_targets_and_achievement(evaluation: Evaluate) -> None:
    (table,) = [
        piece
        for piece in pieces(evaluation(element="common_programme", year="2023"))
        if 'class="kpi-table kpi-heat"' in piece
    ]
    for said in ("실적", "목표", "달성률", "65건", "17건", "382.4%", "역산"):
        assert said in table, said
    assert "총점" in table and 'data-action="open:commercialisation"' in table


def test_the_year_of_grades_only_says_why_and_shows_no_score(evaluation: Evaluate) -> None:
    app = evaluation(year="2022")
    shown = words(app)
    assert is_well(app)
    assert "등급만 공표" in shown and "자료 미확보" in shown
    assert "순위와 등급" not in shown and charts(app) == []


def test_a_year_without_an_evaluation_shows_the_newest_and_says_so(evaluation: Evaluate) -> None:
    app = evaluation(year="2025")
    assert app.title[0].value == "2024년 실적 연차평가"
    assert any("2025년" in caption.value for caption in app.caption)


def test_doubt_is_drawn_from_a_stated_seed_with_intervals_chances_and_what_matters(
    evaluation: Evaluate,
) -> None:
    first, second = evaluation("doubt"), evaluation("doubt")
    assert [chart["figure"] for chart in charts(first)] == [chart["figure"] for chart in charts(second)]
    shown = words(first)
    assert "10,000번" in shown and "난수 시드" in shown
    for said in ("순위 구간", "등급별 가능성", "순위를 가장 많이 바꾸는 가정", "가정을 하나씩 바꾸면"):
        assert said in shown, said


@pytest.mark.parametrize("part", SECTIONS)
def test_a_year_of_which_nothing_was_known_yet_has_gaps_and_no_numbers(
    evaluation: Evaluate, part: str
) -> None:
    app = evaluation(part, as_known_on="2023-06-01")
    assert [error.value for error in app.exception] == []
    if part == "result":
        assert "점수·순위·등급이 없습니다" in words(app)
        assert charts(app) == []
