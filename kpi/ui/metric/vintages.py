"""Every value that has been published for one cell, oldest first: the same year can have been told differently."""

import pandas as pd
import streamlit as st

from kpi import format as formats
from kpi.catalogue import Basis
from kpi.queries import values
from kpi.ui.cached import ask
from kpi.ui.rows import written
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, table


def told_differently(setting: Setting, zone: str, year: int) -> None:
    """Every headline value of a place and year that was published more than once with different values."""
    for metric in setting.catalogue.headline_metrics:
        basis = setting.catalogue.bases_of(metric.id)[0]
        frame = ask(values.vintages, metric.id, zone, str(year), basis)
        if frame["value"].nunique() > 1:
            title = setting.text(
                "overview.national.vintages", year=year, metric=metric.name[setting.language]
            )
            with st.container(border=True):
                st.markdown(f"**{title}**")
                st.caption(setting.text("overview.national.vintage_note", count=len(frame)))
                _listed(setting, metric.id, basis, frame)


def vintages(setting: Setting, metric: str, zone: str, year: int, basis: Basis) -> None:
    """The published values of a cell in the order in which they became known; nothing where there is none."""
    frame = ask(values.vintages, metric, zone, str(year), basis)
    if frame.empty:
        return
    st.subheader(
        setting.text("metric.vintages.title"), anchor=False, help=setting.text("metric.vintages.help")
    )
    _listed(setting, metric, basis, frame)


def _listed(setting: Setting, metric: str, basis: Basis, frame: pd.DataFrame) -> None:
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
    table(columns, rows, caption=text(f"app.basis.{basis}"), label=text("metric.vintages.title"))
