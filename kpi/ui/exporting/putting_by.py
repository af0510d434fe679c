"""Putting a piece of a page by for one's brief of a zone and year."""

import json
from typing import get_args
from urllib.parse import urlencode

import streamlit as st

from kpi import trays
from kpi.briefs import pieces
from kpi.briefs.parts import Chart, Origin, Table
from kpi.briefs.pieces import Piece
from kpi.catalogue import NATIONAL
from kpi.queries import quality, values
from kpi.queries.moments import ledger_of
from kpi.ui.address import filters_shown, value_of
from kpi.ui.cached import ask
from kpi.ui.filters import DEFAULT_ZONE
from kpi.ui.setting import Setting

MOST_PIECES = 40
LONGEST_COMMENTARY = 2000
# Said once, in the menu itself: a toast would take the place of the page's style.
ADDED = "kpi_export_added"


def piece(here: Setting, block: Chart | Table) -> Piece:
    """The block with the page, the link and the data that it was seen with."""
    name = here.page
    link = f"/{name}?{urlencode(filters_shown())}" if filters_shown() else f"/{name}"
    return Piece(
        block, here.text(f"app.pages.{name}.title"), link, ask(quality.as_of), here.moment.number,
        origins=_origins(here, block),
    )  # fmt: skip


def zone_year(here: Setting) -> tuple[str, int]:
    """Whose brief a piece is for: the zone and year of the address, else those that pages begin with."""
    zones = [NATIONAL, *here.catalogue.zones]
    zone = value_of("zone", zones, DEFAULT_ZONE if DEFAULT_ZONE in zones else zones[0])
    years = ask(values.years, zone)
    options = [str(year) for year in years.all]
    return zone, int(value_of("year", options, str(years.default)))


def form(here: Setting, taken: Piece) -> None:
    """One's own words on the piece, and the button that puts it by."""
    zone, year = zone_year(here)
    tray = ledger_of(here.paths).tray(here.viewer.name, zone, year)
    words = st.text_area(
        here.text("export.tray.commentary"), max_chars=LONGEST_COMMENTARY, key="export-commentary", height=90
    )
    named = {"zone": here.zone_name(zone), "year": year, "count": len(tray.pieces)}
    st.button(
        here.text("export.tray.add"), key="export-add", icon=":material/add_notes:", type="primary",
        disabled=len(tray.pieces) >= MOST_PIECES, on_click=_put_by, args=(here, taken.saying(words), zone, year),
        help=here.text("export.tray.full" if len(tray.pieces) >= MOST_PIECES else "export.tray.about", **named),
    )  # fmt: skip
    if st.session_state.pop(ADDED, False):
        st.success(here.text("export.tray.added", **named), icon=":material/check:")
    elif tray.pieces:
        st.caption(here.text("export.tray.holds", **named))


def _put_by(here: Setting, taken: Piece, zone: str, year: int) -> None:
    tray = ledger_of(here.paths).tray(here.viewer.name, zone, year)
    trays.save(here.viewer, here.paths, tray, [*tray.pieces, pieces.as_json(taken)])
    st.session_state[ADDED] = True


def _origins(here: Setting, block: Chart | Table) -> frozenset[Origin]:
    """What kinds of values the piece says that it holds. One that says nothing may hold sample records, and is told to
    wherever the data has any.
    """
    says = json.dumps(pieces.plain_block(block), ensure_ascii=False)
    found = frozenset(origin for origin in get_args(Origin) if here.text(f"app.origin.{origin}") in says)
    return found or (frozenset(("sample",)) if ask(quality.has_samples) else found)
