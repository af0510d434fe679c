"""One warehouse built from the project's own raw files, shared by every test that only reads."""

import fcntl
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kpi.paths import Paths
from pipelines.building import build


def copied(source: Path, target: Path) -> Path:
    """A copy of a warehouse, or of a ledger alone.

    A ledger in use is never opened as a plain file: closing that would let go of SQLite's locks on it in this whole
    process, and another one would take the log of its writes away from under it.
    """
    if source.is_dir():
        logs = shutil.ignore_patterns("*.sqlite-wal", "*.sqlite-shm")
        return Path(shutil.copytree(source, target, symlinks=True, copy_function=_copy, ignore=logs))
    return Path(_copy(str(source), str(target)))


def _copy(source: str, target: str) -> str:
    if not source.endswith(".sqlite"):
        return shutil.copy2(source, target)
    with closing(sqlite3.connect(source)) as whole, closing(sqlite3.connect(target)) as into:
        whole.backup(into)
    return target


def paths_below(folder: Path) -> Paths:
    """The project's catalogue and raw files, with everything that is written going below a folder."""
    raw = folder / "raw"
    if not raw.exists():
        raw.mkdir(parents=True)
        for name in ("published", "sample"):
            (raw / name).symlink_to(Paths().raw / name)
    return replace(Paths(), raw=raw, warehouse=folder / "warehouse")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Paths:
    """The paths of a built warehouse. Test processes running side by side share one."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    with (shared / "built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        paths = paths_below(shared / "built")
        build(paths)
        if not untouched(paths).exists():
            copied(paths.warehouse / "ledger.sqlite", untouched(paths))
    return paths


def untouched(paths: Paths) -> Path:
    """The ledger as the build left it: in the warehouse's own, what tests have read of firms is written down."""
    return paths.warehouse.parent / "ledger-as-built.sqlite"
