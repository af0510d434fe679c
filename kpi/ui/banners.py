"""Notices above a page: another moment than today's, filters that could not be used, faults."""

import logging
from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from kpi import format as formats
from kpi.errors import AccessRefused, Fault, KpiError
from kpi.text import Text, messages
from kpi.ui.address import unknown, write
from kpi.ui.filters import language_asked
from kpi.ui.setting import SLOT, Setting


def moment_banner(setting: Setting) -> None:
    """Says which past is shown, with the way back; nothing at the latest moment."""
    moment = setting.moment
    # Its place is kept when there is none, or everything below would be made anew whenever it comes or goes.
    place = st.empty()
    if moment.kind == "latest":
        return
    values = {"day": formats.day(moment.day, setting.language), "number": moment.number}
    with place.container(border=True, horizontal=True, vertical_alignment="center", key="moment-banner"):
        st.markdown(
            f":material/history: **{setting.text(f'app.moment.{moment.kind}', **values)}**", width="stretch"
        )
        st.button(
            setting.text("app.moment.back"), on_click=back_to_latest, type="primary", key="back-to-latest"
        )


def back_to_latest() -> None:
    """Leave the past: both ways of naming it go from the address."""
    write("as_known_on", None, "")
    write("release", None, "")


def unknown_filters(text: Text) -> None:
    """Names every filter of the link that is not known here, and what is shown instead."""
    for key, asked in unknown().items():
        st.warning(
            text("filters.unknown", name=text(f"filters.names.{key}"), value=asked),
            icon=":material/link_off:",
        )


def faults(error: KpiError, language: str) -> None:
    """Every fault in words: what, where, what is allowed, what to do."""
    for words in messages(_placed(error), language):
        st.error(words, icon=":material/error:")


def _placed(error: KpiError) -> KpiError:
    """A refusal with places by their names."""
    setting: Setting | None = st.session_state.get(SLOT)
    if setting is None or not isinstance(error, AccessRefused):
        return error
    named = {place: setting.zone_name(place) for place in setting.catalogue.place_names}
    return AccessRefused(*(_with_names(fault, named) for fault in error.faults))


def _with_names(fault: Fault, named: Mapping[str, str]) -> Fault:
    listed = fault.allowed if isinstance(fault.allowed, list) else []
    allowed = [named.get(each, each) for each in listed] or fault.allowed
    return replace(fault, value=named.get(fault.value, fault.value), allowed=allowed)


def outcome(slot: str, language: str) -> None:
    """Once, what came of the step before this rerun: in the session's slot lie words, or the error that stopped it."""
    said = st.session_state.pop(slot, None)
    if isinstance(said, KpiError):
        faults(said, language)
    elif said:
        st.success(said, icon=":material/check_circle:")


def unexpected(error: Exception) -> bool:
    """A fault of the program itself: the log gets the whole of it, the reader what to do. True: it has been told."""
    logging.getLogger(__name__).error("a page failed", exc_info=error)
    text = Text(language_asked())
    st.error(f"{text('app.unexpected.what')} {text('app.unexpected.remedy')}", icon=":material/error:")
    return True
