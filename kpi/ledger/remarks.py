"""Remarks on a zone's year, inside a transaction of the caller. Every version is kept under its own id."""

import secrets
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Connection, insert, select

from kpi.errors import Fault, LedgerError
from kpi.ledger.briefing_values import Remark, RemarkKind
from kpi.ledger.tables import remarks

ID_BYTES = 5


def write(
    connection: Connection,
    zone: str,
    year: int,
    kind: RemarkKind,
    text: str,
    actor: str,
    day: date | None,
    follows: str,
) -> Remark:
    """Enters a remark under a fresh id; exactly the one it follows again is that one.

    Raises LedgerError for a blank one that withdraws nothing, for an event without a day, for an unknown remark to
    follow and for one that has been followed since.
    """
    text = text.strip()
    if follows:
        before = one(connection, follows)
        if (before.text, before.day) == (text, day):
            return before
        if _read(connection, remarks.c.follows == follows):
            raise LedgerError(Fault("ledger_errors.remark_moved_on", value=before.text))
    elif not text:
        raise LedgerError(Fault("ledger_errors.remark_blank"))
    if kind == "event" and day is None:
        raise LedgerError(Fault("ledger_errors.event_without_day", value=text))
    written_at = datetime.now(UTC)
    remark = Remark(secrets.token_hex(ID_BYTES), zone, year, kind, day, text, actor, written_at, follows)
    connection.execute(insert(remarks).values(**vars(remark)))
    return remark


def one(connection: Connection, remark: str) -> Remark:
    """The remark of an id, also one followed since. Raises LedgerError for an unknown one."""
    found = _read(connection, remarks.c.id == remark)
    if not found:
        raise LedgerError(Fault("ledger_errors.remark_unknown", value=remark))
    return found[0]


def newest(connection: Connection, zone: str, year: int, until: datetime | None = None) -> list[Remark]:
    """A zone-year's remarks in their newest versions without those withdrawn, as they were first thought of: events by
    their day, commentary by when it was written. `until`: as they stood before then.
    """
    of_year = [remarks.c.zone == zone, remarks.c.year == year]
    if until is not None:
        of_year.append(remarks.c.written_at < until)
    followed = select(remarks.c.follows).where(*of_year)
    return _read(connection, *of_year, remarks.c.id.not_in(followed), remarks.c.text != "")


def versions(connection: Connection, remark: str) -> list[Remark]:
    """The remark and what it followed, the newest first. Raises LedgerError for an unknown one."""
    found = [one(connection, remark)]
    while found[-1].follows:
        found.append(one(connection, found[-1].follows))
    return found


def _read(connection: Connection, *conditions: ColumnElement[bool]) -> list[Remark]:
    order = (remarks.c.kind, remarks.c.day, remarks.c.written_at, remarks.c.id)
    rows = connection.execute(select(remarks).where(*conditions).order_by(*order)).mappings()
    return [Remark(**row) for row in rows]
