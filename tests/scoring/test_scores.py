"""Whole boards scored: against a plain twin, figures that add up, and what must not change a score."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kpi.scoring.board import Element
from kpi.scoring.climbing import places_of
from kpi.scoring.notes import ScoringRefused
from kpi.scoring.preparing import prepare
from kpi.scoring.recipe import Grades, Normalisation, Recipe
from kpi.scoring.scores import Scored, score
from tests.scoring import plain_scores as plain
from tests.scoring.small_boards import ELEMENTS, INDICATORS, UNITS, VALUES, WEIGHTS, board, with_gaps

FROM_ONE = Normalisation(low=1)
RECIPES = {
    "arithmetic": Recipe(),
    "geometric above": Recipe(normalisation=FROM_ONE, aggregation=("arithmetic", "geometric")),
    "harmonic": Recipe(normalisation=FROM_ONE, aggregation=("harmonic",)),
    "copeland above": Recipe(aggregation=("arithmetic", "copeland"), group_availability=0),
    "z-scores, all wanted": Recipe(normalisation=Normalisation(method="z_score"), group_availability=1),
}
ROOT = 0


def weights_by_id(elements: tuple[Element, ...] = ELEMENTS) -> dict[str, float]:
    return {each.id: each.weight for each in elements}


@pytest.mark.parametrize("values", [VALUES, with_gaps()], ids=["whole", "gaps"])
@pytest.mark.parametrize("name", RECIPES)
def test_scores_and_ranks_of_every_element_agree_with_the_plain_twin(name: str, values: np.ndarray) -> None:
    own, recipe = board(values), RECIPES[name]
    prepared, scored = prepare(own, recipe), score(own, recipe)
    for period in range(len(own.periods)):
        rows = [plain.as_list(row) for row in prepared.normalised[period]]
        expected = plain.climb(own, recipe, rows, weights_by_id())
        for place, each in enumerate(own.elements):
            found = scored.scores[period, :, place]
            np.testing.assert_allclose(found, plain.as_array(expected[each.id]), rtol=1e-12, atol=1e-12)
            np.testing.assert_array_equal(
                scored.ranks[period, :, place], plain.as_array(plain.ranks(plain.as_list(found.round(9))))
            )


@given(some.lists(WEIGHTS, min_size=len(ELEMENTS), max_size=len(ELEMENTS)))
def test_scores_under_any_weights_agree_with_the_plain_twin(weights: list[float]) -> None:
    own, recipe = board(with_gaps()), Recipe()
    chosen = {each.id: weight for each, weight in zip(ELEMENTS, weights, strict=True)}
    prepared = prepare(own, recipe)
    scored = score(own, recipe, chosen, prepared)
    rows = [plain.as_list(row) for row in prepared.normalised[0]]
    expected = plain.climb(own, recipe, rows, chosen)["total"]
    np.testing.assert_allclose(scored.scores[0, :, ROOT], plain.as_array(expected), rtol=1e-12)


def added_up(scored: Scored, elements: tuple[Element, ...], parent: str) -> np.ndarray:
    members = [place for place, each in enumerate(elements) if each.parent == parent]
    place = next(place for place, each in enumerate(elements) if each.id == parent)
    return np.nansum(scored.contributions[..., members], -1) + scored.imbalance[..., place]


@pytest.mark.parametrize("values", [VALUES, with_gaps()], ids=["whole", "gaps"])
@pytest.mark.parametrize("name", ["arithmetic", "geometric above", "harmonic"])
def test_contributions_and_imbalance_add_up_to_the_score(name: str, values: np.ndarray) -> None:
    own = board(values)
    scored = score(own, RECIPES[name])
    for parent in ("total", "results", "support"):
        place = places_of(own)[parent]
        whole = scored.scores[..., place]
        known = ~np.isnan(whole)
        np.testing.assert_allclose(added_up(scored, ELEMENTS, parent)[known], whole[known], rtol=1e-12)
        assert (scored.imbalance[..., place][known] <= 1e-12).all()
        assert np.isnan(scored.imbalance[..., place][~known]).all()


def test_shares_leave_out_what_is_missing_and_add_up_to_one() -> None:
    own = board(with_gaps())
    scored, places = score(own, Recipe()), places_of(own)
    members = [places[name] for name in ("transfers", "startups", "deaths")]
    np.testing.assert_allclose(scored.shares[0, 0, members], [2 / 3, np.nan, 1 / 3])
    np.testing.assert_allclose(scored.shares[0, 1, members], [0.5, 0.25, 0.25])
    assert np.isnan(scored.shares[1, 4]).all()


def test_nothing_adds_up_to_a_copeland_count() -> None:
    scored = score(board(), RECIPES["copeland above"])
    assert np.isnan(scored.contributions[..., [1, 2]]).all()
    assert np.isnan(scored.imbalance[..., ROOT]).all()
    assert not np.isnan(scored.contributions[..., 3:]).any()


def test_an_elements_own_aggregation_goes_before_the_recipes() -> None:
    elements = tuple(
        replace(each, aggregation="harmonic") if each.id == "results" else each for each in ELEMENTS
    )
    recipe = Recipe(normalisation=FROM_ONE)
    mixed, harmonic = score(board(elements=elements), recipe), score(board(), RECIPES["harmonic"])
    plainly = score(board(), recipe)
    np.testing.assert_array_equal(mixed.scores[..., 1], harmonic.scores[..., 1])
    np.testing.assert_array_equal(mixed.scores[..., 2], plainly.scores[..., 2])


@given(some.permutations(range(len(UNITS))))
def test_the_order_of_units_does_not_matter(order: list[int]) -> None:
    own = board(with_gaps())
    shuffled = replace(
        own,
        units=tuple(own.units[place] for place in order),
        groups=tuple(own.groups[place] for place in order),
        values=own.values[:, order],
    )
    found, expected = score(shuffled, Recipe()), score(own, Recipe())
    np.testing.assert_allclose(found.scores, expected.scores[:, order], rtol=1e-12, atol=1e-12)
    np.testing.assert_array_equal(found.ranks, expected.ranks[:, order])
    np.testing.assert_array_equal(found.group_ranks, expected.group_ranks[:, order])


@given(some.permutations(range(len(ELEMENTS))))
def test_the_order_of_elements_does_not_matter(order: list[int]) -> None:
    own = board()
    elements = tuple(ELEMENTS[place] for place in order)
    columns = [INDICATORS.index(each.id) for each in elements if each.level == 1]
    found = score(replace(own, elements=elements, values=own.values[..., columns]), Recipe())
    np.testing.assert_allclose(found.scores, score(own, Recipe()).scores[..., order], rtol=1e-12, atol=1e-12)


@given(some.floats(0.01, 100), some.sampled_from(range(len(INDICATORS))))
def test_the_unit_of_an_indicator_does_not_matter(factor: float, column: int) -> None:
    values = VALUES.copy()
    values[..., column] *= factor
    found = score(board(values), Recipe())
    np.testing.assert_allclose(found.scores, score(board(), Recipe()).scores, rtol=1e-9, atol=1e-9)


@given(some.sampled_from(INDICATORS))
def test_turning_values_and_direction_together_changes_nothing(name: str) -> None:
    elements = tuple(
        replace(each, direction=-each.direction) if each.id == name else each for each in ELEMENTS
    )
    values = VALUES.copy()
    values[..., INDICATORS.index(name)] *= -1
    found = score(board(values, elements), Recipe())
    np.testing.assert_allclose(found.scores, score(board(), Recipe()).scores, rtol=1e-12, atol=1e-12)


@given(some.floats(0.01, 100))
def test_scaling_all_weights_of_siblings_changes_nothing(factor: float) -> None:
    scaled = {name: weight * factor for name, weight in weights_by_id().items()}
    found, expected = score(board(), Recipe(), scaled), score(board(), Recipe())
    np.testing.assert_allclose(found.scores, expected.scores, rtol=1e-12, atol=1e-12)
    np.testing.assert_array_equal(found.ranks, expected.ranks)


@pytest.mark.parametrize("method", ["min_max", "z_score"])
@given(constant=some.floats(-100, 100), weight=WEIGHTS)
def test_removing_a_constant_indicator_changes_nothing(method: str, constant: float, weight: float) -> None:
    recipe = Recipe(normalisation=Normalisation(method=method), group_availability=0)
    elements = (*ELEMENTS, Element("constant", "results", 1, weight=weight))
    values = np.concatenate([VALUES, np.full((*VALUES.shape[:2], 1), constant)], -1)
    found = score(board(values, elements), recipe)
    np.testing.assert_allclose(found.scores[..., :-1], score(board(), recipe).scores, rtol=1e-12, atol=1e-12)
    assert np.isnan(found.scores[..., -1]).all()


@given(some.floats(0, 50), some.sampled_from(range(len(UNITS))), some.sampled_from(range(len(INDICATORS))))
def test_who_does_better_never_ranks_lower(more: float, unit: int, column: int) -> None:
    posts = tuple(
        replace(each, goalposts=(0.0, 200.0) if each.direction > 0 else (200.0, 0.0))
        if each.level == 1
        else each
        for each in ELEMENTS
    )
    recipe = Recipe(normalisation=Normalisation(method="goalposts"))
    better = VALUES.copy()
    better[0, unit, column] += more * ELEMENTS[3 + column].direction
    before, after = score(board(elements=posts), recipe), score(board(better, posts), recipe)
    assert after.scores[0, unit, ROOT] >= before.scores[0, unit, ROOT] - 1e-12
    assert after.ranks[0, unit, ROOT] <= before.ranks[0, unit, ROOT]


def test_ranks_within_a_group_are_those_of_its_members() -> None:
    scored = score(board(), Recipe())
    total = scored.scores[0, :, ROOT]
    first = [1.0, 2.0] if total[0] > total[1] else [2.0, 1.0]
    assert scored.group_ranks[0, :2, ROOT].tolist() == first
    assert np.isnan(scored.group_ranks[0, 4]).all()


def test_grades_are_those_of_the_root() -> None:
    recipe = Recipe(grades=Grades(names=("best", "good", "plain"), shares=(0.2, 0.4, 0.4)))
    scored = score(board(), recipe)
    expected = np.searchsorted([1, 3], scored.ranks[..., ROOT])
    assert scored.grades.tolist() == expected.tolist()
    assert (score(board(), Recipe()).grades == -1).all()


def test_a_zone_without_data_and_one_alone_in_its_group_are_stated() -> None:
    own = board(with_gaps(), groups=("first", "first", "second", "third", ""))
    notes = {note.code.split(".")[1]: note for note in score(own, Recipe()).notes}
    assert notes["unit_without_score"].units == ("naju",)
    assert notes["unit_without_score"].period == "2023"
    assert notes["group_of_one"].units == ("gunsan", "gumi")


def test_a_board_without_any_value_has_no_scores_and_says_so() -> None:
    scored = score(board(np.full(VALUES.shape, np.nan)), Recipe())
    assert np.isnan(scored.scores).all()
    assert np.isnan(scored.ranks).all()
    assert [note.units for note in scored.notes if note.code.endswith("unit_without_score")] == [UNITS, UNITS]


def test_a_geometric_mean_of_nothing_is_refused_by_the_names_of_its_indicators() -> None:
    with pytest.raises(ScoringRefused) as refusal:
        score(board(), Recipe(aggregation=("geometric",)))
    assert [fault.where.entry for fault in refusal.value.faults] == ["transfers", "startups", "deaths"]


@pytest.mark.parametrize("name", RECIPES)
def test_the_same_board_and_recipe_give_the_same_bytes(name: str) -> None:
    one, other = (score(board(with_gaps()), RECIPES[name]) for _ in range(2))
    for part in ("scores", "ranks", "group_ranks", "shares", "contributions", "imbalance", "grades"):
        assert getattr(one, part).tobytes() == getattr(other, part).tobytes()
