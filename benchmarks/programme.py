"""The programme page: a rerun with ten thousand participants in eight stages, and a first look as records grow."""

import asyncio
from contextlib import ExitStack

from benchmarks.client import Visitor
from benchmarks.measure import Effort, Line, median, spread
from benchmarks.rerun import batch
from benchmarks.scale import looked
from benchmarks.server import PLAIN, PRODUCT, Server, serving
from benchmarks.steps import built_steps
from pipelines.samples.bulk_steps import PROGRAMME, STAGES

FEW, MANY = 10_000, 125_000
SIDES = ("summary", "stages", "support", "outcomes", "beside")
COHORTS = ("all", "2025", "2024", "2023")
ROUNDS = 3
RERUN_MILLISECONDS, GROWTH = 60, 1.2


def run(effort: Effort) -> list[Line]:
    """Two lines: the dearest side's CPU a rerun, and first looks at many records ÷ at few."""
    with ExitStack() as servers:
        few, many = (
            servers.enter_context(serving(PRODUCT, built_steps(each).environment)) for each in (FEW, MANY)
        )
        plain = servers.enter_context(serving(PLAIN, built_steps(FEW).environment))
        return asyncio.run(_lines(few, many, plain))


async def _lines(few: Server, many: Server, plain: Server) -> list[Line]:
    at_many, at_few = await looked(many, few, stages_of_zones, [{"cohort": each} for each in COHORTS])
    costs = {side: await _rerun(few, side) for side in SIDES}
    bare = 1000 * median([await batch(plain) for _ in range(ROUNDS)])
    dearest = max(costs, key=lambda side: median(costs[side]))
    each = ", ".join(f"{side} {median(cost):.0f}" for side, cost in costs.items())
    late, early = _by_cohort(at_many), _by_cohort(at_few)
    looks = f"{len(at_many)} first looks in turn, means of a cohort's zones {spread(late, 0)} ms CPU"
    return [
        Line(
            f"programme page, {FEW:,} participants × {STAGES} stages: a rerun, CPU on the server",
            median(costs[dearest]), bare, "ms", RERUN_MILLISECONDS, "at_most", f"the dearest side; {each} ms",
        ),
        Line(
            f"programme page at {MANY * STAGES:,} steps (floor: at {FEW * STAGES:,})",
            median(late), median(early), "ms", GROWTH, note=looks,
        ),
    ]  # fmt: skip


def _by_cohort(costs: list[float]) -> list[float]:
    """Milliseconds a look, over all zones of a cohort: the system counts CPU in hundredths of a second."""
    zones = len(costs) // len(COHORTS)
    return [1000 * sum(costs[at : at + zones]) / zones for at in range(0, len(costs), zones)]


async def stages_of_zones(visitor: Visitor, side: str = "stages") -> None:
    """Arrive at one side of the zones' programme."""
    await visitor.open("programme", programme=PROGRAMME, aspect=side)


async def _rerun(server: Server, side: str) -> list[float]:
    """CPU milliseconds a change of the zone on one side; the first round warms it and is not counted."""

    async def arrive(visitor: Visitor) -> None:
        await stages_of_zones(visitor, side)

    return [1000 * each for each in [await batch(server, arrive) for _ in range(ROUNDS + 1)][1:]]
