"""One metric split by a category, largest first."""

from typing import Any

import pandas as pd

from kpi.catalogue import Metric, Unit
from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure
from kpi.charts.labels import Labels

ROW_HEIGHT = 34


def breakdown(
    frame: pd.DataFrame, metric: Metric, unit: Unit, language: str, names: dict[str, str], column_name: str
) -> Drawing:
    """A drawing of rows (category, value, synthetic); `names` gives each category's words."""
    labels = Labels(metric, unit, language)
    known = [
        row for row in frame.to_dict("records") if row["value"] is not None and not pd.isna(row["value"])
    ]
    rows = sorted(known, key=lambda row: float(row["value"]))
    shown = [names.get(row["category"], str(row["category"])) for row in rows]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": shown,
        "x": [float(row["value"]) for row in rows],
        "marker": palette.bar_marker(palette.ACTUAL, any(row["synthetic"] for row in rows)),
        "text": [labels.bare(row["value"]) for row in rows],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{y} %{text}<extra></extra>",
    }
    largest = max([float(row["value"]) for row in rows], default=1) or 1
    drawn = figure(
        [trace],
        max(ROW_HEIGHT * len(rows), 100) + 40,
        xaxis={"visible": False, "range": [0, largest * 1.25]},
        yaxis={"type": "category", "categoryarray": shown, "showgrid": False},
        margin={"l": 8, "r": 12, "t": 8, "b": 8},
        showlegend=False,
    )
    title = _title(rows, shown, labels, column_name)
    return Drawing(drawn, title, title)


def _title(rows: list[dict[str, Any]], shown: list[str], labels: Labels, column_name: str) -> str:
    named = {"metric": labels.metric.name[labels.language], "column": column_name}
    if not rows:
        return labels.text("charts.breakdown.nothing", **named)
    return labels.text(
        "charts.breakdown.title", first=shown[-1], value=labels.value(rows[-1]["value"]), **named
    )
