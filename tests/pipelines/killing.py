"""Builds in processes of their own that kill themselves at a chosen step, or are killed after a time.

Run as a program it is a forge: the pipeline and Great Expectations are imported once, and every build is a
fork, so that one costs little. A *step* is whatever changes something on the disk or is about to: an opened,
renamed, linked or synced file, a folder, a table of the release, the beginning and the end of every
transaction of the ledger.
"""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from small_world import small_world

from kpi.paths import PROJECT, Paths

PATIENCE_SECONDS = 180
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
AUDITED = {"os.rename", "os.remove", "os.mkdir", "os.symlink", "os.chmod", "os.truncate", "shutil.rmtree"}


@dataclass(frozen=True)
class Ended:
    """The signal that killed a build or 0, its exit code, and the steps it took when it was not killed."""

    killed_by: int
    exit_code: int
    steps: tuple[str, ...]


class Forge:
    """A process that forks builds. Use as a context."""

    def __enter__(self) -> Self:
        search = [str(PROJECT), str(Path(__file__).parent)]
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(search)},
        )  # fmt: skip
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._process.communicate()

    def build(self, paths: Paths, kill_at: int | None = None, kill_after: float | None = None) -> Ended:
        """One build, to its end or to its death at this step (from 0) or after so many seconds."""
        order = {
            "folders": [str(paths.catalogue), str(paths.raw), str(paths.warehouse)],
            "kill_at": kill_at,
            "kill_after": kill_after,
        }
        assert self._process.stdin is not None and self._process.stdout is not None
        print(json.dumps(order), file=self._process.stdin, flush=True)
        ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE_SECONDS)
        assert ready, "a build neither ended nor died"
        answer = json.loads(self._process.stdout.readline())
        return Ended(answer["killed_by"], answer["exit_code"], tuple(answer["steps"]))


class Steps:
    """Counts what a build does and kills its process at one of the steps."""

    def __init__(self, folders: tuple[Path, ...], kill_at: int | None) -> None:
        self.taken: list[str] = []
        self._folders = tuple(str(folder) for folder in folders)
        self._kill_at = kill_at

    def take(self, name: str) -> None:
        if len(self.taken) == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.taken.append(name)

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Python tells of every file it is about to touch."""
        if event == "open":
            path, _, flags = arguments
            if not isinstance(flags, int) or not flags & WRITING:
                return
        elif event in AUDITED:
            path = arguments[1] if event == "os.symlink" else arguments[0]
        else:
            return
        if isinstance(path, (str, os.PathLike)) and str(path).startswith(self._folders):
            self.take(f"{event} {Path(path).name}")

    def before(self, owner: Any, name: str) -> None:
        """Makes every call of `owner.name` a step, and its return another."""
        original: Callable[..., Any] = getattr(owner, name)

        def stepped(*arguments: Any, **named: Any) -> Any:
            self.take(f"before {name}")
            result = original(*arguments, **named)
            self.take(f"after {name}")
            return result

        setattr(owner, name, stepped)

    def watch(self) -> None:
        """Puts a step wherever the disk changes without Python's audit telling so."""
        import pandas as pd
        import pyarrow.parquet as pq

        import kpi.ledger
        from kpi.warehouse import ReleaseBuilder

        for owner, name in [
            (os, "fsync"), (pd.DataFrame, "to_parquet"), (pq.ParquetWriter, "write_table"),
            (pq.ParquetWriter, "close"), (ReleaseBuilder, "table"), (ReleaseBuilder, "finish"),
            (kpi.ledger.submissions, "accept"), (kpi.ledger.releases, "enter"),
        ]:  # fmt: skip
            self.before(owner, name)
        kpi.ledger.writing = self._transactions(kpi.ledger.writing)
        sys.addaudithook(self.audit)

    def _transactions(self, writing: Callable[..., Any]) -> Callable[..., Any]:
        @contextmanager
        def stepped(engine: Any) -> Iterator[Any]:
            with writing(engine) as connection:
                self.take("transaction begun")
                yield connection
                self.take("about to commit")
            self.take("committed")

        return stepped


def main() -> None:
    """Reads one order a line and answers each with how the build ended."""
    from pipelines import building

    warm_up(building)
    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps(forked(building, order)), flush=True)


def warm_up(building: Any) -> None:
    """One build here, so that no fork pays for what is done once a process: imports, the catalogue."""
    building.load = cache(building.load)
    with tempfile.TemporaryDirectory() as folder:
        world = small_world(Path(folder))
        world.add_investment("warm.csv", 1)
        building.build(world.paths)


def forked(building: Any, order: dict[str, Any]) -> dict[str, Any]:
    """A build in a child of this process."""
    building.load(Path(order["folders"][0]))
    reading_end, writing_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading_end)
        os._exit(_built(building, order, writing_end))
    os.close(writing_end)
    if order["kill_after"] is not None:
        time.sleep(order["kill_after"])
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading_end) as pipe:
        steps = json.loads(pipe.read() or "[]")
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {"killed_by": max(-code, 0), "exit_code": max(code, 0), "steps": steps}


def _built(building: Any, order: dict[str, Any], pipe: int) -> int:
    catalogue, raw, warehouse = map(Path, order["folders"])
    steps = Steps((raw, warehouse), order["kill_at"])
    steps.watch()
    try:
        building.build(Paths(catalogue, raw, warehouse))
    except Exception as error:
        print(repr(error), file=sys.stderr)
        return 1
    os.write(pipe, json.dumps(steps.taken).encode())
    return 0


if __name__ == "__main__":
    main()
