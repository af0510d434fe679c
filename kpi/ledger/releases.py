"""Reading and entering releases, inside a transaction of the caller."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select, update

from kpi.errors import Fault, LedgerError
from kpi.ledger.tables import release_submissions, releases
from kpi.ledger.values import ReleaseChange, ReleaseRecord

# The catalogue is large and rarely wanted: lists leave it out.
RECORD = [column for column in releases.c if column.name != "catalogue"]


def read(
    connection: Connection, *conditions: ColumnElement[bool], limit: int | None = None
) -> list[ReleaseRecord]:
    """The releases that meet the conditions, newest first."""
    wanted = select(*RECORD).where(*conditions).order_by(releases.c.number.desc()).limit(limit)
    return [ReleaseRecord(**row) for row in connection.execute(wanted).mappings()]


def next_number(connection: Connection) -> int:
    return 1 + (connection.execute(select(func.max(releases.c.number))).scalar() or 0)


def catalogue(connection: Connection, number: int) -> str:
    """The catalogue that a release was built with, as JSON. Raises LedgerError for an unknown release."""
    stored = connection.execute(select(releases.c.catalogue).where(releases.c.number == number)).scalar()
    if stored is None:
        raise unknown(number)
    return stored


def enter(
    connection: Connection, release: ReleaseRecord, catalogue_json: str, rests_on: Iterable[str]
) -> None:
    connection.execute(insert(releases).values(**asdict(release), catalogue=catalogue_json))
    rows = [{"number": release.number, "submission": submission} for submission in sorted(set(rests_on))]
    if rows:
        connection.execute(insert(release_submissions), rows)


def changes(connection: Connection) -> list[ReleaseChange]:
    """Every submission that came with a release or was gone from it, beside the one before, by release."""
    added = _without_neighbour(connection, -1)
    last = next_number(connection) - 1
    removed = [
        (number + 1, submission) for number, submission in _without_neighbour(connection, 1) if number < last
    ]
    return sorted(
        [ReleaseChange(number, submission, True) for number, submission in added]
        + [ReleaseChange(number, submission, False) for number, submission in removed]
    )


def _without_neighbour(connection: Connection, distance: int) -> list[tuple[int, str]]:
    """Number and submission where the release so far away does not rest on the same submission."""
    here, there = release_submissions.alias("here"), release_submissions.alias("there")
    same = and_(there.c.number == here.c.number + distance, there.c.submission == here.c.submission)
    pairs = select(here.c.number, here.c.submission).select_from(here.outerjoin(there, same))
    return [
        (number, submission)
        for number, submission in connection.execute(pairs.where(there.c.number.is_(None)))
    ]


def freeze(connection: Connection, number: int) -> None:
    if (
        connection.execute(update(releases).where(releases.c.number == number).values(frozen=True)).rowcount
        == 0
    ):
        raise unknown(number)


def unknown(number: int) -> LedgerError:
    return LedgerError(Fault("ledger_errors.release_unknown", value=number))
