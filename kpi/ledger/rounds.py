"""Frozen rounds and their steps, inside a transaction of the caller."""

from collections import defaultdict
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, func, insert, select

from kpi.errors import Fault, LedgerError
from kpi.ledger import releases
from kpi.ledger.evaluation_values import NewRound, Round, RoundState, RoundStep
from kpi.ledger.tables import round_steps, rounds


def next_number(connection: Connection, year: int) -> int:
    return 1 + (
        connection.execute(select(func.max(rounds.c.number)).where(rounds.c.year == year)).scalar() or 0
    )


def freeze(connection: Connection, new: NewRound, actor: str, note: str) -> Round:
    """Enters a round and its first step, and marks its release as never to be pruned.

    Raises LedgerError for an unknown release and when another round has taken the number meanwhile.
    """
    if new.number != next_number(connection, new.year):
        raise LedgerError(Fault("ledger_errors.moved_on"))
    releases.freeze(connection, new.release)
    connection.execute(insert(rounds).values(id=new.id, **asdict(new)))
    _enter_step(connection, new.id, "frozen", actor, note)
    return one(connection, new.id)


def publish(connection: Connection, round_id: str, actor: str, note: str) -> Round:
    """Marks a round as published; one that is so already stays as it is. Raises LedgerError for an unknown one."""
    if one(connection, round_id).state != "published":
        _enter_step(connection, round_id, "published", actor, note)
    return one(connection, round_id)


def one(connection: Connection, round_id: str) -> Round:
    """One round. Raises LedgerError for an unknown one."""
    found = read(connection, rounds.c.id == round_id)
    if not found:
        raise LedgerError(Fault("ledger_errors.round_unknown", value=round_id))
    return found[0]


def read(connection: Connection, *conditions: ColumnElement[bool]) -> list[Round]:
    """The rounds that meet the conditions with their steps, the newest year and number first."""
    wanted = select(rounds).where(*conditions).order_by(rounds.c.year.desc(), rounds.c.number.desc())
    rows = [dict(row) for row in connection.execute(wanted).mappings()]
    steps = _steps(connection, [row["id"] for row in rows])
    return [
        Round(**{key: value for key, value in row.items() if key != "id"}, steps=tuple(steps[row["id"]]))
        for row in rows
    ]


def _steps(connection: Connection, ids: list[str]) -> dict[str, list[RoundStep]]:
    columns = [column for column in round_steps.c if column.name != "id"]
    wanted = select(*columns).where(round_steps.c.round.in_(ids)).order_by(round_steps.c.id)
    found: dict[str, list[RoundStep]] = defaultdict(list)
    for row in connection.execute(wanted).mappings():
        found[row["round"]].append(RoundStep(**row))
    return found


def _enter_step(connection: Connection, round_id: str, state: RoundState, actor: str, note: str) -> None:
    step = RoundStep(round_id, state, actor, datetime.now(UTC), note.strip())
    connection.execute(insert(round_steps).values(**vars(step)))
