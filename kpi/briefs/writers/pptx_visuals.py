"""Charts, pictures and tables, each on a slide of its own under its point."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kpi.briefs.parts import Chart, Paragraph, Table
from kpi.briefs.writers import pptx_flow as flow
from kpi.briefs.writers import pptx_stage as stage
from kpi.briefs.writers import pptx_tables as tables
from kpi.briefs.writers.pptx_slides import Deck, Slide
from kpi.briefs.writers.pptx_text import Line, outlined, total
from kpi.briefs.writers.pptx_workbook import has_values

GAP = 8.0
LEAD_SIZE, LEGEND = 16.0, 16.0
NOTE_SIZES = (12.0, 11.0, 10.0)
# Notes of an empty table are all there is to read.
LONE_NOTE_SIZE = 16.0
HIGHEST_NOTES = 120.0


@dataclass(frozen=True)
class Visual:
    """A chart or table with the name of its section, what leads to it and what is noted below it."""

    block: Chart | Table
    kicker: str
    lead: tuple[Paragraph, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The point of the chart or table; a table without one has its section's name."""
        return self.block.title or self.kicker

    @property
    def above(self) -> str:
        return self.kicker if self.block.title and self.block.title != self.kicker else ""


def stands_as_table(chart: Chart, pictures: Mapping[str, bytes]) -> bool:
    """Whether a chart can neither be drawn nor shown as a picture."""
    if chart.charted is not None:
        return not has_values(chart.charted)
    return not pictures.get(chart.title)


def show(deck: Deck, visual: Visual, pictures: Mapping[str, bytes]) -> None:
    """The slide, or of a long table the slides."""
    block = visual.block
    if isinstance(block, Table):
        _show_table(deck, visual, block)
    elif stands_as_table(block, pictures):
        _show_table(deck, _in_words(deck, visual, block), block.table)
    else:
        _show_chart(deck, replace(visual, notes=(*block.notes, *visual.notes)), block, pictures)


def _in_words(deck: Deck, visual: Visual, chart: Chart) -> Visual:
    """The chart's table in its place, and why."""
    key = "briefs.picture_missing" if chart.charted is None else "briefs_pptx.no_values"
    return replace(visual, notes=(deck.text(key), *chart.notes, *visual.notes))


def _show_chart(deck: Deck, visual: Visual, chart: Chart, pictures: Mapping[str, bytes]) -> None:
    picture = None if chart.charted is not None else pictures[chart.title]
    slide = deck.slide("Chart" if picture is None else "Picture", visual.title, visual.above, [chart.alt])
    top = _write_lead(slide, visual.lead)
    shown, rest = _notes(visual.notes)
    bottom = stage.BOTTOM - _height(shown)
    box = (stage.LEFT, top, stage.ROOM, bottom - top - GAP)
    if picture is None:
        slide.chart(chart, box)
    else:
        slide.picture(chart, picture, box)
    _write_notes(slide, shown, bottom)
    slide.close()
    _show_rest(deck, visual, rest)


def _show_table(deck: Deck, visual: Visual, table: Table) -> None:
    """The table, its headings and its unit on every slide that it needs, its notes on the last."""
    notes = (*table.notes, *visual.notes)
    shown, rest = _notes(notes, NOTE_SIZES if table.rows else (LONE_NOTE_SIZE, *NOTE_SIZES))
    top = stage.TOP + _height(_lead_lines(visual.lead)) + (GAP if visual.lead else 0)
    top += LEGEND + 4 if table.unit or table.basis else 0
    room = stage.BOTTOM - top - _height(shown) - GAP
    pages = tables.pages(table, deck.language, stage.ROOM, room)
    for at, page in enumerate(pages, start=1):
        title = visual.title if len(pages) == 1 else f"{visual.title} ({at}/{len(pages)})"
        slide = deck.slide("Table", title, visual.above)
        if at == 1:
            _write_lead(slide, visual.lead)
        _write_legend(slide, table, top - LEGEND - 4)
        slide.table(page, visual.title, stage.LEFT, top)
        if at == len(pages):
            _write_notes(slide, shown, top + page.height + GAP)
        slide.close()
    if not pages:
        rest = list(_note_lines(notes, LONE_NOTE_SIZE))
    _show_rest(deck, visual, rest)


def _write_legend(slide: Slide, table: Table, top: float) -> None:
    """What the numbers count, above the table on the right, and as of when, on the left."""
    for number, text in ((stage.BASIS, table.basis), (stage.UNIT, table.unit)):
        if text:
            slide.write(number, text, top=top)


def _write_lead(slide: Slide, lead: tuple[Paragraph, ...]) -> float:
    """The sentences above a chart or table; gives back where they end."""
    lines = _lead_lines(lead)
    if not lines:
        return stage.TOP
    slide.fill(stage.LEAD, lines, stage.TOP, _height(lines))
    return stage.TOP + _height(lines) + GAP


def _lead_lines(lead: tuple[Paragraph, ...]) -> list[Line]:
    lines = [outlined(paragraph, LEAD_SIZE) for paragraph in lead]
    return [replace(line, before=0.0) if at == 0 else line for at, line in enumerate(lines)]


def _notes(notes: tuple[str, ...], sizes: tuple[float, ...] = NOTE_SIZES) -> tuple[list[Line], list[Line]]:
    """The notes that stand below, at the largest size at which all do, and those that need a slide of their own."""
    for size in sizes:
        lines = _note_lines(notes, size)
        if _height(lines) <= HIGHEST_NOTES:
            return lines, []
    lines = _note_lines(notes, sizes[-1])
    fitting = 0
    while _height(lines[: fitting + 1]) <= HIGHEST_NOTES:
        fitting += 1
    return lines[:fitting], _note_lines(notes[fitting:], LONE_NOTE_SIZE)


def _note_lines(notes: tuple[str, ...], size: float) -> list[Line]:
    return [outlined(Paragraph(note, "※"), size + 3) for note in notes]


def _write_notes(slide: Slide, lines: list[Line], top: float) -> None:
    if lines:
        slide.fill(stage.NOTES, lines, top, _height(lines))


def _show_rest(deck: Deck, visual: Visual, lines: list[Line]) -> None:
    """Notes for which there was no room, on text slides under the same point."""
    if not lines:
        return
    most = stage.BOTTOM - stage.TOP
    parts = [part for line in lines for part in flow.cut(line, stage.ROOM, most)]
    for pieces in flow.split(parts, stage.ROOM, most):
        slide = deck.slide("Text", visual.title, visual.above)
        flow.draw(slide, pieces, visual.title, stage.LEFT, stage.TOP, stage.ROOM)
        slide.close()


def _height(lines: list[Line]) -> float:
    return total(lines, stage.ROOM)
