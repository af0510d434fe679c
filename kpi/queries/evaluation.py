"""The yearly evaluation read from a moment: its tree as a board to be scored, with what stands behind every number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from kpi.access import Viewer
from kpi.catalogue import NATIONAL, Catalogue, Names, Zone
from kpi.catalogue.evaluations import (
    BY_YARDSTICK,
    ROOT,
    Evaluation,
    EvaluationElement,
    Judged,
    Measure,
    Yardstick,
)
from kpi.errors import Fault, KpiError
from kpi.queries.evaluation_cells import Leaf, Points, cells
from kpi.queries.moments import Moment, catalogue_of
from kpi.queries.progress import grade_history
from kpi.queries.values import values
from kpi.scoring.board import Board, Element
from kpi.scoring.recipe import Recipe

__all__ = ["EvaluationBoard", "Points", "evaluation_board", "evaluation_of", "published_grades", "recipe"]

BOARDS_KEPT = 32


@dataclass(frozen=True, eq=False)
class EvaluationBoard:
    """A year's evaluation, ready to be scored.

    `cells` has one row a period × zone × leaf (see `evaluation_cells`), in the order of the board's arrays; `names`
    are those of the branches and leaves by element, the root (`total`) has none.
    """

    evaluation: Evaluation
    board: Board
    cells: pd.DataFrame
    names: Mapping[str, Names]

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """The cells that cannot be scored, with the reason in `gap`."""
        return self.cells[self.cells["gap"] != ""]


def evaluation_of(moment: Moment, year: int) -> Evaluation:
    """The evaluation of a year as the moment's catalogue declares it.

    Raises KpiError for a year without one (`evaluation_errors.year_unknown`).
    """
    known = catalogue_of(moment).evaluations
    if year not in known:
        raise KpiError(Fault("evaluation_errors.year_unknown", value=year, allowed=sorted(known)))
    return known[year]


def recipe(evaluation: Evaluation) -> Recipe:
    """How the evaluation is scored unless somebody chooses otherwise."""
    return evaluation.recipe


def evaluation_board(
    viewer: Viewer,
    moment: Moment,
    year: int,
    *,
    since: int | None = None,
    yardstick: Yardstick | None = None,
    reference: str | None = None,
    points: Sequence[Points] = (),
) -> EvaluationBoard:
    """The board of a year, or of the years `since` then, for all zones designated by the end of the year.

    `yardstick` and `reference`, a zone, are put in place of every metric's own; `points` are what evaluators gave.
    Weights that are not declared are 1. Raises KpiError for a year without an evaluation or without a tree
    (`evaluation_errors.not_scorable`), and for a reference that is not evaluated in the year.
    """
    return _board(viewer.sight, moment, year, since or year, yardstick, reference, tuple(points))


@lru_cache(maxsize=BOARDS_KEPT)
def _board(
    viewer: Viewer,
    moment: Moment,
    year: int,
    since: int,
    yardstick: Yardstick | None,
    reference: str | None,
    points: tuple[Points, ...],
) -> EvaluationBoard:
    """Kept, because a moment never changes and what-ifs of weights and methods are all about the same board."""
    catalogue, evaluation = catalogue_of(moment), evaluation_of(moment, year)
    if not evaluation.elements:
        raise KpiError(Fault("evaluation_errors.not_scorable", value=year))
    leaves = tuple(_leaf(catalogue, evaluation, *each, yardstick) for each in _leaves(evaluation))
    zones = [zone for zone in catalogue.zones.values() if zone.designated_on.year <= year]
    periods = tuple(str(each) for each in range(since, year + 1))
    frame = cells(viewer, moment, leaves, tuple(zone.id for zone in zones), periods, points)
    shape = (len(periods), len(zones), len(leaves))
    board = Board(
        elements=(*_elements(evaluation, leaves, reference),),
        units=tuple(zone.id for zone in zones),
        groups=tuple(_group(evaluation, zone) for zone in zones),
        periods=periods,
        values=frame["value"].to_numpy(float).reshape(shape),
        targets=frame["target"].to_numpy(float).reshape(shape),
        denominators=_denominators(viewer, moment, leaves, zones, periods),
    )
    return EvaluationBoard(evaluation, board, frame, _names(catalogue, evaluation, leaves))


def published_grades(viewer: Viewer, moment: Moment, year: int) -> pd.DataFrame:
    """One row a zone: grade (None unless published), status (published, withheld, not_found), note, its source."""
    history = grade_history(viewer, moment, NATIONAL)
    return history[history["year"] == year].reset_index(drop=True)


def _leaves(evaluation: Evaluation) -> list[tuple[EvaluationElement, Measure | Judged]]:
    return [(branch, leaf) for branch in evaluation.walk() for leaf in branch.leaves]


def _leaf(
    catalogue: Catalogue,
    evaluation: Evaluation,
    branch: EvaluationElement,
    leaf: Measure | Judged,
    yardstick: Yardstick | None,
) -> Leaf:
    if isinstance(leaf, Judged):
        return Leaf(branch.leaf_id(leaf), branch.id, leaf, "goalposts")
    basis = leaf.basis or catalogue.bases_of(leaf.metric)[0]
    metric = catalogue.metrics[leaf.metric]
    chosen = yardstick or leaf.yardstick or evaluation.yardstick
    return Leaf(
        branch.leaf_id(leaf), branch.id, leaf, chosen, metric.id, basis, metric.unit, metric.direction
    )


def _elements(evaluation: Evaluation, leaves: Sequence[Leaf], reference: str | None) -> list[Element]:
    """Leaves, then branches from the lowest level up, then the root."""
    found = [_leaf_element(evaluation, leaf, reference) for leaf in leaves]
    depth: dict[str, int] = {}
    branches = [
        _branch_element(branch, parent, depth) for branch, parent in _branches(evaluation.elements, ROOT)
    ]
    root = Element(ROOT, None, 1 + max(depth[each.id] for each in evaluation.elements))
    return [*found, *sorted(branches, key=lambda each: each.level), root]


def _branches(elements: Sequence[EvaluationElement], parent: str) -> list[tuple[EvaluationElement, str]]:
    """Every branch with its parent."""
    found: list[tuple[EvaluationElement, str]] = []
    for element in elements:
        found += [(element, parent), *_branches(element.elements, element.id)]
    return found


def _branch_element(branch: EvaluationElement, parent: str, depth: dict[str, int]) -> Element:
    return Element(
        branch.id, parent, _level(branch, depth), weight=_weight(branch), aggregation=branch.aggregation
    )


def _level(branch: EvaluationElement, depth: dict[str, int]) -> int:
    """One above the highest of its children; leaves are on level 1."""
    depth[branch.id] = 1 + max([_level(each, depth) for each in branch.elements], default=1)
    return depth[branch.id]


def _leaf_element(evaluation: Evaluation, leaf: Leaf, reference: str | None) -> Element:
    if isinstance(leaf.declared, Judged):
        posts, by_points = (leaf.declared.lowest, leaf.declared.highest), BY_YARDSTICK["goalposts"]
        return Element(
            leaf.id, leaf.parent, 1, weight=_weight(leaf.declared), goalposts=posts, normalisation=by_points,
            estimable=False,
        )  # fmt: skip
    measure = leaf.declared
    is_as_declared = leaf.yardstick == (measure.yardstick or evaluation.yardstick)
    return Element(
        leaf.id,
        leaf.parent,
        level=1,
        direction=leaf.direction,
        weight=_weight(measure),
        goalposts=measure.goalposts,
        target=measure.target,
        reference=reference or evaluation.reference_of(measure),
        denominator=measure.denominator,
        normalisation=(measure.normalisation if is_as_declared else None) or BY_YARDSTICK[leaf.yardstick],
    )


def _weight(declared: EvaluationElement | Measure | Judged) -> float:
    return 1.0 if declared.weight is None else declared.weight


def _group(evaluation: Evaluation, zone: Zone) -> str:
    return str(zone.wave) if evaluation.group == "wave" else ""


def _denominators(
    viewer: Viewer, moment: Moment, leaves: Sequence[Leaf], zones: Sequence[Zone], periods: Sequence[str]
) -> dict[str, np.ndarray]:
    """Denominator → its values (periods, zones) on its main basis."""
    wanted = [leaf.declared.denominator for leaf in leaves if isinstance(leaf.declared, Measure)]
    found: dict[str, np.ndarray] = {}
    for metric in dict.fromkeys(each for each in wanted if each):
        basis = catalogue_of(moment).bases_of(metric)[0]
        frame = values(viewer, moment, metrics=[metric], periods=periods, bases=[basis])
        table = frame.pivot(index="period", columns="zone", values="value")
        found[metric] = table.reindex(index=list(periods), columns=[zone.id for zone in zones]).to_numpy(
            float
        )
    return found


def _names(catalogue: Catalogue, evaluation: Evaluation, leaves: Sequence[Leaf]) -> dict[str, Names]:
    names = {branch.id: branch.name for branch in evaluation.walk()}
    for leaf in leaves:
        is_judged = isinstance(leaf.declared, Judged)
        names[leaf.id] = leaf.declared.name if is_judged else catalogue.metrics[leaf.metric].name
    return names
