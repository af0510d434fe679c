"""Is everything still what it was: rehash every kept, facts and round's file, reopen every release."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kpi import durable, received, warehouse
from kpi.errors import Fault, KpiError, Place
from kpi.ledger import Ledger, ReleaseRecord, Round, Submission
from kpi.paths import Paths
from kpi.submissions import Progress, Report

Kind = Literal["raw", "facts", "checks", "release", "round"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `fault` says what is wrong with it, None that it is sound."""

    kind: Kind
    name: str
    fault: Fault | None = None


@dataclass(frozen=True)
class Verification:
    """Everything looked at, in order: raw, facts, checks, releases, rounds."""

    findings: tuple[Finding, ...]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong; empty when all is sound."""
        return tuple(finding.fault for finding in self.findings if finding.fault is not None)

    def count(self, kind: Kind) -> int:
        """How many of a kind were looked at."""
        return sum(finding.kind == kind for finding in self.findings)


Look = tuple[Kind, str, Callable[[], Fault | None]]


def verify(paths: Paths, report: Report = lambda progress: None) -> Verification:
    """Looks at everything and changes nothing; faults are listed, not raised. Raises LedgerError."""
    with Ledger(paths.ledger_url) as ledger:
        submissions, releases, rounds = ledger.submissions(state=None), ledger.releases(), ledger.rounds()
        purged = {each.raw_sha256 for each in ledger.purges()}
    looks = [
        *_raw(paths, submissions, purged),
        *_facts(paths, submissions),
        *_checks(paths, submissions),
        *_releases(paths, releases),
        *_rounds(paths, rounds),
    ]
    findings = []
    for done, (kind, name, look) in enumerate(looks, start=1):
        findings.append(Finding(kind, name, look()))
        report(Progress("verify", done, len(looks), name))
    return Verification(tuple(findings))


def _raw(paths: Paths, submissions: list[Submission], purged: set[str]) -> Iterator[Look]:
    """Every kept file, and those that the ledger speaks of but nobody kept; not those that were removed on purpose."""
    names = {submission.raw_sha256: submission.file_name for submission in submissions}
    for sha256 in sorted({*received.kept_files(paths.received), *names}):
        content = received.folder_of(sha256, paths.received) / received.CONTENT
        name = names.get(sha256, sha256)
        if sha256 in purged and not content.exists() and content.with_name(received.PURGED).exists():
            continue
        yield "raw", name, _hash_look(content, sha256, "storing_errors.raw", name)


def _facts(paths: Paths, submissions: list[Submission]) -> Iterator[Look]:
    for submission in submissions:
        file = paths.warehouse / submission.facts_file
        look = _hash_look(file, submission.facts_sha256, "storing_errors.facts", submission.facts_file)
        yield "facts", submission.facts_file, look


def _checks(paths: Paths, submissions: list[Submission]) -> Iterator[Look]:
    """The ledger knows no hash of these: they must be there."""
    for name in (submission.checks_file for submission in submissions if submission.checks_file):
        yield "checks", name, _presence_look(paths.warehouse / name, name)


def _releases(paths: Paths, releases: list[ReleaseRecord]) -> Iterator[Look]:
    for release in releases:
        yield "release", release.file, _release_look(paths, release)


def _rounds(paths: Paths, rounds: list[Round]) -> Iterator[Look]:
    for each in rounds:
        file, sha256 = paths.warehouse / each.outputs_file, each.outputs_sha256
        yield (
            "round",
            each.outputs_file,
            _hash_look(file, sha256, "evaluation_errors.outputs", each.outputs_file),
        )


def _hash_look(file: Path, sha256: str, code: str, name: str) -> Callable[[], Fault | None]:
    def look() -> Fault | None:
        if not file.is_file():
            return Fault(f"{code}_missing", Place(file=name), sha256)
        if durable.sha256_of(file) != sha256:
            return Fault(f"{code}_changed", Place(file=name), sha256)
        return None

    return look


def _presence_look(file: Path, name: str) -> Callable[[], Fault | None]:
    return lambda: None if file.is_file() else Fault("storing_errors.checks_missing", Place(file=name))


def _release_look(paths: Paths, release: ReleaseRecord) -> Callable[[], Fault | None]:
    def look() -> Fault | None:
        file = paths.warehouse / release.file
        try:
            warehouse.check_release(file, paths.warehouse)
        except KpiError as error:
            return error.faults[0]
        return _hash_look(file, release.sha256, "storing_errors.release", release.file)()

    return look
