"""Who runs a command, and what they may do with it: the same rules as the page's."""

from collections.abc import Iterable
from typing import Annotated

import typer

from kpi.access import Viewer
from kpi.errors import Fault, KpiError
from kpi.ledger import Draft

Actor = Annotated[
    str,
    typer.Option("--actor", help="who does this, as the history names them; else KPI_ACTOR, else 'local'"),
]


def refuse_unless(allowed: bool, viewer: Viewer) -> None:
    """Raises KpiError where the viewer may not do what they ask for."""
    if not allowed:
        raise KpiError(Fault("access_errors.not_allowed", value=viewer.name, allowed=str(viewer.role)))


def may_submit_all(viewer: Viewer, zones: Iterable[str]) -> bool:
    """Whether a file that speaks for these zones may come from this viewer; one without zones is for all of them."""
    return all(viewer.may_submit(zone) for zone in tuple(zones) or ("",))


def refuse_strangers(viewer: Viewer, draft: Draft) -> None:
    """Raises KpiError where the draft is another's and not the viewer's to approve."""
    refuse_unless(viewer.may_decide(draft.actor), viewer)
