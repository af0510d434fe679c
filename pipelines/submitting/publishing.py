"""Publishing and taking back as jobs: decided here, where it is done, by the viewer that the order names; recorded."""

from collections.abc import Iterable, Mapping
from typing import Any

from kpi.access import from_plain
from kpi.audit import Action, recorded
from kpi.deciding import require_releasing
from kpi.drafts import Released
from kpi.paths import Paths
from kpi.submissions import Report
from pipelines.submitting import releasing_draft, undoing


def release(
    paths: Paths, draft_id: str, viewer: Mapping[str, Any], report: Report = lambda progress: None
) -> Released:
    """Publishes a release of a draft. Raises AccessRefused, and what `release_draft` does."""
    who = from_plain(viewer)
    with recorded(who, paths, Action.DRAFT_RELEASE, draft_id) as note:
        require_releasing(who)
        released = releasing_draft.release_draft(paths, draft_id, who.name, report)
        note.detail |= {"release": released.release, "submissions": list(released.submissions)}
    return released


def undo(
    paths: Paths, ids: Iterable[str], viewer: Mapping[str, Any], report: Report = lambda progress: None
) -> Released:
    """Publishes a release without these submissions. Raises AccessRefused, and what `undoing.undo` does."""
    who, wanted = from_plain(viewer), list(ids)
    with recorded(who, paths, Action.SUBMISSION_UNDO, ",".join(wanted)) as note:
        require_releasing(who)
        released = undoing.undo(paths, wanted, who.name, report)
        note.detail["release"] = released.release
    return released
