"""Saved scenarios, inside a transaction of the caller. Every version is kept under its own id, a discarded one too."""

import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select

from kpi.errors import Fault, LedgerError
from kpi.ledger.evaluation_values import Discard, Scenario
from kpi.ledger.tables import scenario_discards, scenarios

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
    row = {name: value for name, value in vars(scenario).items() if name != "discarded"}
    connection.execute(insert(scenarios).values(**row))
    return scenario


def discard(connection: Connection, scenario: str, actor: str) -> Scenario:
    """Enters who puts it away; who did so first stays. Raises LedgerError for an unknown one."""
    if one(connection, scenario).discarded is None:
        row = {"scenario": scenario, "actor": actor, "at": datetime.now(UTC)}
        connection.execute(insert(scenario_discards).values(**row))
    return one(connection, scenario)


def one(connection: Connection, scenario: str) -> Scenario:
    """The scenario of a link, also one followed or discarded since. Raises LedgerError for an unknown one."""
    found = _read(connection, scenarios.c.id == scenario)
    if not found:
        raise LedgerError(Fault("ledger_errors.scenario_unknown", value=scenario))
    return found[0]


def newest(connection: Connection, year: int) -> list[Scenario]:
    """A year's scenarios without those that another follows and those discarded, the last saved first.

    Of what was saved anew and then discarded, the earlier version does not come back.
    """
    followed = select(scenarios.c.follows).where(scenarios.c.year == year)
    return _read(
        connection,
        scenarios.c.year == year,
        scenarios.c.id.not_in(followed),
        scenario_discards.c.scenario.is_(None),
    )


def _read(connection: Connection, *conditions: ColumnElement[bool]) -> list[Scenario]:
    discarded = (
        scenario_discards.c.actor.label("discarded_by"),
        scenario_discards.c.at.label("discarded_at"),
    )
    wanted = (
        select(scenarios, *discarded)
        .outerjoin(scenario_discards, scenario_discards.c.scenario == scenarios.c.id)
        .where(*conditions)
        .order_by(scenarios.c.saved_at.desc(), scenarios.c.id)
    )
    return [_scenario(dict(row)) for row in connection.execute(wanted).mappings()]


def _scenario(row: dict[str, Any]) -> Scenario:
    actor, at = row.pop("discarded_by"), row.pop("discarded_at")
    return Scenario(**row, discarded=None if at is None else Discard(actor, at))
