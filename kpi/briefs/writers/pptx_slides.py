"""The deck as it grows: one slide of a layout after the other, and what stands on every one of them."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml

from kpi import format as formats
from kpi.briefs.parts import Brief, Chart
from kpi.briefs.stamped import stamp_lines
from kpi.briefs.writers import pptx_stage as stage
from kpi.briefs.writers.pptx_chart_xml import TEXT_SIZE, chart_xml
from kpi.briefs.writers.pptx_tables import Page, draw
from kpi.briefs.writers.pptx_text import LINE, Line, clean, put, shortened, wrapped
from kpi.briefs.writers.pptx_workbook import workbook
from kpi.text import Text

TITLE_SIZES = (34, 30, 26, 24, 22, 20, 18, 16)
NAMES_OF_SHAPES = 60


class Deck:
    """Slides of one brief. Every slide carries the brief's name, its number, and link and version in its notes."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.language = brief.language
        self.text = Text(brief.language)
        self.stamp = stamp_lines(brief)
        self.presentation = stage.blank()
        self._layouts = {layout.name: layout for layout in self.presentation.slide_master.slide_layouts}
        self._footer = self._footer_words()

    def slide(self, layout: str, title: str, kicker: str = "", said: Iterable[str] = ()) -> "Slide":
        """A further slide. `said` goes into its notes, before link and version."""
        return Slide(
            self, self.presentation.slides.add_slide(self._layouts[layout]), layout, title, kicker, said
        )

    def saved(self) -> bytes:
        """The file, the same bytes for the same brief."""
        brief, properties = self.brief, self.presentation.core_properties
        day = datetime(brief.made_on.year, brief.made_on.month, brief.made_on.day)
        properties.title, properties.subject = clean(brief.title)[:255], clean(brief.subtitle)[:255]
        properties.author = properties.last_modified_by = clean(brief.organisation)[:255]
        properties.comments = clean(" ".join(self.stamp))[:255]
        properties.created = properties.modified = day
        properties.language, properties.category, properties.revision = brief.language, brief.kind, 1
        target = BytesIO()
        self.presentation.save(target)
        return _without_clock(target)

    def day(self) -> str:
        return formats.day(self.brief.made_on, self.language)

    def _footer_words(self) -> str:
        """The brief's name, the day of its data, and that samples are samples: slides travel alone."""
        parts = [
            shortened(self.brief.title, 9, 320, 1),
            shortened(self.brief.organisation, 9, 160, 1),
            self.stamp[0],
        ]
        if "sample" in self.brief.stamp.origins:
            parts.append(self.text("briefs.stamp.origin.sample"))
        return " · ".join(part for part in parts if part)


class Slide:
    """A slide being filled; its placeholders that stay empty are taken away at the end."""

    def __init__(
        self, deck: Deck, slide: Any, layout: str, title: str, kicker: str, said: Iterable[str]
    ) -> None:
        self.deck, self.slide, self.shapes = deck, slide, slide.shapes
        self._open = {shape.placeholder_format.idx: shape for shape in slide.placeholders}
        self._places = {place.number: place for place in stage.LAYOUTS[layout]}
        self._said = list(said)
        self._write_title(title)
        if kicker:
            self.write(stage.KICKER, kicker)
        for number in (stage.FOOTER, stage.NUMBER):
            if number in self._places:
                self._write_foot(self._places[number])

    def is_open(self, number: int) -> bool:
        """Whether the slide has this placeholder and it is still empty."""
        return number in self._open

    def write(self, number: int, text: str, rows: int = 1, top: float | None = None) -> None:
        """A short text into a placeholder, at its own size, cut to so many lines; what is cut goes into the notes."""
        place = self._places[number]
        cut = shortened(text, place.size, place.box[2], rows)
        if cut != clean(text):
            self._said.append(text)
        self.fill(number, [self._line(place, cut)], top, place.box[3])

    def fill(
        self, number: int, lines: list[Line], top: float | None = None, height: float | None = None
    ) -> None:
        """Paragraphs into a placeholder, which is moved and made as high as told."""
        shape = self._open.pop(number)
        if top is not None and height is not None:
            left, _, wide, _ = self._places[number].box
            _move(shape, (left, top, wide, height))
        put(shape, lines, self.deck.language)

    def text_box(self, lines: list[Line], box: stage.Box) -> None:
        shape = self.shapes.add_textbox(*map(stage.emu, box))
        body = shape.text_frame._txBody.bodyPr
        for side in ("lIns", "tIns", "rIns", "bIns"):
            body.set(side, "0")
        body.set("wrap", "square")
        put(shape, lines, self.deck.language)

    def chart(self, chart: Chart, box: stage.Box, size: float = TEXT_SIZE) -> None:
        """A chart that can be edited, its workbook inside."""
        data = _ChartData(chart, self.deck, box[3], size)
        if stage.VISUAL in self._open:
            frame = self._open.pop(stage.VISUAL).insert_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, data)
        else:
            frame = self.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *map(stage.emu, box), data)
        _move(frame, box)
        _describe(frame, chart.title, chart.alt)

    def picture(self, chart: Chart, picture: bytes, box: stage.Box) -> None:
        """A picture as large as the box allows, in the middle of it, uncropped."""
        if stage.VISUAL in self._open:
            shape = self._open.pop(stage.VISUAL).insert_picture(BytesIO(picture))
            shape.crop_left = shape.crop_right = shape.crop_top = shape.crop_bottom = 0
        else:
            shape = self.shapes.add_picture(BytesIO(picture), 0, 0)
        wide, high = shape.image.size
        scale = min(box[2] / wide, box[3] / high)
        left, top = box[0] + (box[2] - wide * scale) / 2, box[1] + (box[3] - high * scale) / 2
        _move(shape, (left, top, wide * scale, high * scale))
        _describe(shape, chart.title, chart.alt)

    def table(self, page: Page, title: str, left: float, top: float) -> None:
        """A page of a table, by its own title or by the one told."""
        if stage.VISUAL in self._open:
            frame = self._open.pop(stage.VISUAL).insert_table(1, 1)
        else:
            frame = self.shapes.add_table(1, 1, 0, 0, stage.emu(10), stage.emu(10))
        draw(frame, page, self.deck.language, left, top)
        _describe(frame, page.title or title, page.title or title)
        self._said += page.cut

    def close(self) -> None:
        """Takes away what stayed empty and writes the notes."""
        for shape in self._open.values():
            shape._element.getparent().remove(shape._element)
        words = [clean(line) for line in (*self._said, *self.deck.stamp)]
        self.slide.notes_slide.notes_text_frame.text = "\n".join(words)

    def _write_title(self, title: str) -> None:
        """The title as large as two lines of it can stand; one that is cut is said in full in the notes."""
        place = self._places[stage.TITLE]
        room, height = place.box[2], place.box[3]
        fitting = (
            size
            for size in (place.size, *(size for size in TITLE_SIZES if size < place.size))
            if len(wrapped(title, size * 1.06, room)) <= max(int(height // (size * LINE)), 1)
        )
        size = next(fitting, TITLE_SIZES[-1])
        cut = shortened(title, size * 1.06, room, max(int(height // (size * LINE)), 1))
        if cut != clean(title):
            self._said.insert(0, title)
        self.fill(stage.TITLE, [Line(" ".join(cut.split()), size, bold=True)])

    def _write_foot(self, place: stage.Place) -> None:
        """Footer and number: python-pptx leaves them out when it copies a layout's placeholders."""
        words = shortened(self.deck._footer, place.size, place.box[2], 1)
        content = stage.NUMBER_FIELD if place.number == stage.NUMBER else ""
        shape = parse_xml(stage.placeholder_xml(place, content))
        shape.nvSpPr.cNvPr.id = max(self.shapes._next_shape_id, 2)
        self.shapes._spTree.append(shape)
        if place.number == stage.FOOTER:
            put(self.shapes[-1], [self._line(place, words)], self.deck.language)

    def _line(self, place: stage.Place, text: str) -> Line:
        return Line(text, place.size, bold=place.bold, colour=place.colour, align=place.align)


class _ChartData:
    """What python-pptx asks of the data of a chart: its XML and its workbook."""

    def __init__(self, chart: Chart, deck: Deck, height: float, size: float) -> None:
        assert chart.charted is not None, "only charts that an office program can draw get here"
        self._xml = chart_xml(chart.charted, deck.language, height, size)
        self.xlsx_blob = workbook(chart.charted, deck.brief.made_on)

    def xml_bytes(self, _kind: Any) -> bytes:
        return self._xml


def _move(shape: Any, box: stage.Box) -> None:
    shape.left, shape.top, shape.width, shape.height = map(stage.emu, box)


def _describe(shape: Any, name: str, told: str) -> None:
    """The name that lists of objects show, and the words for who cannot see the shape."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", " ".join(clean(name).split())[:NAMES_OF_SHAPES] or shape.shape_type.name)
    properties.set("descr", clean(told))


def _without_clock(saved: BytesIO) -> bytes:
    """The package with the same time on all its parts, so that the same brief gives the same bytes."""
    target = BytesIO()
    with ZipFile(saved) as read, ZipFile(target, "w", ZIP_DEFLATED) as written:
        for name in read.namelist():
            part = ZipInfo(name)
            part.compress_type = ZIP_DEFLATED
            written.writestr(part, read.read(name))
    return target.getvalue()
