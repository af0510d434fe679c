"""Everything new in `data/raw` → facts → marts → a release, published by one commit of the ledger.

What fails leaves the last release, every raw file and the ledger's submissions as they were; what was being written
lies under another name and is removed by the next build.
"""

import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from kpi import durable
from kpi.catalogue import Catalogue, load
from kpi.errors import CheckFailed, DiskFull, Fault, FileError, KpiError, WarehouseError
from kpi.ledger import Ledger, ReleaseRecord, Submission
from kpi.ledger.processes import runs
from kpi.paths import Paths
from kpi.submissions import BuildSummary, CheckOutcome, Progress, Report
from kpi.warehouse import ReleaseFile, link_newest, open_release, remove_leftovers, scratch
from pipelines import renewing
from pipelines.accepting import Accepted, accept, submission_id
from pipelines.intake import RawFile, raw_files
from pipelines.releasing import write_release
from pipelines.storing import build_lock

ACTOR = "local"
WRITER = re.compile(r"\.(\d+)-[0-9a-f]+\.(?:part(?:\.wal)?|spill)$")


def build(paths: Paths, report: Report = lambda progress: None, actor: str = ACTOR) -> BuildSummary:
    """One release from all raw files, or none where nothing has changed since the newest: no file, no word of the
    catalogue, none of the code that makes numbers of facts.

    Raises CatalogueError, FileError or CheckFailed with the faults of every file, BuildBusy, DiskFull, LedgerError.
    """
    catalogue = load(paths.catalogue)
    with build_lock(paths), Ledger(paths.ledger_url) as ledger:
        with noted(paths, ledger) as note:
            summary = _build(paths, catalogue, ledger, report, actor)
            note(f"release {summary.release}")
            return summary


@contextmanager
def noted(paths: Paths, ledger: Ledger) -> Iterator[Callable[[str], None]]:
    """Keeps a note of a build in the ledger, however it ends; yields what sets its last words.

    Call while holding the build lock: what earlier ones left is tidied up first.
    """
    tidy(paths, ledger)
    entry = ledger.start_build()
    words: list[str] = []
    try:
        yield words.append
    except BaseException as error:
        # A ledger that cannot take this note lists the build as interrupted later; the first error counts.
        with suppress(WarehouseError):
            ledger.end_build(entry, "failed", str(error)[:500])
        raise
    ledger.end_build(entry, "finished", "".join(words))


def tidy(paths: Paths, ledger: Ledger) -> None:
    """Takes away what killed builds left, notes them as interrupted, and points the link to the newest release.

    What a living process is writing, say a file being received, stays.
    """
    for folder in (paths.warehouse, paths.received):
        remove_leftovers(folder, _in_use)
    ledger.interrupted_builds()
    newest = ledger.newest_release()
    if newest is not None:
        link_newest(paths.newest_link, paths.warehouse / newest.file)


def _in_use(unfinished: Path) -> bool:
    """Whether the process whose number a temporary name holds still runs."""
    try:
        writer = WRITER.search(unfinished.name)
        written_at = datetime.fromtimestamp(unfinished.stat().st_mtime, UTC)
    except FileNotFoundError:
        return True
    return writer is not None and runs(int(writer[1]), written_at)


def _build(paths: Paths, catalogue: Catalogue, ledger: Ledger, report: Report, actor: str) -> BuildSummary:
    started = time.perf_counter()
    known = {each.id for each in ledger.submissions(state=None)}
    files = raw_files(paths.raw, catalogue)
    fresh = [file for file in files if submission_id(file.sha256, file.side_car) not in known]
    newest = ledger.newest_release()
    if not fresh and newest is not None and _is_current(newest, catalogue, paths):
        return BuildSummary(
            release=newest.number, unchanged=len(files), seconds=time.perf_counter() - started
        )
    accepted = _accept_all(fresh, ledger.next_sequence(), paths, catalogue, report, actor)
    number, outcomes = publish(
        paths, catalogue, ledger, [each.submission for each in accepted], report, actor
    )
    return BuildSummary(
        release=number,
        accepted=len(accepted),
        unchanged=len(files) - len(fresh),
        rows=sum(each.submission.rows for each in accepted),
        outcomes=outcomes,
        unused_columns=tuple(_unused_columns(accepted)),
        seconds=time.perf_counter() - started,
    )


def _is_current(release: ReleaseRecord, catalogue: Catalogue, paths: Paths) -> bool:
    """Whether a build would make it again as it is."""
    if release.catalogue_sha256 != catalogue.sha256 or not is_whole(release, paths):
        return False
    with open_release(paths.warehouse / release.file, paths.warehouse) as opened:
        return opened.about.get("recipe") == renewing.recipe()


def is_whole(release: ReleaseRecord, paths: Paths) -> bool:
    """Whether a release file is what was published: a damaged one is made anew."""
    file = paths.warehouse / release.file
    return file.is_file() and durable.sha256_of(file) == release.sha256


def _unused_columns(accepted: Iterable[Accepted]) -> Iterator[tuple[str, str]]:
    """File and heading of every column that maps to nothing: the file is taken, its reader is told."""
    for each in accepted:
        for repair in each.repairs:
            if repair.kind == "column_not_used":
                yield each.submission.file_name, repair.place


def publish(
    paths: Paths,
    catalogue: Catalogue,
    ledger: Ledger,
    new: Sequence[Submission],
    report: Report,
    actor: str,
    undone: Collection[str] = (),
) -> tuple[int, tuple[CheckOutcome, ...]]:
    """Builds the release of the accepted and the new submissions, less the undone ones, and publishes it.

    Gives its number and checks. The drafts of new submissions become released with it.
    """
    number = ledger.next_release_number()
    submissions = [*(each for each in ledger.submissions() if each.id not in undone), *new]
    final = paths.releases / f"{number}.duckdb"
    about = {"kind": "release", "release": str(number)}
    written = write_release(final, paths, catalogue, submissions, about, report, _earlier(paths, ledger))
    report(Progress("publish", 0, 1))
    record = _record(number, written.file, catalogue, paths, actor)
    drafts = [each.draft for each in new if each.draft]
    ledger.publish(record, catalogue.to_json(), [each.id for each in submissions], new, list(undone), drafts)
    # Published is published: a link that finds no room is mended by the next build.
    with suppress(DiskFull):
        link_newest(paths.newest_link, final)
    report(Progress("publish", 1, 1, f"release {number}"))
    return number, written.outcomes


def _earlier(paths: Paths, ledger: Ledger) -> Path | None:
    """The newest release, to take over what has not changed since; none where it is damaged."""
    newest = ledger.newest_release()
    return paths.warehouse / newest.file if newest is not None and is_whole(newest, paths) else None


def _record(number: int, built: ReleaseFile, catalogue: Catalogue, paths: Paths, actor: str) -> ReleaseRecord:
    return ReleaseRecord(
        number=number,
        kind="release",
        built_at=datetime.now(UTC),
        catalogue_sha256=catalogue.sha256,
        file=str(built.path.relative_to(paths.warehouse)),
        sha256=built.sha256,
        size=built.size,
        actor=actor,
    )


def _accept_all(
    files: Iterable[RawFile], sequence: int, paths: Paths, catalogue: Catalogue, report: Report, actor: str
) -> list[Accepted]:
    """Every file, in the order in which the world came to know them; all files' faults are raised together."""
    ordered = sorted(files, key=lambda file: (file.side_car.known_on, file.path.name))
    accepted: list[Accepted] = []
    faults: list[Fault] = []
    refusal: type[KpiError] = KpiError
    with scratch(paths.releases / "checking.duckdb", paths.warehouse) as bench:
        for done, file in enumerate(ordered):
            report(Progress("accept", done, len(ordered), file.path.name))
            try:
                accepted.append(accept(file, sequence + done, actor, paths, catalogue, bench))
            except (FileError, CheckFailed) as error:
                refusal = type(error)
                faults.extend(error.faults)
    if faults:
        raise refusal(*faults)
    report(Progress("accept", len(ordered), len(ordered)))
    return accepted
