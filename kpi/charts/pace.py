"""Quarterly pace: what has been reached in the year so far, against the plan to its end."""

from typing import Any

import pandas as pd

from kpi.catalogue import Metric, Unit
from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure
from kpi.charts.labels import Labels
from kpi.charts.ticks import ticks
from kpi.format import plain
from kpi.measures.comparing import achievement

HEIGHT = 300


def pace(frame: pd.DataFrame, metric: Metric, unit: Unit, language: str) -> Drawing:
    """A drawing of rows (quarter, actual, plan), running sums in the year; no plan without a target."""
    labels = Labels(metric, unit, language)
    rows = frame.to_dict("records")
    traces = [*_plan(rows, labels), _actual(rows, labels)]
    largest = max(
        [float(row[side]) for row in rows for side in ("actual", "plan") if _known(row[side])], default=0
    )
    values, texts = ticks(largest, language, whole=labels.is_whole)
    drawn = figure(
        traces,
        HEIGHT,
        xaxis={
            "tickvals": list(range(len(rows))),
            "ticktext": [labels.period(str(row["quarter"])) for row in rows],
            "range": [-0.3, len(rows) - 0.6],
        },
        yaxis={"tickvals": values, "ticktext": texts, "range": [values[0], values[-1] * 1.06]},
    )
    title = _title(rows, labels)
    return Drawing(drawn, title, title)


def _actual(rows: list[dict[str, Any]], labels: Labels) -> dict[str, Any]:
    known = [(at, row) for at, row in enumerate(rows) if _known(row["actual"])]
    return {
        "type": "scatter",
        "mode": "lines+markers+text",
        "name": labels.text("charts.pace.actual"),
        "x": [at for at, _ in known],
        "y": [float(row["actual"]) for _, row in known],
        "text": [labels.bare(row["actual"]) for _, row in known],
        "textposition": "top center",
        "line": {"color": palette.ACTUAL, "width": 3},
        "marker": {"symbol": "circle", "size": 9, "color": palette.ACTUAL},
        "cliponaxis": False,
        "customdata": [labels.value(row["actual"]) for _, row in known],
        "hovertemplate": labels.text("charts.pace.actual") + " %{customdata}<extra></extra>",
    }


def _plan(rows: list[dict[str, Any]], labels: Labels) -> list[dict[str, Any]]:
    known = [(at, row) for at, row in enumerate(rows) if _known(row["plan"])]
    if not known:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": labels.text("charts.pace.plan"),
            "x": [at for at, _ in known],
            "y": [float(row["plan"]) for _, row in known],
            "line": {"color": palette.PLAN, "width": 2, "dash": "dash"},
            "marker": {"symbol": "diamond-open", "size": 9, "color": palette.PLAN, "line": {"width": 2}},
            "cliponaxis": False,
            "customdata": [labels.value(row["plan"]) for _, row in known],
            "hovertemplate": labels.text("charts.pace.plan") + " %{customdata}<extra></extra>",
        }
    ]


def _title(rows: list[dict[str, Any]], labels: Labels) -> str:
    """The point: how far the year has come, and how that compares with the plan."""
    done = [row for row in rows if _known(row["actual"])]
    named = {"metric": labels.metric.name[labels.language]}
    if not done:
        return labels.text("charts.pace.nothing", **named)
    last = done[-1]
    named |= {"at": labels.period(str(last["quarter"])), "actual": labels.value(last["actual"])}
    share = achievement(last["actual"], last["plan"], labels.metric.direction).value
    if share is None:
        return labels.text("charts.pace.no_plan", **named)
    verdict = "met" if round(share) == 100 else "ahead" if share > 100 else "behind"
    return labels.text(f"charts.pace.{verdict}", share=plain(share), plan=labels.value(last["plan"]), **named)


def _known(value: Any) -> bool:
    return value is not None and not pd.isna(value)
