"""제출: the quarter's file from the drop to a release, with everything that is done to it in between."""

import streamlit as st

from kpi.ui.due import due_list
from kpi.ui.setting import current
from kpi.ui.submit import head, jobs, place, steps, upload, work
from kpi.ui.submit.accept import accept
from kpi.ui.submit.checks import checks
from kpi.ui.submit.columns import columns
from kpi.ui.submit.compare import compare
from kpi.ui.submit.found import found, kind_of_file
from kpi.ui.submit.repairs import repairs

SHOWN = {
    "found": found,
    "columns": columns,
    "repairs": repairs,
    "checks": checks,
    "compare": compare,
    "accept": accept,
}

here = current()
st.title(here.text("submit.title"), anchor=False)
draft = place.draft_asked()
opened = work.of(here, draft) if draft else None
step = place.step_asked()
if opened is not None and not upload.may_open(here, opened.draft):
    opened = None
waits = opened is not None and jobs.keep_up(opened, step)
head.notices(here)
if opened is None:
    st.caption(here.text("submit.lead"))
    upload.drop(here)
    upload.drafts_to_go_on(here)
    due_list(here)
else:
    head.head(opened)
    if head.reading(opened, step, waits):
        steps.bar(opened)
        SHOWN[step](opened)
        steps.onward(opened, step, waits)
    else:
        kind_of_file(opened)
