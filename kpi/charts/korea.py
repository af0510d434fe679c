"""The map: provinces as outlines, zones' districts shaded by value, one mark a zone.

Drawn with plain lines: Plotly's own maps fetch a world map from the internet and stay empty without it.
"""

import json
from functools import cache
from math import cos, radians
from pathlib import Path
from typing import Any

import pandas as pd

from kpi.catalogue import Metric, Unit
from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure
from kpi.charts.labels import Labels

HEIGHT = 620
STEPS = 5
Outline = tuple[list[float | None], list[float | None]]


def korea(
    frame: pd.DataFrame,
    metric: Metric,
    unit: Unit,
    language: str,
    names: dict[str, str],
    period: str,
    folder: Path,
) -> Drawing:
    """A drawing of rows (zone, value, rank); `folder` holds the two files of outlines."""
    labels = Labels(metric, unit, language)
    rows = frame.dropna(subset="value").to_dict("records")
    known = {row["zone"]: float(row["value"]) for row in rows}
    ranks = {row["zone"]: str(row["rank"]) for row in rows}
    districts = zone_outlines(folder)
    traces = [
        _provinces(folder),
        *_districts(districts, known),
        _marks(known, ranks, labels, names, zone_places(folder)),
    ]
    drawn = figure(
        traces,
        HEIGHT,
        xaxis={"visible": False, "range": [124.9, 130.0], "constrain": "domain"},
        yaxis={
            "visible": False,
            "scaleanchor": "x",
            "scaleratio": 1 / cos(radians(36.3)),
            "range": [33.0, 38.75],
        },
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        showlegend=False,
        hovermode="closest",
    )
    return Drawing(drawn, *_words(known, labels, names, period))


def _provinces(folder: Path) -> dict[str, Any]:
    x, y = province_outline(folder)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": palette.QUIET,
        "line": {"color": palette.PAPER, "width": 1},
        "hoverinfo": "skip",
    }


def _districts(districts: dict[str, Outline], known: dict[str, float]) -> list[dict[str, Any]]:
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": x,
            "y": y,
            "fill": "toself",
            "fillcolor": _shade(known.get(zone), known),
            "line": {"color": palette.INK, "width": 0.8},
            "hoverinfo": "skip",
        }
        for zone, (x, y) in districts.items()
    ]


def _marks(
    known: dict[str, float],
    ranks: dict[str, str],
    labels: Labels,
    names: dict[str, str],
    places: dict[str, tuple[float, float]],
) -> dict[str, Any]:
    """A dot on each zone with its rank; the dot's area grows with the value, the tooltip names both."""
    zones = [zone for zone in places if zone in names]
    largest = max(known.values(), default=0) or 1
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [places[zone][0] for zone in zones],
        "y": [places[zone][1] for zone in zones],
        "marker": {
            "size": [15 + 22 * max(known.get(zone, 0) / largest, 0) ** 0.5 for zone in zones],
            "color": [palette.ACTUAL if zone in known else palette.INK for zone in zones],
            "line": {"color": palette.PAPER, "width": 1.5},
            "opacity": 1,
        },
        "text": [ranks.get(zone, "–") for zone in zones],
        "textfont": {"color": palette.PAPER, "size": 12},
        "textposition": "middle center",
        "customdata": [f"{names[zone]}<br><b>{labels.value(known.get(zone))}</b>" for zone in zones],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _shade(value: float | None, known: dict[str, float]) -> str:
    """One of five steps by size; paper for a zone without a value."""
    if value is None:
        return palette.PAPER
    largest = max(known.values()) or 1
    step = min(int(max(value / largest, 0) * STEPS), STEPS - 1)
    return palette.SEQUENTIAL[step + 1]


def _words(known: dict[str, float], labels: Labels, names: dict[str, str], period: str) -> tuple[str, str]:
    named = {"metric": labels.metric.name[labels.language], "period": labels.period(period)}
    if not known:
        nothing = labels.text("charts.map.nothing", **named)
        return nothing, nothing
    ordered = sorted(known, key=lambda zone: -known[zone])
    listed = ", ".join(f"{names[zone]} {labels.value(known[zone])}" for zone in ordered[:3])
    return labels.text("charts.map.title", count=len(known), **named), labels.text(
        "charts.map.alt", listed=listed, **named
    )


@cache
def province_outline(folder: Path) -> Outline:
    """All provinces as one broken line."""
    return _joined([ring for feature in _features(folder / "provinces.geojson") for ring in rings(feature)])


@cache
def zone_outlines(folder: Path) -> dict[str, Outline]:
    """Each zone's outline as one broken line."""
    return {
        feature["properties"]["zone"]: _joined(rings(feature))
        for feature in _features(folder / "districts.geojson")
    }


@cache
def zone_places(folder: Path) -> dict[str, tuple[float, float]]:
    """Where each zone's mark stands: longitude and latitude inside its outline."""
    return {
        feature["properties"]["zone"]: feature["properties"]["label"]
        for feature in _features(folder / "districts.geojson")
    }


def rings(feature: dict[str, Any]) -> list[list[list[float]]]:
    """The outer rings of a polygon or of several."""
    shape = feature["geometry"]
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return [polygon[0] for polygon in polygons]


def _joined(found: list[list[list[float]]]) -> Outline:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in found:
        xs += [*(point[0] for point in ring), None]
        ys += [*(point[1] for point in ring), None]
    return xs, ys


def _features(file: Path) -> list[dict[str, Any]]:
    return json.loads(file.read_text("utf-8"))["features"]
