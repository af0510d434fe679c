"""Firms opened to somebody for a time, with a reason: the list, a new one, and ending one."""

from datetime import date, timedelta
from functools import partial

import streamlit as st

from kpi import format as formats
from kpi.ledger import Grant, Person
from kpi.signin import administering
from kpi.ui.administration.tabs import done
from kpi.ui.administration.words import listed, named, places
from kpi.ui.due import today
from kpi.ui.setting import Setting
from kpi.ui.tables import Column, table
from kpi.wording.signed import actor

LASTS = timedelta(days=14)


def grants(here: Setting) -> None:
    """The part of the page."""
    known = {each.id: each for each in administering.people(here.viewer, here.paths)}
    given = administering.grants(here.viewer, here.paths)
    if given:
        _table(here, given, known)
    else:
        st.info(here.text("administration.grants.none"), icon=":material/key_off:")
    with st.expander(here.text("administration.grants.new"), icon=":material/key:"):
        _new(here, [each for each in known.values() if each.state == "active"])
    _ending(here, [each for each in given if _state(each) in ("standing", "coming")], known)


def _state(grant: Grant) -> str:
    if grant.ended_at is not None:
        return "ended"
    if grant.stands(today()):
        return "standing"
    return "coming" if today() < grant.first_day else "over"


def _table(here: Setting, given: list[Grant], known: dict[int, Person]) -> None:
    text = here.text
    names = ("number", "person", "places", "days", "reason", "given_by", "state")
    heads = [
        Column(text(f"administration.grants.column.{name}"), is_number=name == "number") for name in names
    ]
    rows = [
        [
            str(each.id),
            named(here, known[each.person]),
            listed(here, each.places, "no_places"),
            _days(here, each),
            each.reason,
            actor(here, each.given_by),
            text(f"administration.grants.state.{_state(each)}"),
        ]
        for each in given
    ]
    table(heads, rows, label=text("administration.tabs.grants"))


def _days(here: Setting, grant: Grant) -> str:
    return " – ".join(formats.day(each, here.language) for each in (grant.first_day, grant.last_day))


def _new(here: Setting, known: list[Person]) -> None:
    text, names = here.text, places(here)
    with st.form("grant-new", border=False):
        st.selectbox(
            text("administration.grants.column.person"), known, format_func=lambda each: named(here, each),
            key="grant-person", index=None, placeholder=text("administration.choose"),
        )  # fmt: skip
        st.multiselect(
            text("administration.grants.column.places"), list(names), format_func=lambda one: names[one],
            key="grant-places", placeholder=text("administration.choose"),
        )  # fmt: skip
        first, last = st.columns(2)
        first.date_input(text("administration.grants.first"), value=today(), key="grant-first")
        last.date_input(text("administration.grants.last"), value=today() + LASTS, key="grant-last")
        st.text_input(text("administration.grants.column.reason"), key="grant-reason", max_chars=300)
        st.form_submit_button(
            text("administration.grants.give"),
            type="primary",
            on_click=done,
            args=(here, partial(_give, here)),
        )


def _give(here: Setting) -> str:
    person: Person | None = st.session_state["grant-person"]
    days: list[date] = [st.session_state[f"grant-{which}"] for which in ("first", "last")]
    chosen, reason = list(st.session_state["grant-places"]), str(st.session_state["grant-reason"])
    given = administering.give(
        here.viewer, here.paths, person.id if person else 0, chosen, reason, days[0], days[1]
    )
    return here.text("administration.grants.given", number=given.id)


def _ending(here: Setting, open_: list[Grant], known: dict[int, Person]) -> None:
    """Ending one that stands or is to come."""
    if not open_:
        return
    text = here.text
    chosen = st.selectbox(
        text("administration.grants.choose"), open_, key="grant-chosen", index=None,
        format_func=lambda each: f"{each.id} · {named(here, known[each.person])}",
        placeholder=text("administration.choose"),
    )  # fmt: skip
    st.button(
        text("administration.grants.end"), icon=":material/key_off:", key="grant-end", disabled=chosen is None,
        on_click=done, args=(here, partial(_end, here, chosen)),
    )  # fmt: skip


def _end(here: Setting, grant: Grant) -> str:
    administering.close_grant(here.viewer, here.paths, grant.id)
    return here.text("administration.grants.was_ended", number=grant.id)
