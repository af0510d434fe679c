"""A quarter's file in a real browser: dropped, connected, mended, explained, compared, released, and taken back."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kpi.paths import Paths
from tests.browser.conftest import Server
from tests.built import copied

LONG = 180_000
# A click that comes while the table is being drawn is lost.
ATTEMPTS = 3
FILE = "투자_2025년_4분기.csv"
ROWS = (
    "강소(군산),25년 4/4분기,T-1,가상기업01,999-00-10001,시드,300",
    "강소(군산),2025.4Q,T-2,가상기업02,999-00-10002,시리즈A,600",
    "군산 강소특구,2025년 겨울,T-3,가상기업03,999-00-10003,기타,900",
    '강소(군산),25년 4/4분기,T-4,가상기업04,999-00-10004,시드,"1,2OO"',
    "군산새만금,2025.4Q,T-5,가상기업05,999-00-10005,시리즈B,1500",
)
CONTENT = "\r\n".join(
    (
        "2025년 4분기 투자연계 현황,,,,,,",
        "(단위: 백만원),,,,,,",
        ",,,,,,",
        "구분,분기,투자번호,기업명,사업자등록번호,투자단계,투자금액",
        *ROWS,
        "※ 잠정치,,,,,,",
        "",
    )
)


@pytest.fixture
def own_server(built: Paths, tmp_path: Path) -> Iterator[Server]:
    """A server with a warehouse of its own, which this journey may change."""
    paths = Paths(raw=tmp_path / "raw", warehouse=tmp_path / "warehouse")
    shutil.copytree(built.raw, paths.raw)
    copied(built.warehouse, paths.warehouse)
    started = Server(paths, tmp_path / "log.txt").wait()
    yield started
    started.stop()


def test_a_messy_file_goes_all_the_way_in_and_back_out(
    own_server: Server, page: Page, tmp_path: Path
) -> None:
    before = investment_of_2025(own_server, page)
    drop(own_server, page, tmp_path)
    connect(page)
    mend(page)
    explain(page)
    see_the_difference(page)
    release(page)
    assert investment_of_2025(own_server, page) != before
    take_back(own_server, page)
    assert investment_of_2025(own_server, page) == before


def investment_of_2025(server: Server, page: Page) -> str:
    """What the overview's card says, without the badges that tell where it is from."""
    page.goto(f"{server.address}/?zone=gunsan&year=2025")
    value = page.locator('[data-metric="investment_linked"] .kpi-card-value')
    expect(value).to_be_visible()
    return value.inner_text()


def drop(server: Server, page: Page, folder: Path) -> None:
    """The file is read while the page shows how far it is."""
    file = folder / FILE
    file.write_bytes(CONTENT.encode("cp949"))
    page.goto(f"{server.address}/submit")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".st-key-submit-steps")).to_be_visible(timeout=LONG)
    expect(page).to_have_url(re.compile("draft="))
    expect(page.locator(".st-key-said-dataset input")).to_have_value(re.compile("투자연계"))


def connect(page: Page) -> None:
    """`구분` means the zone here, and a name that nobody knows yet is Gunsan's."""
    turn_to(page, "columns")
    page.get_by_role("radio", name="특구 (필수)").or_(
        page.get_by_role("button", name="특구 (필수)")
    ).first.click()
    at_rest(page)
    unknown = page.locator(".st-key-unknown-zone")
    unknown.get_by_role("combobox").click()
    page.get_by_role("option", name="전북 군산").click()
    at_rest(page)
    if (slow := page.locator(".st-key-read-again button")).count():
        # A machine that took long over the first reading waits to be told.
        slow.click()
    expect(unknown).to_have_count(0, timeout=LONG)


def mend(page: Page) -> None:
    """Two cells that nobody can read are written anew, in the page."""
    turn_to(page, "checks")
    write(page, '[class*="st-key-fault-"][class*="not_a_period"]', "2025년 4분기", 1)
    write(page, '[class*="st-key-fault-"][class*="not_a_number"]', "1200", 2)
    read_again(page)


def read_again(page: Page) -> None:
    """One click does, right after the last edit too: the button stays where it is."""
    page.locator(".st-key-read-again button").click()
    expect(page.locator('[class*="st-key-fault-"]')).to_have_count(0, timeout=LONG)
    expect(page.locator(".st-key-read-again button")).to_be_disabled(timeout=LONG)


def explain(page: Page) -> None:
    """Each warning gets its reason."""
    reasons = page.locator('[class*="st-key-reason-"] textarea')
    expect(reasons.first).to_be_visible(timeout=LONG)
    for at in range(reasons.count()):
        reasons.nth(at).fill("4분기에 새로 시작한 기업의 투자임")
        reasons.nth(at).press("Control+Enter")
        at_rest(page)


def see_the_difference(page: Page) -> None:
    """Five rows come in for those that were there, and the year's number moves."""
    turn_to(page, "compare")
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("지표에 미치는 영향", timeout=LONG)
    expect(main).to_contain_text("T-5", timeout=LONG)
    expect(main).to_contain_text("투자연계 금액")


def release(page: Page) -> None:
    """Published, with the way back named."""
    turn_to(page, "accept")
    expect(page.locator(".st-key-do-release")).to_be_visible(timeout=LONG)
    page.get_by_text("위의 경고를 확인했으며 뜻한 대로입니다.").click()
    at_rest(page)
    page.locator(".st-key-do-release button").click()
    expect(page.locator(".st-key-submit-released")).to_be_visible(timeout=LONG)


def take_back(server: Server, page: Page) -> None:
    """From the history: the newest submission is undone."""
    page.goto(f"{server.address}/history?q=T")
    page.goto(f"{server.address}/history")
    page.locator('[class*="st-key-open-"] button').first.click()
    page.locator(".st-key-undo button").click()
    page.locator(".st-key-undo-confirm button").click()
    expect(page.locator(".st-key-undo-state")).to_contain_text("되돌렸습니다", timeout=LONG)


def turn_to(page: Page, step: str) -> None:
    """A step of the draft, by its link."""
    page.goto(re.sub(r"&step=\w+", "", page.url) + f"&step={step}")
    expect(page.locator(".st-key-submit-steps")).to_be_visible(timeout=LONG)
    at_rest(page)


def at_rest(page: Page) -> None:
    """No rerun and no job under way."""
    page.wait_for_timeout(400)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=LONG)
    expect(page.locator(".st-key-submit-progress [data-testid=stProgress]")).to_have_count(0, timeout=LONG)


def write(page: Page, group: str, text: str, so_far: int) -> None:
    """The first cell to mend of a group: the table is drawn, so its cell is found by its place."""
    told = page.locator(".st-key-edits-so-far").get_by_text(f"고친 칸 {so_far}개")
    for _ in range(ATTEMPTS):
        table = page.locator(f"{group} canvas").first
        expect(table).to_be_visible(timeout=LONG)
        table.scroll_into_view_if_needed()
        box = table.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] * 0.66, box["y"] + 52)
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        page.keyboard.press("Control+a")
        page.keyboard.type(text, delay=30)
        page.keyboard.press("Enter")
        at_rest(page)
        if told.count():
            return
    expect(told).to_be_visible()
