"""The filters of this page, in the address: the part shown, and which submissions are listed."""

from collections.abc import Callable, Sequence

import streamlit as st

from kpi.ui.address import from_widget, value_of, widget_key, write
from kpi.ui.setting import Setting

TABS = ("submissions", "drafts", "releases", "compare")
STATES = ("all", "accepted", "undone")
ALL = "all"
FIRST_PAGE = "1"


def tab(setting: Setting) -> str:
    """Which part of the page is shown."""
    chosen = value_of("tab", TABS, TABS[0])
    st.segmented_control(
        setting.text("history.tab"),
        TABS,
        format_func=lambda one: setting.text(f"history.tabs.{one}"),
        required=True,
        key=widget_key("tab", chosen),
        on_change=tab_chosen,
        label_visibility="collapsed",
    )
    return chosen


def tab_chosen() -> None:
    """Another part begins at its beginning."""
    open_tab(st.session_state["filter_tab"])


def open_tab(name: str, **filters: str) -> None:
    """Show a part of the page with these filters."""
    for key in ("submission", "page", "before", "after", "of_zone", "of_metric"):
        write(key, filters.get(key), "")
    write("tab", name, TABS[0])


def open_submission(submission: str) -> None:
    """Show one submission, or the list again for an empty id."""
    write("tab", None, "")
    write("submission", submission or None, "")


def choice(
    key: str, label: str, options: Sequence[str], name: Callable[[str], str], default: str = ALL
) -> str:
    """One of many by a drop-down list; the list below begins anew at its first page."""
    value = value_of(key, options, default)
    st.selectbox(
        label,
        options,
        format_func=name,
        key=widget_key(key, value),
        on_change=changed,
        args=(key, default),
    )
    return value


def search(setting: Setting) -> str:
    """What is searched for, in small letters."""
    value = value_of("search", lambda _: True, "")
    st.text_input(
        setting.text("history.search"),
        placeholder=setting.text("history.search_hint"),
        key=widget_key("search", value),
        on_change=changed,
        args=("search", ""),
        icon=":material/search:",
    )
    return value.strip().casefold()


def changed(key: str, default: str) -> None:
    """Carry a filter into the address; the first page is shown again."""
    from_widget(key, default)
    write("page", None, FIRST_PAGE)


def page_of(count: int) -> int:
    """The page asked for, from 1; no widget where there is only one."""
    asked = value_of("page", str.isdecimal, FIRST_PAGE)
    chosen = min(max(int(asked), 1), count)
    if count > 1:
        # A widget of its own for each page shown: one whose state is set would be warned of, as it has a default.
        key = f"page-{chosen}"
        st.pagination(count, default=chosen, key=key, on_change=page_chosen, args=(key,))
    return chosen


def page_chosen(key: str) -> None:
    """Carry the page into the address."""
    write("page", str(st.session_state[key]), FIRST_PAGE)
