"""The menu of a chart and of a table: every file that it offers is read back, and what is put by lies in the ledger."""

import csv
import re
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from pptx import Presentation

from kpi.paths import Paths
from kpi.queries.moments import ledger_of
from tests.browser.conftest import Server
from tests.signing import LOGIN

LONG = 180_000
ZONES = 14


def test_a_charts_menu_gives_it_in_every_format_with_the_numbers_of_the_page(
    server: Server, page: Page
) -> None:
    arrive(page, f"{server.address}/metric?metric=startups&zone=gunsan&year=2023")
    chart = page.locator(".kpi-charts figure").nth(1)
    fold = page.locator("[class*=st-key-table-]").nth(1)
    fold.locator("summary").click(timeout=LONG)
    lines = fold.locator("tbody tr")
    expect(lines).to_have_count(ZONES, timeout=LONG)
    wanted = [(cells[1], number(cells[3])) for cells in cells_of(lines)]
    title = chart.locator("figcaption span").inner_text()

    menu = opened(page, chart.get_by_role("button"))
    expect(menu).to_contain_text(title)
    picture = Image.open(BytesIO(taken(page, menu, "PNG 그림")))
    assert (picture.format, picture.size) == ("PNG", (1600, 900))
    drawn = "".join(etree.fromstring(taken(page, menu, "SVG 그림")).itertext())
    assert title in drawn and all(zone in drawn for zone, _ in wanted)
    assert sorted(points(taken(page, menu, "PPTX"))) == sorted(wanted)
    assert title in document(taken(page, menu, "HWPX"))
    assert pairs_in_book(taken(page, menu, "XLSX")) >= set(wanted)
    listed = lines_in(taken(page, menu, "CSV"))
    assert [(row[1], number(row[3])) for row in listed if row[1:] and row[1] in dict(wanted)] == wanted


def test_a_tables_menu_gives_it_in_every_format_with_the_numbers_of_the_page(
    server: Server, page: Page
) -> None:
    arrive(page, f"{server.address}/compare?year=2023")
    board = page.locator("table.kpi-board")
    expect(board.locator("tbody tr")).to_have_count(ZONES, timeout=LONG)
    rows = cells_of(board.locator("tbody tr"))
    zones = [cells[0] for cells in rows]
    menu = opened(page, page.locator(".kpi-menu[data-kind=table]").first)
    expect(menu.get_by_role("button", name="PNG 그림")).to_have_count(0)
    said = document(taken(page, menu, "HWPX"))
    assert all(zone in said and "".join(cells[1].split()) in "".join(said.split()) for zone, *cells in rows)
    slides = Presentation(BytesIO(taken(page, menu, "PPTX"))).slides
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    told = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert set(zones) <= set(told)
    book = load_workbook(BytesIO(taken(page, menu, "XLSX")))
    assert set(zones) <= {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    listed = lines_in(taken(page, menu, "CSV"))
    assert [row[0] for row in listed if row and row[0] in zones] == zones


def test_a_chart_is_put_by_with_ones_own_words_and_the_page_keeps_its_style(
    fresh_server: Server, built: Paths, page: Page
) -> None:
    arrive(page, f"{fresh_server.address}/?zone=pohang&year=2022")
    sign = page.locator(".kpi-charts .kpi-menu").first
    menu = opened(page, sign)
    words = '<b>"우리" & =1+1'
    menu.get_by_label("덧붙일 말").fill(words)
    menu.get_by_label("덧붙일 말").blur()
    before = len(tray(built))
    menu.get_by_role("button", name="내 보고서에 담기").click()
    expect(menu).to_contain_text("담았습니다", timeout=LONG)
    kept = tray(built)
    assert len(kept) == before + 1
    assert kept[-1]["commentary"] == words
    assert kept[-1]["drawing"]["title"] == page.locator(".kpi-charts figcaption span").first.inner_text()
    menu.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert sign.evaluate("sign => getComputedStyle(sign).cursor") == "pointer"
    assert page.locator(".kpi-wall").evaluate("wall => getComputedStyle(wall).display") == "grid"


def test_a_menu_opens_by_keyboard_alone(server: Server, page: Page) -> None:
    arrive(page, f"{server.address}/compare?year=2023")
    sign = page.locator(".kpi-menu[data-kind=table]").first
    expect(sign).to_have_attribute("aria-label", re.compile("내보내기"), timeout=LONG)
    expect(sign).to_have_attribute("aria-haspopup", "dialog")
    sign.evaluate("sign => sign.previousElementSibling?.querySelector('button, a')?.focus()")
    for _ in range(60):
        if sign.evaluate("sign => document.activeElement === sign"):
            break
        page.keyboard.press("Tab")
    expect(sign).to_be_focused()
    assert sign.evaluate("sign => getComputedStyle(sign).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("표 내보내기", timeout=LONG)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("words", ["없는 차트", '<img src=x onerror=alert(1)>&"'])
def test_what_the_page_has_not_shown_opens_nothing(server: Server, page: Page, words: str) -> None:
    arrive(page, f"{server.address}/?zone=gunsan&year=2023")
    sign = page.locator(".kpi-charts .kpi-menu").first
    expect(sign).to_have_attribute("aria-label", re.compile("내보내기"), timeout=LONG)
    sign.evaluate("(sign, words) => { sign.previousElementSibling.textContent = words; }", words)
    sign.click()
    expect(page.get_by_test_id("stMain")).to_contain_text("화면이 그사이 바뀌었습니다", timeout=LONG)
    expect(page.get_by_role("dialog")).to_have_count(0)


def arrive(page: Page, address: str) -> None:
    """Open an address and wait for its last line: a fold that is pressed before closes again."""
    page.goto(address)
    expect(page.locator(".kpi-source")).to_be_visible(timeout=LONG)


def opened(page: Page, sign: Locator) -> Locator:
    """The menu behind a sign."""
    sign.click(timeout=LONG)
    menu = page.get_by_role("dialog")
    expect(menu.get_by_role("button", name="내 보고서에 담기")).to_be_visible(timeout=LONG)
    return menu


def taken(page: Page, menu: Locator, form: str) -> bytes:
    """The file of this format."""
    with page.expect_download(timeout=LONG) as waiting:
        menu.get_by_role("button", name=form).click()
    return Path(waiting.value.path()).read_bytes()


def cells_of(lines: Locator) -> list[list[str]]:
    """The words of every cell, line by line."""
    script = (
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim().split(/\\s+/).join(' ')))"
    )
    return lines.evaluate_all(script)


def number(written: str) -> float:
    """The number in a cell."""
    found = re.search(r"[\d,.]+", written)
    assert found, written
    return float(found[0].replace(",", ""))


def points(deck: bytes) -> list[tuple[str, float]]:
    """Category and value of everything that the one chart of a deck draws in bars."""
    shapes = [shape for slide in Presentation(BytesIO(deck)).slides for shape in slide.shapes]
    (chart,) = [shape.chart for shape in shapes if shape.has_chart]
    names = [str(name) for name in chart.plots[0].categories]
    return [
        (name, value)
        for series in chart.plots[0].series
        for name, value in zip(names, series.values, strict=True)
        if value is not None
    ]


def document(content: bytes) -> str:
    """Everything that is written in an HWPX document."""
    with ZipFile(BytesIO(content)) as parts:
        assert parts.testzip() is None
        bodies = [parts.read(name) for name in parts.namelist() if name.startswith("Contents/section")]
    return "".join(words for body in bodies for words in etree.fromstring(body).itertext())


def pairs_in_book(content: bytes) -> set[tuple[str, float]]:
    """Every number of a workbook with each word of its row."""
    rows = [
        [cell.value for cell in row] for sheet in load_workbook(BytesIO(content)) for row in sheet.iter_rows()
    ]
    return {
        (word, float(value))
        for row in rows
        for word in row
        for value in row
        if isinstance(word, str) and isinstance(value, int | float)
    }


def lines_in(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def tray(paths: Paths) -> list[dict]:
    """What lies in the tray of the zone and year."""
    ledger = ledger_of(paths)
    person = ledger.person_of_login(LOGIN)
    assert person is not None
    return list(ledger.tray(f"#{person.id}", "pohang", 2022).pieces)
