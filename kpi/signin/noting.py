"""What is told of sign-ins: an entry of the log each, with numbers only."""

import logging
from typing import Any, Literal

from kpi.errors import KpiError
from kpi.ledger import Entry
from kpi.paths import Paths
from kpi.queries.moments import ledger_of

LOG = logging.getLogger("kpi.signin")
# Who has not signed in has no number.
NOBODY = "-"


def noted(
    action: str,
    person: int | None,
    address: str,
    result: Literal["done", "refused"] = "done",
    **detail: Any,
) -> None:
    """Records that somebody signed in or out, was refused, used a link, or set a password: never a name or token.

    Where the log cannot be written the deed stands all the same, and the server's own log says so.
    """
    actor = NOBODY if person is None else f"#{person}"
    try:
        ledger = ledger_of(Paths.from_environment())
        ledger.record(Entry(actor, action, "" if person is None else actor, address, result, detail))
    except KpiError as error:
        LOG.error("%s %s by %s from %s was not recorded: %s", action, result, actor, address, error)
