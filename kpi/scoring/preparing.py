"""From raw values to comparable ones: screened, denominated, imputed, treated for outliers, normalised."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from kpi.scoring.board import Board, Element
from kpi.scoring.denominating import per
from kpi.scoring.imputing import imputed
from kpi.scoring.measuring import scaled, transformable
from kpi.scoring.notes import Note
from kpi.scoring.recipe import Normalisation, Recipe
from kpi.scoring.screening import kept
from kpi.scoring.treating import passes, treated

ROOM = "scoring_errors"


@dataclass(frozen=True)
class TreatedPoint:
    """A value that the treatment of outliers changed."""

    period: str
    unit: str
    indicator: str
    before: float
    after: float


@dataclass(frozen=True, eq=False)
class Prepared:
    """Each step's values, (periods, units, indicators), NaN = missing.

    `kept` (periods, units) says who was available enough; the values of the others are missing from `denominated`
    on. `imputed` flags estimates. `targets` are each unit's own, denominated like the values. In `normalised`
    higher is better throughout.
    """

    board: Board
    kept: np.ndarray
    denominated: np.ndarray
    targets: np.ndarray | None
    filled: np.ndarray
    treated: np.ndarray
    normalised: np.ndarray
    notes: tuple[Note, ...]

    @property
    def raw(self) -> np.ndarray:
        """The values as they came."""
        return self.board.values

    @property
    def imputed(self) -> np.ndarray:
        """Which values are estimates."""
        return np.isnan(self.denominated) & ~np.isnan(self.filled)

    @property
    def points(self) -> tuple[TreatedPoint, ...]:
        """Every value that the treatment of outliers changed, by period, unit, indicator."""
        changed = np.argwhere((self.treated != self.filled) & ~np.isnan(self.filled))
        return tuple(self._point(*place) for place in changed.tolist())

    def _point(self, period: int, unit: int, indicator: int) -> TreatedPoint:
        board, place = self.board, (period, unit, indicator)
        names = (board.periods[period], board.units[unit], board.indicators[indicator].id)
        return TreatedPoint(*names, float(self.filled[place]), float(self.treated[place]))


def prepare(board: Board, recipe: Recipe) -> Prepared:
    """All steps before aggregation. What cannot be measured is missing, with a note saying why; nothing is guessed."""
    in_play = kept(board.values, recipe.availability)
    screened = np.where(in_play[:, :, None], board.values, np.nan)
    denominated, targets = _denominated(board, screened)
    estimable = np.array([each.estimable for each in board.indicators])
    estimates = imputed(denominated, recipe.imputation, board.groups, board.periods)
    filled = np.where(in_play[:, :, None] & estimable, estimates, denominated)
    notes = [
        *_of_units(board, "unit_left_out", ~in_play),
        *_of_cells(board, "denominator_missing", np.isnan(denominated) & ~np.isnan(screened)),
    ]
    if recipe.imputation:
        notes += _of_cells(board, "not_imputed", np.isnan(filled) & in_play[:, :, None] & estimable)
    calm, normalised = filled.copy(), np.full(filled.shape, np.nan)
    for pool in _pools(board, recipe):
        calm[pool.cells] = pool.treat(filled, recipe, notes)
        normalised[pool.cells] = pool.normalise(calm, targets, notes)
    return Prepared(board, in_play, denominated, targets, filled, calm, normalised, tuple(notes))


@dataclass(frozen=True)
class _Pool:
    """The cells of one indicator that are compared with each other: those of one period, or of all."""

    board: Board
    number: int
    choice: Normalisation
    periods: slice

    @property
    def element(self) -> Element:
        return self.board.indicators[self.number]

    @property
    def cells(self) -> tuple[slice, slice, int]:
        return self.periods, slice(None), self.number

    def treat(self, filled: np.ndarray, recipe: Recipe, notes: list[Note]) -> np.ndarray:
        values = filled[self.cells]
        if not recipe.outliers or not self.element.estimable or passes(values):
            return values
        if recipe.outliers != "winsorise" and not transformable(self.element, self.choice):
            notes.append(self._note("not_transformed"))
            return values
        calm = treated(values, recipe.outliers, recipe.outlier_points)
        if not passes(calm):
            notes.append(self._note("outliers_remain"))
        return calm

    def normalise(self, calm: np.ndarray, targets: np.ndarray | None, notes: list[Note]) -> np.ndarray:
        own = None if targets is None else targets[self.cells]
        found = scaled(calm[self.cells], self.element, self.choice, own, self._reference(calm))
        notes += (self._note(code, cells) for code, cells in found.notes.items())
        return found.values

    def _reference(self, calm: np.ndarray) -> np.ndarray | float | None:
        named = self.element.reference
        if not isinstance(named, str):
            return named
        return calm[self.periods, [self.board.unit_numbers[named]], self.number]

    def _note(self, code: str, cells: np.ndarray | None = None) -> Note:
        alone = len(self.board.periods[self.periods]) == 1
        period = self.board.periods[self.periods][0] if alone else ""
        units = () if cells is None else _names(self.board.units, cells.any(axis=0))
        return Note(f"{ROOM}.{code}", self.element.id, period, units)


def _pools(board: Board, recipe: Recipe) -> Iterator[_Pool]:
    for number, element in enumerate(board.indicators):
        choice = element.normalisation or recipe.normalisation
        if choice.over == "all":
            yield _Pool(board, number, choice, slice(None))
        else:
            for period in range(len(board.periods)):
                yield _Pool(board, number, choice, slice(period, period + 1))


def _denominated(board: Board, screened: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """Values and own targets, divided where an indicator names a denominator."""
    values, targets = screened.copy(), None if board.targets is None else board.targets.copy()
    for number, element in enumerate(board.indicators):
        if element.denominator is None:
            continue
        below = board.denominators[element.denominator]
        values[:, :, number] = per(values[:, :, number], below)
        if targets is not None:
            targets[:, :, number] = per(targets[:, :, number], below)
    return values, targets


def _of_units(board: Board, code: str, cells: np.ndarray) -> Iterator[Note]:
    """One note a period for the units flagged in (periods, units)."""
    for period, units in zip(board.periods, cells, strict=True):
        if units.any():
            yield Note(f"{ROOM}.{code}", "", period, _names(board.units, units))


def _of_cells(board: Board, code: str, cells: np.ndarray) -> Iterator[Note]:
    """One note an indicator and period for the units flagged in (periods, units, indicators)."""
    for number, element in enumerate(board.indicators):
        yield from (replace(note, element=element.id) for note in _of_units(board, code, cells[:, :, number]))


def _names(units: tuple[str, ...], flagged: np.ndarray) -> tuple[str, ...]:
    return tuple(unit for unit, on in zip(units, flagged, strict=True) if on)
