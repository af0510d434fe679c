"""브리핑: a document chosen, seen as it will be, and made in every format that people hand in."""

import streamlit as st

from kpi.errors import KpiError
from kpi.ui import banners
from kpi.ui.body import body
from kpi.ui.briefing import choosing, preview
from kpi.ui.briefing.making import make
from kpi.ui.briefing.tray import tray
from kpi.ui.parts import ASSETS
from kpi.ui.setting import Setting


def briefing(here: Setting) -> None:
    """What is chosen above, the buttons below it, then what can be changed beside how it reads."""
    st.html(ASSETS / "style-briefing.css")
    st.title(here.text("briefing.title"), anchor=False, help=here.text("briefing.lead"))
    kind = choosing.kind_chosen(here)
    choices, language = choosing.about(here, kind)
    buttons = st.container(border=True, key="brief-make")
    beside, paper = st.columns([1, 3], gap="medium")
    with beside:
        if kind == choosing.GATHERED and not tray(here, choices):
            return
        page = choosing.refined(here, kind, choices, language)
    if page is None:
        return
    try:
        brief = page.brief()
    except KpiError as error:
        with buttons:
            banners.faults(error, here.language)
        return
    with buttons:
        make(page)
    with paper, st.container(border=True, key="brief-paper"):
        preview.show(brief, page.signature)


body(briefing)
