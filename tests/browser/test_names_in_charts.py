"""Names in charts on a phone: beside the marks of a scatter only those that cover nothing, beside bars not too long."""

import re
from itertools import combinations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server

LONG = 60_000
WIDE, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
ZONES = 14
# Left, top, right and bottom of the drawing, of every name in it, and which of them names the marked zone.
PLACES = """plot => {
    const box = ({ left, top, right, bottom }) => [left, top, right, bottom];
    const names = [...plot.querySelectorAll(".textpoint text")].filter((text) => text.textContent);
    return {
        frame: box(plot.getBoundingClientRect()),
        names: names.map((text) => [text.textContent, ...box(text.getBoundingClientRect())]),
    };
}"""
# Where the names beside the rows begin, counted from the drawing's left side, and the shares of its width for the bars.
ROOM = """plot => {
    const { left, width } = plot.getBoundingClientRect();
    const names = [...plot.querySelectorAll(".ytick text")];
    const first = Math.min(...names.map((name) => name.getBoundingClientRect().left - left));
    return [names.length, first, plot._fullLayout._size.w / width];
}"""
Name = tuple[str, float, float, float, float]


@pytest.mark.parametrize(
    "asked", ["metric=startups&upward=technology_transfers", "metric=tenant_firms&upward=spin_offs&lang=en"]
)
def test_names_give_way_on_a_phone_and_come_back_on_a_wide_screen(
    server: Server, page: Page, asked: str
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{server.address}/compare?side=pair&year=2023&{asked}")
    expect(named(page).first).to_be_visible(timeout=LONG)
    few = names_that_cover_nothing(page)
    assert any("◀" in name for name, *_ in few)
    assert len(few) < ZONES

    page.set_viewport_size(WIDE)
    expect(named(page)).to_have_count(ZONES)
    page.set_viewport_size(PHONE)
    expect(named(page)).to_have_count(len(few))
    assert names_that_cover_nothing(page) == few


def test_whom_a_phone_does_not_name_is_drawn_and_stands_in_the_table_behind(
    server: Server, page: Page
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{server.address}/compare?side=pair&year=2023")
    expect(named(page).first).to_be_visible(timeout=LONG)
    expect(page.locator(".js-plotly-plot .points path")).to_have_count(ZONES)
    page.locator(".st-key-table-compare-pair summary").click()
    listed = page.locator(".st-key-table-compare-pair tbody")
    for zone in ("경북 포항", "전남 나주", "강원 춘천"):
        expect(listed).to_contain_text(zone)


def test_names_beside_bars_are_not_cut_off_and_leave_the_bars_room(server: Server, page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{server.address}/evaluation?part=doubt&year=2024&lang=en")
    charts = page.locator(".js-plotly-plot")
    expect(charts).to_have_count(4, timeout=LONG)
    for chart in charts.all():
        expect(chart.locator(".ytick").first).to_be_visible()
        names, first, share = chart.evaluate(ROOM)
        assert names and first >= 0 and share > 0.4, chart.get_attribute("aria-label")


def named(page: Page) -> Locator:
    """The names that are shown."""
    return page.locator(".js-plotly-plot .textpoint text").filter(has_text=re.compile("."))


def names_that_cover_nothing(page: Page) -> list[Name]:
    """The names with their places, once none of them covers another or leaves the drawing."""
    found = page.locator(".js-plotly-plot").first.evaluate(PLACES)
    left, top, right, bottom = found["frame"]
    names = [tuple(each) for each in found["names"]]
    for name in names:
        assert name[1] >= left and name[2] >= top and name[3] <= right and name[4] <= bottom, name
    for one, other in combinations(names, 2):
        apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
        assert apart, (one, other)
    return names
