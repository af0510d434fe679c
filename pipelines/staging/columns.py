"""How each column of a table becomes a column of its dataset: which parser, which unit."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from kpi.catalogue import Catalogue, Category, Column, Dataset, Metric
from kpi.errors import Fault, Place
from pipelines.reading.model import HeaderCell, Reading, Table
from pipelines.reading.names import (
    BASIS_INDEX,
    BASIS_NAMES,
    category_index,
    holds_national,
    metric_index,
    zone_index,
)
from pipelines.reading.words import key_of
from pipelines.staging.amounts import Scale, parse_number, written_units
from pipelines.staging.cells import Cell, Parser, named_parser, parse_day, period_parser, zone_parser
from pipelines.staging.firms import FirmHasher
from pipelines.staging.typed import Typed, typed, typed_by_row, typed_numbers

NUMBER_TYPES = frozenset({"integer", "amount", "decimal"})
EMPTY_TEXTS = ("", "-", "–", "—", "―", "…")
SEPARATOR = "\x1f"
Convert = Callable[[dict[str, pa.ChunkedArray]], Typed]


@dataclass(frozen=True)
class Mapping:
    """One column of the table made one column of the dataset."""

    column: Column
    header: HeaderCell
    convert: Convert
    scale: Scale | None = None


class Mapper:
    """Makes the mappings of a dataset's tables; look-ups are built once."""

    def __init__(self, dataset: Dataset, catalogue: Catalogue, hash_key: bytes) -> None:
        self.dataset, self.catalogue = dataset, catalogue
        with_national = holds_national({column.type for column in dataset.columns})
        names = {zone.id: zone.name.ko for zone in catalogue.zones.values()}
        if with_national:
            names["national"] = catalogue.national.name.ko
        self.zones = zone_parser(zone_index(catalogue, with_national), names)
        self.firms = FirmHasher(hash_key)
        self.metrics = metric_index(catalogue)
        self.row_unit = next((column.id for column in dataset.columns if column.type == "unit"), None)
        self.row_metric = next((column.id for column in dataset.columns if column.type == "metric"), None)

    def mappings(self, table: Table) -> list[Mapping]:
        """One per column of the table that the dataset stores."""
        found = []
        for column in self.dataset.stored_columns:
            header = table.cell_of(column.id)
            if header:
                found.append(self._mapping(column, header, table))
        return found

    def _mapping(self, column: Column, header: HeaderCell, table: Table) -> Mapping:
        label = header.label
        if column.type in NUMBER_TYPES:
            if column.unit is None and self.row_metric and self.row_unit:
                return Mapping(column, header, self._by_row(column, table))
            scale = self.scale(column, header, table)
            return Mapping(
                column, header, lambda frame: typed_numbers(frame[label], column.type, scale), scale
            )
        if column.type == "firm":
            return Mapping(column, header, lambda frame: self.firms.typed(frame[label]))
        if column.type in ("text", "unit"):
            return Mapping(column, header, lambda frame: _texts(frame[label]))
        parse = self._parser(column)
        return Mapping(column, header, lambda frame: typed(frame[label], column.type, parse))

    def _parser(self, column: Column) -> Parser:
        if column.type == "zone":
            return self.zones
        if column.type in ("quarter", "year", "period"):
            return period_parser(column.type)
        if column.type == "date":
            return parse_day
        if column.type == "metric":
            return named_parser(self.metrics, "unknown_metric", _names(self.catalogue.metrics.values()))
        if column.type == "basis":
            return named_parser(BASIS_INDEX, "unknown_basis", BASIS_NAMES)
        names = _names(column.categories)
        return named_parser(category_index(column), "unknown_category", names, column.severity != "critical")

    def scale(self, column: Column, header: HeaderCell, table: Table) -> Scale:
        """The unit in the header decides, then the unit row; counts and points need none; money without one is not
        known.
        """
        unit = self.catalogue.units.get(column.unit or "")
        written = written_units(unit.written) if unit else {}
        stars = table.star_means
        named = [header.unit] if header.unit else list(table.units)
        factors = {written[key_of(word)]: word for word in named if key_of(word) in written}
        if len(factors) == 1:
            factor, word = factors.popitem()
            return Scale(column.type, int(factor), written, stars, word)  # type: ignore[arg-type]
        if factors or (header.unit and unit):
            return Scale(column.type, None, written, stars)  # type: ignore[arg-type]
        is_stored = header.label == column.id
        plain = 1 if is_stored or unit is None or unit.kind not in ("money", "area") else None
        return Scale(column.type, plain, written, stars)  # type: ignore[arg-type]

    def _by_row(self, column: Column, table: Table) -> Convert:
        """Values whose metric and unit stand beside them, row by row."""
        labels = [table.cell_of(each) for each in (column.id, self.row_metric, self.row_unit) if each]
        scales = {
            metric.id: self._metric_scale(column, metric.unit, table)
            for metric in self.catalogue.metrics.values()
        }

        def parse(joined: str) -> Cell:
            text, metric, unit = joined.split(SEPARATOR)
            scale = scales.get(self.metrics.get(key_of(metric), ""))
            if scale is None:
                return Cell()  # the metric's own fault is enough
            plain = scale.written.get(key_of(unit))
            if plain is None:
                return Cell(fault="wrong_unit" if unit else "unit_unknown", allowed=list(scale.written))
            return parse_number(text, Scale(scale.column_type, int(plain), scale.written, scale.stars))

        separator = pa.scalar(SEPARATOR, pa.large_string())

        def convert(frame: dict[str, pa.ChunkedArray]) -> Typed:
            columns = [frame[cell.label] if cell else pa.scalar("", pa.large_string()) for cell in labels]
            return typed_by_row(
                pc.binary_join_element_wise(*columns, separator),  # type: ignore[attr-defined]
                column.type,
                parse,
            )  # type: ignore[attr-defined]

        return convert

    def _metric_scale(self, column: Column, unit_id: str, table: Table) -> Scale:
        return Scale(column.type, 1, written_units(self.catalogue.units[unit_id].written), table.star_means)  # type: ignore[arg-type]


def _names(entries: Iterable[Category | Metric]) -> dict[str, str]:
    return {entry.id: entry.name.ko for entry in entries}


def _texts(column: pa.ChunkedArray) -> Typed:
    """Text as written; a cell with nothing but a dash is empty."""
    empty = pc.is_in(column, value_set=pa.array(EMPTY_TEXTS, pa.large_string()))  # type: ignore[attr-defined]
    return Typed(pc.if_else(empty, None, column).to_pandas())  # type: ignore[attr-defined]


def missing_columns(dataset: Dataset, table: Table, reading: Reading) -> list[Fault]:
    """A fault for each required column that no header names."""
    absent = [column for column in dataset.columns if column.required and table.cell_of(column.id) is None]
    return [
        Fault(
            "staging_errors.column_missing",
            Place(reading.file_name, table.sheet, table.header_last, column.name.ko),
            column.name.ko,
            list(dict.fromkeys([column.name.ko, *column.synonyms])),
        )
        for column in absent
    ]


def unknown_units(mappings: Sequence[Mapping], table: Table, reading: Reading) -> list[Fault]:
    """A fault for each header whose unit is none of the column's, and for unit rows that could mean two."""
    faults = []
    for mapping in mappings:
        scale, header = mapping.scale, mapping.header
        if scale is None or scale.plain is not None or not (header.unit or table.units):
            continue
        units = header.unit or ", ".join(table.units)
        if header.unit or sum(key_of(unit) in scale.written for unit in table.units) > 1:
            place = Place(reading.file_name, table.sheet, table.header_last, header.label)
            faults.append(Fault("staging_errors.header_unit", place, units, list(scale.written)))
    return faults


def factor_words(mapping: Mapping) -> tuple[str, Decimal] | None:
    """The unit of a scaled column and its factor, for the repairs; None where numbers are as stored."""
    scale = mapping.scale
    if scale is None or scale.plain in (None, 1):
        return None
    return scale.unit, Decimal(scale.plain)
