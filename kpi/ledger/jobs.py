"""The log of the worker's jobs, inside a transaction of the caller."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from kpi.errors import Fault, LedgerError
from kpi.ledger import processes
from kpi.ledger.tables import jobs
from kpi.ledger.values import BuildState, Job


def start(connection: Connection, draft: str, job: str) -> int:
    """Enters a running job of this process; earlier ones of the draft that never ended are closed as interrupted.

    Raises LedgerError while another process still works on the draft.
    """
    running = read(connection, jobs.c.state == "running", jobs.c.draft == draft) if draft else []
    if any(each.state == "running" and each.pid != os.getpid() for each in running):
        raise LedgerError(Fault("ledger_errors.draft_busy", value=draft))
    _close(connection, [each.id for each in running], "interrupted", "")
    row = {"draft": draft, "job": job, "started_at": datetime.now(UTC), "state": "running", "message": "",
           "pid": os.getpid()}  # fmt: skip
    inserted = connection.execute(insert(jobs).values(row)).inserted_primary_key
    assert inserted is not None
    return inserted[0]


def end(connection: Connection, draft: str, state: BuildState, message: str) -> None:
    """Closes what this process runs over the draft."""
    own = select(jobs.c.id).where(jobs.c.draft == draft, jobs.c.state == "running", jobs.c.pid == os.getpid())
    _close(connection, list(connection.execute(own).scalars()), state, message)


def read(connection: Connection, *conditions: ColumnElement[bool]) -> list[Job]:
    """The jobs that meet the conditions, newest first; one whose process is gone reads as interrupted."""
    rows = connection.execute(select(jobs).where(*conditions).order_by(jobs.c.id.desc())).mappings()
    return [_as_it_stands(Job(**row)) for row in rows]


def last_of(connection: Connection, drafts: Sequence[str]) -> dict[str, Job]:
    """The last job of each of these drafts that has one."""
    last = select(func.max(jobs.c.id)).where(jobs.c.draft.in_(drafts)).group_by(jobs.c.draft)
    return {each.draft: each for each in read(connection, jobs.c.id.in_(last))}


def _as_it_stands(job: Job) -> Job:
    if job.state != "running" or processes.runs(job.pid, job.started_at):
        return job
    return replace(job, state="interrupted")


def _close(connection: Connection, ids: Sequence[int], state: BuildState, message: str) -> None:
    closed = {"state": state, "message": message, "finished_at": datetime.now(UTC)}
    connection.execute(update(jobs).where(jobs.c.id.in_(ids)).values(closed))
