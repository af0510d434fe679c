"""Text of slides: how much room it takes, and its paragraphs as DrawingML.

Lines have an exact height and widths are counted a little too wide, so that what fits here fits in every office
program, whatever font it puts in the place of a missing one.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from kpi.briefs.parts import Paragraph

LINE = 1.32
NARROW, BROAD = frozenset("iljtfrI.,:;'|!()[] "), frozenset("mwMW@%&+<>=")
# What XML cannot hold at all.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ADDRESS = re.compile(r"https?://[^\s<>\"]+")
# Office programs refuse longer addresses.
LONGEST_ADDRESS = 2_000
TAGS = {"ko": "ko-KR", "en": "en-US"}
# Mark of the outline → steps of indentation, points smaller than the text, space above in lines.
OUTLINE = {"○": (0, 0, 0.5), "―": (1, 2, 0.25), "※": (1, 3, 0.25), "": (0, 1, 0.5), "□": (0, -2, 0.7)}


@dataclass(frozen=True)
class Line:
    """One paragraph of a slide: `before` is the space above it in points, `indent` how far its text stands in."""

    text: str
    size: float
    mark: str = ""
    indent: float = 0.0
    before: float = 0.0
    bold: bool = False
    colour: str = "tx1"
    align: str = "l"
    linked: bool = False


def outlined(paragraph: Paragraph, size: float) -> Line:
    """A paragraph of a brief at its level, where ○ is written in `size`."""
    steps, smaller, above = OUTLINE[paragraph.mark]
    hanging = 1.35 * size * (steps + 1) if paragraph.mark else 0.0
    return Line(
        paragraph.text,
        max(size - smaller, 8),
        mark=paragraph.mark,
        indent=hanging,
        before=above * size,
        colour="tx2" if paragraph.mark == "※" else "tx1",
    )


def width(text: str, size: float) -> float:
    """How wide the text stands in points."""
    return size * sum(map(_em, text))


@cache
def _em(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WFA":
        return 0.98
    if sign in NARROW:
        return 0.36
    if sign in BROAD:
        return 0.95
    return 0.74 if sign.isupper() else 0.64


@lru_cache(maxsize=10_000)
def wrapped(text: str, size: float, room: float) -> tuple[str, ...]:
    """The lines of a text: broken between words, and within a word that is wider than the room."""
    lines: list[str] = []
    for piece in clean(text).splitlines() or [""]:
        line, used, before = "", 0.0, len(lines)
        for word in re.findall(r"\S+\s*|\s+", piece):
            needed = width(word.rstrip(), size)
            if line and used + needed > room:
                lines.append(line.rstrip())
                line, used = "", 0.0
            while needed > room:
                fitting = _fitting(word, size, room)
                lines.append(word[:fitting])
                word = word[fitting:]
                needed = width(word.rstrip(), size)
            line += word
            used += width(word, size)
        if line.strip() or len(lines) == before:
            lines.append(line.rstrip())
    return tuple(lines)


def _fitting(word: str, size: float, room: float) -> int:
    """How many signs of a word stand in the room; one at least."""
    used = 0.0
    for at, sign in enumerate(word):
        used += size * _em(sign)
        if used > room:
            return max(at, 1)
    return len(word)


def height(line: Line, room: float) -> float:
    """How high a paragraph stands in points, with the space above it."""
    return line.before + len(wrapped(line.text, line.size, room - line.indent)) * line.size * LINE


def total(lines: Iterable[Line], room: float) -> float:
    return sum(height(line, room) for line in lines)


def shortened(text: str, size: float, room: float, most: int) -> str:
    """The text in at most so many lines; what is cut off leaves an ellipsis."""
    lines = wrapped(text, size, room)
    if len(lines) <= most:
        return clean(text)
    last = lines[most - 1]
    while last and width(f"{last}…", size) > room:
        last = last[:-1]
    return " ".join([*lines[: most - 1], f"{last}…"])


def cut(line: Line, room: float, most: float) -> list[Line]:
    """A paragraph in parts of which none is higher than `most` points."""
    rows = wrapped(line.text, line.size, room - line.indent)
    each = max(int((most - line.before) // (line.size * LINE)), 1)
    if len(rows) <= each:
        return [line]
    parts = [" ".join(rows[at : at + each]) for at in range(0, len(rows), each)]
    return [replace(line, text=part, mark=line.mark if at == 0 else "") for at, part in enumerate(parts)]


def clean(text: str) -> str:
    """The text without what XML cannot hold; tabs are spaces."""
    return UNWRITABLE.sub("", text).replace("\t", " ")


def attribute(text: str) -> str:
    """The text quoted as the value of an attribute."""
    return quoteattr(clean(text))


def paragraph_xml(line: Line, language: str) -> str:
    """`a:p` of a paragraph."""
    hanging = 1.35 * line.size
    mark = (
        f"<a:buFont typeface='+mj-lt'/><a:buChar char={attribute(line.mark)}/>"
        if line.mark
        else "<a:buNone/>"
    )
    indent = -_emu(min(hanging, line.indent)) if line.mark else 0
    return (
        f'<a:p><a:pPr marL="{_emu(line.indent)}" indent="{indent}" algn="{line.align}">'
        f'<a:lnSpc><a:spcPts val="{round(line.size * LINE * 100)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(line.before * 100)}"/></a:spcBef>'
        f'<a:spcAft><a:spcPts val="0"/></a:spcAft>{mark}</a:pPr>{_runs(line, language)}</a:p>'
    )


def _runs(line: Line, language: str) -> str:
    properties = f'lang="{TAGS[language]}" altLang="en-US" sz="{round(line.size * 100)}" b="{int(line.bold)}" dirty="0"'
    fill = f'<a:solidFill><a:schemeClr val="{line.colour}"/></a:solidFill>'
    said = "<a:br/>".join(
        "".join(
            f"<a:r><a:rPr {properties}>{fill}</a:rPr><a:t>{escape(part)}</a:t></a:r>"
            for part in _parts(row, line.linked)
        )
        for row in clean(line.text).splitlines()
    )
    return f"{said}<a:endParaRPr {properties}/>"


def _parts(row: str, linked: bool) -> list[str]:
    """A row with its addresses apart, so that they can be made to open."""
    return [part for part in re.split(f"({ADDRESS.pattern})", row) if part] if linked else [row]


def put(shape: Any, lines: Iterable[Line], language: str) -> None:
    """Writes the paragraphs into a shape in the place of those it has; addresses in linked ones open."""
    body = shape.text_frame._txBody
    for old in body.p_lst:
        body.remove(old)
    lines = list(lines) or [Line("", 12)]
    written = "".join(paragraph_xml(line, language) for line in lines)
    for paragraph in parse_xml(f"<a:txBody {nsdecls('a')}>{written}</a:txBody>"):
        body.append(paragraph)
    if any(line.linked for line in lines):
        _open_addresses(shape)


def _open_addresses(shape: Any) -> None:
    for paragraph in shape.text_frame.paragraphs:
        for run in paragraph.runs:
            if ADDRESS.fullmatch(run.text) and len(run.text) <= LONGEST_ADDRESS:
                run.hyperlink.address = run.text


def _emu(points: float) -> int:
    return round(points * 12_700)
