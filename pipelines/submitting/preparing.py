"""A received file read, staged, checked and held against the past: everything the page shows before acceptance.

The same steps as a build's (`pipelines.examining`), but nothing is raised for a bad file: all that is wrong with it is
told at once, and the draft's folder holds what was found.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from checks.found import Checked, stacked
from checks.running import Checking
from checks.whole import combined
from kpi import durable
from kpi.catalogue import Catalogue, load
from kpi.drafts import Decisions, Prepared
from kpi.errors import DamagedRelease, Fault, FileError, Place, WarehouseError
from kpi.ledger import Draft, Ledger, ReleaseRecord, Submission
from kpi.paths import Paths
from kpi.received import kept
from kpi.submissions import Mode, Progress, Report
from kpi.warehouse import scratch
from pipelines.accepting import hash_key
from pipelines.examining import examine
from pipelines.facts import FactsWriter, name_rows
from pipelines.staging import Staged, stage
from pipelines.submitting import drafting, grouping
from pipelines.submitting.answering import hashed, kept_failing, masked_fits, missing
from pipelines.submitting.comparing import suggest_mode
from pipelines.submitting.grouping import renamed
from pipelines.submitting.history_checks import Filing, against_release
from pipelines.submitting.masking import Masker, masked
from pipelines.submitting.suggesting import Remembered, Understood, as_accepted, complete, understood
from pipelines.submitting.watching import Watched

NOTES_SHOWN = 100
LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class World:
    """What is known beside the draft: the catalogue, the newest release, accepted submissions of the same bytes."""

    paths: Paths
    catalogue: Catalogue
    draft: Draft
    newest: ReleaseRecord | None
    accepted: tuple[Submission, ...]
    report: Report


@dataclass
class Refusals:
    """What kept the file from being read, where anything did."""

    faults: list[Fault] = field(default_factory=list)


def prepare(paths: Paths, draft_id: str, report: Report = lambda progress: None) -> Prepared:
    """What the pipeline makes of a draft, written to its folder: `prepared.json`, `facts.parquet`, `failing.parquet`.

    A bad file is no error: its faults are told in the answer. Raises FileError for bytes that are not kept any more,
    LedgerError for an unknown draft, CatalogueError, DiskFull.
    """
    started = time.perf_counter()
    folder = drafting.folder_of(paths, draft_id)
    with Ledger(paths.ledger_url) as ledger:
        draft = ledger.draft(draft_id)
        accepted = [each for each in ledger.submissions() if each.raw_sha256 == draft.raw_sha256]
        world = World(paths, load(paths.catalogue), draft, ledger.newest_release(), tuple(accepted), report)
        content = kept(draft.raw_sha256, paths.received).content
        with durable.naming_full_disk(folder):
            durable.make_folder(folder)
        _forget(folder)
        prepared = _prepared(world, content, ledger.remembered_mapping)
    prepared = prepared.model_copy(update={"seconds": round(time.perf_counter() - started, 3)})
    drafting.keep_prepared(paths, prepared)
    return prepared


def _forget(folder: Path) -> None:
    """What was made of other decisions is no longer true."""
    for file in folder.iterdir():
        if file.is_file() and file.name != drafting.PREPARED:
            file.unlink()


def _prepared(world: World, content: Path, remembered: Remembered) -> Prepared:
    draft, refusals = world.draft, Refusals()
    world.report(Progress("open", 0, 1, draft.file_name))
    found = Prepared(draft=draft.id, decisions=draft.decisions, kind="")
    with _no_exception(refusals, draft):
        file = understood(content, draft, world.catalogue, remembered)
        world.report(Progress("open", 1, 1))
        found = _described(found, file)
        found = _examined(world, file, found)
    if not refusals.faults:
        return found
    groups = grouping.fault_groups(refusals.faults, draft.file_name)
    return found.model_copy(
        update={"errors": (*found.errors, *groups), "error_count": found.error_count + len(refusals.faults)}
    )


@contextmanager
def _no_exception(refusals: Refusals, draft: Draft) -> Iterator[None]:
    """What a file does to its readers is a fault of the file; what the disk or the ledger does is not."""
    try:
        yield
    except FileError as error:
        refusals.faults += error.faults
    except (WarehouseError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        # A reader in another language may panic, which is no Exception; its words help nobody but a developer.
        LOG.error("reading %s failed", draft.id, exc_info=error)
        place = Place(file=draft.file_name)
        refusals.faults.append(Fault("submitting_errors.unreadable", place, type(error).__name__))


def _described(found: Prepared, file: Understood) -> Prepared:
    """What is known once the file is open."""
    reading = file.reading
    return found.model_copy(
        update={
            "decisions": file.decisions.model_copy(update={"dataset": file.dataset.id}),
            "kind": reading.kind,
            "encoding": reading.encoding,
            "delimiter": reading.delimiter,
            "sheets": tuple(table.sheet for table in reading.tables if table.sheet),
            "datasets": file.datasets,
            "signature": file.signature,
        }
    )


def _examined(world: World, file: Understood, found: Prepared) -> Prepared:
    """Staged and checked to the last row."""
    draft, catalogue, dataset = world.draft, world.catalogue, file.dataset
    whole = complete(file.decisions, draft, dataset, "replace", date.today())
    whole, already = as_accepted(whole, draft, world.accepted, catalogue, file.unaided)
    watched = Watched(file.reading, dataset)
    masker = Masker(catalogue, dataset, file.reading.tables)
    identity = _identity(world, whole, file)
    side_car = drafting.side_car_of(whole, draft.file_name, catalogue)
    staged = stage(watched.reading, dataset, catalogue, side_car, hash_key(world.paths), identity, whole)
    watched.staged = staged
    checked = _checked(world, staged, watched)
    suggested = _suggested_mode(world, whole, staged)
    if draft.decisions.mode is None and not already and suggested != whole.mode:
        whole = whole.model_copy(update={"mode": suggested})
        identity = _identity(world, whole, file)
        name_rows(drafting.facts_of(world.paths, draft.id), identity)
    checked = renamed(combined([checked, _history(world, staged, whole)]), identity)
    failing = kept_failing(world.paths, draft, watched, checked, masker)
    return found.model_copy(
        update={
            "decisions": whole,
            "columns": masked_fits(file, masker),
            "missing_columns": missing(file),
            "unknown_values": grouping.masked_unknown(staged.unknown_values, masker),
            "repairs": tuple(masker.repair(each) for each in [*staged.repair_examples, *hashed(staged)]),
            "notes": tuple(masked(note.text) for note in watched.reading.notes[:NOTES_SHOWN]),
            "errors": grouping.groups_of(staged, masker, draft.file_name),
            "error_count": grouping.error_count(staged),
            "outcomes": checked.outcomes,
            "failing": grouping.failing_rows(failing),
            "rows": staged.rows,
            "head": grouping.head_of(watched.head),
            "zones": tuple(sorted(watched.zones)),
            "periods": tuple(sorted(watched.periods)),
            "suggested_mode": suggested,
            "already": already,
            "submission": identity,
        }
    )


def _identity(world: World, whole: Decisions, file: Understood) -> str:
    side_car = drafting.side_car_of(whole, world.draft.file_name, world.catalogue)
    return drafting.identity(world.draft, side_car, whole, file.unaided)


def _checked(world: World, staged: Staged, watched: Watched) -> Checked:
    """The facts written to the draft's folder, and what the checks find in them."""
    paths, draft, dataset = world.paths, world.draft, staged.dataset
    facts = drafting.facts_of(paths, draft.id)
    checking = Checking(world.catalogue, dataset.id, staged.submission, draft.file_name)
    with (
        scratch(facts.with_name("checking.duckdb"), paths.warehouse) as bench,
        FactsWriter(facts, dataset) as writer,
    ):
        found = examine(staged, checking, writer, bench, draft.file_name, watched.see, world.report)
        writer.finish()
    return grouping.without_faulty(found, watched.faulty_cells())


def _suggested_mode(world: World, whole: Decisions, staged: Staged) -> Mode:
    """What the comparison with the live rows suggests; half-read rows would look as if much were removed."""
    if staged.faults or whole.known_on is None:
        return "replace"
    facts = drafting.facts_of(world.paths, world.draft.id)
    try:
        return suggest_mode(world.paths, staged.dataset, whole.series, whole.known_on, facts)
    except DamagedRelease:
        # The history checks say so.
        return "replace"


def _history(world: World, staged: Staged, whole: Decisions) -> Checked:
    """The file held against the past, once every row of it can be read."""
    if staged.faults or whole.mode is None:
        return Checked((), stacked([]))
    world.report(Progress("history", 0, 1))
    facts = drafting.facts_of(world.paths, world.draft.id)
    filed = Filing(staged.dataset, facts, whole.mode, staged.submission, world.draft.file_name)
    found = against_release(world.paths, world.newest, world.catalogue, filed)
    world.report(Progress("history", 1, 1))
    return found
