"""Retention: the content of files that were handed in long ago is removed; their hashes and side-cars stay.

What was made of them stays too: numbers rest on facts, not on files. Files of open drafts stay, and so do copies of
published and sample files, which nobody handed in and which lie in folders of their own anyway.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kpi import received
from kpi.access import Viewer
from kpi.audit import Action, recorded
from kpi.errors import Fault, KpiError
from kpi.ledger import Draft
from kpi.paths import Paths
from kpi.queries.moments import ledger_of

UNDER_WAY = ("open", "submitted", "approved")


@dataclass(frozen=True)
class Old:
    """A file whose content may go: when it was last handed in or moved on, and how large it is."""

    sha256: str
    last: datetime
    size_bytes: int


def old_files(viewer: Viewer, paths: Paths, older_than_days: int) -> list[Old]:
    """The files whose content `purge` would remove now, the oldest first.

    Raises AccessRefused for who is no administrator, KpiError for less than a day.
    """
    viewer.require_administering()
    if older_than_days < 1:
        raise KpiError(Fault("storing_errors.retention_too_short", value=older_than_days))
    before = datetime.now(UTC) - timedelta(days=older_than_days)
    return sorted((each for each in _removable(paths) if each.last < before), key=lambda each: each.last)


def purge(viewer: Viewer, paths: Paths, older_than_days: int) -> list[Old]:
    """Removes the content of files older than so many days, and returns them. Raises what `old_files` does."""
    with recorded(viewer, paths, Action.RECEIVED_PURGE, older_than_days=older_than_days) as note:
        found = old_files(viewer, paths, older_than_days)
        note.detail["files"] = [each.sha256 for each in found]
        drafts = ledger_of(paths).drafts()
        for each in found:
            # Entered before it is done: what a killed process has left lying is removed by the next purge.
            ledger_of(paths).enter_purge(each.sha256, viewer.name)
            _remove_work((draft for draft in drafts if draft.raw_sha256 == each.sha256), paths)
            received.remove_content(each.sha256, paths.received)
    return found


def _remove_work(drafts: Iterable[Draft], paths: Paths) -> None:
    """What was worked out of a file holds its rows; what was decided is in the ledger and stays."""
    for draft in drafts:
        shutil.rmtree(paths.drafts / draft.id, ignore_errors=True)


def _removable(paths: Paths) -> list[Old]:
    """Files that were handed in, or left lying by somebody who was refused, and that nothing under way needs."""
    last: dict[str, datetime] = {}
    own = set[str]()
    for each in ledger_of(paths).submissions(state=None):
        last[each.raw_sha256] = max(each.accepted_at, last.get(each.raw_sha256, each.accepted_at))
        if not each.draft:
            own.add(each.raw_sha256)
    under_way = set[str]()
    for draft in ledger_of(paths).drafts():
        last[draft.raw_sha256] = max(draft.changed_at, last.get(draft.raw_sha256, draft.changed_at))
        if draft.state in UNDER_WAY:
            under_way.add(draft.raw_sha256)
    found = []
    for sha256 in set(received.kept_files(paths.received)) - own - under_way:
        content = received.folder_of(sha256, paths.received) / received.CONTENT
        if content.is_file():
            about = content.stat()
            found.append(
                Old(sha256, last.get(sha256, datetime.fromtimestamp(about.st_mtime, UTC)), about.st_size)
            )
    return found
