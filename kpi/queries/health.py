"""How the warehouse is: what an operator looks at first."""

from dataclasses import dataclass
from datetime import datetime

from kpi.access import Viewer
from kpi.paths import Paths
from kpi.queries.moments import ledger_of

LOOKED_AT = 50


@dataclass(frozen=True)
class Health:
    """The newest release (0 = none yet) and when it was built; of the latest builds those cut off and failed; where the
    ledger lies; how many entries the log and how many people the ledger has.
    """

    release: int
    built_at: datetime | None
    unfinished: int
    failed: int
    ledger: str
    entries: int
    people: int


def health(viewer: Viewer, paths: Paths) -> Health:
    """One look. Raises AccessRefused for who is no administrator, LedgerError."""
    viewer.require_administering()
    ledger = ledger_of(paths)
    newest, builds = ledger.newest_release(), ledger.builds(LOOKED_AT)
    return Health(
        release=newest.number if newest else 0,
        built_at=newest.built_at if newest else None,
        unfinished=sum(each.state == "interrupted" for each in builds),
        failed=sum(each.state == "failed" for each in builds),
        ledger="PostgreSQL" if paths.ledger_url.startswith("postgresql") else "SQLite",
        entries=ledger.audit_anchor().count,
        people=sum(each.state == "active" for each in ledger.people()),
    )
