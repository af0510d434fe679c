"""A brief as a HWPX document, the form in which ministries hand documents in since 2026."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import singledispatchmethod

from kpi import format as formats
from kpi.briefs.parts import Block, Brief, Chart, Facts, Paragraph, Section, Table
from kpi.briefs.stamped import source_line, stamp_lines
from kpi.briefs.writers.hwpx_look import SECTION, look
from kpi.briefs.writers.hwpx_tables import BESIDE, facts, note, side_by_side, table
from kpi.briefs.writers.hwpx_xml import Paper, escaped, pixels_of, plain
from kpi.text import Text

SHAPES = {"○": "says", "―": "explains", "※": "note", "": "body"}
HEADING_MARK, SOURCE_MARK, BETWEEN = "□", "―", " · "
# The most of a page's height that a picture takes, in a usual brief and in a brief of one page.
PICTURE_SHARE = {False: 0.42, True: 0.2}
# Letters of a title that stand above a page.
MOST_ABOVE = 48
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
        sections = (self._section(each) for each in (*self.brief.sections, *self.brief.appendix))
        body = [self._title_block(), *sections, self._closing()]
        return f"{self.paper.look.root}{''.join(body)}</hs:sec>"

    def _title_block(self) -> str:
        brief, paper = self.brief, self.paper
        stamped = stamp_lines(brief)[: 1 if brief.stamp.release is None else 2]
        made = BETWEEN.join(filter(None, (brief.organisation, formats.day(brief.made_on, brief.language))))
        return (
            paper.head("title", brief.title, above=_in_one_line(brief.title), below=BETWEEN.join(stamped))
            + (paper.paragraph("subtitle", brief.subtitle) if brief.subtitle else "")
            + paper.paragraph("made", made)
        )

    def _section(self, section: Section) -> str:
        return self._heading(section.title) + "".join(self._blocks(list(section.blocks)))

    def _blocks(self, blocks: list[Block]) -> Iterator[str]:
        """The blocks in order; on the one page of a brief two pictures that follow each other share a row."""
        while blocks:
            pair = blocks[:2]
            if self.brief.one_page and len(pair) == 2 and all(self._pixels(each) for each in pair):
                yield self._side_by_side(pair)
                del blocks[:2]
            else:
                yield self._block(blocks.pop(0))

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
        if self._pixels(block):
            return self._pictured(block, self.paper.look.text_width)
        missing = note(self.paper, self.text("briefs.picture_missing"))
        titled = block.table.title != block.title
        told = table(self.paper, block.table, self.brief.language, titled)
        return self.paper.paragraph("table_title", block.title) + missing + told + self._notes(block)

    def _pictured(self, chart: Chart, width: int) -> str:
        item = f"image{len(self.items) + 1}"
        self.items[item] = self.pictures[chart.title]
        picture = self.paper.picture(item, self._pixels(chart), (width, self._most_height), chart.alt)
        return self.paper.paragraph("table_title", chart.title) + picture + self._notes(chart)

    def _side_by_side(self, charts: Sequence[Chart]) -> str:
        width = self.paper.look.text_width // len(charts) - 2 * BESIDE
        return side_by_side(self.paper, [self._pictured(each, width) for each in charts], self._most_height)

    def _notes(self, chart: Chart) -> str:
        return "".join(note(self.paper, each) for each in chart.notes)

    def _pixels(self, block: Block) -> tuple[int, int] | None:
        """The size of a chart's picture; None where there is none."""
        return pixels_of(self.pictures.get(block.title, b"")) if isinstance(block, Chart) else None

    @property
    def _most_height(self) -> int:
        return round(self.paper.look.text_height * PICTURE_SHARE[self.brief.one_page])


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


def _in_one_line(title: str) -> str:
    """A title as the margin of a page has room for it."""
    return title if len(title) <= MOST_ABOVE else f"{title[: MOST_ABOVE - 1]}…"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _preview(brief: Brief) -> str:
    """What a file manager shows before the document is opened."""
    titles = (f"{HEADING_MARK} {section.title}" for section in brief.sections)
    return "\r\n".join(map(plain, (brief.title, brief.subtitle, *titles)))


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
