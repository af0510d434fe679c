"""What every chart hands back, and the layout that all charts share."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import plotly.graph_objects as go


@dataclass(frozen=True)
class Drawing:
    """A figure with its point in words: `title` above it, `alt` for who cannot see it."""

    figure: go.Figure
    title: str
    alt: str

    @classmethod
    def kept(cls, spec: str, title: str, alt: str) -> "Drawing":
        """The drawing whose `spec` was kept."""
        return cls(go.Figure(json.loads(spec), _validate=False), title, alt)

    @cached_property
    def spec(self) -> str:
        """The figure as JSON, as a browser draws it: made once, because a drawing is kept and never changed."""
        return self.figure.to_json()

    @property
    def height(self) -> int:
        """In pixels."""
        return self.figure.layout.height


def figure(traces: list[dict[str, Any]], height: int, **layout: Any) -> go.Figure:
    """A figure of plain traces in the shared layout; `layout` overrides parts of it.

    The empty template keeps Plotly from copying its default one into each figure; the browser fills in the theme.
    Callers cache figures and never change them.
    """
    shared: dict[str, Any] = {
        "template": {"layout": {}},
        "height": height,
        "margin": {"l": 8, "r": 12, "t": 48, "b": 8},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "itemclick": False},
        "dragmode": False,
        "bargap": 0.28,
        "showlegend": True,
        "separators": ".,",
    }
    return go.Figure({"data": traces, "layout": {**shared, **layout}}, _validate=False)
