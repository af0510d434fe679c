"""The setting of one rerun: who looks, in which language, at which moment. `main` makes it."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from kpi.access import Viewer
from kpi.paths import Paths
from kpi.queries.moments import Moment, catalogue_of, ledger_of
from kpi.signin.sessions import standing
from kpi.signin.settings import Settings
from kpi.text import Text
from kpi.wording import Speaker

SLOT, PERSON = "kpi_setting", "kpi_person"
# The guard before the server puts it there, and lets nobody else.
SESSION_HEADER = "X-Kpi-Session"


@dataclass(frozen=True)
class Setting(Speaker):
    """Everything a part of a page needs to know beside its own filters. `page` is the stem of the page's file."""

    viewer: Viewer
    paths: Paths
    moment: Moment
    page: str = ""

    @property
    def geography(self) -> Path:
        """The folder of the map's outlines."""
        return self.paths.catalogue / "geography"

    @property
    def has_map(self) -> bool:
        """Whether the catalogue brings outlines of its regions."""
        return (self.geography / "districts.geojson").is_file()


def session_key() -> str:
    """The key of the session that this rerun belongs to, '' where there is none."""
    return st.context.headers.get(SESSION_HEADER) or ""


def who() -> Viewer | None:
    """Who looks, as the ledger says at this moment, so that a changed role and an ended session count at once.

    None where nobody has signed in (any more). Raises LedgerError.
    """
    found = standing(ledger_of(Paths.from_environment()), session_key(), Settings.from_environment())
    if found is None:
        return None
    if st.session_state.get(PERSON, found.viewer.name) != found.viewer.name:
        st.session_state.clear()
    st.session_state[PERSON] = found.viewer.name
    return found.viewer


def begin(viewer: Viewer, language: str, paths: Paths, moment: Moment, page: str) -> Setting:
    """Make this rerun's setting and keep it for the parts."""
    setting = Setting(Text(language), catalogue_of(moment), viewer, paths, moment, page)
    st.session_state[SLOT] = setting
    return setting


def current() -> Setting:
    """This rerun's setting. Raises KeyError outside a run of `main`."""
    return st.session_state[SLOT]
