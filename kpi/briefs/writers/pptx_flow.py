"""Running text of slides: paragraphs and facts one below the other, on as many slides as they need."""

from collections.abc import Iterable, Sequence

from kpi.briefs.parts import Column, Facts, Paragraph, Table
from kpi.briefs.writers import pptx_stage as stage
from kpi.briefs.writers import pptx_tables as tables
from kpi.briefs.writers.pptx_slides import Slide
from kpi.briefs.writers.pptx_text import Line, cut, height, outlined

Piece = Line | tables.Page
SIZES = (22.0, 20.0, 18.0, 16.0)
# Below facts, in points.
GAP = 10.0


def pages(
    blocks: Sequence[Paragraph | Facts],
    language: str,
    room: float,
    most: float,
    sizes: Sequence[float] = SIZES,
) -> list[list[Piece]]:
    """The blocks on slides: on one, at the largest size at which they fit; else on several at the smallest."""
    for size in sizes:
        found = pieces(blocks, language, room, most, size)
        if sum(extent(piece, room) for piece in found) <= most:
            return [found]
    return split(pieces(blocks, language, room, most, sizes[-1]), room, most)


def pieces(
    blocks: Iterable[Paragraph | Facts], language: str, room: float, most: float, size: float
) -> list[Piece]:
    """What is drawn, in order; no piece is higher than `most`."""
    found: list[Piece] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found += cut(outlined(block, size), room, most)
        else:
            found += tables.pages(as_table(block), language, room, most - GAP, [max(size - 2, 8)])
    return found


def table(table: Table, language: str, room: float, most: float, size: float) -> list[Piece]:
    """A table among other things: its title, basis and unit above it on the right, its notes below."""
    title = [Line(table.title, size, bold=True, before=size * 0.3)] if table.title else []
    legend = " ".join(part for part in (table.basis, table.unit) if part)
    above = [Line(legend, max(size - 2, 8), align="r", colour="tx2")] if legend else []
    written = tables.pages(table, language, room, most, [max(size - 1, 8)])
    return [*title, *above, *written, *notes(table.notes, size)]


def notes(words: Iterable[str], size: float) -> list[Piece]:
    return [outlined(Paragraph(note, "※"), size) for note in words]


def as_table(facts: Facts) -> Table:
    """Facts as two columns without headings, the labels set off."""
    return Table("", (Column("", width=1), Column("", width=3)), facts.pairs)


def extent(piece: Piece, room: float) -> float:
    """How high a piece stands in points."""
    return height(piece, room) if isinstance(piece, Line) else piece.height + GAP


def split(found: Sequence[Piece], room: float, most: float) -> list[list[Piece]]:
    """Pieces on as many slides as they need. What is said (○) stays with what explains it (―)."""
    slides: list[list[Piece]] = [[]]
    used = 0.0
    for piece in found:
        needed = extent(piece, room)
        if slides[-1] and used + needed > most:
            carried = [slides[-1].pop()] if _leads(slides[-1], piece) else []
            slides.append(carried)
            used = sum(extent(each, room) for each in carried)
        slides[-1].append(piece)
        used += needed
    return slides


def _leads(before: Sequence[Piece], piece: Piece) -> bool:
    last = before[-1]
    explained = isinstance(last, Line) and last.mark == "○" and isinstance(piece, Line) and piece.mark == "―"
    return explained and len(before) > 1


def draw(slide: Slide, found: Iterable[Piece], title: str, left: float, top: float, room: float) -> float:
    """Draws pieces one below the other, the first text in the slide's own place for it; gives back where they end."""
    lines: list[Line] = []
    for piece in found:
        if isinstance(piece, Line):
            lines.append(piece)
            continue
        top = draw_lines(slide, lines, left, top, room)
        lines = []
        slide.table(piece, title, left, top)
        top += piece.height + GAP
    return draw_lines(slide, lines, left, top, room)


def draw_lines(slide: Slide, lines: list[Line], left: float, top: float, room: float) -> float:
    """Draws paragraphs as one shape and gives back where it ends."""
    if not lines:
        return top
    needed = sum(height(line, room) for line in lines)
    if slide.is_open(stage.BODY):
        slide.fill(stage.BODY, lines, top, needed)
    else:
        slide.text_box(lines, (left, top, room, needed))
    return top + needed
