"""Charts of zones beside each other: nothing by colour alone, few enough to be read, and gaps where there are gaps."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pandas as pd
import pytest

from kpi.catalogue import Catalogue, Metric, Unit
from kpi.charts.drawing import Drawing
from kpi.charts.labels import Labels
from kpi.charts.multiples import HEIGHT, panel
from kpi.charts.radar import MOST_ZONES, radar
from kpi.charts.ranking import MOST_BARS
from kpi.charts.scatter import CROWD, MOST_NAMES, SMALL, scatter, sides
from kpi.charts.standing import standing
from kpi.charts.tiles import COLUMNS, tiles
from kpi.paths import PROJECT
from kpi.queries.comparison import Subject

GEOGRAPHY = PROJECT / "catalogue" / "geography"
NAN = float("nan")
Kind = tuple[Metric, Unit]


def traces(drawing: Drawing) -> list[dict[str, Any]]:
    return json.loads(drawing.spec)["data"]


def rows(values: list[float], references: list[float] | None = None) -> pd.DataFrame:
    frame = pd.DataFrame({"zone": [f"z{at}" for at in range(len(values))], "value": values})
    frame["rank"] = frame["value"].rank(ascending=False, method="min")
    return frame.assign(
        reference=references or [NAN] * len(values), synthetic=[at % 2 == 1 for at in frame.index]
    )


def stood(frame: pd.DataFrame, count: Kind, marked: str = "") -> Drawing:
    names = {zone: f"구역 {zone}" for zone in frame["zone"]}
    return standing(frame, Subject(count[0], "in_period"), count[1], "ko", names, "2023", marked, "전국 평균")


def test_bars_stand_best_first_with_their_rank_and_what_they_are_compared_with(count: Kind) -> None:
    drawing = stood(rows([3, 9, 6], [5, 5, 5]), count)
    assert json.loads(drawing.spec)["layout"]["yaxis"]["categoryarray"] == [
        "3  구역 z0",
        "2  구역 z2",
        "1  구역 z1",
    ]
    ticks = next(trace for trace in traces(drawing) if trace.get("name") == "전국 평균")
    assert ticks["x"] == [5, 5, 5] and ticks["marker"]["symbol"] == "line-ns"
    assert "구역 z1" in drawing.title and "9건" in drawing.title


def test_a_bar_without_anything_to_compare_has_no_tick(count: Kind) -> None:
    assert [trace["name"] for trace in traces(stood(rows([3, 9]), count)) if "name" in trace] == [
        "공표",
        "표본(합성)",
    ]


def test_the_marked_zone_carries_an_arrow(count: Kind) -> None:
    (names,) = [trace for trace in traces(stood(rows([3, 9]), count, "z0")) if trace.get("mode") == "text"]
    assert sum("◀" in text for text in names["text"]) == 1


def test_of_many_zones_the_first_are_drawn_and_the_marked_one_and_that_is_said(count: Kind) -> None:
    drawing = stood(rows([float(1000 - at) for at in range(500)]), count, "z321")
    drawn = json.loads(drawing.spec)["layout"]["yaxis"]["categoryarray"]
    assert len(drawn) == MOST_BARS + 1 and drawn[0] == "322  구역 z321"
    assert f"500곳 가운데 {MOST_BARS + 1}곳만" in drawing.title


def test_zones_without_a_value_are_not_drawn_as_zero(count: Kind) -> None:
    drawing = stood(rows([3, NAN]), count)
    assert len(json.loads(drawing.spec)["layout"]["yaxis"]["categoryarray"]) == 1


def test_no_value_at_all_says_so(count: Kind) -> None:
    assert "없음" in stood(rows([NAN]), count).title


def dotted(frame: pd.DataFrame, catalogue: Catalogue, sized: bool = False, marked: str = "") -> Drawing:
    labels = [
        Labels(catalogue.metrics[each], catalogue.units[catalogue.metrics[each].unit], "ko")
        for each in ("startups", "technology_transfers", "tenant_firms")
    ]
    names = {zone: zone for zone in frame["zone"]}
    size = labels[2] if sized else None
    return scatter(frame, labels[0], labels[1], size, names, {"1": "1차", "2": "2차"}, "2023", marked)


def points(count: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "zone": [f"z{at}" for at in range(count)],
            "x": [float(at) for at in range(count)],
            "y": [float(at * at) for at in range(count)],
            "size": [float(at) for at in range(count)],
            "group": ["1" if at % 2 else "2" for at in range(count)],
        }
    )


def test_waves_differ_by_shape_as_well_as_by_colour(catalogue: Catalogue) -> None:
    first, second = traces(dotted(points(6), catalogue))
    assert first["marker"]["symbol"] != second["marker"]["symbol"]
    assert (first["name"], second["name"]) == ("1차", "2차")


def test_a_marks_area_grows_with_the_third_value(catalogue: Catalogue) -> None:
    sizes = {
        text: size
        for trace in traces(dotted(points(5), catalogue, sized=True))
        for text, size in zip(trace["text"], trace["marker"]["size"], strict=True)
    }
    assert sizes["z4"] == pytest.approx(2 * sizes["z1"])


def test_points_that_lack_a_value_are_left_out(catalogue: Catalogue) -> None:
    frame = points(6)
    frame.loc[2, "y"] = NAN
    assert sum(len(trace["x"]) for trace in traces(dotted(frame, catalogue))) == 5


def test_the_title_tells_how_two_metrics_go_together(catalogue: Catalogue) -> None:
    assert "순위상관 +1.00" in dotted(points(6), catalogue).title
    assert "순위상관" not in dotted(points(4), catalogue).title
    assert "없음" in dotted(points(0), catalogue).title


def test_of_very_many_zones_only_the_marked_and_the_outermost_ones_are_named(catalogue: Catalogue) -> None:
    texts = [
        text
        for trace in traces(dotted(points(MOST_NAMES + 1), catalogue, marked="z7"))
        for text in trace["text"]
    ]
    assert sorted(text for text in texts if text) == ["<b>z7 ◀</b>", "z0", f"z{MOST_NAMES}"]


def test_a_crowd_of_marks_is_drawn_small_with_the_marked_one_large_and_on_top(catalogue: Catalogue) -> None:
    other, own = sorted(
        traces(dotted(points(CROWD + 1), catalogue, marked="z7")), key=lambda each: each["zorder"]
    )
    assert (other["zorder"], own["zorder"]) == (0, 1)
    assert other["marker"]["size"] == SMALL and other["marker"]["line"]["width"] == 0
    assert own["customdata"][-1][0] == "z7" and own["marker"]["line"]["width"][-1] == 3
    assert own["marker"]["size"][-1] > own["marker"]["size"][0] == SMALL


def test_a_mark_tells_its_zone_and_values_and_the_template_what_they_are(catalogue: Catalogue) -> None:
    trace = traces(dotted(points(5), catalogue, sized=True))[0]
    assert trace["customdata"][-1] == ["z3", "3개사", "9건", "3개사"]
    assert [f"%{{customdata[{at}]}}" in trace["hovertemplate"] for at in range(4)] == [True] * 4


def test_a_narrow_screen_names_the_marked_zone_and_the_outermost_and_no_name_covers_another(
    catalogue: Catalogue,
) -> None:
    drawing = dotted(points(14), catalogue, marked="z7")
    narrow = [text for trace in traces(drawing) for text in trace["meta"]["narrow"]["text"] if text]
    assert sorted(narrow) == ["<b>z7 ◀</b>", "z0", "z13"]
    assert all(len(trace["customdata"]) == len(trace["x"]) for trace in traces(drawing))


def test_names_of_two_zones_in_one_place_stand_on_different_sides() -> None:
    assert len(set(sides([5.0, 5.0], [3.0, 3.0]))) == 2


def shaped(zones: int, metrics: int, value: float = 50.0) -> Drawing:
    frame = pd.DataFrame(
        {f"m{at}": [value] * zones for at in range(metrics)}, index=[f"z{at}" for at in range(zones)]
    )
    names = {zone: f"구역 {zone}" for zone in frame.index}
    return radar(frame, names, {metric: metric for metric in frame.columns}, "ko", "z0")


def test_a_radar_tells_zones_apart_by_dash_and_marker() -> None:
    lines = [trace for trace in traces(shaped(MOST_ZONES, 5)) if trace["mode"] == "lines+markers"]
    assert len({(line["line"]["dash"], line["marker"]["symbol"]) for line in lines}) == MOST_ZONES
    assert lines[0]["name"] == "구역 z0 ◀"


@pytest.mark.parametrize(("zones", "metrics"), [(MOST_ZONES + 1, 5), (3, 2)])
def test_a_radar_refuses_what_it_cannot_show(zones: int, metrics: int) -> None:
    with pytest.raises(ValueError, match="radar"):
        shaped(zones, metrics)


def test_a_radars_line_is_closed_and_open_where_a_value_is_missing() -> None:
    (whole,) = [trace for trace in traces(shaped(1, 4)) if trace["mode"] == "lines+markers"]
    assert whole["x"][0] == whole["x"][-1] and whole["y"][0] == whole["y"][-1]
    (empty,) = [trace for trace in traces(shaped(1, 4, NAN)) if trace["mode"] == "lines+markers"]
    assert set(empty["x"]) == {None}


def drawn(values: list[float | None], reference: list[float | None], scale: tuple[float, float]) -> str:
    return unquote(panel(values, reference, scale, "말 <b>"))


def test_a_panel_breaks_its_line_at_a_gap_and_dots_what_stands_alone() -> None:
    image = drawn([1, 2, None, 3], [], (0, 3))
    assert image.count("<polyline") == 1 and image.count("<circle") == 1
    assert drawn([None, 2, None], [], (0, 3)).count("<circle") == 1


def test_panels_share_their_scale() -> None:
    low, high = drawn([0, 10], [], (0, 100)), drawn([0, 100], [], (0, 100))
    assert f",{HEIGHT - 5:.1f}" in low and ",5.0" in high and ",5.0" not in low


def test_a_panels_reference_is_dashed_and_its_words_are_harmless() -> None:
    assert "stroke-dasharray" in drawn([1, 2], [1, 1], (0, 2))
    assert "<b>" not in panel([1, 2], [], (0, 2), "말 <b>")


def test_every_zone_has_its_own_tile(catalogue: Catalogue) -> None:
    places = tiles(GEOGRAPHY, list(catalogue.zones))
    assert len(set(places.values())) == len(catalogue.zones)
    assert places["gunsan"] == (3, 0)


def test_zones_without_a_tile_stand_in_rows_below(tmp_path: Path) -> None:
    strangers = [f"z{at}" for at in range(COLUMNS + 1)]
    places = tiles(GEOGRAPHY, ["gunsan", *strangers])
    assert places["z0"] == (4, 0) and places[strangers[-1]] == (5, 0)
    assert tiles(tmp_path, strangers)["z0"] == (0, 0)
