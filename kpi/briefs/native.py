"""A figure of `kpi.charts` as an office chart says it, with its own numbers, so that people can edit it.

What an office chart cannot hold is left to the table behind it: hatches become a paler colour, a line no longer tells
which of its marks are sample records, the marks of a scatter lose their sizes and names, and a waterfall's steps stand
on the ground. Lying bars with marks or a line across them stand up, because only columns can bear a line.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import Any

from kpi.briefs.native_units import Scale, scale_of, tidy
from kpi.briefs.parts import Charted, ChartKind, Series
from kpi.charts import palette
from kpi.charts.drawing import Drawing
from kpi.charts.printed import in_colour, mixed, printed

Trace = dict[str, Any]
MARKED = "◀"
# Of an empty frame its outline is what is seen: so much ink over its ground.
FRAME_SHARE = 0.3


def charted(drawing: Drawing) -> Charted | None:
    """What the figure draws; None where no office chart says the same, or where it draws nothing.

    Maps, heatmaps and radars have no such chart; nor have intervals and schedules, which have no bar from zero.
    """
    figure = printed(drawing)
    layout = figure["layout"]
    if _is_picture(figure["data"], layout):
        return None
    traces = [trace for trace in figure["data"] if _points(trace) and trace.get("mode") != "text"]
    bars = [trace for trace in traces if trace["type"] == "bar"]
    if bars:
        return _of_bars(figure["data"], bars, [each for each in traces if each not in bars], layout, drawing)
    if not traces or layout["yaxis"].get("type") == "category":
        return None
    names = _positions(layout)
    return _of_lines(traces, names, layout) if names else _of_scatter(traces, layout)


def _is_picture(traces: Sequence[Trace], layout: Trace) -> bool:
    """Whether it is drawn with other things than bars, lines and marks on axes."""
    hidden = all(layout[axis].get("visible") is False for axis in ("xaxis", "yaxis"))
    return hidden or any(trace["type"] not in ("bar", "scatter") or trace.get("fill") for trace in traces)


def _points(trace: Trace) -> list[tuple[Any, Any]]:
    """Where something is drawn: (x, y) with both known. What stands in the legend only has none."""
    pairs = zip(trace.get("x") or [], trace.get("y") or [], strict=False)
    return [(x, y) for x, y in pairs if x is not None and y is not None]


def _positions(layout: Trace) -> list[str]:
    """The names of the positions 0, 1, 2 … along the horizontal axis; none where numbers stand there."""
    told = (layout.get("meta") or {}).get("categories")
    if told is not None:
        return told
    axis = layout["xaxis"]
    values, texts = axis.get("tickvals") or [], axis.get("ticktext") or []
    counted = list(range(len(values)))
    return texts if values == counted and texts != [str(each) for each in counted] else []


# Bars.


def _of_bars(
    every: Sequence[Trace], bars: Sequence[Trace], marks: Sequence[Trace], layout: Trace, drawing: Drawing
) -> Charted:
    """Bars, and what they are compared with as lines over them."""
    lying = bars[0].get("orientation") == "h"
    keys = list(reversed(layout["yaxis"]["categoryarray"])) if lying else list(range(len(_positions(layout))))
    along, value = ("y", "x") if lying else ("x", "y")
    scale = _scale([*bars, *marks], value, layout[f"{value}axis"])
    legend = {_hatched(trace): trace for trace in every if trace["type"] == "bar" and not _points(trace)}
    split = bool(layout.get("showlegend"))
    parts = [
        part
        for bar in bars
        for part in _parts(bar, legend.get(_hatched(bar)), (along, value), split, drawing.title)
    ]
    compared: list[Part] = [
        (mark.get("name", ""), _colour(mark), dict(zip(mark[along], mark[value], strict=True)))
        for mark in marks
    ]
    compared += [
        (line["name"], line["line"]["color"], dict.fromkeys(keys, line[f"{value}0"]))
        for line in layout.get("shapes") or []
        if line.get("name") and line[f"{value}0"] == line[f"{value}1"]
    ]
    series = [_series(part, keys, scale) for part in parts]
    lines = [_series(part, keys, scale, is_line=True) for part in compared]
    kind = _kind(series, layout.get("barmode"), lying and not lines)
    names = [str(key) for key in keys] if lying else _positions(layout)
    return Charted(kind, tuple(tidy(name) for name in names), (*series, *lines), scale.unit, scale.pattern)


Part = tuple[str, str, dict[Any, float | None]]


def _parts(bar: Trace, legend: Trace | None, sides: tuple[str, str], split: bool, title: str) -> list[Part]:
    """A trace as (name, colour, value by category); to `split`, one bar in its own colour is a series named for it."""
    along, value = sides
    name = bar.get("name") or (legend or {}).get("name") or title
    values = dict(zip(bar[along], bar[value], strict=True))
    own = _own_colours(bar, along, _bare(legend or bar)) if split else {}
    if len(own) != 1:
        return [(name, _colour(legend or bar), values)]
    ((key, colour),) = own.items()
    marked = (f"{MARKED} {key}", _seen(colour, bar), {key: values.pop(key)})
    return [(name, _colour(legend or bar), values), marked] if values else [marked]


def _own_colours(bar: Trace, along: str, usual: str) -> dict[Any, str]:
    colours = bar["marker"]["color"]
    if not isinstance(colours, list):
        return {}
    return {key: colour for key, colour in zip(bar[along], colours, strict=True) if colour != usual}


def _series(part: Part, keys: Sequence[Any], scale: Scale, *, is_line: bool = False) -> Series:
    name, colour, values = part
    return Series(tidy(name), tuple(scale.of(values.get(key)) for key in keys), colour, is_line)


def _kind(series: Sequence[Series], mode: str | None, lying: bool) -> ChartKind:
    """Series that never meet are stacked: so their bars keep the full width and stand at their categories."""
    apart = all(
        one is None or other is None
        for first, second in combinations(series, 2)
        for one, other in zip(first.values, second.values, strict=True)
    )
    stacked = len(series) > 1 and (mode in ("stack", "relative") or (mode == "overlay" and apart))
    if lying:
        return "stacked_bars" if stacked else "bars"
    return "stacked_columns" if stacked else "columns"


# Lines and marks.


def _of_lines(traces: Sequence[Trace], names: Sequence[str], layout: Trace) -> Charted:
    scale = _scale(traces, "y", layout["yaxis"])
    series = [
        _series(
            (trace.get("name", ""), _colour(trace), dict(zip(trace["x"], trace["y"], strict=True))),
            range(len(names)),
            scale,
            is_line="lines" not in trace["mode"],
        )
        for trace in traces
    ]
    return Charted("line", tuple(tidy(name) for name in names), tuple(series), scale.unit, scale.pattern)


def _of_scatter(traces: Sequence[Trace], layout: Trace) -> Charted:
    across, upward = (_scale(traces, side, layout[f"{side}axis"], beside=()) for side in "xy")
    series = tuple(
        Series(
            tidy(trace.get("name", "")),
            tuple(upward.of(float(y)) for _, y in _points(trace)),
            _colour(trace),
        )
        for trace in traces
    )
    x = tuple(tuple(float(x) / across.factor for x, _ in _points(trace)) for trace in traces)
    return Charted(
        "scatter",
        (),
        series,
        _with_unit(_axis_title(layout, "↑"), upward.unit),
        upward.pattern,
        x,
        _with_unit(_axis_title(layout, "→"), across.unit),
    )


def _axis_title(layout: Trace, arrow: str) -> str:
    """What stands inside the frame at the end of an axis, beside its arrow."""
    texts = [tidy(each["text"]) for each in layout.get("annotations") or []]
    return next((text.replace(arrow, "").strip() for text in texts if arrow in text), "")


def _with_unit(title: str, unit: str) -> str:
    return f"{title} ({unit})" if title and unit else title or unit


# Values and colours.


def _scale(
    traces: Sequence[Trace], side: str, axis: Trace, beside: Sequence[str] = ("customdata", "text")
) -> Scale:
    """By the words under the pointer, at the bars' ends, or on the axis: whichever name the unit."""
    ticks = list(zip(axis.get("tickvals") or [], axis.get("ticktext") or [], strict=False))
    written = [[pair for trace in traces for pair in _beside(trace, side, words)] for words in beside]
    values = [float(value) for trace in traces for value in trace[side] if value is not None]
    return scale_of([*written, ticks], values)


def _beside(trace: Trace, side: str, words: str) -> list[tuple[float | None, Any]]:
    told = trace.get(words)
    return list(zip(trace[side], told, strict=False)) if isinstance(told, list) else []


def _hatched(trace: Trace) -> bool:
    return bool(((trace.get("marker") or {}).get("pattern") or {}).get("shape"))


def _bare(trace: Trace) -> str:
    """The colour of a trace, or the one that most of its marks have."""
    marker = trace.get("marker") or {}
    choices = (
        (trace.get("line") or {}).get("color"),
        marker.get("color"),
        (marker.get("line") or {}).get("color"),
    )
    colour = next((each for each in choices if each), "")
    return Counter(colour).most_common(1)[0][0] if isinstance(colour, list) else colour


def _colour(trace: Trace) -> str:
    return _seen(_bare(trace), trace)


def _seen(colour: str, trace: Trace) -> str:
    """The colour as it looks from afar: hatched bars are paler, empty frames grey."""
    if colour == in_colour(palette.QUIET):
        return mixed(in_colour(palette.INK), colour, FRAME_SHARE)
    if not _hatched(trace):
        return colour
    pattern = trace["marker"]["pattern"]
    return mixed(pattern["fgcolor"], colour, pattern["solidity"])
