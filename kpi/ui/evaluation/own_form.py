"""Methods and weights for somebody's own tables: the fields of the what-if, with imputation and outliers."""

from collections.abc import Mapping
from typing import Any

from kpi.scoring.board import Board
from kpi.scoring.recipe import Normalisation
from kpi.ui.evaluation import own_kept
from kpi.ui.evaluation.choosing import Chosen
from kpi.ui.evaluation.form import Standing, framed, levels_of, methods, select, tree, written_weights
from kpi.ui.evaluation.methods import AGAINST_TARGETS, NORMALISATIONS, TO_A_HUNDRED
from kpi.ui.evaluation.own_kept import Kept
from kpi.ui.fields import fields
from kpi.ui.setting import Setting

FORM = "own-form"
IMPUTATIONS = ("", "mean", "median", "panel_latest", "panel_linear")
OUTLIERS = ("", "winsorise", "log", "box_cox")


def standing_of(chosen: Chosen, kept: Kept) -> Standing:
    """What the fields show: the page's methods until others are chosen. Grades are the evaluation's own, not these."""
    assert kept.tables is not None
    board = kept.tables.board
    usual = (chosen.choices.recipe or chosen.evaluation.recipe).model_copy(update={"grades": None})
    declared = {each.id: each.weight for each in board.elements if each.parent is not None}
    return Standing(
        board=board,
        weights={**declared, **kept.weights},
        base_weights=declared,
        recipe=kept.recipe or usual,
        base_recipe=usual,
        normalisations=offered(board),
    )


def offered(board: Board) -> Mapping[str, Normalisation]:
    """The methods whose results can stand beside what the structure itself declares."""
    has_targets = board.targets is not None
    if any(each.normalisation for each in board.indicators):
        alike = {name: NORMALISATIONS[name] for name in TO_A_HUNDRED}
        return {**alike, **({"achievement": AGAINST_TARGETS["achievement"]} if has_targets else {})}
    return {**NORMALISATIONS, **(AGAINST_TARGETS if has_targets else {})}


def fields_of(here: Setting, standing: Standing, names: Mapping[str, str]) -> None:
    """Show the fields; what is written in them is taken before the next rerun."""
    choices = methods(here, standing) + _select(here, standing, "imputation", IMPUTATIONS)
    body = framed(choices + _select(here, standing, "outliers", OUTLIERS), tree(here, standing, names))
    fields(body, FORM, lambda values: take(standing, values), lambda _: None)


def take(standing: Standing, values: Mapping[str, str]) -> None:
    """Hold what the fields say."""
    kept = own_kept.kept()
    if kept is None:
        return
    known: dict[str, Any] = {**NORMALISATIONS, **standing.normalisations}
    levels = range(levels_of(standing.board))
    changed = {
        "aggregation": tuple(values.get(f"combine:{level}", "arithmetic") for level in levels),
        "imputation": values.get("imputation", ""),
        "outliers": values.get("outliers", ""),
        "normalisation": known.get(values.get("normalisation", ""), standing.base_recipe.normalisation),
    }
    kept.recipe = standing.recipe.model_copy(update=changed)
    kept.weights = written_weights(standing, values)


def _select(here: Setting, standing: Standing, kind: str, options: tuple[str, ...]) -> str:
    room = "imputations" if kind == "imputation" else "outlier_treatments"
    names = {each: here.text(f"own_tables.{room}.{each or 'none'}") for each in options}
    now, usual = str(getattr(standing.recipe, kind)), str(getattr(standing.base_recipe, kind))
    return select(kind, here.text(f"own_tables.{kind}"), names, now, usual)
