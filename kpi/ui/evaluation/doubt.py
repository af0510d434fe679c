"""불확실성: how far ranks and grades hold when the assumptions are drawn anew, and which assumption matters most."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from kpi import format as formats
from kpi.charts.drawing import Drawing
from kpi.charts.grade_chance import grade_chance
from kpi.charts.rank_interval import Interval, rank_interval
from kpi.charts.ranking import MOST_BARS
from kpi.charts.sensitivity import Factor, Removed, removal, sensitivity
from kpi.errors import KpiError
from kpi.queries.evaluated import Choices, evaluate_once
from kpi.queries.explained import element_names
from kpi.scoring.correlating import Flag
from kpi.scoring.uncertainty import Uncertain
from kpi.text import messages
from kpi.ui import figure, filters
from kpi.ui.cached import kept
from kpi.ui.evaluation import words
from kpi.ui.evaluation.choosing import Chosen
from kpi.ui.evaluation.doubting import SEED, SPREADS, Doubtful, alternatives, doubtful
from kpi.ui.evaluation.result import chosen_zone, ready
from kpi.ui.markup import put, quiet, section, text_of
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, markup

STRIP = "evaluation-doubt-strip"
MOST_REMOVED, MOST_TOLD = 10, 20
SURE, HARDLY = 0.9, 0.005


@dataclass(frozen=True)
class Page:
    """What the section shows: words above the charts, the charts, and words below."""

    above: str
    drawings: tuple[Drawing, ...]
    below: str


def doubt(chosen: Chosen) -> None:
    """The section; computed once for the same choices, points and doubts."""
    if not ready(chosen):
        return
    here = chosen.here
    spread = filters.switch(
        "spread",
        here.text("evaluation.doubt.spread"),
        list(SPREADS),
        next(iter(SPREADS)),
        lambda one: here.text(f"evaluation.doubt.spreads.{one}"),
    )
    zone = chosen_zone(chosen.outputs)
    key = (chosen.choices.model_dump_json(), chosen.points, spread, zone)
    zones = f"{len(chosen.found.standing):,}"
    with st.spinner(here.text("evaluation.doubt.waiting", zones=zones)):
        page = kept("evaluation-doubt", key, lambda: made(chosen, spread, zone))
    put(page.above)
    figure.show_grid(page.drawings, "evaluation-doubt")
    put(page.below)


def made(chosen: Chosen, spread: str, zone: str) -> Page:
    """Everything of the section."""
    here = chosen.here
    found = doubtful(chosen.found, spread)
    names = element_names(chosen.evaluation, here.catalogue, here.language)
    title, about = here.text("evaluation.doubt.boundary"), here.text("evaluation.doubt.boundary_about")
    above = quiet(_about(here, found, spread)) + section(title, boundary(chosen, found.ranks), about)
    count, shown = len(chosen.found.standing), len(_drawn(chosen, zone))
    if shown < count:
        above += quiet(here.text("charts.standing.drawn", count=count, shown=shown))
    drawings = (
        _intervals(chosen, found.ranks, zone),
        *_chances(chosen, found.ranks, zone),
        *_factors(here, found),
        _removals(chosen, found, names),
    )
    key = (chosen.choices.model_dump_json(), chosen.points)
    alone = kept("evaluation-alone", key, lambda: _one_by_one(chosen))
    return Page(above, drawings, alone + _flags(here, found, names))


def _about(here: Setting, found: Doubtful, spread: str) -> str:
    """What was drawn, how often, and from which seed."""
    drawn = ", ".join(here.text(f"evaluation.doubt.factor.{each}") for each in found.factors)
    said = here.text("evaluation.doubt.about", draws=f"{found.ranks.draws:,}", seed=SEED, factors=drawn)
    left = [here.text(f"evaluation.doubt.left_out.{each}") for each in found.left_out]
    return " ".join([said, here.text(f"evaluation.doubt.spread_meaning.{spread}"), *left])


def _intervals(chosen: Chosen, ranks: Uncertain, zone: str) -> Drawing:
    here, board = chosen.here, chosen.found.source.board
    rows = sorted(
        (
            Interval(here.zone_name(unit), *(int(each) for each in numbers))
            for unit, *numbers in zip(
                board.units, ranks.nominal, ranks.low, ranks.median, ranks.high, strict=True
            )
            if not any(each != each for each in numbers)
        ),
        key=lambda row: row.rank,
    )
    drawn = _drawn(chosen, zone)
    return rank_interval(
        [row for row in rows if row.name in drawn], here.zone_name(zone), ranks.draws, here.language
    )


def _drawn(chosen: Chosen, zone: str) -> dict[str, str]:
    """The zones that the charts have room for, by name: the first ones and the chosen one."""
    order = list(chosen.found.standing["zone"])
    shown = order[:MOST_BARS] + [each for each in order[MOST_BARS:] if each == zone]
    return {chosen.here.zone_name(each): each for each in shown}


def _chances(chosen: Chosen, ranks: Uncertain, zone: str) -> list[Drawing]:
    here, rule = chosen.here, chosen.found.recipe.grades
    if rule is None:
        return []
    numbers = chosen.found.source.board.unit_numbers
    names = _drawn(chosen, zone)
    shares = {name: list(ranks.grade_shares[numbers[unit]]) for name, unit in names.items()}
    return [
        grade_chance(shares, [words.grade(here, each) for each in rule.names], ranks.draws, here.language)
    ]


def _factors(here: Setting, found: Doubtful) -> list[Drawing]:
    known = [
        Factor(here.text(f"evaluation.doubt.factor.{name}"), float(first), float(total))
        for name, first, total in zip(found.sobol.factors, found.sobol.first, found.sobol.total, strict=True)
        if first == first and total == total
    ]
    return [sensitivity(known, here.language)] if len(known) > 1 else []


def _removals(chosen: Chosen, found: Doubtful, names: Mapping[str, str]) -> Drawing:
    """Without the only child of an element the element itself is gone: such a child is not told again."""
    board = chosen.found.source.board
    alone = {members[0].id for members in board.children.values() if len(members) == 1}
    moved = [
        Removed(_full_name(element, names), float(shift))
        for element, shift in zip(found.removed.elements, found.removed.mean_shift, strict=True)
        if shift == shift and element not in alone
    ]
    largest = sorted(moved, key=lambda each: -each.shift)[:MOST_REMOVED]
    return removal(largest, chosen.here.language)


def _full_name(element: str, names: Mapping[str, str]) -> str:
    """A metric may carry the name of its indicator, or stand under two: its indicator is named with it."""
    parent, _, leaf = element.partition(".")
    return f"{names[parent]} · {names[element]}" if leaf else names[element]


def boundary(chosen: Chosen, ranks: Uncertain) -> str:
    """The zones at a boundary, by points or because their grade does not hold in nine of ten draws."""
    numbers = chosen.found.source.board.unit_numbers
    shares = {unit: ranks.grade_shares[number] for unit, number in numbers.items()}
    rows = chosen.found.standing.to_dict("records")
    found = [(row, said) for row in rows if (said := _unsure(chosen, row, shares[row["zone"]]))]
    if not found:
        return quiet(chosen.here.text("evaluation.doubt.no_boundary"))
    if len(found) > MOST_TOLD:
        found.sort(key=lambda each: shares[each[0]["zone"]].max())
    items = "".join(f"<li>{text_of(said)}</li>" for _, said in found[:MOST_TOLD])
    rest = len(found) - MOST_TOLD
    more = quiet(chosen.here.text("evaluation.doubt.more", count=rest)) if rest > 0 else ""
    return f'<ul class="kpi-reading">{items}</ul>{more}'


def _unsure(chosen: Chosen, row: Mapping[str, Any], shares: np.ndarray) -> str:
    """The zone with its chances; '' for one whose grade holds."""
    here, rule = chosen.here, chosen.found.recipe.grades
    if rule is None or not isinstance(row["grade"], str) or (shares.max() >= SURE and not row["at_boundary"]):
        return ""
    chances = ", ".join(
        f"{words.grade(here, grade)} {formats.percent(float(share), 0)}"
        for grade, share in zip(rule.names, shares, strict=True)
        if share >= HARDLY
    )
    return here.text(
        f"evaluation.doubt.{'near' if row['at_boundary'] else 'unsure'}",
        zone=here.zone_name(row["zone"]),
        grade=words.grade(here, row["grade"]),
        chances=chances,
        limit=formats.plain(chosen.evaluation.boundary_points, 1),
    )


def _one_by_one(chosen: Chosen) -> str:
    """Each assumption changed alone: how many ranks and grades differ, as a table."""
    here, nominal = chosen.here, chosen.found.standing.set_index("zone")
    names = ("assumption", "ranks", "grades", "most")
    columns = [Column(here.text(f"evaluation.alone.{name}"), name in ("ranks", "grades")) for name in names]
    rows = [_alone(chosen, nominal, label, choices) for label, choices in alternatives(chosen.found)]
    title, about = here.text("evaluation.alone.title"), here.text("evaluation.alone.about")
    return section(title, markup(columns, rows, label=title), about)


def _alone(chosen: Chosen, nominal: pd.DataFrame, label: tuple[str, ...], choices: Choices) -> list[Cell]:
    here = chosen.here
    name = " · ".join(here.text(f"evaluation.method.{each}") for each in label)
    try:
        evaluated = evaluate_once(here.viewer, here.moment, choices, chosen.points)
        other = evaluated.standing.set_index("zone").reindex(nominal.index)
    except KpiError as error:
        return [name, "–", "–", " ".join(messages(error, here.language))]
    shift = (nominal["rank"] - other["rank"]).dropna()
    grades = (nominal["grade"] != other["grade"]) & other["grade"].notna()
    most = shift.abs().idxmax() if (shift != 0).any() else None
    return [
        name,
        str(int((shift != 0).sum())),
        str(int(grades.sum())),
        "–" if most is None else here.text(
            "evaluation.alone.moved", zone=here.zone_name(str(most)),
            before=int(nominal.loc[most, "rank"]), after=int(other.loc[most, "rank"]),
        ),
    ]  # fmt: skip


def _flags(here: Setting, found: Doubtful, names: Mapping[str, str]) -> str:
    """Elements that go together too well, hardly or against each other."""
    if not found.flags:
        return ""
    items = "".join(f"<li>{text_of(_flag(here, each, names))}</li>" for each in found.flags)
    title, about = here.text("evaluation.doubt.flags"), here.text("evaluation.doubt.flags_about")
    return section(title, f'<ul class="kpi-reading">{items}</ul>', about)


def _flag(here: Setting, flag: Flag, names: Mapping[str, str]) -> str:
    return here.text(
        f"evaluation.doubt.flag.{flag.kind}",
        element=_full_name(flag.element, names),
        other=_full_name(flag.other, names),
        r=formats.plain(flag.correlation, 2),
    )
