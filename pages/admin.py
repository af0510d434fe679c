"""관리: people and their rights, grants with end dates, keys, the log, retention and health; for administrators."""

import streamlit as st

from kpi.ui.administration.grants import grants
from kpi.ui.administration.health import health
from kpi.ui.administration.keys import keys
from kpi.ui.administration.log import log
from kpi.ui.administration.people import people
from kpi.ui.administration.retention import retention
from kpi.ui.administration.tabs import tab
from kpi.ui.setting import current

PARTS = {
    "people": people,
    "grants": grants,
    "keys": keys,
    "log": log,
    "retention": retention,
    "health": health,
}

here = current()
st.title(here.text("administration.title"), anchor=False)
st.caption(here.text("administration.lead"))
here.viewer.require_administering()
PARTS[tab(here, tuple(PARTS))](here)
