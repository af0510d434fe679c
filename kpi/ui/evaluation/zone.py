"""One zone's score: in words, and every element with its weight, points, score, rank and what stands behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kpi import format as formats
from kpi.catalogue.evaluations import ROOT
from kpi.charts.contributions import Part, contributions
from kpi.charts.drawing import Drawing
from kpi.queries.explained import explained, valued, written
from kpi.queries.score_points import FULL, Line, breakdown
from kpi.round_outputs import RoundOutputs
from kpi.ui.evaluation import words
from kpi.ui.markup import section, text_of
from kpi.ui.setting import Setting
from kpi.ui.status import origin_words
from kpi.ui.tables import Cell, Column, Raw, markup

COLUMNS = ("element", "worth", "points", "score", "rank", "value", "target", "achievement", "origin")
TEXTS = ("element", "origin")
MOST_PARTS = 14


@dataclass(frozen=True, eq=False)
class Explained:
    """A zone's score with what every part of its explanation needs: its lines and the names of the elements."""

    here: Setting
    outputs: RoundOutputs
    names: Mapping[str, str]
    zone: str

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return breakdown(self.outputs, self.zone)


def in_words(shown: Explained) -> str:
    """The generated reading as HTML."""
    here, zone = shown.here, shown.zone
    sentences = explained(shown.outputs, zone, shown.lines, here.catalogue, here.language, shown.names)
    items = "".join(f"<li>{text_of(sentence)}</li>" for sentence in sentences)
    title = here.text("evaluation.zone.title", zone=here.zone_name(zone))
    return section(title, f'<ul class="kpi-reading">{items}</ul>', here.text("evaluation.zone.about"))


def table_title(shown: Explained) -> str:
    """What the table is called."""
    return shown.here.text("evaluation.zone.table", zone=shown.here.zone_name(shown.zone))


def table(shown: Explained) -> str:
    """The score from the total down to the metrics as HTML."""
    here, cells = shown.here, shown.outputs.latest_cells.zone(shown.zone)
    by_leaf = {row["element"]: row for row in cells.to_dict("records")}
    columns = [Column(here.text(f"evaluation.column.{name}"), name not in TEXTS) for name in COLUMNS]
    rows: list[list[Cell]] = []
    for line in shown.lines:
        rows.append(_row(shown, line, by_leaf.get(line.element)))
        if line.loss:
            rows.append(_loss(here, line))
    caption, label = here.text("evaluation.zone.caption"), table_title(shown)
    return markup(
        columns,
        rows,
        caption=caption,
        label=label,
        marked=0,
    )


def _row(shown: Explained, line: Line, cell: Mapping[str, Any] | None) -> list[Cell]:
    here, name = shown.here, shown.names[line.element]
    look = "kpi-leaf" if line.is_leaf else "kpi-branch"
    return [
        Raw(f'<span class="{look}" style="padding-left:{line.depth * 1.1:.1f}rem">{text_of(name)}</span>'),
        words.points(line.worth),
        words.points(line.points),
        words.points(line.score) if line.score is not None else _why(shown, line, cell),
        words.place(here, line.rank),
        *_behind(here, cell),
    ]


def _loss(here: Setting, line: Line) -> list[Cell]:
    """What the mean of a level takes off the sum of its parts."""
    name = text_of(here.text("evaluation.zone.loss"))
    indent = f'<span class="kpi-quiet" style="padding-left:{(line.depth + 1) * 1.1:.1f}rem">{name}</span>'
    return [Raw(indent), "", words.points(line.loss), *[""] * (len(COLUMNS) - 3)]


def _why(shown: Explained, line: Line, cell: Mapping[str, Any] | None) -> str:
    gap = "nothing_below" if cell is None else str(cell["gap"]) or "not_normalised"
    gap = "protected" if (shown.zone, line.element) in shown.outputs.protected else gap
    return shown.here.text(f"evaluation.gap.{gap}")


def _behind(here: Setting, cell: Mapping[str, Any] | None) -> list[Cell]:
    """A metric's value, target, achievement and where they are from; nothing for a branch."""
    if cell is None:
        return ["", "", "", ""]
    achievement = formats.plain(cell["achievement"], 1)
    if cell["metric"]:
        origin = origin_words(here, cell["origin"], bool(cell["synthetic"]))
    else:
        origin = here.text("evaluation.zone.evaluators", count=cell["evaluators"])
    return [
        valued(here.catalogue, cell, here.language),
        written(here.catalogue, cell, "target", here.language),
        achievement if achievement == formats.MISSING else f"{achievement}%",
        origin,
    ]


def drawn(shown: Explained) -> Drawing | None:
    """The points of the zone's indicators, or of fewer and larger parts where these are many; None without points."""
    here, lines = shown.here, shown.lines
    if lines[0].points is None:
        return None
    above_leaves = {line.parent for line in lines if line.is_leaf}
    finest = [line for line in lines if line.element in above_leaves]
    chosen = finest if len(finest) <= MOST_PARTS else [line for line in lines if line.parent == ROOT]
    known = [line for line in chosen if line.points is not None]
    is_bounded = all(line.score is None or -1e-9 <= line.score <= FULL + 1e-9 for line in lines)
    parts = [
        Part(shown.names[line.element], line.points or 0.0, line.worth if is_bounded else None)
        for line in known
    ]
    taken = [
        Part(here.text("evaluation.zone.loss"), line.loss)
        for line in lines
        if line.loss and line.element not in above_leaves
    ]
    if not parts:
        return None
    return contributions([*parts, *taken], here.zone_name(shown.zone), lines[0].points, here.language)
