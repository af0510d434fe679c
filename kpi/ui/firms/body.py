"""What the page shows below the choice of the place: a firm, the list, or why neither may be shown."""

import streamlit as st

from kpi.errors import AccessRefused
from kpi.queries import firms
from kpi.ui import banners
from kpi.ui.address import value_of
from kpi.ui.cached import ask
from kpi.ui.firms.listing import listing
from kpi.ui.firms.profile import profile
from kpi.ui.setting import Setting


def body(setting: Setting, place: str) -> None:
    """The firm in the address, else the list; a refusal names the rule."""
    if not ask(firms.is_known):
        st.info(setting.text("firms.not_made"), icon=":material/history:")
        return
    try:
        _shown(setting, place)
    except AccessRefused as error:
        banners.faults(error, setting.language)


def _shown(setting: Setting, place: str) -> None:
    asked = value_of("firm", lambda one: not ask(firms.firm, place, one).empty, "")
    if asked:
        profile(setting, ask(firms.firm, place, asked))
    else:
        listing(setting, place)
