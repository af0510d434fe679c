"""비교: zones side by side, over all metrics, in one, one zone among them, and two metrics against each other."""

import streamlit as st

from kpi.ui.body import body
from kpi.ui.compare import filters
from kpi.ui.compare.board import board
from kpi.ui.compare.left_out import left_out
from kpi.ui.compare.metric import closer
from kpi.ui.compare.pair import pair
from kpi.ui.compare.profile import profile
from kpi.ui.compare.tables import behind
from kpi.ui.setting import Setting

SIDES = {"board": board, "metric": closer, "zone": profile, "pair": pair}


def side_by_side(here: Setting) -> None:
    """The side of the comparison that is asked for, and the table behind it."""
    st.title(here.text("compare.title"), anchor=False, help=here.text("compare.lead"))
    page = filters.chosen(here)
    if page.comparison.cells.empty:
        left_out(page)
        return
    SIDES[page.side](page)
    behind(page)


body(side_by_side)
