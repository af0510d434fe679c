"""Every value published for one cell, oldest first: the same year can have been told differently."""

import pandas as pd
import streamlit as st

from kpi import format as formats
from kpi.catalogue import Basis
from kpi.queries import values
from kpi.ui.cached import ask
from kpi.ui.markup import put
from kpi.ui.rows import written
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, markup


def vintages(setting: Setting, metric: str, zone: str, year: int, basis: Basis) -> None:
    """The published values of a cell in the order in which they became known; nothing where there is none."""
    frame = ask(values.vintages, metric, zone, str(year), basis)
    if frame.empty:
        return
    st.subheader(
        setting.text("metric.vintages.title"), anchor=False, help=setting.text("metric.vintages.help")
    )
    put(vintage_table(setting, metric, basis, frame))


def vintage_table(setting: Setting, metric: str, basis: Basis, frame: pd.DataFrame) -> str:
    """One row a vintage, oldest first, with its source."""
    text = setting.text
    columns = [
        Column(text("app.column.known_on")),
        Column(text("app.column.value"), is_number=True),
        Column(text("app.column.source")),
    ]
    rows: list[list[Cell]] = [
        [
            formats.day(row["known_on"], setting.language),
            written(setting, metric, row["value"]),
            str(row[f"title_{setting.language}"]),
        ]
        for row in frame.to_dict("records")
    ]
    return markup(columns, rows, caption=text(f"app.basis.{basis}"), label=text("metric.vintages.title"))
