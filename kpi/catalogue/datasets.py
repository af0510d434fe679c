"""Kinds of file: columns, grain, what a file replaces, when it is due."""

from functools import cached_property
from typing import Literal

from pydantic import Field

from kpi.catalogue.programmes import Vocabulary
from kpi.declared import Entry, Model, Names

# Read by name when a release is made, whatever a catalogue is about.
ROAD_DATASETS = ("published_values", "targets", "published_grades", "milestones")
ColumnType = Literal[
    "zone", "quarter", "year", "period", "date", "text", "category", "integer", "decimal", "amount",
    "firm", "metric", "basis", "unit", "personal",
]  # fmt: skip
# One value of a category column and how files write it.
Category = Entry


class Column(Model):
    """One column of a dataset; `not_before` names a date column that must not be later than this one.

    `of_programmes`: its categories are what the programmes declare of that kind, filled in when they are loaded.
    """

    id: str
    name: Names
    type: ColumnType
    unit: str | None = None
    required: bool = False
    synonyms: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    of_programmes: Vocabulary | None = None
    minimum: float | None = None
    maximum: float | None = None
    not_before: str | None = None
    pattern: str | None = None
    severity: Literal["critical", "warning", "info"] = "critical"


class Slice(Model):
    """What one file can replace: by zone or not, by quarter, year or not."""

    scope: Literal["zone", "none"] = "zone"
    period: Literal["quarter", "year", "none"] = "quarter"


class Due(Model):
    """A dataset is handed in, by each zone, by the end of the `months`-th month counted from the end of its period
    or (targets) from the day before it; `late_days` later it counts as missing. `cycle`: where slices have no period.
    """

    months: int = Field(ge=0)
    late_days: int = Field(default=15, ge=0)
    counted_from: Literal["start", "end"] = "end"
    cycle: Literal["quarter", "year"] | None = None


class FirmRecord(Model):
    """How a row that names a firm reads on the firm's page: what it tells of, when, and how much. Values are columns.

    `mark`: the category that firms are looked for by; `says`: what describes the row; without a `day` its period dates
    it. A `result` is measured by its amounts and whole numbers, period by period.
    """

    kind: Literal[
        "stay", "founding", "transfer", "investment", "step", "application", "support", "milestone", "fund", "outcome",
        "result",
    ]  # fmt: skip
    day: str | None = None
    until: str | None = None
    planned: str | None = None
    precision: str | None = None
    amount: str | None = None
    mark: str | None = None
    says: tuple[str, ...] = ()
    title: Names | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column it names."""
        titles = (self.title.ko, self.title.en) if self.title else ()
        named = (
            self.day,
            self.until,
            self.planned,
            self.precision,
            self.amount,
            self.mark,
            *self.says,
            *titles,
        )
        return tuple(column for column in named if column is not None)


class Dataset(Model):
    """A kind of file: its columns, its grain, and whose word counts when two series speak of the same slice.

    A `programme` of `any`: each row's place, a zone or a programme of its own, says whose it is.
    """

    id: str
    name: Names
    meaning: Names
    grain: Names
    population: str
    programme: str = "special_zone"
    key: tuple[str, ...]
    slice: Slice = Slice()
    series: tuple[str, ...] = ("submitted", "sample")
    combine_series: bool = False
    due: Due | None = None
    firm_record: FirmRecord | None = None
    columns: tuple[Column, ...]

    def column(self, column_id: str) -> Column:
        """The column of this id. Raises KeyError."""
        return self._columns_by_id[column_id]

    @cached_property
    def _columns_by_id(self) -> dict[str, Column]:
        return {column.id: column for column in self.columns}

    @cached_property
    def stored_columns(self) -> tuple[Column, ...]:
        """What a fact row keeps: personal columns are dropped on the way in."""
        return tuple(column for column in self.columns if column.type != "personal")

    @property
    def firm_column(self) -> Column | None:
        """The column that says whose a row is, if its rows are of firms."""
        return next((column for column in self.columns if column.type == "firm"), None)
