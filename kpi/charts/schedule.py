"""What was planned for when, and when it was done: a line from planned start to planned end, a mark on the day done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kpi import format as formats
from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure
from kpi.text import Text

# Room for a name in two lines, as on phones.
ROW_HEIGHT = 36
MOST_ROWS = 30


@dataclass(frozen=True)
class Task:
    """One thing with its days; None = not known."""

    name: str
    planned_from: date | None
    planned_on: date | None
    done_on: date | None


def schedule(tasks: Sequence[Task], title: str, today: date, language: str) -> Drawing:
    """A drawing of the first tasks that have any day, in the order given, with today as a dotted line."""
    text = Text(language)
    shown = [task for task in tasks if task.planned_on or task.done_on][:MOST_ROWS]
    names = [f"{at}. {_short(task.name)}" for at, task in enumerate(shown, start=1)]
    traces = [
        _windows(names, shown, text),
        _days(names, shown, "planned_on", text("programme.schedule.planned"), palette.INK, "diamond-open"),
        _days(names, shown, "done_on", text("programme.schedule.done"), palette.ACTUAL, "circle"),
        {
            "type": "scatter",
            "mode": "lines",
            "name": text("programme.schedule.today"),
            "x": [today.isoformat()] * 2,
            "y": [names[0], names[-1]] if names else [],
            "line": {"color": palette.HIGHLIGHT, "width": 1.5, "dash": "dot"},
            "hoverinfo": "skip",
        },
    ]
    drawn = figure(
        [trace for trace in traces if trace["x"]],
        ROW_HEIGHT * max(len(shown), 1) + 110,
        xaxis={"type": "date", "showgrid": True, "tickformat": "%Y.%m"},
        yaxis={"type": "category", "categoryarray": names[::-1], "categoryorder": "array", "showgrid": False},
    )
    listed = ", ".join(
        text(
            "programme.schedule.one",
            name=task.name,
            planned=formats.day(task.planned_on, language),
            done=formats.day(task.done_on, language),
        )
        for task in shown
    )
    return Drawing(drawn, title, f"{title} {listed}")


def _short(name: str, most: int = 44) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _windows(names: Sequence[str], tasks: Sequence[Task], text: Text) -> dict[str, object]:
    """One trace of all windows, parted by gaps."""
    days: list[str | None] = []
    rows: list[str | None] = []
    for name, task in zip(names, tasks, strict=True):
        if task.planned_from and task.planned_on:
            days += [task.planned_from.isoformat(), task.planned_on.isoformat(), None]
            rows += [name, name, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": text("programme.schedule.window"),
        "x": days,
        "y": rows,
        "line": {"color": palette.PLAN, "width": 5},
        "hoverinfo": "skip",
    }


def _days(
    names: Sequence[str], tasks: Sequence[Task], which: str, name: str, colour: str, symbol: str
) -> dict[str, object]:
    known = [(row, day) for row, task in zip(names, tasks, strict=True) if (day := getattr(task, which))]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [day.isoformat() for _, day in known],
        "y": [row for row, _ in known],
        "marker": {"symbol": symbol, "size": 11, "color": colour, "line": {"width": 2, "color": colour}},
        "hovertemplate": f"%{{y}}<br>{name} %{{x|%Y-%m-%d}}<extra></extra>",
    }
