"""The overview in a browser: filter change to the last chart painted, and first visit to the last chart.

The floor is a one-widget page, served the same way, in the same browser, taken in turn with the product. Both
are watched from inside the page: when something last changed where it matters, and was painted.
"""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.measure import Effort, Line, median, spread
from benchmarks.server import PLAIN, PRODUCT, serving
from benchmarks.workbench import environment, released

CHROMIUM = "/usr/bin/chromium"
WINDOW = {"width": 1440, "height": 2400}
VISITS, CHANGES, PASSES = 5, 10, 2
QUIET_MS = 1_500
WAITED_MS = 60_000
WATCH = (Path(__file__).parent / "watch.js").read_text("utf-8")
QUIET = "quiet => watched.painted > 0 && performance.now() - watched.painted > quiet"
# The top of the list, so that there are zones enough below it.
FIRST = "zone=national"
ZONE = ".st-key-filter_zone input"


@dataclass(frozen=True)
class Site:
    """A page to look at, and the CSS selector of what has to be painted."""

    address: str
    awaited: str
    token: str = ""


def run(effort: Effort) -> list[Line]:
    """Two lines, each the product ÷ the one-widget page."""
    variables = environment(released())
    with (
        serving(PRODUCT, variables) as product,
        serving(PLAIN, variables) as plain,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        sites = (
            Site(product.address, ".js-plotly-plot", product.token),
            Site(plain.address, "[data-testid=stMarkdown]"),
        )
        visits = _first_visits(browser, sites)
        changes = _filter_changes(browser, sites)
        browser.close()
    return [
        _line("filter change to last chart painted", changes, 4),
        _line("first visit to last chart painted", visits, 3),
    ]


def _line(what: str, pairs: list[list[float]], budget: float) -> Line:
    measured, floor = ([pair[place] / 1000 for pair in pairs] for place in (0, 1))
    note = f"{len(pairs)} in turn, {spread(measured)} s"
    return Line(what, median(measured), median(floor), "s", budget, note=note)


def _first_visits(browser: Browser, sites: tuple[Site, ...]) -> list[list[float]]:
    """Milliseconds from navigation to the last paint on each site, with nothing cached.

    The first round warms the servers.
    """
    return [[_first_visit(browser, site) for site in sites] for _ in range(VISITS + 1)][1:]


def _first_visit(browser: Browser, site: Site) -> float:
    page = _opened(browser, site)
    took = _painted(page)
    page.context.close()
    return took


def _filter_changes(browser: Browser, sites: tuple[Site, ...]) -> list[list[float]]:
    """Milliseconds from the choice of another zone to the last paint on each site, the pages staying open.

    A first round through the same zones fills the server's caches: what is asked is a rerun once warm.
    """
    pages = [_opened(browser, site) for site in sites]
    measured: list[list[float]] = []
    for page in pages:
        _painted(page)
    for step in ("ArrowDown", "ArrowUp") * PASSES:
        measured += [[_changed(page, step) for page in pages] for _ in range(CHANGES)]
    for page in pages:
        page.context.close()
    return measured[CHANGES:]


def _opened(browser: Browser, site: Site) -> Page:
    """The site in a browser context of its own."""
    context = browser.new_context(viewport=WINDOW)
    context.add_cookies([{"name": "kpi_session", "value": site.token, "url": site.address}])
    page = context.new_page()
    page.set_default_timeout(WAITED_MS)
    page.add_init_script(f"window.watched = ({WATCH})({site.awaited!r});")
    page.goto(f"{site.address}/?{FIRST}")
    return page


def _changed(page: Page, step: str) -> float:
    """Milliseconds from the Enter key that chooses the zone above or below to the last paint."""
    page.locator(ZONE).click()
    page.keyboard.press(step)
    page.keyboard.press("Enter")
    return _painted(page)


def _painted(page: Page) -> float:
    """Milliseconds to the last paint, once nothing has changed for a while."""
    page.wait_for_function(QUIET, arg=QUIET_MS)
    return page.evaluate("watched.painted - watched.since")
