"""How an amount is used up, step by step, and what is left of it."""

from collections.abc import Sequence

from kpi import format as formats
from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure
from kpi.charts.ticks import ticks
from kpi.text import Text

HEIGHT = 320


def waterfall(
    whole: tuple[str, float],
    uses: Sequence[tuple[str, float]],
    left: str,
    title: str,
    language: str,
    *,
    synthetic: bool,
) -> Drawing:
    """A drawing of the whole, each use hanging from where the one before ended, and what is `left`.

    More may be used than there is: the rest then hangs below zero.
    """
    rest, bases = whole[1], []
    for _, amount in uses:
        rest -= amount
        bases.append(rest)
    names = [whole[0], *(name for name, _ in uses), left]
    amounts = [whole[1], *(amount for _, amount in uses), rest]
    texts = [formats.money(amount, language) for amount in amounts]
    signs = ["", *([formats.MINUS] * len(uses)), ""]
    colours = [palette.ACTUAL, *([palette.HIGHLIGHT] * len(uses)), palette.SERIES[2]]
    values, written = ticks(max([whole[1], *bases]), language, smallest=min([0.0, *bases]))
    drawn = figure(
        [
            {
                "type": "bar",
                "x": list(range(len(names))),
                "y": amounts,
                "base": [0, *bases, 0],
                "marker": palette.bar_marker(colours, synthetic),
                "text": [f"{sign}{each}" for sign, each in zip(signs, texts, strict=True)],
                "textposition": "outside",
                "cliponaxis": False,
                "customdata": names,
                "hovertemplate": "%{customdata} %{text}<extra></extra>",
            }
        ],
        HEIGHT,
        xaxis={"tickvals": list(range(len(names))), "ticktext": names},
        yaxis={"tickvals": values, "ticktext": written, "range": [values[0], values[-1] * 1.1]},
        margin={"l": 8, "r": 12, "t": 16, "b": 8},
        showlegend=False,
    )
    listed = ", ".join(f"{name} {each}" for name, each in zip(names, texts, strict=True))
    return Drawing(drawn, title, Text(language)("programme.funds.alt", title=title, listed=listed))
