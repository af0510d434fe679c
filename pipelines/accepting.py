"""One received file → its facts: kept as received, read, staged, checked, written, ready to be published.

Nothing is published here. What `accept` leaves behind when a later step fails (a kept raw file, a facts file that no
ledger row names) is harmless: the next run finds the same content under the same name.
"""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from checks.found import Checked
from checks.running import Checking, blocking
from checks.whole import KEY_UNIQUE
from kpi import durable
from kpi.catalogue import Catalogue, Dataset
from kpi.errors import CheckFailed, Fault, FileError, Place
from kpi.ledger import Submission
from kpi.paths import Paths
from kpi.received import keep
from kpi.submissions import CheckOutcome, Repair, SideCar
from kpi.warehouse import ReleaseBuilder
from pipelines import findings
from pipelines.examining import examine
from pipelines.facts import FactsWriter
from pipelines.intake import RawFile
from pipelines.reading import read
from pipelines.sidecars import side_car_path
from pipelines.slices import covered
from pipelines.staging import stage

HASH_KEY_BYTES = 32
ROWS_NAMED = 5


@dataclass(frozen=True)
class Accepted:
    """A file that passed: its ledger row, what the checks found, and what was repaired on the way."""

    submission: Submission
    outcomes: tuple[CheckOutcome, ...]
    repairs: tuple[Repair, ...]


def submission_id(raw_sha256: str, side_car: SideCar) -> str:
    """The same file with the same statement about it is the same submission: 16 hex digits."""
    essentials = [raw_sha256, side_car.dataset, side_car.series, side_car.mode, side_car.known_on.isoformat()]
    covers = [side_car.covers_zones, side_car.covers_periods]
    return hashlib.sha256(json.dumps([*essentials, *covers]).encode()).hexdigest()[:16]


def accept(
    file: RawFile, sequence: int, actor: str, paths: Paths, catalogue: Catalogue, bench: ReleaseBuilder
) -> Accepted:
    """Everything up to, but without, the ledger's commit. `bench` is a database for checks over the whole file.

    Raises FileError with every fault of the file, or CheckFailed with every critical check that failed.
    """
    path, side_car = file.path, file.side_car
    keep(path, side_car_path(path).read_text("utf-8"), paths.received)
    identity = submission_id(file.sha256, side_car)
    dataset = catalogue.datasets[side_car.dataset]
    facts = paths.facts / f"{identity}.parquet"
    with FactsWriter(facts, dataset) as writer:
        reading = read(path, dataset, catalogue)
        staged = stage(reading, dataset, catalogue, side_car, hash_key(paths), identity)
        checking = Checking(catalogue, dataset.id, identity, path.name)
        checked = examine(staged, checking, writer, bench, path.name)
        if staged.faults:
            raise FileError(*staged.faults)
        refuse_blocked(checked, path.name, dataset)
        facts_sha256 = writer.finish()
    found = findings.write(checked.outcomes, checked.failing_rows, identity, paths.checks)
    origin = Origin(identity, sequence, actor, file.sha256)
    slices = covered(side_car, dataset, catalogue, writer.slices)
    entry = entry_of(origin, side_car, Kept(facts, facts_sha256, found, writer.rows, slices), paths)
    return Accepted(entry, checked.outcomes, tuple(staged.repairs))


@dataclass(frozen=True)
class Origin:
    """Who submits which file as what, after how many others."""

    id: str
    sequence: int
    actor: str
    raw_sha256: str


@dataclass(frozen=True)
class Kept:
    """The files that a submission leaves in the warehouse, and what they hold."""

    facts: Path
    facts_sha256: str
    findings: Path
    rows: int
    slices: tuple[str, ...]


def entry_of(origin: Origin, side_car: SideCar, kept: Kept, paths: Paths) -> Submission:
    """The ledger's row for an accepted file."""
    return Submission(
        id=origin.id, sequence=origin.sequence, dataset=side_car.dataset, series=side_car.series,
        mode=side_car.mode, known_on=side_car.known_on, accepted_at=datetime.now(UTC), actor=origin.actor,
        file_name=side_car.file_name, raw_sha256=origin.raw_sha256, synthetic=side_car.synthetic, rows=kept.rows,
        facts_file=str(kept.facts.relative_to(paths.warehouse)), facts_sha256=kept.facts_sha256,
        checks_file=str(kept.findings.relative_to(paths.warehouse)), side_car=_as_json(side_car),
        slices=kept.slices,
    )  # fmt: skip


def hash_key(paths: Paths) -> bytes:
    """The secret of this installation, made on first use, readable by its owner only."""
    if not paths.hash_key_file.exists():
        durable.write_once(paths.hash_key_file, secrets.token_bytes(HASH_KEY_BYTES), mode=0o600)
    return paths.hash_key_file.read_bytes()


def refuse_blocked(checked: Checked, file: str, dataset: Dataset) -> None:
    """Raises CheckFailed with a fault for each critical check that failed or could not run."""
    blocked = blocking(checked.outcomes)
    if blocked:
        raise CheckFailed(*(_fault_of(outcome, checked.failing_rows, file, dataset) for outcome in blocked))


def _fault_of(outcome: CheckOutcome, failing: pd.DataFrame, file: str, dataset: Dataset) -> Fault:
    """A blocking outcome as a fault that names its first rows, and columns as they are headed in files."""
    same = (failing["check_code"] == outcome.check_code) & (failing["column_name"] == outcome.column_name)
    rows = failing.loc[same, "source_row"].head(ROWS_NAMED).astype(int).tolist()
    columns = ", ".join(dataset.column(name).name.ko for name in outcome.column_name.split(", ") if name)
    place = Place(file=file, row=rows[0] if rows else None, column=columns)
    named = {"rows": ", ".join(map(str, rows)), "count": outcome.rows_failed, "check": outcome.check_code}
    if outcome.broken:
        return Fault("accepting_errors.check_broken", place, outcome.observed, outcome.expected, named)
    if outcome.check_code == KEY_UNIQUE:
        return Fault("accepting_errors.key_repeated", place, outcome.observed, columns, named)
    return Fault("accepting_errors.check_failed", place, outcome.observed, outcome.expected, named)


def _as_json(side_car: SideCar) -> dict[str, object]:
    """The side-car as the ledger keeps it: plain texts."""
    kept = asdict(side_car)
    for name in ("title", "publisher", "note"):
        names = getattr(side_car, name)
        kept[name] = None if names is None else names.model_dump()
    return {**kept, "known_on": side_car.known_on.isoformat()}
