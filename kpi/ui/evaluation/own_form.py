"""Methods and weights for somebody's own tables: the fields of the what-if, with imputation and outliers.

The address has what differs from the page's methods and from the weights of the tables, so that a link brings it back.
"""

from collections.abc import Mapping

from kpi.queries.methods_offered import NORMALISATIONS, TO_A_HUNDRED, measurable, per_level
from kpi.scoring.board import Board
from kpi.scoring.recipe import Normalisation, Recipe
from kpi.ui.address import value_of, write
from kpi.ui.evaluation.choosing import Chosen
from kpi.ui.evaluation.form import Standing, framed, levels_of, methods, steps, tree, written_weights
from kpi.ui.evaluation.methods import (
    AGAINST_TARGETS,
    IMPUTATIONS,
    OUTLIERS,
    are_aggregations,
    are_weights,
    name_of,
    weights_from,
    weights_written,
)
from kpi.ui.evaluation.own_kept import CHOICES, Kept
from kpi.ui.fields import fields
from kpi.ui.setting import Setting

FORM = "own-form"


def standing_of(chosen: Chosen, kept: Kept) -> Standing:
    """What the fields show: the page's methods until others are chosen. Grades are the evaluation's own, not these."""
    assert kept.tables is not None
    board = kept.tables.board
    usual = (chosen.choices.recipe or chosen.evaluation.recipe).model_copy(update={"grades": None})
    declared = {each.id: each.weight for each in board.elements if each.parent is not None}
    asked = value_of(
        "own_weights",
        lambda written: are_weights(written) and weights_from(written).keys() <= declared.keys(),
        "",
    )
    return Standing(
        board=board,
        weights={**declared, **weights_from(asked)},
        base_weights=declared,
        recipe=_recipe(board, usual),
        base_recipe=usual,
        normalisations=offered(board),
        imputations=imputations(board),
    )


def _recipe(board: Board, usual: Recipe) -> Recipe:
    """The usual recipe with what the address changes of it."""
    known = offered(board)
    normalisation = value_of("own_normalisation", list(known), "")
    combine = value_of("own_combine", are_aggregations, "")
    options = {"imputation": imputations(board), "outliers": OUTLIERS}
    asked = {step: value_of(f"own_{step}", allowed, "") for step, allowed in options.items()}
    changed = {
        **({"normalisation": known[normalisation]} if normalisation else {}),
        **({"aggregation": tuple(combine.split(","))} if combine else {}),
        **{step: "" if chosen == "none" else chosen for step, chosen in asked.items() if chosen},
    }
    return usual.model_copy(update=changed)


def offered(board: Board) -> Mapping[str, Normalisation]:
    """The methods whose results can stand beside what the structure itself declares."""
    to_a_hundred = any(each.normalisation for each in board.indicators)
    against = ("achievement",) if to_a_hundred else tuple(AGAINST_TARGETS)
    names = (
        *measurable(TO_A_HUNDRED if to_a_hundred else NORMALISATIONS, board),
        *(against if board.targets is not None else ()),
    )
    return {name: {**NORMALISATIONS, **AGAINST_TARGETS}[name] for name in names}


def imputations(board: Board) -> tuple[str, ...]:
    """How gaps may be filled; the mean of a group where there are groups."""
    return (*IMPUTATIONS, "panel_linear", *(("group_mean",) if any(board.groups) else ()))


def fields_of(here: Setting, standing: Standing, names: Mapping[str, str]) -> None:
    """Show the fields; what is written in them is taken before the next rerun."""
    body = framed(methods(here, standing) + steps(here, standing), tree(here, standing, names))
    fields(body, FORM, lambda values: take(standing, values), lambda _: None)


def take(standing: Standing, values: Mapping[str, str]) -> None:
    """Carry the fields into the address: what differs from the page's methods and from the weights of the tables."""
    base, levels = standing.base_recipe, levels_of(standing.board)
    chosen = {
        "own_normalisation": values.get("normalisation", ""),
        "own_combine": ",".join(values.get(f"combine:{level}", "arithmetic") for level in range(levels)),
        "own_imputation": values.get("imputation", "none"),
        "own_outliers": values.get("outliers", "none"),
        "own_weights": weights_written(written_weights(standing, values)),
    }
    usual = {
        "own_normalisation": name_of(base.normalisation, {**NORMALISATIONS, **standing.normalisations}),
        "own_combine": ",".join(per_level(base.aggregation, levels)),
        "own_imputation": base.imputation or "none",
        "own_outliers": base.outliers or "none",
        "own_weights": "",
    }
    for key in CHOICES:
        write(key, chosen[key] or None, usual[key])
