"""The part of the ledger about keys of programs: whose they are, what they open, until when. No secret is kept."""

import secrets
from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, insert, select, update

from kpi.errors import Fault, LedgerError
from kpi.ledger import people
from kpi.ledger.engine import reading, writing
from kpi.ledger.people_tables import api_keys, grants
from kpi.ledger.people_tables import people as people_table
from kpi.ledger.people_values import Grant, Key, Person

ID_BYTES = 8


class KeyLedger:
    """Keys of the API. Every method is one transaction, and raises what `Ledger`'s do."""

    _engine: Engine

    def add_key(
        self, person: int, name: str, opens: Collection[str], secret_sha256: str, last_day: date
    ) -> Key:
        """Enters a key. Raises LedgerError for who is unknown or not active, no name, and nothing that it opens."""
        with writing(self._engine) as connection:
            if people.one(connection, person).state != "active":
                raise LedgerError(Fault("ledger_errors.person_unknown", value=f"#{person}"))
            if not name.strip() or not opens:
                raise LedgerError(Fault("ledger_errors.key_incomplete", value=f"#{person}"))
            row = {
                "id": secrets.token_hex(ID_BYTES),
                "secret_sha256": secret_sha256,
                "person": person,
                "name": name.strip(),
                "opens": sorted(opens),
                "made_at": datetime.now(UTC),
                "last_day": last_day,
            }
            connection.execute(insert(api_keys).values(**row))
            return _read(connection, api_keys.c.id == row["id"])[0]

    def key(self, id: str) -> tuple[Key, Person, list[Grant]] | None:
        """A key, ended or not, its person if active, and that person's grants not ended; None where there is none."""
        with reading(self._engine) as connection:
            found = _read(connection, api_keys.c.id == id)
            active = (people_table.c.state == "active",)
            owners = people.read(connection, people_table.c.id == found[0].person, *active) if found else []
            if not owners:
                return None
            standing = (grants.c.person == owners[0].id, grants.c.ended_at.is_(None))
            return found[0], owners[0], people.read_grants(connection, *standing)

    def keys(self, person: int | None = None) -> list[Key]:
        """Every key of a person or of all, past ones too, in the order they were made."""
        with reading(self._engine) as connection:
            return _read(connection, *([] if person is None else [api_keys.c.person == person]))

    def end_key(self, id: str) -> Key:
        """Ends a key at once; one that has ended stays as it is. Raises LedgerError for an unknown one."""
        with writing(self._engine) as connection:
            standing = (api_keys.c.id == id, api_keys.c.ended_at.is_(None))
            connection.execute(update(api_keys).where(*standing).values(ended_at=datetime.now(UTC)))
            found = _read(connection, api_keys.c.id == id)
            if not found:
                raise LedgerError(Fault("ledger_errors.key_unknown", value=id))
            return found[0]


def _read(connection: Connection, *conditions: ColumnElement[bool]) -> list[Key]:
    order = (api_keys.c.made_at, api_keys.c.id)
    rows = connection.execute(select(api_keys).where(*conditions).order_by(*order)).mappings()
    return [_key(dict(row)) for row in rows]


def _key(row: dict[str, Any]) -> Key:
    return Key(**{**row, "opens": tuple(row["opens"])})
