"""The part of the ledger that remembers who did what: a chain of entries that nothing changes or takes out."""

from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, func, insert, select, text

from kpi.ledger.audit_values import NOTHING, Anchor, AuditEntry, AuditPage, Break, Entry, hash_of
from kpi.ledger.engine import reading, writing
from kpi.ledger.people_tables import audit

READ_AT_ONCE = 1000


class AuditLedger:
    """The log. Every method is one transaction, and raises what `Ledger`'s do; none changes or removes an entry."""

    _engine: Engine

    def record(self, entry: Entry) -> AuditEntry:
        """Puts an entry at the end of the chain; writers at the same time wait for each other."""
        with writing(self._engine) as connection:
            if self._engine.dialect.name == "postgresql":
                # SQLite's writers are alone already.
                connection.execute(text("LOCK TABLE audit IN EXCLUSIVE MODE"))
            last = _end(connection)
            row = {
                **vars(entry),
                "detail": dict(entry.detail),
                "sequence": last.count + 1,
                "at": _stamp(datetime.now(UTC)),
                "previous": last.hash,
            }
            row["hash"] = hash_of(row)
            connection.execute(insert(audit).values(**row))
        return AuditEntry(**row)

    def audit(
        self,
        actor: str = "",
        action: str = "",
        object: str = "",
        result: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        first: int = 0,
        count: int = 100,
    ) -> AuditPage:
        """`count` entries from number `first` on, counted from 0, the newest first, and how many there are in all.

        '' and None = any; `action` may be the first part of one (`draft`); `since` is in, `until` out.
        """
        conditions = list(_conditions(actor, action, object, result, since, until))
        page = select(audit).where(*conditions).order_by(audit.c.sequence.desc()).limit(count).offset(first)
        with reading(self._engine) as connection:
            total = connection.execute(
                select(func.count()).select_from(audit).where(*conditions)
            ).scalar_one()
            return AuditPage(tuple(map(_entry, connection.execute(page).mappings())), total)

    def audit_anchor(self) -> Anchor:
        """The length of the log and the hash of its last entry, to be kept outside this ledger."""
        with reading(self._engine) as connection:
            return _end(connection)

    def audit_entries(self) -> Iterator[AuditEntry]:
        """Every entry, oldest first, read in pieces."""
        with reading(self._engine) as connection:
            yield from _whole(connection)

    def verify_audit(self, anchor: Anchor | None = None) -> Break | None:
        """The first place where the chain does not hold, or None; with an anchor, also whether it still reaches it."""
        last = Anchor(0, NOTHING)
        with reading(self._engine) as connection:
            with closing(_whole(connection)) as entries:
                for entry in entries:
                    if why := _broken(last, entry):
                        return Break(last.count + 1, why)
                    last = Anchor(entry.sequence, entry.hash)
                    if anchor and anchor.count == last.count and anchor.hash != last.hash:
                        return Break(last.count, "replaced")
        return Break(last.count + 1, "cut") if anchor and anchor.count > last.count else None


def _whole(connection: Connection) -> Generator[AuditEntry]:
    wanted = select(audit).order_by(audit.c.sequence)
    # Who stops in the middle leaves no cursor open in the server.
    with connection.execution_options(yield_per=READ_AT_ONCE).execute(wanted) as rows:
        yield from map(_entry, rows.mappings())


def _broken(last: Anchor, entry: AuditEntry) -> Any:
    if entry.sequence != last.count + 1:
        return "missing"
    if entry.previous != last.hash:
        return "unlinked"
    return "changed" if hash_of(vars(entry)) != entry.hash else None


def _end(connection: Connection) -> Anchor:
    found = select(audit.c.sequence, audit.c.hash).order_by(audit.c.sequence.desc()).limit(1)
    row = connection.execute(found).first()
    return Anchor(row.sequence, row.hash) if row else Anchor(0, NOTHING)


def _conditions(
    actor: str, action: str, object: str, result: str, since: datetime | None, until: datetime | None
) -> Iterator[ColumnElement[bool]]:
    for column, wanted in ((audit.c.actor, actor), (audit.c.object, object), (audit.c.result, result)):
        if wanted:
            yield column == wanted
    if action:
        yield (audit.c.action == action) | audit.c.action.startswith(f"{action}.", autoescape=True)
    if since:
        yield audit.c.at >= _stamp(since)
    if until:
        yield audit.c.at < _stamp(until)


def _entry(row: RowMapping) -> AuditEntry:
    return AuditEntry(**dict(row))


def _stamp(at: datetime) -> str:
    """Texts of one length, so that they sort as the times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
