"""How each column of a table becomes a column of its dataset: which parser, which unit."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from kpi.catalogue import Catalogue, Category, Column, Dataset, Metric
from kpi.drafts import Decisions
from kpi.errors import Fault, Place
from pipelines.reading.decided import NOTHING_DECIDED, Decided
from pipelines.reading.headings import metric_candidates, personal_headings
from pipelines.reading.model import HeaderCell, Reading, Table
from pipelines.reading.names import (
    BASIS_INDEX,
    BASIS_NAMES,
    category_index,
    holds_national,
    metric_index,
    places,
    zone_index,
)
from pipelines.reading.words import key_of
from pipelines.staging.amounts import Scale, parse_number, written_units
from pipelines.staging.cells import Cell, Parser, named_parser, parse_day, period_parser, zone_parser
from pipelines.staging.chosen import SEPARATOR, ColumnDecisions
from pipelines.staging.firms import FirmHasher
from pipelines.staging.sieves import PERIODS, numbers_sieve, zones_sieve
from pipelines.staging.typed import Typed, typed, typed_by_row, typed_numbers

NUMBER_TYPES = frozenset({"integer", "amount", "decimal"})
PERIOD_TYPES = frozenset({"quarter", "year", "period", "date"})
EMPTY_TEXTS = ("", "-", "–", "—", "―", "…")
Convert = Callable[[dict[str, pa.ChunkedArray]], Typed]


@dataclass(frozen=True)
class Mapping:
    """One column of the table made one column of the dataset; `named` are the units that its header, the unit row
    or a person names.
    """

    column: Column
    header: HeaderCell
    convert: Convert
    decided: ColumnDecisions
    scale: Scale | None = None
    named: tuple[str, ...] = ()


class Mapper:
    """Makes the mappings of a dataset's tables; look-ups are built once."""

    def __init__(
        self, dataset: Dataset, catalogue: Catalogue, hash_key: bytes, decisions: Decisions = NOTHING_DECIDED
    ) -> None:
        self.dataset, self.catalogue, self.decisions = dataset, catalogue, decisions
        with_national = holds_national({column.type for column in dataset.columns})
        names = {place.id: place.name.ko for place in places(catalogue, dataset)}
        if with_national:
            names["national"] = catalogue.national.name.ko
        zones = zone_index(catalogue, with_national, dataset)
        self.zones = zone_parser(zones, names)
        self.sieves = {"zone": zones_sieve(zones, names), **dict.fromkeys(PERIOD_TYPES, PERIODS)}
        self.firms = FirmHasher(hash_key)
        self.metrics = metric_index(catalogue)
        self.personal = personal_headings(catalogue)
        self.row_unit = next((column.id for column in dataset.columns if column.type == "unit"), None)
        self.row_metric = next((column.id for column in dataset.columns if column.type == "metric"), None)

    def is_personal(self, cell: HeaderCell) -> bool:
        """Whether a column holds persons, as this dataset or any other declares."""
        mapped = self.dataset.column(cell.column).type if cell.column else ""
        return mapped == "personal" or (not mapped and key_of(cell.label) in self.personal)

    def mappings(self, table: Table, decided: Decided) -> list[Mapping]:
        """One per column that the dataset stores and the table has, or whose blanks have been given a meaning."""
        found = []
        for column in self.dataset.stored_columns:
            header = table.cell_of(column.id)
            headings = table.headings_of(header) if header else (column.name.ko,)
            about = ColumnDecisions(column, headings, self.decisions, decided, header)
            if header:
                found.append(self._mapping(column, header, table, about, decided))
            elif about.blank_means and column.type not in ("firm", *NUMBER_TYPES):
                found.append(self._constant(column, about))
        return found

    def _mapping(
        self, column: Column, header: HeaderCell, table: Table, about: ColumnDecisions, decided: Decided
    ) -> Mapping:
        label = header.label
        if column.type in NUMBER_TYPES:
            if column.unit is None and self.row_metric and self.row_unit:
                return Mapping(column, header, self._by_row(column, table, about), about)
            named = self._named_units(column, header, table, decided)
            scale = self.scale(column, header, table, named)
            parse = about.parser(lambda text: parse_number(text, scale))
            sieve = about.sieve(numbers_sieve(scale))
            convert: Convert = lambda frame: typed_numbers(frame[label], column.type, scale, parse, sieve)  # noqa: E731
            return Mapping(column, header, convert, about, scale, named)
        if column.type == "firm":
            return Mapping(column, header, lambda frame: self.firms.typed(frame[label]), about)
        if column.type in ("text", "unit"):
            blank = self._blank_text(column, about)
            return Mapping(column, header, lambda frame: _texts(frame[label], blank), about)
        parse = about.parser(self._parser(column))
        sieve = about.sieve(self.sieves[column.type]) if column.type in self.sieves else None
        return Mapping(column, header, lambda frame: typed(frame[label], column.type, parse, sieve), about)

    def _constant(self, column: Column, about: ColumnDecisions) -> Mapping:
        """A column that the file lacks, the same in every row."""
        parse = about.parser(_as_text if column.type in ("text", "unit") else self._parser(column))

        def convert(frame: dict[str, pa.ChunkedArray]) -> Typed:
            blanks = pa.array([""] * len(next(iter(frame.values()))), pa.large_string())
            return typed(pa.chunked_array([blanks]), column.type, parse)

        return Mapping(column, HeaderCell(-1, column.name.ko, column.id, why="chosen"), convert, about)

    def _blank_text(self, column: Column, about: ColumnDecisions) -> str:
        """What an empty text cell means; a unit may also be said for the column whose numbers it counts."""
        if about.blank_means or column.type != "unit":
            return about.blank_means
        said = (
            self.decisions.units.get(each.id, "")
            for each in self.dataset.columns
            if each.type in NUMBER_TYPES
        )
        return next(filter(None, said), "")

    def _parser(self, column: Column) -> Parser:
        if column.type == "zone":
            return self.zones
        if column.type in PERIOD_TYPES:
            return parse_day if column.type == "date" else period_parser(column.type)
        if column.type == "metric":
            names = _names(self.catalogue.metrics.values())
            return named_parser(
                self.metrics, "unknown_metric", names, candidates=metric_candidates(self.catalogue)
            )
        if column.type == "basis":
            return named_parser(BASIS_INDEX, "unknown_basis", BASIS_NAMES)
        names = _names(column.categories)
        return named_parser(category_index(column), "unknown_category", names, column.severity != "critical")

    def _named_units(
        self, column: Column, header: HeaderCell, table: Table, decided: Decided
    ) -> tuple[str, ...]:
        """What a person says decides, then the unit in the header, then the unit row."""
        said = self.decisions.units.get(column.id) or self.decisions.units.get(header.label)
        if said:
            return (said,)
        if decided.refuses("unit_scaled", header.label):
            return ()
        return (header.unit,) if header.unit else table.units

    def scale(self, column: Column, header: HeaderCell, table: Table, named: tuple[str, ...]) -> Scale:
        """Counts and points need no unit; money without one is not known."""
        unit = self.catalogue.units.get(column.unit or "")
        written = written_units(unit.written) if unit else {}
        stars = table.star_means
        factors = {written[key_of(word)]: word for word in named if key_of(word) in written}
        if len(factors) == 1:
            factor, word = factors.popitem()
            return Scale(column.type, int(factor), written, stars, word)  # type: ignore[arg-type]
        if factors or (unit and named and named is not table.units):
            return Scale(column.type, None, written, stars)  # type: ignore[arg-type]
        is_stored = header.label == column.id
        plain = 1 if is_stored or unit is None or unit.kind not in ("money", "area") else None
        return Scale(column.type, plain, written, stars)  # type: ignore[arg-type]

    def _by_row(self, column: Column, table: Table, about: ColumnDecisions) -> Convert:
        """Values whose metric and unit stand beside them, row by row."""
        labels = [table.cell_of(each) for each in (column.id, self.row_metric, self.row_unit) if each]
        scales = {
            metric.id: self._metric_scale(column, metric.unit, table)
            for metric in self.catalogue.metrics.values()
        }
        meanings = [self._row_decisions(each) for each in (self.row_metric, self.row_unit)]
        said = self.decisions.units.get(column.id, "")

        def parse(joined: str) -> Cell:
            text, *beside = joined.rsplit(SEPARATOR, 2)
            metric, unit = (each.get(key_of(word), word) for each, word in zip(meanings, beside, strict=True))
            scale = scales.get(self.metrics.get(key_of(metric), ""))
            if scale is None:
                return Cell()  # the metric's own fault is enough
            plain = scale.written.get(key_of(unit or said))
            if plain is None and (unit or said):
                return Cell(fault="wrong_unit", allowed=list(scale.written))
            whole = None if plain is None else int(plain)
            return parse_number(text, Scale(scale.column_type, whole, scale.written, scale.stars))

        as_decided = about.parser(parse)
        separator = pa.scalar(SEPARATOR, pa.large_string())

        def convert(frame: dict[str, pa.ChunkedArray]) -> Typed:
            columns = [frame[cell.label] if cell else pa.scalar("", pa.large_string()) for cell in labels]
            joined = pc.binary_join_element_wise(*columns, separator)  # type: ignore[attr-defined]
            return typed_by_row(joined, column.type, as_decided)

        return convert

    def _row_decisions(self, column_id: str | None) -> dict[str, str]:
        """What a person says that texts of a column mean, by key."""
        said = self.decisions.values.get(column_id or "", {})
        return {key_of(text): meaning for text, meaning in said.items()}

    def _metric_scale(self, column: Column, unit_id: str, table: Table) -> Scale:
        return Scale(column.type, 1, written_units(self.catalogue.units[unit_id].written), table.star_means)  # type: ignore[arg-type]


def _names(entries: Iterable[Category | Metric]) -> dict[str, str]:
    return {entry.id: entry.name.ko for entry in entries}


def _texts(column: pa.ChunkedArray, blank_means: str = "") -> Typed:
    """Text as written; a cell with nothing but a dash is empty."""
    empty = pc.is_in(column, value_set=pa.array(EMPTY_TEXTS, pa.large_string()))  # type: ignore[attr-defined]
    return Typed(pc.if_else(empty, blank_means or None, column).to_pandas())  # type: ignore[attr-defined]


def _as_text(text: str) -> Cell:
    return Cell(text or None)


def missing_columns(
    dataset: Dataset, mappings: Sequence[Mapping], table: Table, reading: Reading
) -> list[Fault]:
    """A fault for each required column that no header names and nobody has given a value for all rows."""
    mapped = {mapping.column.id for mapping in mappings}
    absent = [column for column in dataset.columns if column.required and column.id not in mapped]
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
        if scale is None or scale.plain is not None or not mapping.named:
            continue
        of_table = mapping.named is table.units
        if not of_table or sum(key_of(unit) in scale.written for unit in table.units) > 1:
            place = Place(reading.file_name, table.sheet, table.header_last, header.label)
            units = ", ".join(mapping.named)
            faults.append(Fault("staging_errors.header_unit", place, units, list(scale.written)))
    return faults


def factor_words(mapping: Mapping) -> tuple[str, Decimal] | None:
    """The unit of a scaled column and its factor, for the repairs; None where numbers are as stored."""
    scale = mapping.scale
    if scale is None or scale.plain in (None, 1):
        return None
    return scale.unit, Decimal(scale.plain)
