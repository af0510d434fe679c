"""How far those in a programme have come: a funnel for every track, and its numbers."""

from collections.abc import Sequence

import pandas as pd

from kpi.briefs import numbers
from kpi.briefs.blocks import chart, noted, table
from kpi.briefs.builders.making import Making
from kpi.briefs.builders.programme_parts import Told, told_in
from kpi.briefs.parts import Block, Cell, Table
from kpi.catalogue.programmes import Track
from kpi.charts.funnel import Step, funnel
from kpi.charts.programme_sides import steps
from kpi.queries import programmes


def stages(made: Making) -> Sequence[Block]:
    """A funnel for each track with records, and its stages in a table."""
    told = told_in(made)
    if not told.has("programme_funnel"):
        return ()
    frame = programmes.funnel(made.here.viewer, made.here.moment, *told.asked)
    blocks: list[Block] = []
    for track in told.programme.tracks:
        named = {stage.id: stage.name[made.language] for stage in track.stages}
        found = steps(named, frame[frame["track"] == track.id].to_dict("records"))
        if found:
            drawing = funnel(track.name[made.language], found, made.language, track.kind == "ladder")
            blocks.append(chart(drawing, _table(told, track, found, frame)))
    if blocks:
        blocks += noted(made.text("programme.stages.about"))
    return blocks


def _table(told: Told, track: Track, steps: Sequence[Step], frame: pd.DataFrame) -> Table:
    text = told.text
    widths = {"stage": 1.6, "entered": 0.8, "moved_on": 0.9, "conversion": 0.9, "done": 0.8, "completion": 0.9,
              "dropped": 0.8, "ongoing": 0.8, "days": 1}  # fmt: skip
    headings = [(text(f"brief_building.stages.{name}"), width) for name, width in widths.items()]
    rows = [_row(told, step) for step in steps]
    title = text("brief_building.stages.table", track=track.name[told.language])
    own = frame[frame["track"] == track.id]
    return table(
        text, title, headings, rows, basis=told.basis(own), units=[text("brief_building.stages.unit")]
    )


def _row(told: Told, step: Step) -> list[Cell]:
    last = told.text("programme.stages.is_last")
    conversion = None if step.conversion is None else step.conversion * 100
    return [
        step.name,
        numbers.plain(step.entered),
        last if step.is_last else numbers.plain(step.moved_on),
        last if step.is_last else numbers.percent(conversion),
        numbers.plain(step.completed),
        numbers.share(step.completed, step.entered),
        numbers.plain(step.dropped),
        numbers.plain(step.ongoing),
        numbers.plain(step.mean_days, 1),
    ]
