"""현황: how a zone, or all of them together, are doing in a year."""

import streamlit as st

from kpi.catalogue import NATIONAL
from kpi.queries import overview
from kpi.ui import cards, filters
from kpi.ui.cached import ask
from kpi.ui.overview.cumulative import since_designation
from kpi.ui.overview.flows import closer
from kpi.ui.overview.grades import grade_history
from kpi.ui.overview.header import facts, header
from kpi.ui.overview.lagging import what_lags
from kpi.ui.overview.national import all_zones, restated
from kpi.ui.overview.reading import reading
from kpi.ui.overview.story import story
from kpi.ui.overview.table import card_table
from kpi.ui.setting import current

here = current()
title, choices = st.columns([3, 2], gap="large", vertical_alignment="bottom")
with choices, st.container(horizontal=True, key="filters"):
    zone = filters.zone(here)
    year = filters.year(here, zone)
with title:
    header(here, zone, year)
facts(here, zone, year)

shown = ask(overview.cards, zone, year)
cards.wall(here, shown, zone, str(year))

left, right = st.columns(2, gap="large")
with left:
    reading(here, zone, year)
with right:
    if zone == NATIONAL:
        restated(here)
    else:
        what_lags(here, shown, zone, year)

if zone == NATIONAL:
    all_zones(here, year)
else:
    closer(here, zone, year)
    left, right = st.columns([3, 2], gap="large")
    with left:
        since_designation(here, zone)
    with right:
        grade_history(here, zone)
    story(here, zone)

card_table(here, shown, zone, year)
