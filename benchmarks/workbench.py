"""Temporary warehouses to measure on, made once a run and removed at its end."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kpi.catalogue import load
from kpi.errors import KpiError
from kpi.ledger import Ledger
from kpi.paths import PROJECT, Paths
from pipelines.intake import FOLDERS

SEED = 7
LOOKED_AFTER_SECONDS = 0.05


@dataclass(frozen=True)
class Built:
    """A built warehouse, and what the build took in a process of its own: seconds, peak memory in bytes."""

    paths: Paths
    seconds: float
    peak_bytes: int

    @property
    def environment(self) -> dict[str, str]:
        """Where a process started here finds it."""
        return environment(self.paths)


@cache
def folder() -> Path:
    """The folder of this run."""
    made = Path(tempfile.mkdtemp(prefix="kpi-benchmarks-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@cache
def bulk(rows: int) -> Path:
    """A CP949 CSV with this many firm results, side-car beside it."""
    from pipelines.samples.bulk import write_bulk

    made = folder() / f"bulk-{rows}"
    made.mkdir()
    return write_bulk(rows, made, load(Paths().catalogue), SEED)


def raw_with(name: str, rows: int, *, with_project: bool) -> Paths:
    """Paths below the run's folder with a bulk file in raw, beside the project's own files or alone.

    Nothing is built.
    """
    raw = folder() / name / "raw"
    for part in FOLDERS:
        (raw / part).mkdir(parents=True)
        own = sorted((Paths().raw / part).iterdir()) if with_project else []
        for file in own:
            (raw / part / file.name).symlink_to(file)
    if rows:
        for file in bulk(rows).parent.iterdir():
            (raw / "sample" / file.name).symlink_to(file)
    return replace(Paths(), raw=raw, warehouse=folder() / name / "warehouse")


@cache
def built(rows: int, *, with_project: bool = True) -> Built:
    """The warehouse of the project's files and this many firm results, built by the command line."""
    name = f"built-{rows}-{'all' if with_project else 'alone'}"
    paths = raw_with(name, rows, with_project=with_project)
    return Built(paths, *child(["-m", "pipelines", "build"], environment(paths)))


@cache
def released() -> Paths:
    """The project's own warehouse where it has a release, else one built from its files."""
    paths = Paths.from_environment()
    try:
        with Ledger(paths.ledger_url) as ledger:
            newest = ledger.newest_release()
    except KpiError:
        newest = None
    if newest is not None and (paths.warehouse / newest.file).is_file():
        return paths
    return built(0).paths


def environment(paths: Paths) -> dict[str, str]:
    """This process's environment, pointed at other folders."""
    kept = {name: value for name, value in os.environ.items() if name != "KPI_LEDGER_URL"}
    places = {"KPI_CATALOGUE": paths.catalogue, "KPI_RAW": paths.raw, "KPI_WAREHOUSE": paths.warehouse}
    return kept | {name: str(place) for name, place in places.items()}


def child(arguments: list[str], variables: dict[str, str]) -> tuple[float, int]:
    """Seconds and peak memory in bytes of a Python process of its own.

    Raises RuntimeError with what it complained of.
    """
    log = folder() / "child.log"
    started = time.perf_counter()
    peak = 0
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=PROJECT, env=variables, stdout=output, stderr=output
        )
        while process.poll() is None:
            peak = max(peak, peak_bytes(process.pid))
            time.sleep(LOOKED_AFTER_SECONDS)
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {log.read_text('utf-8', 'replace')[-2000:]}")
    return time.perf_counter() - started, peak


def peak_bytes(process: int) -> int:
    """The most memory a living process has held so far; 0 once it is gone.

    The system's own high-water mark, so that nothing is missed between two looks. What `wait` reports would
    not do: it starts from the size of the process that forked.
    """
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)
