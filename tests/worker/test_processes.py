"""The worker process itself: started when needed, started anew when killed, gone when the app is gone."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from working import HERE, PATIENCE_SECONDS, children_of, is_alive, odd_worker, until

from kpi.paths import PROJECT, Paths
from kpi.text import LANGUAGES, message
from kpi.worker import ATTEMPTS, Worker, worker
from pipelines.workplace import PREFIX

APP = """
import os, signal, sys, time
from pathlib import Path
sys.path.insert(0, {here!r})
from working import odd_worker
from kpi.paths import Paths
folder = Path({folder!r})
odd = odd_worker(Paths(folder, folder, folder), "--cold")
odd.start("hang", draft_id="one", mark="job")
while not (folder / "job").exists():
    time.sleep(0.01)
(folder / "worker").write_text(str(odd.pid))
{end}
"""


def test_starting_a_job_waits_for_nothing(paths: Paths) -> None:
    (paths.warehouse / "slow.py").write_text("import time; time.sleep(600)")
    slow = Worker(paths, [sys.executable, str(paths.warehouse / "slow.py")])
    jobs = [slow.start("write", text="x" * 10_000, draft_id=str(number)) for number in range(100)]
    assert {slow.state(job).state for job in jobs} == {"waiting"}
    assert slow.pid is not None
    os.kill(slow.pid, signal.SIGKILL)
    slow.close()


def test_a_worker_is_started_with_the_first_job_and_not_before(own: Worker) -> None:
    assert own.pid is None
    job = own.start("add", numbers=[1])
    assert own.pid is not None
    assert own.wait(job, PATIENCE_SECONDS).state == "done"


def test_a_warmed_up_worker_is_the_one_that_works(own: Worker) -> None:
    own.warm_up()
    pid = own.pid
    own.wait(own.start("add", numbers=[1]), PATIENCE_SECONDS)
    assert pid is not None and own.pid == pid


def test_a_killed_worker_interrupts_what_ran_and_takes_its_jobs_along(own: Worker, paths: Paths) -> None:
    job = own.start("hang", draft_id="one", mark="pid")
    until((paths.warehouse / "pid").exists)
    assert own.pid is not None
    os.kill(own.pid, signal.SIGKILL)
    state = own.wait(job, PATIENCE_SECONDS)
    assert (state.state, state.faults[0].code) == ("interrupted", "worker_errors.worker_ended")
    assert all(message(state.faults[0], language) for language in LANGUAGES)
    until(lambda: not is_alive(int((paths.warehouse / "pid").read_text())))


def test_the_next_job_starts_a_new_worker_however_the_last_one_died(odd: Worker) -> None:
    chance = random.Random(20190807)
    seen = set()
    for number in range(6):
        job = odd.start("add", numbers=[number])
        assert odd.wait(job, PATIENCE_SECONDS).state == "done"
        assert odd.pid is not None and odd.pid not in seen
        seen.add(odd.pid)
        os.kill(odd.pid, signal.SIGKILL)
        time.sleep(chance.choice([0, 0, 0.001, 0.05]))


def test_what_a_killed_worker_had_not_begun_is_done_by_the_next(own: Worker, paths: Paths) -> None:
    running = own.start("hang", draft_id="one", mark="pid")
    waiting = own.start("note", draft_id="one", name="later")
    until((paths.warehouse / "pid").exists)
    assert own.pid is not None
    os.kill(own.pid, signal.SIGKILL)
    assert own.wait(running, PATIENCE_SECONDS).state == "interrupted"
    assert own.wait(waiting, PATIENCE_SECONDS).state == "done"


def test_what_a_killed_worker_left_in_temporary_files_goes_with_the_next(own: Worker, paths: Paths) -> None:
    assert own.wait(own.start("add", numbers=[1]), PATIENCE_SECONDS).state == "done"
    assert own.pid is not None and len(workplaces(own.pid)) == 1
    killed = own.pid
    os.kill(killed, signal.SIGKILL)
    until(lambda: not is_alive(killed))
    assert own.wait(own.start("add", numbers=[1]), PATIENCE_SECONDS).state == "done"
    assert workplaces(killed) == []
    last = own.pid
    own.close()
    assert workplaces(last) == []


def workplaces(pid: int | None) -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob(f"{PREFIX}{pid}-*"))


def test_a_worker_that_cannot_start_is_not_tried_for_ever(paths: Paths) -> None:
    tries = paths.warehouse / "tries.txt"
    program = f"open({str(tries)!r}, 'a').write('x')"
    broken = Worker(paths, [sys.executable, "-c", program])
    state = broken.wait(broken.start("add", numbers=[]), PATIENCE_SECONDS)
    assert (state.state, state.faults[0].code) == ("interrupted", "worker_errors.worker_ended")
    assert tries.read_text() == "x" * ATTEMPTS
    absent = Worker(paths, [str(paths.warehouse / "no-such-program")])
    state = absent.state(absent.start("add", numbers=[]))
    assert (state.state, state.faults[0].code) == ("interrupted", "worker_errors.not_started")


def test_a_closed_worker_leaves_no_process_and_takes_no_jobs(own: Worker, paths: Paths) -> None:
    running = own.start("hang", draft_id="one", mark="pid")
    until((paths.warehouse / "pid").exists)
    pid = own.pid
    own.close()
    assert pid is not None and not is_alive(pid)
    assert not is_alive(int((paths.warehouse / "pid").read_text()))
    assert own.wait(running, PATIENCE_SECONDS).state == "interrupted"
    assert own.state(own.start("add", numbers=[1])).state == "interrupted"


def ended_app(folder: Path, end: str) -> tuple[int, int]:
    """An app that ends in this way while a job runs: the numbers of its worker and of the job."""
    program = APP.format(here=str(HERE), folder=str(folder), end=end)
    subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=False, timeout=PATIENCE_SECONDS)
    return int((folder / "worker").read_text()), int((folder / "job").read_text())


def test_nothing_is_left_when_the_app_ends_or_is_killed(tmp_path: Path) -> None:
    for name, end in {
        "returns": "",
        "raises": "raise SystemExit(3)",
        "leaves": "os._exit(1)",
        "killed": "os.kill(os.getpid(), signal.SIGKILL)",
    }.items():
        (tmp_path / name).mkdir()
        for pid in ended_app(tmp_path / name, end):
            until(lambda pid=pid: not is_alive(pid))


def test_many_threads_may_give_jobs_at_once(odd: Worker) -> None:
    given: list[tuple[int, str]] = []

    def give(number: int) -> None:
        given.append((number, odd.start("add", numbers=[number])))

    threads = [threading.Thread(target=give, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pid = odd.pid
    results = {number: odd.wait(job, PATIENCE_SECONDS).result for number, job in given}
    assert {number: (result or {})["release"] for number, result in results.items()} == {
        number: number for number in range(30)
    }
    assert odd.pid == pid


def test_memory_returns_after_each_job(odd: Worker) -> None:
    odd.wait(odd.start("add", numbers=[1]), PATIENCE_SECONDS)
    assert odd.pid is not None
    before = resident_bytes(odd.pid)
    for _ in range(3):
        assert odd.wait(odd.start("fill", megabytes=400), PATIENCE_SECONDS).state == "done"
    until(lambda: children_of(odd.pid or 0) == [])
    assert resident_bytes(odd.pid) - before < 20 << 20


def resident_bytes(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def test_an_app_has_one_worker_for_its_folders(paths: Paths) -> None:
    assert worker(paths) is worker(Paths(paths.catalogue, paths.raw, paths.warehouse))


def test_two_workers_know_nothing_of_each_other(odd: Worker, paths: Paths) -> None:
    other = odd_worker(paths, "--cold")
    try:
        job = other.start("add", numbers=[5])
        assert other.wait(job, PATIENCE_SECONDS).state == "done"
        assert odd.state(job).faults[0].code == "worker_errors.unknown_job"
    finally:
        other.close()
