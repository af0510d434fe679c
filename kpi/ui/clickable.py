"""HTML of our own whose parts can be clicked: one element for a whole wall of cards, however many there are.

Streamlit makes an element, with a message and work in the browser, for every button and every frame around it.
"""

import streamlit as st

from kpi.paths import PROJECT

_mounted = st.components.v2.component(
    "kpi_clickable",
    html='<div class="kpi kpi-clickable">\n</div>',
    js=(PROJECT / "kpi" / "ui" / "assets" / "clickable.js").read_text("utf-8"),
    isolate_styles=False,
)


def clickable(body: str, key: str) -> str:
    """Show the HTML; the `data-action` of what was clicked just now, or ''.

    `body` goes into the page as it is: every value in it must have passed through `text_of`.
    """
    return _mounted(key=key, data={"body": body}, on_clicked_change=_noted).clicked or ""


def _noted() -> None:
    """Streamlit hands over a click only to a component with a callback."""
