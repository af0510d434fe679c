"""A received file read, staged, checked and held against the past: everything the page shows before acceptance.

The same steps as a build's (`pipelines.examining`), but nothing is raised for a bad file: all that is wrong with it is
told at once, and the draft's folder holds what was found.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from checks.found import Checked, stacked
from checks.running import Checking
from checks.whole import combined
from kpi import durable
from kpi.catalogue import Catalogue, load
from kpi.drafts import Decisions, Prepared
from kpi.errors import DamagedRelease
from kpi.ledger import Draft, Ledger, ReleaseRecord, Submission
from kpi.paths import Paths
from kpi.received import kept
from kpi.submissions import Mode, Progress, Report
from kpi.warehouse import scratch
from pipelines.accepting import hash_key
from pipelines.examining import examine
from pipelines.facts import FactsWriter, name_rows
from pipelines.mishaps import Refusals, no_exception
from pipelines.staging import Staged, stage
from pipelines.submitting import drafting, grouping
from pipelines.submitting.answering import hashed, kept_failing, masked_fits, missing
from pipelines.submitting.comparing import suggest_mode
from pipelines.submitting.grouping import renamed
from pipelines.submitting.history_checks import Filing, against_release
from pipelines.submitting.masking import Masker, masked
from pipelines.submitting.secrets import secrets_in, without_secrets
from pipelines.submitting.suggesting import Remembered, Understood, as_accepted, complete, understood
from pipelines.submitting.watching import Watched

NOTES_SHOWN = 100


@dataclass(frozen=True)
class World:
    """What is known beside the draft: the catalogue, the newest release, accepted submissions of the same bytes.

    `forget` keeps decisions in the ledger in place of those that it must not hold.
    """

    paths: Paths
    catalogue: Catalogue
    draft: Draft
    newest: ReleaseRecord | None
    accepted: tuple[Submission, ...]
    report: Report
    remembered: Remembered
    forget: Callable[[Decisions], object]


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
        world = World(
            paths, load(paths.catalogue), draft, ledger.newest_release(), tuple(accepted), report,
            ledger.remembered_mapping, partial(ledger.save_decisions, draft.id, actor=draft.actor),
        )  # fmt: skip
        content = kept(draft.raw_sha256, paths.received).content
        with durable.naming_full_disk(folder):
            durable.make_folder(folder)
        _forget(folder)
        prepared = _prepared(world, content)
    prepared = prepared.model_copy(update={"seconds": round(time.perf_counter() - started, 3)})
    drafting.keep_prepared(paths, prepared)
    return prepared


def _forget(folder: Path) -> None:
    """What was made of other decisions is no longer true."""
    for file in folder.iterdir():
        if file.is_file() and file.name != drafting.PREPARED:
            file.unlink()


def _prepared(world: World, content: Path) -> Prepared:
    draft, refusals = world.draft, Refusals()
    world.report(Progress("open", 0, 1, draft.file_name))
    found = Prepared(draft=draft.id, decisions=draft.decisions, kind="")
    with no_exception(refusals, draft):
        file = understood(content, draft, world.catalogue, world.remembered)
        if secrets := secrets_in(draft, world.catalogue, file):
            refusals.faults += secrets
            world = _without_secrets(world, file)
            file = understood(content, world.draft, world.catalogue, world.remembered)
        world.report(Progress("open", 1, 1))
        found = _described(found, file)
        found = _examined(world, file, found)
    if not refusals.faults:
        return found
    groups = grouping.fault_groups(refusals.faults, draft.file_name)
    return found.model_copy(
        update={
            "errors": (*found.errors, *groups),
            "error_count": found.error_count + len(refusals.faults),
            "reference": refusals.reference,
        }
    )


def _without_secrets(world: World, file: Understood) -> World:
    """The draft without decisions that name somebody, in the ledger too; who decides is refused them before."""
    kept = without_secrets(world.draft, world.catalogue, file)
    world.forget(kept)
    return replace(world, draft=replace(world.draft, decisions=kept))


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
    with ThreadPoolExecutor(1) as second:
        suggesting = second.submit(_suggested_mode, world, whole, staged)
        history = _history(world, staged, whole)
        suggested = suggesting.result()
    if draft.decisions.mode is None and not already and suggested != whole.mode:
        whole = whole.model_copy(update={"mode": suggested})
        identity = _identity(world, whole, file)
        name_rows(drafting.facts_of(world.paths, draft.id), identity)
        # Other rows stand beside the file's now.
        history = _history(world, staged, whole)
    checked = renamed(combined([checked, history]), identity)
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
            "error_count": staged.all_faults,
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
    return grouping.without_faulty(found, watched.faulty_places())


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
