"""The live state against a plain simulation, and what must hold of it whatever the history."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as strategies
from live_oracle import FIRST_DAY, SLICES, Played, Rule, histories, played_state

from pipelines.live import LiveSlice, live_slices

rules = strategies.builds(Rule, combine_series=strategies.booleans())


def folded(submissions: list[Played], live: list[LiveSlice]) -> set[tuple[str, str, str | None, int]]:
    """What the live slices say: per slice and series, a higher rank overwrites a lower one."""
    by_id = {each.id: each for each in submissions}
    told: dict[tuple[str, str, str | None], int] = {}
    for share in sorted(live, key=lambda share: share.rank):
        each = by_id[share.submission]
        for (label, key), value in each.rows.items():
            if label == share.slice:
                told[label, each.series, key] = value
    return {(*place, value) for place, value in told.items()}


def submitted(number: int, mode: str = "replace", day: int = 1, **changed: object) -> Played:
    plain = Played(f"submission{number}", number, "submitted", mode, date(2024, 1, day), SLICES[:1])
    return replace(plain, **changed)  # type: ignore[arg-type]


@settings(deadline=None)
@given(histories(), rules)
def test_the_live_state_is_what_playing_every_row_gives(history: list[Played], rule: Rule) -> None:
    assert folded(history, live_slices(history, {"deals": rule})) == played_state(history, rule)


@settings(deadline=None)
@given(histories(), rules, strategies.randoms())
def test_the_order_of_filling_in_does_not_matter(history: list[Played], rule: Rule, random: object) -> None:
    sequences = [each.sequence for each in history]
    random.shuffle(sequences)  # type: ignore[attr-defined]
    refilled = [replace(each, sequence=sequence) for each, sequence in zip(history, sequences, strict=True)]
    assert live_slices(refilled, {"deals": rule}) == live_slices(history, {"deals": rule})


@settings(deadline=None)
@given(histories(), rules)
def test_undoing_a_submission_leaves_what_would_be_without_it(history: list[Played], rule: Rule) -> None:
    for undone in history:
        rest = [each for each in history if each.id != undone.id]
        live = live_slices(rest, {"deals": rule})
        assert undone.id not in {share.submission for share in live}
        assert folded(rest, live) == played_state(rest, rule)


@settings(deadline=None)
@given(histories(), rules, strategies.integers(-1, 8))
def test_a_past_day_knows_only_what_was_known(history: list[Played], rule: Rule, days: int) -> None:
    day = date.fromordinal(FIRST_DAY.toordinal() + days)
    known = [each for each in history if each.known_on <= day]
    assert live_slices(history, {"deals": rule}, known_on=day) == live_slices(known, {"deals": rule})


@settings(deadline=None)
@given(histories(), rules)
def test_whole_means_every_slice_is_live_and_nobody_shares_it(history: list[Played], rule: Rule) -> None:
    live = live_slices(history, {"deals": rule})
    for each in history:
        mine = [share for share in live if share.submission == each.id]
        is_whole = len(mine) == len(each.slices) and all(share.alone for share in mine)
        assert all(share.whole == is_whole for share in mine)


def test_a_replacement_without_rows_silences_the_slice() -> None:
    history = [submitted(1, rows={(SLICES[0], "a"): 1}), submitted(2, day=2)]
    assert [share.submission for share in live_slices(history, {"deals": Rule()})] == ["submission2"]


def test_on_one_day_the_later_acceptance_wins() -> None:
    live = live_slices([submitted(2), submitted(1)], {"deals": Rule()})
    assert [share.submission for share in live] == ["submission2"]


def test_an_amendment_known_before_the_floor_is_covered_by_it() -> None:
    live = live_slices([submitted(1, day=5), submitted(2, mode="amend", day=2)], {"deals": Rule()})
    assert live == [LiveSlice("deals", "submission1", SLICES[0], 1, alone=True, whole=True)]


def test_a_series_that_the_catalogue_no_longer_declares_speaks_last() -> None:
    live = live_slices([submitted(1, series="gone", day=9), submitted(2)], {"deals": Rule()})
    assert [share.submission for share in live] == ["submission2"]


def test_a_dataset_that_the_catalogue_no_longer_declares_has_no_live_slices() -> None:
    assert live_slices([submitted(1)], {}) == []


@pytest.mark.parametrize("combined, ranks", [(True, [1, 1]), (False, [1])])
def test_ranks_count_within_a_series(combined: bool, ranks: list[int]) -> None:
    live = live_slices(
        [submitted(1), submitted(2, series="sample")], {"deals": Rule(combine_series=combined)}
    )
    assert [share.rank for share in live] == ranks
    assert all(share.alone and share.whole for share in live)
