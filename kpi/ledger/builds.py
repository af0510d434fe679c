"""The log of builds, inside a transaction of the caller."""

import os
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from kpi.ledger import processes
from kpi.ledger.tables import builds
from kpi.ledger.values import Build, BuildState


def start(connection: Connection, message: str) -> int:
    row = {"started_at": datetime.now(UTC), "state": "running", "message": message, "pid": os.getpid()}
    inserted = connection.execute(insert(builds).values(row)).inserted_primary_key
    assert inserted is not None
    return inserted[0]


def end(connection: Connection, build: int, state: BuildState, message: str) -> None:
    """Closes a build; one that was already closed, or marked interrupted, stays as it is."""
    running = update(builds).where(builds.c.id == build, builds.c.state == "running")
    connection.execute(running.values(state=state, message=message, finished_at=datetime.now(UTC)))


def read(connection: Connection, limit: int) -> list[Build]:
    wanted = select(builds).order_by(builds.c.id.desc()).limit(limit)
    return [Build(**row) for row in connection.execute(wanted).mappings()]


def mark_interrupted(connection: Connection) -> list[Build]:
    """Marks running builds whose process is gone, and returns them as they now are, oldest first."""
    running = connection.execute(
        select(builds).where(builds.c.state == "running").order_by(builds.c.id)
    ).mappings()
    gone = [row["id"] for row in running if not processes.runs(row["pid"], row["started_at"])]
    changed = {"state": "interrupted", "finished_at": datetime.now(UTC)}
    connection.execute(update(builds).where(builds.c.id.in_(gone)).values(changed))
    marked = connection.execute(select(builds).where(builds.c.id.in_(gone)).order_by(builds.c.id)).mappings()
    return [Build(**row) for row in marked]
