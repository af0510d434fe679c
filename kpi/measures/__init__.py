"""The arithmetic of stock, flow, cumulative, ratio, score and milestone over periods and zones.

Levels change by `to_years`, `over_zones` and `running`; quotients are made by `ratio` alone; `key_values` derives a
release's final numbers from additive parts and published figures. What has no meaning raises a Refusal by name.
"""

from kpi.measures import reasons, refusals
from kpi.measures.comparing import (
    Achievement,
    Change,
    achievement,
    cagr,
    change,
    quarterly_plan,
)
from kpi.measures.key_values import key_values
from kpi.measures.levels import over_zones, ratio, running, to_years, with_sides
from kpi.measures.measure import Kind, Measure

__all__ = [
    "Achievement",
    "Change",
    "Kind",
    "Measure",
    "achievement",
    "cagr",
    "change",
    "key_values",
    "over_zones",
    "quarterly_plan",
    "ratio",
    "reasons",
    "refusals",
    "running",
    "to_years",
    "with_sides",
]
