"""Two tables into one board: each indicator finds its column, and the faults of both come together."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from kpi.catalogue.evaluations import BY_YARDSTICK
from kpi.errors import Fault, Place
from kpi.scoring.board import Board, Element
from kpi.scoring.notes import ScoringRefused
from kpi.scoring.tables.given import ROOM, Given, key
from kpi.scoring.tables.structure import Structure, structure_of
from kpi.scoring.tables.values import Values, values_of

Numbers = np.ndarray


@dataclass(frozen=True, eq=False)
class Tables:
    """A board with the names of its elements and of its units."""

    board: Board
    names: Mapping[str, str]
    unit_names: Mapping[str, str]


def tables_of(values: Given, structure: Given) -> Tables:
    """The board of two tables. Raises ScoringRefused with every fault of both."""
    read, of_values = values_of(values)
    tree, of_structure = structure_of(structure)
    faults = [*of_structure, *of_values]
    if not (read.columns is not None and tree.elements and read.units):
        raise ScoringRefused(*faults)
    joined = _Joined(values, structure, read, tree)
    faults += joined.faults()
    try:
        board = joined.board()
    except ScoringRefused as refused:
        raise ScoringRefused(*faults, *(joined.placed(fault) for fault in refused.faults)) from refused
    if faults:
        raise ScoringRefused(*faults)
    return Tables(board, {**(tree.names or {})}, {**(read.unit_names or {})})


class _Joined:
    """Indicators and denominators with their columns."""

    def __init__(self, values: Given, structure: Given, read: Values, tree: Structure) -> None:
        self.given, self.structure, self.read, self.tree = values, structure, read, tree
        self.columns, self.own = read.columns or {}, read.targets or {}
        self.indicators = [each for each in tree.elements if each.level == 1]
        self.spelled = self._spellings()
        self.found = {self.spelled.get(key(heading), heading): heading for heading in self.columns}
        # In a long table every indicator has the column of targets, filled in or not.
        filled = [heading for heading, array in self.own.items() if not np.isnan(array).all()]
        self.aims = {self.spelled.get(key(heading), heading): heading for heading in filled}
        self.below = {key(each.denominator): each.denominator for each in self.indicators if each.denominator}
        self.denominators = {
            self.below[key(heading)]: array
            for heading, array in self.columns.items()
            if key(heading) in self.below
        }

    def _spellings(self) -> dict[str, str]:
        """How a heading may name an indicator: its id, or a name that no other has."""
        names = self.tree.names or {}
        often = Counter(key(names.get(each.id, each.id)) for each in self.indicators)
        by_name = {key(names.get(each.id, each.id)): each.id for each in self.indicators}
        alone = {name: indicator for name, indicator in by_name.items() if often[name] == 1}
        return {**alone, **{key(each.id): each.id for each in self.indicators}}

    def faults(self) -> list[Fault]:
        """Indicators without a column, columns without an indicator, yardsticks without numbers, nothing at all."""
        ids = {each.id for each in self.indicators}
        faults = [
            self._of("indicator_without_column", each)
            for each in self.indicators
            if each.id not in self.found
        ]
        faults += [
            self._of("yardstick_without_number", each) for each in self.indicators if self._lacks(each)
        ]
        named = Counter(self.spelled.get(key(heading), heading) for heading in self.columns)
        faults += [
            self.given.fault("column_twice", column=each, value=each) for each in named if named[each] > 1
        ]
        strangers = [
            heading for id, heading in self.found.items() if id not in ids and key(heading) not in self.below
        ]
        strangers += [f"{heading}:target" for id, heading in self.aims.items() if id not in ids]
        faults += [self.given.fault("column_without_indicator", column=heading) for heading in strangers]
        if all(np.isnan(array).all() for array in self.columns.values()):
            faults.append(self.given.fault("no_values"))
        return faults

    def _of(self, code: str, element: Element) -> Fault:
        return self.placed(Fault(f"{ROOM}.{code}", Place(entry=element.id), element.id))

    def placed(self, fault: Fault) -> Fault:
        """The fault with the row of the structure table that it is about."""
        row = (self.tree.rows or {}).get(fault.where.entry)
        return replace(
            fault, where=replace(fault.where, file=self.structure.file, sheet=self.structure.sheet, row=row)
        )

    def _lacks(self, element: Element) -> bool:
        if element.normalisation == BY_YARDSTICK["goalposts"]:
            return element.goalposts is None
        needs_target = element.normalisation == BY_YARDSTICK["target"]
        return needs_target and element.target is None and element.id not in self.aims

    def board(self) -> Board:
        """The board. Raises ScoringRefused with what is wrong with the hierarchy."""
        units, periods = self.read.units, self.read.periods
        none = np.full((len(periods), len(units)), np.nan)
        values = [
            self.columns[self.found[each.id]] if each.id in self.found else none for each in self.indicators
        ]
        targets = [self._targets(each, none) for each in self.indicators]
        shape = (*none.shape, len(self.indicators))
        aims = np.stack(targets, -1) if targets else np.full(shape, np.nan)
        return Board(
            elements=self.tree.elements,
            units=units,
            groups=self.read.groups,
            periods=periods,
            values=np.stack(values, -1) if values else np.full(shape, np.nan),
            targets=None if np.isnan(aims).all() else aims,
            denominators=self.denominators,
        )

    def _targets(self, element: Element, none: Numbers) -> Numbers:
        """Each unit's own target, else the one for all; that one is meant after the denominator, own ones before it."""
        if element.id in self.aims:
            return self.own[self.aims[element.id]]
        if element.target is None:
            return none
        same = np.full(none.shape, element.target)
        return same * self.denominators.get(element.denominator, 1.0) if element.denominator else same
