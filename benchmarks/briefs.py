"""Briefs: one in every office format, a chart as an image, those of all zones, and what other viewers feel of them."""

import asyncio
from functools import partial

from benchmarks.jobs import waits
from benchmarks.measure import Effort, Line, median, seconds, share, spread
from benchmarks.server import PRODUCT, serving
from benchmarks.workbench import child, environment, folder, released
from kpi.access import LOCAL_VIEWER
from kpi.briefs import pieces, writing
from kpi.briefs.asked import Choices, Desk, desk
from kpi.briefs.builders import build
from kpi.briefs.parts import Brief
from kpi.briefs.pictures import Painter
from kpi.briefs.pieces import Piece
from kpi.paths import Paths
from kpi.queries.moments import resolve
from kpi.ui.exporting.files import COMMAND
from kpi.worker import Worker

FORMS = tuple(writing.WRITERS)
ASKED = Choices(year=2024, zones=("gunsan",))
KIND = "zone_year"
ROUNDS, IMAGES, PIECES = 5, 12, 30
WITHIN_SECONDS = 300


def run(effort: Effort) -> list[Line]:
    """Four lines: a zone's brief, an image, all zones, and a viewer's waits while files are made."""
    paths = released()
    here = desk(LOCAL_VIEWER, paths, resolve(paths), "ko")
    with Painter() as painter:
        alone = [_brief(here, painter), _image(here, painter)]
    return [*alone, _quarter(here), _felt(here, paths)]


def _brief(here: Desk, painter: Painter) -> Line:
    """From the question to four files, the browser and the fonts being warm."""
    sizes = _files(here, painter)
    took = [seconds(partial(_files, here, painter)) for _ in range(ROUNDS)]
    told = ", ".join(f"{form} {size / 1000:,.0f} kB" for form, size in sizes.items())
    note = f"{told}; {ROUNDS} rounds, {spread(took)} s"
    return Line(f"a zone's brief in {len(FORMS)} formats", median(took), None, "s", 5, "at_most", note)


def _files(here: Desk, painter: Painter) -> dict[str, int]:
    """Format → bytes. Raises RuntimeError where a picture is missing: that would be no measure."""
    brief = build(KIND, here, ASKED)
    painted, faults = writing.painted(brief, FORMS, painter)
    if faults:
        raise RuntimeError(f"not all charts could be painted: {faults}")
    return {form: len(writing.write(brief, form, painted)) for form in FORMS}


def _image(here: Desk, painter: Painter) -> Line:
    charts = build(KIND, here, ASKED).charts
    took = [
        seconds(lambda at=at: painter.picture(charts[at % len(charts)].drawing)) for at in range(IMAGES + 1)
    ][1:]
    return Line("a chart as PNG", median(took), None, "s", 0.5, "at_most", f"{IMAGES}, {spread(took)} s")


def _quarter(here: Desk) -> Line:
    """The command that somebody schedules, its start and its browser's within."""
    out = folder() / "quarter"
    options = ["--kind", KIND, "--format", ",".join(FORMS), "--out", str(out)]
    took, peak = child(["-m", "kpi.briefs", "quarter", *options], environment(here.paths))
    files, zones = len(list(out.iterdir())), len(here.catalogue.zones)
    if files != zones * len(FORMS):
        raise RuntimeError(f"{files} files for {zones} zones")
    note = f"{files} files, peak {peak / 1e6:,.0f} MB"
    return Line(f"briefs of {zones} zones in {len(FORMS)} formats", took, None, "s", 60, "at_most", note)


def _felt(here: Desk, paths: Paths) -> Line:
    """One viewer's waits while another takes file after file, beside those without."""
    orders = _orders(build(KIND, here, ASKED))
    worker = Worker(paths, COMMAND)

    def begun() -> "partial[bool]":
        jobs = [worker.start("piece", **order) for order in orders]
        return partial(lambda last: worker.state(last).ended, jobs[-1])

    try:
        worker.wait(worker.start("piece", **orders[0]), WITHIN_SECONDS)
        with serving(PRODUCT, environment(paths)) as server:
            idle, busy = asyncio.run(waits(server, begun))
    finally:
        worker.close()
    note = f"medians {share(idle, 0.5):.3f} and {share(busy, 0.5):.3f} s, {len(busy)} reruns during {PIECES} files"
    what = "filter change while files are made, p95"
    return Line(what, share(busy, 0.95), share(idle, 0.95), "s", 2, note=note)


def _orders(brief: Brief) -> list[dict[str, object]]:
    """Charts as files that need the browser, one after another."""
    plain = [
        pieces.as_json(Piece(chart, brief.title, brief.stamp.link, brief.stamp.as_of, brief.stamp.release))
        for chart in brief.charts
    ]
    forms = ("png", "hwpx", "pptx", "xlsx")
    return [
        {"plain": plain[at % len(plain)], "form": forms[at % len(forms)], "language": "ko"}
        for at in range(PIECES)
    ]
