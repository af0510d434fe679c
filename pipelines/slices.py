"""Which slices a submission speaks for: those its side-car names, and those it holds rows of."""

from collections.abc import Iterable

from kpi.catalogue import Catalogue, Dataset
from kpi.periods import is_quarter, last_day, year_of
from kpi.submissions import SideCar

ANY = "*"


def covered(
    side_car: SideCar, dataset: Dataset, catalogue: Catalogue, held: Iterable[str]
) -> tuple[str, ...]:
    """Sorted slice labels `"<zone or *>|<period or *>"`. A zone is covered from its designation on."""
    if side_car.covers_zones is None and side_car.covers_periods is None:
        return tuple(sorted(set(held)))
    rows = [label.split("|") for label in held]
    zones = side_car.covers_zones or sorted({zone for zone, _ in rows})
    periods = side_car.covers_periods or sorted({period for _, period in rows})
    labels = {
        label_of(zone, period, dataset)
        for zone in zones
        for period in periods
        if _begun(zone, period, catalogue)
    }
    return tuple(sorted(labels | set(held)))


def label_of(zone: str, period: str, dataset: Dataset) -> str:
    """The slice that a zone and period fall into, as the dataset declares its slices."""
    scope = zone if dataset.slice.scope == "zone" else ANY
    if dataset.slice.period == "none":
        return f"{scope}|{ANY}"
    if dataset.slice.period == "year" and is_quarter(period):
        return f"{scope}|{year_of(period)}"
    return f"{scope}|{period}"


def _begun(zone: str, period: str, catalogue: Catalogue) -> bool:
    if zone not in catalogue.zones or period == ANY:
        return True
    return catalogue.zones[zone].designated_on <= last_day(period)
