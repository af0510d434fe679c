"""기업: the firms of a zone, and one of them from its results down to the rows that they rest on."""

import streamlit as st

from kpi.ui.firms.body import body
from kpi.ui.firms.place import place
from kpi.ui.setting import current

here = current()
st.title(here.text("firms.title"), anchor=False)
st.caption(here.text("firms.lead"))
with st.container(horizontal=True, key="filters"):
    chosen = place(here)
body(here, chosen)
