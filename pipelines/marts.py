"""Facts → marts: the `.sql` files filled in from the catalogue, one metric at a time.

The SQL yields additive parts only; bases, years and ratios are derived afterwards by `kpi.measures`. It keeps to
the part of ANSI SQL that DuckDB and Spark run alike.
"""

from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from kpi.catalogue import Catalogue, Dataset, Metric
from kpi.catalogue.programmes import ANY_PROGRAMME
from kpi.contributions import category, condition, contributor, literal, row_terms
from kpi.periods import first_day, last_day, quarters
from kpi.warehouse import ReleaseBuilder

SQL = Path(__file__).parent / "sql"
PARTS = {
    "metric": "VARCHAR", "zone": "VARCHAR", "programme": "VARCHAR", "period": "VARCHAR", "breakdown": "VARCHAR",
    "category": "VARCHAR", "value": "DECIMAL(24, 4)", "weight": "DECIMAL(24, 4)", "contributors": "BIGINT",
    "largest": "DECIMAL(24, 4)", "second_largest": "DECIMAL(24, 4)", "row_count": "BIGINT",
    "synthetic": "BOOLEAN", "known_on": "DATE",
}  # fmt: skip
COUNTED = "zone, period, category, value, weight, contributors, largest, second_largest, row_count, synthetic, known_on"
LIVE = "live_slices"
PLACES = {"place": "VARCHAR", "programme": "VARCHAR", "own": "BOOLEAN"}
EXTRA_TABLES = {
    "targets": "targets",
    "grades": "published_grades",
    "milestones": "milestones",
}


def add_calendar(builder: ReleaseBuilder, catalogue: Catalogue) -> None:
    """Tables that the SQL joins: `quarters` (label, first_day, last_day), `zone_starts` (zone, first_quarter) and
    `places` (place, programme, own): whose the facts of a zone or of a programme's own place are.
    """
    first = min(zone.first_quarter for zone in catalogue.zones.values())
    labels = quarters(first, f"{date.today().year + 1}Q4")
    days = [(label, first_day(label), last_day(label)) for label in labels]
    builder.table("quarters", pd.DataFrame(days, columns=["label", "first_day", "last_day"]))
    starts = [(zone.id, zone.first_quarter) for zone in catalogue.zones.values()]
    builder.table("zone_starts", pd.DataFrame(starts, columns=["zone", "first_quarter"]))
    of_zones = next((each.id for each in catalogue.programmes.values() if each.place == "zones"), "")
    places = [
        *((zone, of_zones, False) for zone in catalogue.zones),
        *((own, own, True) for own in catalogue.own_places),
    ]
    builder.table("places", pd.DataFrame(places, columns=list(PLACES)), PLACES)


def add_parts(builder: ReleaseBuilder, catalogue: Catalogue) -> None:
    """Tables `parts` (one row per metric × zone × programme × period × breakdown × category) and `programme_parts`."""
    builder.table("parts", pd.DataFrame(columns=list(PARTS)), PARTS)
    for dataset, metrics in counted_of(catalogue).items():
        for metric in metrics:
            add_metric(builder, metric, catalogue.datasets[dataset])
    set_apart(builder)


def counted_of(catalogue: Catalogue) -> dict[str, list[Metric]]:
    """The metrics that are counted from records, by their dataset."""
    found: dict[str, list[Metric]] = {}
    for metric in catalogue.metrics.values():
        if metric.counted is not None:
            found.setdefault(metric.counted.dataset, []).append(metric)
    return found


def set_apart(builder: ReleaseBuilder) -> None:
    """Moves the parts of programmes with a place of their own into `programme_parts`: what reads `parts` adds up zones
    and never meets another place.
    """
    own = "zone IN (SELECT place FROM places WHERE own)"
    builder.create("programme_parts", f"SELECT * FROM parts WHERE {own}")
    builder.run(f"DELETE FROM parts WHERE {own}")


def add_metric(
    builder: ReleaseBuilder, metric: Metric, dataset: Dataset, facts: str = "", slices: str = LIVE
) -> None:
    """Inserts one metric's parts, from the dataset's view or from the `facts` and live `slices` given."""
    for breakdown in ("", *metric.breakdowns):
        _insert_parts(builder, metric, dataset, breakdown, parts_query(metric, dataset, breakdown, facts))
    if (zeros := zeros_query(metric, dataset, slices)) is not None:
        _insert_parts(builder, metric, dataset, "", zeros)


def add_descriptions(builder: ReleaseBuilder) -> None:
    """Tables `targets`, `grades` and `milestones`, straight from their datasets."""
    for table, dataset in EXTRA_TABLES.items():
        builder.create(table, text(table).format(facts=f"facts_{dataset}"))


def parts_query(metric: Metric, dataset: Dataset, breakdown: str, facts: str = "") -> str:
    """The SELECT of one metric's additive parts, by zone, period and the categories of one breakdown ('' = none).

    `facts` is what follows FROM; the dataset's view unless given.
    """
    return text("parts").format(contributions=contributions(metric, dataset, breakdown, facts))


def zeros_query(metric: Metric, dataset: Dataset, slices: str = LIVE) -> str | None:
    """The SELECT of zeros for live slices without facts, once the metric's parts stand; None where none count."""
    assert metric.counted is not None
    if metric.counted.aggregate not in ("count", "sum"):
        return None
    return text("zeros").format(metric=metric.id, dataset=dataset.id, slices=slices)


def contributions(metric: Metric, dataset: Dataset, breakdown: str, facts: str) -> str:
    """The SELECT of what each fact contributes to a metric; arguments as for `parts_query`."""
    counted = metric.counted
    assert counted is not None
    places = {
        "facts": facts or f"facts_{dataset.id}",
        "category": category(breakdown),
        "contributor": contributor(dataset),
    }
    if terms := row_terms(metric):
        return text("contributions_rows").format(**places, **terms._asdict())
    return text(f"contributions_{counted.aggregate}").format(**places, condition=condition(counted.where))


def _insert_parts(
    builder: ReleaseBuilder, metric: Metric, dataset: Dataset, breakdown: str, query: str
) -> None:
    builder.run(
        f"INSERT INTO parts SELECT '{metric.id}', zone, {programme_of(dataset)}, period, '{breakdown}', category,"
        f" value, weight, contributors, largest, second_largest, row_count, synthetic, known_on"
        f" FROM (SELECT {COUNTED} FROM ({query}) AS counted) AS typed"
    )


def programme_of(dataset: Dataset) -> str:
    """Whose a part is, in SQL: the dataset's programme, or that of the part's place."""
    if dataset.programme != ANY_PROGRAMME:
        return literal(dataset.programme)
    return "(SELECT place.programme FROM places AS place WHERE place.place = zone)"


@cache
def text(name: str) -> str:
    """The text of `pipelines/sql/<name>.sql`."""
    return (SQL / f"{name}.sql").read_text("utf-8")
