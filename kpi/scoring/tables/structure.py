"""The structure table: one row an element of the hierarchy, each naming its parent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import get_args

from kpi.catalogue.evaluations import BY_YARDSTICK, ROOT, Yardstick
from kpi.errors import Fault
from kpi.scoring.board import Element
from kpi.scoring.recipe import Aggregation
from kpi.scoring.tables.given import Given, key, locate, numbers_of, words_for

REQUIRED = ("id", "parent", "direction", "weight")
NUMBERS = ("level", "weight", "target", "goalpost_worst", "goalpost_best")
COLUMNS = (
    "id", "parent", "level", "direction", "weight", "target", "denominator", "name",
    "yardstick", "goalpost_worst", "goalpost_best", "reference", "aggregation",
)  # fmt: skip
DIRECTIONS = {"up": 1, "down": -1}
Row = Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Structure:
    """The elements with their names, and in which row each stands (the root may be in none)."""

    elements: tuple[Element, ...] = ()
    names: Mapping[str, str] | None = None
    rows: Mapping[str, int] | None = None


def structure_of(given: Given) -> tuple[Structure, list[Fault]]:
    """The elements, none where headings are missing, and every fault that a board does not find itself."""
    located = locate(given, COLUMNS, REQUIRED)
    faults = [*given.faults, *located.faults]
    faults += [
        given.fault("column_unknown", column=given.headings[at], allowed=COLUMNS) for at in located.others
    ]
    if located.faults:
        return Structure(), faults
    if not given.rows:
        faults.append(given.fault("no_rows"))
    reading = _Reading(given, located.places)
    elements = tuple(reading.elements())
    names = {row["id"]: row.get("name") or row["id"] for row in reading.rows}
    numbers = dict(zip((row["id"] for row in reading.rows), given.row_numbers, strict=True))
    return Structure(elements, names, numbers), [*faults, *reading.faults]


class _Reading:
    """The rows of one table on their way to elements; what is wrong with single cells gathers in `faults`."""

    def __init__(self, given: Given, places: Mapping[str, int]) -> None:
        self.given, self.faults = given, list[Fault]()
        self.rows: list[Row] = [{name: row[at] for name, at in places.items()} for row in given.rows]
        self.parents = {row["parent"] for row in self.rows}
        self.above = {row["id"]: row["parent"] for row in self.rows}
        self.numbers = {name: self._numbers(name, places) for name in NUMBERS}

    def elements(self) -> list[Element]:
        """Every row as an element, and above them a root where the table has none of its own."""
        tops = [row["id"] for row in self.rows if not row["parent"]]
        root = tops[0] if len(tops) == 1 and tops[0] in self.parents else self._new_root()
        found = [self._element(at, row, root) for at, row in enumerate(self.rows)]
        if root in self.above or not tops:
            return found
        return [*found, Element(root, None, 1 + max(each.level for each in found))]

    def _new_root(self) -> str:
        root = ROOT
        while root in self.above:
            root += "_"
        return root

    def _element(self, at: int, row: Row, root: str) -> Element:
        level = self._level(at)
        needed = ["id", *(["weight"] if row["id"] != root else []), *(["direction"] if level == 1 else [])]
        for column in needed:
            if not row[column]:
                self._fault("cell_missing", at, column)
        worst, best = self._number(at, "goalpost_worst"), self._number(at, "goalpost_best")
        yardstick = self._one_of(at, "yardstick", get_args(Yardstick))
        return Element(
            id=row["id"],
            parent=None if row["id"] == root else row["parent"] or root,
            level=level,
            direction=self._direction(at),
            weight=_or(self._number(at, "weight"), 1.0),
            goalposts=None if worst is None or best is None else (worst, best),
            target=self._number(at, "target"),
            reference=self._reference(row.get("reference", "")),
            denominator=row.get("denominator") or None,
            normalisation=BY_YARDSTICK[yardstick] if yardstick else None,
            aggregation=self._one_of(at, "aggregation", get_args(Aggregation)),
        )

    def _numbers(self, name: str, places: Mapping[str, int]) -> list[float]:
        if name not in places:
            return [float("nan")] * len(self.rows)
        found, faults = numbers_of(
            self.given, [row[name] for row in self.rows], self.given.headings[places[name]]
        )
        self.faults += faults
        return found

    def _number(self, at: int, name: str) -> float | None:
        number = self.numbers[name][at]
        return None if isnan(number) else number

    def _level(self, at: int) -> int:
        """As written, else one above the highest of those below."""
        written = self._number(at, "level")
        if written is not None and not written.is_integer():
            self._fault("level_not_whole", at, "level", written)
        return self._depth(self.rows[at]["id"], ()) if written is None else int(written)

    def _depth(self, element: str, passed: Sequence[str]) -> int:
        """A circle ends where it closes: that it is one is found later."""
        if element in passed:
            return 1
        below = [row["id"] for row in self.rows if row["parent"] == element and row["id"]]
        return 1 + max((self._depth(each, (*passed, element)) for each in below), default=0)

    def _reference(self, written: str) -> str | float | None:
        """A unit or a value; a unit that nobody has values of is found later."""
        number, _ = self.given.numbers.get(written, (None, ""))
        return number if number is not None else written or None

    def _direction(self, at: int) -> int:
        written = self.rows[at]["direction"]
        known = {word: sign for name, sign in DIRECTIONS.items() for word in words_for("direction", name)}
        if written and key(written) not in known:
            self._fault("direction_unknown", at, "direction", written)
        return known.get(key(written), 1)

    def _one_of(self, at: int, column: str, allowed: tuple[str, ...]) -> str | None:
        written = self.rows[at].get(column, "")
        if written and key(written) not in allowed:
            self._fault("word_unknown", at, column, written, allowed)
        return key(written) if key(written) in allowed else None

    def _fault(self, code: str, at: int, column: str, value: object = None, allowed: object = None) -> None:
        self.faults.append(self.given.fault(code, self.given.row_numbers[at], column, value, allowed))


def _or(number: float | None, usual: float) -> float:
    return usual if number is None else number
