"""What a worker process says of a job: how far it is and how it ended, as lines of JSON into a pipe."""

import importlib
import json
import logging
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from kpi.drafts import fault_as_json
from kpi.errors import Fault, KpiError
from kpi.submissions import Progress, Report

SECONDS_BETWEEN_PROGRESS = 0.05
REFERENCE_BYTES = 4
LOG = logging.getLogger(__name__)


def answered(job_id: str, doing: str, call: Callable[[Report], Any], pipe: int) -> None:
    """Calls the job's function with what it reports to, and writes how it ended; only a process that dies leaves the
    end out.
    """
    said = _Said(job_id, pipe)
    try:
        answer = call(said.progress)
        said(state="done", result=as_json(answer))
    except KpiError as error:
        said(state="failed", faults=[fault_as_json(fault) for fault in error.faults])
    except MemoryError:
        said(state="failed", faults=[fault_as_json(Fault("worker_errors.memory"))])
    except Exception as error:
        told = {"reference": logged(error, f"doing the job {doing}")}
        fault = Fault("worker_errors.unexpected", value=type(error).__name__, extra=told)
        said(state="failed", faults=[fault_as_json(fault)])


def logged(error: BaseException, doing: str) -> str:
    """Writes the error with its traceback to the log and returns the reference that finds it there: 8 hex digits."""
    reference = secrets.token_hex(REFERENCE_BYTES)
    LOG.error("error %s while %s", reference, doing, exc_info=error)
    return reference


def function_of(name: str) -> Callable[..., Any]:
    """The function behind `module:name`."""
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def as_json(answer: Any) -> dict[str, Any]:
    """What a function answered, as plain values; a path is `{"path": …}`, nothing is `{}`."""
    if answer is None:
        return {}
    if isinstance(answer, Path):
        return {"path": str(answer)}
    if is_dataclass(answer) and not isinstance(answer, type):
        return asdict(answer)
    return answer.model_dump(mode="json")


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
