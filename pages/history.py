"""이력: submissions, files in work and releases; compare any two releases, and take a submission back."""

import streamlit as st

from kpi.ui.address import value_of
from kpi.ui.history import filters
from kpi.ui.history.comparing import comparing
from kpi.ui.history.detail import detail
from kpi.ui.history.drafts import drafts
from kpi.ui.history.listing import listing
from kpi.ui.history.releases import releases
from kpi.ui.history.undoing import under_way
from kpi.ui.setting import current

here = current()
st.title(here.text("history.title"), anchor=False)
st.caption(here.text("history.lead"))
under_way(here)
tab = filters.tab(here)
submission = value_of("submission", lambda _: True, "")
if tab == "drafts":
    drafts(here)
elif tab == "releases":
    releases(here)
elif tab == "compare":
    comparing(here)
elif submission:
    detail(here, submission)
else:
    listing(here)
