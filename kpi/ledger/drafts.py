"""Drafts and their steps, inside a transaction of the caller."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from kpi.drafts import Decisions, DraftState
from kpi.errors import Fault, LedgerError, Place
from kpi.ledger import jobs
from kpi.ledger.tables import draft_steps, drafts
from kpi.ledger.values import Draft, DraftStep, Submission

ID_BYTES = 8
# What is released again has been undone in between.
FOLLOWING: dict[DraftState, frozenset[DraftState]] = {
    "open": frozenset({"submitted", "approved", "released", "discarded"}),
    "submitted": frozenset({"open", "approved", "released", "discarded"}),
    "approved": frozenset({"open", "released", "discarded"}),
    "released": frozenset({"released"}),
    "discarded": frozenset({"open"}),
}


def start(connection: Connection, raw_sha256: str, file_name: str, size_bytes: int, actor: str) -> Draft:
    """Enters an open draft and its first step."""
    now = datetime.now(UTC)
    draft = secrets.token_hex(ID_BYTES)
    row = {
        "id": draft, "raw_sha256": raw_sha256, "file_name": file_name, "size_bytes": size_bytes, "actor": actor,
        "created_at": now, "changed_at": now, "state": "open", "decisions": {}, "revision": 0, "submission": "",
    }  # fmt: skip
    connection.execute(insert(drafts).values(row))
    _enter_step(connection, DraftStep(draft, "open", actor, now))
    return Draft(**{**row, "decisions": Decisions()})


def read(connection: Connection, *conditions: ColumnElement[bool]) -> list[Draft]:
    """The drafts that meet the conditions with their last jobs, the last changed first."""
    wanted = select(drafts).where(*conditions).order_by(drafts.c.changed_at.desc(), drafts.c.id)
    rows = connection.execute(wanted).mappings().all()
    last = jobs.last_of(connection, [row["id"] for row in rows])
    return [_draft(row, last.get(row["id"])) for row in rows]


def one(connection: Connection, draft: str) -> Draft:
    """One draft. Raises LedgerError for an unknown one."""
    found = read(connection, drafts.c.id == draft)
    if not found:
        raise LedgerError(Fault("ledger_errors.draft_unknown", value=draft))
    return found[0]


def in_states(states: Collection[DraftState] | None, raw_sha256: str) -> list[ColumnElement[bool]]:
    """The conditions for drafts in these states (None = any), of this file ('' = any)."""
    wanted = [] if states is None else [drafts.c.state.in_(sorted(states))]
    return [*wanted, drafts.c.raw_sha256 == raw_sha256] if raw_sha256 else wanted


def save(connection: Connection, draft: str, decisions: Decisions, revision: int | None) -> int:
    """Keeps the decisions of an open draft and returns their revision; the same ones again change nothing.

    Raises LedgerError for an unknown draft, for one that is no longer open, and when `revision` is not the last.
    """
    row = _locked(connection, draft)
    if row["state"] != "open":
        raise _refused("ledger_errors.draft_not_open", row)
    if revision is not None and revision != row["revision"]:
        raise _refused("ledger_errors.draft_changed", row)
    content = as_json(decisions)
    if content == row["decisions"]:
        return row["revision"]
    changed = {"decisions": content, "revision": row["revision"] + 1, "changed_at": datetime.now(UTC)}
    connection.execute(update(drafts).where(drafts.c.id == draft).values(changed))
    return row["revision"] + 1


def set_state(connection: Connection, step: DraftStep) -> None:
    """Moves a draft on and enters the step; into the state it is in, nothing happens (except released again).

    Raises LedgerError for an unknown draft and for a step that does not follow.
    """
    row = _locked(connection, step.draft)
    if row["state"] == step.state and step.state != "released":
        return
    if step.state not in FOLLOWING[row["state"]]:
        raise _refused("ledger_errors.draft_moved_on", row)
    changed: dict[str, Any] = {"state": step.state, "changed_at": step.at}
    if step.submission:
        changed["submission"] = step.submission
    connection.execute(update(drafts).where(drafts.c.id == step.draft).values(changed))
    _enter_step(connection, step)


def release(connection: Connection, released: Collection[str], new: Sequence[Submission], actor: str) -> None:
    """Marks drafts as released into the new submissions that name them."""
    submission_of = {each.draft: each.id for each in new}
    for draft in released:
        submission = submission_of.get(draft, "")
        set_state(connection, DraftStep(draft, "released", actor, datetime.now(UTC), submission))


def approved(connection: Connection, new: Iterable[Submission]) -> list[Submission]:
    """The submissions with who approved the drafts they come from, where nobody is named yet."""
    return [
        replace(each, approver=_approver(connection, each.draft))
        if each.draft and not each.approver
        else each
        for each in new
    ]


def steps(connection: Connection, draft: str | None) -> list[DraftStep]:
    """The steps of one draft or of all, in their order."""
    conditions = [] if draft is None else [draft_steps.c.draft == draft]
    columns = [column for column in draft_steps.c if column.name != "id"]
    rows = connection.execute(select(*columns).where(*conditions).order_by(draft_steps.c.id)).mappings()
    return [DraftStep(**row) for row in rows]


def as_json(decisions: Decisions) -> dict[str, Any]:
    """Decisions as plain values, without what is left to the pipeline."""
    return decisions.model_dump(mode="json", exclude_defaults=True)


def _approver(connection: Connection, draft: str) -> str:
    """Whoever approved what is approved now; a draft that went back to open has lost its approval."""
    if connection.execute(select(drafts.c.state).where(drafts.c.id == draft)).scalar() != "approved":
        return ""
    return next(each.actor for each in reversed(steps(connection, draft)) if each.state == "approved")


def _locked(connection: Connection, draft: str) -> Any:
    """The row as it is, kept from others until the transaction ends."""
    wanted = select(drafts).where(drafts.c.id == draft).with_for_update()
    row = connection.execute(wanted).mappings().first()
    if row is None:
        raise LedgerError(Fault("ledger_errors.draft_unknown", value=draft))
    return row


def _refused(code: str, row: Any) -> LedgerError:
    return LedgerError(Fault(code, Place(file=row["file_name"]), row["state"]))


def _draft(row: Any, job: Any) -> Draft:
    return Draft(**{**row, "decisions": Decisions.model_validate(row["decisions"]), "job": job})


def _enter_step(connection: Connection, step: DraftStep) -> None:
    connection.execute(insert(draft_steps).values(**vars(step)))
