"""Zones by the elements below an opened one, shaded by score; at the metrics with value, target and achievement."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.queries.explained import valued, written
from kpi.queries.score_points import FULL
from kpi.queries.scored_tables import Tree
from kpi.round_outputs import RoundOutputs
from kpi.ui.evaluation import words
from kpi.ui.evaluation.ranking import in_sight, pick
from kpi.ui.markup import text_of
from kpi.ui.setting import Setting

STEPS = 8
DETAILS = ("value", "target", "achievement", "score", "rank")


@dataclass(frozen=True, eq=False)
class Heat:
    """What the table is made from: results and cells of the zones shown, by zone and element."""

    here: Setting
    names: Mapping[str, str]
    tree: Tree
    protected: Container[tuple[str, str]]
    results: Mapping[tuple[str, str], Mapping[str, Any]]
    cells: Mapping[tuple[str, str], Mapping[str, Any]]


def heat(here: Setting, outputs: RoundOutputs, names: Mapping[str, str], opened: str, zone: str) -> str:
    """The way down to the opened element and the table below it; a click opens another (`open:<id>`)."""
    zones = list(in_sight(outputs.standing, zone)["zone"])
    children, below = outputs.tree.children[opened], outputs.tree.children
    elements = [*children, *(each for child in children for each in below[child])]
    results, cells = (
        latest.cells(zones, elements) for latest in (outputs.latest_results, outputs.latest_cells)
    )
    made = Heat(here, names, outputs.tree, outputs.protected, results, cells)
    is_detailed = not any(below[child] for child in children)
    table = _detailed(made, children, zones, zone) if is_detailed else _grouped(made, children, zones, zone)
    label = text_of(here.text("evaluation.heat.title"))
    return (
        f"{_way(made, opened)}"
        f'<div class="kpi-scroll" role="region" tabindex="0" aria-label="{label}">{table}</div>'
    )


def _way(made: Heat, opened: str) -> str:
    steps = made.tree.above(opened)
    links = [_opener(made, each) for each in steps[:-1]]
    return f'<nav class="kpi-way">{" › ".join([*links, f"<strong>{text_of(made.names[opened])}</strong>"])}</nav>'


def _opener(made: Heat, element: str) -> str:
    name = made.names[element]
    return pick("open", element, name) if made.tree.children[element] else text_of(name)


def _grouped(made: Heat, children: Sequence[str], zones: Sequence[str], marked: str) -> str:
    """Each child with its own score, and beside it those below it."""
    groups = {child: _columns(made, child) for child in children}
    heads = "".join(
        f'<th scope="colgroup" colspan="{len(columns)}">{_opener(made, child)}</th>'
        for child, columns in groups.items()
    )
    columns = [(child, each) for child, members in groups.items() for each in members]
    together = text_of(made.here.text("evaluation.heat.together"))
    below = "".join(
        f'<th scope="col">{together if each == child else _opener(made, each)}</th>'
        for child, each in columns
    )
    body = "".join(
        _row(made, zone, marked, "".join(_cell(made, zone, each) for _, each in columns)) for zone in zones
    )
    return _table(made, 2, heads, below, body)


def _columns(made: Heat, child: str) -> list[str]:
    below = made.tree.children[child]
    return list(below) if len(below) == 1 else [child, *below]


def _detailed(made: Heat, leaves: Sequence[str], zones: Sequence[str], marked: str) -> str:
    """Every metric with value, target, achievement, score and rank beside each other."""
    text = made.here.text
    heads = "".join(
        f'<th scope="colgroup" colspan="{len(DETAILS)}">{text_of(made.names[leaf])}</th>' for leaf in leaves
    )
    below = "".join(f'<th scope="col">{text_of(text(f"evaluation.column.{each}"))}</th>' for each in DETAILS)
    body = "".join(
        _row(made, zone, marked, "".join(_details(made, zone, leaf) for leaf in leaves)) for zone in zones
    )
    return _table(made, 2, heads, below * len(leaves), body)


def _table(made: Heat, rows: int, heads: str, below: str, body: str) -> str:
    zone = text_of(made.here.text("evaluation.column.zone"))
    return (
        f'<table class="kpi-table kpi-heat"><thead><tr><th scope="col" rowspan="{rows}">{zone}</th>{heads}</tr>'
        f"<tr>{below}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(made: Heat, zone: str, marked: str, cells: str) -> str:
    look = ' class="kpi-marked"' if zone == marked else ""
    name = made.here.zone_name(zone)
    return f'<tr{look}><th scope="row">{pick("zone", zone, name)}</th>{cells}</tr>'


def _cell(made: Heat, zone: str, element: str) -> str:
    """Score and rank; of a metric its value and achievement too."""
    row = made.results[zone, element]
    cell = made.cells.get((zone, element))
    below = words.place(made.here, row["rank"])
    if cell is not None:
        below = " · ".join([_value(made, cell), *_reached(cell), below])
    if pd.isna(row["score"]):
        return f'<td class="kpi-hot"><span class="kpi-quiet">{text_of(_why(made, zone, element, cell))}</span></td>'
    return (
        f'<td class="kpi-hot {shade(row["score"])}"><b>{words.points(row["score"])}</b>'
        f"<small>{text_of(below)}</small></td>"
    )


def _details(made: Heat, zone: str, leaf: str) -> str:
    row, cell = made.results[zone, leaf], made.cells[zone, leaf]
    origin = "" if not cell["synthetic"] else ' <span class="kpi-mark kpi-mark-sample">▨</span>'
    score = _why(made, zone, leaf, cell) if pd.isna(row["score"]) else words.points(row["score"])
    hot = "" if pd.isna(row["score"]) else shade(row["score"])
    return (
        f'<td class="kpi-number">{text_of(_value(made, cell))}{origin}</td>'
        f'<td class="kpi-number">{text_of(_target(made, cell))}{_of_target(made, cell)}</td>'
        f'<td class="kpi-number">{text_of("".join(_reached(cell)) or "–")}</td>'
        f'<td class="kpi-number kpi-hot {hot}">{text_of(score)}</td>'
        f'<td class="kpi-number">{text_of(words.place(made.here, row["rank"]))}</td>'
    )


def _value(made: Heat, cell: Mapping[str, Any]) -> str:
    return valued(made.here.catalogue, cell, made.here.language)


def _target(made: Heat, cell: Mapping[str, Any]) -> str:
    return written(made.here.catalogue, cell, "target", made.here.language)


def _of_target(made: Heat, cell: Mapping[str, Any]) -> str:
    """A target that is inferred or a sample says so."""
    status = cell["target_status"]
    if status not in ("inferred", "sample"):
        return ""
    return f' <small class="kpi-quiet">{text_of(made.here.text(f"evaluation.heat.target.{status}"))}</small>'


def _reached(cell: Mapping[str, Any]) -> list[str]:
    return [] if pd.isna(cell["achievement"]) else [f"{formats.plain(cell['achievement'], 1)}%"]


def _why(made: Heat, zone: str, element: str, cell: Mapping[str, Any] | None) -> str:
    """Why there is no score."""
    gap = "" if cell is None else str(cell["gap"])
    gap = "protected" if (zone, element) in made.protected else gap
    return made.here.text(f"evaluation.gap.{gap or 'nothing_below'}")


def shade(score: float) -> str:
    """The class of a score's shade; the number stands in the cell as well."""
    step = min(max(int(score / FULL * STEPS), 0), STEPS - 1)
    return f"kpi-shade-{step}"
