"""A chart as the pages show one: its point above it, the table behind it, and where its numbers come from.

Plotly draws it in an element of ours that stays over reruns. Streamlit's own chart element makes every chart
anew whenever its figure changes, and draws it twice; it also loads Plotly whole, which is three times as much.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from kpi.charts.drawing import Drawing
from kpi.spreadsheets import as_csv
from kpi.ui import files
from kpi.ui.exporting.shown import shown
from kpi.ui.parts import part
from kpi.ui.rows import Table
from kpi.ui.setting import Setting
from kpi.ui.tables import table

ROWS_SENT = 200
_drawn = part("charts")


def show(drawing: Drawing, key: str) -> None:
    """The drawing under its title; the table behind it has the same key."""
    _show([drawing], key, "kpi-one")


def show_grid(drawings: Sequence[Drawing], key: str) -> None:
    """Framed drawings in two columns where there is room, in one element of the page."""
    _show(drawings, key, "kpi-grid")


def _show(drawings: Sequence[Drawing], key: str, look: str) -> None:
    charts = [
        {"title": each.title, "alt": each.alt, "height": each.height, "figure": each.spec}
        for each in drawings
    ]
    shown().drawings.extend((key, each) for each in drawings)
    _drawn(key=key, data={"charts": charts, "look": look})


def behind(setting: Setting, key: str, rows: Callable[[], Table], caption: str = "") -> None:
    """The table behind the chart shown under this key, folded; its rows are made only once it is opened."""
    shown().rows[key] = rows
    folded(setting, key, lambda: first_rows(setting, key, rows(), caption))


def first_rows(setting: Setting, key: str, rows: Table, caption: str = "") -> None:
    """The table's first rows and, where that is not all of them, the whole as a file: a browser is slow over more."""
    columns, lines = rows
    table(columns, lines[:ROWS_SENT], caption=caption, label=setting.text("app.table_behind"))
    if len(lines) <= ROWS_SENT:
        return
    st.caption(setting.text("app.rows.first", shown=ROWS_SENT, count=f"{len(lines):,}"))
    headings = [column.heading for column in columns]
    files.offer(
        setting, f"rows-{key}", setting.text("app.rows.all"), setting.text("app.rows.file"),
        lambda: as_csv(headings, lines),
    )  # fmt: skip


def folded(setting: Setting, key: str, content: Callable[[], None]) -> None:
    """Content that is made only once its fold is opened."""
    fold = st.expander(
        setting.text("app.table_behind"), icon=":material/table:", key=f"table-{key}", on_change="rerun"
    )
    if fold.open:
        with fold:
            content()
