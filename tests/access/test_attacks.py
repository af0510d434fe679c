"""Whoever may not see a zone's firms tries to work out what is withheld from all that is shown, on the built release.

An oracle of its own: nothing here knows how the mask is made. Unknown is every withheld number; known are the shown
ones, and that quarters add up to years, zones to the country, and years to what has come together, wherever that is so
in the release. Linear programs then say how closely each unknown can be told.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

from kpi.access import Viewer
from kpi.catalogue import NATIONAL
from kpi.paths import Paths
from kpi.queries.moments import catalogue_of, release_for, release_of, resolve
from tests.access.people import PEOPLE

Cell = tuple[str, str, str, str]
Cells = Mapping[Cell, float]
SumsOf = Callable[[Cells], Iterator[tuple[Cell, list[Cell]]]]
OUTSIDERS = ("viewer", "manager", "granted")
SHOWN = (
    "SELECT metric, zone, period, basis, value, contributors, status FROM key_values WHERE origin = 'records'"
)
HIDDEN = "SELECT metric, zone, period, basis FROM key_values WHERE status = 'withheld'"
KEY = ["metric", "zone", "period", "basis"]
# Half of the smallest unit in which money is written; what a solver of numbers in millions is exact to; and more, in
# millions, than all zones together ever had, because a solver may take what has no bound for a contradiction.
ROUNDING, MILLION, EXACT, MOST = 0.5, 1e6, 1e-3, 1e8


@cache
def whole(paths: Paths) -> pd.DataFrame:
    """Every number counted from records, as only who sees all firms may read it."""
    return release_of(resolve(paths)).frame(SHOWN).dropna(subset=["value"]).set_index(KEY)


def hidden_from(paths: Paths, viewer: Viewer) -> set[Cell]:
    rows = release_for(viewer, resolve(paths)).frame(HIDDEN)[KEY].itertuples(index=False)
    return {tuple(each) for each in rows} & set(whole(paths).index)


def sums(values: Cells) -> Iterator[tuple[Cell, list[Cell]]]:
    """Every sum that holds among the numbers: the whole, and its parts."""
    zones = sorted({cell[1] for cell in values} - {NATIONAL})
    years = sorted({cell[2] for cell in values if len(cell[2]) == 4})
    for cell in values:
        metric, zone, period, basis = cell
        tried = []
        if basis == "in_period" and len(period) == 4:
            tried.append([(metric, zone, f"{period}Q{quarter}", basis) for quarter in range(1, 5)])
        if zone == NATIONAL:
            tried.append([(metric, each, period, basis) for each in zones])
        if basis == "cumulative" and len(period) == 4:
            tried.append([(metric, zone, year, "in_period") for year in years if year <= period])
            tried.append([(metric, zone, str(int(period) - 1), basis), (metric, zone, period, "in_period")])
        for parts in tried:
            there = [part for part in parts if part in values]
            if there and abs(values[cell] - sum(values[part] for part in there)) <= ROUNDING:
                yield cell, there


def told(
    values: Cells, hidden: set[Cell], wanted: set[Cell], sums_of: SumsOf = sums
) -> dict[Cell, tuple[float, float]]:
    """Between which two numbers each wanted one must lie, for who knows all others and every sum; none is negative."""
    found: dict[Cell, tuple[float, float]] = {}
    for metric in sorted({cell[0] for cell in wanted}):
        own = {cell: value for cell, value in values.items() if cell[0] == metric}
        unknown = sorted(cell for cell in hidden if cell[0] == metric)
        place = {cell: at for at, cell in enumerate(unknown)}
        rows, right = [], []
        for total, parts in sums_of(own):
            row, known = np.zeros(len(unknown)), 0.0
            for cell, sign in ((total, -1.0), *((part, 1.0) for part in parts)):
                if cell in place:
                    row[place[cell]] += sign
                else:
                    known += sign * own[cell]
            if row.any():
                rows.append(row)
                right.append(-known / MILLION)
        found |= bounds(place, rows, right, [cell for cell in unknown if cell in wanted])
    return found


def bounds(
    place: Mapping[Cell, int], rows: list[np.ndarray], right: list[float], wanted: list[Cell]
) -> dict[Cell, tuple[float, float]]:
    """The least and the largest that each unknown can be; the sums are in millions."""
    told_by = {"A_ub": None, "b_ub": None}
    if rows:
        matrix, known = np.array(rows), np.array(right)
        told_by = {
            "A_ub": csr_array(np.vstack([matrix, -matrix])),
            "b_ub": np.concatenate([known + EXACT, -known + EXACT]),
        }
    found = {}
    for cell in wanted:
        aim = np.zeros(len(place))
        ends = []
        for sign in (1.0, -1.0):
            aim[place[cell]] = sign
            solved = linprog(aim, **told_by, bounds=(0, MOST), method="highs")
            assert solved.status == 0, (cell, solved.message)
            ends.append(sign * solved.fun * MILLION)
        found[cell] = ends[0], ends[1]
    return found


def told_too_closely(paths: Paths, hidden: set[Cell]) -> dict[Cell, tuple[float, float]]:
    """What few firms hold and can be told more closely than the rules allow."""
    rules, table = catalogue_of(resolve(paths)).disclosure, whole(paths)
    values = table["value"].to_dict()
    few = table.index[(table["contributors"] > 0) & (table["contributors"] < rules.fewest_firms)]
    primary = {cell for cell in few if cell in hidden and values[cell] > 0}
    assert primary
    between = told(values, hidden, primary)
    return {
        cell: between[cell]
        for cell in primary
        if between[cell][1] - values[cell] < rules.closeness * values[cell]
        and values[cell] - between[cell][0] < rules.closeness * values[cell]
    }


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nothing_that_few_firms_hold_can_be_worked_out(built: Paths, role: str) -> None:
    assert told_too_closely(built, hidden_from(built, PEOPLE[role])) == {}


@pytest.mark.parametrize("role", ["evaluator", "approver"])
def test_who_has_no_firms_to_see_is_told_what_a_viewer_is(built: Paths, role: str) -> None:
    assert hidden_from(built, PEOPLE[role]) == hidden_from(built, PEOPLE["viewer"])


def test_the_attack_finds_what_is_withheld_alone(built: Paths) -> None:
    """Without the second cells, what few firms hold follows from the rest."""
    rules, table = catalogue_of(resolve(built)).disclosure, whole(built)
    hidden = hidden_from(built, PEOPLE["viewer"])
    few = {cell for cell in hidden if 0 < table["contributors"][cell] < rules.fewest_firms}
    assert few and len(few) < len(hidden)
    assert told_too_closely(built, few)
