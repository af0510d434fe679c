"""The app's side of the worker: jobs are handed to a process of its own and asked about, never waited for.

`worker(paths).start("prepare", draft_id=…)` answers at once with the id of a job; `state(id)` says how far it is. The
worker process is started with the first job and ends with the app, however the app ends: it reads its orders
from a pipe, and a pipe closes with its writer. Safe to share between threads.
"""

import atexit
import secrets
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal, get_args

from kpi.drafts import fault_from_json
from kpi.errors import Fault
from kpi.paths import Paths
from kpi.worker.process import WorkerProcess

Job = Literal["prepare", "compare", "release", "undo", "corrected_file", "error_file", "read_tables"]
Running = Literal["waiting", "running", "done", "failed", "interrupted"]
JOBS: tuple[str, ...] = get_args(Job)
PIPELINES = "pipelines"
COMMAND = (sys.executable, "-m", f"{PIPELINES}.worker")
ENDED = ("done", "failed", "interrupted")
STATES_KEPT = 500
# An order that no process took is given once more; a worker that cannot start is not tried for ever.
ATTEMPTS = 2
FIELDS = ("state", "step", "done", "total", "detail", "result")


@dataclass(frozen=True)
class JobState:
    """How far a job is. `step` is a key below `pipelines.steps`; `done` of `total` within it.

    `faults` say why it failed or was interrupted; `result` is what the job's function answered, as JSON:
    a Prepared, Comparison or Released, or `{"path": …}` for a written file.
    """

    job: str
    id: str = ""
    draft: str = ""
    state: Running = "waiting"
    step: str = ""
    done: int = 0
    total: int = 0
    detail: str = ""
    faults: tuple[Fault, ...] = ()
    result: dict[str, Any] | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ENDED


@dataclass
class _Given:
    """An order and how it stands; `process` is the one that has it."""

    order: dict[str, Any]
    state: JobState
    process: WorkerProcess | None = None
    attempts: int = field(default=0)


class Worker:
    """Jobs of one warehouse, done by a process that is started when it is needed and again when it is gone."""

    def __init__(self, paths: Paths, command: Sequence[str] = COMMAND) -> None:
        self._folders = [str(paths.catalogue), str(paths.raw), str(paths.warehouse), paths.ledger_override]
        self._command = tuple(command)
        self._given: dict[str, _Given] = {}
        self._process: WorkerProcess | None = None
        self._changed = threading.Condition(threading.RLock())
        self._closed = False

    def start(self, job: str, **arguments: Any) -> str:
        """Hands a job over and answers at once with its id.

        `arguments` are those of the job's function beside the paths: `draft_id=` for prepare, compare, release
        (and `viewer=`, plain), corrected_file and error_file (and `language=`); `ids=` and `viewer=` for undo.
        """
        job_id = secrets.token_hex(8)
        order = {"do": "start", "id": job_id, "job": job, "folders": self._folders, "arguments": arguments}
        state = JobState(job, job_id, str(arguments.get("draft_id", "")))
        with self._changed:
            self._forget_oldest()
            self._given[job_id] = given = _Given(order, state)
            self._hand_over(given)
        return job_id

    def state(self, job_id: str) -> JobState:
        """How far a job is; one that this app never gave, or has forgotten, reads as interrupted."""
        with self._changed:
            given = self._given.get(job_id)
        return given.state if given else _interrupted(JobState("", job_id), "unknown_job")

    def latest(self, draft: str) -> JobState | None:
        """The newest job of a draft, so that a page opened again finds it; None where this app gave none."""
        with self._changed:
            states = [given.state for given in self._given.values() if given.state.draft == draft]
        return states[-1] if states else None

    def cancel(self, job_id: str) -> None:
        """Ends a job that is not wanted any more; it reads as interrupted. What is done stays done."""
        with self._changed:
            given = self._given.get(job_id)
            if given and not given.state.ended and given.process:
                given.process.say({"do": "cancel", "id": job_id})

    def wait(self, job_id: str, seconds: float) -> JobState:
        """The state once it has ended, or after so many seconds. For programs; a page asks `state` instead."""
        until = time.monotonic() + seconds
        with self._changed:
            while not self.state(job_id).ended and (left := until - time.monotonic()) > 0:
                self._changed.wait(left)
        return self.state(job_id)

    def warm_up(self) -> None:
        """Starts the process before the first job, so that nobody waits for its imports."""
        with self._changed:
            self._running_process()

    @property
    def pid(self) -> int | None:
        """The number of the worker process, or None while there is none."""
        with self._changed:
            return self._process.pid if self._process and self._process.alive else None

    def close(self) -> None:
        """Ends the worker process and everything it does; later jobs read as interrupted."""
        with self._changed:
            self._closed, process = True, self._process
        if process:
            process.close()

    def _forget_oldest(self) -> None:
        """Keeps memory bounded; what still runs is never forgotten."""
        old = [job_id for job_id, given in self._given.items() if given.state.ended]
        for job_id in old[: max(0, len(self._given) - STATES_KEPT)]:
            del self._given[job_id]

    def _hand_over(self, given: _Given) -> None:
        given.attempts += 1
        process = self._running_process()
        if process is None:
            self._change(given, _interrupted(given.state, "not_started"))
        else:
            given.process = process
            process.say(given.order)

    def _running_process(self) -> WorkerProcess | None:
        """The process, started anew where there is none; None when that is impossible."""
        if not self._closed and (self._process is None or not self._process.alive):
            try:
                self._process = WorkerProcess(self._command, self._heard, self._ended)
            except OSError:
                self._process = None
        return None if self._closed else self._process

    def _heard(self, message: dict[str, Any]) -> None:
        """What the worker says of a job; what it says of one that has ended meanwhile does not count."""
        with self._changed:
            given = self._given.get(message.get("id", ""))
            if given and not given.state.ended:
                said = {name: message[name] for name in FIELDS if name in message}
                faults = tuple(fault_from_json(fault) for fault in message.get("faults", ()))
                self._change(given, replace(given.state, **said, faults=faults))

    def _ended(self, process: WorkerProcess) -> None:
        """A worker process is gone: what ran in it is interrupted, what it had not begun is given to the next."""
        with self._changed:
            for given in list(self._given.values()):
                if given.process is not process or given.state.ended:
                    continue
                if given.state.state == "waiting" and given.attempts < ATTEMPTS and not self._closed:
                    self._hand_over(given)
                else:
                    self._change(given, _interrupted(given.state, "worker_ended"))

    def _change(self, given: _Given, state: JobState) -> None:
        given.state = state
        self._changed.notify_all()


def _interrupted(state: JobState, name: str) -> JobState:
    return replace(state, state="interrupted", faults=(Fault(f"worker_errors.{name}"),))


@lru_cache(maxsize=8)
def worker(paths: Paths, command: tuple[str, ...] = COMMAND) -> Worker:
    """The one worker of this app for these folders and this command; it ends with the app."""
    made = Worker(paths, command)
    atexit.register(made.close)
    return made
