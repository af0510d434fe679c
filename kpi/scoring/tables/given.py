"""A table as somebody handed it over: its headings, its cells as texts, and the number that each text is."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kpi.drafts import fault_as_json, fault_from_json
from kpi.errors import Fault, Place
from kpi.text import LANGUAGES, Text

ROOM = "tables_errors"


@dataclass(frozen=True, eq=False)
class Given:
    """What was read. `numbers`: text → its number (None where the text stands for a missing one) and its unit.

    A text that is in `numbers` not at all is no number. `row_numbers` are those a spreadsheet shows.
    """

    file: str
    sheet: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    numbers: Mapping[str, tuple[float | None, str]]
    faults: tuple[Fault, ...] = field(default=())

    def fault(
        self,
        code: str,
        row: int | None = None,
        column: str = "",
        value: object = None,
        allowed: object = None,
    ) -> Fault:
        """A fault of these tables at a place in this one."""
        return Fault(f"{ROOM}.{code}", Place(self.file, self.sheet, row, column), value, allowed)

    def column(self, at: int) -> list[str]:
        """The texts below a heading."""
        return [row[at] for row in self.rows]


@dataclass(frozen=True)
class Located:
    """Where the columns of known meaning stand, the places of the others, and what is wrong with the headings."""

    places: Mapping[str, int]
    others: tuple[int, ...]
    faults: tuple[Fault, ...]


def to_json(given: Sequence[Given]) -> str:
    """Tables as a text that `from_json` reads back."""
    return json.dumps(
        [{**vars(each), "faults": [fault_as_json(fault) for fault in each.faults]} for each in given],
        ensure_ascii=False,
    )


def from_json(written: str) -> tuple[Given, ...]:
    """The tables of a text that `to_json` wrote."""
    return tuple(
        Given(
            file=raw["file"],
            sheet=raw["sheet"],
            headings=tuple(raw["headings"]),
            rows=tuple(tuple(row) for row in raw["rows"]),
            row_numbers=tuple(raw["row_numbers"]),
            numbers={text: (number, unit) for text, (number, unit) in raw["numbers"].items()},
            faults=tuple(fault_from_json(fault) for fault in raw["faults"]),
        )
        for raw in json.loads(written)
    )


def key(written: str) -> str:
    """What spellings of one name share: neither blanks nor capitals matter."""
    return "".join(written.split()).casefold()


def spellings(kind: str, name: str) -> list[str]:
    """How a heading or a word (`heading.unit`, `direction.up`) may be written, in every language."""
    written = ",".join(Text(language)(f"own_tables.{kind}.{name}") for language in LANGUAGES)
    return list(dict.fromkeys([name, *(each.strip() for each in written.split(","))]))


def words_for(kind: str, name: str) -> set[str]:
    """The same as keys, by which what somebody wrote is found."""
    return {key(each) for each in spellings(kind, name)}


def locate(given: Given, wanted: Sequence[str], required: Sequence[str]) -> Located:
    """The columns of these meanings, by what their headings say."""
    meanings = {word: name for name in wanted for word in words_for("heading", name)}
    places: dict[str, int] = {}
    others, faults = [], []
    for at, heading in enumerate(given.headings):
        name = meanings.get(key(heading))
        if name is None:
            others.append(at)
        elif name in places:
            faults.append(given.fault("column_twice", column=heading, value=name))
        else:
            places[name] = at
    missing = [name for name in required if name not in places]
    faults += [
        given.fault("column_missing", value=name, allowed=spellings("heading", name)) for name in missing
    ]
    return Located(places, tuple(others), tuple(faults))


def numbers_of(given: Given, texts: Sequence[str], column: str) -> tuple[list[float], list[Fault]]:
    """A column as numbers, NaN = missing; one fault a text that is none, with all its rows, and one for mixed units."""
    found = [given.numbers.get(text, (None, "")) for text in texts]
    faults = list(_unreadable(given, texts, column))
    units = {unit for number, unit in found if number is not None}
    named = sorted(units - {""})
    if len(named) > 1 or ("%" in units and len(units) > 1):
        faults.append(
            given.fault("units_mixed", column=column, value=", ".join(each or "-" for each in sorted(units)))
        )
    return [float("nan") if number is None else number for number, _ in found], faults


def _unreadable(given: Given, texts: Sequence[str], column: str) -> Iterator[Fault]:
    rows: dict[str, list[int]] = {}
    for number, text in zip(given.row_numbers, texts, strict=True):
        if text not in given.numbers:
            rows.setdefault(text, []).append(number)
    for text, numbers in rows.items():
        place = Place(given.file, given.sheet, None, column)
        listed = ", ".join(str(each) for each in numbers)
        yield Fault(f"{ROOM}.not_a_number", place, text, extra={"rows": listed, "count": len(numbers)})
