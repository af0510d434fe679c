"""Which column of a dataset a header means.

Synonyms decide; a word with two meanings is decided by what stands below.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpi.catalogue import Catalogue, Column, Dataset
from kpi.drafts import Decisions
from pipelines.reading.claims import (
    CHOSEN,
    CONFIDENCES,
    CONTENT,
    EVERY,
    FIRST,
    JOINED,
    LAST,
    Claim,
    assigned,
    claimed_twice,
    synonyms_of,
)
from pipelines.reading.content import PERIOD_TYPES, Content, stretch_of
from pipelines.reading.decided import NOTHING_DECIDED
from pipelines.reading.headings import HeadingReader, personal_headings
from pipelines.reading.model import SOURCE_ROW, HeaderCell
from pipelines.reading.parts import Parts
from pipelines.reading.wide import Spread, spreads_of
from pipelines.reading.words import key_of

Rows = Sequence[Sequence[str]]
TWO_MEANINGS = frozenset({"구분"})
DECIDABLE_TYPES = PERIOD_TYPES | {"zone", "category", "metric", "basis"}
CLEAR_SHARE = 0.8
TURNED_LOOSE = 2


@dataclass(frozen=True)
class Matched:
    """The headers of a table with their columns, and how well they fit the dataset."""

    cells: tuple[HeaderCell, ...]
    required: int
    found: int
    loose: int
    units: int
    twice: tuple[str, ...]
    spreads: tuple[Spread, ...] = ()
    said: int = 0

    @property
    def score(self) -> tuple[int, ...]:
        """Compared between candidate header rows: more is better. Headings that a person has spoken of come first."""
        return self.said, self.required, self.found, len(self.spreads), -self.loose, self.units


class Matcher:
    """Matches headers with the columns of one dataset."""

    def __init__(
        self,
        dataset: Dataset,
        catalogue: Catalogue,
        decisions: Decisions = NOTHING_DECIDED,
        parts: Parts | None = None,
    ) -> None:
        self.dataset = dataset
        self.decisions, self.chosen = decisions, decisions.columns
        self.parts = parts or Parts(catalogue)
        self.headings = HeadingReader(dataset, catalogue, decisions)
        self.content = Content(dataset, catalogue)
        self.personal = personal_headings(catalogue)
        self.synonyms = synonyms_of(dataset.columns)

    def match(
        self, parts: Sequence[tuple[str, ...]], below: Rows, above: Rows = (), may_turn: bool = True
    ) -> Matched:
        """Headers (the parts of each position, top to bottom) matched; `below` are the rows under them, `above` those
        over them. `may_turn`: headings may make the table a wide one.
        """
        split = [self.parts.split(position_parts) for position_parts in parts]
        labels = self._labels(split, below)
        claims = [
            claim
            for position, (names, _) in enumerate(split)
            for claim in self._claims(position, labels[position], names, below)
        ]
        spreads = self._spreads(parts, labels, claims, above) if may_turn else ()
        spread = {each.position for each in spreads}
        claims = [claim for claim in claims if claim.position not in spread]
        chosen = assigned(claims)
        cells = [
            _cell(position, label, unit, chosen.get(position)) if label else None
            for position, (label, (_, unit)) in enumerate(zip(labels, split, strict=True))
        ]
        columns = {claim.column for claim in chosen.values()} | _columns_of(spreads)
        required = {column.id for column in self.dataset.columns if column.required}
        return Matched(
            cells=tuple(cell for cell in cells if cell is not None),
            required=len(columns & required),
            found=len(columns),
            loose=sum(claim.fit for claim in chosen.values()) + (TURNED_LOOSE if spreads else 0),
            units=sum(bool(cell and cell.unit) for cell in cells),
            twice=claimed_twice(claims, chosen),
            spreads=spreads,
            said=sum(label in self.chosen for label in labels),
        )

    def _spreads(
        self, parts: Sequence[tuple[str, ...]], labels: list[str], claims: list[Claim], above: Rows
    ) -> tuple[Spread, ...]:
        """Headings that say what rows should; a column's own name, or what a person has put aside, is none."""
        own = {position for position, cells in enumerate(parts) if self._names_a_column(cells, parts)}
        measures = {position: self.chosen.get(label) for position, label in enumerate(labels)}
        aside = {
            position
            for position, said in measures.items()
            if said is not None and said not in self.headings.measures
        }
        read = self.headings.read_all(parts, above)
        found = {position: each for position, each in read.items() if position not in own | aside}
        if not found:
            return ()
        for position, column in measures.items():
            if column in self.headings.measures and position not in found:
                found |= self.headings.as_metric(position, labels[position], column, found.values())
        usual = self.headings.measure_named(above)
        named = {position: measures[position] or each.measure or usual for position, each in found.items()}
        taken = {
            claim.column
            for claim in assigned([each for each in claims if each.position not in found]).values()
        }
        return spreads_of(found, named, taken, self.dataset)

    def completed(self, matched: Matched, below: Rows) -> Matched:
        """The same headers with each required name column that no heading means given to the one column whose cells
        say so: nothing else could be meant by 14 zones in a row.
        """
        taken = {cell.column for cell in matched.cells} | _columns_of(matched.spreads)
        spread = {each.position for each in matched.spreads}
        open_cells = [
            cell
            for cell in matched.cells
            if cell.column is None and cell.label not in self.chosen and cell.position not in spread
        ]
        claims: list[Claim] = []
        for column in self.dataset.columns:
            if column.required and column.id not in taken and column.type in (*DECIDABLE_TYPES, "firm"):
                fitting = [
                    cell for cell in open_cells if self._says_so(column, column_of(below, cell.position))
                ]
                claims += (
                    [Claim(CONTENT, 0, fitting[0].position, column.id, "content")]
                    if len(fitting) == 1
                    else []
                )
        positions = [claim.position for claim in claims]
        clear = {claim.position: claim for claim in claims if positions.count(claim.position) == 1}
        cells = tuple(
            _cell(cell.position, cell.label, cell.unit, clear[cell.position])
            if cell.position in clear
            else cell
            for cell in matched.cells
        )
        return replace(
            matched, cells=cells, required=matched.required + len(clear), found=matched.found + len(clear)
        )

    def _says_so(self, column: Column, values: list[str]) -> bool:
        """Days are left out: a day of entry is no reporting quarter, though it lies in one."""
        if column.type in PERIOD_TYPES:
            stretches = [stretch_of(value) for value in values]
            if any(stretch and stretch.grain == "day" for stretch in stretches):
                return False
        return self.content.share(column, values) >= CLEAR_SHARE

    def unit_of(self, text: str) -> str:
        """The text as a written unit, brackets and `단위:` aside; '' where it is none."""
        return self.parts.unit_of(text)

    def _names_a_column(self, cells: tuple[str, ...], parts: Sequence[tuple[str, ...]]) -> bool:
        """Whether a heading is a column's own name, maybe with a row of data taken for its second part: a title over
        wide headings stands over several.
        """
        if key_of("".join(cells)) in self.synonyms:
            return True
        titles = [cell for cell in cells if key_of(cell) in self.headings.titles]
        return any(sum(cell in others for others in parts) < 2 for cell in titles)

    def _labels(self, split: Sequence[tuple[tuple[str, ...], str]], below: Rows) -> list[str]:
        """One label a position, a label met before numbered: `매출액 (2)`; '' where nothing stands at all."""
        labels: list[str] = []
        seen = {SOURCE_ROW: 1}
        for position, (names, _) in enumerate(split):
            label = " ".join(names)
            if not names and any(position < len(row) and row[position] for row in below):
                label = f"#{position + 1}"
            seen[label] = seen.get(label, 0) + 1
            labels.append(f"{label} ({seen[label]})" if label and seen[label] > 1 else label)
        return labels

    def _claims(self, position: int, label: str, names: tuple[str, ...], below: Rows) -> list[Claim]:
        if label in self.chosen:
            column = self.chosen[label]
            if key_of(label) in self.personal and self._type(column) != "personal":
                return []  # nobody may have a person's name stored
            known = any(each.id == column for each in self.dataset.columns)
            return [Claim(CHOSEN, 0, position, column, "chosen")] if known else []
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

    def _type(self, column_id: str) -> str:
        return next((column.type for column in self.dataset.columns if column.id == column_id), "")

    def _claims_by_content(self, position: int, key: str, below: Rows) -> list[Claim]:
        """`구분` is a zone in one file, a year in another, a kind in a third: most cells below decide."""
        values = column_of(below, position)
        return [
            Claim(FIRST, self.synonyms.get(key, {}).get(column.id, 99), position, column.id, "content")
            for column in self.dataset.columns
            if column.type in DECIDABLE_TYPES and self.content.share(column, values) >= 0.5
        ]


def _columns_of(spreads: Sequence[Spread]) -> set[str]:
    """The columns that spread headings say or hold."""
    return {each.column for each in spreads} | {column for each in spreads for column, _ in each.said}


def column_of(rows: Rows, position: int) -> list[str]:
    """The filled cells of one column."""
    return [row[position] for row in rows if position < len(row) and row[position]]


def _cell(position: int, label: str, unit: str, claim: Claim | None) -> HeaderCell:
    if claim is None:
        return HeaderCell(position, label, None, unit)
    return HeaderCell(position, label, claim.column, unit, claim.why, CONFIDENCES[claim.fit])
