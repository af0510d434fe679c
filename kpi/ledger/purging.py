"""The part of the ledger that remembers whose content was removed, by whom and when."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, insert, select

from kpi.ledger.engine import reading, writing
from kpi.ledger.people_tables import purges


@dataclass(frozen=True)
class Purge:
    """A received file whose content was removed; its hash and side-cars stay."""

    raw_sha256: str
    actor: str
    at: datetime


class PurgeLedger:
    """Purged files. Every method is one transaction, and raises what `Ledger`'s do."""

    _engine: Engine

    def enter_purge(self, raw_sha256: str, actor: str) -> Purge:
        """Notes that a file's content goes; one received and purged again is noted anew."""
        purge = Purge(raw_sha256, actor, datetime.now(UTC))
        with writing(self._engine) as connection:
            connection.execute(delete(purges).where(purges.c.raw_sha256 == raw_sha256))
            connection.execute(insert(purges).values(**vars(purge)))
        return purge

    def purges(self) -> list[Purge]:
        """Every purged file, the last one first."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(purges).order_by(purges.c.at.desc(), purges.c.raw_sha256))
            return [Purge(**row) for row in rows.mappings()]
