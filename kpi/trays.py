"""Trays: what somebody has put by for a brief, kept by themselves alone."""

from collections.abc import Sequence
from typing import Any

from kpi.access import Viewer, require
from kpi.audit import Action, recorded
from kpi.ledger import Tray
from kpi.paths import Paths
from kpi.queries.moments import ledger_of


def save(viewer: Viewer, paths: Paths, held: Tray, pieces: Sequence[dict[str, Any]]) -> Tray:
    """Keeps these pieces in the tray that the viewer has looked at.

    Raises AccessRefused for somebody else's, LedgerError where it has been saved since.
    """
    about = f"{held.zone}:{held.year}"
    with recorded(viewer, paths, Action.TRAY_SAVE, about, pieces=len(pieces)):
        require(held.actor == viewer.name, "tray_of_another", about, (viewer.name,))
        return ledger_of(paths).save_tray(held.actor, held.zone, held.year, pieces, version=held.version)
