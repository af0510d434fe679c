"""The totals a file states of itself, in stored units, for the check that compares them with the sums of its rows."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from checks.totals import StatedTotal
from pipelines.reading.marks import without_mark
from pipelines.reading.model import Reading, Table, TotalRow
from pipelines.reading.numbers import NotANumber, read_number
from pipelines.reading.words import plain
from pipelines.staging.amounts import factor_of
from pipelines.staging.cells import Parser
from pipelines.staging.columns import Mapping

SUMMED_TYPES = frozenset({"integer", "amount"})


def stated_totals(reading: Reading, mappings: dict[str, list[Mapping]], zones: Parser) -> list[StatedTotal]:
    """One per total row and column that can be summed; a total that is no number (`-`, a count in words) states
    nothing.
    """
    tables = {table.sheet: table for table in reading.tables}
    # Thousands of subtotals say the same few words.
    named = cache(zones)
    return [
        total
        for row in reading.totals
        for total in _of_row(row, tables[row.sheet], mappings[row.sheet], named)
    ]


def _of_row(row: TotalRow, table: Table, mappings: Sequence[Mapping], zones: Parser) -> list[StatedTotal]:
    zone_cell = next((mapping.header.label for mapping in mappings if mapping.column.type == "zone"), "")
    zone = zones(row.cells.get(zone_cell, "")).value or ""
    return [
        StatedTotal(row.sheet, row.row, row.label, mapping.column.id, value, step, zone)
        for mapping in mappings
        if mapping.column.type in SUMMED_TYPES
        and (found := _sum([row.cells.get(each, "") for each in table.headings_of(mapping.header)], mapping))
        for value, step in [found]
    ]


def _sum(texts: Sequence[str], mapping: Mapping) -> tuple[Decimal, Decimal] | None:
    """Value and last place of a stated total; of a table turned long, of the totals below all its headings together."""
    numbers = [_number(text, mapping) for text in texts]
    known = [number for number in numbers if number]
    if not known or len(known) < len(numbers):
        return None
    return sum((value for value, _ in known), Decimal(0)), max(step for _, step in known)


def _number(text: str, mapping: Mapping) -> tuple[Decimal, Decimal] | None:
    """Value and last place in stored units."""
    if mapping.scale is None:
        return None
    try:
        number = read_number(without_mark(plain(text)).text)
    except NotANumber:
        return None
    factor = factor_of(number.unit, number.scaled, mapping.scale)
    return None if factor is None else (number.value * factor, number.step * factor)
