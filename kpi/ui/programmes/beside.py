"""Programmes side by side on what they share: how many, how much, and at what cost per participation, job and won."""

from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.charts.drawing import Drawing
from kpi.charts.paired import Pair, paired
from kpi.queries import programmes_after
from kpi.ui.cached import ask, kept
from kpi.ui.figure import show_grid
from kpi.ui.markup import put, quiet
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.words import SAMPLE, withheld_note
from kpi.ui.rows import written
from kpi.ui.tables import Cell, Column, Raw, markup
from kpi.wording.programmes import is_withheld


def beside(page: Chosen) -> None:
    """The section: the costs that several programmes have as charts, everything shared as a table."""
    frame = ask(programmes_after.beside)
    if frame.empty:
        put(quiet(page.here.text("programme.beside.nothing")))
        return
    drawn = kept("programme-beside-charts", (), lambda: _charts(page, frame[~frame["value_withheld"]]))
    if drawn:
        show_grid(drawn, key="programme-beside")
    put(kept("programme-beside", (page.programme.id,), lambda: _table(page, frame)))


def _names(page: Chosen) -> dict[str, str]:
    return {each.id: each.name[page.here.language] for each in page.here.catalogue.programmes.values()}


def _shared(page: Chosen, frame: pd.DataFrame) -> list[str]:
    known = set(frame["metric"])
    return [
        metric
        for metric in programmes_after.SHARED
        if metric in known and metric in page.here.catalogue.metrics
    ]


def _charts(page: Chosen, frame: pd.DataFrame) -> list[Drawing]:
    """What is the better the lower it is, cheapest first; one programme alone compares with nothing."""
    costs = [metric for metric in _shared(page, frame) if page.here.metric(metric).direction < 0]
    having = frame["metric"].value_counts()
    of_several = [metric for metric in costs if having[metric] > 1]
    most = max((int(having[metric]) for metric in of_several), default=0)
    return [_chart(page, frame, metric, most) for metric in of_several]


def _chart(page: Chosen, frame: pd.DataFrame, metric: str, most: int) -> Drawing:
    here, names = page.here, _names(page)
    rows = frame[frame["metric"] == metric].sort_values("value").to_dict("records")
    pairs = [
        Pair(names[row["programme"]], None, float(row["value"]), "", written(here, metric, row["value"]))
        for row in rows
    ]
    title = here.text(
        "programme.beside.point", metric=here.metric_name(metric), first=pairs[0].name, value=pairs[0].second_text,
        last=pairs[-1].name, most=pairs[-1].second_text,
    )  # fmt: skip
    synthetic = any(bool(row["synthetic"]) for row in rows)
    return paired(pairs, ("", here.metric_name(metric)), title, synthetic=synthetic, rows=most)


def _table(page: Chosen, frame: pd.DataFrame) -> str:
    """Metric × programme; a gap says that a programme has no such records."""
    here, names = page.here, _names(page)
    values = {(row["metric"], row["programme"]): row for row in frame.to_dict("records")}
    shown = [programme for programme in names if programme in set(frame["programme"])]
    columns = [Column(here.text("programme.beside.metric")), *(Column(names[each], True) for each in shown)]
    rows: list[list[Cell]] = [
        [here.metric_name(metric), *(_cell(page, values.get((metric, each)), metric) for each in shown)]
        for metric in _shared(page, frame)
    ]
    label = here.text("programme.aspects.beside")
    shown = f'<div class="kpi-wrapping">{markup(columns, rows, label=label)}</div>'
    return shown + withheld_note(page, frame) + quiet(here.text("programme.beside.about"))


def _cell(page: Chosen, row: dict[str, Any] | None, metric: str) -> Cell:
    if row is None:
        return page.here.text("programme.beside.without")
    if is_withheld(row, "value"):
        return page.here.text("app.status.withheld")
    until = formats.period(str(row["period"]), page.here.language)
    value = written(page.here, metric, float(row["value"]))
    return Raw(f"{value}{SAMPLE if row['synthetic'] else ''}<br><small>~{until}</small>")
