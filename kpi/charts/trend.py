"""One metric over quarters or years: bars for what happens in a period, a line for what stands or adds up."""

from typing import Any

import pandas as pd

from kpi.catalogue import Metric, Unit
from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure
from kpi.charts.labels import Labels
from kpi.charts.ranking import height_of
from kpi.charts.ticks import ticks

HEIGHT, TALLEST = 300, 520
LABELLED_BARS = 8
BAR_WIDTH = 0.72


def height_beside(zones: int) -> int:
    """As tall as so many zones in order beside it, as long as its few bars do not become towers."""
    return min(height_of(zones), TALLEST)


def trend(
    frame: pd.DataFrame,
    metric: Metric,
    unit: Unit,
    basis: str,
    language: str,
    zone_name: str,
    height: int = HEIGHT,
) -> Drawing:
    """A drawing of rows (period, value, synthetic), oldest first; optional column `target`.

    Sample records are hatched bars or hollow markers. A missing value is a gap, never zero.
    """
    labels = Labels(metric, unit, language)
    rows = frame.to_dict("records")
    traces = _bars(rows, labels) if basis == "in_period" else _line(rows, labels)
    traces += _targets(rows, labels)
    values, texts = ticks(
        max(_numbers(rows, "value") + _numbers(rows, "target"), default=0), language, whole=labels.is_whole
    )
    positions, names = _period_ticks(rows, labels)
    drawn = figure(
        traces,
        height,
        # Names that may not slant are thinned by the browser where they do not fit; the last one stays.
        xaxis={
            "tickvals": positions,
            "ticktext": names,
            "tickangle": 0,
            "range": [-0.6, max(len(rows), 4) - 0.4],
        },
        yaxis={
            "tickvals": values,
            "ticktext": texts,
            "range": [values[0], values[-1]],
            "rangemode": "tozero",
        },
        barmode="overlay",
        # The ticks name only some of many periods; who makes another chart of this one needs them all.
        meta={"categories": [labels.period(str(row["period"])) for row in rows]},
    )
    title = _title(rows, labels, basis, zone_name)
    return Drawing(drawn, title, title)


def _bars(rows: list[dict[str, Any]], labels: Labels) -> list[dict[str, Any]]:
    traces = []
    for synthetic in (False, True):
        chosen = [
            (at, row) for at, row in enumerate(rows) if bool(row["synthetic"]) is synthetic and _known(row)
        ]
        if chosen:
            shown = labels.origin(synthetic)
            texts = [labels.bare(row["value"]) for _, row in chosen] if len(rows) <= LABELLED_BARS else None
            traces.append(
                {
                    "type": "bar",
                    "name": shown,
                    "x": [at for at, _ in chosen],
                    "y": [row["value"] for _, row in chosen],
                    # Plotly would draw two bars far apart as wide as the gap between them.
                    "width": BAR_WIDTH,
                    "marker": palette.bar_marker(palette.ACTUAL, synthetic),
                    "text": texts,
                    "textposition": "outside",
                    "cliponaxis": False,
                    "customdata": [labels.hover(row, shown) for _, row in chosen],
                    "hovertemplate": "%{customdata}<extra></extra>",
                }
            )
    return traces


def _line(rows: list[dict[str, Any]], labels: Labels) -> list[dict[str, Any]]:
    """One line through all rows; its markers are hollow where the value comes from sample records."""
    known = [_known(row) for row in rows]
    symbols = ["circle-open" if row["synthetic"] else "circle" for row in rows]
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": labels.metric.short[labels.language],
        "x": list(range(len(rows))),
        "y": [row["value"] if is_known else None for row, is_known in zip(rows, known, strict=True)],
        "line": {"color": palette.ACTUAL, "width": 2.5},
        "marker": {
            "symbol": symbols,
            "size": 8,
            "color": palette.ACTUAL,
            "line": {"width": 2, "color": palette.ACTUAL},
        },
        "customdata": [labels.hover(row, labels.origin(bool(row["synthetic"]))) for row in rows],
        "hovertemplate": "%{customdata}<extra></extra>",
        "showlegend": False,
        "cliponaxis": False,
    }
    return [line, *_marker_legend(rows, labels)]


def _marker_legend(rows: list[dict[str, Any]], labels: Labels) -> list[dict[str, Any]]:
    """What filled and hollow markers mean, for the kinds that are there."""
    present = sorted({bool(row["synthetic"]) for row in rows if _known(row)})
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": labels.origin(synthetic),
            "x": [None],
            "y": [None],
            "marker": {
                "symbol": "circle-open" if synthetic else "circle",
                "size": 8,
                "color": palette.ACTUAL,
                "line": {"width": 2, "color": palette.ACTUAL},
            },
        }
        for synthetic in present
    ]


def _targets(rows: list[dict[str, Any]], labels: Labels) -> list[dict[str, Any]]:
    chosen = [(at, row["target"]) for at, row in enumerate(rows) if _number(row.get("target"))]
    if not chosen:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": labels.text("charts.target"),
            "x": [at for at, _ in chosen],
            "y": [target for _, target in chosen],
            "marker": {"symbol": "line-ew", "size": 26, "line": {"width": 3, "color": palette.TARGET}},
            "customdata": [labels.value(target) for _, target in chosen],
            "hovertemplate": labels.text("charts.target") + " %{customdata}<extra></extra>",
        }
    ]


def _period_ticks(rows: list[dict[str, Any]], labels: Labels) -> tuple[list[int], list[str]]:
    """Every period's name in two lines if they are few, else each year at its first quarter shown."""
    periods = [str(row["period"]) for row in rows]
    if len(periods) <= LABELLED_BARS:
        return list(range(len(periods))), [labels.period(period).replace(" ", "<br>") for period in periods]
    firsts = [at for at, period in enumerate(periods) if period.endswith("Q1") or len(period) == 4]
    return firsts, [periods[at][:4] for at in firsts]


def _title(rows: list[dict[str, Any]], labels: Labels, basis: str, zone_name: str) -> str:
    """The point: the last known value, and the first one to compare it with."""
    known = [row for row in rows if _known(row)]
    named = {"metric": labels.metric.name[labels.language], "zone": zone_name}
    if not known:
        return labels.text("charts.trend.nothing", **named)
    first, last = known[0], known[-1]
    named |= {"last": labels.value(last["value"]), "at": labels.period(str(last["period"]))}
    named["basis"] = labels.text(f"charts.basis.{basis}")
    if len(known) == 1:
        return labels.text("charts.trend.one", **named)
    named |= {"first": labels.value(first["value"]), "since": labels.period(str(first["period"]))}
    return labels.text("charts.trend.title", **named)


def _numbers(rows: list[dict[str, Any]], column: str) -> list[float]:
    return [float(row[column]) for row in rows if _number(row.get(column))]


def _number(value: Any) -> bool:
    return value is not None and not pd.isna(value)


def _known(row: dict[str, Any]) -> bool:
    return _number(row["value"])
