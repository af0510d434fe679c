"""Reading and writing submissions with their slices, inside a transaction of the caller."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from kpi.errors import Fault, LedgerError
from kpi.ledger.tables import release_submissions, submission_slices, submissions
from kpi.ledger.values import Submission


def read(connection: Connection, *conditions: ColumnElement[bool]) -> list[Submission]:
    """The submissions that meet the conditions with their slices, by sequence."""
    found = (
        connection.execute(select(submissions).where(*conditions).order_by(submissions.c.sequence))
        .mappings()
        .all()
    )
    chosen = select(submissions.c.id).where(*conditions)
    slices: dict[str, list[str]] = defaultdict(list)
    rows = (
        select(submission_slices)
        .where(submission_slices.c.submission.in_(chosen))
        .order_by(submission_slices.c.slice)
    )
    for submission, slice_label in connection.execute(rows):
        slices[submission].append(slice_label)
    return [Submission(**row, slices=tuple(slices[row["id"]])) for row in found]


def read_of_release(connection: Connection, number: int) -> list[Submission]:
    """The submissions that a release rests on, as the ledger holds them now, by sequence."""
    chosen = select(release_submissions.c.submission).where(release_submissions.c.number == number)
    return read(connection, submissions.c.id.in_(chosen))


def next_sequence(connection: Connection) -> int:
    return 1 + (connection.execute(select(func.max(submissions.c.sequence))).scalar() or 0)


def accepted_ids(connection: Connection) -> set[str]:
    return set(
        connection.execute(select(submissions.c.id).where(submissions.c.state == "accepted")).scalars()
    )


def accept(connection: Connection, new: Iterable[Submission]) -> None:
    """Enters submissions; one that was undone before comes back under its new sequence.

    Raises LedgerError.
    """
    for submission in new:
        state = connection.execute(
            select(submissions.c.state).where(submissions.c.id == submission.id)
        ).scalar()
        if state == "accepted":
            raise LedgerError(Fault("ledger_errors.already_accepted", value=submission.file_name))
        row = _row(replace(submission, state="accepted"))
        if state == "undone":
            connection.execute(update(submissions).where(submissions.c.id == submission.id).values(row))
            connection.execute(
                delete(submission_slices).where(submission_slices.c.submission == submission.id)
            )
        else:
            connection.execute(insert(submissions).values(row))
        _insert_slices(connection, submission)


def undo(connection: Connection, ids: Sequence[str]) -> None:
    """Marks accepted submissions as undone. Raises LedgerError for one that is not accepted."""
    if unknown := set(ids) - accepted_ids(connection):
        raise LedgerError(Fault("ledger_errors.not_accepted", value=", ".join(sorted(unknown))))
    for submission in ids:
        connection.execute(update(submissions).where(submissions.c.id == submission).values(state="undone"))


def _row(submission: Submission) -> dict[str, Any]:
    row = asdict(submission)
    del row["slices"]
    return row


def _insert_slices(connection: Connection, submission: Submission) -> None:
    rows = [{"submission": submission.id, "slice": label} for label in dict.fromkeys(submission.slices)]
    if rows:
        connection.execute(insert(submission_slices), rows)
