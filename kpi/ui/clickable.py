"""HTML of our own whose parts can be clicked: one element for a whole wall of cards, however many there are.

Streamlit makes an element, with a message and work in the browser, for every button and every frame around it.
"""

from kpi.ui.parts import part

_mounted = part("clickable")


def clickable(body: str, key: str) -> str:
    """Show the HTML; the `data-action` of what was clicked just now, or ''.

    `body` goes into the page as it is: every value in it must have passed through `text_of`.
    """
    return _mounted(key=key, data={"body": body}, on_clicked_change=_noted).clicked or ""


def _noted() -> None:
    """Streamlit hands over a click only to a component with a callback."""
