"""What the server sends around the pages, as a browser sees it."""

import pytest
from playwright.sync_api import Page, expect

from kpi.ui.navigation import ENTRIES
from tests.browser.conftest import Server

LOADED_FACES = """
    [...document.fonts].filter(face => face.status === "loaded").map(face => `${face.family} ${face.weight}`)
"""


def test_the_page_wears_its_own_fonts_and_breaks_no_rule_of_the_content_policy(
    server: Server, page: Page
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(server.address)
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert {"Pretendard 400", "Pretendard 600"} <= set(page.evaluate(LOADED_FACES))
    assert complaints == []


@pytest.mark.parametrize("name", [entry.name for entry in ENTRIES])
def test_no_page_breaks_a_rule_of_the_content_policy(server: Server, page: Page, name: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{server.address}/{name}")
    expect(page.locator("h1").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert [said for said in complaints if "Content Security Policy" in said] == []


def test_no_script_that_stands_in_a_page_runs_but_streamlits_own(server: Server, page: Page) -> None:
    page.goto(server.address)
    page.evaluate("""
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
        const image = document.createElement("img");
        image.setAttribute("onerror", "window.ran = true");
        image.src = "/none.png";
        document.body.append(image);
    """)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.ran") is None
    assert page.evaluate("window.prerenderReady") is not None


def test_a_screen_reader_is_told_the_language_of_the_address(server: Server, page: Page) -> None:
    for address, language in (("/quality", "ko"), ("/quality?lang=en", "en")):
        page.goto(server.address + address)
        expect(page.locator("html")).to_have_attribute("lang", language)
