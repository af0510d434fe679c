"""Evaluators' points, inside a transaction of the caller. Every version is kept; the last one counts."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select

from kpi.errors import Fault, LedgerError, Place
from kpi.ledger.evaluation_values import Assessment, AssessmentState
from kpi.ledger.tables import assessments

CELL = (assessments.c.year, assessments.c.zone, assessments.c.indicator, assessments.c.evaluator)
ROW = [column for column in assessments.c if column.name != "id"]


def save(
    connection: Connection,
    cell: tuple[int, str, str, str],
    points: float | None,
    reason: str,
    state: AssessmentState,
    version: int | None,
) -> Assessment:
    """Enters the next version of a year's zone, indicator and evaluator; the same again changes nothing.

    Raises LedgerError when something submitted lacks points or a reason, when what was submitted would become a draft
    again, and where `version` is given and is not the last (0 = none yet).
    """
    before = last(connection, cell)
    _refuse(cell, before, points, reason, state, version)
    if before is not None and (before.points, before.reason, before.state) == (points, reason.strip(), state):
        return before
    number = 1 + (0 if before is None else before.version)
    kept = Assessment(*cell, points, reason.strip(), state, number, datetime.now(UTC))
    connection.execute(insert(assessments).values(**vars(kept)))
    return kept


def last(connection: Connection, cell: tuple[int, str, str, str]) -> Assessment | None:
    """The version that counts, or None."""
    conditions = [column == value for column, value in zip(CELL, cell, strict=True)]
    return next(iter(versions(connection, conditions)[-1:]), None)


def versions(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> list[Assessment]:
    """Every version that meets the conditions, oldest first."""
    wanted = select(*ROW).where(*conditions).order_by(assessments.c.id)
    return [Assessment(**row) for row in connection.execute(wanted).mappings()]


def current(connection: Connection, year: int) -> list[Assessment]:
    """The versions of a year that count, by zone, indicator and evaluator."""
    newest = (
        select(*CELL, func.max(assessments.c.version).label("version"))
        .where(assessments.c.year == year)
        .group_by(*CELL)
        .subquery()
    )
    same = and_(
        *(column == newest.c[column.name] for column in CELL), assessments.c.version == newest.c.version
    )
    rows = connection.execute(select(*ROW).join(newest, same).order_by(*CELL)).mappings()
    return [Assessment(**row) for row in rows]


def _refuse(
    cell: tuple[int, str, str, str],
    before: Assessment | None,
    points: float | None,
    reason: str,
    state: AssessmentState,
    version: int | None,
) -> None:
    place = Place(entry=cell[1], column=cell[2])
    if version is not None and version != (0 if before is None else before.version):
        raise LedgerError(Fault("ledger_errors.assessment_changed", place))
    if state == "draft":
        if before is not None and before.state == "submitted":
            raise LedgerError(Fault("ledger_errors.assessment_submitted", place))
        return
    missing = [
        code
        for code, is_missing in (("points", points is None), ("reason", not reason.strip()))
        if is_missing
    ]
    if missing:
        raise LedgerError(*(Fault(f"ledger_errors.assessment_without_{code}", place) for code in missing))
