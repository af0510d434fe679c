"""What every chart hands back, and the layout that all charts share."""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False}


class Finished(go.Figure):
    """A figure that nobody changes any more; its plain form, asked for in every rerun, is made once."""

    def to_dict(self) -> dict[str, Any]:
        """The figure as plain values, the same object each time."""
        if "_plain" not in self.__dict__:
            self._plain = super().to_dict()
        return self._plain


@dataclass(frozen=True)
class Drawing:
    """A figure with its point in words: `title` above it, `alt` for who cannot see it."""

    figure: go.Figure
    title: str
    alt: str


def figure(traces: list[dict[str, Any]], height: int, **layout: Any) -> go.Figure:
    """A figure of plain traces in the shared layout; `layout` overrides parts of it.

    The empty template keeps Plotly from copying its default one into each figure; Streamlit's theme fills it.
    Callers cache figures and never change them.
    """
    shared: dict[str, Any] = {
        "template": {"layout": {}},
        "height": height,
        "margin": {"l": 8, "r": 12, "t": 34, "b": 8},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "itemclick": False},
        "dragmode": False,
        "bargap": 0.28,
        "showlegend": True,
        "separators": ".,",
    }
    return Finished({"data": traces, "layout": {**shared, **layout}}, _validate=False)
