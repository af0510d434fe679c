"""Charts of the evaluation: parts that add up, intervals, chances, and what moves the ranks."""

import json

import pytest

from kpi.charts.contributions import Part, contributions
from kpi.charts.drawing import Drawing
from kpi.charts.grade_chance import grade_chance
from kpi.charts.rank_interval import Interval, rank_interval
from kpi.charts.sensitivity import Factor, Removed, removal, sensitivity

LANGUAGES = pytest.mark.parametrize("language", ["ko", "en"])
PARTS = [Part("사업화", 33.33, 33.33), Part("만족도", 20.0, 33.34), Part("불균형", -1.5)]


def traces(drawing: Drawing) -> list[dict]:
    return json.loads(drawing.spec)["data"]


@LANGUAGES
def test_parts_are_drawn_from_the_top_with_what_was_lost_beside_them(language: str) -> None:
    drawing = contributions(PARTS, "군산", 51.83, language)
    points, lost, numbers = traces(drawing)
    assert points["y"] == ["불균형", "만족도", "사업화"] and points["x"] == [-1.5, 20.0, 33.33]
    assert [round(each, 2) for each in lost["x"]] == [1.5, 13.34, 0]
    assert "20.00" in numbers["text"][1] and "33.34" in numbers["text"][1]
    assert "51.83" in drawing.title and "만족도" in drawing.alt


def test_parts_without_a_bound_have_no_loss() -> None:
    assert [each["type"] for each in traces(contributions([Part("가", 60.0)], "군산", 60.0, "ko"))] == [
        "bar",
        "scatter",
    ]


@LANGUAGES
def test_intervals_stand_in_order_with_gaps_between_them_and_the_chosen_one_stands_out(language: str) -> None:
    rows = [Interval("가", 1, 1, 1, 2), Interval("나", 2, 1, 3, 5)]
    drawing = rank_interval(rows, "나", 1000, language)
    spans, dots, medians = traces(drawing)
    assert spans["x"] == [1, 5, None, 1, 2, None] and spans["y"] == ["나", "나", None, "가", "가", None]
    assert dots["marker"]["size"][0] > dots["marker"]["size"][1]
    assert medians["x"] == [3, 1]
    assert "나" in drawing.title and "1,000" in drawing.title


def test_without_any_rank_there_are_no_intervals() -> None:
    assert traces(rank_interval([], "", 1000, "ko"))[0]["x"] == []


@pytest.mark.parametrize(
    ("last", "apart", "first"), [(1, 1, 1), (7, 1, 1), (14, 2, 1), (51, 10, 0), (250, 50, 0), (2400, 500, 0)]
)
def test_the_ranks_below_the_intervals_find_room_and_those_of_many_are_round(
    last: int, apart: int, first: int
) -> None:
    drawing = rank_interval([Interval("가", 1, 1, 1, last)], "", 1000, "ko")
    axis = json.loads(drawing.spec)["layout"]["xaxis"]
    assert (axis["dtick"], axis["tick0"], axis["tickangle"]) == (apart, first, 0)


@LANGUAGES
def test_chances_of_grades_add_up_to_one_bar_a_zone(language: str) -> None:
    shares = {"가": [1.0, 0.0], "나": [0.45, 0.55]}
    drawing = grade_chance(shares, ["최우수", "우수"], 1000, language)
    top, excellent = traces(drawing)
    assert [one + other for one, other in zip(top["x"], excellent["x"], strict=True)] == [1.0, 1.0]
    assert top["y"] == ["나", "가"] and top["text"] == ["45%", "100%"]
    assert "나 최우수 45%, 우수 55%" in drawing.alt


@LANGUAGES
def test_the_factor_that_matters_most_is_on_top_and_estimates_stay_within_the_axis(language: str) -> None:
    drawing = sensitivity([Factor("가중치", -0.02, 0.1), Factor("정규화", 0.8, 1.03)], language)
    total, first = traces(drawing)
    assert total["y"] == ["가중치", "정규화"]
    assert total["x"] == [0.1, 1.0] and first["x"] == [0.0, 0.8]
    assert "정규화" in drawing.title
    many = [Factor(str(number), 0.1, 0.1) for number in range(9)]
    assert 300 < drawing.height < sensitivity(many, language).height


@LANGUAGES
def test_the_element_whose_loss_moves_most_is_named(language: str) -> None:
    drawing = removal([Removed("가", 0.4), Removed("나", 2.5)], language)
    assert traces(drawing)[0]["text"] == ["0.4", "2.5"]
    assert "나" in drawing.title and "2.5" in drawing.title
