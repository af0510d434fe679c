"""The overview in a browser: filter change to the last chart painted, and first visit to the last chart.

The floor is a one-widget page, served the same way, in the same browser, taken in turn with the product. A change is
watched from inside the page: the last time that anything below the watched element changed, and was painted.
"""

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.measure import Effort, Line, median, spread
from benchmarks.server import PLAIN, PRODUCT, serving
from benchmarks.workbench import environment, released

CHROMIUM = "/usr/bin/chromium"
VISITS, CHANGES = 5, 12
QUIET_MS = 1_000
WATCH = """
(() => {
    const state = {since: 0, painted: 0, changes: 0};
    window.benchmark = state;
    const seen = new MutationObserver(records => {
        if (!records.some(record => %s)) return;
        state.changes += 1;
        requestAnimationFrame(() => requestAnimationFrame(() => { state.painted = performance.now(); }));
    });
    const begin = () => seen.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
    begin();
    // A choice is made by a click or by the Enter key; what matters is when.
    for (const kind of ["mousedown", "keydown"])
        addEventListener(kind, () => { state.since = performance.now(); state.painted = 0; }, true);
})()
"""
IN_A_CHART = "(record.target.closest ? record.target : record.target.parentElement)?.closest('.js-plotly-plot')"
IN_THE_TEXT = "(record.target.closest ? record.target : record.target.parentElement)?.closest('[data-testid=stMarkdown]')"
QUIET = "quiet => window.benchmark.painted > 0 && performance.now() - window.benchmark.painted > quiet"


def run(effort: Effort) -> list[Line]:
    """Two lines, each the product ÷ the one-widget page."""
    variables = environment(released())
    with serving(PRODUCT, variables) as product, serving(PLAIN, variables) as plain, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        sites = ((product.address, IN_A_CHART), (plain.address, IN_THE_TEXT))
        first = [_first_visits(browser, *sites[0], *sites[1])]
        changed = [_filter_changes(browser, *sites[0], *sites[1])]
        browser.close()
    return [
        _line("filter change to last chart painted", changed[0], 4),
        _line("first visit to last chart painted", first[0], 3),
    ]
