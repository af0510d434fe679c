"""An evaluation carried out: what was chosen, and the scores, ranks and grades that come of it as tables."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from kpi.access import Viewer
from kpi.catalogue.evaluations import Yardstick
from kpi.errors import Fault, KpiError
from kpi.queries.evaluation import EvaluationBoard, evaluation_board, recipe
from kpi.queries.evaluation_cells import Points
from kpi.queries.evaluation_changes import used_cells
from kpi.queries.moments import Moment
from kpi.scoring.board import Board
from kpi.scoring.grading import UNGRADED
from kpi.scoring.notes import Note
from kpi.scoring.recipe import Grades, Recipe, Value
from kpi.scoring.scores import Scored, score

# One of thousands of zones weighs tens of megabytes.
EVALUATIONS_KEPT = 8
# So many years back a gap may take the zone's newest earlier value.
YEARS_BACK = 3


class Choices(Value):
    """What makes an evaluation of a year come out as it does, and what a scenario keeps. Empty = as declared.

    `weights`: element → weight among its siblings. `yardstick` and the zone `reference` are put in place of every
    metric's own. `since`: the first year whose values count too (for what looks over all periods).
    """

    year: int
    since: int | None = None
    weights: dict[str, float] = {}
    recipe: Recipe | None = None
    yardstick: Yardstick | None = None
    reference: str | None = None


@dataclass(frozen=True, eq=False)
class Evaluated:
    """An evaluation of a year with its arrays (`source`, `scored`) and the same as tables, as rounds keep them.

    `cells`: those of the source, with what was estimated or adjusted of them (see `evaluation_changes`).
    `results`: one row a period × zone × element: parent, level, score, rank, group_rank, share (of its parent, what
    is missing left out), contribution (share × score), imbalance (what the parent's mean takes off the sum of its
    children's contributions), effective_weight. `standing`: one row a zone in the last
    period, best first: score, rank, group, group_rank, grade (its id, None without a score), to_better (points
    that lack to the next better grade), above_worse (points above the best of the next worse one), at_boundary.
    """

    choices: Choices
    recipe: Recipe
    source: EvaluationBoard
    scored: Scored
    cells: pd.DataFrame
    results: pd.DataFrame
    standing: pd.DataFrame

    @property
    def notes(self) -> tuple[Note, ...]:
        """Gaps and doubts in the numbers; the codes are text keys."""
        return self.scored.notes


def evaluate(viewer: Viewer, moment: Moment, choices: Choices, points: tuple[Points, ...] = ()) -> Evaluated:
    """The evaluation of a year as chosen, with evaluators' points as given; the last ones are kept.

    Raises AccessRefused for who may not see results that are not published; KpiError for a year without a tree, weights
    that do not fit, values that a mean cannot take, and distances to a reference where none is declared or chosen.
    """
    viewer.require_evaluating()
    return _evaluated(viewer.sight, moment, choices.model_dump_json(), points)


@lru_cache(maxsize=EVALUATIONS_KEPT)
def _evaluated(viewer: Viewer, moment: Moment, written: str, points: tuple[Points, ...]) -> Evaluated:
    """Kept, because a moment never changes and another zone is another look at the same evaluation."""
    return _carried_out(viewer, moment, Choices.model_validate_json(written), points)


def evaluate_once(
    viewer: Viewer, moment: Moment, choices: Choices, points: tuple[Points, ...] = ()
) -> Evaluated:
    """The same for what is looked at only once, which would drive out what others look at again."""
    viewer.require_evaluating()
    return _carried_out(viewer, moment, choices, points)


def _carried_out(viewer: Viewer, moment: Moment, choices: Choices, points: tuple[Points, ...]) -> Evaluated:
    source = board_as_chosen(viewer, moment, choices, points)
    chosen = choices.recipe or recipe(source.evaluation)
    if lacking := without_reference(source.board, chosen):
        raise KpiError(Fault("evaluation_errors.reference_missing", value=lacking))
    scored = score(source.board, chosen, choices.weights or None)
    standing = _standing(source, scored, chosen)
    cells = used_cells(source.cells, source.board, scored.prepared, chosen)
    return Evaluated(choices, chosen, source, scored, cells, results_of(source.board, scored), standing)


def board_as_chosen(
    viewer: Viewer, moment: Moment, choices: Choices, points: tuple[Points, ...] = ()
) -> EvaluationBoard:
    """What is scored; whether it can be does not matter here. Raises KpiError as `evaluation_board` does."""
    return evaluation_board(
        viewer,
        moment,
        choices.year,
        since=choices.since or _since(choices),
        yardstick=choices.yardstick,
        reference=choices.reference,
        points=points,
    )


def _since(choices: Choices) -> int | None:
    """Earlier years count too where gaps take a zone's newest earlier value."""
    looks_back = choices.recipe is not None and choices.recipe.imputation == "panel_latest"
    return choices.year - YEARS_BACK if looks_back else None


def without_reference(board: Board, recipe: Recipe) -> int:
    """How many indicators have no reference for their distance to one to run to."""
    methods = [(each.normalisation or recipe.normalisation).method for each in board.indicators]
    return sum(
        method == "distance_to_reference" and each.reference is None
        for method, each in zip(methods, board.indicators, strict=True)
    )


def results_of(board: Board, scored: Scored) -> pd.DataFrame:
    """`Evaluated.results` of any scored board."""
    rows = pd.MultiIndex.from_product(
        [board.periods, board.units, [each.id for each in board.elements]],
        names=["period", "zone", "element"],
    )
    frame = rows.to_frame(index=False)
    cells = len(board.periods) * len(board.units)
    return frame.assign(
        parent=[each.parent or "" for each in board.elements] * cells,
        level=[each.level for each in board.elements] * cells,
        score=scored.scores.ravel(),
        rank=scored.ranks.ravel(),
        group_rank=scored.group_ranks.ravel(),
        share=scored.shares.ravel(),
        contribution=scored.contributions.ravel(),
        imbalance=scored.imbalance.ravel(),
        effective_weight=np.tile(scored.effective_weights, cells),
    )


def _standing(source: EvaluationBoard, scored: Scored, chosen: Recipe) -> pd.DataFrame:
    board = source.board
    root = [each.id for each in board.elements].index(board.root.id)
    frame = pd.DataFrame(
        {
            "zone": list(board.units),
            "score": scored.scores[-1, :, root],
            "rank": scored.ranks[-1, :, root],
            "group": list(board.groups),
            "group_rank": scored.group_ranks[-1, :, root],
            "grade": _grade_names(scored.grades[-1], chosen.grades),
        }
    )
    better, worse = _distances(frame["score"].to_numpy(), scored.grades[-1], chosen.grades)
    nearest = np.fmin(better, worse)
    at_boundary = ~np.isnan(nearest) & (nearest <= source.evaluation.boundary_points)
    frame = frame.assign(to_better=better, above_worse=worse, at_boundary=at_boundary)
    return frame.sort_values("rank", kind="stable", na_position="last", ignore_index=True)


def _grade_names(grades: np.ndarray, rule: Grades | None) -> pd.Series:
    names = [None if rule is None or grade == UNGRADED else rule.names[grade] for grade in grades]
    return pd.Series(names, dtype=object)


def _distances(scores: np.ndarray, grades: np.ndarray, rule: Grades | None) -> tuple[np.ndarray, np.ndarray]:
    """Points up to the next better grade, and above the next worse one; missing at either end and without a grade.

    A quota draws its lines at the scores of those who hold the grades, cut scores at the cuts.
    """
    better, worse = np.full((2, len(scores)), np.nan)
    if rule is None:
        return better, worse
    for grade in range(len(rule.names)):
        own, above, below = grades == grade, scores[(grades >= 0) & (grades < grade)], scores[grades > grade]
        if rule.cuts:
            better[own] = rule.cuts[grade - 1] - scores[own] if grade > 0 else np.nan
            worse[own] = scores[own] - rule.cuts[grade] if grade < len(rule.cuts) else np.nan
        else:
            better[own] = above.min() - scores[own] if above.size else np.nan
            worse[own] = scores[own] - below.max() if below.size else np.nan
    return better, worse
