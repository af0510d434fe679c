"""A brief as a deck for PowerPoint: one message a slide, charts and tables that can be edited.

After the cover each section is told in slides: texts under the section's name, every chart and table under its point.
The tables behind the charts and what the indicators mean follow as an appendix, sources and stamp come last. Link and
version stand in the notes of every slide.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kpi.briefs.parts import Brief, Chart, Facts, Paragraph, Section, Table
from kpi.briefs.stamped import source_line
from kpi.briefs.writers import pptx_flow as flow
from kpi.briefs.writers import pptx_one_page as one_page
from kpi.briefs.writers import pptx_stage as stage
from kpi.briefs.writers.pptx_slides import Deck
from kpi.briefs.writers.pptx_text import Line, outlined, total, wrapped
from kpi.briefs.writers.pptx_visuals import Visual, show, stands_as_table

# Sentences that lead to a chart or table stand above it up to this height in points.
HIGHEST_LEAD = 96.0
APPENDIX_SIZE = 14.0


def write(brief: Brief, pictures: Mapping[str, bytes]) -> bytes:
    """The deck as a file. `pictures`: PNGs by the titles of charts that no office program draws."""
    deck = Deck(brief)
    if not (brief.one_page and one_page.fill(deck, pictures)):
        _cover(deck)
        for section in brief.sections:
            _tell(deck, section, pictures)
        _append_tables(deck, pictures)
        for section in brief.appendix:
            _tell(deck, section, pictures)
        _close(deck)
    return deck.saved()


def _cover(deck: Deck) -> None:
    brief = deck.brief
    slide = deck.slide("Cover", brief.title)
    if brief.subtitle:
        slide.write(stage.BODY, brief.subtitle, rows=3)
    words = [(brief.organisation, 16.0, "tx1"), (deck.day(), 16.0, "tx1"), (deck.stamp[0], 12.0, "tx2")]
    if "sample" in brief.stamp.origins:
        words.append((deck.text("briefs.stamp.origin.sample"), 12.0, "tx2"))
    lines = [Line(wrapped(text, size, 800)[0], size, colour=colour) for text, size, colour in words if text]
    slide.fill(stage.KICKER, lines)
    slide.close()


def _tell(deck: Deck, section: Section, pictures: Mapping[str, bytes]) -> None:
    """A section in slides: few sentences before a chart or table stand above it, notes behind it stand below."""
    waiting: list[Paragraph | Facts] = []
    visual: Visual | None = None
    for block in section.blocks:
        if isinstance(block, (Paragraph, Facts)):
            if visual is not None and not waiting and isinstance(block, Paragraph) and block.mark == "※":
                visual = replace(visual, notes=(*visual.notes, block.text))
            else:
                waiting.append(block)
            continue
        if visual is not None:
            show(deck, visual, pictures)
        visual = Visual(block, section.title, lead=_lead(waiting))
        if waiting and not visual.lead:
            _write_texts(deck, section.title, waiting)
        waiting = []
    if visual is not None:
        show(deck, visual, pictures)
    if waiting or not section.blocks:
        _write_texts(deck, section.title, waiting)


def _lead(waiting: list[Paragraph | Facts]) -> tuple[Paragraph, ...]:
    """The sentences before a chart or table if they are few; none if they need a slide of their own."""
    paragraphs = tuple(block for block in waiting if isinstance(block, Paragraph))
    height = total((outlined(paragraph, 16) for paragraph in paragraphs), stage.ROOM)
    return paragraphs if len(paragraphs) == len(waiting) and height <= HIGHEST_LEAD else ()


def _write_texts(deck: Deck, title: str, blocks: list[Paragraph | Facts]) -> None:
    found = flow.pages(blocks, deck.language, stage.ROOM, stage.BOTTOM - stage.TOP)
    for at, pieces in enumerate(found, start=1):
        slide = deck.slide("Text", title if len(found) == 1 else f"{title} ({at}/{len(found)})")
        flow.draw(slide, pieces, title, stage.LEFT, stage.TOP, stage.ROOM)
        slide.close()


def _append_tables(deck: Deck, pictures: Mapping[str, bytes]) -> None:
    """The tables behind the charts, so that every number of a chart can be read as it is written."""
    title, most = deck.text("briefs_pptx.appendix"), stage.BOTTOM - stage.TOP
    small: list[list[flow.Piece]] = []
    for chart in deck.brief.charts:
        if stands_as_table(chart, pictures) or not chart.table.rows:
            continue
        pieces = flow.table(_titled(chart), deck.language, stage.ROOM, most, APPENDIX_SIZE)
        if _height(pieces) <= most / 2:
            small.append(pieces)
        else:
            show(deck, Visual(_titled(chart), title), pictures)
    for together in _packed(small, most):
        slide = deck.slide("Text", title)
        flow.draw(slide, together, title, stage.LEFT, stage.TOP, stage.ROOM)
        slide.close()


def _packed(groups: list[list[flow.Piece]], most: float) -> Iterator[list[flow.Piece]]:
    """Small tables together, as many as stand on a slide."""
    held: list[flow.Piece] = []
    for group in groups:
        if held and _height(held) + _height(group) > most:
            yield held
            held = []
        held = [*held, *group]
    if held:
        yield held


def _height(pieces: list[flow.Piece]) -> float:
    return sum(flow.extent(piece, stage.ROOM) for piece in pieces)


def _titled(chart: Chart) -> Table:
    return replace(chart.table, title=chart.table.title or chart.title)


def _close(deck: Deck) -> None:
    """Sources and stamp; their addresses open."""
    brief = deck.brief
    sources = [source_line(source, brief.language) for source in brief.sources]
    lines = [replace(outlined(Paragraph(text), 15), linked=True) for text in sources]
    lines += [replace(outlined(Paragraph(text, "―"), 15), linked=True, indent=20.0) for text in deck.stamp]
    room, most = stage.ROOM, stage.BOTTOM - stage.TOP
    parts = [part for line in lines for part in flow.cut(line, room, most)]
    title = deck.text("briefs.sources")
    for pieces in flow.split(parts, room, most):
        slide = deck.slide("Text", title)
        flow.draw(slide, pieces, title, stage.LEFT, stage.TOP, room)
        slide.close()
