"""Which column of a dataset a header means.

Synonyms decide; a word with two meanings is decided by what stands below.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kpi.catalogue import Catalogue, Column, Dataset
from pipelines.reading.model import SOURCE_ROW, HeaderCell
from pipelines.reading.names import holds_national, unit_index, zone_index, zone_key
from pipelines.reading.periods import NotAPeriod, read_stretch
from pipelines.reading.words import key_of, plain

TWO_MEANINGS = frozenset({"구분"})
PERIOD_TYPES = frozenset({"quarter", "year", "period"})
BRACKET = re.compile(r"[(\[<{]\s*(?:단위\s*[:)]?\s*)?([^()\[\]<>{}]*?)\s*[)\]>}]\s*$")
UNIT_PREFIX = re.compile(r"^[(\[]?\s*단위\s*[::]?\s*")
# How well a header of several rows fits: all its parts together, every part alone, its last part, its first
# part.
JOINED, EVERY, LAST, FIRST = 0, 1, 2, 3


@dataclass(frozen=True)
class Claim:
    """One column that one header position may mean; the smallest claim wins."""

    fit: int
    synonym: int
    position: int
    column: str


@dataclass(frozen=True)
class Matched:
    """The headers of a table with their columns, and how well they fit the dataset."""

    cells: tuple[HeaderCell, ...]
    required: int
    found: int
    loose: int
    units: int
    twice: tuple[str, ...]

    @property
    def score(self) -> tuple[int, int, int, int]:
        """Compared between candidate header rows: more is better."""
        return self.required, self.found, -self.loose, self.units


class Matcher:
    """Matches headers with the columns of one dataset."""

    def __init__(self, dataset: Dataset, catalogue: Catalogue) -> None:
        self.dataset = dataset
        self.units = unit_index(catalogue)
        self.zones = zone_index(catalogue, holds_national({column.type for column in dataset.columns}))
        self.synonyms = _synonyms(dataset.columns)

    def match(self, parts: Sequence[tuple[str, ...]], below: Sequence[Sequence[str]]) -> Matched:
        """Headers (the parts of each position, top to bottom) matched; `below` are the rows under them."""
        split = [self._split(position_parts) for position_parts in parts]
        claims = [
            claim
            for position, (names, _) in enumerate(split)
            for claim in self._claims(position, names, below)
        ]
        chosen = _assigned(claims)
        cells = tuple(
            _unique(self._cell(p, names, unit, chosen, below) for p, (names, unit) in enumerate(split))
        )
        required = {column.id for column in self.dataset.columns if column.required}
        return Matched(
            cells=tuple(cell for cell in cells if cell is not None),
            required=sum(claim.column in required for claim in chosen.values()),
            found=len(chosen),
            loose=sum(claim.fit for claim in chosen.values()),
            units=sum(bool(cell and cell.unit) for cell in cells),
            twice=_claimed_twice(claims, chosen),
        )

    def unit_of(self, text: str) -> str:
        """The text as a written unit, brackets and `단위:` aside; '' where it is none."""
        bare = UNIT_PREFIX.sub("", plain(text)).strip("()[]<> ")
        return bare if key_of(bare) in self.units else ""

    def _split(self, parts: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
        """The names among the parts, without units, and the last unit found."""
        names, unit = [], ""
        for part in parts:
            text = plain(part)
            if not text:
                continue
            if names and self.unit_of(text):
                unit = self.unit_of(text)
                continue
            bracket = BRACKET.search(text)
            inside = self._first_unit(bracket[1]) if bracket else ""
            if bracket and inside and text[: bracket.start()].strip():
                text, unit = text[: bracket.start()].strip(), inside
            names.append(text)
        return tuple(dict.fromkeys(names)), unit

    def _first_unit(self, inside: str) -> str:
        """The one unit in a bracket, which may hold more: `(억원, 누적)`."""
        found = [self.unit_of(word) for word in re.split(r"[,;]", inside)]
        return next((unit for unit in found if unit), "")

    def _claims(self, position: int, names: tuple[str, ...], below: Sequence[Sequence[str]]) -> list[Claim]:
        if not names:
            return []
        joined, last, first = key_of("".join(names)), key_of(names[-1]), key_of(names[0])
        if len(names) == 1 and joined in TWO_MEANINGS:
            return self._claims_by_content(position, joined, below)
        found = {
            column: Claim(JOINED, rank, position, column)
            for column, rank in self.synonyms.get(joined, {}).items()
        }
        upper, lower = self.synonyms.get(first, {}), self.synonyms.get(last, {})
        for column, rank in lower.items():
            found.setdefault(column, Claim(EVERY if column in upper else LAST, rank, position, column))
        for column, rank in upper.items():
            found.setdefault(column, Claim(FIRST, rank, position, column))
        return list(found.values())

    def _claims_by_content(self, position: int, key: str, below: Sequence[Sequence[str]]) -> list[Claim]:
        """`구분` is a zone in one file, a year in another, a kind in a third: most cells below decide."""
        values = [row[position] for row in below if position < len(row) and row[position]]
        return [
            Claim(FIRST, self.synonyms.get(key, {}).get(column.id, 99), position, column.id)
            for column in self.dataset.columns
            if self._fits(column, values)
        ]

    def _fits(self, column: Column, values: list[str]) -> bool:
        if column.type == "zone":
            fitting = [zone_key(value) in self.zones for value in values]
        elif column.type in PERIOD_TYPES:
            fitting = [_is_period(value) for value in values]
        elif column.type == "category":
            known = {
                key_of(word)
                for entry in column.categories
                for word in (entry.id, entry.name.ko, *entry.synonyms)
            }
            fitting = [key_of(value) in known for value in values]
        else:
            return False
        return bool(fitting) and sum(fitting) * 2 >= len(fitting)

    def _cell(
        self,
        position: int,
        names: tuple[str, ...],
        unit: str,
        chosen: dict[int, Claim],
        below: Sequence[Sequence[str]],
    ) -> HeaderCell | None:
        if not names:
            if not any(position < len(row) and row[position] for row in below):
                return None
            return HeaderCell(position, f"#{position + 1}")
        claim = chosen.get(position)
        return HeaderCell(position, " ".join(names), claim.column if claim else None, unit)


def _synonyms(columns: Sequence[Column]) -> dict[str, dict[str, int]]:
    """Header key → column id → rank of the synonym.

    A column's names and id count after everybody's synonyms.
    """
    index: dict[str, dict[str, int]] = {}
    for column in columns:
        for rank, written in enumerate(column.synonyms):
            index.setdefault(key_of(written), {}).setdefault(column.id, rank)
    for column in columns:
        for rank, written in enumerate((column.id, column.name.ko, column.name.en)):
            key = key_of(written)
            if key not in index or column.id in index[key]:
                index.setdefault(key, {}).setdefault(column.id, 100 + rank)
    return index


def _assigned(claims: list[Claim]) -> dict[int, Claim]:
    """Each position to one column at most and the other way round: best fit first, then earlier synonym."""
    chosen: dict[int, Claim] = {}
    taken: set[str] = set()
    for claim in sorted(claims, key=lambda claim: (claim.fit, claim.synonym, claim.position)):
        if claim.position not in chosen and claim.column not in taken:
            chosen[claim.position] = claim
            taken.add(claim.column)
    return chosen


def _claimed_twice(claims: list[Claim], chosen: dict[int, Claim]) -> tuple[str, ...]:
    """Columns that a second, unassigned position claims by the same synonym with the same fit: no telling which it
    is.
    """
    winners = {claim.column: claim for claim in chosen.values()}
    rivals = (claim for claim in claims if claim.position not in chosen and claim.column in winners)
    return tuple(
        dict.fromkeys(
            rival.column
            for rival in rivals
            if (rival.fit, rival.synonym) == (winners[rival.column].fit, winners[rival.column].synonym)
        )
    )


def _unique(cells: Iterable[HeaderCell | None]) -> Iterator[HeaderCell | None]:
    """The same cells, a label met before numbered: `매출액 (2)`."""
    seen = {SOURCE_ROW: 1}
    for cell in cells:
        if cell is not None:
            seen[cell.label] = seen.get(cell.label, 0) + 1
            if seen[cell.label] > 1:
                cell = HeaderCell(cell.position, f"{cell.label} ({seen[cell.label]})", cell.column, cell.unit)
        yield cell


def _is_period(text: str) -> bool:
    try:
        read_stretch(text)
    except NotAPeriod:
        return False
    return True
