"""Every chart as an office chart: the frame's own numbers under the right names, or a reason why there is none."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date
from statistics import mean

import pandas as pd
import pytest

import kpi.charts
from kpi.briefs.native import charted
from kpi.briefs.parts import Charted
from kpi.catalogue import Catalogue, load
from kpi.charts.breakdown import breakdown
from kpi.charts.contributions import Part, contributions
from kpi.charts.coverage import coverage
from kpi.charts.drawing import Drawing
from kpi.charts.funnel import Step, funnel
from kpi.charts.grade_chance import grade_chance
from kpi.charts.korea import korea
from kpi.charts.labels import Labels
from kpi.charts.pace import pace
from kpi.charts.paired import Pair, paired
from kpi.charts.radar import radar
from kpi.charts.rank_interval import Interval, rank_interval
from kpi.charts.ranking import MOST_BARS, ranking
from kpi.charts.scatter import scatter
from kpi.charts.schedule import Task, schedule
from kpi.charts.sensitivity import Factor, Removed, removal, sensitivity
from kpi.charts.shares import shares
from kpi.charts.standing import standing
from kpi.charts.trend import trend
from kpi.charts.waterfall import waterfall
from kpi.paths import PROJECT
from kpi.queries.comparison import Subject

CATALOGUE: Catalogue = load(PROJECT / "catalogue")
COUNT = (CATALOGUE.metrics["technology_transfers"], CATALOGUE.units["case"])
MONEY = (CATALOGUE.metrics["investment_linked"], CATALOGUE.units["krw"])
BLUE, ORANGE, PALE_BLUE = "#0072B2", "#D55E00", "#59A3CD"
NAN = float("nan")
ZONES = {"gunsan": "전북 군산", "pohang": "경북 포항", "naju": "전남 나주", "jinju": "경남 진주"}

YEARS = pd.DataFrame(
    {
        "period": ["2021", "2022", "2023"],
        "value": [30.0, None, 65.0],
        "synthetic": [True, True, False],
        "target": [None, 40.0, 17.0],
    }
)
RANKED = pd.DataFrame(
    {"zone": ["gunsan", "pohang", "naju"], "value": [8e9, 4.8e10, 3e7], "synthetic": [False, False, True]}
)
STOOD = pd.DataFrame(
    {
        "zone": ["gunsan", "pohang"],
        "value": [3.0, 9.0],
        "rank": [2.0, 1.0],
        "reference": [5.0, NAN],
        "synthetic": [False, True],
    }
)
DOTS = pd.DataFrame(
    {
        "zone": ["gunsan", "pohang", "naju"],
        "x": [12.0, NAN, 5.0],
        "y": [8e9, 1e9, 2.5e8],
        "size": [1.0, 2.0, 3.0],
        "group": ["1", "1", "2"],
    }
)


def drawn_trend() -> Drawing:
    return trend(YEARS, *COUNT, "in_period", "ko", "군산")


def drawn_pace() -> Drawing:
    frame = pd.DataFrame(
        {"quarter": ["2024Q1", "2024Q2", "2024Q3"], "actual": [3.0, 9.0, None], "plan": [5.0, 10.0, 15.0]}
    )
    return pace(frame, *COUNT, "ko")


def drawn_breakdown() -> Drawing:
    frame = pd.DataFrame({"category": ["seed", "a"], "value": [1e9, 3e9], "synthetic": [False, False]})
    return breakdown(frame, *MONEY, "ko", {"seed": "시드", "a": "시리즈 A"}, "투자단계")


def drawn_ranking() -> Drawing:
    return ranking(RANKED, *MONEY, "ko", ZONES, "2023", "gunsan")


def drawn_standing() -> Drawing:
    return standing(
        STOOD, Subject(COUNT[0], "in_period"), COUNT[1], "ko", ZONES, "2023", "gunsan", "전국 평균"
    )


def drawn_funnel() -> Drawing:
    steps = [
        Step("발굴", 40, 30, 6, 4, 30, None, False, False),
        Step("졸업", 30, 25, 0, 5, 0, None, False, True),
    ]
    return funnel("T", steps, "ko")


def drawn_scatter() -> Drawing:
    labels = [Labels(*each, "ko") for each in (COUNT, MONEY)]
    return scatter(DOTS, labels[0], labels[1], None, ZONES, {"1": "1차", "2": "2차"}, "2023", "gunsan")


def drawn_paired() -> Drawing:
    pairs = [Pair("A", None, 5e8, "–", "5.0억원"), Pair("B", 2e8, 1e8, "2.0억원", "1.0억원")]
    return paired(pairs, ("예산", "집행"), "T", synthetic=False)


def drawn_contributions() -> Drawing:
    parts = [Part("사업화", 33.33, 33.33), Part("만족도", 20.0, 30.0), Part("불균형", -1.5)]
    return contributions(parts, "군산", 51.83, "ko")


# Of each chart its kind, categories, series (name, values) and unit.
NATIVE: dict[Callable[..., Drawing], tuple[Callable[[], Drawing], tuple]] = {
    trend: (
        drawn_trend,
        (
            "stacked_columns",
            ["2021년", "2022년", "2023년"],
            {
                "공표": [None, None, 65],
                "표본(합성)": [30, None, None],
                "목표": [None, 40, 17],
            },
            "건",
        ),
    ),
    pace: (
        drawn_pace,
        (
            "line",
            ["2024년 1분기", "2024년 2분기", "2024년 3분기"],
            {"계획(누적)": [5, 10, 15], "실적(누적)": [3, 9, None]},
            "건",
        ),
    ),
    breakdown: (
        drawn_breakdown,
        ("bars", ["시리즈 A", "시드"], {drawn_breakdown().title: [30, 10]}, "억원"),
    ),
    ranking: (
        drawn_ranking,
        (
            "stacked_columns",
            ["경북 포항", "전북 군산", "전남 나주"],
            {
                "공표": [480, None, None],
                "◀ 전북 군산": [None, 80, None],
                "표본(합성)": [None, None, 0.3],
                "3개 특구 평균": [mean([8e9, 4.8e10, 3e7]) / 1e8] * 3,
            },
            "억원",
        ),
    ),
    standing: (
        drawn_standing,
        (
            "stacked_columns",
            ["1 경북 포항", "2 전북 군산"],
            {"◀ 2 전북 군산": [None, 3], "표본(합성)": [9, None], "전국 평균": [None, 5]},
            "건",
        ),
    ),
    funnel: (
        drawn_funnel,
        (
            "stacked_bars",
            ["발굴", "졸업"],
            {"완료": [30, 25], "진행 중": [6, 0], "이탈": [4, 5]},
            "",
        ),
    ),
    waterfall: (
        lambda: waterfall(
            ("예산", 100e8), [("1차", 30e8), ("2차", 80e8)], "잔액", "T", "ko", synthetic=False
        ),
        ("columns", ["예산", "1차", "2차", "잔액"], {"T": [100, 30, 80, -10]}, "억원"),
    ),
    shares: (
        lambda: shares({"A": [0.5, None], "B": [0.2, 1.2]}, ["1분기", "2분기"], "T", synthetic=False),
        ("line", ["1분기", "2분기"], {"A": [0.5, None], "B": [0.2, 1.2]}, ""),
    ),
    paired: (
        drawn_paired,
        ("bars", ["A", "B"], {"집행": [5, 1], "예산": [None, 2]}, "억원"),
    ),
    contributions: (
        drawn_contributions,
        (
            "stacked_bars",
            ["사업화", "만족도", "불균형"],
            {"득점": [33.33, 20.0, -1.5], "잃은 점수": [0, 10.0, 1.5]},
            "",
        ),
    ),
    grade_chance: (
        lambda: grade_chance({"가": [1.0, 0.0], "나": [0.45, 0.55]}, ["최우수", "우수"], 1000, "ko"),
        ("stacked_bars", ["가", "나"], {"최우수": [1.0, 0.45], "우수": [0, 0.55]}, ""),
    ),
    sensitivity: (
        lambda: sensitivity([Factor("가중치", 0.05, 0.1), Factor("정규화", 0.8, 0.9)], "ko"),
        (
            "bars",
            ["정규화", "가중치"],
            {"함께 미치는 영향까지(전체)": [0.9, 0.1], "단독 영향(1차)": [0.8, 0.05]},
            "",
        ),
    ),
    removal: (
        lambda: removal([Removed("가", 0.5), Removed("나", 1.25)], "ko"),
        (
            "bars",
            ["나", "가"],
            {removal([Removed("가", 0.5), Removed("나", 1.25)], "ko").title: [1.25, 0.5]},
            "",
        ),
    ),
}

NONE: dict[Callable[..., Drawing], tuple[Callable[[], Drawing], str]] = {
    korea: (
        lambda: korea(
            RANKED.assign(rank=1), *MONEY, "ko", ZONES, "2023", PROJECT / "catalogue" / "geography"
        ),
        "a map has no axes",
    ),
    coverage: (
        lambda: coverage(
            pd.DataFrame({"row": ["a"], "period": ["2022"], "records": [True], "published": [False]}),
            {"a": "가"},
            {"2022": "2022년"},
            "ko",
        ),
        "the kinds of a grid are no amounts",
    ),
    radar: (
        lambda: radar(
            pd.DataFrame({"a": [10.0], "b": [50.0], "c": [90.0]}, index=["gunsan"]),
            {"gunsan": "군산"},
            {"a": "가", "b": "나", "c": "다"},
            "ko",
            "gunsan",
        ),
        "its corners lie on spokes, not on axes",
    ),
    rank_interval: (
        lambda: rank_interval([Interval("가", 1, 1, 1, 2)], "가", 1000, "ko"),
        "an interval of ranks has no bar from zero",
    ),
    schedule: (
        lambda: schedule([Task("A", date(2024, 1, 1), date(2024, 3, 1), None)], "T", date(2024, 2, 1), "ko"),
        "days are no amounts",
    ),
}


def native(drawing: Drawing) -> Charted:
    found = charted(drawing)
    assert found is not None
    return found


# What it draws is drawn by charts that are decided on here.
COMPOSED = {"programme_sides"}


@pytest.mark.parametrize("chart", NATIVE, ids=lambda chart: chart.__name__)
def test_a_chart_keeps_its_values_under_their_names(chart: Callable[..., Drawing]) -> None:
    draw, (kind, categories, series, unit) = NATIVE[chart]
    found = native(draw())
    assert (found.kind, list(found.categories), found.value_title) == (kind, categories, unit)
    assert {each.name: list(each.values) for each in found.series} == series


@pytest.mark.parametrize("chart", NONE, ids=lambda chart: chart.__name__)
def test_what_no_office_chart_says_stays_a_picture(chart: Callable[..., Drawing]) -> None:
    draw, reason = NONE[chart]
    assert charted(draw()) is None, reason


def test_every_chart_there_is_has_been_decided_on() -> None:
    names = [each.name for each in pkgutil.iter_modules(kpi.charts.__path__) if each.name not in COMPOSED]
    charts = {
        function
        for name in names
        for _, function in inspect.getmembers(
            importlib.import_module(f"kpi.charts.{name}"), inspect.isfunction
        )
        if function.__annotations__.get("return") is Drawing
    }
    assert charts == {*NATIVE, *NONE, scatter}


def test_a_scatter_keeps_both_values_and_names_both_axes() -> None:
    found = native(drawn_scatter())
    assert (found.kind, found.x) == ("scatter", ((12.0,), (5.0,)))
    assert [(each.name, each.values) for each in found.series] == [("1차", (80.0,)), ("2차", (2.5,))]
    assert found.value_title.endswith("(억)") and found.x_title == COUNT[0].name.ko


def test_sample_bars_are_paler_than_published_ones_and_the_marked_one_has_its_own_colour() -> None:
    published, marked, sample, _ = native(drawn_ranking()).series
    assert (published.colour, marked.colour, sample.colour) == (BLUE, ORANGE, PALE_BLUE)


@pytest.mark.parametrize("draw", [drawn_trend, drawn_standing, drawn_ranking])
def test_what_bars_are_compared_with_is_a_line_over_standing_ones(draw: Callable[[], Drawing]) -> None:
    found = native(draw())
    assert found.kind == "stacked_columns"
    assert [each.is_line for each in found.series] == [False] * (len(found.series) - 1) + [True]


def test_bars_without_anything_to_compare_stay_lying() -> None:
    assert native(ranking(RANKED[:1], *MONEY, "ko", ZONES, "2023", "")).kind == "bars"


def test_many_periods_all_keep_their_names() -> None:
    quarters = [f"{year}Q{quarter}" for year in (2021, 2022, 2023) for quarter in (1, 2, 3, 4)]
    frame = pd.DataFrame({"period": quarters, "value": range(12), "synthetic": False})
    found = native(trend(frame, *COUNT, "in_period", "ko", "군산"))
    assert found.categories[1] == "2021년 2분기" and len(found.categories) == 12
    assert found.series[0].values == tuple(range(12))


def test_a_line_breaks_where_a_value_is_missing_and_its_target_is_marks() -> None:
    line, target = native(trend(YEARS, *COUNT, "cumulative", "ko", "군산")).series
    assert line.values == (30.0, None, 65.0) and not line.is_line
    assert target.values == (None, 40.0, 17.0) and target.is_line


def test_money_is_read_in_the_magnitude_of_its_language() -> None:
    frame = YEARS.assign(value=YEARS["value"] * 1e8, target=None)
    korean, english = (native(trend(frame, *MONEY, "cumulative", each, "군산")) for each in ("ko", "en"))
    assert (korean.series[0].values, korean.value_title) == ((30.0, None, 65.0), "억원")
    assert (english.series[0].values, english.value_title) == ((3.0, None, 6.5), "KRW bn")


def test_shares_are_written_in_percent() -> None:
    draw, _ = NATIVE[shares]
    assert native(draw()).pattern == "0.0%"


def test_of_more_zones_than_bars_the_drawn_ones_are_kept() -> None:
    frame = pd.DataFrame({"zone": [f"z{at}" for at in range(300)], "value": range(300), "synthetic": False})
    names = {zone: f"구역 {zone}" for zone in frame["zone"]}
    found = native(ranking(frame, *COUNT, "ko", names, "2023", "z5"))
    assert len(found.categories) == MOST_BARS + 1
    assert found.categories[0] == "구역 z299" and found.categories[-1] == "구역 z5"
    assert found.series[1].name == "◀ 구역 z5" and found.series[1].values[-1] == 5.0


def test_one_point_is_a_chart_and_none_is_not() -> None:
    one = YEARS[YEARS["period"] == "2023"].assign(target=None)
    assert native(trend(one, *COUNT, "in_period", "ko", "군산")).series[0].values == (65.0,)
    assert charted(trend(YEARS.assign(value=None, target=None), *COUNT, "in_period", "ko", "군산")) is None


@pytest.mark.parametrize("name", ["<b>&\"'", "=1+1", "-A & B", "1차 30"])
def test_names_with_signs_stay_as_they_are(name: str) -> None:
    found = native(paired([Pair(name, 2.0, 1.0, "2", "1")], ("예산", "집행"), "T", synthetic=False))
    assert found.categories == (name,)
    assert [each.values for each in found.series] == [(1.0,), (2.0,)]
