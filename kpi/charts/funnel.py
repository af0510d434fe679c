"""A track's stages in their order: who entered each, how it ended for them, and how many went on to the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi import format as formats
from kpi.charts import palette
from kpi.charts.drawing import Drawing, figure
from kpi.text import Text

ROW_HEIGHT = 46
# Beside the longest bar its text needs room, also on a phone: the axis as a multiple of the bar.
ROOM = 2.3
PARTS = ("completed", "ongoing", "dropped")
COLOURS = {"completed": palette.ACTUAL, "ongoing": palette.SERIES[2], "dropped": palette.HIGHLIGHT}


@dataclass(frozen=True)
class Step:
    """One stage: `moved_on` of those who entered went on to the next one; `mean_days` None = nobody has left it yet."""

    name: str
    entered: int
    completed: int
    ongoing: int
    dropped: int
    moved_on: int
    mean_days: float | None
    synthetic: bool
    is_last: bool

    @property
    def conversion(self) -> float | None:
        """The share that went on; None of a last stage, of one nobody entered, and while nobody could go on yet."""
        if self.is_last or not self.entered or (self.ongoing and not self.moved_on):
            return None
        return self.moved_on / self.entered


def funnel(
    track: str, steps: Sequence[Step], language: str, is_ladder: bool = False, rows: int = 0
) -> Drawing:
    """A drawing of a track's stages, the first on top; a ladder speaks of who was promoted.

    `rows` is the least number of stages to leave room for, so that drawings side by side are equally high.
    """
    text = Text(language)
    upwards = list(reversed(steps))
    largest = max([step.entered for step in steps], default=0) or 1
    drawn = figure(
        [_bars(upwards, part, text) for part in PARTS] + [_ends(upwards, text)],
        ROW_HEIGHT * max(len(steps), rows) + 70,
        xaxis={"visible": False, "range": [0, largest * ROOM]},
        yaxis={"type": "category", "categoryarray": [step.name for step in upwards], "showgrid": False},
        barmode="stack",
    )
    title = _title(track, steps, text, is_ladder)
    listed = ", ".join(f"{step.name} {step.entered:,} {_end(step, text)}" for step in steps)
    return Drawing(drawn, title, f"{title} {listed}")


def _bars(steps: Sequence[Step], part: str, text: Text) -> dict[str, object]:
    name = text(f"programme.funnel.{part}")
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": [step.name for step in steps],
        "x": [getattr(step, part) for step in steps],
        "marker": palette.bar_marker(COLOURS[part], any(step.synthetic for step in steps)),
        "hovertemplate": f"%{{y}}<br>{name} %{{x:,}}<extra></extra>",
    }


def _ends(steps: Sequence[Step], text: Text) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [step.entered for step in steps],
        "y": [step.name for step in steps],
        "text": [f"&nbsp;<b>{step.entered:,}</b> {_end(step, text)}" for step in steps],
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _end(step: Step, text: Text) -> str:
    """What follows the number of those who entered: how many went on, or how it ended for them."""
    if not step.entered:
        return text("programme.funnel.nobody")
    if step.conversion is None and not step.is_last:
        return text("programme.funnel.under_way")
    if step.conversion is None:
        return text("programme.funnel.finished", share=formats.percent(step.completed / step.entered, 0))
    return text("programme.funnel.went_on", share=formats.percent(step.conversion, 0))


def _title(track: str, steps: Sequence[Step], text: Text, is_ladder: bool) -> str:
    """The point: how many of the first stage came to the last, and where most were lost."""
    told = [
        (step, after) for step, after in zip(steps, steps[1:], strict=False) if step.conversion is not None
    ]
    if not told:
        return text("programme.funnel.nothing", track=track)
    narrowest, after = min(told, key=lambda pair: pair[0].conversion or 0)
    key = "programme.funnel.ladder" if is_ladder else "programme.funnel.title"
    return text(
        key,
        track=track,
        first=steps[0].name,
        entered=f"{steps[0].entered:,}",
        last=steps[-1].name,
        reached=f"{steps[-1].entered:,}",
        before=narrowest.name,
        after=after.name,
        share=formats.percent(narrowest.conversion, 1),
    )
