"""One warehouse built from the project's own raw files, shared by every test that only reads."""

import fcntl
from dataclasses import replace
from pathlib import Path

import pytest

from kpi.paths import Paths
from pipelines.building import build


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
    paths = paths_below(shared / "built")
    with (shared / "built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build(paths)
    return paths
