"""Workers of two kinds: one that knows odd jobs and starts at once, and one that has everything heavy imported."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from working import odd_worker

from kpi.paths import Paths
from kpi.worker import Worker


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jobs")


@pytest.fixture
def paths(folder: Path) -> Paths:
    """Folders for jobs that need no catalogue; what the test before left there is gone."""
    for left in (path for path in folder.iterdir() if path.is_file() and path.suffix in ("", ".txt")):
        left.unlink()
    return Paths(folder / "catalogue", folder / "raw", folder)


@pytest.fixture(scope="module")
def shared(folder: Path) -> Iterator[Worker]:
    made = odd_worker(Paths(folder / "catalogue", folder / "raw", folder), "--cold")
    yield made
    made.close()


@pytest.fixture
def odd(shared: Worker, paths: Paths) -> Worker:
    """A worker of odd jobs, without Great Expectations; one for all tests of a file."""
    return shared


@pytest.fixture
def own(paths: Paths) -> Iterator[Worker]:
    """The same, for one test alone."""
    made = odd_worker(paths, "--cold")
    yield made
    made.close()
