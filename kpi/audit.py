"""Who did what, as it is done: every operation that decides runs inside `recorded`, every read of firms is `seen`.

Entries hold numbers and ids only: never the name of a person or of a firm, and no words that people wrote.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from inspect import signature
from typing import Any, TypeVar

from kpi.access import Viewer
from kpi.catalogue import NATIONAL
from kpi.errors import AccessRefused, KpiError
from kpi.ledger import Anchor, AuditPage, Break, Entry, Ledger
from kpi.ledger.audit_values import Result
from kpi.paths import Paths
from kpi.queries.moments import ledger_of

Query = TypeVar("Query", bound=Callable[..., Any])
SECONDS_BETWEEN_READS = 600.0
READS_KEPT = 20_000
DECLARED = "reads_of_firms"
PLACES = ("place", "zone")


class Action(StrEnum):
    """What is recorded, as `thing.deed`; `audit.actions` has the words."""

    DRAFT_BEGIN = "draft.begin"
    DRAFT_DECIDE = "draft.decide"
    DRAFT_SUBMIT = "draft.submit"
    DRAFT_APPROVE = "draft.approve"
    DRAFT_REOPEN = "draft.reopen"
    DRAFT_DISCARD = "draft.discard"
    DRAFT_RELEASE = "draft.release"
    SUBMISSION_UNDO = "submission.undo"
    SCENARIO_SAVE = "scenario.save"
    SCENARIO_DISCARD = "scenario.discard"
    ASSESSMENT_SAVE = "assessment.save"
    ROUND_FREEZE = "round.freeze"
    ROUND_PUBLISH = "round.publish"
    REMARK_WRITE = "remark.write"
    REMARK_CHANGE = "remark.change"
    REMARK_WITHDRAW = "remark.withdraw"
    TRAY_SAVE = "tray.save"
    FILE_PIECE = "file.piece"
    FILE_TABLE = "file.table"
    FILE_BRIEF = "file.brief"
    DOWNLOAD_RECEIVED = "download.received"
    DOWNLOAD_ERROR_FILE = "download.error_file"
    DOWNLOAD_CORRECTED_FILE = "download.corrected_file"
    READ_FIRMS = "read.firms"
    READ_FIRM = "read.firm"
    READ_RECORDS = "read.records"
    LOG_EXPORT = "log.export"
    LOG_VERIFY = "log.verify"
    RECEIVED_PURGE = "received.purge"
    PERSON_ADD = "person.add"
    PERSON_CHANGE = "person.change"
    PERSON_ERASE = "person.erase"
    LINK_MAKE = "link.make"
    SESSIONS_END = "session.end"
    GRANT_GIVE = "grant.give"
    GRANT_END = "grant.end"
    KEY_MAKE = "key.make"
    KEY_END = "key.end"
    API_READ = "api.read"


@dataclass
class Noted:
    """What the entry will say; whoever acts may add the id of what has come of it."""

    object: str
    detail: dict[str, Any] = field(default_factory=dict)


COLUMNS = ("sequence", "at", "actor", "action", "object", "address", "result", "detail", "previous", "hash")


@contextmanager
def recorded(
    viewer: Viewer, paths: Paths, action: Action, object: str = "", **detail: Any
) -> Iterator[Noted]:
    """Records what is done inside: as `done`, as `refused` where a rule keeps it from the viewer, else as `failed`.

    `object` and `detail` are ids. The entry follows the deed: where it cannot be written, LedgerError says so, but an
    error of the deed itself goes before that.
    """
    note = Noted(object, dict(detail))
    try:
        yield note
    except Exception as error:
        with suppress(KpiError):
            note.detail |= {"code": error.code if isinstance(error, KpiError) else type(error).__name__}
            _enter(viewer, paths, action, note, "refused" if isinstance(error, AccessRefused) else "failed")
        raise
    _enter(viewer, paths, action, note, "done")


@contextmanager
def administered(
    viewer: Viewer, paths: Paths, action: Action, object: str = "", **detail: Any
) -> Iterator[tuple[Ledger, Noted]]:
    """The ledger for a deed of administrators, which is `recorded`. Raises AccessRefused for who is none."""
    with recorded(viewer, paths, action, object, **detail) as note:
        viewer.require_administering()
        yield ledger_of(paths), note


def exported(viewer: Viewer, paths: Paths) -> list[list[str]]:
    """Every entry as a row of COLUMNS, oldest first; that they were taken along is recorded with their anchor.

    Raises AccessRefused for who is no administrator.
    """
    with administered(viewer, paths, Action.LOG_EXPORT) as (ledger, note):
        entries = list(ledger.audit_entries())
        note.object = str(Anchor(entries[-1].sequence, entries[-1].hash)) if entries else ""
    return [[_cell(getattr(entry, name)) for name in COLUMNS] for entry in entries]


def searched(viewer: Viewer, paths: Paths, **wanted: Any) -> AuditPage:
    """Entries as `Ledger.audit` finds them. Raises AccessRefused for who is no administrator."""
    viewer.require_administering()
    return ledger_of(paths).audit(**wanted)


@dataclass(frozen=True)
class Verdict:
    """Whether the chain holds (`broken` None), and where it ends."""

    broken: Break | None
    anchor: Anchor


def verified(viewer: Viewer, paths: Paths) -> Verdict:
    """The whole log gone through. Raises AccessRefused for who is no administrator."""
    with administered(viewer, paths, Action.LOG_VERIFY) as (ledger, _):
        return Verdict(ledger.verify_audit(), ledger.audit_anchor())


def _cell(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict) else str(value)


def firm_level(action: Action, *about: str) -> Callable[[Query], Query]:
    """Declares that a query answers with rows of single firms; `about` names the arguments that say of which.

    Places among these are told by their name, `place` or `zone`.
    """

    def declared(query: Query) -> Query:
        names = tuple(signature(query).parameters)[2:]
        setattr(query, DECLARED, (action, [(name in PLACES, names.index(name)) for name in about]))
        return query

    return declared


@contextmanager
def observed(viewer: Viewer, paths: Paths, query: Callable[..., Any], asked: Sequence[Any]) -> Iterator[None]:
    """Records what the query inside declares to read of firms, whether it is computed or was kept.

    A query that leaves out what is not open is recorded only where something is.
    """
    action, about = getattr(query, DECLARED, (None, ()))
    if action is None:
        yield
        return
    told = [str(asked[at]) for _, at in about]
    try:
        yield
    except AccessRefused as error:
        seen(viewer, paths, action, *told, result="refused", code=error.code)
        raise
    if _opens(viewer, [str(asked[at]) for is_place, at in about if is_place]):
        seen(viewer, paths, action, *told)


def seen(
    viewer: Viewer, paths: Paths, action: Action, *about: str, result: Result = "done", **detail: Any
) -> None:
    """Records that a viewer has read rows of firms of a place, or of a firm: once in ten minutes, for each process."""
    key = (paths.ledger_url, viewer.name, viewer.address, action, about, result)
    if _reads.is_new(key):
        try:
            _enter(viewer, paths, action, Noted(":".join(about), detail), result)
        except KpiError:
            _reads.forget(key)
            raise


def _opens(viewer: Viewer, asked: Sequence[str]) -> bool:
    """Whether anything of single firms is open to the viewer at these places; none = anywhere."""
    places = viewer.firm_places
    if places is None:
        return True
    return bool(places) and all(each in places or each in ("", NATIONAL) for each in asked)


def _enter(viewer: Viewer, paths: Paths, action: Action, note: Noted, result: Result) -> None:
    entry = Entry(viewer.name, str(action), note.object, viewer.address, result, note.detail)
    ledger_of(paths).record(entry)


class _Reads:
    """Which reads have been recorded lately; the oldest are forgotten."""

    def __init__(self) -> None:
        self._at: dict[tuple[Any, ...], float] = {}
        self._lock = threading.Lock()

    def is_new(self, key: tuple[Any, ...]) -> bool:
        now = time.monotonic()
        with self._lock:
            if now - self._at.get(key, -SECONDS_BETWEEN_READS) < SECONDS_BETWEEN_READS:
                return False
            self._at.pop(key, None)
            self._at[key] = now
            while len(self._at) > READS_KEPT:
                del self._at[next(iter(self._at))]
        return True

    def forget(self, key: tuple[Any, ...]) -> None:
        with self._lock:
            self._at.pop(key, None)


_reads = _Reads()
