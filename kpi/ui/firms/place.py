"""Whose firms are shown: a zone's, those of a programme elsewhere, or of all zones; and the way to one firm.

The address keeps a zone under the key of all pages, so that it goes along; another page knows no programme's own place.
"""

from urllib.parse import urlencode

import streamlit as st

from kpi.catalogue import NATIONAL
from kpi.ui.address import filters_shown, value_of, widget_key, write
from kpi.ui.filters import DEFAULT_ZONE
from kpi.ui.setting import Setting


def place(setting: Setting) -> str:
    """The place that the address names, with its drop-down list."""
    zones = [NATIONAL, *setting.catalogue.zones]
    default = DEFAULT_ZONE if DEFAULT_ZONE in zones else zones[0]
    chosen = value_of("place", list(setting.catalogue.own_places), "") or value_of("zone", zones, default)
    return st.selectbox(
        setting.text("firms.place"),
        [*zones, *setting.catalogue.own_places],
        format_func=setting.zone_name,
        key=widget_key("place", chosen),
        on_change=_chosen,
        args=(tuple(zones), default),
    )


def _chosen(zones: tuple[str, ...], default: str) -> None:
    chosen = st.session_state["filter_place"]
    write("page", None, "")
    open_firm("", chosen if chosen in zones else "", "" if chosen in zones else chosen, default)


def open_firm(firm_id: str, zone: str, own_place: str, default: str = DEFAULT_ZONE) -> None:
    """Show one firm of a place, or its list again for an empty id."""
    write("firm", firm_id or None, "")
    write("place", own_place or None, "")
    if zone:
        write("zone", zone, default)


def open_clicked(setting: Setting, action: str) -> None:
    """Show the firm that a click on a link of `address` asks for."""
    _, place_id, firm_id = action.split(":", 2)
    is_zone = place_id in setting.catalogue.zones
    zones = [NATIONAL, *setting.catalogue.zones]
    default = DEFAULT_ZONE if DEFAULT_ZONE in zones else zones[0]
    open_firm(firm_id, place_id if is_zone else "", "" if is_zone else place_id, default)


def address(setting: Setting, place_id: str, firm_id: str) -> str:
    """The firm's page as a link that reads the same in another tab."""
    key = "zone" if place_id in setting.catalogue.zones else "place"
    return f"firms?{urlencode({**filters_shown(), key: place_id, 'firm': firm_id})}"
