"""Training and events: who took part at which level, of which audience, and how many completed."""

from typing import Any

import pandas as pd

from kpi.charts.drawing import Drawing
from kpi.charts.paired import Pair, paired
from kpi.queries import programmes_granting
from kpi.ui.cached import ask
from kpi.ui.markup import quiet
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.told import told
from kpi.ui.programmes.words import basis_line, category_names, in_order, named, names_of, number, share
from kpi.ui.tables import Cell, Column, markup

Row = dict[str, Any]


def training(page: Chosen) -> None:
    """The section of training and events."""
    told(page, "programme-training", ask(programmes_granting.sessions, *page.asked), _charts, _table)


def _charts(page: Chosen, frame: pd.DataFrame) -> list[Drawing]:
    """Of the sessions with a level by level, and of all by audience."""
    text = page.here.text
    levels, audiences = names_of(page, "level"), names_of(page, "audience")
    levelled = frame[frame["level"].notna()]
    sides = [(levelled, "level", levels), (frame, "audience", audiences)]
    drawn = [(each, column, names) for each, column, names in sides if len(each)]
    most = max(each[column].nunique() for each, column, _ in drawn)
    legend = text("programme.training.people"), text("programme.training.completed")
    return [
        paired(
            _pairs(page, each, column, names),
            legend,
            _point(page, each, column),
            synthetic=bool(each["synthetic"].any()),
            rows=most,
        )
        for each, column, names in drawn
    ]


def _pairs(page: Chosen, frame: pd.DataFrame, column: str, names: dict[str, str]) -> list[Pair]:
    sums = frame.groupby(column)[["people", "completed"]].sum()
    return [
        Pair(
            named(names, key, "–"),
            float(sums.loc[key, "people"]),
            float(sums.loc[key, "completed"]),
            number(sums.loc[key, "people"]),
            f"{number(sums.loc[key, 'completed'])} ({share(sums.loc[key, 'completed'], sums.loc[key, 'people'])})",
        )
        for key in in_order(sums.index, names)
    ]


def _point(page: Chosen, frame: pd.DataFrame, column: str) -> str:
    people, completed = frame["people"].sum(), frame["completed"].sum()
    return page.here.text(
        f"programme.training.by_{column}",
        people=number(people),
        completed=number(completed),
        share=share(completed, people),
    )


def _table(page: Chosen, frame: pd.DataFrame) -> str:
    text = page.here.text
    words = ("kind", "level", "audience")
    keys = (*words, "sessions", "people", "completed", "rate", "teams", "firms")
    columns = [Column(text(f"programme.training.{key}"), key not in words) for key in keys]
    kinds = category_names(page, "programme_sessions", "kind")
    orders = [
        (column, in_order(frame[column], names))
        for column, names in zip(
            words, (kinds, names_of(page, "level"), names_of(page, "audience")), strict=True
        )
    ]
    ordered = sorted(
        frame.to_dict("records"), key=lambda row: [order.index(row[name]) for name, order in orders]
    )
    rows = [_row(page, row, kinds) for row in ordered]
    caption = basis_line(page, frame["synthetic"].any(), text("programme.training.unit"))
    label = text("programme.aspects.training")
    return markup(columns, rows, caption=caption, label=label) + quiet(text("programme.training.about"))


def _row(page: Chosen, row: Row, kinds: dict[str, str]) -> list[Cell]:
    text = page.here.text
    return [
        named(kinds, row["kind"], "–"),
        named(names_of(page, "level"), row["level"], text("programme.training.no_level")),
        named(names_of(page, "audience"), row["audience"], "–"),
        number(row["sessions"]),
        number(row["people"]),
        number(row["completed"]),
        share(row["completed"], row["people"]),
        number(row["teams"]) if row["teams"] else "–",
        number(row["firms"]) if row["firms"] else "–",
    ]
