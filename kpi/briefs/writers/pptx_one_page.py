"""A brief on a single slide (현황판): its sections in one or two columns, as large as they fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kpi.briefs.parts import Block, Chart, Facts, Paragraph, Section, Table
from kpi.briefs.stamped import source_line
from kpi.briefs.writers import pptx_flow as flow
from kpi.briefs.writers import pptx_stage as stage
from kpi.briefs.writers import pptx_tables as tables
from kpi.briefs.writers.pptx_slides import Deck, Slide
from kpi.briefs.writers.pptx_text import Line, total
from kpi.briefs.writers.pptx_visuals import stands_as_table

LEFT, ROOM, TOP, BOTTOM = 32.0, 896.0, 56.0, 532.0
GAP = 20.0
SIZES = (13.0, 12.0, 11.0, 10.0, 9.0, 8.0)
# Widths of the columns: one, two alike, or a wide one for tables on either side.
SHARES = ((1.0,), (0.5, 0.5), (0.62, 0.38), (0.38, 0.62), (0.7, 0.3))
LOWEST_CHART, HIGHEST_CHART = 110.0, 230.0
FOOT_SIZES, HIGHEST_FOOT = (8.0, 7.0), 110.0


@dataclass(frozen=True)
class Space:
    """Where a chart will stand: at least as high as the lowest chart, higher where its column has room left."""

    chart: Chart
    height: float = LOWEST_CHART


Piece = flow.Piece | Space


@dataclass(frozen=True)
class Plan:
    """Columns that fit: the left edge, the width and the pieces of each, the size of text, and the top of the foot."""

    columns: tuple[tuple[float, float, list[Piece]], ...]
    size: float

    def unevenness(self) -> float:
        heights = [_height(pieces, room) for _, room, pieces in self.columns]
        return max(heights) - min(heights)


def fill(deck: Deck, pictures: Mapping[str, bytes]) -> bool:
    """The whole brief on one slide. False, and no slide, if it cannot be read there."""
    return any(_filled(deck, pictures, _foot(deck, size)) for size in FOOT_SIZES)


def _filled(deck: Deck, pictures: Mapping[str, bytes], foot: list[Line]) -> bool:
    bottom = BOTTOM - total(foot, ROOM) - 6
    if total(foot, ROOM) > HIGHEST_FOOT or (plan := _planned(deck, pictures, bottom - TOP)) is None:
        return False
    slide = deck.slide("One page", deck.brief.title, said=_said(deck.brief.charts, pictures, deck.language))
    slide.write(stage.KICKER, "\n".join(_beside_title(deck)), rows=2)
    slide.fill(stage.NOTES, foot, bottom + 6, total(foot, ROOM))
    for left, room, pieces in plan.columns:
        _draw(slide, _stretched(pieces, room, bottom - TOP), left, room, plan.size, pictures)
    slide.close()
    return True


def _beside_title(deck: Deck) -> list[str]:
    """The subtitle, and below it who made the brief and when."""
    made = " · ".join(word for word in (deck.brief.organisation, deck.day()) if word)
    return [line for line in (deck.brief.subtitle, made) if line]


def _planned(deck: Deck, pictures: Mapping[str, bytes], most: float) -> Plan | None:
    """The largest text at which all sections fit, their columns as even as can be."""
    rows = sum(len(block.rows) for block in deck.brief.blocks if isinstance(block, Table))
    if rows * tables.row_height(1, SIZES[-1]) > 2 * most:
        return None
    for size in SIZES:
        fitting = [plan for plan in _plans(deck, pictures, most, size) if _fits(plan, most)]
        if fitting:
            return min(fitting, key=Plan.unevenness)
    return None


def _plans(deck: Deck, pictures: Mapping[str, bytes], most: float, size: float) -> Iterator[Plan]:
    """Every way to put the sections, in order, into the columns."""
    sections = deck.brief.sections
    for shares in SHARES:
        rooms = [share * (ROOM - GAP * (len(shares) - 1)) for share in shares]
        told = [
            [_section(section, deck, pictures, room, most, size) for section in sections] for room in rooms
        ]
        for first in range(1, len(sections)) if len(shares) > 1 else [len(sections)]:
            parts = [told[0][:first], told[1][first:]] if len(shares) > 1 else [told[0]]
            lefts = [LEFT, LEFT + rooms[0] + GAP]
            columns = [
                (left, room, [piece for section in part for piece in section])
                for left, room, part in zip(lefts, rooms, parts, strict=False)
            ]
            yield Plan(tuple(columns), size)


def _fits(plan: Plan, most: float) -> bool:
    return all(_height(pieces, room) <= most for _, room, pieces in plan.columns)


def _height(pieces: Sequence[Piece], room: float) -> float:
    return sum(_extent(piece, room) for piece in pieces)


def _extent(piece: Piece, room: float) -> float:
    return piece.height if isinstance(piece, Space) else flow.extent(piece, room)


def _section(
    section: Section, deck: Deck, pictures: Mapping[str, bytes], room: float, most: float, size: float
) -> list[Piece]:
    """The heading (□) and its blocks."""
    found: list[Piece] = [
        Line(
            section.title,
            size + 1,
            mark="□",
            indent=1.35 * size,
            before=size * 0.5,
            bold=True,
            colour="accent1",
        )
    ]
    for block in section.blocks:
        found += _block(block, deck, pictures, room, most, size)
    return found


def _block(
    block: Block, deck: Deck, pictures: Mapping[str, bytes], room: float, most: float, size: float
) -> list[Piece]:
    if isinstance(block, (Paragraph, Facts)):
        return list(flow.pieces([block], deck.language, room, most, size))
    if isinstance(block, Table):
        return flow.table(block, deck.language, room, most, size)
    title = [Line(block.title, size, bold=True, before=size * 0.3)] if block.title else []
    if stands_as_table(block, pictures):
        key = "briefs.picture_missing" if block.charted is None else "briefs_pptx.no_values"
        table = replace(block.table, title="", notes=(deck.text(key), *block.table.notes, *block.notes))
        return [*title, *flow.table(table, deck.language, room, most, size)]
    return [*title, Space(block), *flow.notes(block.notes, size)]


def _stretched(pieces: list[Piece], room: float, most: float) -> list[Piece]:
    """The pieces with the room that is left given to the charts."""
    charts = sum(isinstance(piece, Space) for piece in pieces)
    if not charts:
        return pieces
    height = min(LOWEST_CHART + (most - _height(pieces, room)) / charts, HIGHEST_CHART)
    return [replace(piece, height=height) if isinstance(piece, Space) else piece for piece in pieces]


def _draw(
    slide: Slide, pieces: list[Piece], left: float, room: float, size: float, pictures: Mapping[str, bytes]
) -> None:
    top, waiting = TOP, []
    for piece in pieces:
        if not isinstance(piece, Space):
            waiting.append(piece)
            continue
        top = flow.draw(slide, waiting, slide.deck.brief.title, left, top, room)
        waiting = []
        box = (left, top + 2, room, piece.height - 4)
        if piece.chart.charted is not None:
            slide.chart(piece.chart, box, max(size - 2, 8))
        else:
            slide.picture(piece.chart, pictures[piece.chart.title], box)
        top += piece.height
    flow.draw(slide, waiting, slide.deck.brief.title, left, top, room)


def _foot(deck: Deck, size: float) -> list[Line]:
    """Sources in one line, the stamp in another."""
    sources = " / ".join(source_line(source, deck.language) for source in deck.brief.sources)
    said = f"{deck.text('briefs.sources')}: {sources}" if sources else ""
    lines = [said, *(" ".join(deck.stamp[:-1]), deck.stamp[-1])]
    return [Line(text, size, colour="tx2", linked=True) for text in lines if text]


def _said(charts: Sequence[Chart], pictures: Mapping[str, bytes], language: str) -> list[str]:
    """The charts in words and the tables behind them: there is no room for these on the slide."""
    said = []
    for chart in charts:
        said.append(chart.alt)
        if stands_as_table(chart, pictures):
            continue
        said.append(", ".join(column.heading for column in chart.table.columns))
        said += [", ".join(tables.shown(cell, language) for cell in row) for row in chart.table.rows]
    return said
