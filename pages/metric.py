"""지표: one indicator, from its meaning down to the rows of the files it rests on."""

import streamlit as st

from kpi.charts.trend import height_beside
from kpi.ui import filters
from kpi.ui.metric.headline import headline
from kpi.ui.metric.meaning import meaning
from kpi.ui.metric.trends import by_category, by_zone, finest, over_time
from kpi.ui.metric.vintages import vintages
from kpi.ui.setting import current

here = current()
with st.container(horizontal=True, key="filters"):
    metric = filters.metric(here)
    zone = filters.zone(here)
    year = filters.year(here, zone)

meaning(here, metric)
with st.container(horizontal=True, key="view"):
    basis = filters.basis(here, metric)
    by = filters.by(here, finest(metric, zone, basis))

headline(here, metric, zone, year, basis)
left, right = st.columns(2, gap="medium")
with left:
    over_time(here, metric, zone, basis, by, height_beside(len(here.catalogue.zones)))
with right:
    by_zone(here, metric, zone, year, basis)
vintages(here, metric, zone, year, basis)
by_category(here, metric, zone, year)
