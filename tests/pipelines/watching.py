"""Another process that reads the newest release all the time, as the pages do, and writes down what it saw.

Run as a program with the three folders of a product; it stops when its input ends.
"""

import json
import os
import select
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from kpi.paths import PROJECT, Paths

PAUSE_SECONDS = 0.05
ROUNDS_BETWEEN_FRESH_STARTS = 20


@dataclass(frozen=True)
class Seen:
    """One reading: when it began (seconds of the steady clock), the number in 억원, or what went wrong."""

    began: float
    value: int | None
    error: str


class Watcher:
    """Reads from entering to leaving; `seen` holds every reading afterwards, oldest first."""

    def __init__(self, paths: Paths) -> None:
        self.seen: list[Seen] = []
        self._folders = [str(paths.catalogue), str(paths.raw), str(paths.warehouse)]

    def __enter__(self) -> Self:
        search = [str(PROJECT), str(Path(__file__).parent)]
        self._notes = tempfile.TemporaryFile("w+")
        self._process = subprocess.Popen(
            [sys.executable, __file__, *self._folders], stdin=subprocess.PIPE, stdout=self._notes,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(search)},
        )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()
        self._notes.seek(0)
        self.seen = [Seen(**json.loads(line)) for line in self._notes]
        self._notes.close()


def main() -> None:
    """Reads through the named queries; now and then as a process that has just started would."""
    from small_world import EOK, value_of

    from kpi.access import LOCAL_VIEWER
    from kpi.ledger import Ledger
    from kpi.queries.moments import resolve
    from kpi.queries.values import values

    paths = Paths(*map(Path, sys.argv[1:]))
    asked = {
        "metrics": ["investment_linked"],
        "zones": ["gunsan"],
        "periods": ["2024Q1"],
        "bases": ["in_period"],
    }

    def as_a_page() -> int:
        (value,) = values(LOCAL_VIEWER, resolve(paths), **asked)["value"]
        return int(value) // EOK

    def as_a_newcomer() -> int:
        with Ledger(paths.ledger_url) as ledger:
            newest = ledger.newest_release()
        assert newest is not None
        value_of(paths.newest_link, paths.warehouse)
        return value_of(paths.warehouse / newest.file, paths.warehouse)

    rounds = 0
    while not select.select([sys.stdin], [], [], PAUSE_SECONDS)[0]:
        began, value, error = time.monotonic(), None, ""
        try:
            value = as_a_page() if rounds % ROUNDS_BETWEEN_FRESH_STARTS else as_a_newcomer()
        except Exception as failure:
            error = repr(failure)
        print(json.dumps({"began": began, "value": value, "error": error}), flush=True)
        rounds += 1


if __name__ == "__main__":
    main()
