"""What somebody has put by for the brief of a zone and year: looked through, put in order, worded, thrown out."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from kpi import format as formats
from kpi import trays
from kpi.briefs import pieces
from kpi.briefs.asked import Choices
from kpi.briefs.pieces import Piece
from kpi.errors import KpiError
from kpi.ledger.briefing_values import Tray
from kpi.queries.moments import ledger_of
from kpi.ui import banners
from kpi.ui.address import filters_shown
from kpi.ui.exporting.putting_by import LONGEST_COMMENTARY
from kpi.ui.markup import put, text_of
from kpi.ui.setting import Setting

OUTCOME = "kpi_tray_outcome"


def tray(here: Setting, choices: Choices) -> bool:
    """The pieces in order with what can be done to each. Returns whether there are any."""
    banners.outcome(OUTCOME, here.language)
    held = ledger_of(here.paths).tray(here.viewer.name, choices.zones[0], choices.year)
    _others(here, held)
    named = {"zone": here.zone_name(held.zone), "year": held.year, "count": len(held.pieces)}
    if not held.pieces:
        st.info(here.text("briefing.pieces.none", **named), icon=":material/add_notes:")
        return False
    st.markdown(f"**{here.text('briefing.pieces.title', **named)}**")
    for at, piece in enumerate(pieces.sound(held.pieces)):
        with st.container(border=True, key=f"piece-{at}"):
            _piece(here, held, at, piece)
    with st.popover(here.text("briefing.pieces.clear"), icon=":material/delete_sweep:"):
        st.button(
            here.text("briefing.pieces.clear_all", **named), key="tray-clear", on_click=_save,
            args=(here, held, ()),
        )  # fmt: skip
    return True


def _others(here: Setting, held: Tray) -> None:
    """Trays of other zones and years, each with a link that opens it."""
    others = [
        each
        for each in ledger_of(here.paths).trays(here.viewer.name)
        if (each.zone, each.year) != (held.zone, held.year)
    ]
    if others:
        links = " · ".join(map(partial(_way, here), others))
        put(f'<p class="kpi-quiet">{text_of(here.text("briefing.pieces.others"))} {links}</p>')


def _way(here: Setting, held: Tray) -> str:
    asked = {**filters_shown(), "zone": held.zone, "year": str(held.year)}
    named = {"zone": here.zone_name(held.zone), "year": held.year, "count": len(held.pieces)}
    label = here.text("briefing.pieces.other", **named)
    return f'<a href="/briefing?{text_of(urlencode(asked))}" target="_self">{text_of(label)}</a>'


def _piece(here: Setting, held: Tray, at: int, piece: Piece | None) -> None:
    """One piece with what can be done to it; a damaged one is named, stays out of the brief and can go."""
    if piece is None:
        st.warning(here.text("briefing.pieces.damaged", number=at + 1), icon=":material/broken_image:")
        _act(here, "remove", at, (*held.pieces[:at], *held.pieces[at + 1 :]), held)
        return
    put(_told(here, at, piece))
    with st.container(horizontal=True, key=f"piece-{at}-acts"):
        last = len(held.pieces) - 1
        _act(here, "up", at, _moved(held, at, at - 1), held, disabled=at == 0)
        _act(here, "down", at, _moved(held, at, at + 1), held, disabled=at == last)
        _act(here, "remove", at, (*held.pieces[:at], *held.pieces[at + 1 :]), held)
        label = here.text("briefing.pieces.word")
        form = st.popover(label, icon=":material/edit_note:", key=f"piece-{at}-word", on_change="rerun")
        if form.open:
            with form:
                _wording(here, held, at, piece)


def _told(here: Setting, at: int, piece: Piece) -> str:
    """Number and title, then whence, when and of which release it was seen."""
    seen = [formats.day(piece.as_of, here.language)]
    if piece.release is not None:
        seen.append(here.text("briefing.pieces.release", number=piece.release))
    link = f'<a href="{text_of(piece.link)}">{text_of(piece.page)}</a>'
    said = f"<p>{text_of(piece.commentary)}</p>" if piece.commentary else ""
    return (
        f"<p><b>{at + 1}. {text_of(piece.title)}</b></p>"
        f'<p class="kpi-quiet kpi-whence">{link} · {text_of(" · ".join(seen))}</p>{said}'
    )


ICONS = {
    "up": ":material/arrow_upward:",
    "down": ":material/arrow_downward:",
    "remove": ":material/delete:",
}


def _act(
    here: Setting, name: str, at: int, after: Sequence[dict[str, Any]], held: Tray, *, disabled: bool = False
) -> None:
    st.button(
        ICONS[name], key=f"piece-{at}-{name}", help=here.text(f"briefing.pieces.{name}"), disabled=disabled,
        on_click=_save, args=(here, held, after),
    )  # fmt: skip


def _wording(here: Setting, held: Tray, at: int, piece: Piece) -> None:
    key = f"piece-{at}-words-{held.version}"
    st.session_state.setdefault(key, piece.commentary)
    st.text_area(here.text("export.tray.commentary"), key=key, max_chars=LONGEST_COMMENTARY)
    st.button(
        here.text("briefing.pieces.save"), key=f"piece-{at}-save", type="primary", on_click=_reworded,
        args=(here, held, at, piece, key),
    )  # fmt: skip


def _reworded(here: Setting, held: Tray, at: int, piece: Piece, key: str) -> None:
    changed = pieces.as_json(piece.saying(st.session_state[key].strip()))
    _save(here, held, (*held.pieces[:at], changed, *held.pieces[at + 1 :]))


def _moved(held: Tray, at: int, to: int) -> tuple[dict[str, Any], ...]:
    after = list(held.pieces)
    if 0 <= to < len(after):
        after.insert(to, after.pop(at))
    return tuple(after)


def _save(here: Setting, held: Tray, after: Sequence[dict[str, Any]]) -> None:
    """Enters the tray; what another window has done to it meanwhile is told and stays."""
    try:
        trays.save(here.viewer, here.paths, held, after)
    except KpiError as error:
        st.session_state[OUTCOME] = error
