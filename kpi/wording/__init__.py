"""Values, facts and events in words: what pages and briefs write alike."""

from dataclasses import dataclass
from functools import cached_property

from kpi.catalogue import Catalogue, Metric, Unit
from kpi.text import Text


@dataclass(frozen=True)
class Speaker:
    """One language, and the catalogue whose things are named in it."""

    text: Text
    catalogue: Catalogue

    @property
    def language(self) -> str:
        return self.text.language

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
