"""A rerun of the overview on the server:

CPU once warm, reruns a second, many viewers, memory over a thousand reruns.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable

from benchmarks.client import Visitor
from benchmarks.measure import Effort, Line, share, spread
from benchmarks.server import PLAIN, PRODUCT, Server, serving
from benchmarks.workbench import environment, released

BATCHES, RERUNS_A_BATCH = 5, 30
SESSIONS, BUSY_SECONDS = 10, 15.0
VIEWERS, THOUGHT_SECONDS, ARRIVING_SECONDS, WATCHED_SECONDS = 50, 5.0, 15.0, 45.0
MANY_RERUNS = 1_000


def run(effort: Effort) -> list[Line]:
    """Five lines, from the product's server and a one-widget page's beside it."""
    variables = environment(released())
    with serving(PRODUCT, variables) as product, serving(PLAIN, variables) as plain:
        return asyncio.run(_lines(product, plain))


async def _lines(product: Server, plain: Server) -> list[Line]:
    for server in (product, plain):
        await _warmed(server)
    cost, bare, noise = await _cpu(product, plain)
    busy, busy_errors = await _throughput(product)
    bare_busy, _ = await _throughput(plain)
    waits, watch_errors = await _watched(product)
    bare_waits, _ = await _watched(plain)
    before, after, rerun_errors = await _growth(product)
    errors = busy_errors + watch_errors + rerun_errors
    told = f"{len(waits)} reruns, median {share(waits, 0.5):.3f} s"
    return [
        Line("overview rerun, CPU on the server", 1000 * cost, 1000 * bare, "ms", 60, "at_most", noise),
        Line(f"{SESSIONS} sessions without a pause", busy, bare_busy, "reruns/s", 15, "at_least"),
        Line(
            f"{VIEWERS} viewers, p95", share(waits, 0.95), share(bare_waits, 0.95), "s", 0.35, "at_most", told
        ),
        Line("errors in all of these", errors, None, "", 0, "at_most"),
        Line(
            f"memory after {MANY_RERUNS:,} more reruns", after, before, "MB", 1.05, note="floor: before them"
        ),
    ]


async def _warmed(server: Server) -> None:
    """Every zone seen once, as after a morning's work."""
    async with Visitor(server) as visitor:
        await visitor.visit()
        for number in range(len(visitor.options)):
            await visitor.choose(number)


async def _cpu(product: Server, plain: Server) -> tuple[float, float, str]:
    """CPU seconds a rerun of both, in batches taken in turn: the medians, and the product's spread."""
    pairs = [(await batch(product), await batch(plain)) for _ in range(BATCHES)]
    costs, bare = ([pair[place] for pair in pairs] for place in (0, 1))
    noise = f"{BATCHES} × {RERUNS_A_BATCH} filter changes, {spread([1000 * each for each in costs], 0)} ms"
    return share(costs, 0.5), share(bare, 0.5), noise


async def batch(server: Server, arrive: Callable[[Visitor], Awaitable[object]] = Visitor.visit) -> float:
    """CPU seconds a change of the zone on the page that a visitor arrives at.

    Raises RuntimeError when the page fails.
    """
    async with Visitor(server) as visitor:
        await arrive(visitor)
        before = server.cpu_seconds()
        for number in range(RERUNS_A_BATCH):
            await visitor.choose(number + 1)
        if visitor.errors:
            raise RuntimeError(f"{visitor.errors} errors on the page")
        return (server.cpu_seconds() - before) / RERUNS_A_BATCH


async def _throughput(server: Server) -> tuple[float, int]:
    """Reruns a second of sessions that never pause, and their errors."""
    waits, errors = await _crowd(server, SESSIONS, 0, 2, BUSY_SECONDS)
    return len(waits) / BUSY_SECONDS, errors


async def _watched(server: Server) -> tuple[list[float], int]:
    """Every wait of viewers who think between two looks, once all have arrived, and their errors."""
    return await _crowd(server, VIEWERS, THOUGHT_SECONDS, ARRIVING_SECONDS, WATCHED_SECONDS)


async def _crowd(
    server: Server, size: int, thought: float, arriving: float, lasting: float
) -> tuple[list[float], int]:
    """Seconds of each rerun of so many sessions, begun after all should have arrived, and their errors."""
    begin = asyncio.get_running_loop().time() + arriving
    sessions = [
        _session(server, number, thought, arriving, (begin, begin + lasting)) for number in range(size)
    ]
    found = await asyncio.gather(*sessions)
    return [wait for waits, _ in found for wait in waits], sum(errors for _, errors in found)


async def _session(
    server: Server, number: int, thought: float, arriving: float, counted: tuple[float, float]
) -> tuple[list[float], int]:
    """One visitor, who arrives at some time and then looks at one zone after another."""
    dice = random.Random(number)
    clock = asyncio.get_running_loop().time
    waits: list[float] = []
    async with Visitor(server) as visitor:
        await asyncio.sleep(dice.uniform(0, arriving / 2))
        await visitor.visit()
        while clock() < counted[1]:
            await asyncio.sleep(dice.uniform(0.5, 1.5) * thought)
            is_counted = counted[0] <= clock() < counted[1]
            wait = await visitor.choose(dice.randrange(len(visitor.options)))
            waits.extend([wait] if is_counted else [])
        return waits, visitor.errors


async def _growth(server: Server) -> tuple[float, float, int]:
    """Megabytes that the server holds before and after many reruns of sessions that stay open, and their
    errors.
    """
    visitors = [await Visitor(server).__aenter__() for _ in range(SESSIONS)]
    for visitor in visitors:
        await visitor.visit()
        await visitor.choose(1)
    before = server.memory_bytes()
    for number in range(MANY_RERUNS // SESSIONS):
        for visitor in visitors:
            await visitor.choose(number)
    after = server.memory_bytes()
    for visitor in visitors:
        await visitor.__aexit__()
    return before / 1e6, after / 1e6, sum(visitor.errors for visitor in visitors)
