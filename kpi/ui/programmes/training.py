"""Training and events: who took part at which level, of which audience, and how many completed."""

from typing import Any

import pandas as pd

from kpi.charts import programme_sides
from kpi.charts.drawing import Drawing
from kpi.queries import programmes_granting
from kpi.ui.cached import ask
from kpi.ui.markup import quiet
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.told import told
from kpi.ui.programmes.words import basis_line, category_names, names_of
from kpi.ui.tables import Cell, Column, markup
from kpi.wording.programmes import named, number, share

Row = dict[str, Any]


def training(page: Chosen) -> None:
    """The section of training and events."""
    told(page, "programme-training", ask(programmes_granting.sessions, *page.asked), _charts, _table)


def _charts(page: Chosen, frame: pd.DataFrame) -> list[Drawing]:
    return list(
        programme_sides.training(
            page.here, frame, names_of(page, "level"), names_of(page, "audience")
        ).values()
    )


def _table(page: Chosen, frame: pd.DataFrame) -> str:
    text = page.here.text
    words = ("kind", "level", "audience")
    keys = (*words, "sessions", "people", "completed", "rate", "teams", "firms")
    columns = [Column(text(f"programme.training.{key}"), key not in words) for key in keys]
    kinds = category_names(page, "programme_sessions", "kind")
    names = {"kind": kinds, "level": names_of(page, "level"), "audience": names_of(page, "audience")}
    ordered = programme_sides.sessions(frame, names)
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
