"""A board is sound when it is made, or all its faults are told at once."""

from dataclasses import replace

import numpy as np
import pytest

from kpi.scoring.board import Board, Element
from kpi.scoring.notes import ScoringRefused
from kpi.text import LANGUAGES, messages
from tests.scoring.boards import ROOT, board_of, panel_of

TREE = (
    Element("index", None, 3),
    Element("area", "index", 2),
    Element("jobs", "area", 1),
    Element("delay", "area", 1, direction=-1),
    Element("survey", "index", 1),
)


def board(elements: tuple[Element, ...] = TREE, **more) -> Board:
    leaves = sum(each.level == 1 for each in elements)
    given = {
        "units": ("a", "b"),
        "groups": ("", ""),
        "periods": ("2024",),
        "values": np.zeros((1, 2, leaves)),
    }
    return Board(elements=elements, **(given | more))


def codes(elements: tuple[Element, ...] = TREE, **more) -> list[str]:
    with pytest.raises(ScoringRefused) as refused:
        board(elements, **more)
    assert all(len(messages(refused.value, language)) for language in LANGUAGES)
    return [fault.code.removeprefix("scoring_errors.") for fault in refused.value.faults]


def changed(name: str, **options) -> tuple[Element, ...]:
    return tuple(replace(each, **options) if each.id == name else each for each in TREE)


def test_indicators_root_and_children_are_found_in_a_hierarchy_of_uneven_depth() -> None:
    made = board()
    assert [each.id for each in made.indicators] == ["jobs", "delay", "survey"]
    assert made.root.id == "index"
    ids = {parent: [child.id for child in children] for parent, children in made.children.items()}
    assert ids == {"index": ["area", "survey"], "area": ["jobs", "delay"]}


def test_the_arrays_of_a_board_are_its_own_and_cannot_be_written() -> None:
    given = np.zeros((1, 2, 3))
    made = board(values=given)
    given[0, 0, 0] = 5
    assert made.values[0, 0, 0] == 0
    with pytest.raises(ValueError, match="read-only"):
        made.values[0, 0, 0] = 5


@pytest.mark.parametrize(
    ("elements", "wanted"),
    [
        ((), ["no_elements"]),
        ((*TREE, Element("jobs", "area", 1)), ["element_twice"]),
        (changed("area", parent=None), ["not_one_root"]),
        (changed("jobs", parent="nowhere"), ["unknown_parent"]),
        (changed("area", level=3), ["level_not_below_parent"]),
        (changed("survey", level=2), ["level_without_children"]),
        (changed("jobs", level=0), ["level_without_children"]),
        ((*TREE, Element("hidden", "jobs", 1)), ["level_without_children", "level_not_below_parent"]),
        (changed("jobs", weight=-0.1), ["weight_negative"]),
        (changed("jobs", weight=float("nan")), ["weight_negative"]),
        (changed("jobs", direction=0), ["direction"]),
        (
            changed("area", target=3.0, denominator="firms"),
            ["only_for_indicators"] * 2 + ["unknown_denominator"],
        ),
        (changed("area", aggregation="median"), ["unknown_aggregation"]),
        (changed("jobs", denominator="firms"), ["unknown_denominator"]),
        (changed("jobs", reference="elsewhere"), ["unknown_reference"]),
        (changed("jobs", target=float("inf")), ["not_finite"]),
        (changed("jobs", goalposts=(9.0, 1.0)), ["goalposts_reversed"]),
        (changed("jobs", goalposts=(1.0, 1.0)), ["goalposts_reversed"]),
        (changed("delay", goalposts=(1.0, 9.0)), ["goalposts_reversed"]),
    ],
)
def test_a_fault_of_the_hierarchy_has_its_name(elements: tuple[Element, ...], wanted: list[str]) -> None:
    assert sorted(codes(elements)) == sorted(wanted)


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({"units": ("a", "a")}, "unit_twice"),
        ({"periods": ("2024", "2024"), "values": np.zeros((2, 2, 3))}, "period_twice"),
        ({"periods": ("2024", "2023"), "values": np.zeros((2, 2, 3))}, "periods_not_in_order"),
        ({"units": (), "groups": (), "values": np.zeros((1, 0, 3))}, "no_units"),
        ({"periods": (), "values": np.zeros((0, 2, 3))}, "no_periods"),
        ({"groups": ("",)}, "shape"),
        ({"values": np.zeros((1, 2, 2))}, "shape"),
        ({"targets": np.zeros((1, 2))}, "shape"),
        ({"denominators": {"firms": np.zeros((1, 3))}}, "shape"),
        ({"values": np.full((1, 2, 3), np.inf)}, "not_finite"),
        ({"targets": np.full((1, 2, 3), -np.inf)}, "not_finite"),
        ({"denominators": {"firms": np.full((1, 2), np.inf)}}, "not_finite"),
    ],
)
def test_a_fault_of_axes_or_arrays_has_its_name(more: dict, wanted: str) -> None:
    assert codes(**more) == [wanted]


def test_a_circle_of_parents_is_named_at_each_element_in_it() -> None:
    circle = (ROOT, Element("i0", "index", 1), Element("one", "two", 2), Element("two", "one", 3))
    assert codes(circle) == ["cycle", "cycle"]


def test_an_element_below_a_circle_is_not_blamed_for_it() -> None:
    circle = (Element("one", "two", 3), Element("two", "one", 4), Element("leaf", "one", 1), ROOT)
    with pytest.raises(ScoringRefused) as refused:
        board((*circle, Element("i0", "index", 1)))
    assert {fault.where.entry for fault in refused.value.faults} == {"one", "two"}


def test_weights_that_are_all_zero_are_named_at_their_parent() -> None:
    nothing = tuple(replace(each, weight=0.0) if each.parent == "area" else each for each in TREE)
    with pytest.raises(ScoringRefused) as refused:
        board(nothing)
    assert [(fault.code, fault.where.entry) for fault in refused.value.faults] == [
        ("scoring_errors.weights_all_zero", "area")
    ]


def test_all_faults_come_at_once() -> None:
    elements = (*changed("jobs", parent="nowhere", direction=3), Element("survey", "index", 1))
    found = codes(elements, units=("a", "a"), values=np.zeros((1, 2, 9)))
    assert set(found) == {"element_twice", "unit_twice", "unknown_parent", "direction", "shape"}


def test_an_infinite_value_is_named_by_period_unit_and_indicator() -> None:
    with pytest.raises(ScoringRefused) as refused:
        panel_of([[[1, 2], [3, 4]], [[1, 2], [3, float("inf")]]])
    assert refused.value.faults[0].value == "2022, u1, i1"


def test_periods_that_are_not_numbers_keep_the_order_given() -> None:
    made = panel_of([[[1.0]], [[2.0]]], periods=("wave B", "wave A"))
    assert made.periods == ("wave B", "wave A")


def test_a_board_of_one_unit_and_one_indicator_is_sound() -> None:
    assert board_of([1.0]).values.shape == (1, 1, 1)


def test_what_is_there_twice_is_named_in_the_words_too() -> None:
    with pytest.raises(ScoringRefused) as error:
        board(elements=(*TREE, Element("jobs", "area", 1)))
    assert "'jobs'" in messages(error.value, "en")[0]
