"""품질: what is known where, what the checks found, and how fresh it is."""

import streamlit as st

from kpi.ui.quality.checks import checks
from kpi.ui.quality.coverage import coverage
from kpi.ui.quality.freshness import freshness
from kpi.ui.setting import current

here = current()
st.title(here.text("quality.title"), anchor=False)
st.caption(here.text("quality.lead"))
coverage(here)
checks(here)
freshness(here)
