"""What the overview costs as facts grow: the same page on two warehouses that differ in the rows of firm
results alone.

Nothing has been asked before: every zone and year is a first look, so that caches do not answer for the
warehouse.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack

from benchmarks.client import Visitor
from benchmarks.measure import Effort, Line, median, spread
from benchmarks.server import PRODUCT, Server, serving
from benchmarks.workbench import built

FEW_ROWS = 100_000
HEAVY_ROWS, LIGHT_ROWS = 10_000_000, 1_000_000
YEARS = ("2024", "2023", "2022")
BUDGET = 1.2


def run(effort: Effort) -> list[Line]:
    """One line: CPU seconds of a first look at many facts ÷ at few, zones and years taken in turn on both."""
    rows = HEAVY_ROWS if effort.heavy else LIGHT_ROWS
    with ExitStack() as servers:
        many, few = (
            servers.enter_context(serving(PRODUCT, built(each).environment)) for each in (rows, FEW_ROWS)
        )
        years = [{"year": each} for each in YEARS]
        at_many, at_few = asyncio.run(looked(many, few, Visitor.visit, years))
    milliseconds = [1000 * cost for cost in at_many]
    note = f"{len(at_many)} first looks in turn, {spread(milliseconds, 0)} ms CPU"
    what = f"overview at {rows:,} facts (floor: at {FEW_ROWS:,})"
    return [Line(what, median(milliseconds), 1000 * median(at_few), "ms", BUDGET, note=note)]


async def looked(
    many: Server, few: Server, arrive: Callable[[Visitor], Awaitable[object]], asked: Sequence[dict[str, str]]
) -> tuple[list[float], list[float]]:
    """CPU seconds of each first look at both: every zone with each of these filters, on the page arrived at.

    The very first look of each server warms it and is not counted. Raises RuntimeError when a page fails.
    """
    costs: dict[int, list[float]] = {many.port: [], few.port: []}
    async with Visitor(many) as at_many, Visitor(few) as at_few:
        pair = (at_many, at_few)
        for visitor in pair:
            await arrive(visitor)
        for filters in asked:
            for number in range(len(at_many.options)):
                for visitor in pair:
                    costs[visitor.server.port].append(await _look(visitor, number, filters))
    if at_many.errors or at_few.errors:
        raise RuntimeError(f"{at_many.errors + at_few.errors} errors on the pages")
    return costs[many.port], costs[few.port]


async def _look(visitor: Visitor, number: int, filters: dict[str, str]) -> float:
    """CPU seconds of the server for one zone and these filters."""
    before = visitor.server.cpu_seconds()
    await visitor.choose(number, **filters)
    return visitor.server.cpu_seconds() - before
