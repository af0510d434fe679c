"""The rows of the ledger as values."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

State = Literal["accepted", "undone"]
BuildState = Literal["running", "finished", "failed", "interrupted"]


@dataclass(frozen=True)
class Submission:
    """One accepted (or since undone) file. Names of facts and checks files are relative to the warehouse.

    `sequence` is the order of acceptance.
    `slices` are the labels it speaks for, `"<zone or *>|<period or *>"`, also those it holds no row of.
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


@dataclass(frozen=True)
class Build:
    """One run of a build, whether or not it came to a release."""

    id: int
    started_at: datetime
    finished_at: datetime | None
    state: BuildState
    message: str
    pid: int
