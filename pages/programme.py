"""사업: one support programme, from what is told of it down to who left which stage."""

import streamlit as st

from kpi.ui.body import body
from kpi.ui.cached import kept
from kpi.ui.markup import put
from kpi.ui.programmes import choosing
from kpi.ui.programmes.aspects import ASPECTS, offered
from kpi.ui.programmes.head import head
from kpi.ui.setting import Setting


def programme(here: Setting) -> None:
    """The page for the chosen programme: one side of it at a time, because only what is shown is computed."""
    title = st.empty()
    page = choosing.chosen(here)
    title.title(here.text("programme.title", programme=page.name), anchor=False)
    put(kept("programme-head", (page.programme.id,), lambda: head(page)))
    ASPECTS[choosing.aspect(page, offered(page))].show(page)


body(programme)
