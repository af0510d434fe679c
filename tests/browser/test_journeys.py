"""What people do, in a real browser against the real server."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server

CARD = '[data-metric="technology_transfers"]'


def arrive(page: Page, address: str) -> None:
    """Open an address and wait for its last line."""
    page.goto(address)
    expect(page.locator(".kpi-source")).to_be_visible()


def shown(found: Locator, words: str) -> Locator:
    """The element that says this: while a page is made anew, its old elements stand beside the new ones."""
    return found.filter(has_text=words).first


def test_a_first_visit_by_deep_link_has_menu_language_and_filters(fresh_server: Server, page: Page) -> None:
    arrive(page, f"{fresh_server.address}/metric?metric=investment_linked&zone=pohang&year=2022&lang=en")
    expect(shown(page.get_by_role("heading", level=1), "Investment linked")).to_be_visible()
    menu = page.get_by_test_id("stSidebarNav")
    for name in ("Overview", "Metric", "Dictionary", "Quality"):
        expect(menu.get_by_role("link", name=name)).to_be_visible()
    expect(page.locator(".st-key-headline")).to_contain_text("Pohang")


def test_a_manager_reads_gunsans_year_and_follows_a_number_to_its_row(server: Server, page: Page) -> None:
    arrive(page, f"{server.address}/?year=2023")
    expect(shown(page.get_by_role("heading", level=1), "전북 군산 2023년 현황")).to_be_visible()
    expect(page.locator(CARD)).to_contain_text("달성률 382.4%")
    page.locator(CARD).get_by_role("button", name="출처").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2024-06-28_local_press_gunsan_2023.csv")
    expect(dialog).to_contain_text("기록 65행")


def test_filters_and_language_survive_turning_the_page_and_going_back(server: Server, page: Page) -> None:
    arrive(page, f"{server.address}/?zone=pohang&year=2022")
    page.get_by_test_id("stSidebar").get_by_text("English").click()
    expect(shown(page.get_by_role("heading", level=1), "Pohang, 2022")).to_be_visible()
    page.locator(CARD).get_by_role("link").click()
    expect(
        shown(page.get_by_role("heading", level=1), "Technology transfers and contributions in kind")
    ).to_be_visible()
    expect(page).to_have_url(re.compile("/metric.*zone=pohang"))
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Quality").click()
    expect(shown(page.get_by_role("heading", level=1), "Data quality")).to_be_visible()
    steps = page.evaluate("history.length")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Overview").click()
    expect(shown(page.get_by_role("heading", level=1), "Pohang, 2022")).to_be_visible()
    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    expect(shown(page.get_by_role("heading", level=1), "Data quality")).to_be_visible()


def test_choosing_another_zone_changes_the_page_and_the_address(server: Server, page: Page) -> None:
    arrive(page, server.address)
    page.locator(".st-key-filter_zone").get_by_role("combobox").click()
    page.get_by_role("option", name="경북 포항").click()
    expect(shown(page.get_by_role("heading", level=1), "경북 포항")).to_be_visible()
    expect(page).to_have_url(re.compile("zone=pohang"))


def test_charts_stay_in_place_when_a_filter_changes(server: Server, page: Page) -> None:
    arrive(page, server.address)
    title = page.locator(".kpi-grid figcaption").nth(1)
    expect(page.locator(".kpi-grid .js-plotly-plot")).to_have_count(4)
    page.locator(".kpi-grid .js-plotly-plot").nth(1).evaluate("plot => { plot.marked = true; }")
    page.locator(".st-key-filter_zone").get_by_role("combobox").click()
    page.get_by_role("option", name="경북 포항").click()
    expect(title).to_contain_text("경북 포항")
    assert page.locator(".kpi-grid .js-plotly-plot").nth(1).evaluate("plot => plot.marked")
    expect(
        page.locator(".kpi-grid .js-plotly-plot").first.locator("xpath=..").locator(".kpi-keys")
    ).to_contain_text("실적")


def test_the_world_as_known_on_a_day_shows_the_first_vintage_and_leads_back(
    server: Server, page: Page
) -> None:
    arrive(page, f"{server.address}/?zone=national&year=2022&as_known_on=2023-06-01")
    card = page.locator('[data-metric="investment_linked"]')
    expect(shown(card, "1,560.0")).to_be_visible()
    expect(page.locator(".st-key-moment-banner")).to_contain_text("2023. 6. 1.")
    page.get_by_role("button", name="최신 자료로 돌아가기").click()
    expect(shown(card, "1,467.0")).to_be_visible()
    expect(page).not_to_have_url(re.compile("as_known_on"))


def test_the_map_is_drawn_without_asking_anyone(server: Server, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    arrive(page, f"{server.address}/?zone=national")
    expect(page.locator(".st-key-map, .js-plotly-plot").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    foreign = [url for url in asked if not url.startswith((server.address, "data:", "blob:"))]
    assert foreign == []


@pytest.mark.parametrize(
    "address", ["/", "/?zone=national&lang=en", "/metric", "/catalogue", "/quality?lang=en"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_every_page_without_scrolling_sideways(
    server: Server, page: Page, address: str, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 390, "height": 844})
    arrive(page, server.address + address)
    widths = page.get_by_test_id("stMain").evaluate("main => [main.scrollWidth, main.clientWidth]")
    assert widths[0] <= widths[1]


def test_the_table_behind_a_chart_opens(server: Server, page: Page) -> None:
    arrive(page, f"{server.address}/metric?metric=tenant_firms")
    page.locator(".st-key-table-zones summary").click()
    expect(page.locator(".st-key-table-zones table")).to_contain_text("경북 포항")
