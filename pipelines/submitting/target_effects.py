"""What a file of targets does: no value moves, but what is aimed at, and so how much of it is reached."""

from collections.abc import Mapping

from kpi.catalogue import Catalogue
from kpi.drafts import TargetEffect
from kpi.measures import achievement
from kpi.queries.values import PREFERRED
from kpi.warehouse import ReleaseBuilder
from pipelines import marts

TARGETS = "targets"
KEY = "metric, zone, period, basis"
# Of several targets for one year the one that the pages show.
SHOWN = f"SELECT {KEY}, first(value ORDER BY {PREFERRED}) FROM {{targets}} GROUP BY {KEY}"
REACHED = f"SELECT {KEY}, value FROM earlier.key_values WHERE length(period) = 4 AND value IS NOT NULL"

Key = tuple[str, str, str, str]


def target_effects(builder: ReleaseBuilder, catalogue: Catalogue, dataset: str) -> tuple[TargetEffect, ...]:
    """Every target that differs with the draft, by zone, metric, year and basis; none for another dataset.

    `builder` holds the facts with the draft's submission; the state without it is attached as `earlier`.
    """
    if dataset != TARGETS:
        return ()
    builder.create(TARGETS, marts.text(TARGETS).format(facts=f"facts_{TARGETS}"))
    before, after = (_by_key(builder, SHOWN.format(targets=each)) for each in ("earlier.targets", TARGETS))
    reached = _by_key(builder, REACHED)
    differing = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    order = list(catalogue.metrics)
    return tuple(
        _effect(key, before, after, reached, catalogue)
        for key in sorted(differing, key=lambda key: (key[1], order.index(key[0]), *key[2:]))
    )


def _by_key(builder: ReleaseBuilder, sql: str) -> dict[Key, float]:
    rows = builder.rows(sql)
    return {(metric, zone, period, basis): float(value) for metric, zone, period, basis, value in rows}


def _effect(
    key: Key,
    before: Mapping[Key, float],
    after: Mapping[Key, float],
    reached: Mapping[Key, float],
    catalogue: Catalogue,
) -> TargetEffect:
    metric, zone, period, basis = key
    direction, value = catalogue.metrics[metric].direction, reached.get(key)
    return TargetEffect(
        metric=metric, zone=zone, period=period, basis=basis, before=before.get(key), after=after.get(key),
        reached_before=achievement(value, before.get(key), direction).value,
        reached_after=achievement(value, after.get(key), direction).value,
    )  # fmt: skip
