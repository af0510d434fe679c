"""Values that a score does not take as they came: estimates for gaps, and outliers that were adjusted."""

import numpy as np
import pandas as pd

from kpi.queries.evaluation_cells import achievement_of
from kpi.scoring.board import Board
from kpi.scoring.preparing import Prepared
from kpi.scoring.recipe import Recipe


def used_cells(cells: pd.DataFrame, board: Board, prepared: Prepared, recipe: Recipe) -> pd.DataFrame:
    """The cells with two columns more where the recipe estimates or adjusts anything; otherwise as they are.

    `change`: '' (as it came), imputed, winsorised, or transformed (a logarithm: `used` is missing). `used`: the value
    that the score rests on, in the metric's unit. An estimate has an achievement and lacks a score only for want of
    a target.
    """
    if not (recipe.imputation or recipe.outliers):
        return cells
    is_imputed = prepared.imputed.ravel()
    is_treated = ((prepared.treated != prepared.filled) & ~np.isnan(prepared.filled)).ravel()
    adjusted = "winsorised" if recipe.outliers == "winsorise" else "transformed"
    change = np.select(
        [is_imputed & ~is_treated, is_treated & ~is_imputed, is_imputed], ["imputed", adjusted, "imputed"], ""
    )
    found = cells.assign(change=change.astype(object), used=_used(board, prepared, recipe).ravel())
    return _with_achievement(found, board, is_imputed)


def _used(board: Board, prepared: Prepared, recipe: Recipe) -> np.ndarray:
    """What scores rest on, times the denominator where there is one."""
    is_shown = recipe.outliers == "winsorise"
    used = (prepared.treated if is_shown else prepared.filled).copy()
    for number, element in enumerate(board.indicators):
        if element.denominator is not None:
            used[:, :, number] *= board.denominators[element.denominator]
    if not is_shown:
        used[(prepared.treated != prepared.filled) & ~prepared.imputed] = np.nan
    return used


def _with_achievement(cells: pd.DataFrame, board: Board, is_imputed: np.ndarray) -> pd.DataFrame:
    """Achievement and gap of what was estimated."""
    repeated = len(cells) // len(board.indicators)
    direction = np.tile([each.direction for each in board.indicators], repeated)
    target = cells["target"].to_numpy(float)
    reached = achievement_of(cells["used"].to_numpy(float), target, direction)
    by_target = (cells["yardstick"] == "target").to_numpy()
    gap = np.select(
        [by_target & np.isnan(target), by_target & (target <= 0)], ["no_target", "target_not_positive"], ""
    )
    return cells.assign(
        achievement=np.where(is_imputed, reached, cells["achievement"]),
        gap=np.where(is_imputed, gap, cells["gap"]),
    )
