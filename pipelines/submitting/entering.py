"""A draft that is ready made what a build makes of a file: facts and findings in their places, a ledger row."""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq

from checks.found import Checked, stacked
from kpi import durable
from kpi.catalogue import Catalogue
from kpi.drafts import Prepared
from kpi.errors import CheckFailed, Fault, FileError, Place
from kpi.ledger import Draft, Submission
from kpi.paths import Paths
from pipelines import findings
from pipelines.accepting import Kept, Origin, entry_of, refuse_blocked
from pipelines.slices import covered
from pipelines.submitting import drafting


@dataclass(frozen=True)
class Entered:
    """What `enter` leaves: the ledger's row, and the facts file that it names."""

    submission: Submission
    facts: Path


def enter(
    paths: Paths,
    draft: Draft,
    sequence: int,
    actor: str,
    catalogue: Catalogue,
    prepared: Prepared | None = None,
) -> Entered:
    """Everything up to, but without, the ledger's commit; what it leaves is harmless when a later step fails.

    Raises FileError for a draft with faults or not prepared, CheckFailed for a critical check or a warning without a
    reason, DiskFull.
    """
    prepared = prepared or drafting.prepared_of(paths, draft.id)
    found = Checked(prepared.outcomes, check_rows(paths, prepared))
    refuse_unready(prepared, found, draft, catalogue)
    side_car = drafting.side_car_of(prepared.decisions, draft.file_name, catalogue)
    facts = paths.facts / f"{prepared.submission}.parquet"
    _copy(drafting.facts_of(paths, draft.id), facts)
    outcomes = findings.write(found.outcomes, found.failing_rows, prepared.submission, paths.checks)
    origin = Origin(prepared.submission, sequence, actor, draft.raw_sha256)
    slices = covered(side_car, catalogue.datasets[side_car.dataset], catalogue, held_slices(facts))
    kept = Kept(facts, durable.sha256_of(facts), outcomes, prepared.rows, slices)
    entry = entry_of(origin, side_car, kept, paths)
    decisions = prepared.decisions.model_dump(mode="json")
    return Entered(replace(entry, decisions=decisions, draft=draft.id), facts)


def refuse_unready(prepared: Prepared, found: Checked, draft: Draft, catalogue: Catalogue) -> None:
    """Raises FileError or CheckFailed with what still keeps the draft out."""
    if prepared.error_count or not prepared.rows:
        place = Place(file=draft.file_name)
        raise FileError(Fault("submitting_errors.has_errors", place, prepared.error_count))
    refuse_blocked(found, draft.file_name, catalogue.datasets[prepared.decisions.dataset])
    if prepared.unexplained:
        raise CheckFailed(
            *(
                Fault("submitting_errors.unexplained", Place(file=draft.file_name), extra={"check": code})
                for code in prepared.unexplained
            )
        )


def check_rows(paths: Paths, prepared: Prepared) -> pd.DataFrame:
    """The failing rows of the draft's checks, as a release stores them."""
    frame = pd.read_parquet(drafting.failing_of(paths, prepared.draft))
    return stacked([frame[frame["kind"] == "check"]])


def held_slices(facts: Path) -> list[str]:
    """The slices that the rows of a facts file lie in."""
    column = pq.read_table(facts, columns=["slice"]).column("slice")
    return pc.unique(column).to_pylist()  # type: ignore[attr-defined]


def _copy(draft_facts: Path, facts: Path) -> None:
    """The draft keeps its own: it can be looked at, and released again after an undo."""
    temporary = durable.beside(facts)
    try:
        with durable.naming_full_disk(facts):
            durable.make_folder(facts.parent)
            with draft_facts.open("rb") as source, temporary.open("xb") as target:
                while piece := source.read(durable.CHUNK):
                    target.write(piece)
        durable.place(temporary, facts)
    finally:
        temporary.unlink(missing_ok=True)
