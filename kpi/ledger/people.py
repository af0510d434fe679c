"""People and their grants, inside a transaction of the caller."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from kpi.errors import Fault, LedgerError
from kpi.ledger.people_tables import api_keys, grants, passwords, people, sessions
from kpi.ledger.people_values import Grant, Person

UNKNOWN, TAKEN = "ledger_errors.person_unknown", "ledger_errors.login_taken"
LISTED = ("zones", "years")


def add(connection: Connection, values: dict[str, Any]) -> Person:
    """Enters an active person.

    Raises LedgerError where somebody has the login, or is named by the same issuer and subject, already.
    """
    login, issuer, subject = values["login"], values["issuer"], values["subject"]
    if login is not None and read(connection, people.c.login == login):
        raise LedgerError(Fault(TAKEN, value=login))
    if issuer and named_by(connection, issuer, subject):
        raise LedgerError(Fault(TAKEN, value=subject))
    now = datetime.now(UTC)
    row = {**_plain(values), "state": "active", "made_at": now, "changed_at": now}
    number = connection.execute(insert(people).values(**row).returning(people.c.id)).scalar_one()
    return one(connection, number)


def one(connection: Connection, person: int) -> Person:
    """The person of a number. Raises LedgerError for an unknown one."""
    found = read(connection, people.c.id == person)
    if not found:
        raise LedgerError(Fault(UNKNOWN, value=f"#{person}"))
    return found[0]


def named_by(connection: Connection, issuer: str, subject: str) -> Person | None:
    """Whom an OpenID provider calls by this subject, in whichever state."""
    found = read(connection, people.c.issuer == issuer, people.c.subject == subject)
    return found[0] if found else None


def change(connection: Connection, person: int, values: dict[str, Any]) -> Person:
    """Enters what is new about a person; what they are already changes nothing. A suspended one's sessions end.

    Raises LedgerError for an unknown or erased one, and for a login that somebody else has.
    """
    before = one(connection, person)
    if before.state == "erased":
        raise LedgerError(Fault(UNKNOWN, value=f"#{person}"))
    wanted = _plain(values)
    if wanted == {name: _listed(getattr(before, name)) for name in wanted}:
        return before
    login = wanted.get("login", before.login)
    if login != before.login and read(connection, people.c.login == login):
        raise LedgerError(Fault(TAKEN, value=login))
    wanted["changed_at"] = datetime.now(UTC)
    connection.execute(update(people).where(people.c.id == person).values(**wanted))
    if wanted.get("state", "active") != "active":
        end_sessions(connection, person, wanted["changed_at"])
    return one(connection, person)


def erase(connection: Connection, person: int) -> None:
    """Empties name, login, password and provider's names; the number stays; sessions, grants and keys end."""
    one(connection, person)
    now = datetime.now(UTC)
    emptied = {"name": "", "login": None, "issuer": "", "subject": "", "state": "erased", "changed_at": now}
    connection.execute(update(people).where(people.c.id == person).values(**emptied))
    connection.execute(delete(passwords).where(passwords.c.person == person))
    connection.execute(update(sessions).where(sessions.c.person == person).values(address="", agent=""))
    end_sessions(connection, person, now)
    standing = (grants.c.person == person, grants.c.ended_at.is_(None))
    connection.execute(update(grants).where(*standing).values(ended_at=now))
    held = (api_keys.c.person == person, api_keys.c.ended_at.is_(None))
    connection.execute(update(api_keys).where(*held).values(ended_at=now))
    connection.execute(update(api_keys).where(api_keys.c.person == person).values(name=""))


def end_sessions(connection: Connection, person: int, now: datetime, but: str = "") -> int:
    """Ends every session of a person that has not ended, `but` one; how many those were."""
    standing = (sessions.c.person == person, sessions.c.ended_at.is_(None), sessions.c.token_sha256 != but)
    return connection.execute(update(sessions).where(*standing).values(ended_at=now)).rowcount


def read(connection: Connection, *conditions: ColumnElement[bool]) -> list[Person]:
    """People by their numbers."""
    rows = connection.execute(select(people).where(*conditions).order_by(people.c.id)).mappings()
    return [person_of(row) for row in rows]


def person_of(row: Any) -> Person:
    """A row of the table as a value."""
    held = {column.name: row[column.name] for column in people.columns}
    for name in LISTED:
        held[name] = None if held[name] is None else tuple(held[name])
    return Person(**held)


def give_grant(
    connection: Connection,
    person: int,
    places: Collection[str],
    reason: str,
    first_day: date,
    last_day: date,
    given_by: str,
) -> Grant:
    """Enters a grant. Raises LedgerError for an unknown person, no place, no reason, and days in the wrong order."""
    one(connection, person)
    if not places or not reason.strip() or last_day < first_day:
        raise LedgerError(Fault("ledger_errors.grant_incomplete", value=f"#{person}"))
    row = {
        "person": person,
        "places": sorted(places),
        "reason": reason.strip(),
        "first_day": first_day,
        "last_day": last_day,
        "given_by": given_by,
        "given_at": datetime.now(UTC),
    }
    number = connection.execute(insert(grants).values(**row).returning(grants.c.id)).scalar_one()
    return read_grants(connection, grants.c.id == number)[0]


def end_grant(connection: Connection, grant: int) -> Grant:
    """Ends a grant today; one that has ended stays as it is. Raises LedgerError for an unknown one."""
    found = read_grants(connection, grants.c.id == grant)
    if not found:
        raise LedgerError(Fault("ledger_errors.grant_unknown", value=grant))
    standing = (grants.c.id == grant, grants.c.ended_at.is_(None))
    connection.execute(update(grants).where(*standing).values(ended_at=datetime.now(UTC)))
    return read_grants(connection, grants.c.id == grant)[0]


def read_grants(connection: Connection, *conditions: ColumnElement[bool]) -> list[Grant]:
    """Grants in the order they were given."""
    rows = connection.execute(select(grants).where(*conditions).order_by(grants.c.id)).mappings()
    return [grant_of(row) for row in rows]


def grant_of(row: Any) -> Grant:
    """A row of the table as a value."""
    return Grant(**{**row, "places": tuple(row["places"])})


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _listed(value) for name, value in values.items()}


def _listed(value: Any) -> Any:
    is_many = isinstance(value, Sequence | frozenset | set) and not isinstance(value, str)
    return sorted(value) if is_many else value
