"""Paragraphs, runs, links, pictures and the head of a HWPX section as XML.

Every text goes through `escaped`, every number of an object through the paper's counter: the same brief gives the same
bytes, and no name can break a document.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from kpi.briefs.writers.hwpx_look import POINT, Look

# Characters that XML 1.0 cannot hold. A tab is written as a space: its width would be a matter of the reader.
UNWRITABLE = re.compile("[^\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PIXEL = 75
PNG = b"\x89PNG\r\n\x1a\n"
# Hancom's number for the field of a link.
LINK_FIELD = "627600491"
SUBLIST = (
    '<hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK" vertAlign="{align}" linkListIDRef="0"'
    ' linkListNextIDRef="0" textWidth="{width}" textHeight="{height}" hasTextRef="0" hasNumRef="0">'
)
PLACE = (
    '<hp:pos treatAsChar="{as_letter}" affectLSpacing="0" flowWithText="1" allowOverlap="0" holdAnchorAndSO="0"'
    ' vertRelTo="PARA" horzRelTo="COLUMN" vertAlign="TOP" horzAlign="LEFT" vertOffset="0" horzOffset="0"/>'
    '<hp:outMargin left="0" right="0" top="0" bottom="0"/>'
)
ONE_COLUMN = (
    '<hp:ctrl><hp:colPr id="" type="NEWSPAPER" layout="LEFT" colCount="1" sameSz="1" sameGap="0"/></hp:ctrl>'
)
PAGE_NUMBER = (
    '<hp:ctrl><hp:autoNum num="1" numType="PAGE"><hp:autoNumFormat type="DIGIT" userChar="" prefixChar=""'
    ' suffixChar="" supscript="0"/></hp:autoNum></hp:ctrl>'
)
UNTURNED = 'e2="0" e3="0" e4="0"'


def plain(text: str) -> str:
    """Text without what XML cannot hold, and with one kind of line end."""
    return UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def escaped(text: str) -> str:
    """Text as XML holds it."""
    return escape(plain(text))


@dataclass
class Paper:
    """What writes paragraphs in a look. It counts its objects, so that each has a number of its own."""

    look: Look
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def number(self) -> int:
        return next(self.numbers)

    def paragraph(self, shape: str, text: str) -> str:
        """A paragraph of text; a line end in it breaks the line."""
        return self.of_runs(shape, self.run(shape, text))

    def of_runs(self, shape: str, runs: str) -> str:
        form = self.look.shapes[shape]
        return (
            f'<hp:p id="{self.number()}" paraPrIDRef="{form.paragraph}" styleIDRef="{form.style}" pageBreak="0"'
            f' columnBreak="0" merged="0">{runs}</hp:p>'
        )

    def spread(self, shape: str, left: str, right: str) -> str:
        """A paragraph of two texts, one at each edge."""
        size = self.look.shapes[shape].size
        between = max(self.look.text_width - round(letters(left + right) * size), 0)
        tab = f'<hp:tab width="{between}" leader="0" type="2"/>' if right else ""
        run = f"<hp:t>{escaped(left)}{tab}{escaped(right)}</hp:t>"
        return self.of_runs(
            shape, f'<hp:run charPrIDRef="{self.look.shapes[shape].character}">{run}</hp:run>'
        )

    def run(self, shape: str, text: str) -> str:
        return _run(self.look.shapes[shape].character, text)

    def linked(self, shape: str, text: str, address: str) -> str:
        """A paragraph in which the address, where it stands in the text, can be followed."""
        before, found, after = text.partition(address) if address else (text, "", "")
        if not found or not re.match("https?://", address):
            return self.paragraph(shape, text)
        return self.of_runs(
            shape,
            (self.run(shape, before) if before else "")
            + self._link(shape, address)
            + (self.run(shape, after) if after else ""),
        )

    def _link(self, shape: str, address: str) -> str:
        number, character = self.number(), self.look.shapes[shape].character
        command = re.sub("([:?;#])", r"\\\1", address)
        parameters = {
            "Command": f"{command};1;0;0;",
            "Path": address,
            "Category": "HWPHYPERLINK_TYPE_URL",
            "TargetType": "HWPHYPERLINK_TARGET_BOOKMARK",
            "DocOpenType": "HWPHYPERLINK_JUMP_CURRENTTAB",
        }
        listed = "".join(
            f'<hp:stringParam name="{name}">{escaped(value)}</hp:stringParam>'
            for name, value in parameters.items()
        )
        return (
            f'<hp:run charPrIDRef="{character}"><hp:ctrl><hp:fieldBegin id="{number}" type="HYPERLINK" name=""'
            f' editable="0" dirty="0" zorder="-1" fieldid="{LINK_FIELD}"><hp:parameters cnt="6" name="">'
            f'<hp:integerParam name="Prop">0</hp:integerParam>{listed}</hp:parameters></hp:fieldBegin></hp:ctrl>'
            f"</hp:run>{_run(self.look.link, address)}"
            f'<hp:run charPrIDRef="{character}"><hp:ctrl><hp:fieldEnd beginIDRef="{number}" fieldid="{LINK_FIELD}"/>'
            f"</hp:ctrl></hp:run>"
        )

    def picture(self, item: str, pixels: tuple[int, int], most: tuple[int, int], alt: str) -> str:
        """A picture in its paragraph, as large as `most` (width and height) lets it be, with its text for who cannot
        see it. Its own size stays known, as Hancom writes it: a reader cuts nothing off and loses no sharpness.
        """
        width, height = (side * PIXEL for side in pixels)
        scale = min(most[0] / width, most[1] / height)
        shown = round(width * scale), round(height * scale)
        return self.of_runs(
            "figure",
            f'<hp:run charPrIDRef="{self.look.shapes["figure"].character}">'
            f"{_picture(self.number(), item, (width, height), shown, scale, alt)}<hp:t/></hp:run>",
        )

    def head(self, shape: str, text: str, above: str, below: str) -> str:
        """The first paragraph, which carries the page, what stands above each page after the first, and below."""
        character = self.look.shapes[shape].character
        number = f'<hp:run charPrIDRef="{self.look.shapes["page"].character}">{PAGE_NUMBER}</hp:run>'
        page = self.run("page", "- ") + number + self.run("page", " -")
        header = self._margin_text("header", "TOP", self.paragraph("header", above))
        footer = self._margin_text(
            "footer", "BOTTOM", self.paragraph("footer", below) + self.of_runs("page", page)
        )
        return self.of_runs(
            shape,
            f'<hp:run charPrIDRef="{character}">{self.look.section_properties}{ONE_COLUMN}{header}{footer}</hp:run>'
            + self.run(shape, text),
        )

    def _margin_text(self, kind: str, align: str, paragraphs: str) -> str:
        opened = SUBLIST.format(align=align, width=self.look.text_width, height=30 * POINT)
        return (
            f'<hp:ctrl><hp:{kind} id="{self.number()}" applyPageType="BOTH">{opened}{paragraphs}</hp:subList>'
            f"</hp:{kind}></hp:ctrl>"
        )


def letters(text: str) -> float:
    """The width of a text in full-width letters, rather too much than too little: fonts differ."""
    return sum(1.0 if east_asian_width(each) in "WF" else 0.58 for each in text)


def pixels_of(picture: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG; None where the bytes are none."""
    if not picture.startswith(PNG) or len(picture) < 24:
        return None
    width, height = int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")
    return (width, height) if width and height else None


def _run(character: str, text: str) -> str:
    lines = escaped(text).replace("\n", "<hp:lineBreak/>")
    return f'<hp:run charPrIDRef="{character}"><hp:t>{lines}</hp:t></hp:run>'


def _picture(
    number: int, item: str, own: tuple[int, int], shown: tuple[int, int], scale: float, alt: str
) -> str:
    (width, height), (wide, high) = own, shown
    unit = f'e1="1" {UNTURNED} e5="1" e6="0"'
    return (
        f'<hp:pic id="{number}" zOrder="0" numberingType="PICTURE" textWrap="TOP_AND_BOTTOM" textFlow="BOTH_SIDES"'
        f' lock="0" dropcapstyle="None" href="" groupLevel="0" instid="{number}" reverse="0"><hp:offset x="0" y="0"/>'
        f'<hp:orgSz width="{width}" height="{height}"/><hp:curSz width="{wide}" height="{high}"/>'
        '<hp:flip horizontal="0" vertical="0"/>'
        f'<hp:rotationInfo angle="0" centerX="{wide // 2}" centerY="{high // 2}" rotateimage="1"/>'
        f'<hp:renderingInfo><hc:transMatrix {unit}/><hc:scaMatrix e1="{scale:.6f}" {UNTURNED} e5="{scale:.6f}" e6="0"/>'
        f"<hc:rotMatrix {unit}/></hp:renderingInfo>"
        f'<hp:imgRect><hc:pt0 x="0" y="0"/><hc:pt1 x="{width}" y="0"/><hc:pt2 x="{width}" y="{height}"/>'
        f'<hc:pt3 x="0" y="{height}"/></hp:imgRect>'
        f'<hp:imgClip left="0" right="{width}" top="0" bottom="{height}"/>'
        '<hp:inMargin left="0" right="0" top="0" bottom="0"/>'
        f'<hp:imgDim dimwidth="{width}" dimheight="{height}"/>'
        f'<hc:img binaryItemIDRef="{item}" bright="0" contrast="0" effect="REAL_PIC" alpha="0"/><hp:effects/>'
        f'<hp:sz width="{wide}" widthRelTo="ABSOLUTE" height="{high}" heightRelTo="ABSOLUTE" protect="0"/>'
        f"{PLACE.format(as_letter=1)}<hp:shapeComment>{escaped(alt)}</hp:shapeComment></hp:pic>"
    )
