"""A what-if on the evaluation page: a weight changed, asked of a running server and answered whole.

Over the page's own websocket, as from a link, which runs all of the script; a field of the page reruns its body alone.
"""

import asyncio
from dataclasses import replace

from benchmarks.client import Visitor
from benchmarks.measure import Effort, Line, median, spread
from benchmarks.server import PRODUCT, serving
from benchmarks.workbench import SEED, child, environment, folder
from kpi.paths import Paths
from pipelines.samples.scoreboard import BRANCHES, write_scoreboard

ZONES, METRICS, YEARS = 14, 20, 3
ROUNDS = 30
BUDGET_MILLISECONDS = 300.0
ELEMENT = "area_0"


def run(effort: Effort) -> list[Line]:
    """One line: wall-clock milliseconds from the question to the end of the script."""
    variables = environment(_scoreboard())
    with serving(PRODUCT, variables) as server:
        milliseconds = asyncio.run(_changes(Visitor(server)))
    return [
        Line(
            f"what-if page, {ZONES} zones × {BRANCHES} indicators × {METRICS} metrics: a weight changed",
            median(milliseconds),
            None,
            "ms",
            BUDGET_MILLISECONDS,
            "at_most",
            f"{ROUNDS} whole reruns on the server, no weight twice, {spread(milliseconds, 0)} ms",
        )
    ]


async def _changes(arriving: Visitor) -> list[float]:
    """Each weight is a new one, so that nothing that is kept answers.

    Raises RuntimeError when the page fails.
    """
    async with arriving as visitor:
        await visitor.open("evaluation", part="whatif")
        await visitor.ask(weights=f"{ELEMENT}:1.5")
        took = [await visitor.ask(weights=f"{ELEMENT}:{2 + number / 10}") for number in range(ROUNDS)]
        if visitor.errors:
            raise RuntimeError(f"{visitor.errors} errors on the evaluation page")
    return [1000 * each for each in took]


def _scoreboard() -> Paths:
    """A made-up scoreboard of this size and its first release."""
    made = write_scoreboard(folder() / "whatif", ZONES, METRICS, YEARS, SEED)
    paths = replace(Paths(), catalogue=made / "catalogue", raw=made / "raw", warehouse=made / "warehouse")
    child(["-m", "pipelines", "build"], environment(paths))
    return paths
