"""HTML of our own whose parts can be clicked: one element for a whole wall of cards, however many there are.

Streamlit makes an element, with a message and work in the browser, for every button and every frame around it.
"""

from collections.abc import Callable

from kpi.ui.exporting.shown import shown
from kpi.ui.parts import part

_mounted = part("clickable")


def _noted() -> None:
    """Streamlit hands over a click only to a component with a callback."""


def clickable(body: str, key: str, on_click: Callable[[], None] = _noted) -> str:
    """Show the HTML; the `data-action` of what was clicked just now, or ''.

    `on_click` runs before the rerun that a click causes, and finds it in `st.session_state[key].clicked`. `body` goes
    into the page as it is: every value in it must have passed through `text_of`.
    """
    shown().bodies.append(body)
    return _mounted(key=key, data={"body": body}, on_clicked_change=on_click).clicked or ""
