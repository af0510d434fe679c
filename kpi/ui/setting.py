"""The setting of one rerun: who looks, in which language, at which moment. `main` makes it."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from kpi.access import LOCAL_VIEWER, Viewer
from kpi.paths import Paths
from kpi.queries.moments import Moment, catalogue_of
from kpi.text import Text
from kpi.wording import Speaker

SLOT = "kpi_setting"


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


def begin(language: str, paths: Paths, moment: Moment, page: str) -> Setting:
    """Make this rerun's setting and keep it for the parts. Until sign-in, the viewer is the local one."""
    setting = Setting(Text(language), catalogue_of(moment), LOCAL_VIEWER, paths, moment, page)
    st.session_state[SLOT] = setting
    return setting


def current() -> Setting:
    """This rerun's setting. Raises KeyError outside a run of `main`."""
    return st.session_state[SLOT]
