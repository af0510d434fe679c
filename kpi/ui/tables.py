"""Tables of text: numbers to the right with their units, and nothing cut off. A wide one scrolls."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kpi.ui.markup import put, text_of


@dataclass(frozen=True)
class Column:
    """A heading; numbers stand to the right."""

    heading: str
    is_number: bool = False


@dataclass(frozen=True)
class Raw:
    """A cell that is HTML made by kpi.ui, and not text from elsewhere."""

    html: str


Cell = str | Raw


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    caption: str = "",
    label: str = "",
    marked: int = -1,
) -> None:
    """Show a table; `caption` stands above it on the right, `label` names it for a screen reader."""
    put(markup(columns, rows, caption=caption, label=label, marked=marked))


def markup(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    caption: str = "",
    label: str = "",
    marked: int | Collection[int] = (),
) -> str:
    """The table as HTML; the rows numbered in `marked` are set off."""
    set_off = {marked} if isinstance(marked, int) else marked
    heads = "".join(f'<th scope="col"{_class(column)}>{text_of(column.heading)}</th>' for column in columns)
    body = "".join(_row(columns, row, at in set_off) for at, row in enumerate(rows))
    above = f"<caption>{text_of(caption)}</caption>" if caption else ""
    return (
        f'<div class="kpi-scroll" role="region" tabindex="0" aria-label="{text_of(label or caption)}">'
        f'<table class="kpi-table">{above}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(columns: Sequence[Column], row: Sequence[Cell], is_marked: bool) -> str:
    first = f'<th scope="row"{_class(columns[0])}>{_inner(row[0])}</th>'
    rest = "".join(
        f"<td{_class(column)}>{_inner(cell)}</td>" for column, cell in zip(columns[1:], row[1:], strict=True)
    )
    return f"<tr{' class=kpi-marked' if is_marked else ''}>{first}{rest}</tr>"


def _class(column: Column) -> str:
    return ' class="kpi-number"' if column.is_number else ""


def _inner(cell: Cell) -> str:
    return cell.html if isinstance(cell, Raw) else text_of(cell)
