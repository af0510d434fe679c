"""The setting of one rerun: who looks, in which language, at which moment. `main` makes it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import streamlit as st

from kpi.access import LOCAL_VIEWER, Viewer
from kpi.catalogue import Catalogue, Metric, Unit
from kpi.paths import Paths
from kpi.queries.moments import Moment, catalogue_of
from kpi.text import Text

SLOT = "kpi_setting"


@dataclass(frozen=True)
class Setting:
    """Everything a part of a page needs to know beside its own filters. `page` is the stem of the page's file."""

    text: Text
    viewer: Viewer
    paths: Paths
    moment: Moment
    catalogue: Catalogue
    page: str = ""

    @property
    def language(self) -> str:
        return self.text.language

    @property
    def geography(self) -> Path:
        """The folder of the map's outlines."""
        return self.paths.catalogue / "geography"

    @property
    def has_map(self) -> bool:
        """Whether the catalogue brings outlines of its regions."""
        return (self.geography / "districts.geojson").is_file()

    def metric(self, metric_id: str) -> Metric:
        return self.catalogue.metrics[metric_id]

    def unit(self, metric_id: str) -> Unit:
        return self.catalogue.units[self.metric(metric_id).unit]

    def metric_name(self, metric_id: str) -> str:
        return self.metric(metric_id).name[self.language]

    def zone_name(self, zone_id: str) -> str:
        return self.catalogue.zone_name(zone_id)[self.language]

    @cached_property
    def zone_names(self) -> dict[str, str]:
        """Every zone's name by id, in the catalogue's order."""
        return {zone.id: zone.name[self.language] for zone in self.catalogue.zones.values()}


def begin(language: str, paths: Paths, moment: Moment, page: str) -> Setting:
    """Make this rerun's setting and keep it for the parts. Until sign-in, the viewer is the local one."""
    setting = Setting(Text(language), LOCAL_VIEWER, paths, moment, catalogue_of(moment), page)
    st.session_state[SLOT] = setting
    return setting


def current() -> Setting:
    """This rerun's setting. Raises KeyError outside a run of `main`."""
    return st.session_state[SLOT]
