"""Two metrics against each other, one mark a zone: its area a third metric, its shape and colour the wave."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kpi.charts import few_names, palette
from kpi.charts.drawing import Drawing, figure
from kpi.charts.labels import Labels
from kpi.charts.ticks import ticks

HEIGHT = 520
SMALLEST, LARGEST = 8.0, 32.0
# With more zones only the marked and the outermost ones are named, or names would cover each other.
MOST_NAMES = 30
# Of more marks each is small and lets those below it through.
CROWD, SMALL = 200, 6.0
FEWEST_FOR_CORRELATION = 5
# As shares of the frame: how near to each other two names, or a name and a mark, cover one another, and where each
# side of a mark puts the middle of its name.
NAMES_COLLIDE, MARKS_COLLIDE = (0.085, 0.04), (0.055, 0.045)
SIDES = {
    "top center": (0.0, 0.055),
    "middle right": (0.07, 0.0),
    "middle left": (-0.07, 0.0),
    "bottom center": (0.0, -0.055),
}


def scatter(
    frame: pd.DataFrame,
    across: Labels,
    upward: Labels,
    sized: Labels | None,
    names: dict[str, str],
    groups: dict[str, str],
    period: str,
    marked: str,
) -> Drawing:
    """A drawing of rows (zone, x, y, size, group); rows without x or y are left out. `groups`: name by group."""
    rows = frame.dropna(subset=["x", "y"])
    largest = float(rows["size"].max()) if sized is not None and rows["size"].notna().any() else 0.0
    xaxis, yaxis = _axis(rows["x"], across), _axis(rows["y"], upward)
    rows = rows.assign(
        side=sides(rows["x"].tolist(), rows["y"].tolist()),
        few=_few(rows, xaxis["range"], yaxis["range"], names, marked, _titles(across, upward), largest),
    )
    marks = [
        _marks(
            rows[rows["group"] == group], at, name, names, marked, (across, upward, sized), largest, len(rows)
        )
        for at, (group, name) in enumerate(groups.items())
        if (rows["group"] == group).any()
    ]
    drawn = figure(
        marks,
        HEIGHT,
        xaxis={**xaxis, "showgrid": True},
        yaxis=yaxis,
        annotations=_axis_names(across, upward),
        hovermode="closest",
    )
    return Drawing(drawn, *_words(rows, across, upward, names, period))


def _marks(
    rows: pd.DataFrame,
    at: int,
    name: str,
    names: dict[str, str],
    marked: str,
    labels: tuple[Labels, Labels, Labels | None],
    largest: float,
    drawn: int,
) -> dict[str, Any]:
    # The marked one last, so that no other of its group covers it, and its group over the others.
    records = sorted(rows.to_dict("records"), key=lambda row: row["zone"] == marked)
    few = {
        "text": [_name(row, names, marked) if row["few"] else "" for row in records],
        "textposition": [row["few"] or row["side"] for row in records],
    }
    every = {
        "text": [_name(row, names, marked) for row in records],
        "textposition": [row["side"] for row in records],
        # What the browser puts in place of these two where the frame is narrow.
        "meta": {"narrow": few},
    }
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": name,
        "x": [row["x"] for row in records],
        "y": [row["y"] for row in records],
        **(every if drawn <= MOST_NAMES else few),
        "cliponaxis": False,
        "zorder": int(records[-1]["zone"] == marked),
        "marker": {
            "symbol": palette.MARKERS[at % len(palette.MARKERS)],
            "color": palette.SERIES[at % len(palette.SERIES)],
            **_look(records, marked, largest, is_crowd=drawn > CROWD),
        },
        "customdata": [_hover(row, names, labels) for row in records],
        "hovertemplate": _template(labels),
    }


def _look(records: list[dict[str, Any]], marked: str, largest: float, *, is_crowd: bool) -> dict[str, Any]:
    """Size, opacity and outline: of many marks only the marked one has an outline."""
    plain = (palette.PAPER, 0 if is_crowd else 1)
    lines = [(palette.STRONG_INK, 3) if row["zone"] == marked else plain for row in records]
    sizes = [
        SMALL if is_crowd and not largest and row["zone"] != marked else _size(row["size"], largest)
        for row in records
    ]
    outline = {"color": [colour for colour, _ in lines], "width": [width for _, width in lines]}
    return {
        "size": sizes if len(set(sizes)) > 1 else sizes[0],
        "opacity": 0.5 if is_crowd else 0.8,
        "line": outline if len(set(lines)) > 1 else {"color": lines[0][0], "width": lines[0][1]},
    }


def _name(row: dict[str, Any], names: dict[str, str], marked: str) -> str:
    return f"<b>{names[row['zone']]} ◀</b>" if row["zone"] == marked else names[row["zone"]]


def _few(
    rows: pd.DataFrame,
    across: Sequence[float],
    upward: Sequence[float],
    names: dict[str, str],
    marked: str,
    titles: Sequence[str],
    largest: float,
) -> list[str]:
    """Of each mark the side on which it is named on a narrow screen, '' for those that are not."""
    marks = [
        few_names.Mark(
            (row["x"] - across[0]) / (across[1] - across[0]),
            (row["y"] - upward[0]) / (upward[1] - upward[0]),
            names[row["zone"]] + (" ◀" if row["zone"] == marked else ""),
            _size(row["size"], largest) / 2,
        )
        for row in rows.to_dict("records")
    ]
    wide = [few_names.long(each) / few_names.WIDTH for each in titles]
    high = few_names.LINE / few_names.HEIGHT
    taken = [(1 - wide[0], 1.0, 0.0, high), (0.0, wide[1], 1 - high, 1.0)]
    zones = rows["zone"].tolist()
    found = few_names.few_names(marks, zones.index(marked) if marked in zones else None, taken)
    return [found.get(number, "") for number in range(len(zones))]


def sides(across: Sequence[float], upward: Sequence[float]) -> list[str]:
    """On which side of each mark its name stands, so that names cover each other as little as they can."""
    points = list(zip(_shares(across), _shares(upward), strict=True))
    if len(points) > MOST_NAMES:
        return [next(iter(SIDES))] * len(points)
    named: list[Place] = []
    chosen = []
    for x, y in points:
        places = {side: (x + right, y + up) for side, (right, up) in SIDES.items()}
        side = min(places, key=lambda each: _covered(places[each], named, points))
        named.append(places[side])
        chosen.append(side)
    return chosen


Place = tuple[float, float]


def _covered(name: Place, named: Sequence[Place], marks: Sequence[Place]) -> int:
    """How many names and marks a name would cover; a name weighs more, as it could not be read."""
    return 2 * _near(name, named, NAMES_COLLIDE) + _near(name, marks, MARKS_COLLIDE)


def _near(place: Place, others: Sequence[Place], within: Place) -> int:
    return sum(abs(place[0] - x) < within[0] and abs(place[1] - y) < within[1] for x, y in others)


def _shares(values: Sequence[float]) -> list[float]:
    """Where each value lies between zero, or the smallest, and the largest."""
    low, high = min([0.0, *values]), max([0.0, *values])
    return [(value - low) / ((high - low) or 1) for value in values]


def _size(value: float, largest: float) -> float:
    """A diameter whose square grows with the value; the smallest where it is unknown."""
    if pd.isna(value) or largest <= 0:
        return SMALLEST if largest > 0 else (SMALLEST + LARGEST) / 3
    return max(SMALLEST, LARGEST * (max(value, 0) / largest) ** 0.5)


def _hover(
    row: dict[str, Any], names: dict[str, str], labels: tuple[Labels, Labels, Labels | None]
) -> list[str]:
    """The zone and its values; what they are values of stands once, in the template."""
    values = [each.value(row[key]) for each, key in zip(labels, ("x", "y", "size"), strict=True) if each]
    return [names[row["zone"]], *values]


def _template(labels: tuple[Labels, Labels, Labels | None]) -> str:
    lines = [
        f"{each.metric.short[each.language]} <b>%{{customdata[{at}]}}</b>"
        for at, each in enumerate((each for each in labels if each), start=1)
    ]
    return "<br>".join(["%{customdata[0]}", *lines]) + "<extra></extra>"


def _axis(values: pd.Series, labels: Labels) -> dict[str, Any]:
    smallest, largest = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
    positions, texts = ticks(largest, labels.language, smallest=smallest, whole=labels.is_whole)
    return {
        "tickvals": positions,
        "ticktext": texts,
        "range": [positions[0] - 0.04 * positions[-1], positions[-1] * 1.06],
    }


def _axis_names(across: Labels, upward: Labels) -> list[dict[str, Any]]:
    """Inside the frame: a title beside an axis would need room that the narrow screens have not got."""
    shared = {"xref": "paper", "yref": "paper", "showarrow": False, "font": {"color": palette.STRONG_INK}}
    x, y = _titles(across, upward)
    return [
        {**shared, "x": 1, "y": 0, "xanchor": "right", "yanchor": "bottom", "text": x},
        {**shared, "x": 0, "y": 1, "xanchor": "left", "yanchor": "top", "text": y},
    ]


def _titles(across: Labels, upward: Labels) -> tuple[str, str]:
    """The axes' names, each with an arrow along it."""
    x, y = (each.metric.name[each.language] for each in (across, upward))
    return f"{x} →", f"↑ {y}"


def _words(
    rows: pd.DataFrame, across: Labels, upward: Labels, names: dict[str, str], period: str
) -> tuple[str, str]:
    """How the two go together: the rank correlation, where there are enough zones for one."""
    named = {
        "x": across.metric.name[across.language],
        "y": upward.metric.name[across.language],
        "period": across.period(period),
        "count": len(rows),
    }
    if rows.empty:
        nothing = across.text("charts.scatter.nothing", **named)
        return nothing, nothing
    title = across.text("charts.scatter.title", **named)
    together = rows["x"].rank().corr(rows["y"].rank())
    if len(rows) >= FEWEST_FOR_CORRELATION and not pd.isna(together):
        title += " " + across.text("charts.scatter.correlation", value=f"{together:+.2f}".replace("-", "−"))
    listed = ", ".join(
        f"{names[row['zone']]} {across.value(row['x'])} / {upward.value(row['y'])}"
        for row in rows.head(MOST_NAMES).to_dict("records")
    )
    return title, f"{title} {listed}"
