"""What a benchmark measures: medians with their spread, floors measured beside them, and the verdict."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Judged = Literal["ratio", "at_most", "at_least"]


@dataclass(frozen=True)
class Effort:
    """How much work a run may be: with `heavy` the sizes that the budgets name, else smaller ones."""

    heavy: bool = False


@dataclass(frozen=True)
class Line:
    """One budget and what was measured for it, in `unit`.

    `ratio` compares measured ÷ floor with the budget; `at_most` and `at_least` compare the measured figure
    itself.
    """

    what: str
    measured: float
    floor: float | None
    unit: str
    budget: float
    judged: Judged = "ratio"
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Measured ÷ floor; None without a floor, or with one of zero."""
        return self.measured / self.floor if self.floor else None

    @property
    def is_within(self) -> bool:
        """Whether the budget is met; a ratio that could not be formed is not."""
        if self.judged == "at_least":
            return self.measured >= self.budget
        judged = self.measured if self.judged == "at_most" else self.ratio
        return judged is not None and judged <= self.budget


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def share(values: Sequence[float], part: float) -> float:
    """The value that this part of all values does not exceed: 0.95 gives the 95th percentile."""
    ordered = sorted(values)
    return ordered[min(int(part * len(ordered)), len(ordered) - 1)]


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Smallest to largest, as noise to judge a median by."""
    return f"{min(values):.{digits}f}–{max(values):.{digits}f}"


def seconds(run: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def side_by_side(
    measured: Callable[[], object], floor: Callable[[], object], rounds: int
) -> tuple[list[float], list[float]]:
    """Seconds of both, taken in turn, so that what else the machine does falls on both alike.

    One round is thrown away.
    """
    for once in (measured, floor):
        once()
    pairs = [(seconds(measured), seconds(floor)) for _ in range(rounds)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]
