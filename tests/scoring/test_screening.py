"""Who has enough values, and values per something else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kpi.scoring.denominating import per
from kpi.scoring.screening import availability, kept
from tests.scoring.boards import cells, same

AMOUNTS = some.one_of(some.none(), some.integers(-(10**6), 10**6).map(float))


def test_the_share_of_values_a_unit_has_decides() -> None:
    values = np.array([[cells([1, None, 3]), cells([None, None, 3]), cells([1, 2, 3])]])
    np.testing.assert_allclose(availability(values), [[2 / 3, 1 / 3, 1]])
    assert kept(values, 2 / 3).tolist() == [[True, False, True]]
    assert kept(values, 0).all()


@given(some.lists(some.tuples(AMOUNTS, AMOUNTS), min_size=1))
def test_division_agrees_with_its_twin_and_never_divides_by_what_is_not_positive(pairs: list[tuple]) -> None:
    wanted = [
        None if above is None or below is None or below <= 0 else above / below for above, below in pairs
    ]
    above, below = zip(*pairs, strict=True)
    same(per(cells(above), cells(below)), wanted)


@pytest.mark.parametrize("factor", [2.0, 1000.0, 0.125])
def test_values_and_denominators_in_another_unit_give_the_same_ratio(factor: float) -> None:
    values, below = cells([1.5, 30, 7]), cells([3, 4, 9])
    assert np.array_equal(per(values * factor, below * factor), per(values, below))
