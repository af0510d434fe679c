"""Why a value is missing or not whole: a short code with its detail, and the words for it."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kpi.measures.grid import Grid
from kpi.measures.measure import Measure
from kpi.text import READABLE, Text, places

if TYPE_CHECKING:
    from kpi.measures.cells import Cells

BEFORE_DESIGNATION = "before_designation"
NO_RECORDS = "no_records"
QUARTERS_MISSING = "quarters_missing"
YEARS_MISSING = "years_missing"
AS_OF_QUARTER = "as_of_quarter"
ZONES_MISSING = "zones_missing"
DENOMINATOR_ZERO = "denominator_zero"
SIDE_MISSING = "side_missing"
WITHOUT_VALUE = ("withheld", "not_published")
FIRMS_PROTECTED = "firm_results_protected"
REVISED_SINCE = "revised_since"
# Withheld from this viewer, by the results of single firms or by what another release would tell of them.
PROTECTING = (FIRMS_PROTECTED, REVISED_SINCE)


def words(reason: str | None, language: str, zone_names: dict[str, str] | None = None) -> str:
    """A reason as a phrase: `quarters_missing:2025Q4` → "미집계 분기: 2025Q4". Empty for no reason."""
    if not reason:
        return ""
    code, _, detail = reason.partition(":")
    names = zone_names or {}
    text, items = Text(language), [names.get(item, item) for item in detail.split(",")]
    listed = places(text, items, READABLE) if code == ZONES_MISSING else ", ".join(items)
    return text(f"measures.reasons.{code}", detail=listed)


def explain(cells: "Cells", finest: Measure, grid: Grid) -> None:
    """Fills `cells.reason` for every counted value that is missing or provisional."""
    absent = ~cells.final.present
    cells.reason[absent] = np.where(cells.final.expected[absent], NO_RECORDS, BEFORE_DESIGNATION)
    for status in WITHOUT_VALUE:
        cells.reason[cells.status == status] = status
    told = (cells.rows >= 0) & cells.final.present & ~np.isnan(cells.announced)
    cells.reason[told & (cells.status == "provisional")] = "published_provisional"
    cells.reason[told & (cells.status == "estimated")] = "published_estimated"
    shown = _shown(cells, finest)
    for place, label in np.argwhere(cells.final.present & ~cells.final.complete):
        cells.reason[place, label] = _gap(cells, shown, place, label)


def explain_ratio(cells: "Cells", numerator: "Cells", denominator: "Cells", given: np.ndarray) -> None:
    """Fills `cells.reason` of a ratio: the side that is missing, a zero denominator, or the sides' own reasons."""
    absent = ~cells.final.present
    zero = absent & (denominator.final.values == 0)
    for side in (denominator, numerator):
        missing = absent & ~side.final.present & (side.reason != BEFORE_DESIGNATION)
        cells.reason[missing] = f"{SIDE_MISSING}:{side.metric.id}"
    cells.reason[zero] = DENOMINATOR_ZERO
    cells.reason[(cells.status == "observed") | given] = ""


def _shown(cells: "Cells", finest: Measure) -> Measure:
    """The finest level as it is shown: a quarter that was published alone is there, too."""
    zones, fine = len(finest.zones), len(finest.periods)
    final = cells.final
    return replace(finest, values=final.values[:zones, :fine], complete=final.complete[:zones, :fine])


def _gap(cells: "Cells", finest: Measure, place: int, label: int) -> str:
    """What one incomplete value lacks."""
    if place == len(finest.zones):
        return _zones_lacking(cells, label)
    period = cells.final.periods[label]
    lacking = finest.expected[place] & ~finest.present[place]
    names = [name for name, gap in zip(finest.periods, lacking, strict=True) if gap]
    if cells.basis == "period_end" or (cells.basis == "cumulative" and _stands_in(finest, place, period)):
        return f"{AS_OF_QUARTER}:{_latest(finest, place, period)}"
    inside = [name for name in names if name[:4] <= period[:4]]
    if cells.basis == "in_period":
        inside = [name for name in inside if name[:4] == period[:4]]
    else:
        inside = [name for name in inside if len(period) == 4 or name <= period]
    return f"{QUARTERS_MISSING if finest.by_quarter else YEARS_MISSING}:{','.join(inside)}"


def _zones_lacking(cells: "Cells", label: int) -> str:
    final = cells.final
    whole = ~final.expected[:-1, label] | (final.present[:-1, label] & final.complete[:-1, label])
    return f"{ZONES_MISSING}:{','.join(np.array(final.zones[:-1])[~whole])}"


def _stands_in(finest: Measure, place: int, period: str) -> bool:
    """Whether a year is shown by a quarter before its last, with nothing missing up to that one."""
    if not finest.by_quarter or len(period) != 4:
        return False
    number = finest.periods.index(_latest(finest, place, period))
    return bool(finest.complete[place, number])


def _latest(finest: Measure, place: int, period: str) -> str:
    """The last quarter of the year that has a value."""
    inside = [
        name
        for name, present in zip(finest.periods, finest.present[place], strict=True)
        if present and name[:4] == period[:4]
    ]
    return inside[-1]
