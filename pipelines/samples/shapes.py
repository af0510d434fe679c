"""A frame of truth as the grid of a messy file: title, units, headers, merged cells, sums and footnotes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unicodedata import normalize

import pandas as pd

from kpi.catalogue import Catalogue, Dataset
from pipelines.samples.columns import Field
from pipelines.samples.looks import XLSX, Look
from pipelines.samples.spelling import (
    Cell,
    factor_of,
    in_unit,
    in_words,
    spell_category,
    spell_period,
    spell_zone,
)

DATE_FORMATS = ("%Y-%m-%d", "%Y.%m.%d", "%Y. %m. %d.")
FOOTNOTES = ("※ 가상으로 만든 표본 자료이며 실제 기업과 무관함", "자료: 표본 생성기")
NOTICE = "□ 제출 안내: 빈 칸 없이 작성하고 합계는 자동 계산되므로 수정하지 말 것"
PROVISIONAL_NOTE = "* 잠정치"


@dataclass
class Grid:
    """Rows of cells as in the file; `merges` are (first row, first column, last row, last column)."""

    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Maker:
    """Writes one file's grid: what the file holds, how it looks, and the words to spell it with."""

    catalogue: Catalogue
    dataset: Dataset
    fields: tuple[Field, ...]
    look: Look
    title: str
    starred_period: str = ""

    def grid(self, frame: pd.DataFrame) -> Grid:
        """The whole file."""
        grid = Grid()
        self._preamble(grid)
        self._header(grid)
        self._body(grid, frame)
        self._footnotes(grid)
        return _decomposed(grid) if self.look.decomposed else grid

    def _preamble(self, grid: Grid) -> None:
        width = len(self.fields)
        if self.look.title:
            grid.rows.append(_alone(self.title, width))
            grid.merges.append((0, 0, 0, width - 1))
        if self.look.notice:
            grid.rows.append(_alone(NOTICE, width))
        units = self._units()
        if self.look.unit_place == "row" and units:
            grid.rows.append([*[None] * (width - 1), f"(단위: {', '.join(units)})"])
        else:
            grid.rows.append([None] * width)

    def _units(self) -> list[str]:
        """The units of the numeric columns, each once, in the order of the columns."""
        units = [self._unit_of(column) for column in self.fields]
        return list(dict.fromkeys(unit for unit in units if unit))

    def _unit_of(self, column: Field) -> str:
        declared = self.dataset.column(column.column)
        if declared.type == "amount":
            return self.look.unit
        return "" if declared.unit is None else next(iter(self.catalogue.units[declared.unit].written))

    def _header(self, grid: Grid) -> None:
        names = [self._header_of(column) for column in self.fields]
        if self.look.grouped:
            self._group_row(grid, names)
        else:
            grid.rows.append(list(names))

    def _header_of(self, column: Field) -> str:
        unit = self._unit_of(column)
        name = column.header(self.look.words)
        return f"{name}({unit})" if unit and self.look.unit_place == "header" else name

    def _group_row(self, grid: Grid, names: Sequence[str]) -> None:
        """Two rows: a group's name over its columns, an ungrouped column's name over both rows."""
        top, row = (
            len(grid.rows),
            [column.group or name for column, name in zip(self.fields, names, strict=True)],
        )
        starts = [index for index, name in enumerate(row) if index == 0 or name != row[index - 1]]
        for start, end in zip(starts, [*starts[1:], len(row)], strict=True):
            if self.fields[start].group:
                grid.merges += [(top, start, top, end - 1)] if end - start > 1 else []
            else:
                grid.merges.append((top, start, top + 1, start))
        grid.rows.append([name if index in starts else None for index, name in enumerate(row)])
        grid.rows.append(
            [name if column.group else None for column, name in zip(self.fields, names, strict=True)]
        )

    def _body(self, grid: Grid, frame: pd.DataFrame) -> None:
        for _, part in frame.groupby("zone", sort=False):
            first = len(grid.rows)
            columns = [self._written(column, part[column.source].tolist(), part) for column in self.fields]
            grid.rows += [list(row) for row in zip(*columns, strict=True)]
            if self.look.merged:
                self._merge_zone(grid, first)
            if self.look.subtotals:
                grid.rows.append(self._sum_row("소계", part))
        label = self.look.total or ("합계" if self.look.subtotals else "")
        if label:
            grid.rows.append(self._sum_row(label, frame))

    def _merge_zone(self, grid: Grid, first: int) -> None:
        last = len(grid.rows) - 1
        if last > first:
            grid.merges.append((first, 0, last, 0))
        for row in grid.rows[first + 1 :]:
            row[0] = None

    def _sum_row(self, label: str, part: pd.DataFrame) -> list[Cell]:
        """Sums of the numeric columns; a register, which has none, counts its firms."""
        cells = [self._written(column, [part[column.source].sum()], part)[0] if column.summed else None
                 for column in self.fields]  # fmt: skip
        if not any(column.summed for column in self.fields):
            cells[[column.source for column in self.fields].index("name")] = f"{len(part):,}개사"
        return [label, *cells[1:]]

    def _footnotes(self, grid: Grid) -> None:
        width = len(self.fields)
        notes = [*FOOTNOTES, *([PROVISIONAL_NOTE] if self.look.starred else [])]
        grid.rows += [[None] * width, *(_alone(note, width) for note in notes)]

    def _written(self, column: Field, values: list, part: pd.DataFrame) -> list[Cell]:
        """A column's cells."""
        kind = self.dataset.column(column.column).type
        if kind == "amount":
            cells = [self._amount(value) for value in values]
        elif kind == "integer":
            cells = [self._count(value, self._unit_of(column)) for value in values]
        else:
            cells = [self._plain(column, value) for value in values]
        if self.look.starred and column.summed and len(values) == len(part):
            late = (part["period"] == self.starred_period).tolist()
            cells = [f"{cell}*" if star and cell != self.look.missing else cell
                     for cell, star in zip(cells, late, strict=True)]  # fmt: skip
        return cells

    def _amount(self, value: Any) -> Cell:
        if pd.isna(value):
            return self.look.missing
        if self.look.unit_place == "cell":
            return in_words(int(value))
        whole = in_unit(int(value), factor_of(self.catalogue, "krw", self.look.unit))
        return f"{whole:,}" if self.look.commas else whole

    def _count(self, value: int, unit: str) -> Cell:
        if self.look.counted:
            return f"{value:,}{unit}"
        return f"{value:,}" if self.look.commas else int(value)

    def _plain(self, column: Field, value: Any) -> Cell:
        declared = self.dataset.column(column.column)
        if declared.type == "zone":
            return self._place(str(value))
        if declared.type != "date" and pd.isna(value):
            return self.look.missing
        if declared.type in ("quarter", "year"):
            return self._period(str(value))
        if declared.type == "category":
            return spell_category(declared, str(value), self.look.words)
        if declared.type == "date":
            return self._day(value)
        if declared.type == "firm" and not self.look.dashes:
            return str(value).replace("-", "")
        if declared.type == "decimal" and self.look.commas:
            return f"{value:,}"
        return value

    def _place(self, place: str) -> Cell:
        """A zone as the look spells it; a programme by one of its aliases."""
        if place in self.catalogue.own_places:
            programme = self.catalogue.own_places[place]
            return (programme.name.ko, *programme.aliases)[self.look.words % (len(programme.aliases) + 1)]
        encoding = "utf-8" if self.look.encoding == XLSX else self.look.encoding
        return spell_zone(self.catalogue.zones[place], self.look.zone, encoding)

    def _period(self, label: str) -> Cell:
        written = spell_period(label, self.look.period)
        return written if self.look.encoding == XLSX or not isinstance(written, date) else written.isoformat()

    def _day(self, value: Any) -> Cell:
        if value is None or pd.isna(value):
            return None if self.look.missing == "-" else self.look.missing
        if self.look.encoding == XLSX:
            return value
        return value.strftime(DATE_FORMATS[self.look.words % len(DATE_FORMATS)])


def _alone(text: str, width: int) -> list[Cell]:
    """A row whose first cell alone is filled."""
    return [text, *[None] * (width - 1)]


def _decomposed(grid: Grid) -> Grid:
    """The grid with its Hangul in separate letters (NFD)."""
    rows = [[normalize("NFD", cell) if isinstance(cell, str) else cell for cell in row] for row in grid.rows]
    return Grid(rows, grid.merges)
