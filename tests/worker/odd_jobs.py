"""A worker with jobs that do well, fail, crash, hang or eat memory. Run as a program it serves them."""

import ctypes
import importlib
import os
import resource
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from kpi.drafts import Released
from kpi.errors import Fault, FileError, Place
from kpi.paths import Paths
from kpi.submissions import Progress, Report

JOBS = {
    name: f"odd_jobs:{name}"
    for name in (
        "add", "write", "refuse", "stumble", "die", "segfault", "hang", "eat", "note", "analyse", "chatter",
        "leave", "bounds", "fill", "litter",
    )
}  # fmt: skip
JOBS |= {"release": "odd_jobs:note", "undo": "odd_jobs:note", "absent": "no_such_module:nothing"}
JOBS |= {"read_tables": "pipelines.own_tables:read_tables"}
LIMIT_BYTES = 3 << 30


def add(paths: Paths, report: Report, numbers: list[int]) -> Released:
    """The sum as a release number, with one step of progress for each number."""
    for done, _ in enumerate(numbers):
        report(Progress("build", done, len(numbers), f"number {done}"))
    report(Progress("build", len(numbers), len(numbers)))
    return Released(release=sum(numbers), submissions=("a", "b"))


def chatter(paths: Paths, report: Report, steps: int) -> None:
    """Reports oftener than anybody can read, and prints where only answers belong."""
    for done in range(steps):
        report(Progress("build", done, steps))
        if done % 10_000 == 0:
            print("not for the app", flush=True)


def write(paths: Paths, text: str) -> Path:
    file = paths.warehouse / "written.txt"
    file.write_text(text, "utf-8")
    return file


def refuse(paths: Paths) -> None:
    """Two faults with everything a fault can carry."""
    place = Place(file="세입.csv", sheet="입주", row=12, column="특구")
    raise FileError(
        Fault("storing_errors.build_busy", place, 7, ("a", "b"), {"pid": "7", "started_at": "2025"}),
        Fault("storing_errors.not_readable", Place(file="b.csv")),
    )


def stumble(paths: Paths) -> None:
    raise ZeroDivisionError("a secret path")


def die(paths: Paths, with_signal: int = signal.SIGKILL) -> None:
    os.kill(os.getpid(), with_signal)


def segfault(paths: Paths) -> None:
    ctypes.string_at(0)


def hang(paths: Paths, mark: str = "", **_: Any) -> None:
    """Leaves its process number under a name and stays."""
    if mark:
        (paths.warehouse / mark).write_text(str(os.getpid()))
    time.sleep(600)


def eat(paths: Paths) -> None:
    held = []
    while True:
        held.append(bytearray(256 << 20))


def fill(paths: Paths, megabytes: int) -> None:
    """Takes so much memory, uses it and ends."""
    assert len(bytearray(os.urandom(1 << 20)) * megabytes) == megabytes << 20


def litter(paths: Paths, dies: bool) -> Path:
    """Leaves a temporary file and a folder behind."""
    folder = Path(tempfile.mkdtemp())
    (folder / "left").write_text("behind")
    (paths.warehouse / "litter").write_text(str(folder))
    if dies:
        os.kill(os.getpid(), signal.SIGKILL)
    return folder


def leave(paths: Paths) -> None:
    os._exit(3)


class Bounds(BaseModel):
    """What a job may use: bytes, and how far it stands back."""

    address_space: int
    core: int
    niceness_added: int
    input: str


def bounds(paths: Paths) -> Bounds:
    """Measured from within."""
    return Bounds(
        address_space=resource.getrlimit(resource.RLIMIT_AS)[0],
        core=resource.getrlimit(resource.RLIMIT_CORE)[0],
        niceness_added=os.nice(0) - os.getpriority(os.PRIO_PROCESS, os.getppid()),
        input=sys.stdin.read(),
    )


def note(paths: Paths, name: str = "", seconds: float = 0.1, **_: Any) -> None:
    """Writes down when it began and when it ended."""
    with (paths.warehouse / "notes.txt").open("a") as notes:
        print(name, "begins", file=notes, flush=True)
        time.sleep(seconds)
        print(name, "ends", file=notes, flush=True)


def analyse(paths: Paths, **_: Any) -> Path:
    """DuckDB, Arrow and Great Expectations with their threads, in a fork of a process that has imported them."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv as pcsv
    import pyarrow.parquet as pq

    from kpi.warehouse import scratch

    own = Path(tempfile.mkdtemp())
    file = own / "numbers.csv"
    file.write_text("number\n" + "\n".join(map(str, range(200_000))) + "\n")
    table = pcsv.read_csv(file)
    pq.write_table(pa.concat_tables([table] * 5), own / "numbers.parquet")
    with scratch(own / "bench.duckdb", own) as bench:
        bench.table("numbers", table.to_pandas())
        ((total, rows),) = bench.rows(
            f"SELECT sum(number), count(*) FROM read_parquet('{own}/numbers.parquet')"
        )
        assert bench.rows("SELECT count(*) FROM numbers") == [(200_000,)]
    assert total == 5 * pc.sum(table["number"]).as_py() and rows == 1_000_000
    assert isinstance(table.to_pandas(), pd.DataFrame)
    return file


def threads() -> int:
    """Threads of this process, as the system counts them."""
    return len(os.listdir("/proc/self/task"))


if __name__ == "__main__":
    from pipelines.worker import warm_up, work

    def warm() -> None:
        for module in ("alembic.command", "kpi.warehouse"):
            importlib.import_module(module)
        if "--cold" not in sys.argv:
            warm_up()
        (Path(sys.argv[1]) / "threads.txt").write_text(str(threads()))

    work(JOBS, warm, LIMIT_BYTES)
    os._exit(0)
