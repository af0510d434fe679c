"""A chart as the pages show one: its point above it, the table behind it, and where its numbers come from."""

from collections.abc import Callable

import streamlit as st

from kpi.charts.drawing import CONFIG, Drawing
from kpi.ui.markup import put, text_of
from kpi.ui.rows import Table
from kpi.ui.setting import Setting
from kpi.ui.tables import table


def show(setting: Setting, drawing: Drawing, key: str, *, is_paired: bool = False) -> None:
    """The drawing under its title; beside another one, both titles take the same room."""
    room = " kpi-paired" if is_paired else ""
    put(f'<p class="kpi-chart-title{room}">{text_of(drawing.title)}</p>')
    st.plotly_chart(drawing.figure, key=key, config=CONFIG, alt=drawing.alt)


def behind(setting: Setting, key: str, rows: Callable[[], Table], caption: str = "") -> None:
    """The table behind a chart, folded; its rows are made only once it is opened."""
    label = setting.text("app.table_behind")
    folded(setting, key, lambda: table(*rows(), caption=caption, label=label))


def folded(setting: Setting, key: str, content: Callable[[], None]) -> None:
    """Content that is made only once its fold is opened."""
    fold = st.expander(
        setting.text("app.table_behind"), icon=":material/table:", key=f"table-{key}", on_change="rerun"
    )
    if fold.open:
        with fold:
            content()
