"""Which jobs wait for which: those of a draft, those that publish, and never more than two at once."""

from working import PATIENCE_SECONDS, children_of, until

from kpi.paths import Paths
from kpi.worker import Worker


def finish(worker: Worker, *jobs: str) -> None:
    assert {worker.wait(job, PATIENCE_SECONDS).state for job in jobs} == {"done"}


def notes(paths: Paths) -> list[str]:
    return (paths.warehouse / "notes.txt").read_text().splitlines()


def most_at_once(lines: list[str]) -> int:
    running = [0]
    for line in lines:
        running.append(running[-1] + (1 if line.endswith("begins") else -1))
    return max(running)


def test_the_jobs_of_a_draft_run_in_their_order_one_after_another(odd: Worker, paths: Paths) -> None:
    jobs = [odd.start("note", draft_id="one", name=str(number), seconds=0.02) for number in range(8)]
    finish(odd, *jobs)
    assert notes(paths) == [f"{number} {what}" for number in range(8) for what in ("begins", "ends")]


def test_two_drafts_run_side_by_side_and_a_third_waits(odd: Worker, paths: Paths) -> None:
    jobs = [odd.start("note", draft_id=str(number), name=str(number), seconds=0.3) for number in range(5)]
    finish(odd, *jobs)
    assert most_at_once(notes(paths)) == 2
    begun = [line.split()[0] for line in notes(paths) if line.endswith("begins")]
    assert [set(begun[:2]), set(begun[2:4]), begun[4]] == [{"0", "1"}, {"2", "3"}, "4"]


def test_a_draft_that_waits_for_itself_holds_no_other_up(odd: Worker, paths: Paths) -> None:
    long = odd.start("hang", draft_id="slow", mark="pid")
    behind = odd.start("note", draft_id="slow", name="behind")
    finish(odd, odd.start("note", draft_id="quick", name="quick"))
    assert notes(paths) == ["quick begins", "quick ends"]
    assert (odd.state(long).state, odd.state(behind).state) == ("running", "waiting")
    odd.cancel(long)
    finish(odd, behind)


def test_what_publishes_takes_turns_also_for_different_drafts(odd: Worker, paths: Paths) -> None:
    jobs = [
        odd.start("release", draft_id="a", actor="local", name="a", seconds=0.2),
        odd.start("release", draft_id="b", actor="local", name="b", seconds=0.2),
        odd.start("undo", ids=["x"], actor="local", name="c", seconds=0.2),
    ]
    finish(odd, *jobs)
    assert notes(paths) == [f"{name} {what}" for name in "abc" for what in ("begins", "ends")]


def test_the_newest_job_of_a_draft_is_found_again(odd: Worker) -> None:
    odd.start("note", draft_id="one")
    newest = odd.start("note", draft_id="one")
    other = odd.start("note", draft_id="two")
    finish(odd, newest, other)
    found = odd.latest("one")
    assert found is not None and found.id == newest
    assert odd.latest("three") is None


def test_no_process_of_a_job_is_left_when_it_is_done(odd: Worker) -> None:
    finish(odd, *[odd.start("note", draft_id=str(number), seconds=0) for number in range(20)])
    assert odd.pid is not None
    until(lambda: children_of(odd.pid or 0) == [])
