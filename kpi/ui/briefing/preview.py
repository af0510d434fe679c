"""The brief as the page shows it before it is a file: the same words, tables and charts in the same order."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from kpi import format as formats
from kpi.briefs.parts import Block, Brief, Cell, Chart, Facts, Number, Paragraph, Table
from kpi.briefs.stamped import source_line, stamp_lines
from kpi.charts.drawing import Drawing
from kpi.text import Text
from kpi.ui import tables
from kpi.ui.cached import kept
from kpi.ui.figure import show_grid
from kpi.ui.markup import definitions, put, text_of

# More rows take long to draw; a file has them all.
ROWS_SHOWN = 120
LEVELS = {"○": 1, "―": 2, "※": 3, "": 0}
Run = str | tuple[Drawing, ...]


def show(brief: Brief, signature: str) -> None:
    """The whole brief: HTML, and charts between it."""
    for at, run in enumerate(kept("brief-preview", (signature,), lambda: tuple(runs(brief)))):
        if isinstance(run, str):
            put(f'<div class="kpi-paper">{run}</div>')
        else:
            show_grid(run, f"brief-{at}")


def runs(brief: Brief) -> Iterator[Run]:
    """What stands one after another: charts side by side where they follow each other."""
    text = Text(brief.language)
    html = _head(brief)
    for section in brief.sections:
        html += f"<h2>□ {text_of(section.title)}</h2>"
        for is_chart, blocks in groupby(section.blocks, lambda block: isinstance(block, Chart)):
            if not is_chart:
                html += "".join(_block(text, block) for block in blocks)
                continue
            charts = [block for block in blocks if isinstance(block, Chart)]
            yield html
            yield tuple(chart.drawing for chart in charts)
            html = "".join(_behind(text, chart) for chart in charts)
    yield html + _foot(brief, text)


def _head(brief: Brief) -> str:
    day = formats.day(brief.made_on, brief.language)
    below = " · ".join(part for part in (day, brief.organisation) if part)
    return (
        f'<header><h1 class="kpi-brief-title">{text_of(brief.title)}</h1><p>{text_of(brief.subtitle)}</p>'
        f'<p class="kpi-quiet">{text_of(below)}</p></header>'
    )


def _foot(brief: Brief, text: Text) -> str:
    """The lines of the stamp, then the sources."""
    listed = [source_line(source, brief.language) for source in brief.sources]
    sources = f"<h2>□ {text_of(text('briefs.sources'))}</h2>{_list(listed)}" if listed else ""
    return f"{sources}<footer>{_list(stamp_lines(brief))}</footer>"


def _list(lines: tuple[str, ...] | list[str]) -> str:
    return f"<ul>{''.join(f'<li>{text_of(line)}</li>' for line in lines)}</ul>"


def _block(text: Text, block: Block) -> str:
    if isinstance(block, Paragraph):
        return _said(block)
    if isinstance(block, Facts):
        return definitions(block.pairs)
    assert isinstance(block, Table)
    return _table(text, block)


def _said(paragraph: Paragraph) -> str:
    mark = f"{paragraph.mark} " if paragraph.mark else ""
    return f'<p class="kpi-level-{LEVELS[paragraph.mark]}">{mark}{text_of(paragraph.text)}</p>'


def _behind(text: Text, chart: Chart) -> str:
    """Under a chart its notes, and the table of its numbers, folded."""
    notes = "".join(_said(Paragraph(note, "※")) for note in chart.notes)
    if not chart.table.rows:
        return notes
    name = text_of(f"{text('app.table_behind')}: {chart.title}")
    return f"{notes}<details><summary>{name}</summary>{_table(text, chart.table)}</details>"


def _table(text: Text, table: Table) -> str:
    """The title with the basis on the left, the unit above on the right, rows, notes below."""
    columns = [tables.Column(each.heading, each.align == "right") for each in table.columns]
    rows = [[_cell(text, cell) for cell in row] for row in table.rows[:ROWS_SHOWN]]
    notes = [*table.notes]
    if len(table.rows) > ROWS_SHOWN:
        notes.append(text("briefing.preview.rows", shown=ROWS_SHOWN, count=f"{len(table.rows):,}"))
    drawn = (
        tables.markup(columns, rows, caption=table.unit, label=table.title, marked=table.emphasised)
        if rows
        else ""
    )
    return (
        f'<p class="kpi-brief-table"><b>{text_of(table.title)}</b> <span>{text_of(table.basis)}</span></p>'
        f"{drawn}{''.join(_said(Paragraph(note, '※')) for note in notes)}"
    )


def _cell(text: Text, cell: Cell) -> str:
    if isinstance(cell, Number):
        return cell.shown
    return formats.day(cell, text.language) if isinstance(cell, date) else cell
