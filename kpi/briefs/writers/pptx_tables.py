"""Tables of slides: how wide their columns and how high their rows are, on how many slides they stand, their XML."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from kpi import format as formats
from kpi.briefs.parts import Cell, Column, Number, Table
from kpi.briefs.writers.pptx_stage import emu
from kpi.briefs.writers.pptx_text import LINE, Line, clean, paragraph_xml, shortened, width, wrapped
from kpi.charts.palette import SEQUENTIAL
from kpi.charts.printed import in_colour

# Inside a cell, in points: to the left and right, above and below; less where letters are small.
SIDE, ABOVE, ABOVE_SMALL = 5.0, 3.0, 1.0
SMALL = 9.0
# A word may claim this share of a table's width before it is broken.
WIDEST_WORD = 0.4
# A row takes at most this share of a slide; what does not fit is said in full in its notes.
HIGHEST_ROW = 0.45
SIZES = (16.0, 14.0, 13.0, 12.0, 11.0, 10.0)
ALIGNS = {"left": "l", "right": "r", "centre": "ctr"}
TINT = in_colour(SEQUENTIAL[0]).lstrip("#")
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


@dataclass(frozen=True)
class Row:
    cells: tuple[str, ...]
    aligns: tuple[str, ...]
    height: float
    heading: bool = False
    emphasised: bool = False


@dataclass(frozen=True)
class Page:
    """A table, or the part of one, that stands on one slide. `cut` are the full words of cells that were shortened."""

    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    size: float
    title: str
    cut: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        return sum(row.height for row in self.rows)


def pages(
    table: Table, language: str, room: float, height: float, sizes: Sequence[float] = SIZES
) -> list[Page]:
    """The table on as few slides as can be read: at the largest size at which it stands on one, else at the smallest.

    Columns that do not fit side by side go on on further slides, behind the first one again.
    """
    if not table.rows and not any(column.heading for column in table.columns):
        return []
    for size in sizes:
        widths = _widths(table, language, room, size)
        if widths is not None and (page := _whole(table, language, widths, height, size)) is not None:
            return [page]
    return [
        page
        for part in _side_by_side(table, language, room, sizes[-1])
        for page in _split(part, language, room, height, sizes[-1])
    ]


def _whole(table: Table, language: str, widths: tuple[float, ...], height: float, size: float) -> Page | None:
    """The table on one slide, if it fits without shortening anything."""
    if (len(table.rows) + 1) * row_height(1, size) > height:
        return None
    rows, cut = _rows(table, language, widths, height, size)
    page = Page(rows, widths, size, table.title, cut)
    return page if page.height <= height and not cut else None


def _split(table: Table, language: str, room: float, height: float, size: float) -> Iterator[Page]:
    """The table's rows on as many slides as they need, each under the headings."""
    widths = _widths(table, language, room, size) or _shares(table, room)
    rows, cut = _rows(table, language, widths, height, size)
    heading = tuple(row for row in rows if row.heading)
    room_below = height - sum(row.height for row in heading)
    held: list[Row] = []
    for row in rows[len(heading) :]:
        if held and sum(each.height for each in held) + row.height > room_below:
            yield Page((*heading, *held), widths, size, table.title, cut)
            held, cut = [], ()
        held.append(row)
    yield Page((*heading, *held), widths, size, table.title, cut)


def _side_by_side(table: Table, language: str, room: float, size: float) -> list[Table]:
    """The table in parts that are narrow enough, the first column in each."""
    if _widths(table, language, room, size) is not None:
        return [table]
    needs = _needs(table, language, room, size)
    groups: list[list[int]] = [[]]
    for at in range(1, len(needs)):
        used = needs[0] + sum(needs[column] for column in groups[-1])
        if groups[-1] and used + needs[at] > room:
            groups.append([])
        groups[-1].append(at)
    return [_with_columns(table, [0, *group]) for group in groups]


def _with_columns(table: Table, kept: list[int]) -> Table:
    return Table(
        table.title,
        tuple(table.columns[at] for at in kept),
        tuple(tuple(row[at] for at in kept) for row in table.rows),
        emphasised=table.emphasised,
    )


def _widths(table: Table, language: str, room: float, size: float) -> tuple[float, ...] | None:
    """The declared shares of the room, with as much for each column as its words need; None where that is too much."""
    needs, shares = _needs(table, language, room, size), _shares(table, room)
    if sum(needs) > room:
        return None
    lacking = {at for at, (need, share) in enumerate(zip(needs, shares, strict=True)) if need > share}
    while True:
        left = room - sum(needs[at] for at in lacking)
        whole = sum(share for at, share in enumerate(shares) if at not in lacking)
        widths = [needs[at] if at in lacking else share * left / whole for at, share in enumerate(shares)]
        more = {at for at, need in enumerate(needs) if at not in lacking and need > widths[at]}
        if not more:
            return tuple(widths)
        lacking |= more


def _shares(table: Table, room: float) -> tuple[float, ...]:
    whole = sum(max(column.width, 0.01) for column in table.columns)
    return tuple(max(column.width, 0.01) / whole * room for column in table.columns)


def _needs(table: Table, language: str, room: float, size: float) -> list[float]:
    """How wide each column must be to break no number and no word, very long ones apart."""
    needs = []
    for at, column in enumerate(table.columns):
        widest = max((width(word, size) for word in column.heading.split()), default=0.0)
        for row in table.rows:
            whole = shown(row[at], language)
            words = [whole] if isinstance(row[at], (Number, date)) else whole.split()
            widest = max([widest, *(width(word, size) for word in words)])
        needs.append(min(widest * 1.02, room * WIDEST_WORD) + 2 * SIDE)
    return needs


def _rows(
    table: Table, language: str, widths: tuple[float, ...], height: float, size: float
) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """The headings and all rows, and the full words of cells that are shortened because their row would be too high."""
    most = max(int(height * HIGHEST_ROW / (size * LINE)), 1)
    cut: list[str] = []
    headings = [column.heading for column in table.columns]
    rows = []
    if any(headings):
        aligns = tuple(ALIGNS[column.align] for column in table.columns)
        rows.append(_row(headings, aligns, widths, size, most, cut, heading=True))
    for at, cells in enumerate(table.rows):
        aligns = tuple(map(_align, cells, table.columns))
        words = [shown(cell, language) for cell in cells]
        rows.append(_row(words, aligns, widths, size, most, cut, emphasised=at in table.emphasised))
    return tuple(rows), tuple(cut)


def _row(
    words: list[str], aligns: tuple[str, ...], widths: tuple[float, ...], size: float, most: int,
    cut: list[str], *, heading: bool = False, emphasised: bool = False,
) -> Row:  # fmt: skip
    written, lines = [], 1
    # Bold letters are wider.
    drawn = size * 1.06 if heading or emphasised else size
    for text, wide in zip(words, widths, strict=True):
        needed = len(wrapped(text, drawn, wide - 2 * SIDE))
        if needed > most:
            cut.append(text)
            text = shortened(text, drawn, wide - 2 * SIDE, most)
        written.append(clean(text))
        lines = max(lines, min(needed, most))
    return Row(tuple(written), aligns, row_height(lines, size), heading, emphasised)


def row_height(lines: int, size: float) -> float:
    return lines * size * LINE + 2 * _above(size)


def _above(size: float) -> float:
    return ABOVE if size > SMALL else ABOVE_SMALL


def _align(cell: Cell, column: Column) -> str:
    """Numbers stand on the right, whatever their column says of its words."""
    if isinstance(cell, Number) and column.align == "left":
        return "r"
    return ALIGNS[column.align]


def shown(cell: Cell, language: str) -> str:
    """A cell in words."""
    if isinstance(cell, Number):
        return cell.shown
    return formats.day(cell, language) if isinstance(cell, date) else cell


def draw(frame: Any, page: Page, language: str, left: float, top: float) -> None:
    """Puts the page in the place of the table that a graphic frame holds."""
    frame.left, frame.top = emu(left), emu(top)
    frame.width, frame.height = emu(sum(page.widths)), emu(page.height)
    old = frame._element.graphic.graphicData.tbl
    old.getparent().replace(old, parse_xml(_table_xml(page, language)))


def _table_xml(page: Page, language: str) -> str:
    grid = "".join(f'<a:gridCol w="{emu(wide)}"/>' for wide in page.widths)
    rows = "".join(_row_xml(row, page.size, language) for row in page.rows)
    has_heading = int(any(row.heading for row in page.rows))
    return (
        f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="{has_heading}"><a:tableStyleId>{NO_STYLE}</a:tableStyleId>'
        f"</a:tblPr><a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl>"
    )


def _row_xml(row: Row, size: float, language: str) -> str:
    bold = row.heading or row.emphasised
    cells = "".join(
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{_cell_text(text, align, size, bold, language)}</a:txBody>"
        f"{_cell_look(row, size)}</a:tc>"
        for text, align in zip(row.cells, row.aligns, strict=True)
    )
    return f'<a:tr h="{emu(row.height)}">{cells}</a:tr>'


def _cell_text(text: str, align: str, size: float, bold: bool, language: str) -> str:
    return paragraph_xml(Line(" ".join(text.split()), size, bold=bold, align=align), language)


def _cell_look(row: Row, size: float) -> str:
    """A line below, a stronger one below headings; set-off rows are tinted and bold."""
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR"))
    over = '<a:lnT w="19050"><a:solidFill><a:schemeClr val="accent1"/></a:solidFill></a:lnT>'
    over = over if row.heading else '<a:lnT w="0"><a:noFill/></a:lnT>'
    light = '<a:schemeClr val="tx1"><a:lumMod val="25000"/><a:lumOff val="75000"/></a:schemeClr>'
    under = f'<a:lnB w="{12700 if row.heading else 6350}"><a:solidFill>{light}</a:solidFill></a:lnB>'
    fill = f'<a:solidFill><a:srgbClr val="{TINT}"/></a:solidFill>' if row.emphasised else "<a:noFill/>"
    if row.heading:
        fill = '<a:solidFill><a:schemeClr val="bg2"/></a:solidFill>'
    above = emu(_above(size))
    return (
        f'<a:tcPr marL="{emu(SIDE)}" marR="{emu(SIDE)}" marT="{above}" marB="{above}" anchor="ctr">'
        f"{none}{over}{under}{fill}</a:tcPr>"
    )
