"""The empty deck: 16:9, its theme, its master and its layouts, made from python-pptx's own template.

Everything stands in placeholders of these layouts, so that a deck can be given another master.
"""

import re
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATION
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from kpi.charts.palette import INK, PAPER, QUIET, SERIES, STRONG_INK
from kpi.charts.printed import in_colour

WIDTH, HEIGHT = 960.0, 540.0
LEFT, RIGHT = 40.0, 920.0
ROOM = RIGHT - LEFT
TOP, BOTTOM = 108.0, 498.0
# A slide names one typeface for each script, never a list; where it is missing, office programs put their own.
TYPEFACE = "Malgun Gothic"
TITLE, BODY, KICKER, LEAD, VISUAL, NOTES, BASIS, UNIT, FOOTER, NUMBER = 0, 1, 10, 11, 12, 13, 14, 15, 20, 21

Box = tuple[float, float, float, float]
TITLE_BOX: Box = (54, 36, RIGHT - 54, 60)


@dataclass(frozen=True)
class Place:
    """A placeholder of a layout: what it takes, where it stands, and how its text looks."""

    kind: str
    number: int
    name: str
    box: Box
    size: float = 12
    bold: bool = False
    colour: str = "tx1"
    align: str = "l"
    anchor: str = "t"


_TITLE = Place("title", TITLE, "Title", TITLE_BOX, 26, bold=True, anchor="ctr")
_KICKER = Place("body", KICKER, "Section", (54, 18, RIGHT - 54, 18), 12, colour="accent1")
_LEAD = Place("body", LEAD, "Lead", (LEFT, TOP, ROOM, 40), 16)
_NOTES = Place("body", NOTES, "Notes", (LEFT, 470, ROOM, 28), 11, colour="tx2")
_FOOTER = Place("ftr", FOOTER, "Footer", (LEFT, 511, 800, 14), 9, colour="tx2")
_NUMBER = Place("sldNum", NUMBER, "Slide number", (860, 511, 60, 14), 9, colour="tx2", align="r")
_HEAD = (_TITLE, _KICKER, _LEAD)
_FOOT = (_NOTES, _FOOTER, _NUMBER)
_VISUAL: Box = (LEFT, TOP, ROOM, BOTTOM - TOP)

LAYOUTS: dict[str, tuple[Place, ...]] = {
    "Cover": (
        Place("ctrTitle", TITLE, "Title", (80, 130, 800, 130), 38, bold=True, anchor="b"),
        Place("subTitle", BODY, "Subtitle", (80, 278, 800, 84), 18, colour="tx2"),
        Place("body", KICKER, "Organisation and date", (80, 400, 800, 96), 14),
    ),
    "Text": (_TITLE, _KICKER, Place("body", BODY, "Text", _VISUAL, 20), _FOOTER, _NUMBER),
    "Chart": (*_HEAD, Place("chart", VISUAL, "Chart", _VISUAL), *_FOOT),
    "Table": (
        *_HEAD,
        Place("body", BASIS, "Basis", (LEFT, TOP, ROOM / 2, 16), 11, colour="tx2"),
        Place("body", UNIT, "Unit", (LEFT + ROOM / 2, TOP, ROOM / 2, 16), 11, colour="tx2", align="r"),
        Place("tbl", VISUAL, "Table", _VISUAL),
        *_FOOT,
    ),
    "Picture": (*_HEAD, Place("pic", VISUAL, "Picture", _VISUAL), *_FOOT),
    "One page": (
        Place("title", TITLE, "Title", (32, 12, 620, 34), 22, bold=True, anchor="ctr"),
        Place("body", KICKER, "Subtitle", (660, 12, 268, 34), 10, colour="tx2", align="r", anchor="ctr"),
        Place("body", NOTES, "Sources", (32, 480, 896, 52), 8, colour="tx2", anchor="b"),
    ),
}


def emu(points: float) -> int:
    return round(points * 12_700)


def blank() -> Any:
    """A presentation without slides, whose layouts are those of `LAYOUTS`, by name."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
    presentation.part._element.sldSz.attrib.pop("type", None)
    master = presentation.slide_master
    _write_theme(master)
    _write_master(master._element)
    layouts = list(master.slide_layouts)
    for layout, (name, places) in zip(layouts, LAYOUTS.items(), strict=False):
        _write_layout(layout._element, name, places)
    for layout in layouts[len(LAYOUTS) :]:
        master.slide_layouts.remove(layout)
    _drop_leftovers(presentation)
    return presentation


def accents() -> tuple[str, ...]:
    """The theme's six accents as RRGGBB: the colours of series."""
    return tuple(in_colour(colour).lstrip("#") for colour in SERIES)


def _write_theme(master: Any) -> None:
    part = master.part.part_related_by(RELATION.THEME)
    theme = part.blob.decode("utf-8")
    ink, paper, quiet, muted = (in_colour(name).lstrip("#") for name in (STRONG_INK, PAPER, QUIET, INK))
    named = {"dk1": ink, "lt1": paper, "dk2": muted, "lt2": quiet, "hlink": accents()[0], "folHlink": muted}
    named |= {f"accent{at}": colour for at, colour in enumerate(accents(), start=1)}
    for name, colour in named.items():
        theme = re.sub(
            f"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>', theme
        )
    faces = "".join(f'<a:{script} typeface="{TYPEFACE}"/>' for script in ("latin", "ea", "cs"))
    faces += f'<a:font script="Hang" typeface="{TYPEFACE}"/>'
    for kind in ("majorFont", "minorFont"):
        theme = re.sub(f"<a:{kind}>.*?</a:{kind}>", f"<a:{kind}>{faces}</a:{kind}>", theme, flags=re.DOTALL)
    part._blob = theme.encode("utf-8")


def _write_master(master: Any) -> None:
    body = Place("body", BODY, "Text", _VISUAL, 20)
    places = (_TITLE, body, _FOOTER, _NUMBER)
    _fill_tree(master.cSld.spTree, [*map(_placeholder_xml, places), _bar_xml((LEFT, 20, 4, 74))])
    styles = next(child for child in master if child.tag.endswith("}txStyles"))
    master.replace(styles, parse_xml(_styles_xml()))


def _styles_xml() -> str:
    """Levels of the outline as people go on writing them: ○, ―, ※."""
    marks = (("○", 27, 20), ("―", 54, 18), ("※", 54, 17))
    levels = "".join(
        f'<a:lvl{at}pPr marL="{emu(left)}" indent="{-emu(27)}" algn="l" eaLnBrk="1" latinLnBrk="0">'
        f"<a:buFont typeface='+mj-lt'/><a:buChar char='{mark}'/>{_face(size, 'mn')}</a:lvl{at}pPr>"
        for at, (mark, left, size) in enumerate(marks, start=1)
    )
    title = f'<a:lvl1pPr algn="l" eaLnBrk="1" latinLnBrk="0"><a:buNone/>{_face(26, "mj")}</a:lvl1pPr>'
    other = f'<a:lvl1pPr marL="0" algn="l" eaLnBrk="1" latinLnBrk="0">{_face(12, "mn")}</a:lvl1pPr>'
    return (
        f"<p:txStyles {nsdecls('p', 'a')}><p:titleStyle>{title}</p:titleStyle>"
        f"<p:bodyStyle>{levels}</p:bodyStyle><p:otherStyle>{other}</p:otherStyle></p:txStyles>"
    )


def _face(size: float, theme_font: str) -> str:
    fonts = "".join(
        f'<a:{script} typeface="+{theme_font}-{short}"/>'
        for script, short in (("latin", "lt"), ("ea", "ea"), ("cs", "cs"))
    )
    fill = '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    return f'<a:defRPr sz="{round(size * 100)}" kern="1200">{fill}{fonts}</a:defRPr>'


def _write_layout(layout: Any, name: str, places: tuple[Place, ...]) -> None:
    layout.cSld.set("name", name)
    layout.attrib.pop("type", None)
    decoration = []
    if name == "Cover":
        layout.set("type", "title")
        decoration = [_bar_xml((0, 0, 28, HEIGHT)), _bar_xml((80, 268, 120, 3))]
    if name in ("Cover", "One page"):
        layout.set("showMasterSp", "0")
    if name == "One page":
        decoration = [_bar_xml((32, 48, 896, 1.5))]
    _fill_tree(layout.cSld.spTree, [*decoration, *map(_placeholder_xml, places)])


def _fill_tree(tree: Any, shapes: list[str]) -> None:
    for child in list(tree)[2:]:
        tree.remove(child)
    for at, shape in enumerate(shapes, start=2):
        tree.append(parse_xml(shape.replace('id="0"', f'id="{at}"', 1)))


def _placeholder_xml(place: Place) -> str:
    return placeholder_xml(place, content=_sample(place))


def placeholder_xml(place: Place, content: str) -> str:
    """`p:sp` of a placeholder with its place and look; `content` is the inside of its one paragraph."""
    number = f' idx="{place.number}"' if place.number else ""
    align = f'marL="0" indent="0" algn="{place.align}"' if place.number != BODY else f'algn="{place.align}"'
    bullet = "<a:buNone/>" if place.number != BODY or place.kind == "subTitle" else ""
    if place.kind == "subTitle":
        align = 'marL="0" indent="0" algn="l"'
    fill = f'<a:solidFill><a:schemeClr val="{place.colour}"/></a:solidFill>'
    style = (
        f"<a:lvl1pPr {align}>{bullet}"
        f'<a:defRPr sz="{round(place.size * 100)}" b="{int(place.bold)}">{fill}</a:defRPr></a:lvl1pPr>'
    )
    return (
        f'<p:sp {nsdecls("p", "a", "r")}><p:nvSpPr><p:cNvPr id="0" name={quoteattr(place.name)}/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{place.kind}"{number}/></p:nvPr>'
        f"</p:nvSpPr><p:spPr>{_frame(place.box)}<a:prstGeom prst='rect'><a:avLst/></a:prstGeom></p:spPr>"
        f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"'
        f' anchor="{place.anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle>'
        f"<a:p>{content}</a:p></p:txBody></p:sp>"
    )


def _sample(place: Place) -> str:
    if place.kind == "sldNum":
        return NUMBER_FIELD
    return f"<a:r><a:rPr lang='en-US'/><a:t>{place.name}</a:t></a:r>" if place.kind != "ftr" else ""


NUMBER_FIELD = (
    '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
    "<a:rPr lang='en-US'/><a:t>‹#›</a:t></a:fld>"
)


def _frame(box: Box) -> str:
    left, top, wide, high = map(emu, box)
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'


def _bar_xml(box: Box) -> str:
    """A plain bar in the first accent: decoration, which readers of the screen skip."""
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="0" name="Bar"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f"</p:nvSpPr><p:spPr>{_frame(box)}<a:prstGeom prst='rect'><a:avLst/></a:prstGeom>"
        f"<a:solidFill><a:schemeClr val='accent1'/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _drop_leftovers(presentation: Any) -> None:
    """Leaves out the template's thumbnail, its printer's settings, and what it says of itself."""
    package = presentation.part.package
    for owner in (package._rels, presentation.part._rels):
        for name, relation in list(owner.items()):
            if relation.reltype in (RELATION.THUMBNAIL, RELATION.PRINTER_SETTINGS):
                owner.pop(name)
            elif relation.reltype == RELATION.EXTENDED_PROPERTIES:
                relation.target_part._blob = _APPLICATION.encode("utf-8")


_APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Office PowerPoint</Application></Properties>"
)
