"""Grades by quota and by cut scores, and who belongs where on a boundary."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kpi.scoring.grading import by_cuts, by_quota, graded, quota
from kpi.scoring.ranking import ranks
from kpi.scoring.recipe import Grades
from tests.scoring import plain_scores as plain

PARTS = some.lists(some.integers(0, 20), min_size=1, max_size=5).filter(any)
SCORES = some.lists(some.one_of(some.none(), some.integers(0, 30).map(float)), min_size=1, max_size=20)


@given(PARTS, some.integers(0, 300))
def test_quotas_agree_with_exact_fractions_and_add_up(parts: list[int], units: int) -> None:
    shares = [Fraction(part, sum(parts)) for part in parts]
    found = quota(units, [float(share) for share in shares])
    assert sum(found) == units
    assert list(found) == plain.quota(units, shares)


@pytest.mark.parametrize(
    ("units", "shares", "expected"),
    [
        (14, (0.2, 0.3, 0.5), (3, 4, 7)),
        (14, (0.25, 0.25, 0.25, 0.25), (4, 4, 3, 3)),
        (10, (0.3, 0.7), (3, 7)),
        (1, (0.5, 0.5), (1, 0)),
        (0, (0.5, 0.5), (0, 0)),
    ],
)
def test_what_is_left_over_goes_to_the_largest_remainder(units: int, shares: tuple, expected: tuple) -> None:
    assert quota(units, shares) == expected


def test_who_ties_on_the_boundary_of_a_quota_gets_the_better_grade() -> None:
    scores = np.array([90, 80, 80, 70, 60, np.nan])
    assert by_quota(ranks(scores), (0.4, 0.4, 0.2)).tolist() == [0, 0, 0, 1, 2, -1]


def test_who_stands_on_a_cut_has_reached_it() -> None:
    assert by_cuts(np.array([90, 89.99, 80, 0.1 + 0.2, np.nan]), (90, 80, 0.3)).tolist() == [0, 1, 1, 2, -1]
    assert by_cuts(np.array([0.3]), (0.1 + 0.2,)).tolist() == [0]


@given(SCORES, PARTS)
def test_a_better_score_never_has_a_worse_grade(scores: list, parts: list[int]) -> None:
    own = plain.as_array(scores)
    grades = by_quota(ranks(own), [part / sum(parts) for part in parts])
    known = [(score, grade) for score, grade in zip(own, grades, strict=True) if not np.isnan(score)]
    assert all(mine[1] <= other[1] for mine in known for other in known if mine[0] >= other[0])
    assert ((grades == -1) == np.isnan(own)).all()


@given(SCORES, PARTS)
def test_a_quota_is_exceeded_by_ties_alone(scores: list, parts: list[int]) -> None:
    shares = [part / sum(parts) for part in parts]
    distinct = plain.as_array([None if score is None else score + i / 100 for i, score in enumerate(scores)])
    grades = by_quota(ranks(distinct), shares)
    assert [int((grades == grade).sum()) for grade in range(len(shares))] == list(
        quota(int((~np.isnan(distinct)).sum()), shares)
    )


@given(some.lists(SCORES.map(lambda row: (row * 8)[:8]), min_size=1, max_size=4))
def test_many_draws_are_graded_as_one_after_another(rows: list) -> None:
    table = np.array([plain.as_array(row) for row in rows])
    for grades in (
        Grades(names=("a", "b", "c"), shares=(0.25, 0.25, 0.5)),
        Grades(names=("a", "b", "c"), cuts=(20, 10)),
    ):
        np.testing.assert_array_equal(graded(table, grades), [graded(row, grades) for row in table])
