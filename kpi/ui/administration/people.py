"""Everybody who may sign in: the list, somebody new, and one person's rights."""

from functools import partial

import streamlit as st

from kpi.access import Role
from kpi.ledger import Person
from kpi.signin import administering
from kpi.signin.links import whole
from kpi.ui.administration.tabs import done
from kpi.ui.administration.words import listed, named, places, role
from kpi.ui.setting import Setting
from kpi.ui.tables import Column, table
from kpi.wording.signed import when

ALL_ROLES = tuple(Role)
WITH_PLACES = (Role.MANAGER, Role.ANALYST)


def people(here: Setting) -> None:
    """The part of the page."""
    known = administering.people(here.viewer, here.paths)
    _table(here, known)
    with st.expander(here.text("administration.people.new"), icon=":material/person_add:"):
        _new(here)
    _one(here, [each for each in known if each.state != "erased"])


def _table(here: Setting, known: list[Person]) -> None:
    text = here.text
    names = ("person", "role", "places", "years", "state", "changed")
    heads = [Column(text(f"administration.people.column.{name}")) for name in names]
    rows = [
        [
            named(here, each),
            role(here, each.role),
            listed(here, each.zones, "no_places"),
            listed(here, each.years, "no_years") if each.role == Role.EVALUATOR else "–",
            text(f"administration.people.state.{each.state}"),
            when(each.changed_at, here.language),
        ]
        for each in known
    ]
    table(heads, rows, label=text("administration.tabs.people"))


def _new(here: Setting) -> None:
    """The fields of somebody new; the link is shown once."""
    text = here.text
    with st.form("person-new", border=False):
        st.text_input(text("administration.people.login"), key="person-login", max_chars=100)
        st.text_input(text("administration.people.name"), key="person-name", max_chars=100)
        _rights(here, "new", Role.VIEWER, (), None)
        st.form_submit_button(
            text("administration.people.add"),
            type="primary",
            on_click=done,
            args=(here, partial(_add, here)),
        )


def _rights(
    here: Setting, key: str, held: str, zones: tuple[str, ...] | None, years: tuple[int, ...] | None
) -> None:
    """Role, places and years, as they are held now. No place chosen = none, but with a tick = all."""
    text, names = here.text, places(here)
    st.selectbox(
        text("administration.people.role"),
        ALL_ROLES,
        index=ALL_ROLES.index(Role(held)),
        format_func=lambda one: role(here, one),
        key=f"person-role-{key}",
    )
    st.multiselect(
        text("administration.people.places"),
        list(names),
        default=[one for one in zones or () if one in names],
        format_func=lambda one: names[one],
        key=f"person-places-{key}",
        help=text("administration.people.places_help"),
        placeholder=text("administration.choose"),
    )
    st.checkbox(text("administration.people.all_places"), value=zones is None, key=f"person-all-{key}")
    known = sorted(here.catalogue.evaluations)
    st.multiselect(
        text("administration.people.years"),
        known,
        default=[one for one in years or () if one in known],
        key=f"person-years-{key}",
        help=text("administration.people.years_help"),
        placeholder=text("administration.choose"),
    )


def _held(key: str) -> tuple[Role, list[str] | None, list[int] | None]:
    """What the fields say: the role, its places (None = all) and years (None = all)."""
    chosen = Role(st.session_state[f"person-role-{key}"])
    everywhere = bool(st.session_state[f"person-all-{key}"])
    zones = None if everywhere else sorted(st.session_state[f"person-places-{key}"])
    return chosen, zones, sorted(st.session_state[f"person-years-{key}"]) or None


def _add(here: Setting) -> str:
    login, name = str(st.session_state["person-login"]), str(st.session_state["person-name"])
    path = administering.add(here.viewer, here.paths, login, name, *_held("new"))
    return here.text("administration.people.added", login=login.strip(), link=whole(path))


def _one(here: Setting, known: list[Person]) -> None:
    """One person's rights, and what can be done about the person."""
    text = here.text
    st.subheader(text("administration.people.one"), anchor=False)
    chosen = st.selectbox(
        text("administration.people.choose"),
        known,
        format_func=lambda each: named(here, each),
        key="person-chosen",
        index=None,
        placeholder=text("administration.choose"),
    )
    if chosen is None:
        st.caption(text("administration.people.choose_hint"))
        return
    key = f"{chosen.id}-{chosen.changed_at.timestamp()}"
    with st.form(f"person-{key}"):
        _rights(here, key, chosen.role, chosen.zones, chosen.years)
        st.form_submit_button(
            text("administration.people.save"),
            type="primary",
            on_click=done,
            args=(here, partial(_save, here, chosen, key)),
        )
    _deeds(here, chosen)


def _save(here: Setting, person: Person, key: str) -> str:
    chosen, zones, years = _held(key)
    administering.change(here.viewer, here.paths, person.id, role=chosen, zones=zones, years=years)
    return here.text("administration.people.saved", person=f"#{person.id}")


def _deeds(here: Setting, person: Person) -> None:
    """A new link, signing out, suspending, erasing; the last two once they are said to be meant."""
    text = here.text
    sure = st.checkbox(text("administration.people.sure"), key=f"person-sure-{person.id}")
    with st.container(horizontal=True):
        _deed(here, person, "link", partial(_link, here, person), icon=":material/link:")
        _deed(here, person, "sign_out", partial(_sign_out, here, person), icon=":material/logout:")
        other = "suspended" if person.state == "active" else "active"
        _deed(
            here, person, other, partial(_state, here, person, other), icon=":material/block:", off=not sure
        )
        _deed(here, person, "erase", partial(_erase, here, person), icon=":material/delete:", off=not sure)
    st.caption(text("administration.people.erase_about"))


def _deed(here: Setting, person: Person, name: str, act: partial[str], icon: str, off: bool = False) -> None:
    label = here.text(f"administration.people.deed.{name}")
    key = f"person-{name}-{person.id}"
    st.button(label, key=key, icon=icon, disabled=off, on_click=done, args=(here, act))


def _link(here: Setting, person: Person) -> str:
    path = administering.reset_link(here.viewer, here.paths, person.id)
    return here.text("administration.people.linked", person=f"#{person.id}", link=whole(path))


def _sign_out(here: Setting, person: Person) -> str:
    ended = administering.end_sessions(here.viewer, here.paths, person.id)
    return here.text("administration.people.signed_out", person=f"#{person.id}", count=ended)


def _state(here: Setting, person: Person, state: str) -> str:
    administering.change(here.viewer, here.paths, person.id, state=state)
    return here.text("administration.people.saved", person=f"#{person.id}")


def _erase(here: Setting, person: Person) -> str:
    administering.erase(here.viewer, here.paths, person.id)
    return here.text("administration.people.was_erased", person=f"#{person.id}")
