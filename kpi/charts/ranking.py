"""Zones side by side in one metric and period, the largest on top, with their mean and one of them marked."""

from statistics import mean
from typing import Any

import pandas as pd

from kpi.catalogue import Metric, Unit
from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure
from kpi.charts.labels import Labels

ROW_HEIGHT = 22
# More bars nobody reads; the table has them all.
MOST_BARS = 40


def ranking(
    frame: pd.DataFrame,
    metric: Metric,
    unit: Unit,
    language: str,
    names: dict[str, str],
    period: str,
    marked: str,
    national: float | None = None,
) -> Drawing:
    """A drawing of rows (zone, value, synthetic), largest first; zones without a value are left out.

    The dotted line is the zones' mean; for a ratio or score, which must not be averaged, the national value.
    """
    labels = Labels(metric, unit, language)
    known = [
        row for row in frame.to_dict("records") if row["value"] is not None and not pd.isna(row["value"])
    ]
    ordered = sorted(known, key=lambda row: -float(row["value"]))
    reference = national if metric.type in ("ratio", "score") else _mean(ordered)
    rows = first_and_marked(ordered, marked)[::-1]
    traces = [_bars(rows, labels, names, marked, synthetic) for synthetic in (False, True)]
    present = sorted({bool(row["synthetic"]) for row in rows})
    drawn = figure(
        [*(trace for trace in traces if trace["y"]), *(legend(labels, synthetic) for synthetic in present)],
        height_of(len(rows)),
        xaxis={"visible": False, "range": [0, _largest(rows) * 1.22]},
        yaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": [names[row["zone"]] for row in rows],
            "showgrid": False,
        },
        barmode="overlay",
        shapes=_line_at(reference, labels, len(ordered)),
    )
    title = _title(ordered, len(rows), labels, names, period, reference)
    return Drawing(drawn, title, title)


def first_and_marked(rows: list[dict[str, Any]], marked: str) -> list[dict[str, Any]]:
    """As many of the ordered rows as can be drawn, the marked zone's among them."""
    return rows[:MOST_BARS] + [row for row in rows[MOST_BARS:] if row["zone"] == marked]


def _bars(
    rows: list[dict[str, Any]], labels: Labels, names: dict[str, str], marked: str, synthetic: bool
) -> dict[str, Any]:
    chosen = [row for row in rows if bool(row["synthetic"]) is synthetic]
    colours = [palette.HIGHLIGHT if row["zone"] == marked else palette.ACTUAL for row in chosen]
    return {
        "type": "bar",
        "orientation": "h",
        "name": labels.origin(synthetic),
        "y": [names[row["zone"]] for row in chosen],
        "x": [float(row["value"]) for row in chosen],
        "marker": palette.bar_marker(colours, synthetic),
        "showlegend": False,
        "text": [_end_text(row, labels, marked) for row in chosen],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [f"{names[row['zone']]}<br><b>{labels.value(row['value'])}</b>" for row in chosen],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def legend(labels: Labels, synthetic: bool) -> dict[str, Any]:
    """What plain and hatched bars mean, in the colour of the unmarked ones."""
    marker = palette.bar_marker(palette.ACTUAL, synthetic)
    return {
        "type": "bar",
        "orientation": "h",
        "name": labels.origin(synthetic),
        "x": [None],
        "y": [None],
        "marker": marker,
    }


def height_of(zones: int) -> int:
    """The height in pixels that so many zones need."""
    return max(ROW_HEIGHT * min(zones, MOST_BARS + 1), 120) + 60


def _end_text(row: dict[str, Any], labels: Labels, marked: str) -> str:
    """The value; an arrow marks the chosen zone for those who do not see its colour."""
    return f"<b>◀ {labels.bare(row['value'])}</b>" if row["zone"] == marked else labels.bare(row["value"])


def _mean(rows: list[dict[str, Any]]) -> float | None:
    return mean(float(row["value"]) for row in rows) if len(rows) > 1 else None


def _line_at(reference: float | None, labels: Labels, count: int) -> list[dict[str, Any]]:
    if reference is None:
        return []
    kind = "national" if labels.metric.type in ("ratio", "score") else "mean"
    line = {"color": palette.INK, "width": 1.5, "dash": "dot"}
    return [
        {
            "type": "line",
            "name": labels.text(f"charts.ranking.line_{kind}", count=count),
            "x0": reference,
            "x1": reference,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "layer": "below",
            # Value labels cross the line: it must not outshine them.
            "opacity": 0.45,
            "line": line,
        }
    ]


def _largest(rows: list[dict[str, Any]]) -> float:
    return max([float(row["value"]) for row in rows], default=1) or 1


def _title(
    rows: list[dict[str, Any]],
    drawn: int,
    labels: Labels,
    names: dict[str, str],
    period: str,
    reference: float | None,
) -> str:
    """The point: who leads, and what the dotted line stands for."""
    named = {"metric": labels.metric.name[labels.language], "period": labels.period(period)}
    if not rows:
        return labels.text("charts.ranking.nothing", **named)
    first = rows[0]
    named |= {"first": names[first["zone"]], "value": labels.value(first["value"])}
    title = labels.text("charts.ranking.title", **named)
    if drawn < len(rows):
        title += " " + labels.text("charts.standing.drawn", shown=drawn, count=len(rows))
    if reference is None:
        return title
    kind = "national" if labels.metric.type in ("ratio", "score") else "mean"
    return f"{title} {labels.text(f'charts.ranking.{kind}', count=len(rows), value=labels.value(reference))}"
