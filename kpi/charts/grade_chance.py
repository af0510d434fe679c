"""Of all draws, in how many each unit got each grade."""

from collections.abc import Mapping, Sequence

from kpi import format as formats
from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure
from kpi.text import Text

ROW_HEIGHT = 24
# Shares below this have no room for their number.
READABLE = 0.08
HATCH = {"size": 7, "solidity": 0.15, "fillmode": "overlay", "fgcolor": palette.PAPER}
PATTERNS = ("", "/", "", "x")


def grade_chance(
    shares: Mapping[str, Sequence[float]], grades: Sequence[str], draws: int, language: str
) -> Drawing:
    """A drawing of unit → share of the draws (0 to 1) in each grade, best grade first, in the order given."""
    text = Text(language)
    names = list(reversed(shares))
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": grade,
            "y": names,
            "x": [shares[name][at] for name in names],
            "marker": {
                "color": _colour(at, len(grades)),
                "pattern": {"shape": PATTERNS[at % len(PATTERNS)], **HATCH},
            },
            "text": [_percent(shares[name][at]) if shares[name][at] >= READABLE else "" for name in names],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "customdata": [_percent(shares[name][at]) for name in names],
            "hovertemplate": f"%{{y}}<br>{grade} %{{customdata}}<extra></extra>",
        }
        for at, grade in enumerate(grades)
    ]
    drawn = figure(
        traces,
        ROW_HEIGHT * max(len(names), 4) + 60,
        barmode="stack",
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "itemclick": False,
            "traceorder": "normal",
        },
        xaxis={"visible": False, "range": [0, 1]},
        yaxis={"type": "category", "categoryorder": "array", "categoryarray": names, "showgrid": False},
    )
    split = sum(max(each) < 0.9 for each in shares.values())
    title = text("charts.grade_chance.title", count=split, draws=f"{draws:,}")
    listed = "; ".join(
        f"{name} {', '.join(f'{grade} {_percent(share)}' for grade, share in zip(grades, each, strict=True) if share)}"
        for name, each in shares.items()
    )
    return Drawing(drawn, title, f"{title} {listed}")


def _colour(at: int, count: int) -> str:
    """From dark for the best grade to light."""
    steps = palette.SEQUENTIAL
    return steps[round((len(steps) - 3) * (1 - at / max(count - 1, 1)))] if count > 1 else steps[-3]


def _percent(share: float) -> str:
    return formats.percent(share, 0)
