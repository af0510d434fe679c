"""Zones in order in one metric, the best on top, each beside what it is compared with."""

from typing import Any

import pandas as pd

from kpi.catalogue import Unit
from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure
from kpi.charts.labels import Labels
from kpi.charts.ranking import MOST_BARS, first_and_marked, height_of, legend
from kpi.queries.comparison import Subject


def standing(
    frame: pd.DataFrame,
    subject: Subject,
    unit: Unit,
    language: str,
    names: dict[str, str],
    period: str,
    marked: str,
    against: str,
    height: int = 0,
) -> Drawing:
    """A drawing of a comparison's rows of one metric; `against` names what the ticks on the bars stand for.

    Of many zones the first ones are drawn, and the marked one wherever it stands. `height` is the least in pixels.
    """
    labels = Labels(subject.metric, unit, language)
    known = frame[frame["value"].notna()].sort_values("rank", kind="stable").to_dict("records")
    rows = first_and_marked(known, marked)[::-1]
    traces = [_bars(rows, labels, names, marked, synthetic) for synthetic in (False, True)]
    drawn = figure(
        [
            *(trace for trace in traces if trace["y"]),
            *(legend(labels, bool(synthetic)) for synthetic in sorted({row["synthetic"] for row in rows})),
            *_references(rows, labels, names, against),
            _ends(rows, labels, names, marked),
        ],
        max(height_of(len(rows)), height),
        xaxis={"visible": False, "range": _range(rows)},
        yaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": [_name(row, names) for row in rows],
            "showgrid": False,
        },
        barmode="overlay",
    )
    return Drawing(drawn, *_words(known, rows, labels, names, period))


def _bars(
    rows: list[dict[str, Any]], labels: Labels, names: dict[str, str], marked: str, synthetic: bool
) -> dict[str, Any]:
    chosen = [row for row in rows if bool(row["synthetic"]) is synthetic]
    colours = [palette.HIGHLIGHT if row["zone"] == marked else palette.ACTUAL for row in chosen]
    return {
        "type": "bar",
        "orientation": "h",
        "showlegend": False,
        "y": [_name(row, names) for row in chosen],
        "x": [row["value"] for row in chosen],
        "marker": palette.bar_marker(colours, synthetic),
        "customdata": [labels.value(row["value"]) for row in chosen],
        "hovertemplate": "%{y}<br><b>%{customdata}</b><extra></extra>",
    }


def _ends(rows: list[dict[str, Any]], labels: Labels, names: dict[str, str], marked: str) -> dict[str, Any]:
    """The values, each right of its bar and of its tick, so that neither covers it."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [max(each for each in (row["value"], row["reference"], 0) if not pd.isna(each)) for row in rows],
        "y": [_name(row, names) for row in rows],
        "text": [f"&nbsp;&nbsp;{_end(row, labels, marked)}" for row in rows],
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _references(
    rows: list[dict[str, Any]], labels: Labels, names: dict[str, str], against: str
) -> list[dict[str, Any]]:
    """A tick on each bar; none where there is nothing to compare with."""
    chosen = [row for row in rows if not pd.isna(row["reference"])]
    if not chosen:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": against,
            "x": [row["reference"] for row in chosen],
            "y": [_name(row, names) for row in chosen],
            "marker": {
                "symbol": "line-ns",
                "size": 15,
                "line": {"width": 2.5, "color": palette.STRONG_INK},
            },
            "customdata": [labels.value(row["reference"]) for row in chosen],
            "hovertemplate": f"{against} %{{customdata}}<extra></extra>",
        }
    ]


def _name(row: dict[str, Any], names: dict[str, str]) -> str:
    return f"{int(row['rank'])}  {names[row['zone']]}"


def _end(row: dict[str, Any], labels: Labels, marked: str) -> str:
    """The value; an arrow marks the chosen zone for those who do not see its colour."""
    return f"<b>◀ {labels.bare(row['value'])}</b>" if row["zone"] == marked else labels.bare(row["value"])


def _range(rows: list[dict[str, Any]]) -> list[float]:
    """From zero, or below it, to where the longest label ends."""
    numbers = [row[name] for row in rows for name in ("value", "reference") if not pd.isna(row[name])]
    low, high = min([0.0, *numbers]), max([0.0, *numbers])
    span = (high - low) or 1
    return [low - (0.18 * span if low < 0 else 0), high + 0.22 * span]


def _words(
    known: list[dict[str, Any]],
    shown: list[dict[str, Any]],
    labels: Labels,
    names: dict[str, str],
    period: str,
) -> tuple[str, str]:
    named = {"metric": labels.metric.name[labels.language], "period": labels.period(period)}
    if not known:
        nothing = labels.text("charts.ranking.nothing", **named)
        return nothing, nothing
    named |= {"first": names[known[0]["zone"]], "value": labels.value(known[0]["value"])}
    title = labels.text("charts.standing.title", **named)
    if len(shown) < len(known):
        title += " " + labels.text("charts.standing.drawn", shown=len(shown), count=len(known))
    listed = ", ".join(f"{names[row['zone']]} {labels.value(row['value'])}" for row in known[:MOST_BARS])
    return title, f"{title} {listed}"
