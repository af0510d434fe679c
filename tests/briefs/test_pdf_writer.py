"""PDF: read back with another library, every word and number is there, for everybody, on as many pages as promised."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from kpi.briefs import faces
from kpi.briefs.parts import Brief, Chart, Column, Facts, Number, Paragraph, Section, Table
from kpi.briefs.stamped import source_line, stamp_lines
from kpi.briefs.writers.pdf import write
from kpi.text import LANGUAGES, Text
from tests.briefs.pdf_brief import LINK, chart, kpi_table, situation, zone_year

EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
EACH_KIND = pytest.mark.parametrize("make", [situation, zone_year])
AWKWARD = '<&"#*_$@`~^{}[]\\ ${x} #pagebreak() *b* _i_ //c /*d*/ <label> @ref =+-@'


def painted(brief: Brief) -> dict[str, bytes]:
    """A grey picture for every chart: how pictures look is another test's matter."""
    file = io.BytesIO()
    Image.new("RGB", (1600, 1160), "#EEEEEE").save(file, "PNG")
    return {each.title: file.getvalue() for each in brief.charts}


def read(brief: Brief, pictures: dict[str, bytes] | None = None) -> PdfReader:
    return PdfReader(io.BytesIO(write(brief, painted(brief) if pictures is None else pictures)))


def squeezed(text: str) -> str:
    """Without spaces, breaks and places for breaks: lines end where the page does."""
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


def said_by(reader: PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in reader.pages))


def words_of(brief: Brief) -> Iterator[str]:
    """Everything that a page must say, but for tables behind pictures."""
    yield from (brief.title, brief.subtitle, brief.organisation)
    for section in brief.sections:
        yield f"□ {section.title}"
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield f"{block.mark}{block.text}"
            elif isinstance(block, Facts):
                yield from (word for pair in block.pairs for word in pair)
            elif isinstance(block, Table):
                yield from table_words(block)
            else:
                yield from (block.title, *block.notes)
    yield from (source_line(each, brief.language) for each in brief.sources)
    yield from stamp_lines(brief)


def table_words(table: Table) -> Iterator[str]:
    yield from (table.unit, table.basis, *table.notes, *(each.heading for each in table.columns))
    for row in table.rows:
        yield from (cell.shown if isinstance(cell, Number) else str(cell) for cell in row)


def sizes_of(reader: PdfReader) -> set[float]:
    """Sizes of letters in points, as they stand on the page."""
    found = set()

    def visit(text: str, current: list[float], matrix: list[float], font: object, size: float) -> None:
        if text.strip():
            found.add(round(abs(size * matrix[3] * current[3]), 2))

    for page in reader.pages:
        page.extract_text(visitor_text=visit)
    return found


def structure(node: object) -> Iterator[dict]:
    """Elements of the structure tree, depth first."""
    while isinstance(node, IndirectObject):
        node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from structure(child)
    elif isinstance(node, dict):
        yield node
        yield from structure(node.get("/K", []))


def tags(reader: PdfReader) -> list[dict]:
    return [each for each in structure(reader.trailer["/Root"]["/StructTreeRoot"]) if "/S" in each]


def with_blocks(brief: Brief, *blocks: Paragraph | Facts | Table | Chart) -> Brief:
    return replace(brief, sections=(Section("only", "한 절", blocks),))


@EACH_LANGUAGE
@EACH_KIND
def test_every_word_and_number_is_there(make, language: str) -> None:
    brief = make(language)
    said = said_by(read(brief))
    assert [word for word in words_of(brief) if squeezed(word) not in said] == []


@EACH_LANGUAGE
@EACH_KIND
def test_it_is_tagged_and_names_its_language_and_title(make, language: str) -> None:
    brief = make(language)
    reader = read(brief)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == language and reader.metadata.title == brief.title
    assert root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert {"/H1", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= {each["/S"] for each in tags(reader)}
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode().replace(" ", "")


def test_every_picture_tells_what_it_shows() -> None:
    brief = zone_year("ko")
    told = [each.get("/Alt") for each in tags(read(brief)) if each["/S"] == "/Figure"]
    assert told == [each.alt for each in brief.charts]


@EACH_KIND
def test_only_the_apps_own_fonts_are_in_it_and_all_of_them_inside(make) -> None:
    names = set()
    for page in read(make("ko")).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"]
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            names.add(font["/BaseFont"].split("+")[1].split("-")[0])
    assert names == {"Pretendard", "NotoSansKR"}


@EACH_LANGUAGE
@pytest.mark.parametrize(("rows", "long_names"), [(1, False), (9, False), (20, True)])
def test_the_one_page_brief_is_one_page_of_a4_with_nothing_left_out(
    language: str, rows: int, long_names: bool
) -> None:
    brief = situation(language, rows, long_names)
    reader = read(brief)
    assert len(reader.pages) == 1
    assert [round(float(each)) for each in reader.pages[0].mediabox[2:]] == [595, 842]
    assert squeezed(left_out(language)) not in said_by(reader)


def left_out(language: str) -> str:
    return Text(language)("briefs.left_out.all", what="")


@EACH_LANGUAGE
def test_what_does_not_fit_on_one_page_is_left_out_and_said(language: str) -> None:
    brief = situation(language, 300)
    reader = read(brief)
    said = said_by(reader)
    assert len(reader.pages) == 1 and squeezed(left_out(language)) in said
    shown = sum(squeezed(row[2].shown + row[3].shown) in said for row in brief.tables[0].rows)
    title = brief.tables[0].title
    assert squeezed(Text(language)("briefs.left_out.rows", title=title, count=300 - shown)) in said
    assert squeezed(brief.tables[0].rows[1][0]) in said


@pytest.mark.parametrize(("rows", "smallest", "largest"), [(9, 9.5, 18.7), (300, 7.5, 12.75)])
def test_letters_shrink_as_there_is_more_but_stay_readable(
    rows: int, smallest: float, largest: float
) -> None:
    sizes = sizes_of(read(situation("ko", rows, long_names=False)))
    assert (min(sizes), max(sizes)) == (smallest, largest)


def test_one_page_stays_one_with_sentences_and_facts_without_end() -> None:
    sentences = tuple(Paragraph("가나다라마바사 " * 30) for _ in range(80))
    facts = Facts(tuple((f"항목 {at}", "값 " * 20) for at in range(80)))
    brief = replace(
        situation("ko"), title="긴 제목 " * 400, subtitle="부제 " * 400, organisation="기관" * 400
    )
    sections = (*brief.sections, Section("a", "문장", sentences), Section("b", "항목", (facts,)))
    reader = read(replace(brief, sections=sections))
    assert len(reader.pages) == 1 and squeezed(left_out("ko")) in said_by(reader)


def test_300_zones_over_pages_repeat_the_heading_and_lose_none() -> None:
    brief = zone_year("ko", 300, long_names=False)
    pages = [page.extract_text() for page in read(brief).pages]
    with_rows = [page for page in pages if re.search(r"\d{3}\. 기술이전", page)]
    assert len(with_rows) > 4 and all("달성률" in page for page in with_rows)
    said = squeezed("".join(pages))
    assert all(squeezed(row[5].shown) in said for row in brief.tables[0].rows)


def test_every_page_says_its_number_and_its_edition() -> None:
    reader = read(zone_year("ko", 60))
    for at, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert f"{at} / {len(reader.pages)}" in text and "자료 기준일: 2025. 1. 5." in text


def test_a_long_title_is_whole_on_the_first_page_and_short_above_the_others() -> None:
    brief = replace(zone_year("ko"), title="가나다라 마바사 " * 60)
    first, second, *_ = (squeezed(page.extract_text()) for page in read(brief).pages)
    assert squeezed(brief.title) in first
    assert second.startswith("가나다라마바사") and "…" in second and second.count("가나다라마바사") < 10


def test_the_same_view_is_one_click_away() -> None:
    found = [
        note.get_object()["/A"]["/URI"]
        for page in read(situation("ko")).pages
        for note in page.get("/Annots", [])
    ]
    assert found == ["https://www.example.go.kr/report", LINK]


def test_an_address_that_is_not_of_the_web_is_never_a_link() -> None:
    brief = situation("ko")
    harmful = replace(brief, sources=(), stamp=replace(brief.stamp, link="javascript:alert(1)"))
    assert all("/Annots" not in page for page in read(harmful).pages)


@EACH_KIND
def test_names_are_never_read_as_markup(make) -> None:
    awkward_table = Table(AWKWARD, (Column(AWKWARD), Column("값", "right")), ((AWKWARD, Number(1, "1")),))
    brief = with_blocks(
        replace(make("ko"), title=AWKWARD, organisation=AWKWARD),
        Paragraph(AWKWARD),
        Facts(((AWKWARD, AWKWARD),)),
        awkward_table,
        chart(AWKWARD),
    )
    reader = read(brief)
    assert reader.metadata.title.replace("\u200b", "") == AWKWARD
    assert said_by(reader).count(squeezed(AWKWARD)) >= 8


def test_control_letters_and_parted_syllables_do_no_harm() -> None:
    said = said_by(read(with_blocks(situation("ko"), Paragraph("군\x00산\t강소\n특구 \u1100\u1161"))))
    assert "군산강소특구가" in said


def test_letters_without_a_font_are_replaced_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "_system_draws", lambda letter: False)
    said = said_by(read(with_blocks(situation("ko"), Paragraph("龜尾 특구"))))
    assert "〓〓특구" in said and "U+5C3E,U+9F9C" in said


def test_an_empty_table_says_why() -> None:
    empty = Table("빈 표", (Column("지표"), Column("값", "right")), (), notes=("제출된 자료가 없습니다.",))
    said = said_by(read(with_blocks(zone_year("ko"), empty)))
    assert "빈표" in said and "지표" in said and "제출된자료가없습니다." in said


@pytest.mark.parametrize("values", [(), (30.0,)])
@EACH_KIND
def test_a_chart_without_picture_is_its_table_and_says_so(make, values: tuple[float, ...]) -> None:
    brief = with_blocks(make("ko"), chart("기술이전 추이", values))
    said = said_by(read(brief, {}))
    assert squeezed(Text("ko")("briefs.picture_missing")) in said
    assert all(each in said for each in ("기술이전추이", "연도", *(f"{value:.0f}" for value in values)))


def test_a_picture_may_be_an_svg() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="450" viewBox="0 0 800 450">'
        '<text x="20" y="40" font-family="Pretendard" font-size="24">기술이전</text></svg>'
    )
    reader = read(with_blocks(zone_year("ko"), chart("추이")), {"추이": svg.encode()})
    assert "기술이전" in said_by(reader)


def test_long_words_stay_inside_their_column() -> None:
    long = kpi_table("ko", 1)
    row = ("A" * 400, *long.rows[0][1:])
    reader = read(with_blocks(zone_year("ko"), replace(long, rows=(row,))))
    rights = []
    reader.pages[0].extract_text(visitor_text=lambda text, cm, tm, font, size: rights.append((text, tm[4])))
    assert said_by(reader).count("A" * 400) == 1
    assert all(left < 240 for text, left in rights if "AAAA" in text)


def test_a_brief_without_sections_or_sources_is_still_a_document() -> None:
    reader = read(replace(situation("en"), sections=(), sources=()))
    assert len(reader.pages) == 1 and "Gunsaninnovationzone" in said_by(reader)
