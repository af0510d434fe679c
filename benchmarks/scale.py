"""What the overview costs as facts grow: the same page on two warehouses that differ in the rows of firm
results alone.

Nothing has been asked before: every zone and year is a first look, so that caches do not answer for the
warehouse.
"""

import asyncio
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
        at_many, at_few = asyncio.run(_looked(many, few))
    milliseconds = [1000 * cost for cost in at_many]
    note = f"{len(at_many)} first looks in turn, {spread(milliseconds, 0)} ms CPU"
    what = f"overview at {rows:,} facts (floor: at {FEW_ROWS:,})"
    return [Line(what, median(milliseconds), 1000 * median(at_few), "ms", BUDGET, note=note)]


async def _looked(many: Server, few: Server) -> tuple[list[float], list[float]]:
    """CPU seconds of each first look at both. The very first of each server warms it and is not counted."""
    costs: dict[int, list[float]] = {many.port: [], few.port: []}
    async with Visitor(many) as at_many, Visitor(few) as at_few:
        pair = (at_many, at_few)
        for visitor in pair:
            await visitor.visit()
        for year in YEARS:
            for number in range(len(at_many.options)):
                for visitor in pair:
                    costs[visitor.server.port].append(await _look(visitor, year, number))
    assert not at_many.errors + at_few.errors, "the overview showed an error"
    return costs[many.port], costs[few.port]


async def _look(visitor: Visitor, year: str, number: int) -> float:
    """CPU seconds of the server for one zone and year."""
    before = visitor.server.cpu_seconds()
    await visitor.choose(number, year=year)
    return visitor.server.cpu_seconds() - before
