"""What was submitted and released, by whom, what differs between two releases, and what rests on what."""

from datetime import date
from pathlib import Path

import pytest
from small_history import NOW, SmallHistory, handed_in

from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.drafts import Effect
from kpi.errors import AccessRefused, FileError
from kpi.ledger import Ledger
from kpi.queries import history
from kpi.received import keep_stream
from kpi.text import message

GUNSAN = Viewer("a", Role.ANALYST, frozenset({"gunsan"}))
POHANG = Viewer("b", Role.ANALYST, frozenset({"pohang"}))
EVALUATOR = Viewer("c", Role.EVALUATOR, None)
EOK = 100_000_000.0


def test_submissions_come_with_zones_periods_and_the_release_that_brought_them(world: SmallHistory) -> None:
    world.publish(handed_in(1, "gunsan|2025Q4", "pohang|2025Q3"))
    world.publish(handed_in(2, "gunsan|*", dataset="tenant_firms"))
    second, first = history.submissions(LOCAL_VIEWER, world.paths)
    assert (first.zones, first.periods, first.release) == (("gunsan", "pohang"), ("2025Q3", "2025Q4"), 1)
    assert (second.zones, second.periods, second.release) == (("gunsan",), (), 2)
    assert first.title is not None and first.title.ko == "투자"
    assert first.publisher is None and first.undone is None and first.may_undo


def test_an_undone_submission_says_who_took_it_back_when_and_with_which_release(world: SmallHistory) -> None:
    world.publish(handed_in(1, "gunsan|2025Q4"))
    world.publish(undone=["submission1"], actor="approver")
    (entry,) = history.submissions(LOCAL_VIEWER, world.paths)
    assert entry.undone == history.Undone(2, "approver", NOW)
    assert not entry.may_undo
    world.publish(handed_in(1, "gunsan|2025Q4", sequence=2))
    (again,) = history.submissions(LOCAL_VIEWER, world.paths)
    assert (again.undone, again.release, again.may_undo) == (None, 3, True)


def test_a_submission_shows_the_way_of_its_draft(world: SmallHistory) -> None:
    with Ledger(world.paths.ledger_url) as ledger:
        draft = ledger.new_draft("a" * 64, "투자.csv", 1, "analyst").id
        ledger.set_draft_state(draft, "submitted", "analyst")
        ledger.set_draft_state(draft, "approved", "approver")
    world.publish(handed_in(1, "gunsan|2025Q4", draft=draft), drafts=[draft])
    (entry,) = history.submissions(LOCAL_VIEWER, world.paths)
    assert [(step.state, step.actor) for step in entry.steps] == [
        ("open", "analyst"), ("submitted", "analyst"), ("approved", "approver"), ("released", "boss"),
    ]  # fmt: skip
    assert entry.submission.approver == "approver"


def test_releases_say_what_came_and_what_was_taken_back(world: SmallHistory) -> None:
    world.publish(handed_in(1, "gunsan|2025Q4"), handed_in(2, "gunsan|2025Q3"))
    world.publish(handed_in(3, "gunsan|2026Q1"), undone=["submission1"])
    world.publish(catalogue_sha256="f" * 64)
    third, second, first = history.releases(LOCAL_VIEWER, world.paths)
    assert (first.added, first.undone) == (("submission1", "submission2"), ())
    assert (second.added, second.undone) == (("submission3",), ("submission1",))
    assert (third.added, third.undone, third.catalogue_changed, third.newest) == ((), (), True, True)
    assert not (first.catalogue_changed or second.catalogue_changed or second.newest)


def test_only_the_numbers_that_differ_between_two_releases_are_listed(world: SmallHistory) -> None:
    same = ("spin_offs", "gunsan", "2025", "in_period", 6.0)
    one = world.publish(
        numbers=[
            same,
            ("investment_linked", "national", "2025", "in_period", 100 * EOK),
            ("investment_linked", "gunsan", "2025", "in_period", 10 * EOK),
            ("startups", "gunsan", "2025", "in_period", 3.0),
        ]
    )
    two = world.publish(
        numbers=[
            same,
            ("investment_linked", "national", "2025", "in_period", 100 * EOK * (1 + 1e-13)),
            ("investment_linked", "gunsan", "2025", "in_period", 12 * EOK),
            ("technology_transfers", "gunsan", "2025", "in_period", 0.0),
        ]
    )
    common = {"zone": "gunsan", "period": "2025", "basis": "in_period"}
    order = list(world.catalogue.metrics)
    expected = [
        Effect(metric="investment_linked", before=10 * EOK, after=12 * EOK, **common),
        Effect(metric="startups", before=3.0, after=None, **common),
        Effect(metric="technology_transfers", before=None, after=0.0, **common),
    ]
    assert history.compare_releases(EVALUATOR, one, two) == tuple(
        sorted(expected, key=lambda each: order.index(each.metric))
    )
    assert history.compare_releases(EVALUATOR, two, two) == ()


def test_numbers_of_a_programme_elsewhere_differ_like_those_of_zones(world: SmallHistory) -> None:
    where = ("applications", "regional_ai", "2025", "in_period")
    one, two = (world.publish(numbers=[(*where, amount)]) for amount in (52.0, 53.0))
    (effect,) = history.compare_releases(EVALUATOR, one, two)
    assert (effect.metric, effect.zone, effect.before, effect.after) == (*where[:2], 52.0, 53.0)


def test_later_files_over_the_same_slices_rest_on_it_those_that_replace_do_not_amend(
    world: SmallHistory,
) -> None:
    world.publish(
        handed_in(1, "gunsan|2025Q3", "gunsan|2025Q4"),
        handed_in(2, "gunsan|2025Q4", mode="amend"),
        handed_in(3, "gunsan|2025Q4"),
        handed_in(4, "gunsan|2025Q4", mode="amend"),
        handed_in(5, "gunsan|2025Q3", "gunsan|2026Q1", mode="amend"),
        handed_in(6, "pohang|2025Q4"),
        handed_in(7, "gunsan|2025Q4", series="sample"),
        handed_in(8, "gunsan|2025Q4", dataset="startups"),
    )
    resting = history.resting_on(LOCAL_VIEWER, world.paths, "submission1")
    assert [(each.submission.sequence, each.slices, each.amends) for each in resting] == [
        (2, ("gunsan|2025Q4",), True),
        (3, ("gunsan|2025Q4",), False),
        (4, ("gunsan|2025Q4",), False),
        (5, ("gunsan|2025Q3",), True),
    ]
    assert history.resting_on(LOCAL_VIEWER, world.paths, "submission6") == []


def test_an_older_vintage_filled_in_late_rests_below_not_above(world: SmallHistory) -> None:
    world.publish(handed_in(1, "gunsan|2025Q4"), handed_in(2, "gunsan|2025Q4", known_on=date(2026, 1, 1)))
    assert history.resting_on(LOCAL_VIEWER, world.paths, "submission1") == []
    (above,) = history.resting_on(LOCAL_VIEWER, world.paths, "submission2")
    assert above.submission.id == "submission1"


@pytest.mark.parametrize(
    ("viewer", "changed", "open_"),
    [
        (LOCAL_VIEWER, {}, True),
        (GUNSAN, {}, True),
        (POHANG, {}, False),
        (EVALUATOR, {}, False),
        (EVALUATOR, {"synthetic": True}, True),
        (EVALUATOR, {"dataset": "published_values"}, True),
        (EVALUATOR, {"dataset": "published_values", "draft": "d"}, False),
        (EVALUATOR, {"dataset": "no_longer_declared"}, False),
        (GUNSAN, {"slices": ("gunsan|2025Q4", "pohang|2025Q4")}, False),
        (GUNSAN, {"slices": ("*|2025Q4",)}, False),
        (Viewer("d", Role.ANALYST, None), {"slices": ("*|2025Q4",)}, True),
    ],
)
def test_a_file_as_received_is_open_to_the_zones_own_people_unless_it_names_nobody(
    world: SmallHistory, viewer: Viewer, changed: dict, open_: bool
) -> None:
    kept = keep_stream(b"content", "a.csv", world.paths.received)
    world.publish(handed_in(1, raw_sha256=kept.sha256, **{"slices": ("gunsan|2025Q4",), **changed}))
    (entry,) = history.submissions(viewer, world.paths)
    assert entry.may_open is open_
    if open_:
        assert history.received_file(viewer, world.paths, "submission1").read_bytes() == b"content"
    else:
        with pytest.raises(AccessRefused) as caught:
            history.received_file(viewer, world.paths, "submission1")
        assert caught.value.code == "queries_errors.raw_not_open"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_unknown_submission_is_named(world: SmallHistory, language: str) -> None:
    for ask in (history.received_file, history.resting_on):
        with pytest.raises(FileError) as caught:
            ask(LOCAL_VIEWER, world.paths, "nothing")
        assert "nothing" in message(caught.value.faults[0], language)


def test_those_who_may_not_release_may_not_undo(world: SmallHistory) -> None:
    world.publish(handed_in(1, "gunsan|2025Q4"))
    assert [each.may_undo for each in history.submissions(GUNSAN, world.paths)] == [False]
    approver = Viewer("e", Role.APPROVER, frozenset({"gunsan"}))
    assert [each.may_undo for each in history.submissions(approver, world.paths)] == [True]


def test_an_empty_warehouse_has_an_empty_history(world: SmallHistory, tmp_path: Path) -> None:
    assert history.submissions(LOCAL_VIEWER, world.paths) == []
    assert history.releases(LOCAL_VIEWER, world.paths) == []


def test_a_draft_is_seen_by_whoever_brought_it_and_by_those_who_approve(world: SmallHistory) -> None:
    with Ledger(world.paths.ledger_url) as ledger:
        own = ledger.new_draft("a" * 64, "투자.csv", 1, GUNSAN.name).id
        done = ledger.new_draft("b" * 64, "창업.csv", 1, POHANG.name).id
        ledger.set_draft_state(done, "discarded", POHANG.name)
    assert [each.id for each in history.drafts(GUNSAN, world.paths)] == [own]
    assert history.drafts(EVALUATOR, world.paths) == []
    assert [each.id for each in history.drafts(LOCAL_VIEWER, world.paths)] == [done, own]
    assert [each.id for each in history.drafts(LOCAL_VIEWER, world.paths, {"open"})] == [own]
