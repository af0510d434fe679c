"""Performance groups and their boundaries."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kpi.scoring.grouping import performance_groups, relative
from kpi.scoring.notes import ScoringRefused


@pytest.mark.parametrize(
    ("percent", "group"),
    [(126, 0), (125, 1), (100, 1), (99.9, 2), (70, 2), (69.9, 3), (0, 3), (-5, 3), (np.nan, -1)],
)
def test_a_boundary_belongs_where_it_is_said_to(percent: float, group: int) -> None:
    assert performance_groups(np.array([percent])).tolist() == [group]


def test_scores_stand_to_the_average_of_those_that_have_one() -> None:
    np.testing.assert_allclose(relative(np.array([30, 60, np.nan, 90.0])), [50, 100, np.nan, 150])


def test_scores_stand_to_a_named_unit() -> None:
    np.testing.assert_allclose(relative(np.array([[30, 60], [50, 20.0]]), 1), [[50, 100], [250, 100]])


def test_a_unit_without_a_score_gives_nothing_to_compare_with() -> None:
    assert np.isnan(relative(np.array([30, np.nan]), 1)).all()
    assert np.isnan(relative(np.array([np.nan, np.nan]))).all()


@pytest.mark.parametrize("scores", [[0.0, 5.0], [-1.0, 5.0]])
def test_a_comparison_with_nothing_or_less_is_refused(scores: list[float]) -> None:
    with pytest.raises(ScoringRefused) as refusal:
        relative(np.array(scores), 0)
    assert refusal.value.code == "scoring_errors.compared_with_nothing"
    assert refusal.value.faults[0].value == scores[0]


@given(some.lists(some.floats(1, 100), min_size=1, max_size=9), some.floats(0.1, 10))
def test_groups_do_not_change_with_the_scale(scores: list[float], factor: float) -> None:
    own = np.array(scores)
    np.testing.assert_allclose(relative(own * factor), relative(own), rtol=1e-12)
    assert np.mean(relative(own)) == pytest.approx(100)
