"""The look of a HWPX brief: page, fonts, borders and named styles.

python-hwpx makes it once a process, for a usual and for a one-page brief; documents of that look share its parts and
differ in the body only, which is why writing one takes milliseconds.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from hwpx import HwpxDocument

from kpi.text import Text

INK, GREY, LINE, NAVY = "#000000", "#595959", "#7F7F7F", "#1F3864"
HEAD_FILL, LABEL_FILL, STRONG_FILL = "#DCE3EE", "#EEF1F6", "#FFF4CE"
# HWPX counts in hundredths of a point.
POINT = 100
MM = 7200 / 25.4
SECTION = "Contents/section0.xml"


@dataclass(frozen=True)
class Style:
    """A style in points. Lines after the first stand further in by `hanging`; `level` is its place in the outline;
    what follows a tab stands at the right edge where it `spreads`.
    """

    size: float
    font: str = "gothic"
    bold: bool = False
    colour: str = INK
    align: str = "JUSTIFY"
    left: float = 0
    hanging: float = 0
    before: float = 0
    after: float = 0
    spacing: int = 150
    level: int | None = None
    keeps_with_next: bool = False
    ruled: bool = False
    spreads: bool = False


STYLES = {
    "title": Style(20, bold=True, align="CENTER", after=10, spacing=130, ruled=True),
    "subtitle": Style(13, align="CENTER", after=2),
    "made": Style(10.5, colour=GREY, align="RIGHT", after=2),
    "heading": Style(
        15, bold=True, colour=NAVY, align="LEFT", hanging=20, before=14, after=4, level=0, keeps_with_next=True
    ),
    "says": Style(12, "serif", align="LEFT", left=8, hanging=17, before=3, after=1, level=1),
    "explains": Style(11.5, "serif", align="LEFT", left=25, hanging=15, before=2, level=2),
    "note": Style(10, colour=GREY, align="LEFT", left=8, hanging=13, before=3, spacing=140),
    "body": Style(11.5, "serif", before=2, after=2),
    "table_title": Style(11, bold=True, align="LEFT", before=8, keeps_with_next=True),
    "basis": Style(9.5, colour=GREY, align="LEFT", spacing=130, keeps_with_next=True, spreads=True),
    "anchor": Style(4, align="LEFT", spacing=100),
    "figure": Style(10, align="CENTER", before=2, after=2, spacing=100),
    "source": Style(10, align="LEFT", hanging=14, spacing=140),
    "stamp": Style(9, colour=GREY, align="LEFT", before=1, spacing=140),
    "header": Style(9, colour=GREY, align="RIGHT", spacing=120),
    "footer": Style(8.5, colour=GREY, align="LEFT", spacing=120),
    "page": Style(9, colour=GREY, align="CENTER", spacing=120),
}  # fmt: skip
ALIGNMENTS = {"left": "LEFT", "right": "RIGHT", "centre": "CENTER"}
CELL_SIZES = {"": 9.5, "small": 8}
CELL_SPACING = 130


@dataclass(frozen=True)
class Shape:
    """What a paragraph refers to: its style, and the style's paragraph and letters; `size` is of the letters."""

    style: str
    paragraph: str
    character: str
    size: int


@dataclass(frozen=True)
class Look:
    """Parts that all documents of this look share, and what their bodies refer to. Lengths are in HWPX units."""

    parts: Mapping[str, bytes]
    root: str
    section_properties: str
    shapes: Mapping[str, Shape]
    link: str
    fills: Mapping[str, str]
    text_width: int
    text_height: int
    cell_padding: int


@cache
def look(one_page: bool) -> Look:
    """The look of a usual brief, or the tighter one of a brief that has to stand on one sheet."""
    document = HwpxDocument.new()
    margins = {"left": 15, "right": 15, "top": 8, "bottom": 8, "header": 6, "footer": 8} if one_page else {
        "left": 20, "right": 20, "top": 12, "bottom": 12, "header": 10, "footer": 10}  # fmt: skip
    document.page.setup(paper_size="A4", orientation="PORTRAIT", margins_mm=margins)
    _name_fallbacks(document)
    _quiet_outline(document)
    fills = _fills(document)
    shapes = {
        key: _shape(document, key, _tighter(style) if one_page else style, fills)
        for key, style in (STYLES | _cell_styles()).items()
    }
    link = document.styles.ensure_run(
        font=_font("gothic"),
        size=shapes["stamp"].size / POINT,
        color=NAVY,
        underline=True,
        underline_color=NAVY,
    )
    parts = _parts(document)
    section = parts[SECTION].decode("utf-8")
    properties = section[section.index("<hp:secPr") : section.index("</hp:secPr>")] + "</hp:secPr>"
    return Look(
        parts=parts,
        root=section[: section.index("<hp:p ")],
        section_properties=properties.replace('hideFirstHeader="0"', 'hideFirstHeader="1"'),
        shapes=shapes,
        link=link,
        fills=fills,
        text_width=round((210 - margins["left"] - margins["right"]) * MM),
        text_height=round((297 - sum(margins.values()) + margins["left"] + margins["right"]) * MM),
        cell_padding=110 if one_page else 230,
    )


def _cell_styles() -> dict[str, Style]:
    """Styles inside tables, by weight, size and alignment: `cell.right`, `strong.small.left`, `head.centre`."""
    return {
        ".".join(filter(None, (weight, size, align))): Style(
            points, bold=weight != "cell", align=horizontal, spacing=CELL_SPACING
        )
        for weight in ("cell", "strong", "head")
        for size, points in CELL_SIZES.items()
        for align, horizontal in ALIGNMENTS.items()
    }


def _name(key: str, language: str) -> str:
    """A style's name as it stands in the list of styles."""
    text = Text(language)
    return " ".join(text(f"hwpx.style.{part}") for part in key.split("."))


def _font(key: str) -> str:
    return Text("ko")(f"hwpx.font.{key}")


def _tighter(style: Style) -> Style:
    """The style at four fifths of its size, standing closer."""
    return replace(
        style,
        size=max(style.size * 0.8, 4),
        left=style.left * 0.8,
        hanging=style.hanging * 0.8,
        before=style.before * 0.5,
        after=style.after * 0.8,
        spacing=max(style.spacing - 20, 100),
    )


def _shape(document: HwpxDocument, key: str, style: Style, fills: Mapping[str, str]) -> Shape:
    header = document.oxml.headers[0]
    character = document.styles.ensure_run(
        bold=style.bold, font=_font(style.font), size=style.size, color=style.colour
    )
    lengths = {
        "intent": -style.hanging,
        "left": style.left,
        "right": 0,
        "prev": style.before,
        "next": style.after,
    }
    paragraph = header.ensure_paragraph_format(
        base_para_pr_id="0",
        alignment=style.align,
        line_spacing_percent=style.spacing,
        margins={name: round(length * POINT) for name, length in lengths.items()},
        heading=None if style.level is None else {"type": "OUTLINE", "idRef": "0", "level": style.level},
        border={"borderFillIDRef": fills["rule"], "offsetTop": 300, "offsetBottom": 300}
        if style.ruled
        else None,
        break_setting={"keep_with_next": style.keeps_with_next, "widow_orphan": True},
        tab_pr_id_ref=header.ensure_tab_definition(auto_tab_right=True) if style.spreads else None,
    )
    identity = header.ensure_style(
        _name(key, "ko"), style_type="PARA", eng_name=_name(key, "en"), para_pr_id_ref=paragraph,
        char_pr_id_ref=character, lang_id=1042,
    )  # fmt: skip
    header.ensure_style(_name(key, "ko"), next_style_id_ref=identity)
    return Shape(identity, paragraph, character, round(style.size * POINT))


def _fills(document: HwpxDocument) -> dict[str, str]:
    """Borders and grounds: `cell`, `strong`, `head` and `label` for tables, `rule` above and below the title, and
    `bare`, the template's own, which draws nothing.
    """
    ensure = document.styles.ensure_border_fill
    grid = {"border_color": LINE, "border_width": "0.12 mm"}
    return {
        "cell": ensure(**grid),
        "strong": ensure(**grid, fill_color=STRONG_FILL),
        "head": ensure(**grid, fill_color=HEAD_FILL),
        "label": ensure(**grid, fill_color=LABEL_FILL),
        "bare": "1",
        "rule": ensure(border_color=NAVY, border_width="0.7 mm", active_borders=["top", "bottom"]),
    }


def _name_fallbacks(document: HwpxDocument) -> None:
    """Every font of the template names the one that stands in for it."""
    for font in _elements(document, "font"):
        attributes = {"face": _font("fallback"), "type": "TTF", "isEmbedded": "0", "binaryItemIDRef": ""}
        font.insert(0, font.makeelement(font.tag.replace("}font", "}substFont"), attributes))


def _quiet_outline(document: HwpxDocument) -> None:
    """Outline levels keep their rank and draw no number of their own: a brief writes its marks □ ○ ― itself."""
    for head in _elements(document, "paraHead"):
        head.text = None
        head.set("autoIndent", "0")
        head.set("textOffset", "0")


def _elements(document: HwpxDocument, name: str) -> list[Any]:
    root = document.oxml.headers[0].element
    return list(root.iter(root.tag.replace("}head", f"}}{name}")))


def _parts(document: HwpxDocument) -> dict[str, bytes]:
    document.oxml.headers[0].mark_dirty()
    with zipfile.ZipFile(io.BytesIO(document.to_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
