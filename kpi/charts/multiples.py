"""Small multiples: one image a zone, all on one scale, so that heights can be compared. An SVG costs a browser nothing.

An image knows nothing of the theme: its colours read on light and on dark ground.
"""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from kpi.charts.sparkline import COLOUR

WIDTH, HEIGHT, EDGE = 180, 64, 5
REFERENCE = "#8a94a1"


def panel(
    values: Sequence[float | None],
    reference: Sequence[float | None],
    scale: tuple[float, float],
    alt: str,
) -> str:
    """The values as a line that breaks where one is missing, over a dashed one of `reference`; `scale` = low, high."""
    dashed = _lines(_points(reference, scale), REFERENCE, ' stroke-dasharray="4 3"')
    points = _points(values, scale)
    image = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" stroke-width="2" '
        f'stroke-linejoin="round" stroke-linecap="round">{_ground(scale)}{dashed}{_lines(points, COLOUR)}'
        f"{_dots(points)}</svg>"
    )
    return f'<img src="data:image/svg+xml,{quote(image)}" alt="{escape(alt, quote=True)}">'


def _ground(scale: tuple[float, float]) -> str:
    """The line at zero."""
    height = _height(0, scale)
    return f'<path d="M0 {height:.1f}H{WIDTH}" stroke="{REFERENCE}" stroke-width="1" opacity="0.5"/>'


def _points(values: Sequence[float | None], scale: tuple[float, float]) -> list[tuple[float, float] | None]:
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    return [
        None if value is None else (EDGE + at * step, _height(value, scale))
        for at, value in enumerate(values)
    ]


def _height(value: float, scale: tuple[float, float]) -> float:
    low, high = scale
    return HEIGHT - EDGE - (value - low) / ((high - low) or 1) * (HEIGHT - 2 * EDGE)


def _lines(points: Sequence[tuple[float, float] | None], colour: str, look: str = "") -> str:
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(f"{point[0]:.1f},{point[1]:.1f}")
    return "".join(
        f'<polyline points="{" ".join(run)}" stroke="{colour}"{look}/>' for run in runs if len(run) > 1
    )


def _dots(points: Sequence[tuple[float, float] | None]) -> str:
    """The last value; and every one that stands alone, which makes no line."""
    known = [at for at, point in enumerate(points) if point is not None]
    alone = [at for at in known if at - 1 not in known and at + 1 not in known]
    return "".join(
        f'<circle cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="3" fill="{COLOUR}"/>'
        for at in sorted({*alone, *known[-1:]})
        if (point := points[at]) is not None
    )
