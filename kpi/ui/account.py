"""Who looks: the last entry of the sidebar, the way out, the mark of a demo, and the page of who is signed out."""

from urllib.parse import urlencode

import streamlit as st

from kpi.queries.moments import ledger_of
from kpi.signin import sessions
from kpi.signin.noting import noted
from kpi.signin.settings import Mode, Settings
from kpi.text import Text, places
from kpi.ui.address import filters_shown
from kpi.ui.markup import put, text_of
from kpi.ui.setting import Setting, session_key
from kpi.wording.signed import actor


def menu(here: Setting) -> None:
    """Name, role and zones, the page of one's own account, and signing out."""
    text, viewer = here.text, here.viewer
    zones = text("signin.all_zones") if viewer.zones is None else text("signin.no_zones")
    if viewer.zones:
        zones = places(text, [here.zone_names.get(zone, zone) for zone in sorted(viewer.zones)])
    role = text(f"signin.roles.{viewer.role}")
    st.divider()
    put(
        f'<p class="kpi-account"><strong>{text_of(actor(here, viewer.name))}</strong><br>'
        f"{text_of(role)} · {text_of(zones)}<br>"
        f'<a href="/account?lang={here.language}" target="_self">{text_of(text("signin.account_link"))}</a></p>'
    )
    st.button(
        text("signin.logout"),
        icon=":material/logout:",
        width="stretch",
        key="sign-out",
        on_click=_leave,
        args=(here,),
    )


def _leave(here: Setting) -> None:
    """For on_click: this session ends; the rerun that follows says so."""
    sessions.end(ledger_of(here.paths), session_key())
    noted("session.end", here.viewer.person, here.viewer.address)


def demo_mark(text: Text) -> None:
    """Says on every page of a demo that it is one."""
    if Settings.from_environment().mode is Mode.DEMO:
        put(f'<p class="kpi-demo" role="note">{text_of(text("signin.demo.mark"))}</p>')


def signed_out(text: Text) -> None:
    """All that somebody sees who has not signed in, or no more: nothing else is computed."""
    path = f"/login?{urlencode({'lang': text.language, 'next': _here()})}"
    put(
        f'<h1 class="kpi-title">{text_of(text("signin.signed_out"))}</h1>'
        f"<p>{text_of(text('signin.signed_out_about'))}</p>"
        f'<p><a href="{text_of(path)}" target="_self">{text_of(text("signin.login"))}</a></p>'
    )


def _here() -> str:
    """The address of this page with its filters."""
    page = st.context.url or ""
    path = "/" + page.split("://", 1)[-1].partition("/")[2].split("?")[0]
    return f"{path}?{urlencode(filters_shown())}" if filters_shown() else path
