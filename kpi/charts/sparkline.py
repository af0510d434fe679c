"""A small line for a card, as an SVG image: it costs a browser nothing, unlike a chart library.

An image, because Streamlit strips inline SVG from HTML; its one colour reads on light and on dark ground.
"""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

WIDTH, HEIGHT, EDGE = 120, 32, 4
COLOUR = "#2f86d6"


def sparkline(values: Sequence[float | None], alt: str) -> str:
    """The values as a line that breaks where one is missing, the last one dotted; '' for fewer than two."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    points = _points(values, min(*known, 0), max(known))
    runs = "".join(f'<polyline points="{run}"/>' for run in _runs(points))
    last = next(point for point in reversed(points) if point is not None)
    image = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" '
        f'stroke="{COLOUR}" '
        f'stroke-width="2" stroke-linejoin="round" stroke-linecap="round">{runs}'
        f'<circle cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="3" fill="{COLOUR}"/></svg>'
    )
    return f'<img class="kpi-spark" src="data:image/svg+xml,{quote(image)}" alt="{escape(alt, quote=True)}">'


def _points(values: Sequence[float | None], low: float, high: float) -> list[tuple[float, float] | None]:
    span = (high - low) or 1
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    return [
        None
        if value is None
        else (EDGE + index * step, HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2 * EDGE))
        for index, value in enumerate(values)
    ]


def _runs(points: list[tuple[float, float] | None]) -> list[str]:
    """Unbroken stretches as SVG point lists."""
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(f"{point[0]:.1f},{point[1]:.1f}")
    return [" ".join(run) for run in runs if len(run) > 1]
