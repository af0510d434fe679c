"""A brief as plain data for the template of PDF: every cell written out, no letter in it that would spoil the file."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from kpi import format as formats
from kpi.briefs.parts import Block, Brief, Cell, Chart, Facts, Number, Paragraph, Section, Table
from kpi.briefs.stamped import source_line, stamp_lines
from kpi.text import Text

# Words longer than this may be broken anywhere, or they would run out of their cell.
LONGEST_WORD = 14
HEADLINES, LONGEST_HEADLINE = ("title", "subtitle", "organisation"), 200
LONGEST_RUNNING_HEAD = 60
# Pictures beside each other on one page.
ACROSS = 3
BREAK = "\N{ZERO WIDTH SPACE}"
Data = dict[str, Any]
ALIGNED = {"left": "left", "right": "right", "centre": "center"}


def content(brief: Brief, files: Mapping[str, str]) -> Data:
    """Everything that the template says. `files`: title of a chart → file of its picture."""
    made_on = brief.made_on
    return {
        "lang": brief.language,
        **{name: _headline(getattr(brief, name), brief.one_page) for name in HEADLINES},
        "running_head": _short(clean(brief.title), LONGEST_RUNNING_HEAD),
        "made_on": formats.day(made_on, brief.language),
        "made_on_parts": {"year": made_on.year, "month": made_on.month, "day": made_on.day},
        "one_page": brief.one_page,
        "edition": clean(" · ".join(stamp_lines(brief)[:2])),
        "rows": _rows(
            [_section(each, brief, files) for each in (*brief.sections, *brief.appendix)], brief.one_page
        ),
        "sources": [_linked(source_line(each, brief.language), each.url) for each in brief.sources],
        "stamp": [_linked(each, brief.stamp.link) for each in stamp_lines(brief)],
        "notices": [],
        "words": {"sources": Text(brief.language)("briefs.sources")},
    }


def _headline(text: str, one_page: bool) -> str:
    """As it is; on one page no longer than a few lines."""
    return _short(clean(text), LONGEST_HEADLINE) if one_page else clean(text)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def clean(text: str) -> str:
    """The text composed (NFC), without control characters, and breakable where a word is very long."""
    composed = "".join(each if each.isprintable() else " " for each in unicodedata.normalize("NFC", text))
    return " ".join(_breakable(word) for word in composed.split())


def _breakable(word: str) -> str:
    """Korean breaks anywhere already; a long word of other letters gets places for it."""
    if len(word) <= LONGEST_WORD or not word.isascii():
        return word
    return BREAK.join(word[at : at + 6] for at in range(0, len(word), 6))


def _section(section: Section, brief: Brief, files: Mapping[str, str]) -> Data:
    """A table that is called as its section is not headed by the same words twice."""
    title = clean(section.title)
    blocks = [part for block in section.blocks for part in _parts(block, brief.language, files)]
    for table_of_same_name in (each for each in blocks if each.get("title") == title):
        table_of_same_name["title"] = ""
    return {"title": title, "blocks": list(_side_by_side(blocks, brief.one_page))}


def _rows(sections: list[Data], one_page: bool) -> list[list[Data]]:
    """On one page, short sections that follow each other stand in pairs: facts beside grade, cases beside plans."""
    rows: list[list[Data]] = []
    for section in sections:
        if one_page and rows and len(rows[-1]) == 1 and _is_short(rows[-1][0]) and _is_short(section):
            rows[-1].append(section)
        else:
            rows.append([section])
    return rows


def _is_short(section: Data) -> bool:
    return all(block["kind"] in ("paragraph", "facts") for block in section["blocks"])


def _parts(block: Block, language: str, files: Mapping[str, str]) -> Iterator[Data]:
    match block:
        case Paragraph():
            yield {"kind": "paragraph", "mark": block.mark, "text": clean(block.text)}
        case Facts():
            pairs = [[clean(label), clean(value)] for label, value in block.pairs]
            yield {"kind": "facts", "pairs": pairs}
        case Table():
            yield table(block, language)
        case Chart():
            yield _picture(block, language, files)


def _picture(chart: Chart, language: str, files: Mapping[str, str]) -> Data:
    """The picture, or the chart's table where there is none, which is said."""
    notes = [clean(each) for each in chart.notes]
    if chart.title in files:
        named = {"title": clean(chart.title), "alt": clean(chart.alt) or clean(chart.title)}
        return {
            "kind": "pictures",
            "across": 1,
            "pictures": [{**named, "file": files[chart.title], "notes": notes}],
        }
    shown = table(chart.table, language)
    shown["title"] = shown["title"] or clean(chart.title)
    shown["notes"] += [*notes, Text(language)("briefs.picture_missing")]
    return shown


def table(part: Table, language: str) -> Data:
    """A table with its cells as text; short rows are filled up, so that columns stay under their headings."""
    wide = len(part.columns)
    rows = [
        {
            "cells": [_cell(cell, language) for cell in row[:wide]] + [""] * (wide - len(row)),
            "marked": at in part.emphasised,
        }
        for at, row in enumerate(part.rows)
    ]
    return {
        "kind": "table",
        "title": clean(part.title),
        "columns": [
            {"heading": clean(each.heading), "align": ALIGNED[each.align], "width": each.width}
            for each in part.columns
        ],
        "rows": rows,
        "unit": clean(part.unit),
        "basis": clean(part.basis),
        "notes": [clean(each) for each in part.notes],
    }


def _cell(cell: Cell, language: str) -> str:
    if isinstance(cell, Number):
        return clean(cell.shown)
    return clean(cell) if isinstance(cell, str) else formats.day(cell, language)


def _side_by_side(blocks: list[Data], one_page: bool) -> Iterator[Data]:
    """On one page, pictures that follow each other stand in a row."""
    row: Data | None = None
    for block in blocks:
        if one_page and block["kind"] == "pictures":
            if row is None:
                row = {"kind": "pictures", "across": ACROSS, "pictures": []}
                yield row
            row["pictures"] += block["pictures"]
        else:
            row = None
            yield block


def _linked(line: str, url: str) -> Data:
    """A line whose address can be followed, where it is one of the web."""
    is_address = url.startswith(("http://", "https://")) and url.isprintable() and " " not in url
    shown = " ".join("".join(each if each.isprintable() else " " for each in line).split())
    return {"text": shown, "url": url if is_address and url in shown else ""}
