"""A brief as HWPX, read back by the library's validators, by another parser and as plain XML."""

import dataclasses
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date

import hwpforge
import pytest
from hwpx import HwpxDocument
from hwpx.tools.package_validator import validate_editor_open_safety, validate_package
from hwpx_brief import BAD_NAME, CONTROL, FORMULA, LINK, LONG, charts, pictures, png, sample_brief
from hwpx_read import HP, OPF, body, part, tables, texts

from kpi import format as formats
from kpi.briefs.parts import Block, Brief, Cell, Facts, Number, Paragraph, Section, Table
from kpi.briefs.stamped import source_line, stamp_lines
from kpi.briefs.writers.hwpx import write
from kpi.text import Text

WRITABLE_CONTROL = "제어문자와 짝 없는 글자"


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    briefs = {
        "ko": sample_brief("ko"),
        "en": sample_brief("en"),
        "one page": sample_brief("ko", one_page=True, rows=12),
    }
    return {name: write(brief, pictures(brief)) for name, brief in briefs.items()}


def said(brief: Brief, shown: set[str]) -> Iterator[str]:
    """What a document has to say, worked out from the brief alone. `shown` are titles of charts with a picture."""
    yield from (brief.title, brief.subtitle)
    yield f"{brief.organisation} · {formats.day(brief.made_on, brief.language)}"
    for section in brief.sections:
        yield f"□ {section.title}"
        for block in section.blocks:
            yield from (each.replace(CONTROL, WRITABLE_CONTROL) for each in said_by(block, brief, shown))
    yield f"□ {Text(brief.language)('briefs.sources')}"
    yield from (f"― {source_line(source, brief.language)}" for source in brief.sources)
    yield from stamp_lines(brief)


def said_by(block: Block, brief: Brief, shown: set[str]) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield f"{block.mark} {block.text}".strip()
    elif isinstance(block, Facts):
        yield from (word for pair in block.pairs for word in pair)
    elif isinstance(block, Table):
        yield block.title
        yield from said_by_table(block, brief.language)
    else:
        yield block.title
        if block.title not in shown:
            yield f"※ {Text(brief.language)('briefs.picture_missing')}"
            yield from said_by_table(block.table, brief.language)
        yield from (f"※ {note}" for note in block.notes)


def said_by_table(table: Table, language: str) -> Iterator[str]:
    if table.basis or table.unit:
        yield f"{table.basis}\t{table.unit}" if table.unit else table.basis
    yield from (column.heading for column in table.columns)
    yield from (as_shown(cell, language) for row in table.rows for cell in row)
    yield from (f"※ {note.removeprefix('※').strip()}" for note in table.notes)


def as_shown(cell: Cell, language: str) -> str:
    if isinstance(cell, Number):
        return cell.shown
    return formats.day(cell, language) if isinstance(cell, date) else cell


@pytest.mark.parametrize("name", ["ko", "en", "one page"])
def test_every_validator_finds_the_document_valid(written: dict[str, bytes], name: str) -> None:
    data = written[name]
    with HwpxDocument.open(io.BytesIO(data)) as document:
        report = document.validate()
    package, safety = validate_package(data), validate_editor_open_safety(data)
    assert report.ok and package.ok and safety.ok, (report.issues, package.errors, safety.summary)
    checked = hwpforge.Document.from_bytes(data).validate()
    assert checked["ok"] and not checked["errors"] and not checked["warnings"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_word_and_number_of_the_brief_stands_in_the_document_in_order(
    written: dict[str, bytes], language: str
) -> None:
    brief = sample_brief(language)
    assert texts(body(written[language])) == [each for each in said(brief, set(pictures(brief))) if each]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_another_parser_reads_every_number_too(written: dict[str, bytes], language: str) -> None:
    markdown = hwpforge.Document.from_bytes(written[language]).to_md().text
    brief = sample_brief(language)
    shown = {
        cell.shown
        for table in brief.tables
        if table.title not in pictures(brief)
        for row in table.rows
        for cell in row
        if isinstance(cell, Number)
    }
    assert len(shown) > 1000
    assert {number for number in shown if number not in markdown} == set()


def test_the_first_entry_says_plainly_what_the_file_is(written: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(written["ko"])) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read(first) == b"application/hwp+zip"
        assert archive.testzip() is None


def test_a_chart_whose_picture_is_no_picture_is_told_by_its_table() -> None:
    brief = sample_brief("ko", rows=2)
    data = write(brief, {chart.title: b"<svg/>" for chart in brief.charts})
    assert list(body(data).iter(f"{HP}pic")) == []
    assert texts(body(data)) == [each for each in said(brief, set()) if each]
    assert validate_editor_open_safety(data).ok


def test_the_same_brief_is_the_same_file(written: dict[str, bytes]) -> None:
    brief = sample_brief("ko")
    assert write(brief, pictures(brief)) == written["ko"]


def test_every_object_has_a_number_of_its_own(written: dict[str, bytes]) -> None:
    objects = [
        each.get("id")
        for each in body(written["ko"]).iter()
        if each.tag.removeprefix(HP) in ("p", "tbl", "pic", "header", "footer", "fieldBegin")
    ]
    assert len(objects) == len(set(objects))


def test_what_the_file_says_of_itself_is_the_briefs(written: dict[str, bytes]) -> None:
    contents = part(written["en"], "Contents/content.hpf")
    metas = {each.get("name"): each.text for each in contents.iter(f"{OPF}meta")}
    assert contents.findtext(f"{OPF}metadata/{OPF}title") == "Gunsan special zone: results of 2024"
    assert contents.findtext(f"{OPF}metadata/{OPF}language") == "en"
    assert metas["creator"] == metas["lastsaveby"] == sample_brief("en").organisation
    assert metas["CreatedDate"] == "2025-02-03T00:00:00Z"


def test_links_can_be_followed(written: dict[str, bytes]) -> None:
    root = body(written["ko"])
    targets = [each.text for each in root.iter(f"{HP}stringParam") if each.get("name") == "Path"]
    commands = [each.text for each in root.iter(f"{HP}stringParam") if each.get("name") == "Command"]
    assert targets == ["https://www.example.kr/a?b=1&c=2", LINK]
    assert commands[1] == r"https\://kpi.example.kr/\?zone=gunsan&year=2024\;v=2\#top;1;0;0;"
    begins = [each.get("id") for each in root.iter(f"{HP}fieldBegin")]
    assert [each.get("beginIDRef") for each in root.iter(f"{HP}fieldEnd")] == begins


def test_an_address_that_is_not_of_the_web_is_only_text() -> None:
    brief = sample_brief("ko", rows=1)
    stamp = dataclasses.replace(brief.stamp, link="javascript:alert(1)")
    root = body(write(dataclasses.replace(brief, stamp=stamp), {}))
    assert texts(root)[-1].endswith("javascript:alert(1)")
    assert "javascript:alert(1)" not in [each.text for each in root.iter(f"{HP}stringParam")]


def test_pictures_of_a_one_page_brief_share_a_row_at_one_height(written: dict[str, bytes]) -> None:
    rows = [row for table in tables(written["one page"]) for row in table.findall(f"{HP}tr")]
    drawn = [row for row in rows if next(row.iter(f"{HP}pic"), None) is not None]
    assert [len(list(row.iter(f"{HP}pic"))) for row in drawn] == [2]
    assert [cell.get("vertAlign") for cell in drawn[0].iterfind(f"{HP}tc/{HP}subList")] == ["TOP", "TOP"]
    brief = sample_brief("ko", rows=12)
    assert texts(body(written["one page"])) == [each for each in said(brief, set(pictures(brief))) if each]


@pytest.mark.parametrize("one_page", [True, False])
def test_a_brief_of_nothing_is_valid_too(one_page: bool) -> None:
    brief = sample_brief("ko")
    stamp = dataclasses.replace(
        brief.stamp, release=None, evaluation_round="", origins=frozenset(), withheld=(), link=""
    )
    sections = (Section("empty", "", (Facts(()), Table("", (), ()))),)
    empty = dataclasses.replace(
        brief, subtitle="", organisation="", sections=sections, sources=(), stamp=stamp, one_page=one_page
    )
    data = write(empty, {})
    assert validate_editor_open_safety(data).ok
    assert hwpforge.Document.from_bytes(data).validate()["ok"]
    assert texts(body(data)) == [brief.title, "2025. 2. 3.", "□ ", "자료 기준일: 2024. 12. 31."]


def test_no_character_breaks_a_document_wherever_it_stands() -> None:
    unwritable = "".join(
        map(chr, [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xD800, 0xDFFF, 0xFFFE, 0xFFFF])
    )
    bad = f"{unwritable}</hp:t>&amp;\r\n\"'\t=1+1\U0001f600 {BAD_NAME}"
    brief = sample_brief("ko", rows=1)
    chart = charts("ko")[0]
    drawing = dataclasses.replace(chart.drawing, title=bad, alt=bad)
    blocks = (
        Paragraph(bad, "○"),
        Facts(((bad, bad),)),
        dataclasses.replace(chart.table, title=bad, unit=bad, basis=bad, notes=(bad,)),
        dataclasses.replace(chart, drawing=drawing, notes=(bad,)),
    )
    stamp = dataclasses.replace(brief.stamp, evaluation_round=bad, withheld=(bad,), link=f"https://x/{bad}")
    changed = dataclasses.replace(
        brief, title=bad, subtitle=bad, organisation=bad, sections=(Section("bad", bad, blocks),), stamp=stamp
    )
    data = write(changed, {bad: png(40, 30)})
    assert validate_package(data).ok and validate_editor_open_safety(data).ok
    assert hwpforge.Document.from_bytes(data).validate()["ok"]
    kept = f"</hp:t>&amp;\n\"' =1+1\U0001f600 {BAD_NAME}"
    assert texts(body(data))[:2] == [kept, kept]
    assert next(body(data).iter(f"{HP}shapeComment")).text == kept


def test_names_that_look_like_formulas_and_very_long_ones_are_text(written: dict[str, bytes]) -> None:
    found = texts(body(written["ko"]))
    assert {BAD_NAME, FORMULA, "+82-63", "@미제출", "-12", LONG} <= set(found)


def test_what_a_file_manager_previews_are_title_and_headings(written: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(written["en"])) as archive:
        preview = archive.read("Preview/PrvText.txt").decode("utf-8")
    assert re.split("\r\n", preview) == [
        "Gunsan special zone: results of 2024", "Five key indicators", "□ Facts", "□ Results", "□ Gaps",
    ]  # fmt: skip
