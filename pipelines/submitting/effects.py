"""What a draft does to the numbers of the pages: every value that moves, before and after.

Only sums are needed for that, not who contributed; they are made of the touched slices alone, the rest is taken from
the newest release, and the arithmetic is the release's own.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from kpi.catalogue import Catalogue
from kpi.catalogue.programmes import ANY_PROGRAMME
from kpi.drafts import Effect
from kpi.measures import key_values
from kpi.paths import Paths
from kpi.warehouse import ReleaseBuilder
from pipelines import marts, programmes, renewing
from pipelines.releasing import add_published, write_release
from pipelines.renewing import Touched
from pipelines.submitting.standing import Standing, file_of
from pipelines.totals import add_totals

CELL = ["metric", "zone", "period", "basis"]
PUBLISHED = "published_values"
# Programmes with a place of their own: that place stands where a zone's id does.
OWN_PARTS = "SELECT part.* FROM parts AS part JOIN places AS place ON place.place = part.zone WHERE place.own"
OWN_BEFORE = """
SELECT known.metric, known.programme AS zone, known.period, known.basis, known.value
FROM earlier.programme_values AS known JOIN places AS place ON place.place = known.programme WHERE place.own
"""
# Two sums of the same numbers over grids of different length may differ in the last place.
TOLERANCE = 1e-12


def effects(
    builder: ReleaseBuilder, stand: Standing, paths: Paths, folder: Path, laid: Mapping[str, str]
) -> pd.DataFrame:
    """One row a value that moves: CELL, before, after (None = no value), in the order of the catalogue.

    `builder` was begun with the draft's submission among the others; `folder` takes what has to be built first;
    `laid` names relations, by dataset, that hold the live facts of touched slices already.
    """
    touched = _attached(builder, stand, paths, folder)
    catalogue = _narrowed(stand.catalogue, touched)
    if not catalogue.metrics:
        return pd.DataFrame(columns=[*CELL, "before", "after"])
    _add_totals(builder, stand.catalogue, touched, laid)
    source = "earlier.published"
    if PUBLISHED in touched:
        add_published(builder, stand.joined, paths.warehouse)
        source = "published"
    published = builder.frame(f"SELECT * FROM {source} WHERE NOT superseded")
    parts = builder.frame("SELECT * FROM parts")
    metrics = renewing.listed(catalogue.metrics)
    before = builder.frame(
        f"SELECT {', '.join(CELL)}, value FROM earlier.key_values WHERE metric IN ({metrics})"
    )
    after = key_values(parts, published, catalogue)[[*CELL, "value"]]
    if any(stand.catalogue.datasets[each].programme == ANY_PROGRAMME for each in touched):
        before = pd.concat([before, builder.frame(OWN_BEFORE)], ignore_index=True)
        after = pd.concat([after, _own_values(builder, stand.catalogue)], ignore_index=True)
    return moved(before, after, stand.catalogue)


def moved(before: pd.DataFrame, after: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The cells whose values differ between two tables of CELL and `value`."""
    both = before.merge(after, how="outer", on=CELL, suffixes=("_before", "_after"))
    one, other = (both[f"value_{side}"].to_numpy(np.float64, na_value=np.nan) for side in ("before", "after"))
    differs = ~np.isclose(one, other, rtol=TOLERANCE, atol=0, equal_nan=True)
    found = both.loc[differs].rename(columns={"value_before": "before", "value_after": "after"})
    return _in_order(found, catalogue)


def as_effects(found: pd.DataFrame, limit: int) -> tuple[Effect, ...]:
    """The first of them as values."""
    return tuple(
        Effect(
            **{name: row[name] for name in CELL},
            before=_number(row["before"]),
            after=_number(row["after"]),
        )
        for row in found.head(limit).to_dict("records")
    )


def _own_values(builder: ReleaseBuilder, catalogue: Catalogue) -> pd.DataFrame:
    """CELL and `value` of the programmes with a place of their own, which stands as the zone."""
    return programmes.values_of(builder, catalogue, OWN_PARTS).rename(columns={"programme": "zone"})[
        [*CELL, "value"]
    ]


def _attached(builder: ReleaseBuilder, stand: Standing, paths: Paths, folder: Path) -> Touched:
    """The touched slices against the state without the draft, which is attached as `earlier`.

    The newest release is that state, unless the catalogue, the code or the year have moved on since: then the state
    is built first.
    """
    newest = stand.newest and file_of(stand.newest, paths)
    touched = renewing.touched_since(builder, newest) if newest and newest.is_file() else None
    if touched is None:
        base = folder / "base.duckdb"
        write_release(base, paths, stand.catalogue, stand.without, {"kind": "base"})
        touched = renewing.touched_since(builder, base)
    assert touched is not None
    return touched


def _add_totals(
    builder: ReleaseBuilder, catalogue: Catalogue, touched: Touched, laid: Mapping[str, str]
) -> None:
    """Table `parts` without breakdowns; of touched slices with nothing but what values are made of."""
    builder.table("parts", pd.DataFrame(columns=list(marts.PARTS)), marts.PARTS)
    renewing.keep_slices(builder, touched)
    for dataset, metrics in marts.counted_of(catalogue).items():
        builder.run(f"INSERT INTO parts {renewing.untouched_parts(dataset, metrics)} AND part.breakdown = ''")
        if labels := touched.get(dataset):
            facts = laid.get(dataset) or _facts(dataset, labels)
            own = catalogue.datasets[dataset]
            add_totals(builder, own, metrics, facts, renewing.slices_in(labels))


def _facts(dataset: str, labels: tuple[str, ...]) -> str:
    """What is read as it lies, once, is not laid down first."""
    return f"(SELECT * FROM facts_{dataset} WHERE slice IN ({renewing.listed(labels)}))"


def _narrowed(catalogue: Catalogue, touched: Touched) -> Catalogue:
    """The catalogue with the metrics that touched slices may move, and what those are divided by. Plans stay too: they
    do not stretch the years that are told of.
    """
    if PUBLISHED in touched:
        return catalogue
    metrics = catalogue.metrics
    sides = {
        each.id: {each.ratio.numerator, each.ratio.denominator} for each in metrics.values() if each.ratio
    }
    counted = {dataset: {each.id for each in own} for dataset, own in marts.counted_of(catalogue).items()}
    direct = set().union(*(counted.get(dataset, set()) for dataset in touched))
    ratios = {metric for metric, own in sides.items() if own & direct}
    plans = {each.id for each in metrics.values() if each.type == "milestone"}
    return catalogue.of_metrics(direct.union(plans, ratios, *(sides[each] for each in ratios)))


def _in_order(found: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """By metric and zone as the catalogue has them, then period and basis."""
    metrics = {metric: number for number, metric in enumerate(catalogue.metrics)}
    zones = {zone: number for number, zone in enumerate(catalogue.zones)}
    keys = pd.DataFrame(
        {
            "metric": found["metric"].map(metrics),
            "zone": found["zone"].map(zones).fillna(len(zones)),
            "period": found["period"],
            "basis": found["basis"],
        }
    )
    return found.loc[keys.sort_values(CELL).index, [*CELL, "before", "after"]].reset_index(drop=True)


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
