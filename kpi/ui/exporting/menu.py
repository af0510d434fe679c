"""The menu of a chart or a table: its files, and putting it by for one's brief.

A page pays for one small element, whatever it shows: the signs beside charts and tables are drawn by the browser
(`assets/menus.js`), and what is behind one is made once somebody presses it.
"""

from typing import Any

import streamlit as st

from kpi.briefs.parts import Chart
from kpi.briefs.pieces import Piece
from kpi.errors import KpiError
from kpi.ui import banners
from kpi.ui.exporting import asked, files, putting_by
from kpi.ui.exporting.shown import shown
from kpi.ui.parts import part
from kpi.ui.setting import Setting

OF_CHART = ("png", "svg", "pptx", "hwpx", "xlsx", "csv")
OF_TABLE = ("hwpx", "pptx", "xlsx", "csv")
_mounted = part("menus")


def _noted() -> None:
    """Streamlit hands over a press only to a component with a callback."""


def menu(here: Setting) -> None:
    """Call last on a page: hears what is pressed, and opens its menu."""
    # The same in every rerun, so that the browser has nothing to do for it: its script watches the page by itself.
    data = {"words": here.text("export.menu.sign")}
    pressed = _mounted(key="menus", data=data, on_asked_change=_noted).asked
    shown().has_menu = True
    if pressed:
        _open(here, pressed)


def _open(here: Setting, pressed: Any) -> None:
    block = asked.block(shown(), pressed)
    if block is None:
        st.info(here.text("export.menu.gone"), icon=":material/refresh:")
        return
    files.warm_up(here)
    kind = "chart" if isinstance(block, Chart) else "table"
    dialog = st.dialog(here.text(f"export.menu.{kind}"), width="medium", icon=":material/ios_share:")
    dialog(_content)(here, putting_by.piece(here, block))


def _content(here: Setting, piece: Piece) -> None:
    st.markdown(f"**{files.harmless(piece.title)}**")
    try:
        _files(here, piece)
        putting_by.form(here, piece)
    except KpiError as error:
        banners.faults(error, here.language)


def _files(here: Setting, piece: Piece) -> None:
    with st.container(horizontal=True, key="export-files"):
        for form in OF_CHART if isinstance(piece.block, Chart) else OF_TABLE:
            files.button(here, piece, form)
    st.caption(here.text("export.menu.about"))
