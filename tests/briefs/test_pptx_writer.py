"""Decks: every number is in them, charts can be edited, nothing lies outside, whatever the names hold."""

from io import BytesIO

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation

from kpi.briefs.parts import Brief, Column, Facts, Number, Paragraph, Section, Table
from kpi.briefs.stamped import stamp_lines
from kpi.briefs.writers.pptx import write
from kpi.paths import Paths
from tests.briefs.built_briefs import LANGUAGES, brief_of
from tests.briefs.pptx_brief import HURTING, LINK, brief, hurting_brief, one_page_brief
from tests.briefs.pptx_read import NAMES, Package

MAPS = ("지도", "Map")


def picture() -> bytes:
    target = BytesIO()
    Image.new("RGB", (120, 80), "navy").save(target, "PNG")
    return target.getvalue()


BRIEFS = {
    "ko": brief("ko"),
    "en": brief("en"),
    "one page ko": one_page_brief("ko"),
    "one page en": one_page_brief("en"),
    "hurting": hurting_brief(),
}
WRITTEN = {name: write(each, dict.fromkeys(MAPS, picture())) for name, each in BRIEFS.items()}
every_brief = pytest.mark.parametrize("name", BRIEFS)
both = pytest.mark.parametrize("name", ["ko", "en"])


def table_cells(data: bytes) -> list[str]:
    """The words of every cell of every table on any slide."""
    package = Package(data)
    return [
        "".join(cell.itertext())
        for slide in package.slides
        for cell in package.tree(slide).iterfind(".//a:tc", NAMES)
    ]


def all_words(data: bytes) -> str:
    package = Package(data)
    return "\n".join(
        word for slide in package.slides for word in [*package.words(slide), package.notes(slide)]
    )


@every_brief
def test_every_part_is_xml_that_parses_and_every_reference_leads_somewhere(name: str) -> None:
    package = Package(WRITTEN[name])
    kinds = etree.fromstring(package.parts["[Content_Types].xml"])
    known = {each.get("PartName", "").lstrip("/") for each in kinds} | {
        each.get("Extension") for each in kinds
    }
    for part, content in package.parts.items():
        if part.endswith((".xml", ".rels")):
            etree.fromstring(content)
        assert part in known or part.rsplit(".", 1)[1] in known
        for _, target, outside in package.related(part):
            assert outside or target in package.parts, (part, target)


@every_brief
def test_shapes_of_a_slide_have_numbers_of_their_own(name: str) -> None:
    package = Package(WRITTEN[name])
    for slide in package.slides:
        numbers = [each.get("id") for each in package.tree(slide).iterfind(".//p:cNvPr", NAMES)]
        assert len(set(numbers)) == len(numbers), slide


@every_brief
def test_nothing_lies_outside_the_slide_or_over_something_else(name: str) -> None:
    presentation = Presentation(BytesIO(WRITTEN[name]))
    wide, high, hair = presentation.slide_width, presentation.slide_height, 12_700
    for at, slide in enumerate(presentation.slides, start=1):
        boxes = [(s.name, s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]
        for shape, left, top, right, bottom in boxes:
            assert left >= 0 and top >= 0 and right <= wide and bottom <= high, (at, shape)
        for place, (one, left, top, right, bottom) in enumerate(boxes):
            for other, left2, top2, right2, bottom2 in boxes[place + 1 :]:
                apart = (
                    right <= left2 + hair
                    or right2 <= left + hair
                    or bottom <= top2 + hair
                    or bottom2 <= top + hair
                )
                assert apart, (at, one, other)


@every_brief
def test_tables_are_as_high_and_wide_as_their_rows_and_columns(name: str) -> None:
    for slide in Presentation(BytesIO(WRITTEN[name])).slides:
        for shape in slide.shapes:
            if shape.has_table:
                assert sum(row.height for row in shape.table.rows) <= shape.height + 100
                assert sum(column.width for column in shape.table.columns) <= shape.width + 100


@every_brief
def test_every_slide_has_a_title_and_its_notes_carry_link_and_version(name: str) -> None:
    package = Package(WRITTEN[name])
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(BytesIO(WRITTEN[name])).slides]
    assert all(titles)
    for slide in package.slides:
        for line in stamp_lines(BRIEFS[name]):
            assert line in package.notes(slide)


@every_brief
def test_who_cannot_see_a_chart_or_table_is_told_what_it_says(name: str) -> None:
    package, told = Package(WRITTEN[name]), set()
    for slide in package.slides:
        frames = package.tree(slide).findall(".//p:graphicFrame", NAMES) + package.tree(slide).findall(
            ".//p:pic", NAMES
        )
        words = [frame.find(".//p:cNvPr", NAMES).get("descr") for frame in frames]
        assert all(words), slide
        told.update(words)
    drawn = {chart.alt for chart in BRIEFS[name].charts if chart.charted and any_value(chart.charted)}
    assert drawn <= told


def any_value(charted) -> bool:
    return any(value is not None for series in charted.series for value in series.values)


@every_brief
def test_every_number_of_every_table_is_there_as_the_brief_writes_it(name: str) -> None:
    words = all_words(WRITTEN[name])
    for table in BRIEFS[name].tables:
        for row in table.rows:
            for cell in row:
                if isinstance(cell, Number):
                    assert cell.shown in words, (table.title, cell)


@both
def test_tables_stand_with_unit_basis_notes_and_numbers_on_the_right(name: str) -> None:
    table = next(each for each in BRIEFS[name].tables if each.basis)
    words, cells = all_words(WRITTEN[name]), table_cells(WRITTEN[name])
    for text in (table.unit, table.basis, *table.notes):
        assert text in words
    assert [column.heading for column in table.columns] == cells[cells.index(table.columns[0].heading) :][:6]
    for slide in Presentation(BytesIO(WRITTEN[name])).slides:
        for shape in slide.shapes:
            if shape.has_table and shape.name == table.title:
                properties = shape.table.cell(1, 1).text_frame.paragraphs[0]._p.pPr
                assert properties.get("algn") == "r"


@both
def test_paragraphs_keep_their_marks_and_words(name: str) -> None:
    package = Package(WRITTEN[name])
    marked = {
        ("".join(paragraph.itertext()), mark.get("char"))
        for slide in package.slides
        for paragraph in package.tree(slide).iterfind(".//a:p", NAMES)
        for mark in paragraph.iterfind("a:pPr/a:buChar", NAMES)
    }
    for section in BRIEFS[name].sections:
        for block in section.blocks:
            if getattr(block, "mark", ""):
                assert (block.text, block.mark) in marked


@both
def test_the_cover_says_what_it_is_by_whom_and_when_and_the_last_slide_whence(name: str) -> None:
    package, made = Package(WRITTEN[name]), BRIEFS[name]
    first, last = "\n".join(package.words(package.slides[0])), "\n".join(package.words(package.slides[-1]))
    day = "2025. 1. 5." if name == "ko" else "5 January 2025"
    for words in (made.title, made.subtitle, made.organisation, day):
        assert words in first
    for words in (*(source.title for source in made.sources), *stamp_lines(made)):
        assert words in last
    opened = {target for kind, target, outside in package.related(package.slides[-1]) if outside}
    assert opened == {LINK, made.sources[0].url}


@both
def test_slides_after_the_cover_are_numbered_and_say_that_samples_are_samples(name: str) -> None:
    package = Package(WRITTEN[name])
    for slide in package.slides[1:]:
        assert package.tree(slide).find(".//a:fld[@type='slidenum']", NAMES) is not None
        assert stamp_lines(BRIEFS[name])[4] in "\n".join(package.words(slide))


def test_a_brief_of_one_page_is_one_slide_and_one_that_cannot_be_read_there_is_not() -> None:
    assert len(Package(WRITTEN["one page ko"]).slides) == len(Package(WRITTEN["one page en"]).slides) == 1
    many = one_page_brief("ko", sections=one_page_brief("ko").sections * 4)
    assert len(Package(write(many, {})).slides) > 4


def test_the_slide_is_sixteen_by_nine_and_its_fonts_are_set_for_every_script() -> None:
    presentation, package = Presentation(BytesIO(WRITTEN["ko"])), Package(WRITTEN["ko"])
    assert presentation.slide_width * 9 == presentation.slide_height * 16
    master = package.named(r"ppt/slideMasters/.*\.xml")[0]
    theme = package.tree(next(target for kind, target, _ in package.related(master) if kind == "theme"))
    for font in ("majorFont", "minorFont"):
        for script in ("latin", "ea", "cs"):
            assert theme.find(f".//a:{font}/a:{script}", NAMES).get("typeface") == "Malgun Gothic"


def test_the_file_says_its_title_its_author_and_its_day() -> None:
    properties = Presentation(BytesIO(WRITTEN["ko"])).core_properties
    made: Brief = BRIEFS["ko"]
    assert (properties.title, properties.author, properties.language) == (made.title, made.organisation, "ko")
    assert properties.created.date() == made.made_on


def test_the_same_brief_gives_the_same_bytes() -> None:
    assert write(brief("ko"), dict.fromkeys(MAPS, picture())) == WRITTEN["ko"]


def test_a_long_table_repeats_its_headings_and_unit_on_every_slide_and_loses_no_row() -> None:
    pages = [
        (slide, shape.table)
        for slide in Presentation(BytesIO(WRITTEN["hurting"])).slides
        for shape in slide.shapes
        if shape.has_table and shape.name.startswith("300곳") and len(shape.table.columns) == 3
    ]
    assert len(pages) > 10
    for slide, table in pages:
        assert [cell.text_frame.text for cell in table.rows[0].cells] == ["특구", "값", "날"]
        assert any("(단위: 건)" in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    values = [row.cells[1].text_frame.text for _, table in pages for row in list(table.rows)[1:]]
    assert values == [str(at) for at in range(300)]


def test_names_that_look_like_formulas_or_markup_are_words() -> None:
    cells = table_cells(WRITTEN["hurting"])
    for at, name in enumerate(HURTING):
        assert " ".join(f"{name} {at}".replace("\x07", "").split()) in cells


def test_numbers_stand_on_the_right_even_in_a_column_of_words() -> None:
    table = Table("표", (Column("이름"), Column("값")), (("가", Number(1.0, "1")), ("나", "말")))
    slides = Presentation(
        BytesIO(write(brief("ko", sections=(Section("one", "하나", (table,)),)), {}))
    ).slides
    (shown,) = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    aligned = [shown.cell(row, 1).text_frame.paragraphs[0]._p.pPr.get("algn") for row in (1, 2)]
    assert aligned == ["r", "l"]


def test_facts_and_tables_without_anything_in_them_leave_no_empty_table() -> None:
    nothing = (Facts(()), Paragraph(""), Table("표", (), ()), Table("표", (Column(""),), ()))
    data = write(brief("en", title="", subtitle="", sections=(Section("one", "", nothing),), sources=()), {})
    assert not any(shape.has_table for slide in Presentation(BytesIO(data)).slides for shape in slide.shapes)


def test_a_wide_table_goes_on_on_a_further_slide_behind_its_first_column() -> None:
    pages = [
        [cell.text_frame.text for cell in shape.table.rows[0].cells]
        for slide in Presentation(BytesIO(WRITTEN["hurting"])).slides
        for shape in slide.shapes
        if shape.has_table and shape.name == "넓은 표"
    ]
    assert len(pages) > 1
    assert all(page[0] == "아주 긴 머리글 번호 0" for page in pages)
    assert [heading for page in pages for heading in page[1:]] == [
        f"아주 긴 머리글 번호 {at}" for at in range(1, 24)
    ]


def test_what_is_shortened_on_a_slide_is_said_in_full_in_its_notes() -> None:
    long = "끝이 없는 말 " * 300
    table = Table("표", (Column("이름"), Column("값")), ((long, "1"),))
    package = Package(write(brief("ko", title=long, sections=(Section("one", "하나", (table,)),)), {}))
    words = "".join("\n".join(map(package.notes, package.slides)).split())
    assert words.count("".join(long.split())) == 2
    assert all(long not in word for slide in package.slides for word in package.words(slide))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_of_a_zone_is_one_slide_in_every_language(built: Paths, language: str) -> None:
    slides = Presentation(BytesIO(write(brief_of(built, "board", language), {}))).slides
    assert len(slides) == 1
