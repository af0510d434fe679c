"""The attack on what is withheld, with every breakdown: categories add up to the whole, as quarters and zones do.

What the rules forbid is taken from the parts as they are: few firms, or one or two that hold nearly all of a cell.
"""

from collections.abc import Iterator
from functools import cache

import pandas as pd
import pytest

from kpi.access import Viewer
from kpi.catalogue import NATIONAL
from kpi.paths import Paths
from kpi.queries.moments import catalogue_of, release_for, release_of, resolve
from tests.access.people import PEOPLE
from tests.access.test_attacks import KEY, OUTSIDERS, ROUNDING, Cell, Cells, hidden_from, sums, told, whole

PARTS = """
SELECT metric, zone, period, breakdown || '=' || category AS basis, CAST(value AS DOUBLE) AS value,
       contributors AS firms, CAST(largest AS DOUBLE) AS largest, CAST(second_largest AS DOUBLE) AS second
FROM parts WHERE list_contains($metrics, metric) AND breakdown <> ''
"""
HIDDEN = """
SELECT metric, zone, period, breakdown || '=' || category AS basis FROM categories WHERE status = 'withheld'
"""


def metrics(paths: Paths) -> list[str]:
    """Those of firms' money and jobs that are shown by categories."""
    found = catalogue_of(resolve(paths)).metrics.values()
    return [each.id for each in found if each.counted and each.breakdowns and each.disclosure == "firm_money"]


@cache
def parts(paths: Paths) -> pd.DataFrame:
    return release_of(resolve(paths)).frame(PARTS, {"metrics": metrics(paths)})


@cache
def table(paths: Paths) -> dict[Cell, float]:
    """Every cell of these metrics: as they are, and by category in quarters and years, in zones and all of them."""
    values = whole(paths)["value"]
    found = {cell: value for cell, value in values.items() if cell[0] in metrics(paths)}
    fine = parts(paths)
    quarters = fine[fine["period"].str.len() > 4]
    levels = pd.concat([fine, quarters.assign(period=quarters["period"].str[:4])])
    everywhere = pd.concat([levels, levels.assign(zone=NATIONAL)])
    return found | everywhere.groupby(KEY)["value"].sum().to_dict()


def all_sums(values: Cells) -> Iterator[tuple[Cell, list[Cell]]]:
    """Those of whole numbers, and with categories in them."""
    yield from sums({cell: value for cell, value in values.items() if "=" not in cell[3]})
    zones = sorted({cell[1] for cell in values} - {NATIONAL})
    by_whole: dict[tuple[str, str, str, str], list[Cell]] = {}
    for cell in values:
        metric, zone, period, basis = cell
        if "=" not in basis:
            continue
        by_whole.setdefault((metric, zone, period, basis.split("=")[0]), []).append(cell)
        if len(period) == 4:
            yield from holding(values, cell, [(metric, zone, f"{period}Q{at}", basis) for at in range(1, 5)])
        if zone == NATIONAL:
            yield from holding(values, cell, [(metric, each, period, basis) for each in zones])
    for (metric, zone, period, _), categories in by_whole.items():
        for basis in ("in_period", "period_end"):
            yield from holding(values, (metric, zone, period, basis), categories)


def holding(values: Cells, total: Cell, among: list[Cell]) -> Iterator[tuple[Cell, list[Cell]]]:
    there = [cell for cell in among if cell in values]
    if total in values and there and abs(values[total] - sum(values[cell] for cell in there)) <= ROUNDING:
        yield total, there


def forbidden(paths: Paths) -> dict[Cell, float]:
    """Each category of a zone's quarter that the rules forbid, with what its largest firm holds."""
    rules, rows = catalogue_of(resolve(paths)).disclosure, parts(paths)
    two = rows["largest"] + rows["second"].fillna(0)
    dominated = two > rules.two_largest_share * rows["value"]
    close = rows["value"] - two < rules.closeness * rows["largest"]
    out = rows[(rows["value"] > 0) & ((rows["firms"] < rules.fewest_firms) | dominated | close)]
    return dict(zip(out[KEY].itertuples(index=False, name=None), out["largest"], strict=True))


def withheld(paths: Paths, viewer: Viewer) -> set[Cell]:
    rows = release_for(viewer, resolve(paths)).frame(HIDDEN)[KEY].itertuples(index=False, name=None)
    return (set(rows) | hidden_from(paths, viewer)) & set(table(paths))


def told_too_closely(paths: Paths, viewer: Viewer, hidden: set[Cell]) -> dict[Cell, tuple[float, float]]:
    values, closeness = table(paths), catalogue_of(resolve(paths)).disclosure.closeness
    wanted = {
        cell: largest for cell, largest in forbidden(paths).items() if not viewer.may_see_firms(cell[1])
    }
    assert wanted and set(wanted) <= hidden
    between = told(values, hidden, set(wanted), all_sums)
    return {
        cell: (low, high)
        for cell, (low, high) in between.items()
        if high - values[cell] < closeness * wanted[cell] and values[cell] - low < closeness * wanted[cell]
    }


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_category_that_the_rules_forbid_can_be_worked_out(built: Paths, role: str) -> None:
    viewer = PEOPLE[role]
    assert told_too_closely(built, viewer, withheld(built, viewer)) == {}


def test_the_attack_finds_categories_that_are_withheld_alone(built: Paths) -> None:
    viewer = PEOPLE["viewer"]
    assert told_too_closely(built, viewer, set(forbidden(built)))
