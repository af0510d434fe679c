"""A draft beside the live state: rows by what happens to them, old → new, and the numbers that move."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from kpi.errors import FileError
from pipelines.submitting.comparing import comparison_of
from tests.pipelines import small_world
from tests.submitting.drafted_world import DraftedWorld, announced, deal, drafted_world, moved

LATER = date(2025, 4, 1)
THREE = (deal("a", 100), deal("b", 50), deal("c", 20))


@pytest.fixture
def world(tmp_path: Path) -> DraftedWorld:
    return drafted_world(tmp_path)


def counts(comparison: object) -> tuple[int, ...]:
    return tuple(getattr(comparison, kind) for kind in ("added", "changed", "removed", "unchanged"))


def test_the_first_file_of_all_adds_its_rows_and_every_number(world: DraftedWorld) -> None:
    draft = world.draft(THREE)
    comparison = world.compare(draft)
    assert counts(comparison) == (3, 0, 0, 0)
    assert announced(comparison)["investment_linked", "gunsan", "2024Q1", "in_period"] == (None, 170.0)
    world.release(draft)
    assert announced(comparison) == moved({}, world.values())


def test_one_changed_cell_is_exactly_one_change_old_to_new(world: DraftedWorld) -> None:
    world.accept(THREE)
    comparison = world.compare(world.draft((*THREE[:2], deal("c", 25)), LATER))
    assert counts(comparison) == (0, 1, 0, 2)
    (change,) = comparison.changes
    assert (change.kind, change.zone, change.period) == ("changed", "gunsan", "2024Q1")
    assert change.key == {"zone": "gunsan", "deal": "c"}
    assert (change.before, change.after) == ({"amount_krw": 20}, {"amount_krw": 25})
    assert change.source_row == 4


def test_the_same_rows_again_change_nothing(world: DraftedWorld) -> None:
    world.accept(THREE)
    comparison = world.compare(world.draft(tuple(reversed(THREE)), LATER, name="again.csv"))
    assert counts(comparison) == (0, 0, 0, 3)
    assert comparison.changes_nothing
    assert comparison.effect_count == 0


def test_a_replacement_removes_what_it_does_not_hold_and_an_amendment_keeps_it(world: DraftedWorld) -> None:
    world.accept(THREE)
    rows = (deal("a", 100), deal("d", 5))
    replaced, amended = (world.compare(world.draft(rows, LATER, mode)) for mode in ("replace", "amend"))
    assert counts(replaced) == (1, 0, 2, 1)
    assert counts(amended) == (1, 0, 0, 3)
    assert replaced.warned == ("removes_much",)
    assert amended.warned == ()


def test_other_slices_are_no_business_of_the_file(world: DraftedWorld) -> None:
    world.accept((*THREE, deal("p", 9, zone="pohang"), deal("q", 8, period="2024Q2")))
    comparison = world.compare(world.draft(THREE, LATER))
    assert counts(comparison) == (0, 0, 0, 3)
    assert comparison.slices == ("gunsan|2024Q1",)


def test_a_covered_slice_without_rows_is_emptied(world: DraftedWorld) -> None:
    world.accept((*THREE, deal("q", 8, period="2024Q2")))
    draft = world.draft(
        THREE, LATER, covers_zones=("gunsan",), covers_periods=("2024Q1", "2024Q2"), name="both.csv"
    )
    comparison = world.compare(draft)
    assert counts(comparison) == (0, 0, 1, 3)
    cell = ("investment_linked", "gunsan", "2024Q2", "in_period")
    assert announced(comparison)[cell] == (8.0, 0.0)


def test_a_deal_moved_to_another_quarter_is_one_change(world: DraftedWorld) -> None:
    world.accept((*THREE, deal("q", 8, period="2024Q2")))
    rows = (*THREE[:2], deal("c", 20, period="2024Q2"), deal("q", 8, period="2024Q2"))
    comparison = world.compare(world.draft(rows, LATER))
    assert counts(comparison) == (0, 1, 0, 3)
    assert (comparison.changes[0].before, comparison.changes[0].after) == (
        {"period": "2024Q1"},
        {"period": "2024Q2"},
    )


def test_repeated_keys_pair_alike_rows_first(world: DraftedWorld) -> None:
    world.accept((deal("a", 1), deal("a", 2), deal("a", 3), deal("b", 4)))
    comparison = world.compare(world.draft((deal("a", 3), deal("a", 1), deal("b", 5)), LATER))
    assert counts(comparison) == (0, 1, 1, 2)
    removed, changed = comparison.changes
    assert (removed.kind, removed.before["amount_krw"]) == ("removed", 2)
    assert (changed.before, changed.after) == ({"amount_krw": 4}, {"amount_krw": 5})


def test_rows_without_a_key_pair_too(world: DraftedWorld) -> None:
    nameless = [{**deal("x", amount), "deal": None} for amount in (1, 2)]
    world.accept((*nameless, deal("a", 3)))
    comparison = world.compare(world.draft((*nameless[:1], deal("a", 3)), LATER))
    assert counts(comparison) == (0, 0, 1, 2)


def test_a_mark_beside_a_number_counts_and_the_place_in_the_file_does_not(world: DraftedWorld) -> None:
    world.accept((deal("a", 1, status="provisional"), deal("b", 2)))
    comparison = world.compare(world.draft((deal("b", 2), deal("a", 1)), LATER))
    assert counts(comparison) == (0, 1, 0, 1)
    assert comparison.changes[0].before == {"status": "provisional"}


def test_a_file_that_changes_nearly_every_row_is_called_a_rebasing(world: DraftedWorld) -> None:
    rows = [deal(f"d{number}", number + 1) for number in range(10)]
    world.accept(rows)
    rebased = [deal(f"d{number}", 1000 * (number + 1)) for number in range(10)]
    assert world.compare(world.draft(rebased, LATER)).warned == ("changes_everything",)


def test_an_older_vintage_filled_in_late_changes_nothing_today_and_says_where(world: DraftedWorld) -> None:
    world.accept(THREE, LATER)
    comparison = world.compare(world.draft((deal("a", 1), deal("z", 2, period="2024Q2"))))
    assert counts(comparison) == (1, 0, 0, 0)
    assert comparison.silent == ("gunsan|2024Q1",)


def test_an_amendment_between_two_vintages_is_covered_by_the_newer(world: DraftedWorld) -> None:
    world.accept(THREE, date(2025, 1, 1))
    world.accept((deal("a", 300), deal("b", 50)), date(2025, 6, 1))
    comparison = world.compare(world.draft((deal("a", 7),), date(2025, 3, 1), "amend"))
    assert comparison.changes_nothing


def test_a_series_that_comes_first_is_compared_with_what_it_takes_the_place_of(world: DraftedWorld) -> None:
    world.accept(THREE, series="sample")
    comparison = world.compare(world.draft((deal("a", 101), *THREE[1:]), LATER))
    assert counts(comparison) == (0, 1, 0, 2)
    silent = world.compare(world.draft(THREE, LATER, series="sample"))
    assert silent.changes_nothing


def test_a_published_value_of_one_series_leaves_the_others_out(world: DraftedWorld) -> None:
    def told(value: float, note: str) -> dict[str, object]:
        cell = {"metric": "investment_linked", "zone": "gunsan", "period": "2023", "basis": "in_period"}
        return {**cell, "value": value, "unit": "krw", "value_status": "published", "note": note}

    world.accept([told(10.0, "p")], dataset="published_values", series="press")
    draft = world.draft([told(12.0, "m")], LATER, dataset="published_values", series="ministry")
    comparison = world.compare(draft)
    assert counts(comparison) == (1, 0, 0, 0)
    before = world.values()
    world.release(draft)
    assert announced(comparison) == moved(before, world.values())
    assert announced(comparison)["investment_linked", "gunsan", "2023", "in_period"] == (10.0, 12.0)


def test_a_ratio_moves_with_its_sides(world: DraftedWorld) -> None:
    stays = [
        {"zone": "gunsan", "period": "2024Q4", "firm": f"f{number}", "entered_on": date(2023, 1, 1)}
        for number in range(4)
    ]
    world.accept(stays, dataset="tenant_firms")
    draft = world.draft(THREE, LATER)
    comparison = world.compare(draft)
    assert announced(comparison)["investment_per_firm", "gunsan", "2024Q1", "in_period"] == (None, 170 / 4)
    before = world.values()
    world.release(draft)
    assert announced(comparison) == moved(before, world.values())


def test_many_changes_lie_in_the_drafts_folder_and_the_first_in_the_answer(world: DraftedWorld) -> None:
    draft = world.draft([deal(f"d{number}", number) for number in range(250)])
    comparison = world.compare(draft)
    folder = world.paths.drafts / draft
    assert (comparison.added, len(comparison.changes)) == (250, 200)
    assert len(pd.read_parquet(folder / "changes.parquet")) == 250
    assert len(pd.read_parquet(folder / "effects.parquet")) == comparison.effect_count
    assert comparison_of(world.paths, draft) == comparison


def test_comparing_changes_nothing_that_anybody_sees(world: DraftedWorld) -> None:
    world.accept(THREE)
    draft = world.draft((deal("a", 1),), LATER)
    with world.unchanged():
        world.compare(draft)


def test_another_catalogue_since_the_release_is_compared_on_both_sides(world: DraftedWorld) -> None:
    world.accept(THREE)
    file = world.paths.catalogue / "metrics.yml"
    content = small_world.read_yaml(file)
    content["metrics"][0]["short"]["en"] = "Another word"
    small_world.write_yaml(file, content)
    comparison = world.compare(world.draft((*THREE[:2], deal("c", 21)), LATER))
    cell = ("investment_linked", "gunsan", "2024Q1", "in_period")
    assert announced(comparison)[cell] == (170.0, 171.0)


def test_what_has_not_been_compared_says_so(world: DraftedWorld) -> None:
    with pytest.raises(FileError) as refused:
        comparison_of(world.paths, world.draft(THREE))
    assert refused.value.code == "submitting_errors.not_compared"
