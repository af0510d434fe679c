"""A brief before it has a format: what a document says, in order, with every number already decided.

Builders compose it, writers render it. A writer computes nothing, reads nothing and words nothing beyond its own
format: whatever stands in a document stands here, so that all formats of one brief hold the same numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kpi.charts.drawing import Drawing

Mark = Literal["○", "―", "※", ""]
Align = Literal["left", "right", "centre"]
ChartKind = Literal["columns", "stacked_columns", "bars", "stacked_bars", "line", "scatter"]
Origin = Literal["published", "records", "sample"]


@dataclass(frozen=True)
class Number:
    """A typed cell. `shown` is how the brief writes it (79.9억원, △12, –); `value` is the number behind it, in the unit
    and magnitude that `pattern`, a spreadsheet's number format, writes; None where there is none, and `shown` says so.
    """

    value: float | None
    shown: str
    pattern: str = "#,##0"


Cell = str | Number | date


@dataclass(frozen=True)
class Column:
    """A heading with how its cells stand, and its share of the table's width."""

    heading: str
    align: Align = "left"
    width: float = 1.0


@dataclass(frozen=True)
class Table:
    """Rows under headings. `unit` stands above on the right (단위: 건, 억원), `basis` on the left ('24.12월말 기준).

    `emphasised`: row numbers set off, say the zone that the brief is about. A table without rows says why in `notes`.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    unit: str = ""
    basis: str = ""
    notes: tuple[str, ...] = ()
    emphasised: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Series:
    """Values of one series of a chart in the order of its categories; None is a gap, never zero."""

    name: str
    values: tuple[float | None, ...]
    colour: str = ""
    is_line: bool = False


@dataclass(frozen=True)
class Charted:
    """What a chart draws, as an office chart takes it: categories and series, or x and y pairs for a scatter.

    Categories stand in reading order: of bars the first is on top. `x` holds a scatter's horizontal values, series by
    series as long as its `values`, and `x_title` names them.
    """

    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    value_title: str = ""
    pattern: str = "#,##0"
    x: tuple[tuple[float, ...], ...] = ()
    x_title: str = ""


@dataclass(frozen=True)
class Chart:
    """A drawing, whose title says its point and whose `alt` tells it to who cannot see it, and the table behind it.

    `charted` is None where no office chart says the same (a map, a heatmap): such a chart is a picture everywhere.
    """

    drawing: Drawing
    table: Table
    charted: Charted | None = None
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.drawing.title

    @property
    def alt(self) -> str:
        return self.drawing.alt


@dataclass(frozen=True)
class Paragraph:
    """A sentence at its level of the outline (개조식): ○ says, ― explains, ※ notes, '' is running text."""

    text: str
    mark: Mark = "○"


@dataclass(frozen=True)
class Facts:
    """Label and value pairs about the subject: designated on, area, core institution."""

    pairs: tuple[tuple[str, str], ...]


Block = Paragraph | Facts | Table | Chart


@dataclass(frozen=True)
class Section:
    """What follows one □ heading. `id` is the same in every language: people choose sections by it."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Source:
    """Where numbers come from: a publication or a file, and the day from which it was known."""

    title: str
    publisher: str = ""
    known_on: date | None = None
    url: str = ""


@dataclass(frozen=True)
class Stamp:
    """What tells one edition of a brief from another. The words around it are the brief's own (`kpi.briefs.stamped`).

    `as_of`: the data known on this day. `release` and `evaluation_round`: what was shown exactly, where that is so.
    `origins`: what kinds of values are in it. `withheld`: sentences that say what is left out and why. `link` opens
    the same view.
    """

    as_of: date
    release: int | None
    evaluation_round: str
    origins: frozenset[Origin]
    withheld: tuple[str, ...]
    link: str


@dataclass(frozen=True)
class Brief:
    """One document. `kind` is its builder's name; `one_page` asks writers to keep it on one sheet (현황판).

    `definitions` say what the indicators mean, how they are counted and whence, for formats that have room for it.
    """

    kind: str
    language: str
    title: str
    subtitle: str
    made_on: date
    organisation: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    stamp: Stamp
    one_page: bool = False
    definitions: tuple[Table, ...] = ()

    @property
    def blocks(self) -> Iterator[Block]:
        """Everything in order, without the headings."""
        for section in self.sections:
            yield from section.blocks

    @property
    def appendix(self) -> tuple[Section, ...]:
        """What the indicators mean, as the last section of a document that has room for it."""
        if self.one_page or not self.definitions:
            return ()
        title = self.definitions[0].title
        tables = (replace(each, title="" if each.title == title else each.title) for each in self.definitions)
        return (Section("definitions", title, tuple(tables)),)

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Chart))

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, those behind charts too, in order."""
        shown = (each.table if isinstance(each, Chart) else each for each in self.blocks)
        return tuple(each for each in shown if isinstance(each, Table))
