"""Undoing is a release without some submissions: the state is a function of the set, so nothing else need be done."""

import time
from collections.abc import Iterable

from kpi.catalogue import load
from kpi.drafts import Released
from kpi.errors import Fault, KpiError, LedgerError
from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.submissions import Report
from pipelines.building import noted, publish
from pipelines.submitting.releasing_draft import waiting_lock


def undo(paths: Paths, ids: Iterable[str], actor: str, report: Report = lambda progress: None) -> Released:
    """Publishes a release without these submissions; those undone already are passed over.

    Later submissions that rest on them stay unless they are named too. Where all are undone already, nothing new is
    made. Raises LedgerError for one that never was accepted, KpiError for an empty list, BuildBusy, DiskFull.
    """
    started = time.perf_counter()
    wanted = tuple(dict.fromkeys(ids))
    if not wanted:
        raise KpiError(Fault("submitting_errors.nothing_to_undo"))
    catalogue = load(paths.catalogue)
    with waiting_lock(paths, report), Ledger(paths.ledger_url) as ledger:
        standing = _standing(ledger, wanted)
        number = ledger.next_release_number() - 1
        if standing:
            with noted(paths, ledger) as note:
                number, _ = publish(paths, catalogue, ledger, (), report, actor, standing)
                note(f"release {number}")
    seconds = round(time.perf_counter() - started, 3)
    return Released(release=number, submissions=wanted, new=bool(standing), seconds=seconds)


def _standing(ledger: Ledger, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Those of them that still stand."""
    states = {each.id: each.state for each in ledger.submissions(state=None)}
    if unknown := [each for each in wanted if each not in states]:
        raise LedgerError(Fault("ledger_errors.not_accepted", value=", ".join(unknown)))
    return tuple(each for each in wanted if states[each] == "accepted")
