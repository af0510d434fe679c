"""What is known where: rows (zones or metrics) by periods, in four kinds told apart by sign and shade."""

import pandas as pd

from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure
from kpi.text import Text

ROW_HEIGHT = 26
KINDS = ("none", "records", "published", "both")
SIGNS = {"none": "", "records": "○", "published": "◆", "both": "●"}


def coverage(frame: pd.DataFrame, rows: dict[str, str], periods: dict[str, str], language: str) -> Drawing:
    """A drawing of cells (row, period, records, published); `rows`, `periods` map ids to names in order."""
    text = Text(language)
    kinds = _kinds(frame)
    grid = [[kinds.get((row, period), "none") for period in periods] for row in rows]
    names = {kind: text(f"charts.coverage.{kind}") for kind in KINDS}
    trace = {
        "type": "heatmap",
        "x": list(range(len(periods))),
        "y": list(rows.values()),
        "z": [[KINDS.index(kind) for kind in line] for line in grid],
        "zmin": 0,
        "zmax": 3,
        "colorscale": _colours(),
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "text": [[SIGNS[kind] for kind in line] for line in grid],
        "texttemplate": "%{text}",
        "customdata": [
            [f"{period} · {names[kind]}" for kind, period in _paired(line, periods)] for line in grid
        ],
        "hovertemplate": "%{y}<br>%{customdata}<extra></extra>",
    }
    drawn = figure(
        [trace],
        ROW_HEIGHT * len(rows) + 60,
        xaxis={"tickvals": list(range(len(periods))), "ticktext": list(periods.values()), "side": "top"},
        yaxis={
            "autorange": "reversed",
            "type": "category",
            "categoryarray": list(rows.values()),
            "showgrid": False,
        },
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
    )
    filled = sum(kind != "none" for line in grid for kind in line)
    title = text("charts.coverage.title", filled=filled, cells=len(rows) * len(periods))
    return Drawing(drawn, title, title)


def _kinds(frame: pd.DataFrame) -> dict[tuple[str, str], str]:
    return {
        (row["row"], row["period"]): _kind(bool(row["records"]), bool(row["published"]))
        for row in frame.to_dict("records")
    }


def _kind(records: bool, published: bool) -> str:
    return {
        (False, False): "none",
        (True, False): "records",
        (False, True): "published",
        (True, True): "both",
    }[records, published]


def _paired(line: list[str], periods: dict[str, str]) -> list[tuple[str, str]]:
    return list(zip(line, periods.values(), strict=True))


def _colours() -> list[list[float | str]]:
    """Four flat steps, so that a kind is one shade."""
    shades = (palette.QUIET, palette.SEQUENTIAL[2], palette.SEQUENTIAL[5], palette.SEQUENTIAL[7])
    edges = [(at / 4, (at + 1) / 4) for at in range(4)]
    return [[edge, shade] for pair, shade in zip(edges, shades, strict=True) for edge in pair]
