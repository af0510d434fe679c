"""Strengths, weaknesses and likeness of zones, and the comparison in words."""

import math
import re
from pathlib import Path
from statistics import mean, stdev

import pytest

from kpi.access import LOCAL_VIEWER
from kpi.catalogue import NATIONAL, Catalogue
from kpi.queries.comparing_profiles import alike, scaled, standardised, strengths, weaknesses
from kpi.queries.comparing_sentences import reading
from kpi.queries.comparison import AGAINST, Asked, Comparison, compare
from kpi.queries.moments import Moment
from kpi.text import LANGUAGES
from tests.queries.compared_world import ZONES, ComparedWorld, numbers, row

METRICS = ("startups", "investment_linked", "tenant_firms", "tenant_revenue", "local_to_national_funding")
ASKED = Asked(METRICS, "2023")
TABLE = {
    "startups": (28, 9, 9, 4, 2),
    "investment_linked": (300, 90, 60, 20, 10),
    "tenant_firms": (150, 60, 50, 20, 0),
    "tenant_revenue": (900, 300, 100, 80, 50),
    "local_to_national_funding": (150, 50, 100, 100, None),
}


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Moment:
    return ComparedWorld(tmp_path_factory.mktemp("profiles"), catalogue).release()


@pytest.fixture
def everybody(compared: Moment) -> Comparison:
    return compare(LOCAL_VIEWER, compared, ASKED)


def distance(one: int, other: int) -> float:
    """By hand: root of the mean squared difference in standard deviations, over what both are known for."""
    squares = []
    for values in TABLE.values():
        known = [value for value in values if value is not None]
        first, second = values[one], values[other]
        if first is not None and second is not None:
            squares.append(((first - second) / stdev(known)) ** 2)
    return math.sqrt(mean(squares))


def test_a_strength_is_a_place_in_the_best_third_the_best_first(everybody: Comparison) -> None:
    assert strengths(everybody, "pohang") == METRICS
    assert strengths(everybody, "gumi") == ("investment_linked", "tenant_firms", "tenant_revenue")


def test_a_weakness_is_a_place_in_the_last_third_the_last_first(everybody: Comparison) -> None:
    assert weaknesses(everybody, "gumi") == ("local_to_national_funding",)
    assert weaknesses(everybody, "incheon_seogu") == METRICS[:-1]


def test_among_three_zones_nobody_is_strong_or_weak(compared: Moment) -> None:
    few = compare(LOCAL_VIEWER, compared, Asked(METRICS, "2023", zones=("pohang", "gumi", "gunsan")))
    assert strengths(few, "pohang") == () and weaknesses(few, "gunsan") == ()


def test_zones_are_alike_by_the_distance_of_standardised_values(everybody: Comparison) -> None:
    found = alike(everybody, "gunsan")
    at = ZONES.index("gunsan")
    expected = sorted((distance(at, other), zone) for other, zone in enumerate(ZONES) if zone != "gunsan")
    assert [each.zone for each in found] == [zone for _, zone in expected]
    assert [each.distance for each in found] == pytest.approx([far for far, _ in expected], rel=1e-12)


def test_likeness_says_over_how_many_metrics_and_where_two_differ_most(everybody: Comparison) -> None:
    by_zone = {each.zone: each for each in alike(everybody, "gunsan")}
    assert by_zone["chuncheon"].metrics == 4
    assert by_zone["gumi"].differs_in == "local_to_national_funding"


def test_two_metrics_are_too_few_to_be_alike_in(compared: Moment) -> None:
    assert alike(compare(LOCAL_VIEWER, compared, Asked(METRICS[:2], "2023")), "gunsan") == []


def test_a_metric_in_which_all_are_equal_tells_nobody_apart(tmp_path: Path, catalogue: Catalogue) -> None:
    rows = [*numbers(), *(row("spin_offs", zone, "2023", "in_period", 5.0) for zone in (*ZONES, NATIONAL))]
    moment = ComparedWorld(tmp_path, catalogue).release(rows)
    found = compare(LOCAL_VIEWER, moment, Asked((*METRICS, "spin_offs"), "2023"))
    assert "spin_offs" not in standardised(found).columns
    assert "spin_offs" not in scaled(found).columns


def test_the_radars_scale_ends_at_the_worst_and_the_best(everybody: Comparison) -> None:
    found = scaled(everybody)
    assert found.loc["pohang", "startups"] == 100 and found.loc["chuncheon", "startups"] == 0
    assert found.loc["gunsan", "startups"] == pytest.approx(7 / 26 * 100)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("against", [*AGAINST, "zone:gumi", "zone:gunsan"])
@pytest.mark.parametrize("per", ["", "tenant_firm", "area", "year"])
@pytest.mark.parametrize("zone", ["gunsan", ""])
def test_every_comparison_has_its_words(
    compared: Moment, language: str, against: str, per: str, zone: str
) -> None:
    asked = Asked((*METRICS, "programme_jobs"), "2023", per=per, against=against)
    told = [each.in_words(language) for each in reading(LOCAL_VIEWER, compared, asked, zone)]
    assert told and not [words for words in told if re.search(r"\bnan\b|{", words)]
    if language == "en":
        assert not [words for words in told if re.search("[가-힣]", words)]


def test_the_reading_names_leaders_standing_and_grounds(compared: Moment) -> None:
    told = "\n".join(each.in_words("ko") for each in reading(LOCAL_VIEWER, compared, ASKED, "gunsan"))
    assert "2023년 5개 특구 중 선두: 창업 경북 포항(28개사)" in told
    assert "전북 군산이 전국 평균보다 낮은 지표" in told and "창업 9개사(−13.5%, 비교값 10.4개사)" in told
    assert "표시한 25칸: 공표값 1개, 제출 자료 0개, 표본(합성) 집계 23개, 값 없음 1개" in told


def test_equal_leaders_are_all_named(compared: Moment) -> None:
    asked = Asked(("startups",), "2023", zones=("gumi", "gunsan"))
    (first, *_) = reading(LOCAL_VIEWER, compared, asked, "")
    assert "창업 경북 구미, 전북 군산(9개사)" in first.in_words("ko")


def test_a_rank_is_never_called_a_grade(compared: Moment, catalogue: Catalogue) -> None:
    grades = [grade.name[language] for grade in catalogue.grades.values() for language in LANGUAGES]
    for language in LANGUAGES:
        told = " ".join(each.in_words(language) for each in reading(LOCAL_VIEWER, compared, ASKED, "gunsan"))
        assert not [grade for grade in grades if re.search(rf"\b{grade}\b", told)]


def test_where_nothing_can_be_compared_the_reason_is_told(compared: Moment) -> None:
    asked = Asked(("startups",), "2023", per="tenant_firm")
    (told,) = reading(LOCAL_VIEWER, compared, asked, "gunsan")
    assert "모집단이 다르고" in told.in_words("ko")
