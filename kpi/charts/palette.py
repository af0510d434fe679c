"""Colours by meaning, as placeholders that the browser swaps for the theme's colours (`kpi/ui/assets/charts.js`).

The theme in `.streamlit/config.toml` decides what they look like in light and dark; a figure never does.
Colour is never alone: a series also has a dash, a marker or a hatch.
"""

from typing import Any

ACTUAL = "#000001"
PLAN = "#000002"
TARGET = "#000002"
HIGHLIGHT = "#000002"
QUIET = "#000039"
INK = "#000036"
STRONG_INK = "#000037"
PAPER = "#000038"
SEQUENTIAL = tuple(f"#0000{number}" for number in range(11, 21))

SERIES = ("#000001", "#000002", "#000003", "#000004", "#000005", "#000006")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
MARKERS = ("circle", "square", "diamond", "triangle-up", "x", "cross")

SYNTHETIC_HATCH = {"shape": "/", "size": 6, "solidity": 0.35, "fillmode": "overlay"}


def bar_marker(colour: str | list[str], synthetic: bool) -> dict[str, Any]:
    """The fill of bars, in one colour or one each: plain for published values, hatched for sample records."""
    if not synthetic:
        return {"color": colour}
    return {"color": colour, "pattern": {**SYNTHETIC_HATCH, "fgcolor": PAPER}}
