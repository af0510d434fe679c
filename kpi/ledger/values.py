"""The rows of the ledger as values."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from kpi.drafts import Decisions, DraftState

State = Literal["accepted", "undone"]
BuildState = Literal["running", "finished", "failed", "interrupted"]


@dataclass(frozen=True)
class Submission:
    """One accepted (or since undone) file. Names of facts and checks files are relative to the warehouse.

    `sequence` is the order of acceptance.
    `slices` are the labels it speaks for, `"<zone or *>|<period or *>"`, also those it holds no row of.
    `decisions` is `kpi.drafts.Decisions` as JSON, `draft` the draft it came from; both empty for a build's own files.
    """

    id: str
    sequence: int
    dataset: str
    series: str
    mode: str
    known_on: date
    accepted_at: datetime
    actor: str
    file_name: str
    raw_sha256: str
    synthetic: bool
    rows: int
    facts_file: str
    facts_sha256: str
    checks_file: str = ""
    side_car: dict[str, Any] = field(default_factory=dict)
    slices: tuple[str, ...] = ()
    state: State = "accepted"
    decisions: dict[str, Any] = field(default_factory=dict)
    draft: str = ""
    approver: str = ""

    @property
    def reasons(self) -> dict[str, str]:
        """Check code → why its warning was accepted."""
        return self.decisions.get("reasons", {})


@dataclass(frozen=True)
class ReleaseRecord:
    """One published release: `file` relative to the warehouse, its SHA-256 and its size in bytes.

    The catalogue it was built with is kept beside it and read by `Ledger.release_catalogue`.
    """

    number: int
    kind: str
    built_at: datetime
    catalogue_sha256: str
    file: str
    sha256: str
    size: int
    actor: str
    frozen: bool = False


class ReleaseChange(NamedTuple):
    """A submission that a release holds and the one before does not, or (`added` False) the other way round."""

    number: int
    submission: str
    added: bool


@dataclass(frozen=True)
class Build:
    """One run of a build, whether or not it came to a release."""

    id: int
    started_at: datetime
    finished_at: datetime | None
    state: BuildState
    message: str
    pid: int


@dataclass(frozen=True)
class Job:
    """One run of the worker over a draft ('' = over none, as undoing is).

    A running job whose process is gone reads as interrupted.
    """

    id: int
    draft: str
    job: str
    started_at: datetime
    finished_at: datetime | None
    state: BuildState
    message: str
    pid: int


@dataclass(frozen=True)
class Draft:
    """A received file on its way in, with what has been decided about it.

    `revision` counts the changes to the decisions; `submission` is what it was released as; `job` the last one.
    """

    id: str
    raw_sha256: str
    file_name: str
    size_bytes: int
    actor: str
    created_at: datetime
    changed_at: datetime
    state: DraftState
    decisions: Decisions = Decisions()
    revision: int = 0
    submission: str = ""
    job: Job | None = None

    @property
    def interrupted(self) -> bool:
        """Whether its last job ended without saying so; it can be started again."""
        return self.job is not None and self.job.state == "interrupted"


@dataclass(frozen=True)
class DraftStep:
    """A draft's change of state: who, when, and what was said with it."""

    draft: str
    state: DraftState
    actor: str
    at: datetime
    submission: str = ""
    note: str = ""


@dataclass(frozen=True)
class Mapping:
    """What was last decided about a file of this shape."""

    signature: str
    dataset: str
    decisions: Decisions
    actor: str
    remembered_at: datetime
