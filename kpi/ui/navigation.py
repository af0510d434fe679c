"""The one list of pages: the menu, the links between pages and the tests are all made from it."""

from dataclasses import dataclass
from functools import cache
from typing import NoReturn
from urllib.parse import urlencode

import streamlit as st

from kpi.access import Viewer
from kpi.paths import PROJECT
from kpi.text import Text
from kpi.ui.address import filters_shown
from kpi.ui.markup import text_of
from kpi.ui.setting import Setting

PAGES = PROJECT / "pages"


@dataclass(frozen=True)
class Entry:
    """A page: `name` is its file's stem, its path in the URL and its key in the texts.

    One `for_administrators` is not in the menu of others; it is the page's own parts that refuse them.
    """

    name: str
    icon: str
    section: str
    default: bool = False
    for_administrators: bool = False


ENTRIES = (
    Entry("overview", ":material/dashboard:", "results", default=True),
    Entry("metric", ":material/show_chart:", "results"),
    Entry("firms", ":material/apartment:", "results"),
    Entry("compare", ":material/compare_arrows:", "results"),
    Entry("evaluation", ":material/rule:", "results"),
    Entry("programme", ":material/account_tree:", "results"),
    Entry("submit", ":material/upload_file:", "work"),
    Entry("history", ":material/history:", "work"),
    Entry("briefing", ":material/summarize:", "work"),
    Entry("catalogue", ":material/menu_book:", "reference"),
    Entry("quality", ":material/fact_check:", "reference"),
    Entry("admin", ":material/admin_panel_settings:", "administration", for_administrators=True),
)


def page(name: str, language: str, is_listed: bool = True) -> st.Page:
    """Streamlit's page of this name with its title in this language.

    A new one for each rerun: on the page itself Streamlit notes that this rerun may run it once, so that two
    sessions that shared one would take it from each other.
    """
    entry = next(entry for entry in ENTRIES if entry.name == name)
    text = Text(language)
    return st.Page(
        PAGES / f"{name}.py",
        title=text(f"app.pages.{name}.title"),
        icon=entry.icon,
        url_path=name,
        default=entry.default,
        visibility="visible" if is_listed else "hidden",
        help=text(f"app.pages.{name}.help"),
    )


@cache
def linked(name: str, language: str) -> st.Page:
    """The page as links need it: only read, and therefore shared by all sessions."""
    return page(name, language)


def menu(text: Text, viewer: Viewer | None) -> st.Page:
    """Show the menu and return the page that was asked for."""
    administers = viewer is not None and viewer.may_administer
    sections: dict[str, list[st.Page]] = {}
    for entry in ENTRIES:
        shown = page(entry.name, text.language, administers or not entry.for_administrators)
        sections.setdefault(text(f"app.sections.{entry.section}"), []).append(shown)
    return st.navigation(sections)


def name_of(shown: st.Page) -> str:
    """The stem of a page's file; the first page has no path of its own."""
    return shown.url_path or next(entry.name for entry in ENTRIES if entry.default)


def open_metric(setting: Setting, metric_id: str, label: str) -> None:
    """A link to the metric's page with the same filters, so that it reads the same in another tab."""
    _open(setting, "metric", metric_id, label)


def open_programme(setting: Setting, programme_id: str, label: str) -> None:
    """The same for a programme's page."""
    _open(setting, "programme", programme_id, label)


def _open(setting: Setting, name: str, chosen: str, label: str) -> None:
    """A link to a page whose first filter has the page's own name."""
    st.page_link(
        linked(name, setting.language),
        label=label,
        icon=":material/arrow_forward:",
        query_params={**filters_shown(), name: chosen},
    )


def way_to(name: str, label: str) -> str:
    """A link of the pages' own HTML to a page with the same filters; `turn_to` follows its click."""
    address = f"{name}?{urlencode(filters_shown())}"
    return f'<a href="{text_of(address)}" data-action="turn:{name}">{text_of(label)} →</a>'


def turn_to(setting: Setting, clicked: str) -> None:
    """Leave for the page that a click on a link of `way_to` asks for."""
    action, _, name = clicked.partition(":")
    if action == "turn":
        st.switch_page(linked(name, setting.language), query_params=filters_shown())


def metric_address(metric_id: str) -> str:
    """The metric's page with the same filters, as a link from the pages' own HTML."""
    return f"metric?{urlencode({**filters_shown(), 'metric': metric_id})}"


def turn_to_metric(setting: Setting, metric_id: str) -> NoReturn:
    """Leave this page for the metric's, with the same filters."""
    st.switch_page(linked("metric", setting.language), query_params={**filters_shown(), "metric": metric_id})
