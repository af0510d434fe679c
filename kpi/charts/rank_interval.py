"""How sure each rank is: the ranks that hold 90 of 100 draws, their middle, and the rank as scored."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any

from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure
from kpi.text import Text

ROW_HEIGHT = 24
# As many find room beside each other on a phone.
MOST_TICKS = 7
# Steps as long as this are told by round numbers, shorter ones from the first rank on.
ROUND_FROM = 5


@dataclass(frozen=True)
class Interval:
    """A unit by its name: its rank, and the ranks at 5, 50 and 95 percent of the draws."""

    name: str
    rank: int
    low: int
    median: int
    high: int


def rank_interval(rows: Sequence[Interval], marked: str, draws: int, language: str) -> Drawing:
    """A drawing of the units in their order, the first on top; `marked` is one of the names, or ''."""
    text = Text(language)
    upward = list(reversed(rows))
    names = [row.name for row in upward]
    last = max([1, len(rows), *(row.high for row in rows)])
    apart = _step(last)
    title = text("charts.rank_interval.title", widest=_widest(rows), draws=f"{draws:,}")
    drawn = figure(
        [_spans(upward, text), _dots(upward, text, marked), _medians(upward, text)],
        ROW_HEIGHT * max(len(rows), 4) + 80,
        xaxis={
            "title": {"text": text("charts.rank_interval.axis")},
            "range": [0.4, last + 0.6],
            "dtick": apart,
            "tick0": 1 if apart < ROUND_FROM else 0,
            "tickangle": 0,
            "showgrid": True,
        },
        yaxis={"type": "category", "categoryorder": "array", "categoryarray": names, "showgrid": False},
    )
    listed = "; ".join(
        text("charts.rank_interval.row", name=row.name, rank=row.rank, low=row.low, high=row.high)
        for row in rows
    )
    return Drawing(drawn, title, f"{title} {listed}")


def _step(last: int) -> int:
    """How far apart ranks are named: every one of few, round ones of hundreds and thousands, with room on a phone."""
    apart = last / MOST_TICKS
    scale = 10 ** max(0, floor(log10(apart)))
    return next((scale * each for each in (1, 2, 5) if scale * each >= apart), 10 * scale)


def _widest(rows: Sequence[Interval]) -> str:
    return max(rows, key=lambda row: row.high - row.low).name if rows else "–"


def _spans(rows: Sequence[Interval], text: Text) -> dict[str, Any]:
    """One line a unit, in one trace: a gap parts them."""
    across = [at for row in rows for at in (row.low, row.high, None)]
    upon = [name for row in rows for name in (row.name, row.name, None)]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": text("charts.rank_interval.span"),
        "x": across,
        "y": upon,
        "line": {"color": palette.SEQUENTIAL[3], "width": 9},
        "hoverinfo": "skip",
    }


def _dots(rows: Sequence[Interval], text: Text, marked: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": text("charts.rank_interval.rank"),
        "x": [row.rank for row in rows],
        "y": [row.name for row in rows],
        "marker": {
            "symbol": "circle",
            "size": [13 if row.name == marked else 9 for row in rows],
            "color": [palette.HIGHLIGHT if row.name == marked else palette.ACTUAL for row in rows],
        },
        "customdata": [
            text("charts.rank_interval.row", name=row.name, rank=row.rank, low=row.low, high=row.high)
            for row in rows
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _medians(rows: Sequence[Interval], text: Text) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": text("charts.rank_interval.median"),
        "x": [row.median for row in rows],
        "y": [row.name for row in rows],
        "marker": {"symbol": "line-ns-open", "size": 12, "color": palette.STRONG_INK, "line": {"width": 2}},
        "hoverinfo": "skip",
    }
