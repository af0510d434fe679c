"""A job of the worker beside the pages: what it does to whoever looks at them, and what memory it leaves taken."""

import asyncio
from collections.abc import Callable

import psutil

from benchmarks.client import Visitor
from benchmarks.measure import Line, share
from benchmarks.server import PRODUCT, Server, serving
from benchmarks.workbench import environment
from kpi.paths import Paths
from kpi.worker import Worker

IDLE_RERUNS = 60
JOB_WITHIN_SECONDS = 600
PAUSE_SECONDS = 0.1
JOB = "prepare"


def lines(paths: Paths, draft: Callable[[], str]) -> list[Line]:
    """Two lines: a viewer's waits during a preview beside those without, and the worker's memory after it and before.

    `draft` gives a new draft to be prepared.
    """
    worker = Worker(paths)
    try:
        worker.wait(worker.start(JOB, draft_id=draft()), JOB_WITHIN_SECONDS)
        before = _megabytes(worker)
        with serving(PRODUCT, environment(paths)) as server:
            given = draft()
            idle, busy = asyncio.run(waits(server, lambda: _ended(worker, worker.start(JOB, draft_id=given))))
        after = _megabytes(worker)
    finally:
        worker.close()
    medians = (
        f"medians {share(idle, 0.5):.3f} and {share(busy, 0.5):.3f} s, {len(busy)} reruns during the job"
    )
    return [
        Line(
            "filter change during a preview, p95",
            share(busy, 0.95),
            share(idle, 0.95),
            "s",
            0.5,
            "at_most",
            medians,
        ),
        Line("worker and its jobs after a preview", after, before, "MB", 1.05, note="floor: before it"),
    ]


async def waits(server: Server, job: Callable[[], Callable[[], bool]]) -> tuple[list[float], list[float]]:
    """A viewer's waits without a job, and during one. `job` starts it and gives what says whether it has ended."""
    async with Visitor(server) as visitor:
        await visitor.visit()
        for number in range(len(visitor.options)):
            await visitor.choose(number)
        idle = [await _looked(visitor, number) for number in range(IDLE_RERUNS)]
        has_ended = job()
        busy: list[float] = []
        while not has_ended():
            busy.append(await _looked(visitor, len(busy)))
    return idle, busy


def _ended(worker: Worker, job: str) -> Callable[[], bool]:
    return lambda: worker.state(job).ended


async def _looked(visitor: Visitor, number: int) -> float:
    await asyncio.sleep(PAUSE_SECONDS)
    return await visitor.choose(number)


def _megabytes(worker: Worker) -> float:
    """What the worker process and every job of it hold."""
    process = psutil.Process(worker.pid)
    return sum(each.memory_info().rss for each in (process, *process.children(recursive=True))) / 1e6
