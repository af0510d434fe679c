"""What differs between the numbers of two moments."""

from kpi.access import Viewer
from kpi.drafts import Effect
from kpi.queries.moments import Moment, catalogue_of, release_for

# Sums come out of the engine in any order; below this share two numbers are the same.
SAME = 1e-9
VALUES = "SELECT metric, zone, period, basis, value FROM key_values WHERE value IS NOT NULL"
OWN_VALUES = """
SELECT metric, programme, period, basis, value FROM programme_values WHERE list_contains($own, programme)
"""

Key = tuple[str, str, str, str]


def compare_releases(viewer: Viewer, before: Moment, after: Moment) -> tuple[Effect, ...]:
    """Every number that differs between two moments, by metric, zone, period and basis in the later one's order."""
    first, second = _values(viewer, before), _values(viewer, after)
    differing = [
        Effect(
            metric=key[0],
            zone=key[1],
            period=key[2],
            basis=key[3],
            before=first.get(key),
            after=second.get(key),
        )
        for key in {**first, **second}
        if not _same(first.get(key), second.get(key))
    ]
    catalogue = catalogue_of(after)
    metrics, zones = list(catalogue.metrics), [*catalogue.zones, *catalogue.own_places]
    return tuple(
        sorted(
            differing,
            key=lambda each: (
                _place(each.metric, metrics),
                _place(each.zone, zones),
                each.period,
                each.basis,
            ),
        )
    )


def _values(viewer: Viewer, moment: Moment) -> dict[Key, float]:
    """What zones have and, with its place as the zone, each programme elsewhere; earlier releases know of none."""
    release, own = release_for(viewer, moment), list(catalogue_of(moment).own_places)
    rows = [*release.rows(VALUES), *(release.rows(OWN_VALUES, {"own": own}) if own else ())]
    return {(metric, zone, period, basis): value for metric, zone, period, basis, value in rows}


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= SAME * max(abs(one), abs(other))


def _place(entry: str, order: list[str]) -> tuple[int, str]:
    """Where an id stands; those not declared, and all zones together, come last."""
    return (order.index(entry) if entry in order else len(order), entry)
