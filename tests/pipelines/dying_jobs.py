"""A worker whose jobs are the real ones, but kill themselves at a chosen step. Run as a program it serves them.

A *step* is whatever changes something on the disk or is about to (`tests/pipelines/killing.py`). `kill_at` names one; a
job that gets past its last step writes down how many there were.
"""

import os
from typing import Any

from killing import Steps

from kpi.paths import Paths
from kpi.submissions import Report
from kpi.worker.answering import function_of
from pipelines.jobs import JOBS
from pipelines.worker import warm_up, work

REAL = {name: JOBS[name] for name in ("prepare", "compare", "release", "undo")}
DYING = {name: f"dying_jobs:{name}" for name in REAL}
STEPS = "steps.txt"


def stepped(job: str, paths: Paths, report: Report, kill_at: int, arguments: dict[str, Any]) -> Any:
    """The job, to its end or to its death."""
    if kill_at == -1:
        return function_of(REAL[job])(paths, report=report, **arguments)
    steps = Steps((paths.raw, paths.warehouse), kill_at)
    steps.watch()
    answer = function_of(REAL[job])(paths, report=report, **arguments)
    (paths.warehouse.parent / STEPS).write_text(str(len(steps.taken)))
    return answer


def prepare(paths: Paths, report: Report, kill_at: int = -1, **arguments: Any) -> Any:
    return stepped("prepare", paths, report, kill_at, arguments)


def compare(paths: Paths, report: Report, kill_at: int = -1, **arguments: Any) -> Any:
    return stepped("compare", paths, report, kill_at, arguments)


def release(paths: Paths, report: Report, kill_at: int = -1, **arguments: Any) -> Any:
    return stepped("release", paths, report, kill_at, arguments)


def undo(paths: Paths, report: Report, kill_at: int = -1, **arguments: Any) -> Any:
    return stepped("undo", paths, report, kill_at, arguments)


if __name__ == "__main__":
    work(DYING, lambda: warm_up({**REAL, **DYING}))
    os._exit(0)
