"""Drafts on their way: who may begin, decide about, hand in, approve, send back and put away one; all of it recorded.

Pages and commands come through here: nothing else writes a draft's state or decisions, but for the pipeline, where it
has made a release of one. Every function raises AccessRefused, which names the rule and whom to ask, and LedgerError.
"""

from pathlib import Path

from pydantic import ValidationError

from kpi.access import APPROVING_ROLES, SUBMITTING_ROLES, Viewer, require
from kpi.audit import Action, recorded
from kpi.drafts import Decisions, DraftState, Prepared
from kpi.ledger import Draft
from kpi.paths import Paths
from kpi.queries.moments import ledger_of

DOWNLOADS = {
    "error_file": Action.DOWNLOAD_ERROR_FILE,
    "corrected_file": Action.DOWNLOAD_CORRECTED_FILE,
}


def require_beginning(viewer: Viewer, paths: Paths) -> None:
    """Refuses who may hand in nothing, before anything of a file is kept; a refusal is recorded."""
    if not viewer.may_submit_somewhere:
        with recorded(viewer, paths, Action.DRAFT_BEGIN):
            _require_submitting(viewer)


def begin(viewer: Viewer, paths: Paths, raw_sha256: str, file_name: str, size_bytes: int) -> Draft:
    """An open draft of a received file."""
    with recorded(viewer, paths, Action.DRAFT_BEGIN, raw_sha256=raw_sha256) as note:
        _require_submitting(viewer)
        draft = ledger_of(paths).new_draft(raw_sha256, file_name, size_bytes, viewer.name)
        note.object = draft.id
    return draft


def decide(
    viewer: Viewer, paths: Paths, draft: str, decisions: Decisions, revision: int | None = None
) -> int:
    """Keeps what is decided about an open draft; returns the revision. See `Ledger.save_decisions`."""
    with recorded(viewer, paths, Action.DRAFT_DECIDE, draft) as note:
        require_hand_in(viewer, ledger_of(paths).draft(draft))
        note.detail["revision"] = kept = ledger_of(paths).save_decisions(
            draft, decisions, viewer.name, revision
        )
    return kept


def submit(viewer: Viewer, paths: Paths, draft: str) -> None:
    """Hands a draft in: from here on its decisions stand until it is sent back."""
    with recorded(viewer, paths, Action.DRAFT_SUBMIT, draft):
        require_hand_in(viewer, ledger_of(paths).draft(draft))
        role = viewer.may_submit_somewhere or viewer.role in SUBMITTING_ROLES
        require(role, "submitting_role", viewer.role, SUBMITTING_ROLES)
        for zone in zones_of(paths, draft) or ("",):
            require(viewer.may_submit(zone), "submitting_zone", zone or "–", viewer.zones or ())
        _move(viewer, paths, draft, "submitted")


def approve(viewer: Viewer, paths: Paths, draft: str) -> None:
    """Says that what was handed in is right."""
    with recorded(viewer, paths, Action.DRAFT_APPROVE, draft):
        require(viewer.may_approve, "approving", viewer.role, APPROVING_ROLES)
        _move(viewer, paths, draft, "approved")


def reopen(viewer: Viewer, paths: Paths, draft: str) -> None:
    """Sends back what was handed in or approved, or takes up again what was put away: decisions may change."""
    with recorded(viewer, paths, Action.DRAFT_REOPEN, draft):
        require_hand_in(viewer, ledger_of(paths).draft(draft))
        _move(viewer, paths, draft, "open")


def discard(viewer: Viewer, paths: Paths, draft: str) -> None:
    """Puts a draft away; the received file stays."""
    with recorded(viewer, paths, Action.DRAFT_DISCARD, draft):
        require_hand_in(viewer, ledger_of(paths).draft(draft))
        _move(viewer, paths, draft, "discarded")


def require_hand_in(viewer: Viewer, draft: Draft) -> None:
    """Raises AccessRefused where the draft is another's, and not the viewer's to approve."""
    require(viewer.may_decide(draft.actor), "draft_of_another", draft.id, APPROVING_ROLES)


def require_releasing(viewer: Viewer) -> None:
    """Raises AccessRefused where the viewer may neither publish nor take back."""
    require(viewer.may_release, "releasing", viewer.role, APPROVING_ROLES)


def may_download(viewer: Viewer, paths: Paths, draft: Draft) -> bool:
    """Whether files made of what was received are open: to whoever handed it in, and who may open it."""
    return draft.actor == viewer.name or viewer.may_open_received(zones_of(paths, draft.id))


def require_download(viewer: Viewer, paths: Paths, draft: Draft) -> None:
    """Raises AccessRefused where files made of what was received, firms' numbers in clear, are not open."""
    allowed = may_download(viewer, paths, draft)
    require(allowed, "received_of_others", draft.id, viewer.firm_places or ())


def zones_of(paths: Paths, draft: str) -> tuple[str, ...]:
    """The zones that a draft's file speaks for as it was last read; none where it has not been read."""
    file: Path = paths.drafts / draft / "prepared.json"
    try:
        return Prepared.model_validate_json(file.read_bytes()).zones
    except (FileNotFoundError, ValidationError):
        return ()


def _require_submitting(viewer: Viewer) -> None:
    require(viewer.may_submit_somewhere, "submitting_role", viewer.role, SUBMITTING_ROLES)


def _move(viewer: Viewer, paths: Paths, draft: str, state: DraftState) -> None:
    ledger_of(paths).set_draft_state(draft, state, viewer.name)
