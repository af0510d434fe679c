"""What the server sends around the pages, as a browser sees it."""

from playwright.sync_api import Page, expect

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


def test_a_screen_reader_is_told_the_language_of_the_address(server: Server, page: Page) -> None:
    for address, language in (("/quality", "ko"), ("/quality?lang=en", "en")):
        page.goto(server.address + address)
        expect(page.locator("html")).to_have_attribute("lang", language)
