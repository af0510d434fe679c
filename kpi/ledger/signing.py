"""The part of the ledger about people: who may sign in and does, and whose firms were opened to them."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine

from kpi.ledger import people, sign_ins
from kpi.ledger.engine import reading, writing
from kpi.ledger.people_tables import grants
from kpi.ledger.people_tables import people as people_table
from kpi.ledger.people_values import Grant, Limits, Link, Person, Purpose, Session


class PeopleLedger:
    """People, passwords, links, sessions, attempts and grants. Every method is one transaction, and raises what
    `Ledger`'s do. Of tokens and logins that were tried only hashes are ever given or kept.
    """

    _engine: Engine

    def add_person(
        self,
        login: str | None,
        name: str,
        role: str,
        zones: Collection[str] | None = (),
        years: Collection[int] | None = None,
        issuer: str = "",
        subject: str = "",
    ) -> Person:
        """Enters an active person. Raises LedgerError for a login, or a subject of an issuer, that is there already."""
        values = {"login": login, "name": name, "role": role, "zones": zones, "years": years}
        with writing(self._engine) as connection:
            return people.add(connection, {**values, "issuer": issuer, "subject": subject})

    def person(self, person: int) -> Person:
        """One person in whichever state. Raises LedgerError for an unknown one."""
        with reading(self._engine) as connection:
            return people.one(connection, person)

    def person_of_login(self, login: str) -> Person | None:
        """Who signs in by this name, or None."""
        with reading(self._engine) as connection:
            return next(iter(people.read(connection, people_table.c.login == login)), None)

    def person_of_subject(self, issuer: str, subject: str) -> Person | None:
        """Whom an OpenID provider calls so, or None."""
        with reading(self._engine) as connection:
            return people.named_by(connection, issuer, subject)

    def person_from_outside(
        self, issuer: str, subject: str, name: str, role: str, zones: Collection[str] | None
    ) -> Person:
        """Whom an OpenID provider calls so, entered or changed to what it says now; who is suspended stays so.

        Raises LedgerError.
        """
        told = {"name": name, "role": role, "zones": zones}
        with writing(self._engine) as connection:
            known = people.named_by(connection, issuer, subject)
            if known is not None:
                return people.change(connection, known.id, told)
            named = {"login": None, "years": None, "issuer": issuer, "subject": subject}
            return people.add(connection, {**told, **named})

    def people(self) -> list[Person]:
        """Everybody, erased ones too, by number."""
        with reading(self._engine) as connection:
            return people.read(connection)

    def change_person(self, person: int, **values: Any) -> Person:
        """Changes login, name, role, zones, years or state; the sessions of who is suspended end.

        Raises LedgerError for an unknown or erased person, and for a login that somebody else has.
        """
        with writing(self._engine) as connection:
            return people.change(connection, person, values)

    def erase_person(self, person: int) -> None:
        """Empties name, login and password and ends sessions and grants; the number stays. Raises LedgerError."""
        with writing(self._engine) as connection:
            people.erase(connection, person)

    # Passwords and links

    def set_password(self, person: int, hash: str) -> None:
        """Keeps the hash of a person's password in place of the one before. Raises LedgerError for an unknown one."""
        with writing(self._engine) as connection:
            sign_ins.set_password(connection, person, hash)

    def password_of(self, login: str) -> tuple[Person, str] | None:
        """The active person of a login and the hash of the password; None where there is no such, or no password."""
        with reading(self._engine) as connection:
            return sign_ins.password_of(connection, login)

    def has_administrator(self) -> bool:
        """Whether an active administrator has a password, and so can let others in."""
        with reading(self._engine) as connection:
            return sign_ins.has_administrator(connection)

    def new_link(self, token_sha256: str, person: int, purpose: Purpose, expires_at: datetime) -> Link:
        """Enters a link; earlier ones of the person no longer work. Raises LedgerError for an unknown person."""
        with writing(self._engine) as connection:
            return sign_ins.new_link(connection, token_sha256, person, purpose, expires_at)

    def link(self, token_sha256: str, now: datetime) -> tuple[Link, Person] | None:
        """A link that still works, and whose it is."""
        with reading(self._engine) as connection:
            return sign_ins.link(connection, token_sha256, now)

    def use_link(self, token_sha256: str, hash: str, now: datetime) -> Person | None:
        """Sets the password by a link, which works no more then, and ends the person's sessions.

        None for a link that is unknown, used or too old.
        """
        with writing(self._engine) as connection:
            return sign_ins.use_link(connection, token_sha256, hash, now)

    # Sessions

    def begin_session(self, session: Session) -> None:
        """Enters a session. Raises LedgerError for an unknown person."""
        with writing(self._engine) as connection:
            sign_ins.begin(connection, session)

    def session(self, token_sha256: str, now: datetime) -> tuple[Session, Person, list[Grant]] | None:
        """A session that has neither ended nor expired, its person if active, and the grants not ended; else None."""
        with reading(self._engine) as connection:
            return sign_ins.session(connection, token_sha256, now)

    def see_session(self, token_sha256: str, now: datetime) -> None:
        """Notes that a session is in use."""
        with writing(self._engine) as connection:
            sign_ins.see(connection, token_sha256, now)

    def end_session(self, token_sha256: str) -> None:
        """Ends a session; an ended or unknown one stays as it is."""
        with writing(self._engine) as connection:
            sign_ins.end(connection, token_sha256, datetime.now(UTC))

    def end_sessions_of(self, person: int) -> int:
        """Ends every session of a person, in all browsers; how many those were."""
        with writing(self._engine) as connection:
            return people.end_sessions(connection, person, datetime.now(UTC))

    def end_sessions_but(self, person: int, token_sha256: str) -> int:
        """Ends every session of a person but this one; how many those were."""
        with writing(self._engine) as connection:
            return people.end_sessions(connection, person, datetime.now(UTC), token_sha256)

    # Attempts to sign in

    def admit_attempt(self, login_sha256: str, address: str, at: datetime, limits: Limits) -> bool:
        """Enters an attempt, unless there were too many by then; whether it was entered."""
        with writing(self._engine) as connection:
            return sign_ins.admit_attempt(connection, login_sha256, address, at, limits)

    def forget_attempts(self, login_sha256: str, address: str) -> None:
        """Forgets the attempts by a login from an address, which a good one has followed."""
        with writing(self._engine) as connection:
            sign_ins.forget_attempts(connection, login_sha256, address)

    # Grants

    def give_grant(
        self,
        person: int,
        places: Collection[str],
        reason: str,
        first_day: date,
        last_day: date,
        given_by: str,
    ) -> Grant:
        """Opens firm-level rows of places. Raises LedgerError for an unknown person, no place, no reason, days in
        the wrong order.
        """
        with writing(self._engine) as connection:
            return people.give_grant(connection, person, places, reason, first_day, last_day, given_by)

    def end_grant(self, grant: int) -> Grant:
        """Ends a grant at once; one that has ended stays as it is. Raises LedgerError for an unknown one."""
        with writing(self._engine) as connection:
            return people.end_grant(connection, grant)

    def grants(self, person: int | None = None) -> list[Grant]:
        """Every grant of a person or of all, past ones too, in the order they were given."""
        conditions = [] if person is None else [grants.c.person == person]
        with reading(self._engine) as connection:
            return people.read_grants(connection, *conditions)
