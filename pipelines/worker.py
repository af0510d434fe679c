"""`python -m pipelines.worker`: imports everything heavy once, then forks a fresh process for each job.

Orders come in on standard input and answers go out on standard output, a line of JSON each. A job's memory returns
to the system with its process, and what kills that process (a bad file, a limit, an operator) hurts nothing else. The
worker itself runs one thread and never touches DuckDB or Arrow, so that forking it is safe; it ends, with all jobs,
when its input does.
"""

import ctypes
import gc
import importlib
import json
import os
import resource
import selectors
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn

from kpi.drafts import fault_as_json
from kpi.errors import Fault
from kpi.worker.answering import function_of
from pipelines.jobs import JOBS, run
from pipelines.workplace import Workplace, use

AT_ONCE = 2
PIECE = 1 << 16
# Jobs that publish take turns: only one can hold the build's lock.
PUBLISHING = {"release", "undo"}
GIB = 1 << 30
SMALLEST_LIMIT = 8 * GIB
# Behind the pages, which somebody is looking at.
NICENESS = 5
# The first to go when the machine runs out of memory.
OOM_SCORE = "500"
PR_SET_PDEATHSIG = 1
# What libraries import only when it is needed, and every job needs it.
IMPORTED_LATE = ("pyarrow.dataset", "pyarrow.pandas_compat")


@dataclass
class _Job:
    """An order with its process, once it has one; `said` is the beginning of a line not yet ended."""

    order: dict[str, Any]
    pid: int = 0
    pipe: int = -1
    said: bytes = b""
    ended: bool = False
    cancelled: bool = False

    @property
    def turns(self) -> set[str]:
        """Jobs that share one of these run one after another: those of a draft, and those that publish."""
        shared = {f"draft {draft}"} if (draft := self.order["arguments"].get("draft_id")) else set()
        return shared | ({"publishing"} if self.order["job"] in PUBLISHING else set())


class Supervisor:
    """Takes orders from one descriptor and writes answers to another; single-threaded, never waits for a job."""

    def __init__(self, orders: int, answers: int, jobs: Mapping[str, str], memory_limit: int) -> None:
        self._orders, self._answers = orders, answers
        self._names, self._memory_limit = jobs, memory_limit
        self._jobs: list[_Job] = []
        self._unread = b""
        self._workplace = Workplace()
        self._selector = selectors.DefaultSelector()
        self._selector.register(orders, selectors.EVENT_READ, self._take_orders)

    def serve(self) -> None:
        """Works until the orders end; then every job is ended too."""
        try:
            while self._orders >= 0:
                for key, _ in self._selector.select():
                    key.data()
                self._start_what_may()
        finally:
            for job in self._jobs:
                self._kill(job)
            for job in (job for job in self._jobs if job.pid):
                os.waitpid(job.pid, 0)
            self._workplace.close()

    def _take_orders(self) -> None:
        piece = os.read(self._orders, PIECE)
        if not piece:
            self._orders = -1
        *lines, self._unread = (self._unread + piece).split(b"\n")
        for line in lines:
            order = json.loads(line)
            {"start": self._accept, "cancel": self._cancel}[order.pop("do")](order)

    def _accept(self, order: dict[str, Any]) -> None:
        self._jobs.append(_Job(order))

    def _cancel(self, order: dict[str, Any]) -> None:
        for job in self._jobs:
            if job.order["id"] == order["id"]:
                job.cancelled = True
                if job.pid:
                    self._kill(job)
                else:
                    self._jobs.remove(job)
                    self._say_interrupted(job, "cancelled")
                return

    def _start_what_may(self) -> None:
        """First come, first served, but for jobs that wait for one before them."""
        busy: set[str] = set()
        running = sum(1 for job in self._jobs if job.pid)
        for job in self._jobs:
            if not job.pid and running < AT_ONCE and not job.turns & busy:
                self._start(job)
                running += 1
            busy |= job.turns

    def _start(self, job: _Job) -> None:
        reading_end, writing_end = os.pipe()
        worker, folder = os.getpid(), self._workplace.make(job.order["id"])
        job.pid = os.fork()
        if job.pid == 0:
            use(folder)
            self._be_a_child(job, worker, writing_end)
        os.close(writing_end)
        job.pipe = reading_end
        self._selector.register(reading_end, selectors.EVENT_READ, lambda: self._hear(job))
        self._say({"id": job.order["id"], "state": "running"})

    def _be_a_child(self, job: _Job, worker: int, pipe: int) -> NoReturn:
        code = 1
        try:
            _bound(worker, self._memory_limit)
            # The app waits for the end of these: nobody but the worker may hold them.
            self._selector.close()
            os.close(self._answers)
            run(job.order, self._names, pipe)
            code = 0
        finally:
            # Nothing of the worker's own end is to run here.
            os._exit(code)

    def _hear(self, job: _Job) -> None:
        piece = os.read(job.pipe, PIECE)
        if not piece:
            self._bury(job)
            return
        whole, _, job.said = (job.said + piece).rpartition(b"\n")
        for line in whole.split(b"\n") if whole else ():
            job.ended = job.ended or json.loads(line)["state"] in ("done", "failed")
            self._write(line + b"\n")

    def _bury(self, job: _Job) -> None:
        self._selector.unregister(job.pipe)
        os.close(job.pipe)
        code = os.waitstatus_to_exitcode(os.waitpid(job.pid, 0)[1])
        self._workplace.remove(job.order["id"])
        self._jobs.remove(job)
        if not job.ended:
            self._say_interrupted(job, "cancelled" if job.cancelled else "killed", code)

    def _say_interrupted(self, job: _Job, name: str, code: int = 0) -> None:
        fault = Fault(f"worker_errors.{name}", value=_ending(code))
        self._say({"id": job.order["id"], "state": "interrupted", "faults": [fault_as_json(fault)]})

    def _kill(self, job: _Job) -> None:
        if job.pid:
            with suppress(ProcessLookupError):
                os.kill(job.pid, signal.SIGKILL)

    def _say(self, message: Mapping[str, Any]) -> None:
        self._write(json.dumps(message).encode() + b"\n")

    def _write(self, line: bytes) -> None:
        while line:
            line = line[os.write(self._answers, line) :]


def _ending(code: int) -> str:
    """How a process ended: the signal's name, or its exit code."""
    if code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return str(code)


def _bound(worker: int, memory_limit: int) -> None:
    """Bounds what a job may use, and ends it with the worker."""
    _die_with(worker)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    for limit, most in ((resource.RLIMIT_AS, memory_limit), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    os.nice(NICENESS)
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:
        score.write(OOM_SCORE)


def _die_with(worker: int) -> None:
    """Linux ends the child with its parent; elsewhere the next line written to the closed pipe does."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != worker:
        os._exit(1)


def memory_limit() -> int:
    """Address space for one job in bytes: three quarters of the machine's memory, at least 8 GiB.

    Libraries reserve far more than they use, so this stops what has run wild, not what is merely large.
    """
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(SMALLEST_LIMIT, machine * 3 // 4)


def warm_up(jobs: Mapping[str, str] = JOBS) -> None:
    """Imports what jobs use, Great Expectations first of all, and keeps it from the collector for ever."""
    from checks import engine

    engine.warm_up()
    for module in IMPORTED_LATE:
        importlib.import_module(module)
    for name in jobs.values():
        # What cannot be imported is told by the job that needs it.
        with suppress(ImportError, AttributeError):
            function_of(name)


def work(
    jobs: Mapping[str, str] = JOBS, warm: Callable[[], None] = warm_up, limit: int | None = None
) -> None:
    """Serves standard input to standard output until the input ends."""
    answers = os.dup(1)
    # What any library prints belongs to the log, not between the answers.
    os.dup2(2, 1)
    warm()
    gc.collect()
    gc.freeze()
    Supervisor(0, answers, jobs, limit or memory_limit()).serve()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError):
        work()
    # Nothing is left to be tidied, and libraries that are taken down one by one complain into the log.
    os._exit(0)
