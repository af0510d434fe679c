"""Accepting a draft: one commit, the same again changes nothing, and who comes second waits or compares again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from kpi.errors import BuildBusy, CheckFailed, KpiError
from kpi.ledger import Ledger
from kpi.submissions import CheckOutcome, Progress
from pipelines.storing import build_lock
from pipelines.submitting import releasing_draft
from pipelines.submitting.releasing_draft import release_draft, waiting_lock
from tests.submitting.drafted_world import DraftedWorld, deal, drafted_world

LATER = date(2025, 4, 1)
ROWS = (deal("a", 100), deal("b", 50))


@pytest.fixture
def world(tmp_path: Path) -> DraftedWorld:
    return drafted_world(tmp_path)


def compared(
    world: DraftedWorld, *rows: dict[str, object], known_on: date = LATER, name: str = "q.csv"
) -> str:
    draft = world.draft(rows, known_on, name=name)
    world.compare(draft)
    return draft


def test_a_release_holds_the_rows_and_the_ledger_says_who(world: DraftedWorld) -> None:
    draft = compared(world, *ROWS)
    released = world.release(draft)
    assert (released.release, released.new) == (1, True)
    assert world.deals() == {("gunsan", "a"): 100, ("gunsan", "b"): 50}
    (submission,) = world.submissions()
    assert (submission.id, submission.draft, submission.actor) == (released.submissions[0], draft, "releaser")
    with Ledger(world.paths.ledger_url) as ledger:
        assert (ledger.draft(draft).state, ledger.draft(draft).submission) == ("released", submission.id)
        assert [build.state for build in ledger.builds()] == ["finished"]


def test_the_same_draft_again_changes_nothing(world: DraftedWorld) -> None:
    draft = compared(world, *ROWS)
    first = world.release(draft)
    again = world.release(draft)
    assert (again.release, again.submissions, again.new) == (1, first.submissions, False)


def test_the_same_file_with_the_same_decisions_is_one_submission(world: DraftedWorld) -> None:
    first = world.release(compared(world, *ROWS))
    second = compared(world, *ROWS)
    again = world.release(second)
    assert (again.new, again.submissions) == (False, first.submissions)
    with Ledger(world.paths.ledger_url) as ledger:
        assert ledger.draft(second).state == "released"


def test_where_the_base_has_moved_the_draft_is_compared_again(world: DraftedWorld) -> None:
    mine, theirs = compared(world, *ROWS), compared(world, deal("a", 7), name="theirs.csv")
    world.release(theirs)
    with world.unchanged(), pytest.raises(KpiError) as refused:
        world.release(mine)
    assert refused.value.code == "submitting_errors.base_moved"
    assert world.compare(mine).changed == 1
    world.release(mine)
    assert world.deals() == {("gunsan", "a"): 100, ("gunsan", "b"): 50}


def test_another_zones_release_moves_no_base(world: DraftedWorld) -> None:
    mine = compared(world, *ROWS)
    world.release(compared(world, deal("p", 7, zone="pohang"), name="theirs.csv"))
    assert world.release(mine).release == 2
    assert set(world.deals()) == {("gunsan", "a"), ("gunsan", "b"), ("pohang", "p")}


def test_two_accepting_at_once_both_end_well(world: DraftedWorld) -> None:
    drafts = [
        compared(world, deal("a", 1), name="one.csv"),
        compared(world, deal("p", 2, zone="pohang"), name="two.csv"),
    ]
    with ThreadPoolExecutor(2) as people:
        released = list(people.map(world.release, drafts))
    assert sorted(each.release for each in released) == [1, 2]
    assert world.deals() == {("gunsan", "a"): 1, ("pohang", "p"): 2}


def test_of_two_accepting_the_same_slice_at_once_the_later_compares_again(world: DraftedWorld) -> None:
    drafts = [compared(world, deal("a", amount), name=f"{amount}.csv") for amount in (1, 2)]

    def end(draft: str) -> str:
        try:
            return f"release {world.release(draft).release}"
        except KpiError as error:
            return error.code

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(end, drafts)) == ["release 1", "submitting_errors.base_moved"]


def test_a_held_lock_is_waited_for_and_said_so(world: DraftedWorld) -> None:
    draft = compared(world, *ROWS)
    waiting, said = Event(), []

    def report(progress: Progress) -> None:
        said.append(progress.step)
        if progress.step == "wait":
            waiting.set()

    with ThreadPoolExecutor(1) as other:
        with build_lock(world.paths):
            release = other.submit(release_draft, world.paths, draft, "releaser", report)
            assert waiting.wait(60)
        assert release.result().new
    assert said[0] == "wait"


def test_a_lock_that_stays_held_is_not_waited_for_for_ever(world: DraftedWorld) -> None:
    with build_lock(world.paths), pytest.raises(BuildBusy), waiting_lock(world.paths, seconds=0):
        raise AssertionError("the lock was given twice")


def test_a_draft_that_was_never_compared_is_refused(world: DraftedWorld) -> None:
    draft = world.draft(ROWS)
    with world.unchanged(), pytest.raises(KpiError) as refused:
        world.release(draft)
    assert refused.value.code == "submitting_errors.not_compared"


def test_a_discarded_draft_is_refused(world: DraftedWorld) -> None:
    draft = compared(world, *ROWS)
    with Ledger(world.paths.ledger_url) as ledger:
        ledger.set_draft_state(draft, "discarded", "analyst")
    with world.unchanged(), pytest.raises(KpiError) as refused:
        world.release(draft)
    assert refused.value.code == "submitting_errors.draft_discarded"


def test_a_warning_needs_a_reason_which_may_be_given_after_preparing(world: DraftedWorld) -> None:
    warning = CheckOutcome("period_jump", "warning", dataset="investments", rows_checked=2, rows_failed=1)
    draft = world.draft(ROWS, outcomes=(warning,))
    world.compare(draft)
    with world.unchanged(), pytest.raises(CheckFailed) as refused:
        world.release(draft)
    assert refused.value.code == "submitting_errors.unexplained"
    with Ledger(world.paths.ledger_url) as ledger:
        said = ledger.draft(draft).decisions.model_copy(update={"reasons": {"period_jump": "증자"}})
        ledger.save_decisions(draft, said, "analyst")
    world.release(draft)
    assert world.submissions()[0].reasons == {"period_jump": "증자"}


def test_a_failure_while_building_leaves_everything_as_it_was(
    world: DraftedWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.accept((deal("a", 1),))
    draft = compared(world, *ROWS)

    def fails(*_: object) -> None:
        raise OSError("gone")

    with monkeypatch.context() as broken:
        broken.setattr(releasing_draft, "publish", fails)
        with world.unchanged(), pytest.raises(OSError, match="gone"):
            world.release(draft)
    assert world.release(draft).release == 2


def test_a_file_that_another_process_is_writing_survives_a_release(world: DraftedWorld) -> None:
    draft = compared(world, *ROWS)
    with Ledger(world.paths.ledger_url):
        writing = world.paths.drafts / draft / f".facts.parquet.{_living()}-0a0b0c0d.part"
        forgotten = writing.with_name(".facts.parquet.999999999-0a0b0c0d.part")
        for path in (writing, forgotten):
            path.write_bytes(b"half")
    world.release(draft)
    assert (writing.exists(), forgotten.exists()) == (True, False)


def _living() -> int:
    import os

    return os.getpid()
