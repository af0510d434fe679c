"""The overview's cards: a metric's year beside its target, the year before and the years since
designation.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from kpi.access import Viewer
from kpi.catalogue import Basis, Catalogue, Metric
from kpi.measures import Achievement, achievement, change
from kpi.measures.comparing import known
from kpi.queries.moments import Moment, catalogue_of, release_for
from kpi.queries.values import PREFERRED

Row = dict[str, Any]
ROWS = """
SELECT metric, basis, period, value, status, reason, origin, synthetic, publication, CAST(known_on AS DATE),
       records_value
FROM key_values
WHERE zone = $zone AND length(period) = 4 AND period <= $year AND list_contains($metrics, metric)
ORDER BY period
"""
TARGETS = f"""
SELECT metric, basis, value, status FROM targets WHERE zone = $zone AND period = $year ORDER BY {PREFERRED}
"""
CHECKS = """
SELECT metric, column_name, severity FROM check_results
WHERE (rows_failed > 0 OR broken) AND zone = $zone AND left(period, 4) = $year
    AND list_contains($metrics, metric)
"""
CARDS_KEPT = 1024
WORST_LAST = ("info", "warning", "critical")
PARTIAL = "quarters_missing"


@dataclass(frozen=True)
class Card:
    """One metric of one place and year. `change` is in the metric's unit (points for a percentage); `trend` holds the
    years from the first value on; `worst_check` is the worst severity among failed checks of this number, None if
    none.
    """

    metric: str
    basis: Basis
    period: str
    value: float | None
    unit: str
    origin: str | None
    status: str
    reason: str
    synthetic: bool
    publication: str | None
    known_on: date | None
    records_value: float | None
    before: float | None
    change: float | None
    change_share: float | None
    change_reason: str
    trend: tuple[float | None, ...]
    target: float | None = None
    target_status: str | None = None
    achievement: float | None = None
    achievement_reason: str = "no_target"
    worst_check: str | None = None


def cards(viewer: Viewer, moment: Moment, zone: str, year: int) -> list[Card]:
    """The headline metrics in their order, each on its main basis (in the period, or at its end)."""
    catalogue = catalogue_of(moment)
    return list(
        _cards(
            viewer.sight,
            moment,
            zone,
            year,
            tuple((metric.id, catalogue.bases_of(metric.id)[0]) for metric in catalogue.headline_metrics),
        )
    )


def cumulative_cards(viewer: Viewer, moment: Moment, zone: str, year: int) -> list[Card]:
    """The headline flows since designation, to the end of the year."""
    flows = [
        metric.id for metric in catalogue_of(moment).headline_metrics if metric.type in ("flow", "cumulative")
    ]
    wanted: tuple[tuple[str, Basis], ...] = tuple((metric, "cumulative") for metric in flows)
    return list(_cards(viewer.sight, moment, zone, year, wanted))


def lagging(cards: Iterable[Card]) -> list[Card]:
    """Every card with a target, the furthest from it first; those that met it come last."""
    measured = [card for card in cards if card.achievement is not None]
    return sorted(measured, key=lambda card: card.achievement or 0)


@lru_cache(maxsize=CARDS_KEPT)
def _cards(
    viewer: Viewer, moment: Moment, zone: str, year: int, wanted: tuple[tuple[str, Basis], ...]
) -> tuple[Card, ...]:
    """Kept, because a moment never changes and the reading is made from the same cards as the page."""
    catalogue, release = catalogue_of(moment), release_for(viewer, moment)
    asked = {"zone": zone, "year": str(year), "metrics": [metric for metric, _ in wanted]}
    rows = _series(release.rows(ROWS, asked))
    targets = _targets(release.rows(TARGETS, {"zone": zone, "year": str(year)}))
    worst = _worst(release.rows(CHECKS, asked))
    built = [
        _card(catalogue.metrics[metric], basis, str(year), rows.get((metric, basis), []))
        for metric, basis in wanted
    ]
    return tuple(_with_target(_with_check(card, worst), catalogue, targets) for card in built)


def _series(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[str, str], list[Row]]:
    names = (
        "period", "value", "status", "reason", "origin", "synthetic", "publication", "known_on",
        "records_value",
    )  # fmt: skip
    found: dict[tuple[str, str], list[Row]] = {}
    for metric, basis, *rest in rows:
        found.setdefault((metric, basis), []).append(dict(zip(names, rest, strict=True)))
    return found


def _card(metric: Metric, basis: Basis, year: str, series: list[Row]) -> Card:
    by_year = {row["period"]: row for row in series}
    row = by_year.get(year, {"value": None, "status": "missing", "reason": "no_records"})
    value, before = known(row["value"]), known(by_year.get(str(int(year) - 1), {}).get("value"))
    is_partial = row["status"] == "provisional" and str(row["reason"]).startswith(PARTIAL)
    moved = change(before, None if is_partial else value, unit=metric.unit)
    return Card(
        metric=metric.id,
        basis=basis,
        period=year,
        value=value,
        unit=metric.unit,
        origin=row.get("origin"),
        status=row["status"],
        reason=row["reason"] or "",
        synthetic=bool(row.get("synthetic")),
        publication=row.get("publication"),
        known_on=row.get("known_on"),
        records_value=known(row.get("records_value")),
        before=before,
        change=moved.absolute,
        change_share=moved.share,
        # A part of a year beside a whole one would always look like a fall.
        change_reason="year_not_whole" if is_partial else moved.reason,
        trend=_trend(series),
    )


def _trend(series: list[Row]) -> tuple[float | None, ...]:
    values = [known(row["value"]) for row in series]
    first = next((at for at, value in enumerate(values) if value is not None), len(values))
    return tuple(values[first:])


def _targets(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[str, str], tuple[float | None, str]]:
    """The target that counts by metric and basis: rows come in the order in which they are preferred."""
    found: dict[tuple[str, str], tuple[float | None, str]] = {}
    for metric, basis, target, status in rows:
        found.setdefault((metric, basis), (known(target), status))
    return found


def _with_target(
    card: Card, catalogue: Catalogue, targets: dict[tuple[str, str], tuple[float | None, str]]
) -> Card:
    target, status = targets.get((card.metric, card.basis), (None, None))
    direction = catalogue.metrics[card.metric].direction
    reached = achievement(card.value, target, direction) if status else Achievement(None, "no_target")
    return replace(
        card,
        target=target,
        target_status=status,
        achievement=reached.value,
        achievement_reason=reached.reason,
    )


def _worst(rows: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], str]:
    """The worst severity by metric and basis (the cross-checks name the basis in `column_name`)."""
    worst: dict[tuple[str, str], str] = {}
    for metric, basis, severity in rows:
        earlier = worst.get((metric, basis), severity)
        worst[metric, basis] = max(earlier, severity, key=WORST_LAST.index)
    return worst


def _with_check(card: Card, worst: dict[tuple[str, str], str]) -> Card:
    found = [worst[key] for key in ((card.metric, card.basis), (card.metric, "")) if key in worst]
    return replace(card, worst_check=max(found, key=WORST_LAST.index)) if found else card
