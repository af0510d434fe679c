"""The comparison in a real browser: ranked by a click, a zone marked, those like it alone, and all of it sent on."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Server

LONG = 180_000
# In 2023 another zone leads in each of the two, and none of them is the one marked at first.
METRIC, ZONE = "startups", "pohang"
ALONE = "이 특구들만 나란히 보기"


@pytest.fixture
def second(browser: Browser, browser_context_args: dict) -> Iterator[Page]:
    """Somebody else's browser."""
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


def test_a_comparison_is_ranked_marked_narrowed_to_the_alike_and_sent_on(
    server: Server, page: Page, second: Page
) -> None:
    page.goto(f"{server.address}/compare?year=2023")
    usual = zones_of(page)
    rank_by_another_metric(page, usual)
    mark_another_zone(page)
    alike = show_only_the_alike(page)

    second.goto(page.url)
    expect(second.get_by_test_id("stMain")).to_contain_text("경북 포항의 강점과 약점", timeout=LONG)
    assert chosen_zones(second) == chosen_zones(page)
    turn_to(second, "한눈에")
    expect(board(second).locator("tbody tr")).to_have_count(len(alike))
    assert set(zones_of(second)) == alike


def rank_by_another_metric(page: Page, usual: list[str]) -> None:
    """A click on its heading: the order is another one, and the heading and the address say by what."""
    heading = board(page).locator(f'th:has([data-action="metric:{METRIC}"])')
    assert heading.get_attribute("aria-sort") is None
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    expect(board(page).locator("th[aria-sort]")).to_have_count(1)
    expect(page).to_have_url(re.compile(f"[?&]metric={METRIC}"))
    assert set(zones_of(page)) == set(usual)
    assert zones_of(page) != usual


def mark_another_zone(page: Page) -> None:
    """A click on its name: its row is marked, no other is, and the summary speaks of it."""
    name = board(page).locator(f'[data-action="zone:{ZONE}"]')
    expect(name).not_to_contain_text("◀")
    name.click()
    marked = board(page).locator("tr.kpi-chosen")
    expect(marked).to_contain_text("경북 포항 ◀")
    expect(marked).to_have_count(1)
    expect(page.locator(".kpi-reading").first).to_contain_text("경북 포항")
    expect(page).to_have_url(re.compile(f"[?&]zone={ZONE}"))


def show_only_the_alike(page: Page) -> set[str]:
    """From the zone's side to those like it, itself among them; the shapes of so few zones are drawn."""
    turn_to(page, "특구")
    expect(page).to_have_url(re.compile("[?&]side=zone"))
    expect(page.get_by_test_id("stMain")).to_contain_text("경북 포항의 강점과 약점")
    page.get_by_role("button", name=ALONE).click()
    expect(page).to_have_url(re.compile(f"[?&]zones={ZONE}"))
    expect(page.get_by_role("button", name=ALONE)).to_have_count(0)
    expect(page.locator(".js-plotly-plot")).to_have_count(1, timeout=LONG)
    found = re.search("[?&]zones=([^&]+)", page.url)
    assert found
    return set(re.split("%2C|,", found[1]))


def board(page: Page) -> Locator:
    return page.locator("table.kpi-board")


def zones_of(page: Page) -> list[str]:
    """The zones of the board in their order."""
    expect(board(page)).to_be_visible(timeout=LONG)
    actions = (
        board(page)
        .locator("tbody [data-action]")
        .evaluate_all("buttons => buttons.map(button => button.dataset.action)")
    )
    return [action.removeprefix("zone:") for action in actions]


def chosen_zones(page: Page) -> list[str]:
    """What stands in the filter of zones."""
    tags = page.locator(".st-key-filter_zones [data-tag]:visible")
    expect(tags.first).to_be_visible()
    return tags.all_inner_texts()


def turn_to(page: Page, side: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text(side, exact=True).click()
