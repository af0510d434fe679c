"""현황: how a zone, or all of them together, are doing in a year."""

import streamlit as st

from kpi import remarks
from kpi.catalogue import NATIONAL
from kpi.queries import overview
from kpi.ui import cards, filters
from kpi.ui.body import body
from kpi.ui.cached import ask
from kpi.ui.clickable import clickable
from kpi.ui.navigation import turn_to
from kpi.ui.overview.around import above, below
from kpi.ui.overview.flows import closer
from kpi.ui.overview.national import all_zones
from kpi.ui.remarks import writing
from kpi.ui.setting import Setting


def zone_year(here: Setting) -> None:
    """The page for the chosen zone and year."""
    with st.container(horizontal=True, key="filters-beside-title"):
        zone = filters.zone(here)
        year = filters.year(here, zone)
    shown = ask(overview.cards, zone, year)
    said = remarks.of_year(here.viewer, here.paths, here.moment, zone, year)
    clicked = clickable(above(here, shown, said, zone, year), "above")
    turn_to(here, clicked)
    cards.follow(here, clicked, shown, zone, str(year))
    if zone == NATIONAL:
        all_zones(here, year)
    else:
        closer(here, zone, year)
    clicked_below = clickable(below(here, shown, said, zone, year), "below")
    turn_to(here, clicked_below)
    writing.follow(here, clicked or clicked_below, zone, year, said)


body(zone_year)
