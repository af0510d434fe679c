"""Workers for tests, and what the system says of processes."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kpi.paths import PROJECT, Paths
from kpi.worker import Worker

HERE = Path(__file__).parent
PATIENCE_SECONDS = 120
PAUSE_SECONDS = 0.01


def odd_worker(paths: Paths, *flags: str) -> Worker:
    return Worker(paths, program("odd_jobs.py", str(paths.warehouse), *flags))


def program(name: str, *arguments: str) -> list[str]:
    """The command for a worker program of these tests."""
    search = os.pathsep.join(map(str, (PROJECT, HERE)))
    return ["env", f"PYTHONPATH={search}", sys.executable, str(HERE / name), *arguments]


def until(holds: Callable[[], object]) -> None:
    """Waits for something that another process is about to do."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(PAUSE_SECONDS)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be noticed does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def children_of(pid: int) -> list[int]:
    """The numbers of the processes that this one has forked."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
