"""Keys of programs that read the API: the list, a new one whose text is shown once, and ending one."""

from functools import partial

import streamlit as st

from kpi import format as formats
from kpi.api import keys as api_keys
from kpi.ledger import Key, Person
from kpi.signin import administering
from kpi.ui.administration.tabs import done
from kpi.ui.administration.words import named
from kpi.ui.due import today
from kpi.ui.setting import Setting
from kpi.ui.tables import Column, table


def keys(here: Setting) -> None:
    """The part of the page."""
    known = {each.id: each for each in administering.people(here.viewer, here.paths)}
    made = api_keys.keys(here.viewer, here.paths)
    if made:
        _table(here, made, known)
    else:
        st.info(here.text("administration.keys.none"), icon=":material/vpn_key_off:")
    with st.expander(here.text("administration.keys.new"), icon=":material/vpn_key:"):
        _new(here, [each for each in known.values() if each.state == "active"])
    _ending(here, [each for each in made if each.stands(today())])


def _table(here: Setting, made: list[Key], known: dict[int, Person]) -> None:
    text = here.text
    heads = [
        Column(text(f"administration.keys.column.{name}"))
        for name in ("key", "name", "person", "opens", "last", "state")
    ]
    rows = [
        [
            each.id,
            each.name,
            named(here, known[each.person]),
            ", ".join(text(f"administration.keys.resource.{one}") for one in each.opens),
            formats.day(each.last_day, here.language),
            text(f"administration.keys.{'standing' if each.stands(today()) else 'ended'}"),
        ]
        for each in made
    ]
    table(heads, rows, label=text("administration.tabs.keys"))


def _new(here: Setting, known: list[Person]) -> None:
    text = here.text
    with st.form("key-new", border=False):
        st.selectbox(
            text("administration.keys.column.person"), known, format_func=lambda each: named(here, each),
            key="key-person", index=None, placeholder=text("administration.choose"),
        )  # fmt: skip
        st.text_input(text("administration.keys.column.name"), key="key-name", max_chars=100)
        st.multiselect(
            text("administration.keys.column.opens"), api_keys.RESOURCES, key="key-opens",
            default=["metrics", "zones", "values"], placeholder=text("administration.choose"),
            format_func=lambda one: text(f"administration.keys.resource.{one}"),
        )  # fmt: skip
        st.date_input(
            text("administration.keys.column.last"), key="key-last", value=today().replace(month=12, day=31)
        )
        st.form_submit_button(
            text("administration.keys.make"), type="primary", on_click=done, args=(here, partial(_make, here))
        )


def _make(here: Setting) -> str:
    person: Person | None = st.session_state["key-person"]
    name, opens = str(st.session_state["key-name"]), list(st.session_state["key-opens"])
    last_day = st.session_state["key-last"]
    made = api_keys.new_key(here.viewer, here.paths, person.id if person else 0, name, opens, last_day)
    return here.text("administration.keys.made", text=made.text)


def _ending(here: Setting, open_: list[Key]) -> None:
    if not open_:
        return
    text = here.text
    chosen = st.selectbox(
        text("administration.keys.choose"), open_, key="key-chosen", index=None,
        format_func=lambda each: f"{each.id} · {each.name}", placeholder=text("administration.choose"),
    )  # fmt: skip
    st.button(
        text("administration.keys.end"), icon=":material/vpn_key_off:", key="key-end", disabled=chosen is None,
        on_click=done, args=(here, partial(_end, here, chosen)),
    )  # fmt: skip


def _end(here: Setting, key: Key) -> str:
    api_keys.close_key(here.viewer, here.paths, key.id)
    return here.text("administration.keys.was_ended", key=key.id)
