"""A board as the two tables that `tables_of` reads back: a working example of how they are filled in."""

from collections.abc import Mapping
from decimal import Decimal
from math import isnan

import numpy as np

from kpi.catalogue.evaluations import BY_YARDSTICK
from kpi.scoring.board import Board, Element
from kpi.scoring.tables.structure import COLUMNS
from kpi.scoring.tables.values import AXES, TARGET_MARK
from kpi.spreadsheets import as_csv

Numbers = np.ndarray


def values_table(board: Board, unit_names: Mapping[str, str]) -> bytes:
    """One row a period and unit: its group, a column an indicator, one for its own targets where it has any,
    denominators.
    """
    columns: dict[str, Numbers] = {}
    for number, each in enumerate(board.indicators):
        columns[each.id] = board.values[:, :, number]
        if board.targets is not None and not np.isnan(board.targets[:, :, number]).all():
            columns[f"{each.id}{TARGET_MARK}target"] = board.targets[:, :, number]
    columns |= {name: array for name, array in board.denominators.items() if name not in columns}
    rows = [
        [
            unit,
            unit_names.get(unit, unit),
            period,
            board.groups[place],
            *(_written(array[at, place]) for array in columns.values()),
        ]
        for at, period in enumerate(board.periods)
        for place, unit in enumerate(board.units)
    ]
    return as_csv([*AXES, *columns], rows)


def structure_table(board: Board, names: Mapping[str, str], weights: Mapping[str, float]) -> bytes:
    """One row an element, from the top down. `weights` go before the board's."""
    ordered = sorted(board.elements, key=lambda each: -each.level)
    rows = [_row(each, names.get(each.id, each.id), weights.get(each.id, each.weight)) for each in ordered]
    return as_csv(COLUMNS, rows)


def _row(element: Element, name: str, weight: float) -> list[str]:
    worst, best = element.goalposts or (None, None)
    is_leaf = element.level == 1
    by_yardstick = [yardstick for yardstick, how in BY_YARDSTICK.items() if how == element.normalisation]
    return [
        element.id,
        element.parent or "",
        str(element.level),
        str(element.direction) if is_leaf else "",
        "" if element.parent is None else _written(weight),
        _written(element.target),
        element.denominator or "",
        name,
        by_yardstick[0] if is_leaf and by_yardstick else "",
        _written(worst),
        _written(best),
        element.reference if isinstance(element.reference, str) else _written(element.reference),
        element.aggregation or "",
    ]


def _written(number: float | None) -> str:
    """All digits and no exponent, so that it is read back as it was."""
    if number is None or isnan(number):
        return ""
    return f"{Decimal(repr(float(number))):f}".removesuffix(".0")
