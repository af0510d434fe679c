"""A brief as a HWPX document, the form in which ministries hand documents in since 2026."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import singledispatchmethod

from kpi import format as formats
from kpi.briefs.parts import Block, Brief, Chart, Facts, Paragraph, Section, Table
from kpi.briefs.stamped import source_line, stamp_lines
from kpi.briefs.writers.hwpx_look import SECTION, look
from kpi.briefs.writers.hwpx_tables import facts, note, table
from kpi.briefs.writers.hwpx_xml import Paper, escaped, pixels_of
from kpi.text import Text

SHAPES = {"○": "says", "―": "explains", "※": "note", "": "body"}
HEADING_MARK, SOURCE_MARK, BETWEEN = "□", "―", " · "
# The most of a page's height that a picture takes, in a usual brief and in a brief of one page.
PICTURE_SHARE = {False: 0.42, True: 0.2}
# The earliest day that a ZIP archive knows: the same brief is the same file whenever it is written.
ALWAYS = (1980, 1, 1, 0, 0, 0)
OPF = "http://www.idpf.org/2007/opf/"


def write(brief: Brief, pictures: Mapping[str, bytes]) -> bytes:
    """The brief as a file. `pictures` holds a PNG for a chart's title; a chart without one is told by its table."""
    document = Document(brief, pictures)
    section = document.section()
    replaced = {
        SECTION: section.encode("utf-8"),
        "Contents/content.hpf": _contents(brief, document.items).encode("utf-8"),
        "Preview/PrvText.txt": _preview(brief).encode("utf-8"),
    }
    images = {f"BinData/{item}.png": picture for item, picture in document.items.items()}
    return _archive({**document.paper.look.parts, **replaced, **images})


@dataclass
class Document:
    """The body of one document while it is written, and the pictures that it has used so far."""

    brief: Brief
    pictures: Mapping[str, bytes]
    items: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.text = Text(self.brief.language)
        self.paper = Paper(look(self.brief.one_page))

    def section(self) -> str:
        """The whole body as XML."""
        body = [self._title_block(), *(self._section(each) for each in self.brief.sections), self._closing()]
        return f"{self.paper.look.root}{''.join(body)}</hs:sec>"

    def _title_block(self) -> str:
        brief, paper = self.brief, self.paper
        stamped = stamp_lines(brief)[: 1 if brief.stamp.release is None else 2]
        made = BETWEEN.join(filter(None, (brief.organisation, formats.day(brief.made_on, brief.language))))
        return (
            paper.head("title", brief.title, above=brief.title, below=BETWEEN.join(stamped))
            + (paper.paragraph("subtitle", brief.subtitle) if brief.subtitle else "")
            + paper.paragraph("made", made)
        )

    def _section(self, section: Section) -> str:
        return self._heading(section.title) + "".join(self._block(each) for each in section.blocks)

    def _heading(self, title: str) -> str:
        return self.paper.paragraph("heading", f"{HEADING_MARK} {title}")

    def _closing(self) -> str:
        """Where the numbers come from, and which edition this is."""
        brief, paper = self.brief, self.paper
        lines = [
            paper.linked("source", f"{SOURCE_MARK} {source_line(each, brief.language)}", each.url)
            for each in brief.sources
        ]
        sources = [self._heading(self.text("briefs.sources")), *lines] if lines else []
        stamped = (paper.linked("stamp", line, brief.stamp.link) for line in stamp_lines(brief))
        return "".join([*sources, paper.paragraph("stamp", ""), *stamped])

    @singledispatchmethod
    def _block(self, block: Block) -> str:
        raise TypeError(f"a brief holds no {type(block).__name__}")

    @_block.register
    def _(self, block: Paragraph) -> str:
        return self.paper.paragraph(SHAPES[block.mark], f"{block.mark} {block.text}".lstrip())

    @_block.register
    def _(self, block: Facts) -> str:
        return facts(self.paper, block)

    @_block.register
    def _(self, block: Table) -> str:
        return table(self.paper, block, self.brief.language)

    @_block.register
    def _(self, block: Chart) -> str:
        picture = self.pictures.get(block.title, b"")
        pixels = pixels_of(picture)
        notes = [note(self.paper, each) for each in block.notes]
        if pixels is None:
            shown = [note(self.paper, self.text("briefs.picture_missing"))]
            titled = block.table.title != block.title
            notes = [table(self.paper, block.table, self.brief.language, titled), *notes]
        else:
            item = f"image{len(self.items) + 1}"
            self.items[item] = picture
            paper = self.paper.look
            most = paper.text_width, round(paper.text_height * PICTURE_SHARE[self.brief.one_page])
            shown = [self.paper.picture(item, pixels, most, block.alt)]
        return "".join([self.paper.paragraph("table_title", block.title), *shown, *notes])


def _contents(brief: Brief, items: Mapping[str, bytes]) -> str:
    """The list of parts, with what a file manager shows of the document."""
    metas = {
        "creator": brief.organisation,
        "subject": brief.subtitle,
        "description": "",
        "lastsaveby": brief.organisation,
        "CreatedDate": _moment(brief.made_on),
        "ModifiedDate": _moment(brief.made_on),
        "date": formats.day(brief.made_on, brief.language),
        "keyword": "",
    }
    listed = "".join(
        f'<opf:meta name="{name}" content="text">{escaped(value)}</opf:meta>' for name, value in metas.items()
    )
    images = "".join(
        f'<opf:item id="{item}" href="BinData/{item}.png" media-type="image/png" isEmbeded="1"/>'
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>'
        f'<opf:package xmlns:opf="{OPF}" version="" unique-identifier="" id="">'
        f"<opf:metadata><opf:title>{escaped(brief.title)}</opf:title><opf:language>{brief.language}</opf:language>"
        f"{listed}</opf:metadata><opf:manifest>"
        '<opf:item id="header" href="Contents/header.xml" media-type="application/xml"/>'
        f'{images}<opf:item id="section0" href="{SECTION}" media-type="application/xml"/>'
        '<opf:item id="settings" href="settings.xml" media-type="application/xml"/></opf:manifest>'
        '<opf:spine><opf:itemref idref="header" linear="yes"/><opf:itemref idref="section0" linear="yes"/>'
        "</opf:spine></opf:package>"
    )


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _preview(brief: Brief) -> str:
    """What a file manager shows before the document is opened."""
    titles = (f"{HEADING_MARK} {section.title}" for section in brief.sections)
    return "\r\n".join([brief.title, brief.subtitle, *titles])


def _archive(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a package, whose first entry says plainly what it is."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in sorted(parts, key=lambda each: each != "mimetype"):
            is_plain = name == "mimetype" or name.endswith(".png")
            entry = zipfile.ZipInfo(name, ALWAYS)
            entry.compress_type = zipfile.ZIP_STORED if is_plain else zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name])
    return held.getvalue()
