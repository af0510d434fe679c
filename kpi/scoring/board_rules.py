"""What a board must satisfy; every fault is found before any is raised."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from kpi.errors import Fault, Place
from kpi.scoring.notes import ScoringRefused
from kpi.scoring.recipe import Aggregation

if TYPE_CHECKING:
    from kpi.scoring.board import Board, Element

AGGREGATIONS = get_args(Aggregation)
FOR_INDICATORS = ("goalposts", "target", "reference", "denominator", "normalisation")


def refuse_faulty(board: "Board") -> None:
    """Raises ScoringRefused with all faults of the board's structure and arrays; returns where there are none."""
    faults = [*_axes(board), *_tree(board), *_weights(board), *_elements(board), *_arrays(board)]
    if faults:
        raise ScoringRefused(*faults)


def _axes(board: "Board") -> Iterator[Fault]:
    for axis, names in (
        ("element", [each.id for each in board.elements]),
        ("unit", board.units),
        ("period", board.periods),
    ):
        if not names:
            yield _fault(f"no_{axis}s")
        yield from (
            _fault(f"{axis}_twice", name, name) for name, count in Counter(names).items() if count > 1
        )
    years = [int(label) for label in board.periods if label.isdecimal()]
    if len(years) == len(board.periods) and years != sorted(years):
        yield _fault("periods_not_in_order", "", ", ".join(board.periods))


def _tree(board: "Board") -> Iterator[Fault]:
    known = {each.id: each for each in board.elements}
    parents = {each.parent for each in board.elements}
    roots = [each.id for each in board.elements if each.parent is None]
    if board.elements and len(roots) != 1:
        yield _fault("not_one_root", "", ", ".join(roots) or "0")
    for each in board.elements:
        above = known.get(each.parent or "")
        if each.parent is not None and above is None:
            yield _fault("unknown_parent", each.id, each.parent, sorted(known))
        elif above is not None and _circles(each, known):
            yield _fault("cycle", each.id, each.parent)
        elif above is not None and above.level <= each.level:
            yield _fault("level_not_below_parent", each.id, each.level, f"1 … {above.level - 1}")
        if each.level < 1 or (each.level > 1) != (each.id in parents):
            yield _fault("level_without_children", each.id, each.level)


def _circles(element: "Element", known: dict[str, "Element"]) -> bool:
    """Whether the way up from an element comes back to it."""
    above, passed = known.get(element.parent or ""), set()
    while above is not None and above.id not in passed:
        if above.id == element.id:
            return True
        passed.add(above.id)
        above = known.get(above.parent or "")
    return False


def _weights(board: "Board") -> Iterator[Fault]:
    together: dict[str, list[float]] = {}
    for each in board.elements:
        if not isfinite(each.weight) or each.weight < 0:
            yield _fault("weight_negative", each.id, each.weight)
        elif each.parent is not None:
            together.setdefault(each.parent, []).append(each.weight)
    yield from (
        _fault("weights_all_zero", parent) for parent, weights in together.items() if not any(weights)
    )


def _elements(board: "Board") -> Iterator[Fault]:
    for each in board.elements:
        if each.direction not in (1, -1):
            yield _fault("direction", each.id, each.direction)
        if each.aggregation is not None and each.aggregation not in AGGREGATIONS:
            yield _fault("unknown_aggregation", each.id, each.aggregation, AGGREGATIONS)
        if each.level > 1:
            given = [name for name in FOR_INDICATORS if getattr(each, name) is not None]
            yield from (_fault("only_for_indicators", each.id, name) for name in given)
        if each.denominator is not None and each.denominator not in board.denominators:
            yield _fault("unknown_denominator", each.id, each.denominator, sorted(board.denominators))
        if isinstance(each.reference, str) and each.reference not in board.units:
            yield _fault("unknown_reference", each.id, each.reference)
        yield from _yardsticks(each)


def _yardsticks(element: "Element") -> Iterator[Fault]:
    posts = element.goalposts or ()
    for value in (*posts, element.target, element.reference):
        if isinstance(value, int | float) and not isfinite(value):
            yield _fault("not_finite", element.id, value)
    if posts and (posts[1] - posts[0]) * element.direction <= 0:
        yield _fault("goalposts_reversed", element.id, f"{posts[0]:g} … {posts[1]:g}")


def _arrays(board: "Board") -> Iterator[Fault]:
    cells = (len(board.periods), len(board.units))
    full = (*cells, len(board.indicators))
    if len(board.groups) != len(board.units):
        yield _fault("shape", "groups", len(board.groups), len(board.units))
    arrays = [
        ("values", board.values, full),
        *((name, own, cells) for name, own in board.denominators.items()),
    ]
    if board.targets is not None:
        arrays.append(("targets", board.targets, full))
    for name, array, wanted in arrays:
        if array.shape != wanted:
            yield _fault("shape", name, _shape(array.shape), _shape(wanted))
        elif np.isinf(array).any():
            yield _fault("not_finite", name, _first_infinite(array, board))


def _shape(lengths: Sequence[int]) -> str:
    return " × ".join(str(length) for length in lengths)


def _first_infinite(array: np.ndarray, board: "Board") -> str:
    period, unit, *indicator = np.argwhere(np.isinf(array))[0]
    names = [board.periods[period], board.units[unit], *(board.indicators[at].id for at in indicator)]
    return ", ".join(names)


def _fault(code: str, entry: str = "", value: Any = None, allowed: Any = None) -> Fault:
    return Fault(f"scoring_errors.{code}", Place(entry=entry), value, allowed)
