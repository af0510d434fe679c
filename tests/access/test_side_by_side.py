"""People of different rights in one process: what was kept for one is never shown to another."""

import gc
from functools import _lru_cache_wrapper
from itertools import permutations
from typing import Any

import pytest

from kpi.errors import AccessRefused
from tests.access.people import PEOPLE
from tests.access.plain import plain
from tests.access.sample_calls import World

ROLES = ("administrator", "manager", "viewer")
ASKED = (
    "cards.cards", "cards.cumulative_cards", "comparing_sentences.reading", "comparison.among_all",
    "comparison.over_time", "due.due", "evaluated.evaluate", "evaluation.evaluation_board", "firms.found gunsan",
    "origins.where_from gunsan", "progress.national", "progress.pace", "reading.reading", "values.breakdown",
    "values.ranking", "values.trend", "values.years",
)  # fmt: skip
# Files and what of them is open stay as they are: laying out a release takes long, and other tests look at it.
STAY = {"_opened", "_handle", "_catalogue", "_of_newest", "_shares", "_loaded", "_ledger"}


def forget() -> int:
    """Empties what the queries keep, as in a fresh process; how many caches that were."""
    found = [each for each in gc.get_objects() if isinstance(each, _lru_cache_wrapper)]
    ours = [each for each in found if each.__module__.startswith("kpi.") and each.__name__ not in STAY]
    for each in ours:
        each.cache_clear()
    return len(ours)


def answers(world: World, role: str) -> dict[str, Any]:
    """What somebody is answered, a refusal by its code."""
    found: dict[str, Any] = {}
    for name in ASKED:
        try:
            found[name] = repr(plain(world.ask(name, PEOPLE[role])))
        except AccessRefused as error:
            found[name] = error.code
    return found


@pytest.fixture(scope="module")
def fresh(world: World) -> dict[str, dict[str, Any]]:
    """What each of them is answered alone."""
    found = {}
    for role in ROLES:
        assert forget() > 5
        found[role] = answers(world, role)
    return found


@pytest.mark.parametrize("order", list(permutations(ROLES)), ids="-".join)
def test_answers_are_those_of_a_process_of_ones_own_whoever_has_asked_before(
    world: World, fresh: dict[str, dict[str, Any]], order: tuple[str, ...]
) -> None:
    forget()
    for role in (*order, *order):
        assert answers(world, role) == fresh[role]


def test_each_of_them_is_answered_otherwise(fresh: dict[str, dict[str, Any]]) -> None:
    assert fresh["administrator"]["cards.cards"] != fresh["viewer"]["cards.cards"]
    assert fresh["manager"]["firms.found gunsan"] != fresh["viewer"]["firms.found gunsan"]
    assert fresh["manager"]["evaluated.evaluate"] == "access_errors.unpublished"
