"""Small boards, and how twins and arrays are laid beside each other."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from kpi.scoring.board import Board, Element

ROOT = Element("index", None, 2)


def cells(row: Sequence[float | None]) -> np.ndarray:
    """A list with None as an array with NaN."""
    return np.array([np.nan if value is None else value for value in row], np.float64)


def board_of(*columns: Sequence[float | None], elements: Sequence[dict[str, Any]] = (), **more: Any) -> Board:
    """One period; each column is one indicator over the units. `elements` are options of the indicators."""
    return panel_of([columns], elements, **more)


def panel_of(
    table: Sequence[Sequence[Sequence[float | None]]],
    elements: Sequence[dict[str, Any]] = (),
    **more: Any,
) -> Board:
    """Periods of indicators of units; years from 2021 on, units a, b, c, …, indicators i0, i1, …."""
    values = np.array([[cells(column) for column in period] for period in table]).transpose(0, 2, 1)
    options = elements or [{}] * values.shape[2]
    leaves = [replace(Element(f"i{n}", "index", 1), **own) for n, own in enumerate(options)]
    units = tuple(f"u{number}" for number in range(values.shape[1]))
    given = {
        "elements": (ROOT, *leaves),
        "units": units,
        "groups": ("",) * len(units),
        "periods": tuple(str(2021 + number) for number in range(len(values))),
        "values": values,
    }
    return Board(**(given | more))


def same(found: np.ndarray, wanted: Sequence[float | None], absolute: float = 1e-12) -> None:
    """Equal to a relative 1e-12, missing where missing is wanted."""
    np.testing.assert_allclose(found, cells(wanted), rtol=1e-12, atol=absolute, equal_nan=True)
