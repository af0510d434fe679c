"""What was submitted and released, by whom and when, and what rests on what: read from the ledger."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from kpi import received
from kpi.access import Viewer
from kpi.catalogue import Catalogue, Names
from kpi.drafts import DraftState
from kpi.errors import AccessRefused, Fault, FileError
from kpi.ledger import Draft, DraftStep, ReleaseRecord, Submission
from kpi.paths import Paths
from kpi.queries.effects import compare_releases
from kpi.queries.moments import ledger_of, newest_catalogue

__all__ = [
    "ReleaseEntry", "Resting", "SubmissionEntry", "Undone", "compare_releases", "drafts", "received_file",
    "releases", "resting_on", "submissions",
]  # fmt: skip

SENSITIVE = ("firm", "personal")


@dataclass(frozen=True)
class Undone:
    """Who took a submission back, when, and with which release."""

    release: int
    actor: str
    at: datetime


@dataclass(frozen=True)
class SubmissionEntry:
    """One accepted or undone file. `zones` and `periods` are those it speaks for, empty where it names none.

    `release` is the first that holds it since it was last accepted; `steps` its draft's way. `may_open`: the file as
    received; `may_undo`: it is accepted, and the viewer may release.
    """

    submission: Submission
    title: Names | None
    publisher: Names | None
    zones: tuple[str, ...]
    periods: tuple[str, ...]
    release: int | None
    undone: Undone | None
    steps: tuple[DraftStep, ...]
    may_open: bool
    may_undo: bool


@dataclass(frozen=True)
class ReleaseEntry:
    """One release and what it did beside the one before: ids of submissions that came and that were taken back."""

    record: ReleaseRecord
    added: tuple[str, ...]
    undone: tuple[str, ...]
    catalogue_changed: bool
    newest: bool


@dataclass(frozen=True)
class Resting:
    """A later submission of the same series, with the slices both speak for.

    `amends`: it holds only some rows of at least one of them, the others still come from below; otherwise it has
    replaced them, and undoing what lies below changes none of its numbers.
    """

    submission: Submission
    slices: tuple[str, ...]
    amends: bool


def submissions(viewer: Viewer, paths: Paths) -> list[SubmissionEntry]:
    """Every submission in whichever state, the last accepted first. Raises LedgerError."""
    ledger, catalogue = ledger_of(paths), newest_catalogue(paths)
    records = {each.number: each for each in ledger.releases()}
    came, went = _came_and_went(paths)
    steps: dict[str, list[DraftStep]] = defaultdict(list)
    for step in ledger.draft_steps():
        steps[step.draft].append(step)
    entries = [
        _entry(
            each,
            viewer,
            catalogue,
            came.get(each.id),
            _undone(each, went, records),
            steps.get(each.draft, ()),
        )
        for each in ledger.submissions(state=None)
    ]
    return entries[::-1]


def releases(viewer: Viewer, paths: Paths) -> list[ReleaseEntry]:
    """Every release, newest first. Raises LedgerError."""
    ledger = ledger_of(paths)
    records = ledger.releases()
    changes: dict[tuple[int, bool], list[str]] = defaultdict(list)
    for change in ledger.release_changes():
        changes[change.number, change.added].append(change.submission)
    return [
        ReleaseEntry(
            record=record,
            added=tuple(changes[record.number, True]),
            undone=tuple(changes[record.number, False]),
            catalogue_changed=earlier is not None and earlier.catalogue_sha256 != record.catalogue_sha256,
            newest=record is records[0],
        )
        for record, earlier in zip_longest(records, records[1:])
    ]


def drafts(viewer: Viewer, paths: Paths, states: Collection[DraftState] | None = None) -> list[Draft]:
    """Files on their way in, the last changed first: one's own, and those of everybody for who may approve.

    Raises LedgerError.
    """
    found = ledger_of(paths).drafts(states)
    return [each for each in found if viewer.may_approve or each.actor == viewer.name]


def resting_on(viewer: Viewer, paths: Paths, submission_id: str) -> list[Resting]:
    """The accepted submissions of the same series that come later over the same slices, in their order.

    Raises LedgerError, FileError for an unknown submission.
    """
    below = _submission(paths, submission_id)
    accepted = ledger_of(paths).submissions()
    later = sorted(
        (each for each in accepted if _order(each) > _order(below) and _shared(each, below)), key=_order
    )
    return [Resting(each, _shared(each, below), _amends(each, below, later)) for each in later]


def received_file(viewer: Viewer, paths: Paths, submission_id: str) -> Path:
    """The content of a submission's file, unchanged.

    Raises AccessRefused when it is not open to the viewer, FileError when there is no such submission, or no longer.
    """
    submission = _submission(paths, submission_id)
    if not _may_open(viewer, submission, newest_catalogue(paths)):
        raise AccessRefused(Fault("queries_errors.raw_not_open", value=submission.file_name))
    return received.kept(submission.raw_sha256, paths.received).content


def _submission(paths: Paths, submission_id: str) -> Submission:
    found = ledger_of(paths).submission(submission_id)
    if found is None:
        raise FileError(Fault("queries_errors.submission_unknown", value=submission_id))
    return found


def _came_and_went(paths: Paths) -> tuple[dict[str, int], dict[str, int]]:
    """Submission → the last release it came with, and the last it was taken back with."""
    came: dict[str, int] = {}
    went: dict[str, int] = {}
    for change in ledger_of(paths).release_changes():
        (came if change.added else went)[change.submission] = change.number
    return came, went


def _undone(each: Submission, went: dict[str, int], records: dict[int, ReleaseRecord]) -> Undone | None:
    if each.state != "undone" or each.id not in went:
        return None
    record = records[went[each.id]]
    return Undone(record.number, record.actor, record.built_at)


def _entry(
    each: Submission,
    viewer: Viewer,
    catalogue: Catalogue,
    release: int | None,
    undone: Undone | None,
    steps: Sequence[DraftStep],
) -> SubmissionEntry:
    return SubmissionEntry(
        submission=each,
        title=_names(each, "title"),
        publisher=_names(each, "publisher"),
        zones=_parts(each, 0),
        periods=_parts(each, 1),
        release=release,
        undone=undone,
        steps=tuple(steps),
        may_open=_may_open(viewer, each, catalogue),
        may_undo=each.state == "accepted" and viewer.may_release,
    )


def _names(each: Submission, part: str) -> Names | None:
    stated = each.side_car.get(part)
    return Names.model_validate(stated) if stated and all(stated.values()) else None


def _parts(each: Submission, at: int) -> tuple[str, ...]:
    """The zones (0) or periods (1) of its slices, sorted."""
    return tuple(sorted({label.split("|")[at] for label in each.slices} - {"*"}))


def _may_open(viewer: Viewer, each: Submission, catalogue: Catalogue) -> bool:
    """What people hand in is open to the zones it speaks for; publications and samples name nobody real."""
    dataset = catalogue.datasets.get(each.dataset)
    names_nobody = dataset is not None and not any(column.type in SENSITIVE for column in dataset.columns)
    if not each.draft and (each.synthetic or names_nobody):
        return True
    return viewer.may_open_received({label.split("|")[0] for label in each.slices})


def _order(each: Submission) -> tuple[object, ...]:
    return each.known_on, each.sequence


def _shared(one: Submission, other: Submission) -> tuple[str, ...]:
    if (one.dataset, one.series) != (other.dataset, other.series):
        return ()
    return tuple(label for label in one.slices if label in set(other.slices))


def _amends(each: Submission, below: Submission, later: Sequence[Submission]) -> bool:
    """Whether some slice they share has only been amended since, up to and with this one."""
    return any(
        all(
            other.mode == "amend"
            for other in later
            if _order(other) <= _order(each) and label in _shared(other, below)
        )
        for label in _shared(each, below)
    )
