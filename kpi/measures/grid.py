"""The grid that key values stand on: zones with the national row, whole years of quarters, and years."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from kpi import periods as calendar
from kpi.catalogue import NATIONAL, Catalogue, Metric
from kpi.measures.measure import Flags, expected_from, whole_years


@dataclass(frozen=True)
class Grid:
    """Labels of both axes. `places` are the zones and, last, all of them together."""

    catalogue: Catalogue
    quarters: tuple[str, ...]

    @classmethod
    def spanning(cls, catalogue: Catalogue, parts: pd.DataFrame, published: pd.DataFrame) -> "Grid":
        """The whole years that records or published values speak of; plans for later years do not stretch it."""
        planned = [metric.id for metric in catalogue.metrics.values() if metric.type == "milestone"]
        recorded = parts.loc[~parts["metric"].isin(planned), "period"]
        past = [*recorded.unique(), *published["period"].unique()]
        everything = [*past, *parts["period"].unique()]
        if not everything:
            return cls(catalogue, ())
        first, last = calendar.year_of(min(everything)), calendar.year_of(max(past or everything))
        return cls(catalogue, whole_years([f"{first}Q1", f"{last}Q4"]))

    @cached_property
    def zones(self) -> tuple[str, ...]:
        return tuple(self.catalogue.zones)

    @cached_property
    def places(self) -> tuple[str, ...]:
        return (*self.zones, NATIONAL)

    @cached_property
    def years(self) -> tuple[str, ...]:
        return tuple(label[:4] for label in self.quarters[::4])

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Quarters, then years."""
        return self.quarters + self.years

    @cached_property
    def first_quarters(self) -> dict[str, str]:
        return {zone.id: zone.first_quarter for zone in self.catalogue.zones.values()}

    @cached_property
    def expected_quarters(self) -> Flags:
        return expected_from(self.zones, self.quarters, self.first_quarters)

    @cached_property
    def expected_years(self) -> Flags:
        return expected_from(self.zones, self.years, self.first_quarters)

    def is_yearly(self, metric: Metric) -> bool:
        """Whether the metric has years only; a ratio is yearly as soon as one side is."""
        if metric.ratio is not None:
            sides = (metric.ratio.numerator, metric.ratio.denominator)
            return any(self.is_yearly(self.catalogue.metrics[side]) for side in sides)
        assert metric.counted is not None
        return self.catalogue.datasets[metric.counted.dataset].slice.period == "year"

    def labels_of(self, metric: Metric) -> tuple[str, ...]:
        """The periods a metric has values for."""
        return self.years if self.is_yearly(metric) else self.labels
