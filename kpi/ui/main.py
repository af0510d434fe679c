"""The script that Streamlit runs for every page: language, moment, menu, the page itself, and the foot.

It lies away from `pages/`: beside them, a deep link as the first visit would run a page without this script.
"""

from pathlib import Path

import streamlit as st

from kpi.access import Viewer
from kpi.errors import KpiError
from kpi.paths import Paths
from kpi.text import Text
from kpi.ui import account, address, banners, filters, foot, moments, navigation, setting, widgets
from kpi.ui.exporting import menu, shown

ASSETS = Path(__file__).parent / "assets"


def main() -> None:
    """One rerun."""
    address.begin()
    text = Text(filters.language_asked())
    st.set_page_config(page_title=text("app.title"), page_icon=str(ASSETS / "favicon.svg"), layout="wide")
    st.html(ASSETS / "style.css")
    widgets.reworded(text)
    st.logo(ASSETS / f"logo-{text.language}.svg", size="large")
    viewer, trouble = looking()
    page = navigation.menu(text, viewer)
    address.arrive()
    if trouble:
        banners.faults(trouble, text.language)
        return
    if viewer is None:
        account.signed_out(text)
        return
    paths = Paths.from_environment()
    with st.sidebar:
        filters.language_switch(text)
        moments.selector(text)
    try:
        show(viewer, page, paths, text)
    except KpiError as error:
        banners.faults(error, text.language)


def looking() -> tuple[Viewer | None, KpiError | None]:
    """Who looks, or why that cannot be said."""
    try:
        return setting.who(), None
    except KpiError as error:
        return None, error


def show(viewer: Viewer, page: st.Page, paths: Paths, text: Text) -> None:
    """The page at its moment, with the notices above and the sources below."""
    here = setting.begin(viewer, text.language, paths, moments.shown(paths, text), navigation.name_of(page))
    with st.sidebar:
        moments.release_link(text, here.moment.number)
        account.menu(here)
    account.demo_mark(text)
    moments.laid_out(here)
    banners.moment_banner(here)
    notices = st.container()
    shown.begin()
    page.run()
    if not shown.shown().has_menu:
        menu.menu(here)
    with notices:
        banners.unknown_filters(text)
    foot.foot(here)


main()
