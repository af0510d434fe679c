"""What both sides say of a submission: the side-car, repairs, check results and progress. Values only."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kpi.catalogue import Names

Mode = Literal["replace", "amend"]
Severity = Literal["critical", "warning", "info"]


@dataclass(frozen=True)
class SideCar:
    """What is known about a received file beside its content.

    `covers_zones` / `covers_periods` name the slices the file speaks for; None = those it holds rows of.
    """

    file_name: str
    title: Names
    publisher: Names
    dataset: str
    series: str
    mode: Mode
    known_on: date
    synthetic: bool
    licence: str
    url: str = ""
    note: Names | None = None
    covers_zones: tuple[str, ...] | None = None
    covers_periods: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Repair:
    """One thing done to a file while reading it, with how often and where first."""

    kind: str
    place: str
    before: str
    after: str
    count: int = 1


@dataclass(frozen=True)
class CheckOutcome:
    """One check over one submission or release. `broken` means the check itself could not run."""

    check_code: str
    severity: Severity
    dataset: str = ""
    submission: str = ""
    metric: str = ""
    zone: str = ""
    period: str = ""
    column_name: str = ""
    rows_checked: int = 0
    rows_failed: int = 0
    observed: str = ""
    expected: str = ""
    broken: bool = False


@dataclass(frozen=True)
class Progress:
    """One step of a long run, for a bar on a page or a terminal."""

    step: str
    done: int
    total: int
    detail: str = ""


Report = Callable[[Progress], None]


@dataclass(frozen=True)
class BuildSummary:
    """What a build did; `unused_columns` are (file, heading) of columns that map to nothing."""

    release: int | None
    accepted: int = 0
    unchanged: int = 0
    rows: int = 0
    outcomes: tuple[CheckOutcome, ...] = ()
    unused_columns: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0


def moment_key(submission_ids: Iterable[str], catalogue_sha256: str) -> str:
    """The name of the marts that a set of submissions makes under a catalogue: 16 hex digits."""
    content = "\n".join([catalogue_sha256, *sorted(submission_ids)])
    return hashlib.sha256(content.encode()).hexdigest()[:16]
