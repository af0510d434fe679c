"""From each programme's summary to a side, to one firm and back; at every step another browser shows the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from kpi.text import Text
from tests.browser.conftest import Server
from tests.browser.test_journeys import arrive

HEADINGS = '[data-testid="stMain"] :is(h1, h2, h3, figcaption):visible'


@dataclass(frozen=True)
class Walk:
    """A programme, where it is looked at, the side with a fold that names firms, and what the firm's page tells."""

    programme: str
    side: str
    fold: str
    told: str
    language: str = "ko"
    zone: str = ""

    @property
    def place(self) -> str:
        """What the firm's address names its place by."""
        return f"zone={self.zone}" if self.zone else f"place={self.programme}"


# Those in the talent track of Uijeongbu are people, who have no page; the campus's teams have one like firms.
WALKS = (
    Walk("special_zone", "stages", "programme-dropped", "기술사업화 지원체계", zone="pohang"),
    Walk("uijeongbu_scale_up", "stages", "programme-dropped", "Programme step", "en"),
    Walk("gyeonggi_agreement", "stages", "programme-dropped", "창업기업 발굴·정착"),
    Walk(
        "regional_ai", "calls", "programme-applicants-regional_ai_2025", "Applications and selections", "en"
    ),
    Walk("incheon_campus", "stages", "programme-dropped", "글로벌 진출"),
)


@pytest.fixture
def second(browser: Browser, browser_context_args: dict) -> Iterator[Page]:
    """Somebody else's browser."""
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.programme)
def test_a_programme_leads_from_its_summary_to_one_firm_and_back_with_the_link_kept(
    server: Server, page: Page, second: Page, walk: Walk
) -> None:
    at = f"{server.address}/programme?programme={walk.programme}&lang={walk.language}"
    arrive(page, f"{at}&zone={walk.zone}" if walk.zone else at)
    known = Text(walk.language)("programme.figures.title")
    expect(page.get_by_role("heading", name=known)).to_be_visible()
    same_elsewhere(page, second)

    turn_to(page, walk)
    told_of_side = same_elsewhere(page, second)

    name = open_a_firm(page, walk)
    expect(page).to_have_url(re.compile(rf"/firms\?.*{walk.place}.*firm=[0-9a-f]{{20}}"))
    expect(page.locator(".kpi-story")).to_contain_text(walk.told)
    assert name in same_elsewhere(page, second)

    page.go_back()
    expect(page).to_have_url(re.compile(rf"/programme\?.*programme={walk.programme}.*aspect={walk.side}"))
    expect(page.locator(HEADINGS)).to_have_text(told_of_side)


def turn_to(page: Page, walk: Walk) -> None:
    """By its button; the address says which side it is."""
    name = Text(walk.language)(f"programme.aspects.{walk.side}")
    before = page.locator("h1").inner_text()
    page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).click()
    expect(page).to_have_url(re.compile(rf"programme={walk.programme}.*aspect={walk.side}"))
    expect(page.locator(f".st-key-{walk.fold} summary")).to_be_visible()
    expect(page.locator("h1")).to_have_text(before)
    known = Text(walk.language)("programme.figures.title")
    expect(page.get_by_role("heading", name=known)).to_have_count(0)


def open_a_firm(page: Page, walk: Walk) -> str:
    """The first that the fold names; its page says who it is."""
    page.locator(f".st-key-{walk.fold} summary").click()
    link = page.locator(f'.st-key-{walk.fold} a[href^="firms?"]').first
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.locator(".kpi-source")).to_be_visible()
    return name


def same_elsewhere(page: Page, second: Page) -> list[str]:
    """The address opened in another browser says the same in all headings, which are returned."""
    arrive(second, page.url)
    expect(second.locator(HEADINGS)).to_have_text(headings(page))
    return headings(second)


def headings(page: Page) -> list[str]:
    """The titles of the page, its parts and its charts."""
    return page.locator(HEADINGS).all_inner_texts()
