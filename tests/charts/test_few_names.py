"""Names on narrow screens: few, inside the frame, none upon another or upon a mark."""

from itertools import combinations

import numpy as np
import pytest

from kpi.charts.few_names import Box, Mark, few_names, long


def marks(*places: tuple[float, float], half: float = 5.0) -> list[Mark]:
    return [Mark(x, y, f"전북 군산{at}", half) for at, (x, y) in enumerate(places)]


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


@pytest.mark.parametrize("seed", range(20))
def test_no_name_covers_another_or_a_mark_or_leaves_the_frame(seed: int) -> None:
    dice = np.random.default_rng(seed)
    # As near to each other as zones with small numbers are.
    given = marks(*((float(x), float(y)) for x, y in 0.04 + 0.9 * dice.random((14, 2)) ** 3))
    found = {at: given[at].beside(side) for at, side in few_names(given, None).items()}
    assert found
    assert not any(meet(one, other) for one, other in combinations(found.values(), 2))
    assert not any(
        meet(box, mark.box) for at, box in found.items() for other, mark in enumerate(given) if other != at
    )
    assert all(box[0] >= 0 and box[1] <= 1 and box[2] >= 0 and box[3] <= 1 for box in found.values())


def test_the_marked_one_is_always_named_and_the_outermost_where_there_is_room() -> None:
    crowd = [(0.1 + 0.04 * at, 0.1 + 0.04 * other) for at in range(15) for other in range(15)]
    assert 112 in few_names(marks(*crowd, half=9.0), 112)
    assert 112 not in few_names(marks(*crowd, half=9.0), None)
    apart = marks((0.05, 0.5), (0.95, 0.5), (0.5, 0.05), (0.5, 0.95), (0.5, 0.5))
    assert set(few_names(apart, 4)) == {0, 1, 2, 3, 4}
    assert set(few_names(apart, None)) == {0, 1, 2, 3}


def test_what_stands_in_the_frame_already_is_left_free() -> None:
    (side,) = few_names(marks((0.5, 0.5)), 0, [(0.0, 1.0, 0.51, 1.0)]).values()
    assert side.startswith("bottom")


def test_a_name_stands_away_from_a_near_mark() -> None:
    assert few_names(marks((0.5, 0.5), (0.5, 0.54)), None) == {0: "middle right", 1: "top center"}


def test_a_larger_mark_pushes_its_name_away() -> None:
    small, large = (marks((0.5, 0.5), half=half)[0].beside("top center") for half in (4, 16))
    assert large[2] > small[2]


def test_no_marks_have_no_names() -> None:
    assert few_names([], None) == {}


def test_korean_letters_are_wider_than_latin_ones() -> None:
    assert long("가나") > long("ab")
