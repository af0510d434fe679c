"""Undoing: a new release with the values as before, whatever else has been accepted since."""

from datetime import date
from pathlib import Path

import pytest

from kpi.errors import KpiError, LedgerError
from kpi.ledger import Ledger
from tests.submitting.drafted_world import DraftedWorld, deal, drafted_world


@pytest.fixture
def world(tmp_path: Path) -> DraftedWorld:
    return drafted_world(tmp_path)


def test_undo_restores_every_number(world: DraftedWorld) -> None:
    world.accept((deal("a", 1), deal("p", 3, zone="pohang")))
    before = world.values()
    later = world.accept((deal("a", 9), deal("b", 4, period="2024Q2")), date(2025, 4, 1))
    assert world.values() != before
    undone = world.undo(later)
    assert (undone.release, undone.new) == (3, True)
    assert world.values() == before
    with Ledger(world.paths.ledger_url) as ledger:
        assert {each.id: each.state for each in ledger.submissions(state=None)}[later] == "undone"


def test_an_amendment_stays_where_what_it_rested_on_is_undone(world: DraftedWorld) -> None:
    floor = world.accept((deal("a", 1), deal("b", 2)))
    world.accept((deal("a", 9),), date(2025, 4, 1), "amend")
    world.undo(floor)
    assert world.deals() == {("gunsan", "a"): 9}


def test_what_rests_on_it_can_be_undone_with_it(world: DraftedWorld) -> None:
    first = world.accept((deal("x", 5, zone="pohang"),))
    before = world.values()
    floor = world.accept((deal("a", 1), deal("b", 2)), name="floor.csv")
    amendment = world.accept((deal("a", 9),), date(2025, 4, 1), "amend")
    world.undo(floor, amendment)
    assert world.values() == before
    assert [each.id for each in world.submissions()] == [first]


def test_undoing_everything_leaves_an_empty_release(world: DraftedWorld) -> None:
    only = world.accept((deal("a", 1),))
    world.undo(only)
    assert world.values() == {}
    assert world.deals() == {}


def test_undoing_twice_changes_nothing(world: DraftedWorld) -> None:
    only = world.accept((deal("a", 1),))
    first, again = world.undo(only), world.undo(only)
    assert (again.release, again.new) == (first.release, False)


def test_what_was_undone_can_be_released_again(world: DraftedWorld) -> None:
    draft = world.draft((deal("a", 1),))
    world.compare(draft)
    submission = world.release(draft).submissions[0]
    world.undo(submission)
    assert world.compare(draft).added == 1
    again = world.release(draft)
    assert (again.new, again.submissions) == (True, (submission,))
    assert world.deals() == {("gunsan", "a"): 1}


def test_a_submission_that_never_was_is_refused(world: DraftedWorld) -> None:
    world.accept((deal("a", 1),))
    with world.unchanged(), pytest.raises(LedgerError) as refused:
        world.undo("0123456789abcdef")
    assert refused.value.code == "ledger_errors.not_accepted"


def test_nothing_to_undo_is_said(world: DraftedWorld) -> None:
    with pytest.raises(KpiError) as refused:
        world.undo()
    assert refused.value.code == "submitting_errors.nothing_to_undo"
