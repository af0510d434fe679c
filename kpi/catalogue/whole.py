"""The whole catalogue as one frozen model, and what follows from its parts together."""

import hashlib
from collections.abc import Collection
from functools import cached_property

from kpi.catalogue.datasets import Dataset
from kpi.catalogue.disclosure import DisclosureRules
from kpi.catalogue.evaluations import Evaluation
from kpi.catalogue.filling import counts_in_zones
from kpi.catalogue.metrics import BASES_OF_TYPE, Denominator, Metric, PlanProfile
from kpi.catalogue.places import NATIONAL, National, Zone
from kpi.catalogue.programmes import ANY_PROGRAMME, Programme
from kpi.catalogue.words import Area, Caveat, Grade, Population, Unit
from kpi.declared import Basis, Model, Names


class Catalogue(Model):
    """Everything declared. Entries are looked up by id; order is the order of the files."""

    national: National
    zones: dict[str, Zone]
    units: dict[str, Unit]
    populations: dict[str, Population]
    areas: dict[str, Area]
    caveats: dict[str, Caveat]
    programmes: dict[str, Programme]
    plan_profiles: dict[str, PlanProfile]
    grades: dict[str, Grade]
    datasets: dict[str, Dataset]
    metrics: dict[str, Metric]
    evaluations: dict[int, Evaluation]
    denominators: dict[str, Denominator] = {}
    disclosure: DisclosureRules = DisclosureRules()

    def to_json(self) -> str:
        """The whole catalogue as text, the same for the same content."""
        return self.model_dump_json()

    @classmethod
    def from_json(cls, content: str) -> "Catalogue":
        """The catalogue that a release stored."""
        return cls.model_validate_json(content)

    def of_metrics(self, ids: Collection[str]) -> "Catalogue":
        """The same catalogue with these metrics alone."""
        kept = {key: metric for key, metric in self.metrics.items() if key in ids}
        # A copy would take along what has been derived from all metrics.
        parts = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_construct(**{**parts, "metrics": kept})

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def bases_of(self, metric_id: str) -> tuple[Basis, ...]:
        """The bases a metric has: a ratio has those its two sides share, a stock serving any of them."""
        metric = self.metrics[metric_id]
        if metric.ratio is None:
            return BASES_OF_TYPE[metric.type]
        sides = [self.bases_of(side) for side in (metric.ratio.numerator, metric.ratio.denominator)]
        return next((bases for bases in sides if bases != ("period_end",)), ("period_end",))

    def zone_name(self, zone_id: str) -> Names:
        """The name of a place: a zone, all of them together, or a programme's own."""
        return self.place_names[zone_id]

    @cached_property
    def place_names(self) -> dict[str, Names]:
        """The name of each zone, of each programme with a place of its own, and of all zones together."""
        places = {**self.zones, **self.own_places, NATIONAL: self.national}
        return {place: found.name for place, found in places.items()}

    @cached_property
    def own_places(self) -> dict[str, Programme]:
        """The programmes that run outside the zones: each is a place of its own."""
        return {key: programme for key, programme in self.programmes.items() if programme.place == "own"}

    def places_of(self, dataset: Dataset) -> tuple[str, ...]:
        """Where a dataset's records may lie: the zones, and with rows of any programme its own place."""
        return (*self.zones, *(self.own_places if dataset.programme == ANY_PROGRAMME else ()))

    @cached_property
    def zone_metrics(self) -> dict[str, Metric]:
        """The metrics that zones may have values for: not those of what only programmes elsewhere have."""
        return {key: metric for key, metric in self.metrics.items() if counts_in_zones(self, metric)}

    @cached_property
    def headline_metrics(self) -> tuple[Metric, ...]:
        """The metrics of the overview's cards, in their order."""
        shown = [metric for metric in self.metrics.values() if metric.headline is not None]
        return tuple(sorted(shown, key=lambda metric: metric.headline or 0))
