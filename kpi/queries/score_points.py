"""What makes up a zone's score: the points that each element brings, which add up to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf, isnan, nan
from typing import Any

from kpi.catalogue.evaluations import ROOT
from kpi.queries.scored_tables import Tree
from kpi.round_outputs import RoundOutputs

DECIMALS = 2
FULL = 100.0
# Points as small as rounding makes them are none.
TINY = 1e-9
Rows = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Line:
    """One element of a zone's score; None = missing.

    `worth` are the points it could bring to a full score of 100 once the weights of what is missing have gone to its
    siblings, `points` what it brings to the total. `loss` (negative) is what a geometric or harmonic mean of its
    children takes off again. Both are rounded so that those of siblings, and the loss, add up to their parent's.
    """

    element: str
    parent: str
    depth: int
    is_leaf: bool
    worth: float | None
    points: float | None
    loss: float
    score: float | None
    rank: int | None


def breakdown(outputs: RoundOutputs, zone: str) -> tuple[Line, ...]:
    """The zone's score from the root down, each element before its children."""
    rows = outputs.latest_results.zone(zone).set_index("element").to_dict("index")
    tree = outputs.tree
    worth, points = _shared_out(tree, rows)
    return tuple(
        Line(
            element=element,
            parent=tree.parents[element],
            depth=len(tree.above(element)) - 1,
            is_leaf=not tree.children[element],
            worth=worth.get(element),
            points=points.get(element),
            loss=points.get(_taken(element), 0.0),
            score=_known(rows[element]["score"]),
            rank=None if isnan(rows[element]["rank"]) else int(rows[element]["rank"]),
        )
        for element in tree.walk()
    )


def adding_up(
    parts: Sequence[float],
    total: float,
    decimals: int = DECIMALS,
    most: Sequence[float] | None = None,
    least: Sequence[float] | None = None,
) -> list[float]:
    """The parts rounded so that they add up to the rounded total: what is left goes to the largest remainders.

    No part is rounded up beyond its `most` or down below its `least`, themselves rounded, as long as another can be;
    who is all but at its `most` comes first.
    """
    scale = 10**decimals
    whole = [floor(part * scale + 1e-9) for part in parts]
    left = round(round(total, decimals) * scale) - sum(whole)
    upper, lower = ([round(each * scale, 3) for each in bound or ()] for bound in (most, least))

    def upward(at: int) -> tuple[bool, bool, float]:
        room = upper[at] - whole[at] if most else inf
        return room < 1, room >= 2, whole[at] - parts[at] * scale

    def downward(at: int) -> tuple[bool, float]:
        return bool(least) and whole[at] - 1 < lower[at], parts[at] * scale - whole[at]

    for _ in range(abs(left) if parts else 0):
        whole[min(range(len(parts)), key=upward if left > 0 else downward)] += 1 if left > 0 else -1
    return [each / scale for each in whole]


def _reaches(tree: Tree, rows: Rows) -> dict[str, float]:
    """What share of the total each element decides, missing siblings left out."""
    found: dict[str, float] = {}
    for element in tree.walk():
        parent = tree.parents[element]
        found[element] = found[parent] * rows[element]["share"] if parent else 1.0
    return found


def _shared_out(tree: Tree, rows: Rows) -> tuple[dict[str, float], dict[str, float]]:
    """Worth and points by element, both from the total down and rounded so that they add up; `_taken` among the points.

    What lacks to the full points is rounded, so that whoever lacks nothing has all of them; whoever has nothing
    lacks all of its worth. Nothing is there for what is missing, and no points where nothing adds up.
    """
    exact = {element: reach * FULL for element, reach in _reaches(tree, rows).items()}
    lacking, total = _lacking(tree, rows), rows[ROOT]["score"]
    worth = {ROOT: FULL}
    lack = {} if isnan(total) else {ROOT: round(FULL - round(total, DECIMALS), DECIMALS)}
    for element in tree.walk():
        below = {each: exact[each] for each in tree.children[element] if not isnan(exact[each])}
        members = [*below, _taken(element)]
        known = {each: lacking[each] for each in members if not isnan(lacking.get(each, nan))}
        if element in worth and below and element in lack and known:
            _divide(worth, lack, element, below, known)
        elif element in worth and below:
            worth.update(_rounded(below, worth[element]))
    points = {each: round(worth.get(each, 0.0) - lacks, DECIMALS) for each, lacks in lack.items()}
    return worth, points


def _divide(
    worth: dict[str, float],
    lack: dict[str, float],
    element: str,
    below: Mapping[str, float],
    known: Mapping[str, float],
) -> None:
    """Rounds what an element is worth and lacks over its children, those that bring nothing apart from the others."""
    empty = {each: below[each] for each in known if each in below and abs(below[each] - known[each]) < TINY}
    others = {each: lacks for each, lacks in known.items() if each not in empty}
    if empty and others:
        nothing = _of_empty(
            sum(_rounded(below, worth[element])[each] for each in empty), lack[element], others
        )
        rest = {each: exact for each, exact in below.items() if each not in empty}
        worth.update({**_rounded(empty, nothing), **_rounded(rest, worth[element] - nothing)})
    else:
        worth.update(_rounded(below, worth[element]))
    lack.update({each: worth[each] for each in empty})
    most = [_most(lacks, below.get(each, inf), worth.get(each, inf)) for each, lacks in others.items()]
    least = [0.0 if lacks >= 0 else -inf for lacks in others.values()]
    lack.update(_rounded(others, lack[element] - sum(lack[each] for each in empty), most, least))


def _of_empty(worth: float, lack: float, others: Mapping[str, float]) -> float:
    """What those that bring nothing are worth together, so that the others can lack the rest by rounding alone."""
    digits = [round(lacks * 10**DECIMALS, 6) for lacks in others.values()]
    fewest, largest = (sum(map(rounding, digits)) / 10**DECIMALS for rounding in (floor, ceil))
    return round(min(max(worth, lack - largest), lack - fewest), DECIMALS)


def _most(lacks: float, exact: float, worth: float) -> float:
    """Points above 0 stay there, all points stay all: what lacks is not rounded up beyond what the element is worth."""
    if abs(lacks) < TINY:
        return 0.0
    return worth if lacks <= exact else inf


def _lacking(tree: Tree, rows: Rows) -> dict[str, float]:
    """What lacks of each element's full points, and by `_taken` what a mean of its children takes off."""
    reach, found = _reaches(tree, rows), {}
    for element, row in rows.items():
        if element != ROOT:
            found[element] = reach[element] * FULL - reach[tree.parents[element]] * row["contribution"]
        if row["imbalance"]:
            found[_taken(element)] = -reach[element] * row["imbalance"]
    return found


def _rounded(
    parts: Mapping[str, float],
    total: float,
    most: Sequence[float] | None = None,
    least: Sequence[float] | None = None,
) -> dict[str, float]:
    return dict(zip(parts, adding_up(list(parts.values()), total, most=most, least=least), strict=True))


def _taken(element: str) -> str:
    """The entry beside an element's children for what their mean takes off."""
    return f"{element} taken"


def _known(value: float) -> float | None:
    return None if isnan(value) else float(value)
