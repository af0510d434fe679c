"""Two shown numbers from which a third follows: of a ratio its other side, of two moments the difference."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from kpi.access import Viewer
from kpi.catalogue import Catalogue, Metric
from kpi.disclosing.firms import protected_metrics
from kpi.paths import Paths
from kpi.queries.moments import Moment, catalogue_of, release_for, resolve
from tests.access.earlier import earlier_than
from tests.access.people import PEOPLE

OUTSIDERS = ("viewer", "manager", "granted", "evaluator", "approver")
TABLES = {"key_values": "zone", "programme_values": "programme"}
Cell = tuple[str, str, str, str]
# A correction since then of about every second value.
CORRECTED = """
UPDATE key_values SET value = value * 1.001 WHERE origin = 'records' AND list_contains($metrics, metric)
AND hash(metric || zone || period || basis) % 2 = 0
"""


def shown(viewer: Viewer, moment: Moment, table: str = "key_values") -> dict[Cell, float]:
    """Every number counted from records that the viewer sees."""
    sql = f"SELECT metric, {TABLES[table]}, period, basis, value FROM {table} WHERE value IS NOT NULL"
    rows = release_for(viewer, moment).frame(f"{sql} AND origin = 'records'")
    return {tuple(key): value for *key, value in rows.itertuples(index=False, name=None)}


def hidden(viewer: Viewer, moment: Moment, table: str) -> set[Cell]:
    sql = f"SELECT metric, {TABLES[table]}, period, basis FROM {table} WHERE status = 'withheld'"
    return set(release_for(viewer, moment).frame(sql).itertuples(index=False, name=None))


def side(catalogue: Catalogue, metric: str, cell: Cell) -> Cell:
    """The cell of a side of a ratio; a stock's one basis serves any."""
    _, place, period, basis = cell
    bases = catalogue.bases_of(metric)
    return metric, place, period, basis if basis in bases else bases[0]


def told_by_ratios(
    catalogue: Catalogue, seen: Mapping[Cell, float], gone: set[Cell]
) -> Iterator[tuple[Cell, Metric]]:
    """Each withheld cell that follows from a ratio and its other side."""
    for metric in catalogue.metrics.values():
        if metric.ratio is None:
            continue
        sides = (metric.ratio.numerator, metric.ratio.denominator)
        for cell in (each for each in seen if each[0] == metric.id):
            one, other = (side(catalogue, each, cell) for each in sides)
            for wanted, known in ((one, other), (other, one)):
                if wanted in gone and known in seen:
                    yield wanted, metric


@pytest.mark.parametrize("role", OUTSIDERS)
@pytest.mark.parametrize("table", TABLES)
def test_no_side_of_a_ratio_follows_from_it_and_the_other_side(built: Paths, table: str, role: str) -> None:
    moment, viewer = resolve(built), PEOPLE[role]
    gone = hidden(viewer, moment, table)
    assert gone
    assert list(told_by_ratios(catalogue_of(moment), shown(viewer, moment, table), gone)) == []


@pytest.mark.parametrize("table", TABLES)
def test_the_ratios_themselves_would_tell(built: Paths, table: str) -> None:
    """Beside what a viewer sees, the ratios that only others see."""
    moment, viewer = resolve(built), PEOPLE["viewer"]
    catalogue, seen = catalogue_of(moment), shown(viewer, moment, table)
    ratios = {
        cell: value
        for cell, value in shown(PEOPLE["administrator"], moment, table).items()
        if catalogue.metrics[cell[0]].ratio
    }
    assert list(told_by_ratios(catalogue, {**ratios, **seen}, hidden(viewer, moment, table)))


@pytest.fixture
def earlier(built: Paths, tmp_path: Path) -> Iterator[Moment]:
    """A moment before much was corrected."""
    now = resolve(built)
    metrics = [metric.id for metric in protected_metrics(catalogue_of(now))]
    with earlier_than(now, tmp_path, CORRECTED, {"metrics": metrics}) as moment:
        yield moment


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_difference_between_two_moments_tells_what_was_corrected(
    built: Paths, earlier: Moment, role: str
) -> None:
    viewer, now = PEOPLE[role], resolve(built)
    protected = {metric.id for metric in protected_metrics(catalogue_of(now))}
    before, after = (
        {
            cell: value
            for cell, value in shown(viewer, moment).items()
            if cell[0] in protected and not viewer.may_see_firms(cell[1])
        }
        for moment in (earlier, now)
    )
    assert 0 < len(before) < len(after)
    assert {
        cell: (value, after.get(cell)) for cell, value in before.items() if after.get(cell) != value
    } == {}
