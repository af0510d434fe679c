"""What administrators do about people: enter, change, suspend and erase them, open firms for a time, end sessions.

Every function raises AccessRefused for who is no administrator, and LedgerError; all of it is recorded, by numbers.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from kpi.access import Role, Viewer
from kpi.audit import Action, administered
from kpi.errors import AccessRefused, Fault
from kpi.ledger import Grant, Ledger, Person
from kpi.paths import Paths
from kpi.queries.moments import ledger_of
from kpi.signin.links import new_link


def people(viewer: Viewer, paths: Paths) -> list[Person]:
    """Everybody, erased ones too, by number."""
    viewer.require_administering()
    return ledger_of(paths).people()


def grants(viewer: Viewer, paths: Paths) -> list[Grant]:
    """Every grant, the newest first."""
    viewer.require_administering()
    return ledger_of(paths).grants()[::-1]


def add(
    viewer: Viewer,
    paths: Paths,
    login: str,
    name: str,
    role: Role,
    zones: Collection[str] | None,
    years: Collection[int] | None,
) -> str:
    """Enters a person and returns the path of the one-time link of the invitation."""
    with administered(viewer, paths, Action.PERSON_ADD, role=role) as (ledger, note):
        login = login.strip()
        if not login:
            raise AccessRefused(Fault("access_errors.login_blank"))
        person = ledger.add_person(login, name.strip() or login, role, zones, years)
        note.object = f"#{person.id}"
        return new_link(ledger, person, "invite")


def change(viewer: Viewer, paths: Paths, person: int, **values: Any) -> Person:
    """Changes name, role, zones, years or state; it holds from the person's next click on.

    Raises AccessRefused where no administrator would be left.
    """
    with administered(viewer, paths, Action.PERSON_CHANGE, f"#{person}", **_told(values)) as (ledger, _):
        if values.get("role", Role.ADMINISTRATOR) != Role.ADMINISTRATOR or values.get("state") == "suspended":
            _require_another(ledger, person)
        return ledger.change_person(person, **values)


def erase(viewer: Viewer, paths: Paths, person: int) -> None:
    """Empties name and login for good; the number stays wherever the person has done something."""
    with administered(viewer, paths, Action.PERSON_ERASE, f"#{person}") as (ledger, _):
        _require_another(ledger, person)
        ledger.erase_person(person)


def reset_link(viewer: Viewer, paths: Paths, person: int) -> str:
    """The path of a fresh link by which the person sets a password; earlier ones no longer work."""
    with administered(viewer, paths, Action.LINK_MAKE, f"#{person}") as (ledger, _):
        return new_link(ledger, ledger.person(person), "reset")


def end_sessions(viewer: Viewer, paths: Paths, person: int) -> int:
    """Signs the person out everywhere; how many sessions that were."""
    with administered(viewer, paths, Action.SESSIONS_END, f"#{person}") as (ledger, note):
        note.detail["sessions"] = ended = ledger.end_sessions_of(person)
        return ended


def give(
    viewer: Viewer,
    paths: Paths,
    person: int,
    places: Collection[str],
    reason: str,
    first_day: date,
    last_day: date,
) -> Grant:
    """Opens the firms of places to a person from day to day, for a reason that is kept."""
    days = {"first_day": first_day.isoformat(), "last_day": last_day.isoformat()}
    with administered(viewer, paths, Action.GRANT_GIVE, f"#{person}", places=sorted(places), **days) as (
        ledger,
        note,
    ):
        given = ledger.give_grant(person, places, reason, first_day, last_day, viewer.name)
        note.detail["grant"] = given.id
        return given


def close_grant(viewer: Viewer, paths: Paths, grant: int) -> Grant:
    """Ends a grant at once."""
    with administered(viewer, paths, Action.GRANT_END, str(grant)) as (ledger, _):
        return ledger.end_grant(grant)


def _require_another(ledger: Ledger, person: int) -> None:
    """Raises AccessRefused where this is the last active administrator."""
    standing = [one.id for one in ledger.people() if one.role == Role.ADMINISTRATOR and one.state == "active"]
    if standing == [person]:
        raise AccessRefused(Fault("access_errors.last_administrator", value=f"#{person}"))


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """What the log may hold of a change: rights and state, never a name."""
    plain = {name: value for name, value in values.items() if name not in ("name", "login")}
    return {
        name: sorted(value) if isinstance(value, (set, frozenset)) else value for name, value in plain.items()
    }
