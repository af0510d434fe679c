"""A board and a recipe into scores, ranks and grades, with what each child adds to its parent."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kpi.scoring.board import Board
from kpi.scoring.climbing import climb, places_of, shares_of, steps
from kpi.scoring.grading import UNGRADED, graded
from kpi.scoring.notes import Note
from kpi.scoring.preparing import Prepared, prepare
from kpi.scoring.ranking import ranks, ranks_within
from kpi.scoring.recipe import Recipe
from kpi.scoring.weighting import effective_weights, local_weights, weights_of

Numbers = np.ndarray


@dataclass(frozen=True, eq=False)
class Scored:
    """Arrays (periods, units, elements), elements in the board's order, NaN = missing.

    `scores` of indicators are their normalised values. `shares`: what an element weighs in its parent once the
    missing siblings are left out. `contributions` = share × score: those of siblings and the `imbalance` of their
    parent (what a geometric or harmonic mean takes off the arithmetic one, else 0) add up to the parent's score.
    Nothing adds up to a Copeland count, so there they are missing. `grades` (periods, units) number the recipe's
    names, −1 = none; `effective_weights` (elements,) are those in the root when nothing is missing.
    """

    prepared: Prepared
    scores: Numbers
    ranks: Numbers
    group_ranks: Numbers
    shares: Numbers
    contributions: Numbers
    imbalance: Numbers
    grades: Numbers
    effective_weights: Numbers
    notes: tuple[Note, ...]


def score(
    board: Board,
    recipe: Recipe,
    weights: Mapping[str, float] | None = None,
    prepared: Prepared | None = None,
) -> Scored:
    """Scores of every element in every period. `weights` go before the board's, `prepared` saves preparing again.

    Raises ScoringRefused for weights that do not fit, and for values ≤ 0 in a geometric or harmonic mean.
    """
    prepared = prepare(board, recipe) if prepared is None else prepared
    chosen = weights_of(board, weights)
    local = local_weights(board, chosen)
    by_element = climb(board, recipe, prepared.normalised, local)
    scores = np.stack(by_element, -1)
    shares, contributions, imbalance = _explained(board, recipe, by_element, local)
    by_unit = np.moveaxis(scores, -1, 0)
    places = np.moveaxis(ranks(by_unit), 0, -1)
    root = places_of(board)[board.root.id]
    return Scored(
        prepared=prepared,
        scores=scores,
        ranks=places,
        group_ranks=np.moveaxis(ranks_within(by_unit, board.groups), 0, -1),
        shares=shares,
        contributions=contributions,
        imbalance=imbalance,
        grades=_grades(recipe, by_element[root], places[..., root]),
        effective_weights=effective_weights(board, chosen),
        notes=(*prepared.notes, *_gaps(board, by_element[root], prepared.kept)),
    )


def _explained(
    board: Board, recipe: Recipe, by_element: list[Numbers], local: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Shares, contributions and imbalance of every element."""
    shares, contributions, imbalance = np.full((3, *by_element[0].shape, len(by_element)), np.nan)
    for step in steps(board, recipe):
        children = [by_element[child] for child in step.children]
        parent = by_element[step.parent]
        own = shares_of(children, list(local[list(step.children)]))
        members = list(step.children)
        shares[..., members] = np.where(np.isnan(parent), np.nan, np.stack(own, 0)).transpose(1, 2, 0)
        if step.method != "copeland":
            contributions[..., members] = shares[..., members] * np.stack(children, -1)
            mean = np.nansum(contributions[..., members], -1)
            imbalance[..., step.parent] = np.where(np.isnan(parent), np.nan, 0.0)
            if step.method != "arithmetic":
                imbalance[..., step.parent] = parent - mean
    return shares, contributions, imbalance


def _grades(recipe: Recipe, root: Numbers, places: Numbers) -> Numbers:
    return np.full(root.shape, UNGRADED) if recipe.grades is None else graded(root, recipe.grades, places)


def _gaps(board: Board, root: Numbers, kept: Numbers) -> list[Note]:
    """Who was kept and yet has no score in which period, and who is alone in a group."""
    notes = []
    for period, missing in zip(board.periods, np.isnan(root) & kept, strict=True):
        units = tuple(unit for unit, gone in zip(board.units, missing, strict=True) if gone)
        if units:
            notes.append(Note("scoring_errors.unit_without_score", board.root.id, period, units))
    members = Counter(board.groups)
    alone = tuple(
        unit for unit, group in zip(board.units, board.groups, strict=True) if group and members[group] == 1
    )
    if alone:
        notes.append(Note("scoring_errors.group_of_one", units=alone))
    return notes
