"""The values table, wide (a column an indicator) or long (a row an indicator), as arrays of periods × units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kpi.errors import Fault, Place
from kpi.scoring.tables.given import Given, key, locate, numbers_of, words_for

AXES = ("unit", "name", "period", "group")
OF_LONG = ("indicator", "value", "target")
# `startups:target` holds each unit's own target for `startups`.
TARGET_MARK = ":"
Numbers = np.ndarray


@dataclass(frozen=True, eq=False)
class Values:
    """Columns as arrays (periods, units) by their headings, NaN = missing; `targets` are the units' own.

    `groups` has the group of each unit, '' = none.
    """

    units: tuple[str, ...] = ()
    unit_names: Mapping[str, str] | None = None
    periods: tuple[str, ...] = ()
    columns: Mapping[str, Numbers] | None = None
    targets: Mapping[str, Numbers] | None = None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class _Rows:
    """Rows that say whom and when they are about, with their places in the arrays."""

    given: Given
    units: tuple[str, ...]
    periods: tuple[str, ...]
    at_unit: Numbers
    at_period: Numbers

    def array(self, numbers: Sequence[float], chosen: Numbers | None = None) -> Numbers:
        """Numbers of the rows, or of chosen ones, in their places."""
        found = np.full((len(self.periods), len(self.units)), np.nan)
        rows = slice(None) if chosen is None else chosen
        found[self.at_period[rows], self.at_unit[rows]] = np.asarray(numbers, float)[rows]
        return found


def values_of(given: Given) -> tuple[Values, list[Fault]]:
    """The table's arrays, empty where its headings do not say what is what, and every fault found."""
    located = locate(given, AXES, ("unit",))
    in_long = locate(given, (*AXES, *OF_LONG), ("unit",))
    is_long = {"indicator", "value"} <= set(in_long.places)
    located = in_long if is_long else located
    faults = [*given.faults, *located.faults]
    if "unit" not in located.places or located.faults:
        return Values(), faults
    keyed = (
        "unit",
        *(("period",) if "period" in located.places else ()),
        *(("indicator",) if is_long else ()),
    )
    kept = _complete(given, located.places, keyed, faults)
    rows = _placed(kept, located.places)
    faults += _twice(kept, located.places, keyed)
    names = _unit_names(kept, located.places)
    groups, differing = _groups(kept, located.places, rows.units)
    faults += differing
    columns, targets = (_long if is_long else _wide)(rows, located.places, located.others, faults)
    if is_long:
        faults += [given.fault("column_of_long", column=given.headings[at]) for at in located.others]
    return Values(rows.units, names, rows.periods, columns, targets, groups), faults


def _complete(given: Given, places: Mapping[str, int], keyed: Sequence[str], faults: list[Fault]) -> Given:
    """The rows that say whom, when and what they are about; the others are faults."""
    kept = []
    for number, row in enumerate(given.rows):
        empty = [given.headings[places[name]] for name in keyed if not row[places[name]]]
        faults += [given.fault("cell_missing", given.row_numbers[number], heading) for heading in empty]
        if not empty:
            kept.append(number)
    if not kept:
        faults.append(given.fault("no_rows"))
    return replace(
        given,
        rows=tuple(given.rows[each] for each in kept),
        row_numbers=tuple(given.row_numbers[each] for each in kept),
    )


def _placed(given: Given, places: Mapping[str, int]) -> _Rows:
    """Units in their order in the table, periods in order of time."""
    units = given.column(places["unit"])
    periods = given.column(places["period"]) if "period" in places else [""] * len(given.rows)
    by_unit = {unit: at for at, unit in enumerate(dict.fromkeys(units))}
    by_period = {period: at for at, period in enumerate(sorted(set(periods), key=_when))}
    at_unit, at_period = [by_unit[each] for each in units], [by_period[each] for each in periods]
    return _Rows(given, tuple(by_unit), tuple(by_period), np.array(at_unit, int), np.array(at_period, int))


def _when(period: str) -> tuple[int, str]:
    return (int(period), period) if period.isdecimal() else (0, period)


def _twice(given: Given, places: Mapping[str, int], keyed: Sequence[str]) -> list[Fault]:
    """Rows that speak of what another row has spoken of."""
    seen: dict[tuple[str, ...], int] = {}
    faults = []
    for number, row in zip(given.row_numbers, given.rows, strict=True):
        about = tuple(row[places[name]] for name in keyed)
        first = seen.setdefault(about, number)
        if first != number:
            place = Place(given.file, given.sheet, number)
            said = {"first": first}
            faults.append(Fault("tables_errors.unit_twice", place, ", ".join(about), extra=said))
    return faults


def _unit_names(given: Given, places: Mapping[str, int]) -> dict[str, str]:
    """Unit → its name; the unit itself where none is given."""
    units = given.column(places["unit"])
    names = given.column(places["name"]) if "name" in places else units
    return {unit: name or unit for unit, name in zip(units, names, strict=True)}


def _groups(
    given: Given, places: Mapping[str, int], units: Sequence[str]
) -> tuple[tuple[str, ...], list[Fault]]:
    """The one group of each unit; its rows may leave it empty, but not say another."""
    if "group" not in places:
        return ("",) * len(units), []
    known: dict[str, tuple[str, int]] = {}
    faults = []
    rows = zip(given.row_numbers, given.column(places["unit"]), given.column(places["group"]), strict=True)
    for number, unit, written in rows:
        is_missing = given.numbers.get(written, (0, ""))[0] is None
        group = "" if is_missing else written
        first, at = known.setdefault(unit, (group, number)) if group else ("", number)
        if first != group:
            place = Place(given.file, given.sheet, number, given.headings[places["group"]])
            said = {"unit": unit, "first": at, "other": first}
            faults.append(Fault("tables_errors.group_differs", place, group, extra=said))
    return tuple(known.get(unit, ("", 0))[0] for unit in units), faults


def _wide(
    rows: _Rows, places: Mapping[str, int], others: Sequence[int], faults: list[Fault]
) -> tuple[dict[str, Numbers], dict[str, Numbers]]:
    columns: dict[str, Numbers] = {}
    targets: dict[str, Numbers] = {}
    for at in others:
        heading, texts = rows.given.headings[at], rows.given.column(at)
        indicator, mark, last = heading.rpartition(TARGET_MARK)
        is_target = bool(mark) and key(last) in words_for("heading", "target")
        into, name = (targets, indicator.strip()) if is_target else (columns, heading)
        if key(name) in {key(each) for each in into}:
            faults.append(rows.given.fault("column_twice", column=heading, value=name))
        numbers, found = numbers_of(rows.given, texts, heading)
        faults += found
        into[name] = rows.array(numbers)
    return columns, targets


def _long(
    rows: _Rows, places: Mapping[str, int], _others: Sequence[int], faults: list[Fault]
) -> tuple[dict[str, Numbers], dict[str, Numbers]]:
    about = np.array([key(each) for each in rows.given.column(places["indicator"])])
    written = dict(zip(about.tolist(), rows.given.column(places["indicator"]), strict=True))
    found: dict[str, dict[str, Numbers]] = {"value": {}, "target": {}}
    for kind in found.keys() & places.keys():
        heading, texts = rows.given.headings[places[kind]], rows.given.column(places[kind])
        numbers = np.full(len(texts), np.nan)
        for name, indicator in written.items():
            chosen = np.flatnonzero(about == name)
            numbers[chosen], wrong = numbers_of(
                _chosen(rows.given, chosen), [texts[at] for at in chosen], heading
            )
            faults += wrong
            found[kind][indicator] = rows.array(numbers, chosen)
    return found["value"], found["target"]


def _chosen(given: Given, rows: Numbers) -> Given:
    return replace(given, row_numbers=tuple(given.row_numbers[at] for at in rows))
