"""What one score is made of: the points of each part beside what it could have brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kpi import format as formats
from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure
from kpi.text import Text

ROW_HEIGHT = 34
DECIMALS = 2


@dataclass(frozen=True)
class Part:
    """A part of a score by its name: the points it brings (negative = taken off), of the most it could bring."""

    name: str
    points: float
    worth: float | None = None


def contributions(parts: Sequence[Part], whole: str, total: float, language: str) -> Drawing:
    """A drawing of the parts of `whole` in their order, the first on top; their points add up to `total`."""
    text = Text(language)
    rows = list(reversed(parts))
    ends = [max(part.points, part.worth or 0, 0) for part in rows]
    drawn = figure(
        [*_bars(rows, text), _numbers(rows, ends, text)],
        ROW_HEIGHT * max(len(rows), 2) + 60,
        barmode="relative",
        xaxis={"visible": False, "range": [min(0.0, *(part.points for part in rows)), max(ends) * 2.1 or 1]},
        yaxis={"type": "category", "categoryarray": [part.name for part in rows], "showgrid": False},
    )
    title = text("charts.contributions.title", whole=whole, total=formats.plain(total, DECIMALS))
    listed = ", ".join(f"{part.name} {_written(part, text)}" for part in parts)
    return Drawing(drawn, title, f"{title}: {listed}")


def _bars(rows: Sequence[Part], text: Text) -> list[dict[str, Any]]:
    """What was reached, and an empty frame for what was not."""
    left = [max((part.worth or 0) - part.points, 0) for part in rows]
    shared = {"type": "bar", "orientation": "h", "y": [part.name for part in rows]}
    points = {
        **shared,
        "name": text("charts.contributions.points"),
        "x": [part.points for part in rows],
        "marker": {"color": palette.ACTUAL},
        "customdata": [_written(part, text) for part in rows],
        "hovertemplate": "%{y}<br>%{customdata}<extra></extra>",
    }
    lost = {
        **shared,
        "name": text("charts.contributions.lost"),
        "x": left,
        "marker": {"color": palette.QUIET, "line": {"color": palette.INK, "width": 1}},
        "customdata": [formats.plain(each, DECIMALS) for each in left],
        "hovertemplate": f"%{{y}}<br>{text('charts.contributions.lost')} %{{customdata}}<extra></extra>",
    }
    return [points, lost] if any(left) else [points]


def _numbers(rows: Sequence[Part], ends: Sequence[float], text: Text) -> dict[str, Any]:
    """The points at the ends of the bars: inside them they would shrink with them."""
    return {
        "type": "scatter",
        "mode": "text",
        "y": [part.name for part in rows],
        "x": list(ends),
        "text": [f" {_written(part, text)}" for part in rows],
        "textposition": "middle right",
        "cliponaxis": False,
        "showlegend": False,
        "hoverinfo": "skip",
    }


def _written(part: Part, text: Text) -> str:
    points = formats.plain(part.points, DECIMALS)
    if part.worth is None:
        return points
    return text("charts.contributions.of", points=points, worth=formats.plain(part.worth, DECIMALS))
