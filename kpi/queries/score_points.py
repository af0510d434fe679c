"""What makes up a zone's score: the points that each element brings, which add up to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, inf, isnan, nan
from typing import Any

from kpi.catalogue.evaluations import ROOT
from kpi.queries.scored_tables import Tree
from kpi.round_outputs import RoundOutputs

DECIMALS = 2
FULL = 100.0
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
    worth = _worth(tree, rows)
    points = _points(tree, rows, worth)
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
    parts: Sequence[float], total: float, decimals: int = DECIMALS, most: Sequence[float] | None = None
) -> list[float]:
    """The parts rounded so that they add up to the rounded total: what is left goes to the largest remainders.

    No part is rounded up beyond its `most`, itself rounded; who is all but there comes first.
    """
    scale = 10**decimals
    whole = [floor(part * scale + 1e-9) for part in parts]
    left = round(round(total, decimals) * scale) - sum(whole)
    room = [inf if most is None else round(most[at] * scale, 3) - each for at, each in enumerate(whole)]
    order = sorted(
        range(len(parts)), key=lambda at: (room[at] < 1, room[at] >= 2, whole[at] - parts[at] * scale)
    )
    for at in order[:left]:
        whole[at] += 1
    return [each / scale for each in whole]


def _reaches(tree: Tree, rows: Rows) -> dict[str, float]:
    """What share of the total each element decides, missing siblings left out."""
    found: dict[str, float] = {}
    for element in tree.walk():
        parent = tree.parents[element]
        found[element] = found[parent] * rows[element]["share"] if parent else 1.0
    return found


def _worth(tree: Tree, rows: Rows) -> dict[str, float]:
    """Points of a full score by element, rounded so that they add up."""
    exact = {element: reach * FULL for element, reach in _reaches(tree, rows).items()}
    return _rounded(tree, exact, FULL)


def _points(tree: Tree, rows: Rows, worth: Mapping[str, float]) -> dict[str, float]:
    """Points of the zone's score by element, and by `_taken` what a mean of its children takes off again.

    What lacks to the full points is rounded, so that whoever lacks nothing has all of them.
    """
    total, reach = rows[ROOT]["score"], _reaches(tree, rows)
    lacking, most = {ROOT: FULL - total}, {}
    for element, row in rows.items():
        if element != ROOT:
            lacking[element] = reach[element] * FULL - reach[tree.parents[element]] * row["contribution"]
            # Points above 0 stay there: what lacks is not rounded up beyond what the element is worth.
            if row["score"] >= 0 and element in worth:
                most[element] = worth[element]
        if row["imbalance"]:
            lacking[_taken(element)] = -reach[element] * row["imbalance"]
    rounded = _rounded(tree, lacking, FULL - round(total, DECIMALS), most)
    return {each: round(worth.get(each, 0.0) - lack, DECIMALS) for each, lack in rounded.items()}


def _rounded(
    tree: Tree, exact: Mapping[str, float], total: float, most: Mapping[str, float] | None = None
) -> dict[str, float]:
    """From the total down; without an entry for what is missing, and where nothing adds up. `most` as `adding_up`."""
    found = {} if isnan(total) else {ROOT: round(total, DECIMALS)}
    for element in tree.walk():
        members = [*tree.children[element], _taken(element)]
        known = [each for each in members if not isnan(exact.get(each, nan))]
        if element in found and known:
            bounds = [(most or {}).get(each, inf) for each in known]
            shown = adding_up([exact[each] for each in known], found[element], most=bounds)
            found.update(zip(known, shown, strict=True))
    return found


def _taken(element: str) -> str:
    """The entry beside an element's children for what their mean takes off."""
    return f"{element} taken"


def _known(value: float) -> float | None:
    return None if isnan(value) else float(value)
