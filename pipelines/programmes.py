"""What a release knows of programmes beside the zones' numbers: their own tables, and their values by programme.

A place of a programme is never among the zones. Its values are made by the very arithmetic of the zones', with the
programmes in the zones' stead, and stand in a table of their own.
"""

from datetime import date

import pandas as pd

from kpi.catalogue import NATIONAL, Catalogue, Metric, Zone
from kpi.catalogue.programmes import ANY_PROGRAMME
from kpi.measures import key_values
from kpi.periods import first_day
from kpi.warehouse import ReleaseBuilder
from pipelines import marts, tables

# Table → the dataset that it is made of; one that the catalogue does not have gives no table.
TABLES = {
    "programme_funnel": "programme_steps",
    "programme_funnel_fields": "programme_steps",
    "programme_partners": "programme_steps",
    "programme_calls": "programme_applications",
    "programme_sessions": "programme_sessions",
    "programme_support": "programme_support",
    "programme_funds": "programme_funds",
    "programme_spaces": "facility_spaces",
    "programme_working_groups": "working_groups",
    "programme_follow_ups": "programme_outcomes",
    "programme_milestones": "programme_milestones",
    "programme_figures": "programme_figures",
}
STAGES = {"programme": "VARCHAR", "track": "VARCHAR", "stage": "VARCHAR", "position": "INTEGER"}
PROGRAMME_VALUES = {
    "programme": "VARCHAR", **{name: kind for name, kind in tables.KEY_VALUES.items() if name != "zone"}
}  # fmt: skip
# Parts of all places of a programme as one; whose firms they are is not known beyond each place.
PARTS = """
SELECT metric AS metric, programme AS zone, programme AS programme, period AS period, SUM(value) AS value,
       SUM(weight) AS weight, SUM(contributors) AS contributors, BOOL_OR(synthetic) AS synthetic
FROM ({parts}) AS part
WHERE breakdown = '' AND programme <> ''
GROUP BY metric, programme, period
ORDER BY metric, programme, period
"""
ALL_PARTS = "SELECT * FROM parts UNION ALL SELECT * FROM programme_parts"
QUARTER_LENGTH = len("2026Q1")
PUBLISHED = ("metric", "zone", "period", "basis", "value", "status", "known_on", "submission")


def add_programmes(builder: ReleaseBuilder, catalogue: Catalogue) -> None:
    """Tables `programme_stages` and those of TABLES, once the views of facts stand."""
    stages = [
        (programme.id, track.id, stage.id, position)
        for programme in catalogue.programmes.values()
        for track in programme.tracks
        for position, stage in enumerate(track.stages, start=1)
    ]
    builder.table("programme_stages", pd.DataFrame(stages, columns=list(STAGES)), STAGES)
    for table, dataset in TABLES.items():
        if dataset in catalogue.datasets:
            builder.create(table, marts.text(table).format(facts=f"facts_{dataset}"))


def add_values(builder: ReleaseBuilder, catalogue: Catalogue) -> None:
    """Table `programme_values`, of the parts in the zones and elsewhere."""
    builder.table("programme_values", values_of(builder, catalogue, ALL_PARTS), PROGRAMME_VALUES)


def values_of(builder: ReleaseBuilder, catalogue: Catalogue, parts_query: str) -> pd.DataFrame:
    """The columns of `key_values` with the programme in the zone's stead: each value that a programme has by the parts
    that a SELECT gives.
    """
    parts = builder.frame(PARTS.format(parts=parts_query))
    published = pd.DataFrame(columns=list(PUBLISHED))
    counting = _with_programmes_as_zones(catalogue, parts)
    if not counting.metrics:
        return pd.DataFrame(columns=list(PROGRAMME_VALUES))
    found = key_values(parts, published, counting)
    known = found[(found["zone"] != NATIONAL) & found["value"].notna()]
    return known.rename(columns={"zone": "programme"})[list(PROGRAMME_VALUES)]


def _with_programmes_as_zones(catalogue: Catalogue, parts: pd.DataFrame) -> Catalogue:
    """The metrics of programmes; in the zones' stead each programme with records by quarter, from the first one on."""
    quarters = parts[parts["period"].str.len() == QUARTER_LENGTH]
    firsts: dict[str, str] = dict(quarters.groupby("programme")["period"].min().items())  # type: ignore[arg-type]
    zones = {
        programme: _as_zone(programme, catalogue, firsts[programme])
        for programme in catalogue.programmes
        if programme in firsts
    }
    return catalogue.model_copy(update={"zones": zones, "metrics": _metrics_of_programmes(catalogue)})


def _metrics_of_programmes(catalogue: Catalogue) -> dict[str, Metric]:
    """Those counted from rows of any programme, and the ratios of two of them."""
    metrics = catalogue.metrics.values()
    counted = {
        metric.id
        for metric in metrics
        if metric.counted and catalogue.datasets[metric.counted.dataset].programme == ANY_PROGRAMME
    }
    return {
        metric.id: metric
        for metric in metrics
        if metric.id in counted
        or (metric.ratio and {metric.ratio.numerator, metric.ratio.denominator} <= counted)
    }


def _as_zone(programme_id: str, catalogue: Catalogue, first_period: str) -> Zone:
    name = catalogue.programmes[programme_id].name
    began: date = first_day(first_period)
    return Zone(id=programme_id, name=name, wave=0, specialisation=name, institutions=(), designated_on=began)
