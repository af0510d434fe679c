"""A build may be killed at any moment: readers see the old number or the new, the next build completes."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from killing import Ended, Forge
from small_world import SmallWorld, small_world, value_of
from watching import Seen, Watcher

from kpi.ledger import Build, Ledger
from pipelines.verifying import verify

SIGKILL = 9
EARLY_STRIDE, KILLS_ON_ONE_WRECK, RANDOM_KILLS = 8, 3, 5
# While a release is published every other step is tried: a step is noted before and after what it does.
PUBLISHING_STRIDE = 2
FIRST = 100


@dataclass
class Story:
    """One warehouse through many killed builds; `history` holds when which number was seen."""

    world: SmallWorld
    forge: Forge
    old: int = FIRST
    new: int = FIRST
    killed: int = 0
    left_running: set[int] = field(default_factory=set)
    history: list[tuple[float, int]] = field(default_factory=list)
    outcomes: set[str] = field(default_factory=set)

    def add_file(self) -> None:
        """One more raw file, which makes the number one higher."""
        self.new += 1
        at = self.new - FIRST
        self.world.add_investment(f"{at:03}.csv", self.new, f"2025-{1 + at // 28:02}-{1 + at % 28:02}")

    def complete(self) -> Ended:
        """A build that nobody kills does what was left undone and clears away what the killed ones left."""
        ended = self.forge.build(self.world.paths)
        assert (ended.killed_by, ended.exit_code) == (0, 0)
        release, builds = self._ledger()
        assert self.world.paths.newest_link.resolve() == release
        assert value_of(self.world.paths.newest_link, self.world.paths.warehouse) == self.new
        assert self.world.leftovers() == []
        assert builds[0].state == "finished" and all(build.state != "running" for build in builds)
        assert self.left_running <= {build.id for build in builds if build.state == "interrupted"}
        self.old = self.new
        return ended

    def kill(self, at: int | None = None, after: float | None = None) -> None:
        """A build that is killed, and what must hold at that moment."""
        raw = self.world.raw_bytes()
        ended = self.forge.build(self.world.paths, at, after)
        assert ended.exit_code == 0
        self.killed += ended.killed_by == SIGKILL
        release, builds = self._ledger()
        value = value_of(release, self.world.paths.warehouse)
        self.history.append((time.monotonic(), value))
        assert value in (self.old, self.new)
        self.outcomes.add("old" if value == self.old else "new")
        link = self.world.paths.newest_link
        if link.resolve() != release:
            assert value_of(link, self.world.paths.warehouse) == self.old
        assert raw.items() <= self.world.raw_bytes().items()
        self.left_running |= {build.id for build in builds if build.state == "running"}

    def _ledger(self) -> tuple[Path, list[Build]]:
        with Ledger(self.world.paths.ledger_url) as ledger:
            newest = ledger.newest_release()
            assert newest is not None
            return self.world.paths.warehouse / newest.file, ledger.builds(limit=500)


@pytest.fixture(scope="module")
def forge() -> Iterator[Forge]:
    with Forge() as forge:
        yield forge


@pytest.fixture
def story(tmp_path: Path, forge: Forge) -> Story:
    """A warehouse with release 1."""
    story = Story(small_world(tmp_path), forge)
    story.world.add_investment("000.csv", FIRST)
    story.complete()
    return story


@pytest.mark.slow
def test_a_build_killed_at_any_step_leaves_the_old_or_the_new_number_and_the_next_one_completes(
    story: Story,
) -> None:
    story.add_file()
    steps = story.complete().steps
    publishing = steps.index("before enter") - 3
    early, late = range(0, publishing, EARLY_STRIDE), range(publishing, len(steps), PUBLISHING_STRIDE)
    with Watcher(story.world.paths) as watcher:
        for step in late:
            story.add_file()
            story.kill(at=step)
            assert verify(story.world.paths).faults == ()
            story.complete()
        for number, step in enumerate(early, start=1):
            if story.new == story.old:
                story.add_file()
            story.kill(at=step)
            if number % KILLS_ON_ONE_WRECK == 0:
                story.complete()
        story.complete()
    assert story.killed >= 0.9 * (len(early) + len(late))
    assert story.outcomes == {"old", "new"}
    assert len(story.left_running) > story.killed // 2
    assert verify(story.world.paths).faults == ()
    only_old_or_new(watcher.seen, story)


@pytest.mark.slow
def test_a_build_killed_at_a_random_time_does_no_harm_either(story: Story) -> None:
    story.add_file()
    began = time.monotonic()
    story.complete()
    lasting = time.monotonic() - began
    chance = random.Random(20190807)
    with Watcher(story.world.paths) as watcher:
        for _ in range(RANDOM_KILLS):
            story.add_file()
            story.kill(after=chance.uniform(0.05, 0.95) * lasting)
            story.complete()
    assert story.killed > 0
    assert verify(story.world.paths).faults == ()
    only_old_or_new(watcher.seen, story)


def only_old_or_new(seen: list[Seen], story: Story) -> None:
    """No reading failed, none was older than what was known to be published, and no number went back."""
    assert [reading.error for reading in seen if reading.error] == []
    numbers = [reading.value for reading in seen if reading.value is not None]
    assert len(numbers) > story.killed
    assert numbers == sorted(numbers) and FIRST < numbers[0] and numbers[-1] <= story.new
    for reading in seen:
        published = [value for at, value in story.history if at <= reading.began]
        assert reading.value is not None and reading.value >= max(published, default=FIRST)
