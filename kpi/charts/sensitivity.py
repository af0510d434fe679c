"""Bars of how much something moves the ranks, the largest on top: doubtful choices, or elements left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi import format as formats
from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure
from kpi.text import Text

# Few factors get higher bars: the drawing stands beside one of ten elements.
ROW_HEIGHT, LEAST_HEIGHT = 34, 250


@dataclass(frozen=True)
class Factor:
    """A doubtful choice by its name: the share of the variance it explains alone, and with all it does together."""

    name: str
    first: float
    total: float


def sensitivity(factors: Sequence[Factor], language: str) -> Drawing:
    """A drawing of first-order and total Sobol indices; estimates a little outside 0 to 1 are drawn at its ends."""
    text = Text(language)
    rows = sorted(factors, key=lambda each: each.total)
    names = [each.name for each in rows]
    kinds = (("total", palette.SEQUENTIAL[3]), ("first", palette.ACTUAL))
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": text(f"charts.sensitivity.{kind}"),
            "y": names,
            "x": [min(max(getattr(each, kind), 0.0), 1.0) for each in rows],
            "marker": {"color": colour, "line": {"color": palette.INK, "width": 1}},
            "text": [formats.percent(min(max(getattr(each, kind), 0.0), 1.0), 0) for each in rows],
            "textposition": "outside",
            "cliponaxis": False,
            "hovertemplate": "%{y} %{text}<extra></extra>",
        }
        for kind, colour in kinds
    ]
    drawn = figure(
        traces,
        max(ROW_HEIGHT * len(rows), LEAST_HEIGHT) + 70,
        barmode="group",
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "itemclick": False,
            "traceorder": "reversed",
        },
        xaxis={"visible": False, "range": [0, 1.15]},
        yaxis={"type": "category", "categoryorder": "array", "categoryarray": names, "showgrid": False},
    )
    title = text("charts.sensitivity.title", factor=names[-1] if names else "–")
    listed = "; ".join(f"{each.name} {formats.percent(each.total, 0)}" for each in reversed(rows))
    return Drawing(drawn, title, f"{title} {listed}")


@dataclass(frozen=True)
class Removed:
    """An element by its name, and by how many places the units move on average without it."""

    name: str
    shift: float


def removal(elements: Sequence[Removed], language: str) -> Drawing:
    """A drawing of the mean change of rank without each element."""
    text = Text(language)
    rows = sorted(elements, key=lambda each: each.shift)
    names = [each.name for each in rows]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": names,
        "x": [each.shift for each in rows],
        "marker": {"color": palette.ACTUAL},
        "text": [formats.plain(each.shift, 1) for each in rows],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{y} %{text}<extra></extra>",
    }
    largest = max((each.shift for each in rows), default=1) or 1
    drawn = figure(
        [trace],
        30 * max(len(rows), 2) + 40,
        xaxis={"visible": False, "range": [0, largest * 1.2]},
        yaxis={"type": "category", "categoryorder": "array", "categoryarray": names, "showgrid": False},
        margin={"l": 8, "r": 12, "t": 8, "b": 8},
        showlegend=False,
    )
    values = {
        "element": names[-1] if names else "–",
        "shift": formats.plain(rows[-1].shift if rows else 0, 1),
    }
    title = text("charts.removal.title", **values)
    listed = "; ".join(f"{each.name} {formats.plain(each.shift, 1)}" for each in reversed(rows))
    return Drawing(drawn, title, f"{title} {listed}")
