"""What a row of each answer holds. The document, the checks of types and all three formats are made from these."""

from datetime import date, datetime
from typing import Any, get_args

import pandas as pd
import pyarrow as pa
from pydantic import BaseModel, Field

ARROW = {
    str: pa.string(),
    float: pa.float64(),
    int: pa.int64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us", "UTC"),
}
PANDAS = {int: "Int64", bool: "boolean", float: "float64"}


class Row(BaseModel):
    """A row of an answer."""


class MetricRow(Row):
    id: str
    name_ko: str
    name_en: str
    meaning_ko: str
    meaning_en: str
    formula_ko: str
    formula_en: str
    area: str
    type: str
    bases: str = Field(description="Parted by commas, the main one first.")
    unit: str
    unit_ko: str
    unit_en: str
    direction: int = Field(description="1 where more is better, -1 where less is.")
    breakdowns: str = Field(description="Parted by commas.")
    disclosure: str


class ZoneRow(Row):
    id: str
    name_ko: str
    name_en: str
    wave: int | None
    specialisation_ko: str | None
    specialisation_en: str | None
    designated_on: date | None
    area_km2: float | None


class ValueRow(Row):
    metric: str
    zone: str
    period: str
    basis: str
    unit: str
    value: float | None = Field(
        description="Null where it is missing or withheld: `status` and `reason` say why."
    )
    numerator: float | None
    denominator: float | None
    contributors: int | None
    origin: str | None
    status: str
    reason: str | None
    reason_ko: str
    reason_en: str
    records_value: float | None
    published_value: float | None
    publication: str | None
    known_on: date | None
    synthetic: bool | None


class BreakdownRow(Row):
    category: str
    value: float | None
    contributors: int | None
    status: str | None
    synthetic: bool | None


class CoverageRow(Row):
    metric: str
    zone: str
    period: str
    records: bool | None
    published: bool | None
    row_count: int | None
    latest_known_on: date | None


class ReleaseRow(Row):
    number: int
    kind: str
    built_at: datetime
    newest: bool
    frozen: bool
    catalogue_sha256: str
    catalogue_changed: bool
    added: int
    undone: int


class RoundRow(Row):
    id: str
    year: int
    number: int
    state: str
    release: int
    frozen_at: datetime
    published_at: datetime | None
    outputs_sha256: str


class StandingRow(Row):
    zone: str
    score: float | None
    rank: int | None
    group: str | None
    group_rank: int | None
    grade: str | None
    to_better: float | None
    above_worse: float | None
    at_boundary: bool | None


class ResultRow(Row):
    period: str
    zone: str
    element: str
    parent: str
    level: int
    score: float | None
    rank: int | None
    group_rank: int | None
    share: float | None
    contribution: float | None
    effective_weight: float | None


def table_of(frame: pd.DataFrame, row: type[Row]) -> pa.Table:
    """The frame's columns that a row has, in its order and types; what is missing or no number is null."""
    kinds = {name: _kind(field.annotation) for name, field in row.model_fields.items()}
    columns = [
        pa.array(_plain(frame[name], kind), ARROW[kind], from_pandas=True) for name, kind in kinds.items()
    ]
    return pa.table(dict(zip(kinds, columns, strict=True)))


def _plain(column: pd.Series, kind: type) -> Any:
    if kind in (date, datetime, str):
        told = column.astype(object).where(column.notna(), None)
        return [each.date() if kind is date and isinstance(each, datetime) else each for each in told]
    numbers = column if kind is bool else pd.to_numeric(column)
    if kind is float:
        numbers = numbers.astype("float64").replace([float("inf"), float("-inf")], float("nan"))
    return numbers.astype(PANDAS[kind])


def _kind(annotation: Any) -> type:
    return next((each for each in get_args(annotation) if each is not type(None)), annotation)
