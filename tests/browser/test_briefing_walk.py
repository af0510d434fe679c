"""The briefing page in a real browser: chosen, made in every format, downloaded, and read back by other libraries."""

from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree
from playwright.sync_api import Page, expect
from pptx import Presentation
from pypdf import PdfReader

from kpi.text import Text
from tests.browser.conftest import Server
from tests.browser.test_journeys import arrive

LONG = 180_000
TITLES = {"ko": "전북 군산 강소특구 2023년 현황판", "en": "Gunsan innovation zone: 2023 on one page"}
# A result of Gunsan in 2023 as published, which every format has to hold.
FIGURE = {"ko": "79.9", "en": "7.99"}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_format_and_the_zip_come_down_and_hold_the_pages_numbers(
    server: Server, page: Page, tmp_path: Path, language: str
) -> None:
    arrive(page, f"{server.address}/briefing?year=2023&zone=gunsan&lang={language}")
    page.get_by_test_id("stButtonGroup").get_by_text(Text(language)("briefing.kinds.board")).click()
    expect(page.locator(".kpi-brief-title")).to_have_text(TITLES[language])
    expect(page.locator(".kpi-paper").first).to_contain_text(FIGURE[language])
    files = [down(page, form, tmp_path) for form in ("hwpx", "pptx", "xlsx", "pdf", "csv")]
    for file in files:
        assert FIGURE[language] in read(file), file.name
    whole = down(page, "all", tmp_path)
    with ZipFile(whole) as parts:
        parts.extractall(tmp_path / "whole")
    inside = [file for file in (tmp_path / "whole").rglob("*") if file.is_file()]
    assert {file.suffix for file in inside} == {".hwpx", ".pptx", ".xlsx", ".pdf", ".csv"}
    for file in inside:
        if file.suffix != ".csv":
            assert FIGURE[language] in read(file), file.name


def down(page: Page, form: str, folder: Path) -> Path:
    """Presses the button of a format and fetches the file once it is made."""
    offers = page.locator('[class*="st-key-brief-file-"] button')
    before = offers.count()
    page.locator(f".st-key-brief-make-{form} button").click()
    expect(offers).to_have_count(before + 1, timeout=LONG)
    offered = offers.first
    with page.expect_download() as fetched:
        offered.click()
    file = folder / f"{form}-{fetched.value.suggested_filename}"
    fetched.value.save_as(file)
    expect(page.locator(".st-key-brief-make-hwpx button")).to_be_enabled()
    return file


def read(file: Path) -> str:
    """All that a file says."""
    match file.suffix:
        case ".pptx":
            return in_slides(file)
        case ".xlsx":
            book = openpyxl.load_workbook(file)
            return " ".join(as_seen(cell) for sheet in book for row in sheet.iter_rows() for cell in row)
        case ".pdf":
            return " ".join(page.extract_text() for page in PdfReader(file).pages)
        case ".hwpx":
            with ZipFile(file) as parts:
                found = [etree.fromstring(parts.read(name)) for name in parts.namelist() if "section" in name]
            return " ".join("".join(each.itertext()) for each in found)
        case _:
            with ZipFile(file) as parts:
                return " ".join(parts.read(name).decode("utf-8-sig") for name in parts.namelist())


def as_seen(cell: openpyxl.cell.Cell) -> str:
    """A number to two decimals, as far as it has them."""
    return f"{cell.value:g}" if isinstance(cell.value, float) else str(cell.value)


def in_slides(file: Path) -> str:
    """The words of every shape and every cell."""
    shapes = [shape for slide in Presentation(str(file)).slides for shape in slide.shapes]
    said = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    tables = [shape.table for shape in shapes if shape.has_table]
    said += [cell.text for table in tables for row in table.rows for cell in row.cells]
    return " ".join(said)
