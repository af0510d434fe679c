"""A prepared draft beside the live state: what happens to each row, and what that does to the KPIs."""

import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pandas as pd

from kpi import durable
from kpi.catalogue import Dataset
from kpi.drafts import Comparison, Warned
from kpi.errors import Fault, FileError
from kpi.fact_views import literal, shapes
from kpi.ledger import Ledger, Submission
from kpi.paths import Paths
from kpi.submissions import Mode, Progress, Report
from kpi.warehouse import ReleaseBuilder, open_release, scratch
from pipelines.live import LiveSlice
from pipelines.releasing import begin
from pipelines.submitting import differing, drafting
from pipelines.submitting.differing import Differences
from pipelines.submitting.effects import as_effects, effects
from pipelines.submitting.row_changes import as_changes
from pipelines.submitting.standing import Standing, file_of, standing
from pipelines.submitting.target_effects import target_effects

COMPARED, CHANGES, EFFECTS = "comparison.json", "changes.parquet", "effects.parquet"
CHANGES_SHOWN, CHANGES_KEPT, EFFECTS_SHOWN = 200, 5_000, 2_000
# Beyond this share of live rows gone, the file is more likely a part than the whole.
REMOVES_MUCH = 0.2
# Nearly every row with another value is a new base year or unit rather than news.
CHANGES_EVERYTHING, ROWS_FOR_EVERYTHING = 0.9, 5
STEPS = ("state", "rows", "effects", "write")


def compare(paths: Paths, draft_id: str, report: Report = lambda progress: None) -> Comparison:
    """Rows added, changed, removed and unchanged, and every KPI that moves, if the draft were accepted now.

    Also written to the draft's folder, with all effects and the first 5,000 changes as Parquet. Nothing else changes.
    Raises FileError for a draft that has not been prepared or decided, DamagedRelease, DiskFull, LedgerError.
    """
    started = time.perf_counter()
    prepared = drafting.prepared_of(paths, draft_id)
    with Ledger(paths.ledger_url) as ledger:
        stand = standing(paths, ledger.draft(draft_id), prepared, ledger)
    with _bench(paths) as (builder, folder):
        comparison = _compared(builder, stand, paths, folder, draft_id, report)
    comparison = comparison.model_copy(update={"seconds": round(time.perf_counter() - started, 3)})
    durable.write(_file(paths, draft_id, COMPARED), comparison.model_dump_json(indent=1).encode())
    report(Progress("compare", len(STEPS), len(STEPS)))
    return comparison


def comparison_of(paths: Paths, draft_id: str) -> Comparison:
    """What `compare` found last. Raises FileError where it has not run yet or was made by another version."""
    try:
        return Comparison.model_validate_json(_file(paths, draft_id, COMPARED).read_bytes())
    except (OSError, ValueError) as error:
        raise FileError(Fault("submitting_errors.not_compared", value=draft_id)) from error


def suggest_mode(paths: Paths, dataset: Dataset, series: str, known_on: date, facts: Path) -> Mode:
    """`amend` where replacing would remove much of what the series says in the slices of these rows, else `replace`.

    `facts` is a facts file; compared with the newest release by key. Raises DamagedRelease, LedgerError.
    """
    with Ledger(paths.ledger_url) as ledger:
        newest = ledger.newest_release()
    if newest is None:
        return "replace"
    rows = f"read_parquet({literal(str(facts))})"
    # For a suggestion, keys are told apart well enough by their hashes.
    live_key, own_key = (
        f"hash({', '.join(f'{side}.{name}' for name in dataset.key)})" for side in ("fact", "own")
    )
    counted = f"""
        SELECT COUNT(*), COUNT(*) FILTER ({live_key} NOT IN (SELECT {own_key} FROM {rows} AS own))
        FROM facts_{dataset.id} AS fact JOIN submissions ON submissions.id = fact.submission
        WHERE submissions.series = $series AND submissions.known_on <= $known_on
          AND fact.slice IN (SELECT DISTINCT slice FROM {rows})"""
    with open_release(file_of(newest, paths), paths.warehouse) as release:
        ((live, gone),) = release.rows(counted, {"series": series, "known_on": known_on})
    return "amend" if _is_much(gone, live) else "replace"


@contextmanager
def _bench(paths: Paths) -> Iterator[tuple[ReleaseBuilder, Path]]:
    """A database that nobody will keep, away from the warehouse, where a build tidies up."""
    with tempfile.TemporaryDirectory(prefix="kpi-compare-") as folder:
        place = Path(folder)
        with scratch(place / "bench.duckdb", paths.warehouse) as builder:
            yield builder, place


def _compared(
    builder: ReleaseBuilder, stand: Standing, paths: Paths, folder: Path, draft_id: str, report: Report
) -> Comparison:
    def step(number: int) -> None:
        report(Progress("compare", number, len(STEPS), STEPS[number]))

    step(0)
    touched = stand.touched
    begin(builder, stand.catalogue, stand.joined, {"kind": "comparison"})
    step(1)
    found, laid = _differences(builder, stand, touched)
    step(2)
    moved = effects(builder, stand, paths, folder, laid)
    aimed = target_effects(builder, stand.catalogue, stand.dataset.id)
    step(3)
    differing.keep_first(builder, stand.dataset, found, CHANGES_KEPT)
    differing.write_changes(builder, _file(paths, draft_id, CHANGES))
    _write(moved, _file(paths, draft_id, EFFECTS))
    first = differing.first_changes(builder, stand.dataset, CHANGES_SHOWN)
    return Comparison(
        draft=draft_id, mode="amend" if stand.candidate.mode == "amend" else "replace", base=stand.base,
        added=found.added, changed=found.changed, removed=found.removed, unchanged=found.unchanged,
        changes=as_changes(first, stand.dataset), effects=as_effects(moved, EFFECTS_SHOWN),
        effect_count=len(moved), targets=aimed, warned=warned(found), slices=stand.candidate.slices,
        silent=tuple(label for label in stand.candidate.slices if label not in set(touched)),
    )  # fmt: skip


def _differences(
    builder: ReleaseBuilder, stand: Standing, touched: Sequence[str]
) -> tuple[Differences, dict[str, str]]:
    """Table `changes`, from the live rows of touched slices without and with the draft.

    Also the relation that holds all of the latter, by dataset; not where other series stand beside the draft's.
    """
    shape = next(each for each in shapes(stand.catalogue.to_json()) if each.dataset == stand.dataset.id)
    before, after = (_shares(stand, each, touched) for each in (stand.without, stand.joined))
    differing.add_side(builder, "before", stand.dataset, shape, before)
    laid = {} if stand.dataset.combine_series else {stand.dataset.id: "after"}
    if own := _laid_over(before, after, stand.candidate):
        differing.add_side(builder, "own", stand.dataset, shape, own)
        if found := differing.add_amendments(builder, stand.dataset):
            return found, laid
    differing.add_side(builder, "after", stand.dataset, shape, after)
    return differing.add_differences(builder, stand.dataset), laid


def _laid_over(
    before: Sequence[LiveSlice], after: Sequence[LiveSlice], candidate: Submission
) -> list[LiveSlice]:
    """The draft's own shares, where all that it does is to lie on top of what is live; none otherwise."""
    own = [share for share in after if share.submission == candidate.id]
    others = {(each.submission, each.slice, each.rank) for each in after if each.submission != candidate.id}
    # Below an amendment that comes before another one, ranks would differ.
    lies_on_top = others == {(each.submission, each.slice, each.rank) for each in before}
    if not lies_on_top or all(share.rank == 1 for share in own):
        return []
    whole = len(own) == len(candidate.slices)
    return [share._replace(rank=1, alone=True, whole=whole) for share in own]


def _shares(stand: Standing, submissions: Sequence[Submission], touched: Sequence[str]) -> list[LiveSlice]:
    """What is live in the touched slices, less the series that stand beside the draft's own."""
    labels, by_id = set(touched), {each.id: each for each in submissions}
    chosen = [
        share
        for share in stand.shares(submissions)
        if share.slice in labels and _compares(stand, by_id[share.submission].series)
    ]
    here = Counter(share.submission for share in chosen)
    # A file of which only some slices are looked at is not read as it lies.
    return [
        share._replace(whole=share.whole and here[share.submission] == len(by_id[share.submission].slices))
        for share in chosen
    ]


def _compares(stand: Standing, series: str) -> bool:
    """Where series stand side by side, the others are no business of the draft."""
    return not stand.dataset.combine_series or series == stand.candidate.series


def warned(found: Differences) -> tuple[Warned, ...]:
    """What should make a reader look twice."""
    warnings: list[Warned] = []
    if _is_much(found.removed, found.before):
        warnings.append("removes_much")
    matched = found.changed + found.unchanged
    if matched >= ROWS_FOR_EVERYTHING and found.changed >= CHANGES_EVERYTHING * matched:
        warnings.append("changes_everything")
    return tuple(warnings)


def _is_much(gone: int, live: int) -> bool:
    return gone > REMOVES_MUCH * live


def _file(paths: Paths, draft_id: str, name: str) -> Path:
    return drafting.folder_of(paths, draft_id) / name


def _write(frame: pd.DataFrame, final: Path) -> None:
    temporary = durable.beside(final)
    try:
        with durable.naming_full_disk(final):
            frame.to_parquet(temporary, index=False)
        durable.place(temporary, final)
    finally:
        temporary.unlink(missing_ok=True)
