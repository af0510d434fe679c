"""지표사전: everything the catalogue declares, searchable in both languages."""

import streamlit as st

from kpi.ui.dictionary import search
from kpi.ui.setting import current

here = current()
st.title(here.text("dictionary.title"), anchor=False)
st.caption(here.text("dictionary.lead"))
wanted = search.asked(here)
kind = search.kind(here)
search.show(here, search.found(here, wanted, kind), wanted)
