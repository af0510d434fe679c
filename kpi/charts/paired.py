"""Two amounts of each of several things, one under the other: what was planned or before, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure

ROW_HEIGHT = 54
SINGLE_HEIGHT = 38
# Beside the longest bar its text needs room, also on a phone: as a share of the bar, at least and for each sign.
LEAST_ROOM, ROOM_A_SIGN = 1.1, 0.06


@dataclass(frozen=True)
class Pair:
    """One thing with its two amounts and how each is written; None = not known, and no bar."""

    name: str
    first: float | None
    second: float | None
    first_text: str = ""
    second_text: str = ""


def paired(
    pairs: Sequence[Pair], names: tuple[str, str], title: str, *, synthetic: bool, rows: int = 0
) -> Drawing:
    """A drawing of the pairs, the first on top; with an empty first name only the second amounts are drawn.

    `rows` is the least number of things to leave room for, so that drawings side by side are equally high.
    """
    upwards = list(reversed(pairs))
    largest = max([each for pair in pairs for each in (pair.first, pair.second) if each], default=1)
    longest = max([len(each) for pair in pairs for each in (pair.first_text, pair.second_text)], default=0)
    second = _bars(
        upwards, [pair.second for pair in upwards], [pair.second_text for pair in upwards], names[1]
    )
    second["marker"] = palette.bar_marker(palette.ACTUAL, synthetic)
    traces = [second]
    if names[0]:
        first = _bars(
            upwards, [pair.first for pair in upwards], [pair.first_text for pair in upwards], names[0]
        )
        first["marker"] = {"color": palette.QUIET, "line": {"color": palette.INK, "width": 1}}
        traces.append(first)
    drawn = figure(
        traces,
        (ROW_HEIGHT if names[0] else SINGLE_HEIGHT) * max(len(pairs), rows) + 70,
        xaxis={"visible": False, "range": [0, largest * (LEAST_ROOM + longest * ROOM_A_SIGN)]},
        yaxis={"type": "category", "categoryarray": [pair.name for pair in upwards], "showgrid": False},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "reversed"},
        barmode="group",
        margin={"l": 8, "r": 12, "t": 48 if names[0] else 12, "b": 8},
        showlegend=bool(names[0]),
    )
    listed = ", ".join(
        f"{pair.name} {names[0]} {pair.first_text} {names[1]} {pair.second_text}".replace("  ", " ")
        for pair in pairs
    )
    return Drawing(drawn, title, f"{title} {listed}")


def _bars(
    pairs: Sequence[Pair], amounts: list[float | None], texts: list[str], name: str
) -> dict[str, object]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": [pair.name for pair in pairs],
        "x": amounts,
        "text": texts,
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": f"%{{y}}<br>{name} %{{text}}<extra></extra>",
    }
