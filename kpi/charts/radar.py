"""Few zones over several metrics as closed lines, drawn with plain lines: the charts' script knows no polar axes."""

from math import cos, pi, sin
from typing import Any

import pandas as pd

from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure
from kpi.text import Text

HEIGHT = 460
RINGS = (25, 50, 75, 100)
LABELS_AT = 108
MOST_ZONES, FEWEST_METRICS = 6, 3


def radar(
    frame: pd.DataFrame, zones: dict[str, str], metrics: dict[str, str], language: str, marked: str
) -> Drawing:
    """A drawing of zones (rows) by metrics (columns), 0 to 100, both named by `zones` and `metrics` in their order.

    A missing value opens the line: its corner is not drawn. Raises ValueError for more than MOST_ZONES zones or fewer
    than FEWEST_METRICS metrics, which such a chart cannot show.
    """
    if len(zones) > MOST_ZONES or len(metrics) < FEWEST_METRICS:
        raise ValueError(f"a radar of {len(zones)} zones and {len(metrics)} metrics")
    text = Text(language)
    spokes = [pi / 2 - 2 * pi * at / len(metrics) for at in range(len(metrics))]
    lines = [
        _line(
            frame.loc[zone, list(metrics)].tolist(), spokes, at, name, list(metrics.values()), zone == marked
        )
        for at, (zone, name) in enumerate(zones.items())
    ]
    drawn = figure(
        [*_rings(spokes), _names(spokes, list(metrics.values())), *lines],
        HEIGHT,
        xaxis={"visible": False, "range": [-190, 190], "constrain": "domain"},
        yaxis={"visible": False, "range": [-125, 125], "scaleanchor": "x"},
        margin={"l": 0, "r": 0, "t": 48, "b": 0},
        hovermode="closest",
    )
    title = text("charts.radar.title", count=len(zones), metrics=len(metrics))
    listed = "; ".join(
        f"{name}: {', '.join(f'{metrics[each]} {_points(frame.loc[zone, each], text)}' for each in metrics)}"
        for zone, name in zones.items()
    )
    return Drawing(drawn, title, f"{title} {listed}")


def _line(
    values: list[float], spokes: list[float], at: int, name: str, metrics: list[str], is_marked: bool
) -> dict[str, Any]:
    corners = [_corner(value, spoke) for value, spoke in zip(values, spokes, strict=True)]
    closed = [*corners, corners[0]]
    shown = [f"{metric} {value:.0f}" for metric, value in zip(metrics, values, strict=True)]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": f"{name} ◀" if is_marked else name,
        "x": [corner[0] for corner in closed],
        "y": [corner[1] for corner in closed],
        "line": {
            "color": palette.SERIES[at],
            "dash": palette.DASHES[at],
            "width": 3.5 if is_marked else 2,
        },
        "marker": {"symbol": palette.MARKERS[at], "size": 8, "color": palette.SERIES[at]},
        "customdata": [f"{name}<br>{each}" for each in [*shown, shown[0]]],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _rings(spokes: list[float]) -> list[dict[str, Any]]:
    shared = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "showlegend": False}
    rings = [[_corner(ring, spoke) for spoke in [*spokes, spokes[0]]] for ring in RINGS]
    beams = [[(0.0, 0.0), _corner(100, spoke)] for spoke in spokes]
    return [
        {
            **shared,
            "x": [point[0] for point in line],
            "y": [point[1] for point in line],
            "line": {"color": palette.QUIET, "width": 1.5},
        }
        for line in [*rings, *beams]
    ]


def _names(spokes: list[float], metrics: list[str]) -> dict[str, Any]:
    places = [_corner(LABELS_AT, spoke) for spoke in spokes]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [place[0] for place in places],
        "y": [place[1] for place in places],
        "text": metrics,
        "textposition": [_side(*place) for place in places],
        "textfont": {"color": palette.STRONG_INK, "size": 12},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _side(x: float | None, y: float | None) -> str:
    """Away from the middle, so that a name never lies over the lines."""
    if x is None or y is None or abs(x) < LABELS_AT / 4:
        return "top center" if (y or 0) > 0 else "bottom center"
    return "middle right" if x > 0 else "middle left"


def _corner(value: float, spoke: float) -> tuple[float | None, float | None]:
    if pd.isna(value):
        return None, None
    return value * cos(spoke), value * sin(spoke)


def _points(value: float, text: Text) -> str:
    return text("charts.missing") if pd.isna(value) else f"{value:.0f}"
