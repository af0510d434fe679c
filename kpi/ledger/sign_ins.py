"""Passwords, one-time links, sessions and attempts, inside a transaction of the caller."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from kpi.ledger import people
from kpi.ledger.people_tables import grants, one_time_links, passwords, sessions, sign_in_attempts
from kpi.ledger.people_tables import people as people_table
from kpi.ledger.people_values import Grant, Limits, Link, Person, Purpose, Session

KEPT_ATTEMPTS = timedelta(days=1)
# Both tables have a column `person`, `id`, …: the joined row has each once more under a name of its own.
SESSION = [column.label(f"session_{column.name}") for column in sessions.columns]
GRANT = [column.label(f"grant_{column.name}") for column in grants.columns]


def set_password(connection: Connection, person: int, hash: str) -> None:
    """Keeps the hash in place of the one before. Raises LedgerError for an unknown person."""
    people.one(connection, person)
    connection.execute(delete(passwords).where(passwords.c.person == person))
    connection.execute(insert(passwords).values(person=person, hash=hash, set_at=datetime.now(UTC)))


def password_of(connection: Connection, login: str) -> tuple[Person, str] | None:
    """The active person of a login with the hash of the password."""
    query = (
        select(people_table, passwords.c.hash)
        .join(passwords, passwords.c.person == people_table.c.id)
        .where(people_table.c.login == login, people_table.c.state == "active")
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else (people.person_of(row), row["hash"])


def has_administrator(connection: Connection) -> bool:
    """Whether an active administrator has a password."""
    query = (
        select(people_table.c.id)
        .join(passwords, passwords.c.person == people_table.c.id)
        .where(people_table.c.role == "administrator", people_table.c.state == "active")
    )
    return connection.execute(query.limit(1)).first() is not None


def new_link(
    connection: Connection, token_sha256: str, person: int, purpose: Purpose, expires_at: datetime
) -> Link:
    """Enters a link and puts the person's earlier ones out of use."""
    people.one(connection, person)
    now = datetime.now(UTC)
    open_ones = (one_time_links.c.person == person, one_time_links.c.used_at.is_(None))
    connection.execute(update(one_time_links).where(*open_ones).values(used_at=now))
    made = Link(token_sha256, person, purpose, now, expires_at, None)
    connection.execute(insert(one_time_links).values(**vars(made)))
    return made


def link(connection: Connection, token_sha256: str, now: datetime) -> tuple[Link, Person] | None:
    """A link that is neither used nor too old, of an active person."""
    table = one_time_links
    row = connection.execute(select(table).where(table.c.token_sha256 == token_sha256)).mappings().first()
    found = None if row is None else Link(**row)
    if found is None or found.used_at is not None or found.expires_at <= now:
        return None
    person = people.one(connection, found.person)
    return (found, person) if person.state == "active" else None


def use_link(connection: Connection, token_sha256: str, hash: str, now: datetime) -> Person | None:
    """Sets the password if the link still works, puts it out of use and ends the person's sessions."""
    found = link(connection, token_sha256, now)
    if found is None:
        return None
    used = update(one_time_links).where(
        one_time_links.c.token_sha256 == token_sha256, one_time_links.c.used_at.is_(None)
    )
    # Of two at the same moment, one finds it used: the row is locked by whoever comes first.
    if connection.execute(used.values(used_at=now)).rowcount != 1:
        return None
    person = found[1]
    set_password(connection, person.id, hash)
    people.end_sessions(connection, person.id, now)
    return person


def begin(connection: Connection, session: Session) -> None:
    """Enters a session. Raises LedgerError for an unknown person."""
    people.one(connection, session.person)
    connection.execute(insert(sessions).values(**vars(session)))


def session(
    connection: Connection, token_sha256: str, now: datetime
) -> tuple[Session, Person, list[Grant]] | None:
    """A standing session with its person and the grants not ended, in one look."""
    query = (
        select(people_table, *SESSION, *GRANT)
        .join(sessions, sessions.c.person == people_table.c.id)
        .outerjoin(grants, and_(grants.c.person == people_table.c.id, grants.c.ended_at.is_(None)))
        .where(
            sessions.c.token_sha256 == token_sha256,
            sessions.c.ended_at.is_(None),
            sessions.c.expires_at > now,
            people_table.c.state == "active",
        )
        .order_by(grants.c.id)
    )
    rows = connection.execute(query).mappings().all()
    if not rows:
        return None
    held = Session(**{column.name: rows[0][f"session_{column.name}"] for column in sessions.columns})
    given = [
        people.grant_of({column.name: row[f"grant_{column.name}"] for column in grants.columns})
        for row in rows
        if row["grant_id"] is not None
    ]
    return held, people.person_of(rows[0]), given


def see(connection: Connection, token_sha256: str, now: datetime) -> None:
    """Notes that a session is in use."""
    connection.execute(update(sessions).where(sessions.c.token_sha256 == token_sha256).values(seen_at=now))


def end(connection: Connection, token_sha256: str, now: datetime) -> None:
    """Ends a session that has not ended."""
    standing = (sessions.c.token_sha256 == token_sha256, sessions.c.ended_at.is_(None))
    connection.execute(update(sessions).where(*standing).values(ended_at=now))


def admit_attempt(
    connection: Connection, login_sha256: str, address: str, at: datetime, limits: Limits
) -> bool:
    """Enters an attempt and forgets old ones, unless there were too many; whether it was entered.

    Whoever counts holds the table until the attempt is in it, or attempts at once would all find room.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE sign_in_attempts IN SHARE ROW EXCLUSIVE MODE")
    same_login, same_address = (
        sign_in_attempts.c.login_sha256 == login_sha256,
        sign_in_attempts.c.address == address,
    )
    bounds = (
        (and_(same_login, same_address), limits.together),
        (same_address, limits.by_address),
        (same_login, limits.by_login),
    )
    recent = select(func.count()).where(sign_in_attempts.c.at > at - limits.window)
    if any(connection.execute(recent.where(by)).scalar_one() >= most for by, most in bounds):
        return False
    connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.at < at - KEPT_ATTEMPTS))
    connection.execute(insert(sign_in_attempts).values(login_sha256=login_sha256, address=address, at=at))
    return True


def forget_attempts(connection: Connection, login_sha256: str, address: str) -> None:
    """Forgets the attempts by a login from an address."""
    both = (sign_in_attempts.c.login_sha256 == login_sha256, sign_in_attempts.c.address == address)
    connection.execute(delete(sign_in_attempts).where(*both))
