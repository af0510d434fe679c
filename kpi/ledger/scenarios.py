"""Saved scenarios, inside a transaction of the caller. Every version is kept under its own id."""

import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select

from kpi.errors import Fault, LedgerError
from kpi.ledger.evaluation_values import Scenario
from kpi.ledger.tables import scenarios

ID_BYTES = 5


def save(
    connection: Connection,
    year: int,
    name: str,
    release: int,
    choices: dict[str, Any],
    actor: str,
    follows: str,
) -> Scenario:
    """Enters a scenario under a fresh id; exactly the one it follows again is that one.

    Raises LedgerError for a name that is blank and for an unknown scenario to follow.
    """
    if not name.strip():
        raise LedgerError(Fault("ledger_errors.scenario_without_name"))
    if follows:
        before = one(connection, follows)
        if (before.year, before.name, before.release, before.choices) == (year, name, release, choices):
            return before
    scenario = Scenario(
        secrets.token_hex(ID_BYTES), year, name.strip(), release, choices, actor, datetime.now(UTC), follows
    )
    connection.execute(insert(scenarios).values(**vars(scenario)))
    return scenario


def one(connection: Connection, scenario: str) -> Scenario:
    """The scenario of a link, also one that has been followed since. Raises LedgerError for an unknown one."""
    found = _read(connection, scenarios.c.id == scenario)
    if not found:
        raise LedgerError(Fault("ledger_errors.scenario_unknown", value=scenario))
    return found[0]


def newest(connection: Connection, year: int) -> list[Scenario]:
    """A year's scenarios without those that another follows, the last saved first."""
    followed = select(scenarios.c.follows).where(scenarios.c.year == year)
    return _read(connection, scenarios.c.year == year, scenarios.c.id.not_in(followed))


def _read(connection: Connection, *conditions: ColumnElement[bool]) -> list[Scenario]:
    wanted = select(scenarios).where(*conditions).order_by(scenarios.c.saved_at.desc(), scenarios.c.id)
    return [Scenario(**row) for row in connection.execute(wanted).mappings()]
