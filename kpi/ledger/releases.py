"""Reading and entering releases, inside a transaction of the caller."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from kpi.errors import Fault, LedgerError
from kpi.ledger.tables import release_submissions, releases
from kpi.ledger.values import ReleaseRecord

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


def freeze(connection: Connection, number: int) -> None:
    if (
        connection.execute(update(releases).where(releases.c.number == number).values(frozen=True)).rowcount
        == 0
    ):
        raise unknown(number)


def unknown(number: int) -> LedgerError:
    return LedgerError(Fault("ledger_errors.release_unknown", value=number))
