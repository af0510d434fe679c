"""Trays, inside a transaction of the caller. Every version is kept."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from kpi.errors import Fault, LedgerError
from kpi.ledger.briefing_values import Tray
from kpi.ledger.tables import trays


def newest(connection: Connection, actor: str, zone: str, year: int) -> Tray:
    """A person's tray for a zone and year as it was last saved; an empty one of version 0 where it never was."""
    mine = (trays.c.actor == actor, trays.c.zone == zone, trays.c.year == year)
    row = (
        connection.execute(select(trays).where(*mine).order_by(trays.c.version.desc()).limit(1))
        .mappings()
        .first()
    )
    if row is None:
        return Tray(actor, zone, year, 0, (), None)
    return Tray(actor, zone, year, row["version"], tuple(row["pieces"]), row["saved_at"])


def all_newest(connection: Connection, actor: str) -> list[Tray]:
    """A person's trays that hold anything, as they were last saved, by year and zone."""
    last = (
        select(trays.c.zone, trays.c.year, func.max(trays.c.version).label("version"))
        .where(trays.c.actor == actor)
        .group_by(trays.c.zone, trays.c.year)
        .subquery()
    )
    same = (trays.c.zone == last.c.zone) & (trays.c.year == last.c.year) & (trays.c.version == last.c.version)
    rows = connection.execute(
        select(trays).join(last, same).where(trays.c.actor == actor).order_by(trays.c.year, trays.c.zone)
    ).mappings()
    found = [
        Tray(actor, row["zone"], row["year"], row["version"], tuple(row["pieces"]), row["saved_at"])
        for row in rows
    ]
    return [each for each in found if each.pieces]


def save(
    connection: Connection, actor: str, zone: str, year: int, pieces: Sequence[dict[str, Any]], version: int
) -> Tray:
    """Enters the next version of a tray; the same pieces again change nothing.

    Raises LedgerError where somebody (the same person in another window) has saved it since `version`.
    """
    before = newest(connection, actor, zone, year)
    if before.version != version:
        raise LedgerError(Fault("ledger_errors.tray_moved_on", value=before.version))
    if list(before.pieces) == list(pieces):
        return before
    tray = Tray(actor, zone, year, version + 1, tuple(pieces), datetime.now(UTC))
    connection.execute(insert(trays).values(**{**vars(tray), "pieces": list(pieces)}))
    return tray
