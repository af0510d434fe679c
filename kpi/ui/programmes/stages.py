"""How far those in the programme have come: a funnel for each track, its numbers, who left where, and with whom."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.catalogue.programmes import Track
from kpi.charts.drawing import Drawing
from kpi.charts.funnel import Step, funnel
from kpi.charts.programme_sides import steps
from kpi.queries import programmes
from kpi.ui.cached import ask, kept
from kpi.ui.figure import show_grid
from kpi.ui.markup import put, quiet, section
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.listed import firm, listed, where
from kpi.ui.programmes.words import basis_line, category_names, day, names_of, told_name
from kpi.ui.tables import Cell, Column, markup
from kpi.wording.programmes import named, number, share

MOST_PARTNERS = 12


def stages(page: Chosen) -> None:
    """The section of stages."""
    found = kept("programme-stages", page.asked, lambda: _of(page))
    if not found:
        put(quiet(page.here.text("programme.stages.nothing_of_cohort")))
        return
    show_grid(found, key="programme-funnels")
    put(kept("programme-stages-table", page.asked, lambda: _tables(page)))
    _left(page)
    if page.has("programme_partners"):
        put(kept("programme-partners", page.asked, lambda: _with_partners(page)))


def _of(page: Chosen) -> list[Drawing]:
    """A funnel for each track that has records."""
    frame, language = ask(programmes.funnel, *page.asked), page.here.language
    told = [(track, _steps(page, track, frame)) for track in page.programme.tracks]
    most = max((len(found) for _, found in told), default=0)
    return [
        funnel(track.name[language], found, language, track.kind == "ladder", most)
        for track, found in told
        if found
    ]


def _steps(page: Chosen, track: Track, frame: pd.DataFrame) -> list[Step]:
    """The track's stages in their order; none at all of a track without records."""
    names = {stage.id: stage.name[page.here.language] for stage in track.stages}
    return steps(names, frame[frame["track"] == track.id].to_dict("records"))


def _tables(page: Chosen) -> str:
    """The numbers of every track: conversion and completion from their own sums, mean days in a stage."""
    text, frame = page.here.text, ask(programmes.funnel, *page.asked)
    keys = ("track", "stage", "entered", "moved_on", "conversion", "completed", "dropped", "ongoing", "days")
    columns = [Column(text(f"programme.stages.{key}"), key not in ("track", "stage")) for key in keys]
    rows = [_row(page, track, step) for track in page.programme.tracks for step in _steps(page, track, frame)]
    caption = basis_line(page, frame["synthetic"].any(), text("programme.stages.unit"))
    title = text("programme.stages.table")
    return section(title, markup(columns, rows, caption=caption, label=title), text("programme.stages.about"))


def _row(page: Chosen, track: Track, step: Step) -> list[Cell]:
    text = page.here.text
    last = text("programme.stages.is_last")
    return [
        track.name[page.here.language],
        step.name,
        number(step.entered),
        last if step.is_last else number(step.moved_on),
        last if step.is_last else formats.percent(step.conversion),
        f"{number(step.completed)} ({share(step.completed, step.entered)})",
        number(step.dropped),
        number(step.ongoing),
        text("programme.stages.no_days") if step.mean_days is None else number(step.mean_days, 1),
    ]


def _left(page: Chosen) -> None:
    """Who left where, read from the records once it is unfolded."""
    keys = ("track", "stage", "who", "kind", "entered_on", "finished_on", "source")
    columns = [Column(page.here.text(f"programme.dropped.{key}"), key.endswith("_on")) for key in keys]
    key, icon = "programme-dropped", ":material/logout:"
    listed(page, "dropped", key, icon, lambda: ask(programmes.dropped, *page.asked), columns, _who)


def _who(page: Chosen, row: dict[str, Any]) -> list[Cell]:
    return [
        named(names_of(page, "track"), row["track"], ""),
        named(names_of(page, "stage"), row["stage"], ""),
        firm(page, row, str(row["participant"])),
        named(category_names(page, "programme_steps", "participant_kind"), row["participant_kind"], ""),
        day(page, row["entered_on"]),
        day(page, row["finished_on"]),
        where(page, row),
    ]


def _with_partners(page: Chosen) -> str:
    """Partner × stage, for each track whose records name partners."""
    frame = ask(programmes.partners, *page.asked)
    shown = [_partners(page, track, frame[frame["track"] == track.id]) for track in page.programme.tracks]
    return "".join(shown)


def _partners(page: Chosen, track: Track, frame: pd.DataFrame) -> str:
    text = page.here.text
    if frame.empty:
        return ""
    stages_named = {stage.id: stage.name[page.here.language] for stage in track.stages}
    reached = [stage for stage in stages_named if stage in set(frame["stage"])]
    everybody = list(dict.fromkeys(frame["partner"]))
    entered = {(row["partner"], row["stage"]): row["entered"] for row in frame.to_dict("records")}
    columns = [
        Column(text("programme.partners.partner")),
        *(Column(stages_named[each], True) for each in reached),
    ]
    columns.append(Column(text("programme.partners.conversion"), True))
    rows = [
        _partner(told_name(page, partner), partner, reached, entered) for partner in everybody[:MOST_PARTNERS]
    ]
    title = text("programme.partners.title", track=track.name[page.here.language])
    caption = basis_line(page, frame["synthetic"].any(), text("programme.stages.unit"))
    if len(everybody) > MOST_PARTNERS:
        caption = f"{text('programme.partners.most', shown=MOST_PARTNERS, count=len(everybody))} · {caption}"
    return section(
        title, markup(columns, rows, caption=caption, label=title), text("programme.partners.about")
    )


def _partner(
    name: str, partner: str, reached: Sequence[str], entered: dict[tuple[str, str], int]
) -> list[Cell]:
    counts = [int(entered.get((partner, stage), 0)) for stage in reached]
    return [name, *(number(count) for count in counts), share(counts[-1], counts[0])]
