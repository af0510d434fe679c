"""Scenarios, saved and seen by those who evaluate, put away by those who may; saving and putting away are recorded."""

from typing import Any

from kpi.access import Viewer
from kpi.audit import Action, recorded
from kpi.errors import AccessRefused, Fault
from kpi.ledger import Scenario
from kpi.paths import Paths
from kpi.queries.moments import ledger_of


def save(
    viewer: Viewer,
    paths: Paths,
    year: int,
    name: str,
    release: int,
    choices: dict[str, Any],
    follows: str = "",
) -> Scenario:
    """Keeps choices under a name; see `Ledger.save_scenario`.

    Raises AccessRefused for who does not evaluate, LedgerError for a blank name or an unknown release.
    """
    with recorded(viewer, paths, Action.SCENARIO_SAVE, year=year, release=release) as note:
        viewer.require_evaluating()
        saved = ledger_of(paths).save_scenario(year, name, release, choices, viewer.name, follows)
        note.object = saved.id
    return saved


def listed(viewer: Viewer, paths: Paths, year: int) -> list[Scenario]:
    """The scenarios of a year that are not put away, as `Ledger.scenarios` has them; none for who does not evaluate.

    Raises LedgerError.
    """
    return ledger_of(paths).scenarios(year) if viewer.may_evaluate else []


def opened(viewer: Viewer, paths: Paths, scenario: str) -> Scenario:
    """A scenario, one put away too. Raises AccessRefused for who does not evaluate, LedgerError for an unknown one."""
    viewer.require_evaluating()
    return ledger_of(paths).scenario(scenario)


def discard(viewer: Viewer, paths: Paths, scenario: str) -> Scenario:
    """Takes a scenario out of the lists; the ledger keeps it, with who put it away and when.

    Raises AccessRefused without the right to, LedgerError for an unknown one.
    """
    ledger = ledger_of(paths)
    with recorded(viewer, paths, Action.SCENARIO_DISCARD, scenario):
        found = ledger.scenario(scenario)
        if not viewer.may_discard_scenario(found.actor):
            raise AccessRefused(
                Fault("evaluation_errors.may_not_discard", value=found.name, allowed=found.actor)
            )
        return ledger.discard_scenario(scenario, viewer.name)
