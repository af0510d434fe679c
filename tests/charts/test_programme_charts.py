"""Charts of programmes: their titles say the point, and what has no value is not drawn as one."""

from datetime import date

import pytest

from kpi.charts.funnel import Step, funnel
from kpi.charts.paired import Pair, paired
from kpi.charts.schedule import Task, schedule
from kpi.charts.shares import shares
from kpi.charts.waterfall import waterfall

LANGUAGES = pytest.mark.parametrize("language", ["ko", "en"])


def step(name: str, entered: int, moved_on: int, *, is_last: bool = False) -> Step:
    return Step(name, entered, entered, 0, 0, moved_on, None, True, is_last)


@LANGUAGES
def test_a_funnel_names_the_narrowest_passage(language: str) -> None:
    steps = [step("A", 40, 30), step("B", 30, 6), step("C", 6, 0, is_last=True)]
    drawn = funnel("T", steps, language)
    assert "20.0%" in drawn.title and "40" in drawn.title
    assert drawn.figure.to_dict()["data"][0]["y"] == ["C", "B", "A"]


@LANGUAGES
def test_a_funnel_that_nobody_has_passed_says_nothing_of_conversion(language: str) -> None:
    drawn = funnel("T", [step("A", 0, 0), step("B", 0, 0, is_last=True)], language)
    assert "%" not in drawn.title


def test_a_stage_that_nobody_could_finish_yet_has_no_conversion_of_zero() -> None:
    under_way = Step("B", 3, 0, 3, 0, 0, None, True, False)
    drawn = funnel("T", [step("A", 10, 3), under_way, step("C", 0, 0, is_last=True)], "ko", is_ladder=True)
    assert under_way.conversion is None
    assert "A → B 승급률 30.0%" in drawn.title and "0.0%" not in drawn.title.replace("30.0%", "")


def test_funnels_side_by_side_are_equally_high() -> None:
    few, many = [step(name, 1, 0, is_last=name == "B") for name in "AB"], 5
    assert funnel("T", few, "ko", rows=many).height > funnel("T", few, "ko").height


def test_of_a_pair_without_a_first_amount_only_the_second_is_drawn() -> None:
    pairs = [Pair("A", None, 5.0, "–", "5"), Pair("B", 2.0, 1.0, "2", "1")]
    second, first = paired(pairs, ("budget", "paid"), "T", synthetic=True).figure.to_dict()["data"]
    assert (first["name"], first["x"], second["x"]) == ("budget", [2.0, None], [1.0, 5.0])
    assert "pattern" in second["marker"] and "pattern" not in first["marker"]


def test_amounts_alone_have_no_legend() -> None:
    drawn = paired([Pair("A", None, 5.0, "", "5")], ("", "cost"), "T", synthetic=False)
    assert len(drawn.figure.to_dict()["data"]) == 1 and not drawn.figure.layout.showlegend


def test_a_waterfall_ends_with_what_is_left_of_the_whole() -> None:
    uses = [("first", 30e8), ("second", 20e8)]
    drawn = waterfall(("whole", 100e8), uses, "left", "T", "ko", synthetic=True)
    (bars,) = drawn.figure.to_dict()["data"]
    assert list(bars["y"]) == [100e8, 30e8, 20e8, 50e8]
    assert list(bars["base"]) == [0, 70e8, 50e8, 0]
    assert "left 50.0억원" in drawn.alt


def test_a_waterfall_of_more_than_there_is_goes_below_zero() -> None:
    drawn = waterfall(("whole", 10e8), [("use", 15e8)], "left", "T", "ko", synthetic=False)
    assert drawn.figure.to_dict()["data"][0]["y"][-1] == -5e8
    assert drawn.figure.layout.yaxis.range[0] < 0


def test_a_share_that_is_not_known_breaks_its_line() -> None:
    drawn = shares({"A": [0.5, None], "B": [0.2, 1.2]}, ["1", "2"], "T", synthetic=False)
    first, second = drawn.figure.to_dict()["data"]
    assert first["y"] == [0.5, None] and first["line"]["dash"] != second["line"]["dash"]
    assert drawn.figure.layout.yaxis.range[1] > 1.2


@LANGUAGES
def test_a_schedule_draws_what_has_a_day_and_marks_done_apart_from_planned(language: str) -> None:
    day = date(2026, 1, 1)
    tasks = [Task("A", day, day, None), Task("B", None, None, day), Task("C", None, None, None)]
    drawn = schedule(tasks, "T", day, language).figure.to_dict()
    marks = [trace for trace in drawn["data"] if trace["mode"] == "markers"]
    assert [trace["marker"]["symbol"] for trace in marks] == ["diamond-open", "circle"]
    assert len(drawn["layout"]["yaxis"]["categoryarray"]) == 2


def test_a_schedule_names_a_step_in_full_as_long_as_two_lines_hold_it() -> None:
    day = date(2026, 1, 1)
    name = "The Gyeonggi AI innovation cluster opens"
    drawn = schedule([Task(name, None, day, None), Task(name * 2, None, day, None)], "T", day, "en").figure
    first, second = drawn.layout.yaxis.categoryarray[::-1]
    assert first == f"1. {name}" and second.endswith("…")
