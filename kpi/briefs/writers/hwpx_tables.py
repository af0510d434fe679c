"""Tables of a HWPX brief: facts in label and value, figures under a header row that every page repeats."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from kpi import format as formats
from kpi.briefs.parts import Cell, Column, Facts, Number, Table
from kpi.briefs.writers.hwpx_look import CELL_SPACING
from kpi.briefs.writers.hwpx_xml import PLACE, SUBLIST, Paper, letters, plain

# Space at the sides inside a cell, in HWPX units.
BESIDE = 425
# More columns than this are written smaller.
MANY_COLUMNS = 8
# A table up to this share of a page stays in one piece, a longer one goes on over pages.
IN_ONE_PIECE = 0.3
# A fact as long as this has a row of its own.
LONG_FACT = 26
LABEL_SHARE = 0.18


@dataclass(frozen=True)
class Box:
    """A cell before it is written: what it says, in what letters, on what ground, over how many columns; a number or
    a day stays whole on its line.
    """

    text: str
    shape: str
    fill: str
    spans: int = 1
    is_whole: bool = False


def table(paper: Paper, content: Table, language: str, titled: bool = True) -> str:
    """A table's title, basis and unit, its grid, and its notes below."""
    above = [paper.paragraph("table_title", content.title)] if titled and content.title else []
    if content.basis or content.unit:
        above.append(paper.spread("basis", content.basis, content.unit))
    size = ".small" if len(content.columns) > MANY_COLUMNS else ""
    head = [Box(column.heading, f"head{size}.centre", "head") for column in content.columns]
    rows = [
        _row(cells, content.columns, language, size, at in content.emphasised)
        for at, cells in enumerate(content.rows)
    ]
    grid = [_grid(paper, [head, *rows], [column.width for column in content.columns])] if head else []
    return "".join([*above, *grid, *(note(paper, each) for each in content.notes)])


def facts(paper: Paper, content: Facts) -> str:
    """Facts two to a row where they are short, with their labels set off."""
    if not content.pairs:
        return ""
    rows: list[list[tuple[str, str]]] = []
    for pair in content.pairs:
        if rows and len(rows[-1]) == 1 and not _is_long(pair) and not _is_long(rows[-1][0]):
            rows[-1].append(pair)
        else:
            rows.append([pair])
    most = max(map(len, rows))
    boxes = [[box for pair in row for box in _fact(pair, 2 * (most // len(row)) - 1)] for row in rows]
    return _grid(paper, boxes, [LABEL_SHARE, 1 / most - LABEL_SHARE] * most, headed=False)


def note(paper: Paper, text: str) -> str:
    return paper.paragraph("note", f"※ {text.removeprefix('※').lstrip()}")


def shown(cell: Cell, language: str) -> str:
    """A cell as the brief writes it."""
    if isinstance(cell, Number):
        return cell.shown
    return formats.day(cell, language) if isinstance(cell, date) else cell


def _row(
    cells: Sequence[Cell], columns: Sequence[Column], language: str, size: str, is_strong: bool
) -> list[Box]:
    weight = "strong" if is_strong else "cell"
    return [
        Box(
            shown(cell, language),
            f"{weight}{size}.{'right' if isinstance(cell, Number) else column.align}",
            weight,
            is_whole=not isinstance(cell, str),
        )
        for cell, column in zip(cells, columns, strict=True)
    ]


def _fact(pair: tuple[str, str], spans: int) -> list[Box]:
    return [Box(pair[0], "head.centre", "label"), Box(pair[1], "cell.left", "cell", spans)]


def _is_long(pair: tuple[str, str]) -> bool:
    return len(pair[1]) > LONG_FACT or "\n" in pair[1]


def side_by_side(paper: Paper, contents: Sequence[str], high: int) -> str:
    """Paragraphs beside each other in columns of one width, without a border."""
    width = paper.look.text_width // len(contents)
    cells = [
        _cell(paper, content, "bare", (0, at), (width, high), stands="TOP")
        for at, content in enumerate(contents)
    ]
    return _table(paper, [f"<hp:tr>{''.join(cells)}</hp:tr>"], [width] * len(contents), high, "bare")


def _grid(paper: Paper, rows: Sequence[Sequence[Box]], shares: Sequence[float], headed: bool = True) -> str:
    widths = _widths(paper.look.text_width, shares, _needs(paper, rows, len(shares)))
    heights = [_height(paper, row, widths) for row in rows]
    written = [
        f"<hp:tr>{_cells(paper, row, widths, at, height, headed and at == 0)}</hp:tr>"
        for at, (row, height) in enumerate(zip(rows, heights, strict=True))
    ]
    return _table(paper, written, widths, sum(heights), "cell", headed)


def _table(
    paper: Paper, rows: Sequence[str], widths: Sequence[int], high: int, fill: str, headed: bool = False
) -> str:
    flows = high > paper.look.text_height * IN_ONE_PIECE
    beside, above = BESIDE, paper.look.cell_padding
    return paper.of_runs(
        "anchor",
        f'<hp:run charPrIDRef="{paper.look.shapes["anchor"].character}"><hp:tbl id="{paper.number()}" zOrder="0"'
        ' numberingType="TABLE" textWrap="TOP_AND_BOTTOM" textFlow="BOTH_SIDES" lock="0" dropcapstyle="None"'
        f' pageBreak="CELL" repeatHeader="{int(headed)}" rowCnt="{len(rows)}" colCnt="{len(widths)}"'
        f' cellSpacing="0" borderFillIDRef="{paper.look.fills[fill]}" noAdjust="0">'
        f'<hp:sz width="{sum(widths)}" widthRelTo="ABSOLUTE" height="{high}" heightRelTo="ABSOLUTE"'
        f' protect="0"/>{PLACE.format(as_letter=int(not flows))}'
        f'<hp:inMargin left="{beside}" right="{beside}" top="{above}" bottom="{above}"/>{"".join(rows)}</hp:tbl>'
        "<hp:t/></hp:run>",
    )


def _cells(
    paper: Paper, row: Sequence[Box], widths: Sequence[int], at: int, height: int, is_head: bool
) -> str:
    written, column = [], 0
    for box in row:
        size = sum(widths[column : column + box.spans]), height
        lines = "".join(paper.paragraph(box.shape, line) for line in plain(box.text).split("\n"))
        written.append(_cell(paper, lines, box.fill, (at, column), size, box.spans, is_head))
        column += box.spans
    return "".join(written)


def _cell(
    paper: Paper,
    content: str,
    fill: str,
    at: tuple[int, int],
    size: tuple[int, int],
    spans: int = 1,
    is_head: bool = False,
    stands: str = "CENTER",
) -> str:
    above = paper.look.cell_padding
    return (
        f'<hp:tc name="" header="{int(is_head)}" hasMargin="0" protect="0" editable="0" dirty="0"'
        f' borderFillIDRef="{paper.look.fills[fill]}">{SUBLIST.format(align=stands, width=0, height=0)}'
        f'{content}</hp:subList><hp:cellAddr colAddr="{at[1]}" rowAddr="{at[0]}"/>'
        f'<hp:cellSpan colSpan="{spans}" rowSpan="1"/><hp:cellSz width="{size[0]}" height="{size[1]}"/>'
        f'<hp:cellMargin left="{BESIDE}" right="{BESIDE}" top="{above}" bottom="{above}"/></hp:tc>'
    )


def _needs(paper: Paper, rows: Sequence[Sequence[Box]], columns: int) -> list[int]:
    """What each column needs so that none of its numbers is broken over two lines."""
    needs = [0] * columns
    for row in rows:
        for at, box in enumerate(row if len(row) == columns else ()):
            if box.is_whole:
                wide = letters(box.text) * paper.look.shapes[box.shape].size
                needs[at] = max(needs[at], ceil(wide) + 2 * BESIDE)
    return needs


def _widths(whole: int, shares: Sequence[float], needs: Sequence[int]) -> list[int]:
    """The table's width by shares, of which the columns with room to spare give to those that need more."""
    widths = [whole * share / sum(shares) for share in shares]
    missing = sum(max(need - width, 0) for need, width in zip(needs, widths, strict=True))
    spare = sum(max(width - need, 0) for need, width in zip(needs, widths, strict=True))
    given = min(missing / spare, 1) if spare else 0
    fitted = [
        int(need if need > width else width - (width - need) * given)
        for need, width in zip(needs, widths, strict=True)
    ]
    if missing > spare:
        fitted = [int(whole * width / sum(fitted)) for width in fitted]
    fitted[-1] += whole - sum(fitted)
    return fitted


def _height(paper: Paper, row: Sequence[Box], widths: Sequence[int]) -> int:
    """How high a row has to be for its fullest cell, by the width of its letters: Hancom knows it exactly and makes
    a row higher where it must, but decides by this where a page ends.
    """
    heights, column = [], 0
    for box in row:
        size = paper.look.shapes[box.shape].size
        inside = max(sum(widths[column : column + box.spans]) - 2 * BESIDE, size)
        lines = sum(max(1, ceil(letters(line) * size / inside)) for line in plain(box.text).split("\n"))
        heights.append(round(lines * size * CELL_SPACING / 100))
        column += box.spans
    return max(heights) + 2 * paper.look.cell_padding
