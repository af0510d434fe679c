"""Whose file for which period is due, late or missing: what the catalogue asks for beside what a moment holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from kpi.access import SUBMITTING_ROLES, Viewer
from kpi.catalogue import Catalogue, Dataset
from kpi.catalogue import Due as Rule
from kpi.periods import first_day, last_day, month_end, quarter_of, quarters
from kpi.queries.moments import Moment, catalogue_of, release_for

DueState = Literal["received", "due", "late", "missing"]
LOOKED_BACK_YEARS = 2
KEPT = 64
LIVE = """
SELECT l.dataset, l.scope, l.period, s.series, s.synthetic, s.id, CAST(s.known_on AS DATE)
FROM (SELECT DISTINCT dataset, scope, period, submission FROM live_slices) AS l
JOIN submissions AS s ON s.id = l.submission
ORDER BY s.synthetic DESC, s.known_on, s.sequence
"""


@dataclass(frozen=True)
class Came:
    """A submission that speaks for a slice now."""

    series: str
    synthetic: bool
    submission: str
    known_on: date


@dataclass(frozen=True)
class Due:
    """One file that somebody owes, or has handed in.

    `zone` is '' for a dataset that all zones owe together. `due`: until `due_on`; `late`: until `late_on`; `missing`:
    after that. Of a received one, `series`, `submission` and `known_on` say which; `synthetic` that it is a sample
    standing in for a file nobody has handed in.
    """

    dataset: str
    zone: str
    period: str
    due_on: date
    late_on: date
    state: DueState
    series: str = ""
    synthetic: bool = False
    submission: str = ""
    known_on: date | None = None


def due(viewer: Viewer, moment: Moment, today: date, looked_back_years: int = LOOKED_BACK_YEARS) -> list[Due]:
    """Every file that was owed in the last years, the last due first, then in the catalogue's order.

    People who hand files in are told of their own zones, all others of every zone. A period is owed once it has
    ended (a target: once it has begun), from a zone's designation on.
    """
    catalogue = catalogue_of(moment)
    held = _held(viewer.sight, moment)
    since = date(today.year - looked_back_years, today.month, 1)
    owed = [
        _due(dataset, zone, period, due_on, held, today)
        for dataset in catalogue.datasets.values()
        if dataset.due is not None
        for period, due_on in _cycles(dataset.due, _cycle(dataset), since, today)
        for zone in _owing(dataset, period, due_on, catalogue)
        if _concerns(viewer, zone)
    ]
    return sorted(owed, key=lambda each: each.due_on, reverse=True)


def outstanding(found: list[Due]) -> list[Due]:
    """Those that nobody has handed in, the longest overdue first."""
    return sorted((each for each in found if each.state != "received"), key=lambda each: each.due_on)


def due_on(rule: Rule, period: str) -> date:
    """The last day on which a period's file is in time."""
    return month_end(_counted_from(rule, period), rule.months)


def _counted_from(rule: Rule, period: str) -> date:
    return last_day(period) if rule.counted_from == "end" else first_day(period) - timedelta(days=1)


def _cycle(dataset: Dataset) -> str:
    assert dataset.due is not None
    return dataset.due.cycle or dataset.slice.period


def _cycles(rule: Rule, cycle: str, since: date, today: date) -> Iterator[tuple[str, date]]:
    """Periods that can be handed in today and were due since a day, with the day they were due on."""
    years = range(since.year - 1, today.year + 1)
    found = [str(year) for year in years] if cycle == "year" else quarters(f"{years[0]}Q1", quarter_of(today))
    for period in found:
        day = due_on(rule, period)
        if _counted_from(rule, period) < today and day >= since:
            yield period, day


def _owing(dataset: Dataset, period: str, day: date, catalogue: Catalogue) -> list[str]:
    """Zones that were there in the period and when its file was due."""
    if dataset.slice.scope != "zone":
        return [""]
    return [zone.id for zone in catalogue.zones.values() if zone.designated_on <= min(last_day(period), day)]


def _concerns(viewer: Viewer, zone: str) -> bool:
    return viewer.may_submit(zone) if viewer.role in SUBMITTING_ROLES else True


Held = dict[tuple[str, str, str], list[Came]]


@lru_cache(maxsize=KEPT)
def _held(viewer: Viewer, moment: Moment) -> Held:
    """(dataset, scope, period) → what speaks for it: samples first, then by when it was known."""
    held: Held = {}
    for dataset, scope, period, *came in release_for(viewer, moment).rows(LIVE):
        held.setdefault((dataset, scope, period), []).append(Came(*came))
    return held


def _due(dataset: Dataset, zone: str, period: str, day: date, held: Held, today: date) -> Due:
    assert dataset.due is not None
    late_on = day + timedelta(days=dataset.due.late_days)
    came = _came(dataset, zone, period, held)
    if came is None:
        state: DueState = "due" if today <= day else "late" if today <= late_on else "missing"
        return Due(dataset.id, zone, period, day, late_on, state)
    return Due(
        dataset.id, zone, period, day, late_on, "received", came.series, came.synthetic, came.submission,
        came.known_on,
    )  # fmt: skip


def _came(dataset: Dataset, zone: str, period: str, held: Held) -> Came | None:
    """The last file of those who owe it (the dataset's first series), or a sample in its place.

    A press report of the same figures does not release anybody. A register without periods speaks for a quarter
    when it was made after the quarter had ended.
    """
    has_periods = dataset.slice.period != "none"
    found = held.get((dataset.id, zone or "*", period if has_periods else "*"), [])
    counting = [
        each
        for each in found
        if (each.series == dataset.series[0] or each.synthetic)
        and (has_periods or each.known_on >= last_day(period))
    ]
    return counting[-1] if counting else None
