"""A figure as paper shows it: the placeholders of `palette` in the colours of the light theme.

The browser does the same with the theme of its reader (`kpi/ui/assets/charts.js`).
"""

import json
import re
import tomllib
from functools import cache
from typing import Any

from kpi.charts.drawing import Drawing
from kpi.paths import PROJECT

CONFIG = PROJECT / ".streamlit" / "config.toml"
PLACEHOLDER = re.compile(r"#0000(\d\d)\b")
# Ink of labels is the text's colour thinned to this share over the paper.
INK_SHARE = 0.72


def printed(drawing: Drawing) -> dict[str, Any]:
    """The figure as plain data and layout, in the light theme's colours."""
    return json.loads(in_colour(drawing.spec))


def in_colour(text: str) -> str:
    """The text with every placeholder replaced; an unknown one stays."""
    colours = _colours()
    return PLACEHOLDER.sub(lambda found: colours.get(found[1], found[0]), text)


@cache
def _colours() -> dict[str, str]:
    """Number of a placeholder → colour. Read once: the theme does not change while the program runs."""
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]["light"]
    colours = {f"{at:02}": colour for at, colour in enumerate(theme["chartCategoricalColors"], start=1)}
    colours |= {str(at): colour for at, colour in enumerate(theme["chartSequentialColors"], start=11)}
    ink, paper = theme["textColor"], theme["backgroundColor"]
    return colours | {
        "36": mixed(ink, paper, INK_SHARE),
        "37": ink,
        "38": paper,
        "39": theme["secondaryBackgroundColor"],
    }


def mixed(above: str, under: str, share: float) -> str:
    """The colour that `share` of one over another looks like."""
    pairs = zip(_parts(above), _parts(under), strict=True)
    return "#" + "".join(f"{round(one * share + other * (1 - share)):02X}" for one, other in pairs)


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
