"""HTML of our own with fields to write and choose in: one element for a whole form, told after each change."""

from collections.abc import Callable, Mapping

import streamlit as st

from kpi.ui.parts import part

_mounted = part("fields")


def fields(
    body: str, key: str, on_change: Callable[[Mapping[str, str]], None], on_click: Callable[[str], None]
) -> None:
    """Show the HTML. Before the rerun that it causes, `on_change` gets the values of all fields by their names, and
    `on_click` the `data-action` of what was clicked.

    `body` goes into the page as it is: every value in it must have passed through `text_of`.
    """

    def changed() -> None:
        if st.session_state[key].changed:
            on_change(st.session_state[key].changed)

    def clicked() -> None:
        if st.session_state[key].clicked:
            on_click(str(st.session_state[key].clicked))

    _mounted(key=key, data={"body": body}, on_changed_change=changed, on_clicked_change=clicked)
