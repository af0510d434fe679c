"""The rules on one sum over firms, and the second cells of small tables."""

import numpy as np
import pytest

from kpi.catalogue.disclosure import DisclosureRules
from kpi.disclosure import Cells, Sums, unsafe, withheld

RULES = DisclosureRules()


def is_unsafe(amounts: list[float], rules: DisclosureRules) -> bool:
    largest = sorted(amounts, reverse=True)
    return bool(unsafe(len(amounts), sum(amounts), largest[0], largest[1], rules))


def only(**limits: float) -> DisclosureRules:
    """One rule, the others too wide to bite."""
    wide = {"fewest_firms": 2, "two_largest_share": 1.0, "closeness": 0.0}
    return DisclosureRules.model_validate(wide | limits)


@pytest.mark.parametrize(
    ("amounts", "rules", "expected"),
    [
        ([100, 30, 10, 5, 5], only(closeness=0.25), True),
        ([100, 30, 10, 5, 5], only(closeness=0.10), False),
        ([100, 30, 10, 5, 5], only(two_largest_share=0.85), True),
        ([900, 50, 30, 20], only(two_largest_share=0.85), True),
        ([900, 50, 30, 20], only(closeness=0.10), True),
        ([50, 50, 50, 50], RULES, False),
        ([50, 50, 50], RULES, True),
        ([50, 35, 10, 5], only(two_largest_share=0.85), False),
    ],
)
def test_one_sum_is_judged_as_worked_by_hand(
    amounts: list[float], rules: DisclosureRules, expected: bool
) -> None:
    assert is_unsafe(amounts, rules) is expected


def test_a_sum_to_which_nobody_contributed_tells_of_nobody() -> None:
    assert not unsafe(0, 0, 0, 0, RULES)


def table(firms: list[list[float]], known: list[bool], sums: list[tuple[int, list[int], bool]]) -> np.ndarray:
    """What is withheld of cells given by what each firm holds."""
    ordered = [sorted([*each, 0, 0], reverse=True) for each in firms]
    cells = Cells.of(
        np.array([len(each) for each in firms], float),
        np.array([sum(each) for each in firms], float),
        np.array([each[0] for each in ordered], float),
        np.array([each[1] for each in ordered], float),
        np.array(known),
        RULES,
    )
    return withheld(cells, Sums.of(sums), RULES)


SMALL, MEDIUM, LARGE = [10.0] * 2, [20.0] * 6, [50.0] * 8


def test_a_second_cell_goes_with_the_first_and_it_is_the_cheapest() -> None:
    firms = [SMALL, MEDIUM, LARGE, SMALL + MEDIUM + LARGE]
    assert table(firms, [False] * 4, [(3, [0, 1, 2], False)]).tolist() == [True, True, False, False]


def test_what_is_known_is_never_withheld_and_another_cell_stands_in_for_it() -> None:
    firms = [SMALL, MEDIUM, LARGE, SMALL + MEDIUM + LARGE]
    found = table(firms, [False, True, False, False], [(3, [0, 1, 2], False)])
    assert found.tolist() == [True, False, True, False]


def test_the_total_is_withheld_where_no_part_may_be() -> None:
    firms = [SMALL, MEDIUM, LARGE, SMALL + MEDIUM + LARGE]
    found = table(firms, [False, True, True, False], [(3, [0, 1, 2], False)])
    assert found.tolist() == [True, False, False, True]


def test_two_single_firms_do_not_hide_each_other() -> None:
    firms = [[10.0], [12.0], MEDIUM, LARGE, [10.0, 12.0] + MEDIUM + LARGE]
    assert table(firms, [False] * 5, [(4, [0, 1, 2, 3], False)]).tolist()[:3] == [True, True, True]


def test_a_quarter_without_firms_hides_nothing() -> None:
    firms = [SMALL, [], MEDIUM, SMALL + MEDIUM]
    found = table(firms, [False] * 4, [(3, [0, 1, 2], True)])
    assert found.tolist() == [True, False, True, False]


def test_without_sums_only_what_the_rules_forbid_is_withheld() -> None:
    assert table([SMALL, LARGE], [False, False], []).tolist() == [True, False]


def test_a_sum_whose_other_numbers_are_all_known_cannot_be_mended_and_withholds_what_it_can() -> None:
    firms = [SMALL, MEDIUM, SMALL + MEDIUM]
    assert table(firms, [False, True, True], [(2, [0, 1], False)]).tolist() == [True, False, False]
