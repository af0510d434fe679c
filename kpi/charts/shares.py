"""Shares over quarters, one line each: how full something is."""

from collections.abc import Mapping, Sequence

from kpi import format as formats
from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure

HEIGHT = 340
FULL = 1.0


def shares(
    lines: Mapping[str, Sequence[float | None]], periods: Sequence[str], title: str, *, synthetic: bool
) -> Drawing:
    """A drawing of each name's shares (1.0 = 100 %) at the periods; a missing one breaks its line."""
    known = [value for values in lines.values() for value in values if value is not None]
    top = max([FULL, *known])
    sign = "-open" if synthetic else ""
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": name,
            "x": list(range(len(periods))),
            "y": list(values),
            "line": {
                "color": palette.SERIES[at % len(palette.SERIES)],
                "width": 2.5,
                "dash": palette.DASHES[at % len(palette.DASHES)],
            },
            "marker": {"symbol": f"{palette.MARKERS[at % len(palette.MARKERS)]}{sign}", "size": 9},
            "cliponaxis": False,
            "customdata": [formats.percent(value) for value in values],
            "hovertemplate": f"{name} %{{customdata}}<extra></extra>",
        }
        for at, (name, values) in enumerate(lines.items())
    ]
    steps = [0, 0.25, 0.5, 0.75, 1.0]
    drawn = figure(
        traces,
        HEIGHT,
        xaxis={
            "tickvals": list(range(len(periods))),
            "ticktext": list(periods),
            "range": [-0.3, len(periods) - 0.7],
        },
        yaxis={
            "tickvals": steps,
            "ticktext": [formats.percent(step, 0) for step in steps],
            "range": [0, top * 1.05],
        },
    )
    listed = "; ".join(
        f"{name} {', '.join(formats.percent(value) for value in values)}" for name, values in lines.items()
    )
    return Drawing(drawn, title, f"{title} {listed}")
