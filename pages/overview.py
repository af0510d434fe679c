"""현황: how a zone, or all of them together, are doing in a year."""

import streamlit as st

from kpi.catalogue import NATIONAL
from kpi.queries import overview
from kpi.ui import cards, filters
from kpi.ui.cached import ask, kept
from kpi.ui.due import due_notice
from kpi.ui.markup import beside, put
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
shown = ask(overview.cards, zone, year)


def told() -> str:
    """The year in words, and what lags or was told differently."""
    return beside(reading(here, zone, year), restated(here) if zone == NATIONAL else what_lags(here, shown))


def since() -> str:
    """What the zone has come to since its designation."""
    return beside(since_designation(here, zone), grade_history(here, zone)) + story(here, zone)


due_notice(here, zone)
put(kept("facts", (zone, year), lambda: facts(here, zone, year)))
cards.wall(here, shown, zone, str(year))
put(kept("told", (zone, year), told))
if zone == NATIONAL:
    all_zones(here, year)
else:
    closer(here, zone, year)
    put(kept("since", (zone,), since))
put(kept("cards-table", (zone, year), lambda: card_table(here, shown)))
