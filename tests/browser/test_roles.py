"""What each role sees and may do, in a real browser: by the hand-written table, side by side, from the sign-in on."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.queries.moments import release_for, release_of, resolve
from kpi.signin import passwords
from kpi.text import Text
from tests.access.allowed import PAGE_RULES, PAGES, ROLES, cells
from tests.access.people import PEOPLE
from tests.browser.conftest import Server
from tests.signing import NAME, sign_in

KO = Text("ko")
GUNSAN, POHANG = "전북 군산", "경북 포항"
UNPUBLISHED = ("result", "whatif", "scenarios", "doubt", "points")
PASSWORD = "바다 위 자전거 열일곱 대"
WITHHELD = """
SELECT metric, period FROM key_values
WHERE zone = 'gunsan' AND metric = 'investment_linked' AND basis = 'in_period' AND length(period) = 4
  AND status = 'withheld'
ORDER BY period DESC
"""


@contextmanager
def looking(browser: Browser, server: Server, token: str = "") -> Iterator[Page]:
    """A page in a browser context of its own, signed in by a token."""
    context = browser.new_context(
        locale="ko-KR", viewport={"width": 1440, "height": 1000}, storage_state={"cookies": [], "origins": []}
    )
    if token:
        context.add_cookies([{"name": "kpi_session", "value": token, "url": server.address}])
    yield context.new_page()
    context.close()


@contextmanager
def as_role(browser: Browser, server: Server, paths: Paths, role: str) -> Iterator[Page]:
    token, person = secrets.token_urlsafe(32), PEOPLE[role]
    zones = None if person.zones is None else sorted(person.zones)
    sign_in(paths, token, person.role, zones, sorted(person.granted), f"browser-{role}")
    with looking(browser, server, token) as page:
        yield page


def arrive(page: Page, server: Server, path: str) -> None:
    """Opens a page and waits until nothing in it is being made."""
    page.goto(f"{server.address}/{path}")
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    settled(page)


def settled(page: Page) -> None:
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_and_does_what_the_table_says(
    server: Server, built: Paths, browser: Browser, role: str
) -> None:
    with as_role(browser, server, built, role) as page:
        for name, _, word in (each for each in cells(PAGES) if each[1] == role):
            arrive(page, server, "" if name == "overview" else name)
            assert page.get_by_test_id("stException").count() == 0, name
            refusals = page.get_by_test_id("stAlertContentError")
            expect(refusals).to_have_count(1 if word.startswith("no:") else 0)
            if word.startswith("no:"):
                expect(refusals.locator("p")).to_have_text(rule(word, role))
            if name == "evaluation":
                offered = page.get_by_test_id("stButtonGroup")
                for part in UNPUBLISHED:
                    button = offered.get_by_text(KO(f"evaluation.parts.{part}"), exact=True)
                    expect(button).to_have_count(1 if word == "shown" else 0)
            if name == "submit":
                expect(page.get_by_test_id("stFileUploader")).to_have_count(0 if word == "closed" else 1)
            if name == "firms" and word == "shown":
                expect(page.locator('[data-action^="firm:"]').first).to_be_visible()
        administers = page.get_by_test_id("stSidebarNav").get_by_role(
            "link", name=KO("app.pages.admin.title"), exact=True
        )
        expect(administers).to_have_count(1 if role == "administrator" else 0)


def rule(word: str, role: str) -> str:
    """The whole refusal of a rule: which rule, who may, whom to ask."""
    code, whom = PAGE_RULES[word.removeprefix("no:")], PEOPLE[role]
    roles = {
        "access_errors.firms_role": ("administrator", "analyst", "manager"),
        "access_errors.administering": ("administrator",),
    }
    value, allowed = (
        KO(f"signin.roles.{whom.role}"),
        [KO(f"signin.roles.{each}") for each in roles.get(code, ())],
    )
    if code == "access_errors.firms_zone":
        value, allowed = GUNSAN, [POHANG]
    words = {"value": value, "allowed": ", ".join(allowed)}
    return " ".join(KO(f"{code}.{part}", **words) for part in ("what", "allowed", "remedy"))


def test_a_manager_who_follows_a_link_to_another_zones_firms_is_told_which_rule_refuses(
    server: Server, built: Paths, browser: Browser
) -> None:
    with as_role(browser, server, built, "manager") as page:
        arrive(page, server, "firms?zone=pohang")
        words = {"value": POHANG, "allowed": GUNSAN}
        whole = [KO(f"access_errors.firms_zone.{part}", **words) for part in ("what", "allowed", "remedy")]
        expect(page.get_by_test_id("stAlertContentError").locator("p")).to_have_text(" ".join(whole))
        assert page.locator('[data-action^="firm:"]').count() == 0


def test_two_people_side_by_side_never_see_each_others_numbers(
    server: Server, built: Paths, browser: Browser
) -> None:
    moment = resolve(built)
    hidden = release_for(PEOPLE["viewer"], moment).frame(WITHHELD).iloc[0]
    value = release_of(moment).frame(
        "SELECT value FROM key_values WHERE zone = 'gunsan' AND basis = 'in_period' AND metric = $metric "
        "AND period = $period AND status = 'observed'",
        dict(hidden),
    )["value"]
    assert len(value) and value.notna().all()
    path = f"metric?metric={hidden['metric']}&zone=gunsan&year={hidden['period']}"
    with (
        as_role(browser, server, built, "manager") as own,
        as_role(browser, server, built, "viewer") as other,
    ):
        for _ in range(2):
            arrive(own, server, path)
            headline = own.locator(".st-key-headline")
            expect(headline).to_contain_text("억원")
            expect(headline).not_to_contain_text(KO("measures.reasons.firm_results_protected"))
            written = re.search(r"[\d,.]+억원", headline.inner_text())
            assert written is not None
            arrive(other, server, path)
            expect(other.locator(".st-key-headline")).to_contain_text(
                KO("measures.reasons.firm_results_protected")
            )
            assert written.group() not in other.locator("body").inner_text()
            arrive(own, server, "firms")
            expect(own.locator('[data-action^="firm:"]').first).to_be_visible()
            name = own.locator('[data-action^="firm:"]').first.inner_text()
            arrive(other, server, "firms")
            expect(other.get_by_test_id("stAlertContentError")).to_have_count(1)
            assert name and name not in other.locator("body").inner_text()


def test_from_the_sign_in_to_the_sign_out_everywhere(server: Server, built: Paths, browser: Browser) -> None:
    login = "browser-lee"
    with Ledger(built.ledger_url) as ledger:
        person = ledger.add_person(login, NAME, "manager", ["gunsan"])
        ledger.set_password(person.id, passwords.hashed(PASSWORD))
    with looking(browser, server) as here, looking(browser, server) as there:
        for page in (here, there):
            page.goto(f"{server.address}/firms")
            enter(page, login, "wrong " + PASSWORD)
            expect(page.get_by_role("alert")).to_have_text(KO("signin.wrong"))
            enter(page, login, PASSWORD)
            expect(page.locator('[data-action^="firm:"]').first).to_be_visible()
            assert urlsplit(page.url).path == "/firms"
        with Ledger(built.ledger_url) as ledger:
            ledger.change_person(person.id, role="viewer")
        menu = here.get_by_test_id("stSidebarNav")
        settled(here)
        menu.get_by_role("link", name=KO("app.pages.quality.title")).click()
        expect(here.get_by_role("heading", level=1).first).to_contain_text(KO("quality.title"))
        menu.get_by_role("link", name=KO("app.pages.firms.title")).click()
        expect(here.get_by_text(KO(f"{PAGE_RULES['role']}.remedy"))).to_be_visible()
        there.goto(f"{server.address}/account")
        there.get_by_role("button", name=KO("signin.logout_everywhere")).click()
        expect(there.get_by_role("heading", level=1)).to_have_text(KO("signin.login"))
        menu.get_by_role("link", name=KO("app.pages.quality.title")).click()
        expect(here.get_by_text(KO("signin.signed_out_about"))).to_be_visible()


def enter(page: Page, login: str, password: str) -> None:
    page.locator("#login").fill(login)
    page.locator("#password").fill(password)
    page.get_by_role("button", name=KO("signin.login"), exact=True).click()
