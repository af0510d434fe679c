"""Verification finds every kind of damage, names it, and changes nothing."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from kpi.errors import Fault
from kpi.ledger import Ledger, ReleaseRecord, Submission
from kpi.paths import Paths
from kpi.received import keep, kept
from kpi.submissions import Progress
from kpi.text import message
from kpi.warehouse import OPENING_TABLES, RELEASE_TABLES, scratch
from pipelines.verifying import verify


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A warehouse with one kept file, one submission and one release."""
    paths = Paths(raw=tmp_path / "raw", warehouse=tmp_path / "warehouse")
    received = tmp_path / "투자.csv"
    received.write_bytes(b"zone,amount\n")
    kept_as = keep(received, "", paths.received)
    for folder, content in ((paths.facts, b"facts"), (paths.checks, b"checks")):
        folder.mkdir(parents=True)
        (folder / "s.parquet").write_bytes(content)
    submission = Submission(
        "s", 1, "investments", "submitted", "replace", date(2026, 1, 1), datetime.now(UTC), "local",
        "투자.csv", kept_as, False, 1, "facts/s.parquet", sha256(b"facts"), "checks/s.parquet",
        slices=("gunsan|2025Q4",),
    )  # fmt: skip
    with Ledger(paths.ledger_url) as ledger:
        ledger.publish(_release(paths), "{}", ["s"], new=[submission])
    return paths


def _release(paths: Paths) -> ReleaseRecord:
    with scratch(paths.releases / "1.duckdb", paths.warehouse) as builder:
        about = pd.DataFrame({"key": ["catalogue"], "value": ['{"datasets": {}}']})
        builder.table("about", about)
        builder.create("submissions", "SELECT 's' AS id, 'facts/s.parquet' AS facts_file WHERE 1 = 0")
        live = "SELECT '' AS dataset, '' AS submission, 1 AS rank, TRUE AS alone, TRUE AS whole WHERE 1 = 0"
        builder.create("live_slices", live)
        for name in set(RELEASE_TABLES) - set(OPENING_TABLES):
            builder.create(name, "SELECT 1 AS one")
        built = builder.finish(RELEASE_TABLES)
    return ReleaseRecord(
        1, "release", datetime.now(UTC), "c" * 64, "releases/1.duckdb", built.sha256, built.size, "local"
    )


def only_fault(paths: Paths) -> Fault:
    (fault,) = verify(paths).faults
    assert all(message(fault, language) for language in ("ko", "en"))
    return fault


def test_a_sound_warehouse_has_no_faults_and_everything_was_looked_at(paths: Paths) -> None:
    seen: list[Progress] = []
    verification = verify(paths, seen.append)
    assert verification.faults == ()
    assert [verification.count(kind) for kind in ("raw", "facts", "checks", "release")] == [1, 1, 1, 1]
    assert [(progress.done, progress.total) for progress in seen] == [(number, 4) for number in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    "name, code",
    [
        ("facts/s.parquet", "storing_errors.facts"),
        ("checks/s.parquet", "storing_errors.checks"),
        ("releases/1.duckdb", "warehouse_errors.release"),
    ],
)
def test_a_file_that_is_gone_is_named(paths: Paths, name: str, code: str) -> None:
    (paths.warehouse / name).unlink()
    fault = only_fault(paths)
    assert fault.code == f"{code}_missing"
    assert Path(name).name in fault.where.file


def test_a_changed_facts_file_is_named(paths: Paths) -> None:
    (paths.facts / "s.parquet").write_bytes(b"fakts")
    assert (only_fault(paths).code, only_fault(paths).where.file) == (
        "storing_errors.facts_changed",
        "facts/s.parquet",
    )


def test_a_changed_raw_file_is_named_as_it_was_called_when_it_arrived(paths: Paths) -> None:
    content = kept(sha256(b"zone,amount\n"), paths.received).content
    content.write_bytes(b"zone,amount!\n")
    assert (only_fault(paths).code, only_fault(paths).where.file) == (
        "storing_errors.raw_changed",
        "투자.csv",
    )
    content.unlink()
    assert only_fault(paths).code == "storing_errors.raw_missing"


def test_a_raw_file_that_no_submission_names_is_verified_too(paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "refused.csv").write_bytes(b"refused")
    kept_as = keep(tmp_path / "refused.csv", "", paths.received)
    kept(kept_as, paths.received).content.write_bytes(b"changed")
    assert only_fault(paths).where.file == kept_as


def test_a_release_that_opens_but_is_not_what_was_published_is_found(paths: Paths) -> None:
    with (paths.releases / "1.duckdb").open("ab") as file:
        file.write(b"\0")
    assert only_fault(paths).code == "storing_errors.release_changed"


def test_a_release_that_is_no_database_is_found(paths: Paths) -> None:
    (paths.releases / "1.duckdb").write_bytes(b"garbage")
    assert only_fault(paths).code == "warehouse_errors.release_damaged"


def test_every_fault_is_listed_at_once(paths: Paths) -> None:
    (paths.facts / "s.parquet").unlink()
    (paths.checks / "s.parquet").unlink()
    (paths.releases / "1.duckdb").unlink()
    assert len(verify(paths).faults) == 3
