"""A file of targets moves no value: what it does to targets and to what of them is reached is told instead."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kpi.drafts import Comparison
from tests.submitting.drafted_world import DraftedWorld, deal, drafted_world

LATER = date(2025, 4, 1)


@pytest.fixture
def world(tmp_path: Path) -> DraftedWorld:
    """Gunsan took in 100 won in 2024 and aimed at 200."""
    world = drafted_world(tmp_path)
    quarters = [deal(f"d{at}", 25, f"2024Q{at}") for at in (1, 2, 3, 4)]
    world.accept(quarters)
    world.accept([target(200)], dataset="targets")
    return world


def target(value: float, year: str = "2024", zone: str = "gunsan", **more: Any) -> dict[str, Any]:
    return {
        "zone": zone, "metric": "investment_linked", "period": year, "basis": "in_period", "value": value,
        "unit": "KRW", "target_status": "published", **more,
    }  # fmt: skip


def moved(comparison: Comparison) -> list[tuple[object, ...]]:
    return [
        (each.zone, each.period, each.before, each.after, each.reached_before, each.reached_after)
        for each in comparison.targets
    ]


def test_another_target_is_told_with_what_of_it_is_reached(world: DraftedWorld) -> None:
    found = world.compare(world.draft([target(125)], LATER, dataset="targets"))
    assert moved(found) == [("gunsan", "2024", 200.0, 125.0, 50.0, 80.0)]
    assert (found.changed, found.effect_count) == (1, 0)


def test_a_target_that_comes_or_goes_has_one_side_only(world: DraftedWorld) -> None:
    came = world.compare(world.draft([target(50, zone="pohang")], LATER, dataset="targets"))
    assert moved(came) == [("pohang", "2024", None, 50.0, None, None)]
    rows = [target(300, "2025")]
    went = world.compare(world.draft(rows, LATER, dataset="targets", covers_periods=("2024", "2025")))
    assert moved(went) == [
        ("gunsan", "2024", 200.0, None, 50.0, None),
        ("gunsan", "2025", None, 300.0, None, None),
    ]


def test_a_target_that_the_pages_do_not_show_moves_nothing(world: DraftedWorld) -> None:
    sample = [target(999, target_status="sample")]
    found = world.compare(world.draft(sample, LATER, dataset="targets", series="sample"))
    assert (found.added, moved(found)) == (1, [])


def test_what_was_told_is_what_the_release_then_shows(world: DraftedWorld) -> None:
    draft = world.draft([target(125)], LATER, dataset="targets")
    told = moved(world.compare(draft))
    world.release(draft)
    again = world.compare(world.draft([target(200)], date(2025, 5, 1), dataset="targets", name="b.csv"))
    assert [(row[3], row[5]) for row in told] == [(row[2], row[4]) for row in moved(again)]


def test_a_file_of_values_names_no_targets(world: DraftedWorld) -> None:
    found = world.compare(world.draft([deal("d1", 75)], LATER))
    assert found.effect_count and found.targets == ()
