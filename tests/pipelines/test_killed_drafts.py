"""A draft's jobs may be killed at any moment, and the worker too: nothing is lost, and the draft goes on."""

import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from dying_jobs import STEPS
from small_world import EOK, SmallWorld, small_world, table

from kpi.access import LOCAL_VIEWER, as_plain
from kpi.drafts import Decisions, Prepared
from kpi.ledger import Draft, Ledger
from kpi.paths import PROJECT
from kpi.received import keep_stream
from kpi.worker import JobState, Worker
from pipelines.verifying import verify

HERE = Path(__file__).parent
WORKER = ["env", f"PYTHONPATH={PROJECT}{os.pathsep}{HERE}", sys.executable, str(HERE / "dying_jobs.py")]
PATIENCE_SECONDS, PAUSE_SECONDS = 120, 0.01
ALL_STEPS = 1_000_000
JOBS = ("prepare", "compare", "release")
KILLS_A_JOB, RANDOM_ROUNDS, WORKER_KILLS = 6, 3, 2
FIRST = 100


@dataclass
class Story:
    """One warehouse through many killed jobs. The number is `old` until a draft is released, then `new`."""

    world: SmallWorld
    worker: Worker
    old: int = 0
    new: int = FIRST
    draft: str = ""
    killed: int = 0
    seen: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """A received file whose release makes the number one higher."""
        at = self.new - FIRST
        content = table(f"군산,2024Q1,투자-1,1234567891,{self.new * EOK}").encode()
        received = keep_stream(content, f"{at}.csv", self.world.paths.received)
        decided = Decisions(dataset="investments", known_on=f"2025-{1 + at // 28:02}-{1 + at % 28:02}")  # type: ignore[arg-type]
        with Ledger(self.world.paths.ledger_url) as ledger:
            self.draft = ledger.new_draft(received.sha256, f"{at}.csv", received.size_bytes, "local").id
            ledger.save_decisions(self.draft, decided, "local")

    def give(self, job: str, kill_at: int = -1) -> str:
        who = {"viewer": as_plain(LOCAL_VIEWER)} if job == "release" else {}
        return self.worker.start(job, draft_id=self.draft, kill_at=kill_at, **who)

    def complete(self, *jobs: str) -> None:
        """The jobs, with nobody to kill them."""
        for job in jobs:
            state = self.worker.wait(self.give(job), PATIENCE_SECONDS)
            assert (state.state, state.faults) == ("done", ())
        if "release" in jobs:
            assert self.world.value() == self.new
            assert self.ledgers_draft().state == "released"
            self.old, self.new = self.new, self.new + 1

    def steps_of(self, job: str) -> int:
        """How many steps a job takes that nobody kills."""
        state = self.worker.wait(self.give(job, ALL_STEPS), PATIENCE_SECONDS)
        assert (state.state, state.faults) == ("done", ())
        return int((self.world.folder / STEPS).read_text())

    def ledgers_draft(self) -> Draft:
        with Ledger(self.world.paths.ledger_url) as ledger:
            return ledger.draft(self.draft)

    def look(self, state: JobState, before: tuple[dict[str, bytes], int]) -> None:
        """What must hold after a job was killed."""
        raw, releases = before
        assert state.state in ("interrupted", "done")
        self.killed += state.state == "interrupted"
        draft = self.ledgers_draft()
        assert draft.interrupted or draft.job is None or draft.job.state == "finished"
        assert draft.decisions.dataset == "investments"
        assert raw.items() <= self.world.raw_bytes().items()
        now = self.releases()
        assert now in (releases, releases + 1) and (now == releases or state.job == "release")
        value = self.world.value() if now else 0
        assert value == (self.old if now == releases else self.new)
        self.seen.add("old" if now == releases else "new")
        assert (draft.state == "released") == (now > releases)
        assert verify(self.world.paths).faults == ()
        self.readable()

    def is_running(self) -> bool:
        job = self.ledgers_draft().job
        return job is not None and job.state == "running"

    def readable(self) -> None:
        """What the page reads of a draft is whole or not there."""
        prepared = self.world.paths.drafts / self.draft / "prepared.json"
        assert (
            not prepared.exists() or Prepared.model_validate_json(prepared.read_bytes()).draft == self.draft
        )

    def before(self) -> tuple[dict[str, bytes], int]:
        return self.world.raw_bytes(), self.releases()

    def releases(self) -> int:
        with Ledger(self.world.paths.ledger_url) as ledger:
            return len(ledger.releases())


@pytest.fixture(scope="module")
def dying() -> Iterator[list[Worker]]:
    """One process for all stories: it takes seconds to import what the jobs need."""
    workers: list[Worker] = []
    yield workers
    for worker in workers:
        worker.close()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, dying: list[Worker]) -> Story:
    """A warehouse with release 1."""
    world = small_world(tmp_path_factory.mktemp("killed"))
    worker = Worker(world.paths, WORKER)
    dying.append(worker)
    story = Story(world, worker)
    story.begin()
    story.complete(*JOBS)
    return story


@pytest.mark.slow
@pytest.mark.parametrize("job", JOBS)
def test_a_job_killed_at_any_step_leaves_everything_as_it_was_and_is_done_again(
    story: Story, job: str
) -> None:
    earlier = JOBS[: JOBS.index(job)]
    story.begin()
    story.complete(*earlier)
    steps = story.steps_of(job)
    if job == "release":
        story.old, story.new = story.new, story.new + 1
    killed = story.killed
    for step in sorted({round(at * (steps - 1) / (KILLS_A_JOB - 1)) for at in range(KILLS_A_JOB)}):
        if story.ledgers_draft().state == "released":
            story.begin()
            story.complete(*earlier)
        before = story.before()
        state = story.worker.wait(story.give(job, step), PATIENCE_SECONDS)
        story.look(state, before)
        if story.ledgers_draft().state == "released":
            story.old, story.new = story.new, story.new + 1
    if story.ledgers_draft().state != "released":
        story.complete(*JOBS)
    assert story.killed - killed >= KILLS_A_JOB - 2
    assert story.world.leftovers() == []


@pytest.mark.slow
def test_a_job_killed_at_a_random_time_is_done_again(story: Story) -> None:
    chance = random.Random(20190807)
    killed = story.killed
    for number in range(RANDOM_ROUNDS):
        story.begin()
        job = JOBS[number % len(JOBS)]
        story.complete(*JOBS[: JOBS.index(job)])
        before = story.before()
        given = story.give(job)
        until(lambda given=given: story.worker.state(given).state != "waiting")
        time.sleep(chance.uniform(0, 0.4))
        assert story.worker.pid is not None
        for child in children_of(story.worker.pid):
            os.kill(child, signal.SIGKILL)
        story.look(story.worker.wait(given, PATIENCE_SECONDS), before)
        if story.ledgers_draft().state == "released":
            story.old, story.new = story.new, story.new + 1
        else:
            story.complete(*JOBS)
    assert story.killed > killed
    assert story.world.leftovers() == []


@pytest.mark.slow
def test_a_killed_worker_leaves_drafts_that_the_next_one_goes_on_with(story: Story) -> None:
    chance = random.Random(20221122)
    for job in JOBS[-WORKER_KILLS:]:
        story.begin()
        story.complete(*JOBS[: JOBS.index(job)])
        before = story.before()
        given = story.give(job)
        until(lambda given=given: story.worker.state(given).state != "waiting")
        time.sleep(chance.uniform(0, 0.3))
        pid = story.worker.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        # The system ends a job with its worker, a moment after.
        until(lambda: not story.is_running())
        story.look(story.worker.wait(given, PATIENCE_SECONDS), before)
        if story.ledgers_draft().state == "released":
            story.old, story.new = story.new, story.new + 1
        else:
            story.complete(*JOBS)
        assert story.worker.pid != pid
    assert story.world.leftovers() == []


@pytest.mark.slow
def test_an_undo_that_is_killed_is_done_again(story: Story) -> None:
    # Something has to be left after the undo, also where this test is the first one of its process.
    story.begin()
    story.complete(*JOBS)
    with Ledger(story.world.paths.ledger_url) as ledger:
        newest = ledger.submissions()[-1].id
    value = story.world.value()
    for step in (0, 12, 40):
        given = story.worker.start("undo", ids=[newest], viewer=as_plain(LOCAL_VIEWER), kill_at=step)
        assert story.worker.wait(given, PATIENCE_SECONDS).state == "interrupted"
        assert story.world.value() in (value, value - 1) and verify(story.world.paths).faults == ()
    given = story.worker.start("undo", ids=[newest], viewer=as_plain(LOCAL_VIEWER), kill_at=-1)
    assert story.worker.wait(given, PATIENCE_SECONDS).state == "done"
    assert story.world.value() == value - 1 and story.world.leftovers() == []


def until(holds: Callable[[], object]) -> None:
    """Waits for something that another process is about to do."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(PAUSE_SECONDS)


def children_of(pid: int) -> list[int]:
    """The numbers of the processes that this one has forked."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
