"""The yearly evaluation in a real browser: questioned, saved, sent on, frozen, and unchanged when the data change."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kpi.ledger import Ledger
from kpi.paths import PROJECT, Paths
from tests.browser.conftest import Server
from tests.built import copied

LONG = 180_000
NAME = "만족도 3배"
RANKS = ".st-key-evaluation-ranks"
# Its records count in the evaluation of 2024.
FILE = "2024_startups.csv"


@pytest.fixture
def paths(built: Paths, tmp_path: Path) -> Paths:
    """A warehouse of one's own, which this journey may change."""
    own = Paths(raw=tmp_path / "raw", warehouse=tmp_path / "warehouse")
    shutil.copytree(built.raw, own.raw)
    copied(built.warehouse, own.warehouse)
    return own


@pytest.fixture
def own_server(paths: Paths, tmp_path: Path) -> Iterator[Server]:
    started = Server(paths, tmp_path / "log.txt").wait()
    yield started
    started.stop()


def test_an_evaluation_is_questioned_saved_sent_on_frozen_and_stays_when_the_data_change(
    own_server: Server, paths: Paths, page: Page, browser: Browser, browser_context_args: dict
) -> None:
    page.goto(f"{own_server.address}/evaluation")
    declared = ranks(page)
    change_a_weight(page)
    link = save(page)

    second = browser.new_context(**browser_context_args).new_page()
    second.goto(link)
    expect(second.locator(".kpi-strip")).to_contain_text(NAME)
    questioned = ranks(second)
    assert questioned != declared

    proof = freeze(second)
    frozen = ranks(second)
    assert frozen == questioned
    round_address = second.url

    new_release(paths)
    second.goto(link)
    expect(second.locator(".kpi-source")).to_contain_text("릴리스 2호")
    assert ranks(second) != frozen

    second.goto(round_address)
    expect(second.locator("#round-proof")).to_have_text(proof)
    assert ranks(second) == frozen
    computed_again_alike(second)
    publish(second)

    discard(page)
    second.goto(link)
    expect(second.get_by_test_id("stAlert")).to_contain_text("버렸습니다")
    assert ranks(second) != questioned


def ranks(page: Page) -> list[str]:
    """The zones in their order with their scores."""
    rows = page.locator(f"{RANKS} tbody tr")
    expect(rows.first).to_be_visible(timeout=LONG)
    at_rest(page)
    return [re.sub(r"\s+", " ", row) for row in rows.all_inner_texts()]


def change_a_weight(page: Page) -> None:
    """The ranking moves at once, and says who moved."""
    page.get_by_role("radio", name="가중치·방법").or_(
        page.get_by_role("button", name="가중치·방법")
    ).first.click()
    weight = page.locator('input[name="weight:satisfaction"]')
    expect(weight).to_have_value("1")
    expect(page.get_by_test_id("stMain")).to_contain_text("순위가 바뀌는 특구가 없습니다")
    weight.fill("3")
    weight.press("Tab")
    expect(page.get_by_test_id("stMain")).to_contain_text("순위가 바뀌고")
    expect(page.locator(".kpi-worse").first).to_contain_text("▼")
    expect(page).to_have_url(re.compile("weights=satisfaction"))


def save(page: Page) -> str:
    """Under a name; the link to it."""
    page.get_by_label("시나리오 이름").fill(NAME)
    page.locator(".st-key-scenario-save-button button").click()
    code = page.locator(".st-key-scenario-saved code")
    expect(code).to_contain_text("scenario=")
    expect(page).to_have_url(re.compile("scenario="))
    return code.inner_text()


def freeze(page: Page) -> str:
    """The round is opened as soon as it is frozen; the line with the hash of its outputs."""
    page.get_by_role("radio", name="회차").or_(page.get_by_role("button", name="회차")).first.click()
    expect(page.locator(".st-key-round-freeze")).to_contain_text(NAME)
    page.locator(".st-key-freeze button").click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text(NAME)
    expect(asked).to_contain_text("고치거나 지울 수 없고")
    expect(page).not_to_have_url(re.compile("round="))
    asked.get_by_role("button", name="확정", exact=True).click()
    proof = page.locator("#round-proof")
    expect(proof).to_contain_text("SHA-256")
    expect(page).to_have_url(re.compile("round=2024-1"))
    return proof.inner_text()


def new_release(paths: Paths) -> None:
    """The data change: a submission that the scores rest on is taken back."""
    with Ledger(paths.ledger_url) as ledger:
        (found,) = [each.id for each in ledger.submissions() if each.file_name == FILE]
    environment = {**os.environ, "KPI_RAW": str(paths.raw), "KPI_WAREHOUSE": str(paths.warehouse)}
    command = [sys.executable, "-m", "pipelines", "undo", found, "--with-later"]
    subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True, timeout=300)


def computed_again_alike(page: Page) -> None:
    """Today's code comes to the same from the release that was frozen."""
    page.locator(".st-key-recompute button").click()
    expect(page.locator(".st-key-round-again")).to_contain_text("모든 값이 같습니다")


def publish(page: Page) -> None:
    """Only after it has been said that this is for good."""
    page.locator(".st-key-publish-round button").click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("되돌릴 수 없습니다")
    asked.get_by_role("button", name="공표", exact=True).click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("공표했습니다")
    expect(page.locator(".st-key-publish-round")).to_have_count(0)


def discard(page: Page) -> None:
    """Who saved the scenario puts it away."""
    page.get_by_role("radio", name="시나리오").or_(page.get_by_role("button", name="시나리오")).first.click()
    page.locator(".st-key-scenario-discard button").click()
    page.get_by_role("dialog").get_by_role("button", name="버리기", exact=True).click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("버렸습니다")
    expect(page).not_to_have_url(re.compile("scenario="))


def at_rest(page: Page) -> None:
    """No rerun under way."""
    page.wait_for_timeout(400)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=LONG)
