"""A ranking without one of its elements is that of a board which never had it."""

from dataclasses import replace

import numpy as np
import pytest

from kpi.scoring.board import Board
from kpi.scoring.recipe import Normalisation, Recipe
from kpi.scoring.removing import removal
from kpi.scoring.scores import score
from tests.scoring.small_boards import ELEMENTS, board, with_gaps

RECIPE = Recipe(normalisation=Normalisation(low=1), aggregation=("arithmetic", "geometric"))


def without(own: Board, name: str) -> Board:
    """The board as if an element and all below it had never been."""
    gone = {name, *(each.id for each in own.elements if each.parent == name)}
    columns = [number for number, each in enumerate(own.indicators) if each.id not in gone]
    elements = tuple(each for each in own.elements if each.id not in gone)
    return replace(own, elements=elements, values=own.values[..., columns])


@pytest.mark.parametrize("name", [each.id for each in ELEMENTS if each.parent is not None])
@pytest.mark.parametrize("period", [0, 1])
def test_each_removal_is_the_board_without_that_element(name: str, period: int) -> None:
    own = board(with_gaps())
    found = removal(own, RECIPE, own.periods[period])
    row = found.elements.index(name)
    expected = score(without(own, name), RECIPE)
    np.testing.assert_allclose(found.scores[row], expected.scores[period, :, 0], rtol=1e-12)
    np.testing.assert_array_equal(found.ranks[row], expected.ranks[period, :, 0])


def test_shifts_are_ranks_without_less_ranks_with_and_their_mean_size() -> None:
    own = board(with_gaps())
    found, nominal = removal(own, RECIPE, "2023"), score(own, RECIPE).ranks[1, :, 0]
    np.testing.assert_array_equal(found.shifts, found.ranks - nominal)
    np.testing.assert_allclose(found.mean_shift, np.nanmean(np.abs(found.ranks - nominal), axis=1))
    assert np.isnan(found.shifts[:, 4]).all()


def test_without_its_only_element_nothing_is_left_to_score() -> None:
    elements = (ELEMENTS[0], ELEMENTS[1], ELEMENTS[3])
    found = removal(board(board().values[..., :1], elements), Recipe(), "2022")
    assert np.isnan(found.scores).all()
    assert np.isnan(found.mean_shift).all()
