"""Whatever the history: announced effects come true, undoing takes them back, each vintage can be seen again."""

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as strategies

from pipelines.moments import build_moment
from tests.submitting.drafted_world import DAY, DraftedWorld, announced, deal, drafted_world, moved

NAMES = ("a", "b", "c")
Step = tuple[list[dict[str, Any]], date, str, str]


@strategies.composite
def files(draw: strategies.DrawFn) -> Step:
    """The rows of a file, when it became known, its mode and its series."""
    cells = strategies.tuples(
        strategies.sampled_from(NAMES),
        strategies.sampled_from(("2024Q1", "2024Q2", "2025Q1")),
        strategies.sampled_from(("gunsan", "pohang")),
    )
    amounts = draw(strategies.dictionaries(cells, strategies.integers(0, 99), min_size=1, max_size=5))
    rows = [
        deal(f"{name}-{period}", amount, period, zone) for (name, period, zone), amount in amounts.items()
    ]
    known_on = DAY + timedelta(days=draw(strategies.integers(0, 5)))
    mode = draw(strategies.sampled_from(("replace", "amend")))
    series = draw(strategies.sampled_from(("submitted", "submitted", "sample")))
    return rows, known_on, mode, series


def accepted(world: DraftedWorld, number: int, step: Step) -> str | None:
    """Compared and released, with the announced effects held against those that came; None for the same again."""
    rows, known_on, mode, series = step
    draft = world.draft(rows, known_on, mode, series=series, name=f"{number}.csv")  # type: ignore[arg-type]
    before, before_deals = world.values(), world.deals() if number else {}
    comparison = world.compare(draft)
    released = world.release(draft)
    assert announced(comparison) == moved(before, world.values())
    after = world.deals()
    assert comparison.added - comparison.removed == len(after) - len(before_deals)
    differing = {key for key in {*after, *before_deals} if after.get(key) != before_deals.get(key)}
    assert comparison.added + comparison.changed + comparison.removed >= len(differing)
    return released.submissions[0] if released.new else None


@settings(max_examples=6)
@given(strategies.lists(files(), min_size=1, max_size=3))
def test_a_release_does_exactly_what_was_announced_and_undo_takes_it_back(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = drafted_world(Path(folder))
        for number, step in enumerate(steps):
            before = world.values()
            submission = accepted(world, number, step)
        assert submission is not None
        world.undo(submission)
        assert world.values() == before


def vintage(number: int) -> list[dict[str, Any]]:
    """The quarter as it was told the n-th time: one deal more each time, the first one restated."""
    return [deal("a", 100 + number), *(deal(f"d{each}", 10) for each in range(number))]


def held(number: int) -> dict[tuple[str, str], int]:
    return {(row["zone"], row["deal"]): row["amount_krw"] for row in vintage(number)}


def test_nine_vintages_count_right_and_each_day_knows_its_own_also_when_one_is_filled_in_last(
    tmp_path: Path,
) -> None:
    world = drafted_world(tmp_path)
    days = [date(2025, month, 15) for month in range(1, 10)]
    late = 4
    order = [number for number in range(9) if number != late]
    for place, number in enumerate(order):
        draft = world.draft(vintage(number), days[number], name=f"vintage-{number}.csv")
        found = world.compare(draft)
        before = order[place - 1] if place else None
        expected = (1, 0, 0) if before is None else (number - before, 1, 0)
        assert (found.added, found.changed, found.removed) == expected
        assert found.unchanged == (0 if before is None else before)
        world.release(draft)
    filled_in = world.draft(vintage(late), days[late], name="vintage-late.csv")
    assert world.compare(filled_in).changes_nothing
    world.release(filled_in)
    assert world.deals() == held(8)
    for number, day in enumerate(days):
        assert world.deals(build_moment(world.paths, day)) == held(number)
        assert world.deals(build_moment(world.paths, day + timedelta(days=20))) == held(number)
