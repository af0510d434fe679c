"""How a HWPX brief stands on paper: outline, tables, pictures, page, fonts."""

import dataclasses
import io
import zipfile
from xml.etree import ElementTree

import hwpforge
import pytest
from hwpx_brief import LONG, pictures, sample_brief
from hwpx_read import HC, HH, HP, OPF, body, cells, own_text, part, size, tables, text_width

from kpi.briefs.writers.hwpx import write


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    briefs = {
        "ko": sample_brief("ko"),
        "en": sample_brief("en"),
        "one page": sample_brief("ko", one_page=True, rows=12),
    }
    return {name: write(brief, pictures(brief)) for name, brief in briefs.items()}


def test_marks_are_levels_of_the_outline(written: dict[str, bytes]) -> None:
    headings = hwpforge.Document.from_bytes(written["ko"]).outline()["outline"]["headings"]
    levels = {heading["text"][0]: heading["level"] for heading in headings if heading["source"] == "outline"}
    assert levels == {"□": 1, "○": 2, "―": 3}


def test_outline_levels_draw_no_number_beside_the_mark(written: dict[str, bytes]) -> None:
    heads = list(part(written["ko"], "Contents/header.xml").iter(f"{HH}paraHead"))
    assert heads and [head.text for head in heads if head.text] == []


@pytest.mark.parametrize("name", ["ko", "one page"])
def test_pictures_are_inside_with_their_words_and_fit_the_page(written: dict[str, bytes], name: str) -> None:
    data, brief = written[name], sample_brief("ko")
    root = body(data)
    drawn = list(root.iter(f"{HP}pic"))
    assert [each.findtext(f"{HP}shapeComment") for each in drawn] == [chart.alt for chart in brief.charts[:2]]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        images = [archive.read(f"BinData/{image_of(each)}.png") for each in drawn]
    assert images == list(pictures(brief).values())
    listed = {
        item.get("id"): item.get("href") for item in part(data, "Contents/content.hpf").iter(f"{OPF}item")
    }
    assert [listed[image_of(each)] for each in drawn] == ["BinData/image1.png", "BinData/image2.png"]
    for each in drawn:
        width, height = size(each.find(f"{HP}sz"))
        assert 0 < width <= text_width(root)
        assert width / height == pytest.approx(1600 / 900, rel=1e-3)


def image_of(picture: ElementTree.Element) -> str:
    image = picture.find(f"{HC}img")
    assert image is not None
    return image.get("binaryItemIDRef", "")


def test_every_page_of_a_table_repeats_its_header_row(written: dict[str, bytes]) -> None:
    facts, *others = tables(written["ko"])
    assert facts.get("repeatHeader") == "0"
    for table in others:
        head, *rows = table.findall(f"{HP}tr")
        assert table.get("repeatHeader") == "1"
        assert {cell.get("header") for cell in cells(head)} == {"1"}
        assert {cell.get("header") for row in rows for cell in cells(row)} <= {"0"}


def test_a_table_of_300_rows_goes_on_over_pages_and_a_short_one_stays_together(
    written: dict[str, bytes],
) -> None:
    by_rows = {int(table.get("rowCnt", "")): table.find(f"{HP}pos") for table in tables(written["ko"])}
    long, short = by_rows[301], by_rows[1]
    assert long is not None and short is not None
    assert (long.get("treatAsChar"), short.get("treatAsChar")) == ("0", "1")


def test_numbers_stand_on_the_right_and_emphasised_rows_are_bold_on_a_ground(
    written: dict[str, bytes],
) -> None:
    header = part(written["ko"], "Contents/header.xml")
    aligned = {
        each.get("id"): align.get("horizontal")
        for each in header.iter(f"{HH}paraPr")
        if (align := each.find(f"{HH}align")) is not None
    }
    bold = {each.get("id") for each in header.iter(f"{HH}charPr") if each.find(f"{HH}bold") is not None}
    kpis = next(table for table in tables(written["ko"]) if table.get("colCnt") == "7")
    _, plain, strong, *_ = kpis.findall(f"{HP}tr")
    for row, is_bold in ((plain, False), (strong, True)):
        paragraphs = [next(cell.iter(f"{HP}p")) for cell in cells(row)]
        sides = [aligned[each.get("paraPrIDRef")] for each in paragraphs]
        assert sides == ["LEFT", "RIGHT", "RIGHT", "RIGHT", "RIGHT", "CENTER", "LEFT"]
        weights = {run.get("charPrIDRef") in bold for each in paragraphs for run in each.iter(f"{HP}run")}
        assert weights == {is_bold}
    grounds = [{cell.get("borderFillIDRef") for cell in cells(row)} for row in (plain, strong)]
    assert len(grounds[0]) == len(grounds[1]) == 1 and grounds[0] != grounds[1]


def test_columns_share_the_text_width_and_no_number_is_broken(written: dict[str, bytes]) -> None:
    kpis = next(table for table in tables(written["en"]) if table.get("colCnt") == "7")
    widths = [size(cell.find(f"{HP}cellSz"))[0] for cell in cells(kpis.findall(f"{HP}tr")[0])]
    assert sum(widths) == pytest.approx(text_width(body(written["en"])), abs=2)
    assert widths[0] == max(widths) and widths[1] > widths[2]
    # 1,234,567 in letters of 9.5 points, of which a digit takes more than half.
    assert widths[1] > 9 * 0.5 * 950
    assert widths[5] > len("31 December 2024") * 0.5 * 950


def test_the_title_stands_above_later_pages_and_the_edition_and_page_below(written: dict[str, bytes]) -> None:
    root = body(written["ko"])
    above = [own_text(each) for margin in root.iter(f"{HP}header") for each in margin.iter(f"{HP}p")]
    footer = next(root.iter(f"{HP}footer"))
    assert above == ["군산 강소특구 2024년 추진 실적"]
    assert [own_text(each) for each in footer.iter(f"{HP}p")] == [
        "자료 기준일: 2024. 12. 31. · 자료 버전: 릴리스 12호",
        "-  -",
    ]
    assert [each.get("numType") for each in footer.iter(f"{HP}autoNum")] == ["PAGE"]
    assert next(root.iter(f"{HP}visibility")).get("hideFirstHeader") == "1"


def test_a_very_long_title_is_whole_on_the_first_page_and_one_line_above_the_others() -> None:
    brief = dataclasses.replace(sample_brief("ko", rows=1), title=LONG)
    root = body(write(brief, {}))
    above = [own_text(each) for margin in root.iter(f"{HP}header") for each in margin.iter(f"{HP}p")]
    assert own_text(next(root.iter(f"{HP}p"))) == LONG
    assert len(above) == 1 and len(above[0]) < 50 and above[0].endswith("…")


@pytest.mark.parametrize("name", ["ko", "one page"])
def test_the_page_is_an_upright_a4(written: dict[str, bytes], name: str) -> None:
    page = next(body(written[name]).iter(f"{HP}pagePr"))
    assert (page.get("width"), page.get("height"), page.get("landscape")) == ("59528", "84189", "WIDELY")


def test_korean_fonts_are_named_with_what_stands_in_for_them(written: dict[str, bytes]) -> None:
    fonts = list(part(written["ko"], "Contents/header.xml").iter(f"{HH}font"))
    assert {font.get("face") for font in fonts} == {"함초롬바탕", "함초롬돋움"}
    assert {substitute.get("face") for font in fonts for substitute in font.iter(f"{HH}substFont")} == {
        "맑은 고딕"
    }


@pytest.mark.parametrize("name", ["ko", "en", "one page"])
def test_every_row_fills_the_columns_of_its_table(written: dict[str, bytes], name: str) -> None:
    for table in tables(written[name]):
        for row in table.findall(f"{HP}tr"):
            spans = [int(cell.get("colSpan", "")) for cell in row.iterfind(f"{HP}tc/{HP}cellSpan")]
            assert sum(spans) == int(table.get("colCnt", ""))


def test_facts_stand_two_to_a_row_and_a_long_one_alone(written: dict[str, bytes]) -> None:
    rows = [len(cells(row)) // 2 for row in tables(written["ko"])[0].findall(f"{HP}tr")]
    assert rows == [2, 2, 1, 1]
