"""From a list of firms to one of them and back, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.test_journeys import arrive


@pytest.mark.parametrize(
    ("place", "kept", "told"),
    [
        ("zone=pohang&stage=sales", "zone=pohang", "판로 개척"),
        ("place=regional_ai", "place=regional_ai", "공모 신청"),
        ("place=uijeongbu_scale_up", "place=uijeongbu_scale_up", "사업 단계"),
        ("place=gyeonggi_agreement", "place=gyeonggi_agreement", "사업 단계"),
        ("place=incheon_campus", "place=incheon_campus", "사업 단계"),
    ],
)
def test_each_programmes_list_leads_to_a_firm_and_back_with_the_link_kept(
    server: Server, page: Page, place: str, kept: str, told: str
) -> None:
    arrive(page, f"{server.address}/firms?{place}")
    first = page.locator('a[data-action^="firm:"]').first
    name = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.locator(".kpi-story")).to_contain_text(told)
    expect(page).to_have_url(re.compile(f"{kept}.*firm=[0-9a-f]{{20}}"))
    page.get_by_role("button", name="기업 목록").click()
    expect(page.locator('a[data-action^="firm:"]').first).to_have_text(name)
    expect(page).to_have_url(re.compile(f"firms\\?{place}$"))


def test_a_firms_address_opens_its_profile_in_another_tab(server: Server, page: Page) -> None:
    arrive(page, f"{server.address}/firms?zone=gunsan&designation=designation")
    first = page.locator('a[data-action^="firm:"]').first
    name, address = first.inner_text(), first.get_attribute("href")
    arrive(page, f"{server.address}/{address}")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.locator(".kpi-story")).to_contain_text(re.compile("지정|등록"))
