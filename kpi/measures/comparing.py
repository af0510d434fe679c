"""Two values beside each other: change, achievement, the year's plan by quarter, compound growth."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kpi.measures.refusals import BasesMixed, InputRefused

LINEAR = (0.25, 0.5, 0.75, 1.0)
PERCENT = "percent"


@dataclass(frozen=True)
class Change:
    """Both values and what lies between them. `share` is 0.27 for +27 %; a percentage has `points` instead."""

    before: float | None
    after: float | None
    absolute: float | None
    share: float | None
    points: float | None
    reason: str = ""


@dataclass(frozen=True)
class Achievement:
    """Percent of the target reached, never capped; None with a reason where it cannot be computed."""

    value: float | None
    reason: str = ""


def change(
    before: float | None,
    after: float | None,
    *,
    unit: str = "",
    bases: tuple[str, str] | None = None,
) -> Change:
    """What changed from one value to the next of the same metric and basis.

    A percentage changes by points (%p), never by percent. No share where the earlier value is zero or negative.
    Raises BasesMixed if `bases` are given and differ.
    """
    if bases is not None and bases[0] != bases[1]:
        raise BasesMixed(value=bases[1], allowed=bases[0])
    first, second = known(before), known(after)
    if first is None or second is None:
        return Change(first, second, None, None, None, "no_earlier_value" if first is None else "no_value")
    absolute = second - first
    if unit == PERCENT:
        return Change(first, second, absolute, None, absolute)
    if first <= 0:
        return Change(first, second, absolute, None, None, "earlier_value_not_positive")
    return Change(first, second, absolute, absolute / first, None)


def achievement(actual: float | None, target: float | None, direction: int = 1) -> Achievement:
    """Upward: actual ÷ target × 100. Downward: (2 − actual ÷ target) × 100. Uncapped."""
    if direction not in (1, -1):
        raise InputRefused("direction", direction, "1, -1")
    wanted, reached = known(target), known(actual)
    if wanted is None:
        return Achievement(None, "no_target")
    if wanted <= 0:
        return Achievement(None, "target_not_positive")
    if reached is None:
        return Achievement(None, "no_value")
    share = reached / wanted
    return Achievement((share if direction == 1 else 2 - share) * 100)


def quarterly_plan(
    target: float, cumulative_shares: Sequence[float] = LINEAR, start: float = 0
) -> tuple[float, ...]:
    """What should be reached by the end of each quarter of the year, in the target's unit.

    `cumulative_shares` come from a plan profile of the catalogue, rising to 1. Raises InputRefused otherwise. A stock
    starts from where it stood at the end of the year before.
    """
    shares = tuple(cumulative_shares)
    rising = all(0 <= one <= other for one, other in pairwise(shares))
    if len(shares) != 4 or not rising or not math.isclose(shares[-1], 1):
        raise InputRefused("cumulative_shares", shares, "4 shares rising to 1")
    return tuple(start + (target - start) * share for share in shares)


def cagr(first: float | None, last: float | None, years: float) -> float | None:
    """Compound growth a year, (last ÷ first)^(1 ÷ years) − 1; None where first ≤ 0, last < 0 or one is missing.

    Raises InputRefused for a span that is not positive.
    """
    if years <= 0:
        raise InputRefused("years", years, "> 0")
    start, end = known(first), known(last)
    if start is None or end is None or start <= 0 or end < 0:
        return None
    return (end / start) ** (1 / years) - 1


def known(value: float | None) -> float | None:
    """The value as a float, None for None and NaN alike."""
    return None if value is None or math.isnan(value) else float(value)
