"""Blocks of a brief out of what the catalogue, the queries and the charts give."""

from collections.abc import Iterable, Sequence

from kpi.briefs.native import charted
from kpi.briefs.numbers import units_in
from kpi.briefs.parts import Cell, Chart, Column, Number, Paragraph, Table
from kpi.charts.drawing import Drawing
from kpi.text import Text


def chart(drawing: Drawing, table: Table, notes: Sequence[str] = ()) -> Chart:
    """A drawing with the table behind it."""
    return Chart(drawing, table, charted(drawing), tuple(notes))


def said(*sentences: str) -> tuple[Paragraph, ...]:
    """Sentences at the level of ○; empty ones are left out."""
    return tuple(Paragraph(each) for each in sentences if each)


def explained(*sentences: str) -> tuple[Paragraph, ...]:
    """Sentences at the level of ―."""
    return tuple(Paragraph(each, "―") for each in sentences if each)


def noted(*sentences: str) -> tuple[Paragraph, ...]:
    """Sentences at the level of ※."""
    return tuple(Paragraph(each, "※") for each in sentences if each)


def table(
    text: Text,
    title: str,
    headings: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[Cell]],
    *,
    basis: str = "",
    notes: Iterable[str] = (),
    emphasised: Iterable[int] = (),
    units: Sequence[str] = (),
) -> Table:
    """A table whose columns of numbers stand right, and which names the units of its cells.

    `headings`: each with its share of the width. `units` are those that the cells do not write themselves.
    """
    body = tuple(tuple(row) for row in rows)
    units = tuple(dict.fromkeys([*units, *units_in(body)]))
    columns = tuple(
        Column(heading, "right" if _is_numeric(body, at) else "left", width)
        for at, (heading, width) in enumerate(headings)
    )
    return Table(
        title,
        columns,
        body,
        unit=text("brief_building.unit", units=", ".join(units)) if units else "",
        basis=basis,
        notes=tuple(each for each in notes if each),
        emphasised=frozenset(emphasised),
    )


def _is_numeric(rows: Sequence[Sequence[Cell]], at: int) -> bool:
    return any(isinstance(row[at], Number) for row in rows)
