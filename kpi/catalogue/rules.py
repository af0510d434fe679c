"""What must hold between the catalogue's entries: every reference exists, every ratio declares what it crosses."""

from collections.abc import Iterator

from kpi.catalogue.datasets import ROAD_DATASETS, Dataset
from kpi.catalogue.evaluation_rules import evaluation_faults
from kpi.catalogue.metrics import Metric
from kpi.catalogue.places import NATIONAL
from kpi.catalogue.programme_rules import programme_faults
from kpi.catalogue.programmes import ANY_PROGRAMME
from kpi.catalogue.whole import Catalogue
from kpi.errors import Fault, Place

AGGREGATES_WITH_COLUMN = {"sum", "weighted_mean"}


def reference_faults(catalogue: Catalogue) -> list[Fault]:
    """Every broken reference and undeclared mix, in the order of the files."""
    return [
        *_zone_faults(catalogue),
        *_road_faults(catalogue),
        *(fault for dataset in catalogue.datasets.values() for fault in _dataset_faults(catalogue, dataset)),
        *(fault for metric in catalogue.metrics.values() for fault in _metric_faults(catalogue, metric)),
        *programme_faults(catalogue),
        *evaluation_faults(catalogue),
        *_profile_faults(catalogue),
        *_denominator_faults(catalogue),
    ]


def _unknown(file: str, entry: str, column: str, value: object, allowed: object) -> Fault:
    return Fault("errors.catalogue_unknown", Place(file=file, entry=entry, column=column), value, allowed)


def _zone_faults(catalogue: Catalogue) -> Iterator[Fault]:
    owner: dict[str, str] = dict.fromkeys(catalogue.national.aliases, NATIONAL)
    for zone in catalogue.zones.values():
        for caveat in set(zone.caveats) - set(catalogue.caveats):
            yield _unknown("zones.yml", zone.id, "caveats", caveat, list(catalogue.caveats))
        for alias in zone.aliases:
            if owner.setdefault(alias, zone.id) != zone.id:
                place = Place(file="zones.yml", entry=zone.id, column="aliases")
                yield Fault("errors.catalogue_alias_twice", place, alias, extra={"other": owner[alias]})
    if NATIONAL in catalogue.zones:
        yield _unknown("zones.yml", NATIONAL, "id", NATIONAL, "another id")


def _dataset_faults(catalogue: Catalogue, dataset: Dataset) -> Iterator[Fault]:
    file, columns = f"{dataset.id}.yml", {column.id for column in dataset.columns}
    if dataset.population not in catalogue.populations:
        yield _unknown(file, dataset.id, "population", dataset.population, list(catalogue.populations))
    if dataset.programme not in (ANY_PROGRAMME, *catalogue.programmes):
        known = [ANY_PROGRAMME, *catalogue.programmes]
        yield _unknown(file, dataset.id, "programme", dataset.programme, known)
    for key in set(dataset.key) - columns:
        yield _unknown(file, dataset.id, "key", key, sorted(columns))
    if dataset.slice.scope == "zone" and "zone" not in columns:
        yield _unknown(file, dataset.id, "slice.scope", "zone", sorted(columns))
    if dataset.slice.period != "none" and "period" not in columns:
        yield _unknown(file, dataset.id, "slice.period", "period", sorted(columns))
    yield from _due_faults(dataset, file)
    yield from _firm_faults(dataset, file)
    for column in dataset.columns:
        if column.unit is not None and column.unit not in catalogue.units:
            yield _unknown(file, column.id, "unit", column.unit, list(catalogue.units))
        if column.not_before is not None and column.not_before not in columns:
            yield _unknown(file, column.id, "not_before", column.not_before, sorted(columns))
        if (column.type == "category") != bool(column.categories or column.of_programmes):
            yield _unknown(file, column.id, "categories", column.type, "categories for type category only")


def _firm_faults(dataset: Dataset, file: str) -> Iterator[Fault]:
    """A row is told of a firm only where it names one, and by columns that are there."""
    if dataset.firm_record is None:
        return
    if dataset.firm_column is None:
        yield _unknown(file, dataset.id, "firm_record", None, "a column of type firm")
    known = [column.id for column in dataset.stored_columns]
    for column in dataset.firm_record.columns:
        if column not in known:
            yield _unknown(file, dataset.id, "firm_record", column, known)


def _due_faults(dataset: Dataset, file: str) -> Iterator[Fault]:
    """A cycle that files are not replaced by could never be seen to have come."""
    if dataset.due is None:
        return
    cycle, period = dataset.due.cycle, dataset.slice.period
    if period == "none" and cycle is None:
        yield _unknown(file, dataset.id, "due", None, ["quarter", "year"])
    if period != "none" and cycle not in (None, period):
        yield _unknown(file, dataset.id, "due", cycle, [period])


def _metric_faults(catalogue: Catalogue, metric: Metric) -> Iterator[Fault]:
    known = {
        "unit": (metric.unit, catalogue.units),
        "population": (metric.population, catalogue.populations),
        "area": (metric.area, catalogue.areas),
        "plan_profile": (metric.plan_profile, catalogue.plan_profiles),
    }
    for column, (value, allowed) in known.items():
        if value not in allowed:
            yield _unknown("metrics.yml", metric.id, column, value, list(allowed))
    for caveat in set(metric.caveats) - set(catalogue.caveats):
        yield _unknown("metrics.yml", metric.id, "caveats", caveat, list(catalogue.caveats))
    yield from _counted_faults(catalogue, metric) if metric.counted else _ratio_faults(catalogue, metric)


def _counted_faults(catalogue: Catalogue, metric: Metric) -> Iterator[Fault]:
    counted = metric.counted
    assert counted is not None
    dataset = catalogue.datasets.get(counted.dataset)
    if dataset is None:
        yield _unknown("metrics.yml", metric.id, "counted.dataset", counted.dataset, list(catalogue.datasets))
        return
    columns = {column.id: column for column in dataset.columns}
    wanted = {counted.column, counted.weight, *counted.where, *metric.breakdowns} - {None}
    for column in sorted(str(name) for name in wanted - set(columns)):
        yield _unknown("metrics.yml", metric.id, "counted", column, list(columns))
    if counted.aggregate in AGGREGATES_WITH_COLUMN and counted.column is None:
        yield _unknown("metrics.yml", metric.id, "counted.column", None, list(columns))
    for column, values in counted.where.items():
        categories = (
            {category.id for category in columns[column].categories} if column in columns else set(values)
        )
        for value in set(values) - categories:
            yield _unknown("metrics.yml", metric.id, f"counted.where.{column}", value, sorted(categories))


def _ratio_faults(catalogue: Catalogue, metric: Metric) -> Iterator[Fault]:
    ratio = metric.ratio
    assert ratio is not None
    sides = [catalogue.metrics.get(side) for side in (ratio.numerator, ratio.denominator)]
    for name, side in zip((ratio.numerator, ratio.denominator), sides, strict=True):
        if side is None or side.type == "ratio":
            additive = [known.id for known in catalogue.metrics.values() if known.type != "ratio"]
            yield _unknown("metrics.yml", metric.id, "ratio", name, additive)
    crosses = len({side.population for side in sides if side is not None}) > 1
    if crosses != ratio.cross_population:
        place = Place(file="metrics.yml", entry=metric.id, column="ratio.cross_population")
        yield Fault("errors.catalogue_cross_population", place, ratio.cross_population, str(crosses).lower())
    if crosses and not metric.caveats:
        yield _unknown("metrics.yml", metric.id, "caveats", "[]", list(catalogue.caveats))


def _road_faults(catalogue: Catalogue) -> Iterator[Fault]:
    for dataset in ROAD_DATASETS:
        if dataset not in catalogue.datasets:
            yield Fault("errors.catalogue_file_missing", Place(file=f"datasets/{dataset}.yml"))


def _profile_faults(catalogue: Catalogue) -> Iterator[Fault]:
    for profile in catalogue.plan_profiles.values():
        shares = profile.cumulative_shares
        if list(shares) != sorted(shares) or shares[-1] != 1:
            yield _unknown("plan_profiles.yml", profile.id, "cumulative_shares", list(shares), "rising to 1")


def _denominator_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """What is added up to a denominator is of one type, unit and population, and can be added."""
    for denominator in catalogue.denominators.values():
        known = [catalogue.metrics[each] for each in denominator.metrics if each in catalogue.metrics]
        additive = [metric.id for metric in catalogue.metrics.values() if metric.type in ("flow", "stock")]
        for each in set(denominator.metrics) - set(additive):
            yield _unknown("denominators.yml", denominator.id, "metrics", each, additive)
        if len({(metric.type, metric.unit, metric.population) for metric in known}) > 1:
            same = sorted({f"{metric.type}, {metric.unit}, {metric.population}" for metric in known})
            yield _unknown("denominators.yml", denominator.id, "metrics", list(denominator.metrics), same[:1])
