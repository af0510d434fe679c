"""Saved scenarios, put away by those who may."""

from kpi.access import Viewer
from kpi.errors import Fault, KpiError
from kpi.ledger import Scenario
from kpi.paths import Paths
from kpi.queries.moments import ledger_of


def discard(viewer: Viewer, paths: Paths, scenario: str) -> Scenario:
    """Takes a scenario out of the lists; the ledger keeps it, with who put it away and when.

    Raises KpiError without the right to, LedgerError for an unknown one.
    """
    ledger = ledger_of(paths)
    found = ledger.scenario(scenario)
    if not viewer.may_discard_scenario(found.actor):
        raise KpiError(Fault("evaluation_errors.may_not_discard", value=found.name, allowed=found.actor))
    return ledger.discard_scenario(scenario, viewer.name)
