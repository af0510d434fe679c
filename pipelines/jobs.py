"""One job in a process of its own: the function is called, and all it says goes through a pipe as lines of JSON."""

import inspect
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.submissions import Report
from kpi.worker.answering import answered, function_of

# By name, so that a job costs nothing until it is asked for.
JOBS = {
    "prepare": "pipelines.submitting.preparing:prepare",
    "compare": "pipelines.submitting.comparing:compare",
    "release": "pipelines.submitting.publishing:release",
    "undo": "pipelines.submitting.publishing:undo",
    "corrected_file": "pipelines.submitting.corrected:corrected_file",
    "error_file": "pipelines.submitting.faulty_rows:error_file",
    "read_tables": "pipelines.own_tables:read_tables",
}
MESSAGE_CHARACTERS = 500


def run(order: Mapping[str, Any], jobs: Mapping[str, str], pipe: int) -> None:
    """Does what the order says and writes how it ended; only a process that dies leaves the end out."""
    answered(order["id"], order["job"], lambda report: _called(order, jobs, report), pipe)


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


def _called(order: Mapping[str, Any], jobs: Mapping[str, str], report: Report) -> Any:
    catalogue, raw, warehouse, ledger = order["folders"]
    paths = Paths(Path(catalogue), Path(raw), Path(warehouse), ledger)
    function, arguments = function_of(jobs[order["job"]]), dict(order["arguments"])
    if "report" in inspect.signature(function).parameters:
        arguments["report"] = report
    with noted(paths, arguments.get("draft_id", ""), order["job"]):
        return function(paths, **arguments)
