"""Charts: sample records and published values look different, gaps stay gaps, and titles say the point."""

import json

import pandas as pd
import pytest

from kpi.catalogue import Catalogue, Metric, Unit
from kpi.charts import palette
from kpi.charts.breakdown import breakdown
from kpi.charts.coverage import SIGNS, coverage
from kpi.charts.drawing import Drawing
from kpi.charts.korea import korea, province_outline, zone_outlines
from kpi.charts.pace import pace
from kpi.charts.ranking import ranking
from kpi.charts.sparkline import sparkline
from kpi.charts.trend import trend
from kpi.paths import PROJECT

GEOGRAPHY = PROJECT / "catalogue" / "geography"
LANGUAGES = pytest.mark.parametrize("language", ["ko", "en"])
Kind = tuple[Metric, Unit]


def traces(drawing: Drawing) -> list[dict]:
    return drawing.figure.to_dict()["data"]


def test_sample_bars_are_hatched_and_published_ones_are_not(years: pd.DataFrame, count: Kind) -> None:
    published, sample = traces(trend(years, *count, "in_period", "ko", "군산"))[:2]
    assert published["name"] == "공표" and "pattern" not in published["marker"]
    assert sample["name"] == "표본(합성)" and sample["marker"]["pattern"]["shape"]


def test_a_missing_value_draws_no_bar(years: pd.DataFrame, count: Kind) -> None:
    drawn = traces(trend(years, *count, "in_period", "ko", "군산"))
    assert sorted(at for bar in drawn[:2] for at in bar["x"]) == [0, 2]


def test_a_missing_value_breaks_the_line(years: pd.DataFrame, count: Kind) -> None:
    line = traces(trend(years, *count, "cumulative", "ko", "군산"))[0]
    assert line["y"] == [30.0, None, 65.0]
    assert line["marker"]["symbol"] == ["circle-open", "circle-open", "circle"]


def test_a_target_is_a_mark_of_its_own(years: pd.DataFrame, count: Kind) -> None:
    target = traces(trend(years, *count, "in_period", "ko", "군산"))[-1]
    assert (target["name"], target["x"], target["y"]) == ("목표", [2], [17.0])


def test_the_title_tells_the_first_and_the_last_value(years: pd.DataFrame, count: Kind) -> None:
    title = trend(years, *count, "in_period", "ko", "군산").title
    assert "2021년 30건" in title and "2023년 65건" in title


@pytest.mark.parametrize(
    ("language", "written"), [("ko", "2024년<br>1분기"), ("en", "Q1<br>2024")], ids=["ko", "en"]
)
def test_every_one_of_few_quarters_is_named_upright_in_two_lines(
    count: Kind, language: str, written: str
) -> None:
    quarters = ["2024Q1", "2024Q2", "2024Q3", "2024Q4", "2025Q1", "2025Q2"]
    frame = pd.DataFrame({"period": quarters, "value": 1.0, "synthetic": False})
    axis = trend(frame, *count, "in_period", language, "군산").figure.layout.xaxis
    assert axis.tickangle == 0 and len(axis.ticktext) == len(axis.tickvals) == len(quarters)
    assert axis.ticktext[0] == written


@LANGUAGES
def test_a_trend_without_values_says_so(count: Kind, language: str) -> None:
    nothing = pd.DataFrame({"period": [], "value": [], "synthetic": []})
    drawing = trend(nothing, *count, "in_period", language, "군산")
    assert traces(drawing) == [] and drawing.title


@LANGUAGES
def test_pace_compares_the_latest_quarter_with_its_plan(count: Kind, language: str) -> None:
    frame = pd.DataFrame(
        {"quarter": ["2024Q1", "2024Q2", "2024Q3"], "actual": [3.0, 9.0, None], "plan": [5.0, 10.0, 15.0]}
    )
    drawing = pace(frame, *count, language)
    plan, actual = traces(drawing)
    assert "90%" in drawing.title
    assert actual["y"] == [3.0, 9.0] and plan["y"] == [5.0, 10.0, 15.0]
    assert plan["line"]["dash"] == "dash"


def test_pace_without_a_target_draws_no_plan(count: Kind) -> None:
    frame = pd.DataFrame({"quarter": ["2024Q1"], "actual": [3.0], "plan": [None]})
    drawing = pace(frame, *count, "ko")
    assert len(traces(drawing)) == 1 and "목표가 없어" in drawing.title


def test_ranking_marks_the_chosen_zone_by_sign_and_names_the_leader(money: Kind) -> None:
    frame = pd.DataFrame(
        {
            "zone": ["gunsan", "pohang", "naju"],
            "value": [8e9, 4.8e10, None],
            "synthetic": [False, False, True],
        }
    )
    names = {"gunsan": "전북 군산", "pohang": "경북 포항", "naju": "전남 나주"}
    drawing = ranking(frame, *money, "ko", names, "2023", "gunsan")
    bars = traces(drawing)[0]
    assert bars["y"] == ["전북 군산", "경북 포항"]
    assert bars["text"] == ["<b>◀ 80.0억원</b>", "480.0억원"]
    assert "경북 포항이 480.0억원" in drawing.title and "평균 280.0억원" in drawing.title


def test_a_ratio_is_never_averaged_over_zones(catalogue: Catalogue) -> None:
    frame = pd.DataFrame({"zone": ["a", "b"], "value": [50.0, 100.0], "synthetic": [True, True]})
    metric, unit = catalogue.metrics["local_to_national_funding"], catalogue.units["percent"]
    drawing = ranking(frame, metric, unit, "ko", {"a": "가", "b": "나"}, "2023", "a", national=90.0)
    line = drawing.figure.to_dict()["layout"]["shapes"][0]
    assert line["x0"] == 90.0 and "전국 90.0%" in drawing.title


def test_breakdown_names_its_categories(money: Kind) -> None:
    frame = pd.DataFrame({"category": ["seed", "series_a"], "value": [1e9, 3e9], "synthetic": [True, True]})
    drawing = breakdown(frame, *money, "ko", {"seed": "시드", "series_a": "시리즈 A"}, "투자단계")
    assert traces(drawing)[0]["y"] == ["시드", "시리즈 A"] and "시리즈 A" in drawing.title


def test_coverage_tells_its_kinds_apart_by_a_sign() -> None:
    frame = pd.DataFrame(
        {
            "row": ["a", "a", "b"],
            "period": ["2022", "2023", "2023"],
            "records": [True, True, False],
            "published": [False, True, True],
        }
    )
    drawing = coverage(frame, {"a": "가", "b": "나"}, {"2022": "2022년", "2023": "2023년"}, "ko")
    grid = traces(drawing)[0]["text"]
    assert grid == [[SIGNS["records"], SIGNS["both"]], [SIGNS["none"], SIGNS["published"]]]
    assert "4칸 중 3칸" in drawing.title
    assert len(set(SIGNS.values())) == 4


def test_the_map_draws_every_zone_from_local_outlines(money: Kind, catalogue: Catalogue) -> None:
    names = {zone.id: zone.name.ko for zone in catalogue.zones.values()}
    frame = pd.DataFrame({"zone": ["gunsan", "pohang"], "value": [8e9, 4.8e10], "rank": [2, 1]})
    drawing = korea(frame, *money, "ko", names, "2023", GEOGRAPHY)
    marks = traces(drawing)[-1]
    assert len(marks["x"]) == len(catalogue.zones) == 14
    assert sorted(marks["text"], reverse=True)[:14].count("–") == 12
    assert all(trace["type"] == "scatter" for trace in traces(drawing))
    assert "경북 포항" in drawing.alt


def test_outlines_lie_in_korea() -> None:
    for xs, ys in [province_outline(GEOGRAPHY), *zone_outlines(GEOGRAPHY).values()]:
        assert all(124 < x < 132 for x in xs if x is not None)
        assert all(33 < y < 39 for y in ys if y is not None)


def test_figures_carry_no_template_and_no_colour_of_their_own(years: pd.DataFrame, count: Kind) -> None:
    spec = json.loads(trend(years, *count, "in_period", "ko", "군산").figure.to_json())
    assert spec["layout"]["template"] == {"layout": {}}
    colours = {bar["marker"]["color"] for bar in spec["data"] if bar["type"] == "bar"}
    assert colours == {palette.ACTUAL}


def test_a_sparkline_breaks_at_gaps_and_needs_two_values() -> None:
    assert sparkline([1.0, None], "추이") == ""
    image = sparkline([1.0, 2.0, None, 3.0, 4.0], 'a "quoted" trend')
    assert image.count("polyline") == 2
    assert 'alt="a &quot;quoted&quot; trend"' in image
