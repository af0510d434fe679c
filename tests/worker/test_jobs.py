"""What a job answers, and what becomes of one that fails, crashes or takes too much."""

import signal
from inspect import signature
from pathlib import Path

import pytest
from working import PATIENCE_SECONDS, is_alive, odd_worker, until

from kpi.errors import Fault, Place
from kpi.paths import Paths
from kpi.text import LANGUAGES, message
from kpi.worker import ENDED, JOBS, JobState, Worker
from pipelines import jobs as pipeline_jobs
from pipelines.workplace import PREFIX


def done(worker: Worker, job: str, **arguments: object) -> JobState:
    return worker.wait(worker.start(job, **arguments), PATIENCE_SECONDS)


def test_a_job_answers_with_its_result_and_the_end_of_its_progress(odd: Worker) -> None:
    state = done(odd, "add", numbers=[1, 2, 39])
    assert (state.state, state.faults) == ("done", ())
    assert state.result == {"release": 42, "submissions": ["a", "b"], "new": True, "seconds": 0.0}
    assert (state.step, state.done, state.total) == ("build", 3, 3)


def test_a_written_file_is_answered_by_its_path(odd: Worker, paths: Paths) -> None:
    state = done(odd, "write", text="한글")
    assert state.result == {"path": str(paths.warehouse / "written.txt")}
    assert (paths.warehouse / "written.txt").read_text("utf-8") == "한글"


def test_faults_come_across_with_all_they_carry_and_can_be_told(odd: Worker) -> None:
    state = done(odd, "refuse")
    assert state.state == "failed"
    assert state.faults[0] == Fault(
        "storing_errors.build_busy",
        Place(file="세입.csv", sheet="입주", row=12, column="특구"),
        7,
        ["a", "b"],
        {"pid": "7", "started_at": "2025"},
    )
    assert [fault.code for fault in state.faults[1:]] == ["storing_errors.not_readable"]
    assert all("세입.csv" in message(state.faults[0], language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("job", "state", "code", "value"),
    [
        ("stumble", "failed", "worker_errors.unexpected", "ZeroDivisionError"),
        ("absent", "failed", "worker_errors.unexpected", "ModuleNotFoundError"),
        ("never heard of", "failed", "worker_errors.unexpected", "KeyError"),
        ("eat", "failed", "worker_errors.memory", None),
        ("die", "interrupted", "worker_errors.killed", "SIGKILL"),
        ("segfault", "interrupted", "worker_errors.killed", "SIGSEGV"),
        ("leave", "interrupted", "worker_errors.killed", "3"),
    ],
)
def test_what_goes_wrong_in_a_job_is_told_and_hurts_no_other(
    odd: Worker, job: str, state: str, code: str, value: str | None
) -> None:
    ended = done(odd, job)
    assert (ended.state, [fault.code for fault in ended.faults]) == (state, [code])
    assert ended.faults[0].value == value
    assert all(message(ended.faults[0], language) for language in LANGUAGES)
    assert done(odd, "add", numbers=[1]).state == "done"


def test_an_unexpected_fault_tells_nothing_of_what_is_inside(odd: Worker) -> None:
    (fault,) = done(odd, "stumble").faults
    assert "secret" not in message(fault, "ko") + message(fault, "en")


def test_a_job_that_reports_and_prints_without_end_is_neither_slow_nor_garbled(own: Worker) -> None:
    heard = []
    original = own._heard
    own._heard = lambda said: (heard.append(said), original(said))[1]  # type: ignore[method-assign]
    state = done(own, "chatter", steps=100_000)
    assert (state.state, state.result) == ("done", {})
    assert 0 < len(heard) < 1_000


def test_a_job_is_bounded_and_gentle(odd: Worker) -> None:
    bounds = done(odd, "bounds").result
    assert bounds == {"address_space": 3 << 30, "core": 0, "niceness_added": 5, "input": ""}


def test_duckdb_arrow_and_great_expectations_work_in_a_fork_of_one_thread(paths: Paths) -> None:
    worker = odd_worker(paths)
    try:
        first, second = worker.start("analyse", draft_id="a"), worker.start("analyse", draft_id="b")
        ended = [worker.wait(job, PATIENCE_SECONDS) for job in (first, second)]
        assert [(state.state, state.faults) for state in ended] == [("done", ())] * 2
        assert (paths.warehouse / "threads.txt").read_text() == "1"
    finally:
        worker.close()


def test_every_job_of_the_app_has_its_function_however_often_it_is_looked_up() -> None:
    assert set(pipeline_jobs.JOBS) == set(JOBS)
    for _ in range(2):
        functions = {job: pipeline_jobs.function_of(name) for job, name in pipeline_jobs.JOBS.items()}
        assert all(next(iter(signature(function).parameters)) == "paths" for function in functions.values())


def test_the_worker_of_the_app_serves_the_jobs_of_the_pipeline(tmp_path: Path) -> None:
    real = Worker(Paths(Paths().catalogue, tmp_path / "raw", tmp_path / "warehouse"))
    try:
        state = done(real, "prepare", draft_id="0123456789abcdef")
        assert (state.state, state.draft) == ("failed", "0123456789abcdef")
        assert [fault.code for fault in state.faults] == ["ledger_errors.draft_unknown"]
    finally:
        real.close()


def test_a_job_can_be_cancelled_while_it_runs_and_before(odd: Worker, paths: Paths) -> None:
    running = odd.start("hang", draft_id="one", mark="pid")
    waiting = odd.start("note", draft_id="one", name="never")
    until((paths.warehouse / "pid").exists)
    odd.cancel(waiting)
    odd.cancel(running)
    states = [odd.wait(job, PATIENCE_SECONDS) for job in (running, waiting)]
    assert [state.state for state in states] == ["interrupted"] * 2
    assert [state.faults[0].code for state in states] == ["worker_errors.cancelled"] * 2
    assert not is_alive(int((paths.warehouse / "pid").read_text()))
    assert not (paths.warehouse / "notes.txt").exists()


@pytest.mark.parametrize("dies", [False, True])
def test_what_a_job_leaves_in_temporary_files_goes_with_it(odd: Worker, paths: Paths, dies: bool) -> None:
    assert done(odd, "litter", dies=dies).ended
    left = Path((paths.warehouse / "litter").read_text())
    assert left.parent.parent.name.startswith(f"{PREFIX}{odd.pid}-")
    until(lambda: not left.parent.exists())
    assert left.parent.parent.is_dir()


def test_a_signal_to_a_job_reaches_no_other(odd: Worker, paths: Paths) -> None:
    other = odd.start("note", draft_id="other", name="other", seconds=0.5)
    assert done(odd, "die", with_signal=int(signal.SIGTERM)).faults[0].value == "SIGTERM"
    assert odd.wait(other, PATIENCE_SECONDS).state == "done"


def test_a_job_nobody_knows_reads_as_interrupted(odd: Worker) -> None:
    state = odd.state("0123456789abcdef")
    assert state.ended and state.faults[0].code == "worker_errors.unknown_job"
    assert set(ENDED) == {"done", "failed", "interrupted"}
