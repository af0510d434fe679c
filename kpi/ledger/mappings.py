"""What was decided about files of a shape, inside a transaction of the caller. Every version is kept."""

from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from kpi.drafts import Decisions
from kpi.ledger.drafts import as_json
from kpi.ledger.tables import mappings
from kpi.ledger.values import Mapping


def remember(connection: Connection, signature: str, dataset: str, decisions: Decisions, actor: str) -> None:
    """Keeps the decisions, unless they are what is remembered already."""
    last = remembered(connection, signature)
    if last is not None and (last.dataset, last.decisions) == (dataset, decisions):
        return
    row = {"signature": signature, "dataset": dataset, "decisions": as_json(decisions), "actor": actor}
    connection.execute(insert(mappings).values(**row, remembered_at=datetime.now(UTC)))


def remembered(connection: Connection, signature: str) -> Mapping | None:
    """What was remembered last for this shape, or None."""
    columns = [column for column in mappings.c if column.name != "id"]
    wanted = select(*columns).where(mappings.c.signature == signature).order_by(mappings.c.id.desc()).limit(1)
    row = connection.execute(wanted).mappings().first()
    return (
        None if row is None else Mapping(**{**row, "decisions": Decisions.model_validate(row["decisions"])})
    )
