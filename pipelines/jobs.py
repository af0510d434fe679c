"""One job in a process of its own: the function is called, and all it says goes through a pipe as lines of JSON."""

import importlib
import inspect
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from kpi.drafts import fault_as_json
from kpi.errors import Fault, KpiError
from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.submissions import Progress
from pipelines.mishaps import logged

# By name, so that a job costs nothing until it is asked for.
JOBS = {
    "prepare": "pipelines.submitting.preparing:prepare",
    "compare": "pipelines.submitting.comparing:compare",
    "release": "pipelines.submitting.releasing_draft:release_draft",
    "undo": "pipelines.submitting.undoing:undo",
    "corrected_file": "pipelines.submitting.corrected:corrected_file",
    "error_file": "pipelines.submitting.faulty_rows:error_file",
    "read_tables": "pipelines.own_tables:read_tables",
}
SECONDS_BETWEEN_PROGRESS = 0.05
MESSAGE_CHARACTERS = 500


def run(order: Mapping[str, Any], jobs: Mapping[str, str], pipe: int) -> None:
    """Does what the order says and writes how it ended; only a process that dies leaves the end out."""
    said = _Said(order["id"], pipe)
    try:
        answer = _called(order, jobs, said.progress)
        said(state="done", result=as_json(answer))
    except KpiError as error:
        said(state="failed", faults=[fault_as_json(fault) for fault in error.faults])
    except MemoryError:
        said(state="failed", faults=[fault_as_json(Fault("worker_errors.memory"))])
    except Exception as error:
        told = {"reference": logged(error, f"doing the job {order['job']}")}
        fault = Fault("worker_errors.unexpected", value=type(error).__name__, extra=told)
        said(state="failed", faults=[fault_as_json(fault)])


def function_of(name: str) -> Callable[..., Any]:
    """The function behind `module:name`."""
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


@contextmanager
def noted(paths: Paths, draft: str, job: str) -> Iterator[None]:
    """The ledger knows of the job while it runs; one whose process dies reads as interrupted there.

    Undoing is over no draft. Raises LedgerError while another process works on the same draft.
    """
    if not draft and job != "undo":
        yield
        return
    with Ledger(paths.ledger_url) as ledger:
        ledger.start_job(draft, job)
        try:
            yield
        except BaseException as error:
            ledger.end_job(draft, "failed", str(error)[:MESSAGE_CHARACTERS])
            raise
        ledger.end_job(draft, "finished", "")


def as_json(answer: Any) -> dict[str, Any]:
    """What a function answered, as plain values; a path is `{"path": …}`, nothing is `{}`."""
    if answer is None:
        return {}
    if isinstance(answer, Path):
        return {"path": str(answer)}
    if is_dataclass(answer) and not isinstance(answer, type):
        return asdict(answer)
    return answer.model_dump(mode="json")


def _called(order: Mapping[str, Any], jobs: Mapping[str, str], report: Callable[[Progress], None]) -> Any:
    catalogue, raw, warehouse, ledger = order["folders"]
    paths = Paths(Path(catalogue), Path(raw), Path(warehouse), ledger)
    function, arguments = function_of(jobs[order["job"]]), dict(order["arguments"])
    if "report" in inspect.signature(function).parameters:
        arguments["report"] = report
    with noted(paths, arguments.get("draft_id", ""), order["job"]):
        return function(paths, **arguments)


class _Said:
    """Writes to the pipe; progress no oftener than eyes can follow, but the end of each step always."""

    def __init__(self, job_id: str, pipe: int) -> None:
        self._id, self._pipe = job_id, pipe
        self._step, self._at = "", 0.0

    def __call__(self, **content: Any) -> None:
        line = json.dumps({"id": self._id, **content}, default=str).encode() + b"\n"
        while line:
            line = line[os.write(self._pipe, line) :]

    def progress(self, progress: Progress) -> None:
        now = time.monotonic()
        ends = progress.done >= progress.total
        if progress.step == self._step and not ends and now - self._at < SECONDS_BETWEEN_PROGRESS:
            return
        self._step, self._at = progress.step, now
        self(state="running", **asdict(progress))
