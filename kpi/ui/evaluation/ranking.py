"""Zones in their order: score with the points of its parts, ranks, and the computed grade beside the published one."""

from collections.abc import Container, Mapping, Sequence
from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.catalogue.evaluations import ROOT
from kpi.round_outputs import RoundOutputs
from kpi.ui.evaluation import words
from kpi.ui.markup import badge, quiet, text_of
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, Raw, markup

# So many are shown at once; all of them are in the file to download.
SHOWN = 60
SHADES = 6


def ranking(here: Setting, outputs: RoundOutputs, names: Mapping[str, str], zone: str) -> str:
    """The table as HTML; a click on a zone chooses it (`zone:<id>`)."""
    shown, grades = in_sight(outputs.standing, zone), outputs.published_grades
    rows = shown.to_dict("records")
    given = {row["zone"]: row for row in grades[grades["zone"].isin(shown["zone"])].to_dict("records")}
    parts = points_of_parts(outputs.latest_results.rows, outputs.tree.children[ROOT], set(shown["zone"]))
    has_groups = outputs.standing["group"].ne("").any()
    kinds = ("rank", "zone", "score", *(("group_rank",) if has_groups else ()), "grade", "published")
    columns = [
        Column(here.text(f"evaluation.column.{kind}"), kind in ("rank", "group_rank")) for kind in kinds
    ]
    cells: Mapping[str, Any] = {
        "rank": lambda row: words.place(here, row["rank"]),
        "zone": lambda row: Raw(
            zone_button(here, row["zone"], outputs.choices.year) + _lacking(here, outputs, row["zone"], names)
        ),
        "score": lambda row: Raw(_score(here, outputs, row, parts)),
        "group_rank": lambda row: words.place(here, row["group_rank"]),
        "grade": lambda row: Raw(_grade(here, row, given.get(row["zone"]))),
        "published": lambda row: Raw(words.published(here, given.get(row["zone"]))),
    }
    body: list[list[Cell]] = [[cells[kind](row) for kind in kinds] for row in rows]
    marked = next((at for at, row in enumerate(rows) if row["zone"] == zone), -1)
    label = here.text("evaluation.ranking.title")
    table = markup(columns, body, label=label, marked=marked)
    return legend(names, list(parts)) + table + _below(here, outputs)


def _lacking(here: Setting, outputs: RoundOutputs, zone: str, names: Mapping[str, str]) -> str:
    """A badge for a zone ranked without what most others have."""
    elements = outputs.lacking.get(zone, ())
    said = here.text("evaluation.ranking.lacking", count=len(elements))
    return f" {badge(said, 'attention', ', '.join(names[each] for each in elements))}" if elements else ""


def _below(here: Setting, outputs: RoundOutputs) -> str:
    return _withheld(here, outputs) + _uneven(here, outputs) + _first(here, len(outputs.standing))


def _withheld(here: Setting, outputs: RoundOutputs) -> str:
    """Why scores of ranked zones are not shown, and whom to ask."""
    if not outputs.is_masked:
        return ""
    count = sum(element == ROOT for _, element in outputs.protected)
    return quiet(here.text("evaluation.ranking.withheld", count=f"{count:,}"))


def _uneven(here: Setting, outputs: RoundOutputs) -> str:
    """What these badges mean, and how much has to be there for a score at all."""
    if not outputs.lacking:
        return ""
    share = formats.percent(outputs.recipe.group_availability, 0)
    return quiet(here.text("evaluation.ranking.uneven", count=f"{len(outputs.lacking):,}", share=share))


def in_sight(standing: pd.DataFrame, zone: str) -> pd.DataFrame:
    """The first zones and the chosen one."""
    return standing[(standing.index < SHOWN) | (standing["zone"] == zone)]


def _first(here: Setting, count: int) -> str:
    """Of how many zones the first ones are shown, and where all of them are; '' where all are."""
    return (
        quiet(here.text("evaluation.ranking.first", shown=SHOWN, count=f"{count:,}")) if count > SHOWN else ""
    )


def left_out(here: Setting, count: int) -> str:
    """The same where there is no file of all of them."""
    return (
        quiet(here.text("evaluation.ranking.only", shown=SHOWN, count=f"{count:,}")) if count > SHOWN else ""
    )


def zone_button(here: Setting, zone: str, year: int) -> str:
    """A zone's name that can be clicked, with its wave and its year in small print."""
    about = text_of(words.zone_years(here, zone, year))
    return f'{pick("zone", zone, here.zone_name(zone))} <small class="kpi-quiet kpi-whole">{about}</small>'


def pick(kind: str, what: str, name: str) -> str:
    """A name as a button that looks like a link, with its `data-action`."""
    action = f"{text_of(kind)}:{text_of(what)}"
    return f'<button type="button" class="kpi-pick" data-action="{action}">{text_of(name)}</button>'


def points_of_parts(
    results: pd.DataFrame, children: Sequence[str], zones: Container[str]
) -> dict[str, dict[str, float]]:
    """Child of the root → zone → the points it brings in one period's results, of these zones.

    Empty where nothing adds up or points are negative.
    """
    own = results[results["element"].isin(children)]
    if own["contribution"].isna().all() or (own["contribution"] < 0).any():
        return {}
    parts: dict[str, dict[str, float]] = {child: {} for child in children}
    for child, zone, points in zip(own["element"], own["zone"], own["contribution"], strict=True):
        if zone in zones:
            parts[child][zone] = points
    return parts


def _score(
    here: Setting, outputs: RoundOutputs, row: Mapping[str, Any], parts: Mapping[str, Mapping[str, float]]
) -> str:
    if (row["zone"], ROOT) in outputs.protected:
        return f'<span class="kpi-quiet">{text_of(here.text("evaluation.gap.protected"))}</span>'
    return bar(row, parts)


def bar(row: Mapping[str, Any], parts: Mapping[str, Mapping[str, float]]) -> str:
    """A score with the points of its parts as pieces of a bar."""
    segments = "".join(
        f'<i class="kpi-part-{at % SHADES}" style="width:{each[row["zone"]]:.2f}%"></i>'
        for at, each in enumerate(parts.values())
        if not pd.isna(each[row["zone"]])
    )
    bar = f'<span class="kpi-parts" aria-hidden="true">{segments}</span>' if segments else ""
    return f'<span class="kpi-score"><b>{words.points(row["score"])}</b>{bar}</span>'


def legend(names: Mapping[str, str], parts: list[str]) -> str:
    """What the pieces of the bars stand for."""
    items = "".join(
        f'<span><i class="kpi-part-{at % SHADES}"></i>{text_of(names[part])}</span>'
        for at, part in enumerate(parts)
    )
    return f'<div class="kpi-legend">{items}</div>' if parts else ""


def _grade(here: Setting, row: Mapping[str, Any], given: Mapping[str, Any] | None) -> str:
    """The computed grade, a sign where the published one differs, and a badge at a boundary."""
    shown = text_of(words.grade(here, row["grade"]))
    if (
        given is not None
        and given["status"] == "published"
        and isinstance(row["grade"], str)
        and given["grade"] != row["grade"]
    ):
        shown += (
            f' <span class="kpi-worse" title="{text_of(here.text("evaluation.ranking.differs"))}">≠</span>'
        )
    if row["at_boundary"]:
        about = here.text("evaluation.ranking.boundary_meaning")
        shown += f" {badge(here.text('evaluation.ranking.boundary'), 'attention', about)}"
    return shown
