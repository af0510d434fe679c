"""Wide tables: one column for each quarter, metric or zone, where a dataset has one row for each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kpi.catalogue import Dataset
from pipelines.reading.headings import Heading
from pipelines.reading.model import Group, HeaderCell, Table, Wide

DERIVED_TYPES = ("unit", "basis")


@dataclass(frozen=True)
class Spread:
    """One heading that says what a row should: what it says, and the number column that its cells hold."""

    position: int
    said: tuple[tuple[str, str], ...]
    column: str
    unit: str
    key: tuple[str, ...]


def spreads_of(
    headings: Mapping[int, Heading], measures: Mapping[int, str], taken: set[str], dataset: Dataset
) -> tuple[Spread, ...]:
    """The headings that make a table wide, () where it is not.

    `measures` are the number columns by position, `taken` the columns that other headings mean. All spread headings
    say the same kinds of things, none says what another does, and one alone needs two other columns beside it.
    """
    found = [
        Spread(position, each.said, measures[position], each.unit, each.key)
        for position, each in headings.items()
        if measures.get(position)
        and measures[position] not in taken
        and not taken & {column for column, _ in each.said}
    ]
    kinds = Counter(_columns(each) for each in found)
    if not kinds:
        return ()
    common = max(kinds, key=lambda columns: kinds[columns])
    spreads = tuple(each for each in found if _columns(each) == common)
    said_once = len({(each.column, each.key) for each in spreads}) == len(spreads)
    enough = len(spreads) > 1 or len(taken) > 1
    return spreads if said_once and enough and _one_unit_each(spreads, dataset) else ()


def turned(table: Table, spreads: Sequence[Spread], dataset: Dataset) -> Table:
    """The table as it reads when turned long; `wide` keeps the headings as the file has them."""
    by_position = {each.position: each for each in spreads}
    cells = tuple(
        replace(cell, column=by_position[cell.position].column, why="synonym", confidence=0.85)
        if cell.position in by_position and cell.why != "chosen"
        else cell
        for cell in table.cells
    )
    kept = [cell for cell in cells if cell.position not in by_position]
    labels = {cell.position: cell.label for cell in cells}
    groups: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
    units: dict[tuple[tuple[str, str], ...], str] = {}
    for each in spreads:
        groups.setdefault(each.said, {})[each.column] = labels[each.position]
        units[each.said] = each.unit
    wide = Wide(cells, tuple(Group(said, headings, units[said]) for said, headings in groups.items()))
    return replace(table, cells=(*kept, *_new_cells(kept, spreads, dataset)), wide=wide)


def _new_cells(kept: Sequence[HeaderCell], spreads: Sequence[Spread], dataset: Dataset) -> list[HeaderCell]:
    """Headings of the columns that only the long table has: what was said, the numbers, and what follows from them."""
    wanted = {column for each in spreads for column, _ in each.said} | {each.column for each in spreads}
    mapped = {cell.column for cell in kept}
    has_metric = any(column.type == "metric" for column in dataset.columns)
    units = {each.column: each.unit for each in spreads}
    labels = {cell.label for cell in kept}
    cells = []
    for column in dataset.columns:
        derived = has_metric and column.type in DERIVED_TYPES
        if column.id in mapped or not (column.id in wanted or derived):
            continue
        label = column.name.ko if column.name.ko not in labels else f"{column.name.ko} (2)"
        unit = "" if has_metric else units.get(column.id, "")
        cells.append(HeaderCell(-1 - len(cells), label, column.id, unit, "content", 0.85))
    return cells


def _columns(spread: Spread) -> tuple[str, ...]:
    return tuple(column for column, _ in spread.said)


def _one_unit_each(spreads: Sequence[Spread], dataset: Dataset) -> bool:
    """Whether no two headings of one number column name different units; a dataset with a unit a row takes any."""
    if any(column.type == "unit" for column in dataset.columns):
        return True
    return len({(each.column, each.unit) for each in spreads}) == len({each.column for each in spreads})
