"""연차평가: zones scored, ranked and graded; questioned by other weights and methods; frozen as a round."""

import streamlit as st

from kpi.ui.body import body
from kpi.ui.evaluation import choosing, head
from kpi.ui.evaluation.discarding import tell_unusable_scenario
from kpi.ui.evaluation.doubt import doubt
from kpi.ui.evaluation.own import own
from kpi.ui.evaluation.points import points
from kpi.ui.evaluation.result import result
from kpi.ui.evaluation.rounds import rounds
from kpi.ui.evaluation.scenarios import scenarios
from kpi.ui.evaluation.whatif import whatif
from kpi.ui.markup import put
from kpi.ui.parts import ASSETS
from kpi.ui.setting import Setting

SHOWN = {
    "result": result,
    "whatif": whatif,
    "scenarios": scenarios,
    "doubt": doubt,
    "points": points,
    "rounds": rounds,
    "own": own,
    "published": head.published,
}


def year_evaluated(here: Setting) -> None:
    """The page for the chosen year: one section at a time, because only what is shown is computed."""
    st.html(ASSETS / "style-evaluation.css")
    title, choices = st.columns([3, 2], gap="large", vertical_alignment="bottom")
    with choices:
        year = choosing.year(here)
    with title:
        st.title(here.text("evaluation.title", year=year), anchor=False)
    tell_unusable_scenario(here)
    chosen = choosing.chosen(here, year)
    if chosen.evaluation.elements:
        SHOWN[choosing.section(here)](chosen)
    else:
        put(head.grades_only(here, chosen.evaluation))


body(year_evaluated)
