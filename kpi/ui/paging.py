"""Long lists in pages, the page in the address."""

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from kpi.ui.address import value_of, write

FIRST = "1"
Item = TypeVar("Item")


def page_of(filter_key: str, items: Sequence[Item], on_a_page: int) -> tuple[int, list[Item]]:
    """The number of the page that a filter asks for, from 1, and its items; no widget where there is only one page."""
    count = max(1, -(-len(items) // on_a_page))
    number = min(max(int(value_of(filter_key, str.isdecimal, FIRST)), 1), count)
    if count > 1:
        key = f"list-{filter_key}-{number}"
        st.pagination(count, default=number, key=key, on_change=_chosen, args=(filter_key, key))
    return number, list(items[(number - 1) * on_a_page : number * on_a_page])


def _chosen(filter_key: str, key: str) -> None:
    write(filter_key, str(st.session_state[key]), FIRST)
