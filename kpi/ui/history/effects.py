"""Numbers that differ: metric, zone, period and basis with the value before, after, and the change."""

from collections.abc import Sequence

from kpi import format as formats
from kpi.catalogue import NATIONAL
from kpi.drafts import Effect
from kpi.measures import change as measured_change
from kpi.ui.history import words
from kpi.ui.rows import written
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, table

# A smaller percentage would read as 0.0.
SMALLEST = 0.05
CUMULATIVE = "cumulative"


def ordered(setting: Setting, effects: Sequence[Effect]) -> list[Effect]:
    """The overview's metrics first, all zones together before each of them, running totals last, newest first."""
    headline = [metric.id for metric in setting.catalogue.headline_metrics]
    metrics = places([*headline, *(one for one in setting.catalogue.metrics if one not in headline)])
    zones = places([NATIONAL, *setting.catalogue.zones])
    newest_first = sorted(
        effects, key=lambda one: (one.period[:4], len(one.period) == 4, one.period), reverse=True
    )

    def place(one: Effect) -> tuple[int, int, bool]:
        return (
            metrics.get(one.metric, len(metrics)),
            zones.get(one.zone, len(zones)),
            one.basis == CUMULATIVE,
        )

    return sorted(newest_first, key=place)


def foremost(effects: Sequence[Effect], count: int) -> list[Effect]:
    """The few that say most: what moved in its own period before running totals, the largest shares first."""
    return sorted(effects, key=lambda one: (one.basis == CUMULATIVE, -share(one)))[:count]


def share(effect: Effect) -> float:
    """How much of its earlier value a number moved by; what came or went moved wholly."""
    if not effect.before or effect.after is None:
        return 1.0
    return abs(effect.after - effect.before) / abs(effect.before)


def places(names: Sequence[str]) -> dict[str, int]:
    """Name → where it stands."""
    return {name: at for at, name in enumerate(names)}


def effects_table(setting: Setting, effects: Sequence[Effect], before: str, after: str) -> None:
    """One row a number; `before` and `after` head the two values."""
    text = setting.text
    columns = [
        Column(text("app.column.metric")),
        Column(text("app.column.zone")),
        Column(text("app.column.period")),
        Column(text("app.column.basis")),
        Column(before, is_number=True),
        Column(after, is_number=True),
        Column(text("history.effects.change"), is_number=True),
    ]
    table(columns, [row(setting, one) for one in effects], label=text("history.effects.title"))


def row(setting: Setting, effect: Effect) -> list[Cell]:
    """The cells of one number."""
    return [
        metric_name(setting, effect.metric),
        words.zone(setting, effect.zone),
        formats.period(effect.period, setting.language),
        setting.text(f"app.basis.{effect.basis}"),
        value(setting, effect.metric, effect.before),
        value(setting, effect.metric, effect.after),
        change(setting, effect),
    ]


def metric_name(setting: Setting, metric: str) -> str:
    """The metric's name; the id of one that the catalogue shown does not have."""
    return setting.metric_name(metric) if metric in setting.catalogue.metrics else metric


def value(setting: Setting, metric: str, amount: float | None) -> str:
    """A value with its unit; a bare number for a metric that the catalogue shown does not have."""
    if metric in setting.catalogue.metrics:
        return written(setting, metric, amount)
    return formats.plain(amount, 1)


def change(setting: Setting, effect: Effect) -> str:
    """How far the number moved: the amount and its share, points for a percentage, or that it came or went."""
    if effect.before is None or effect.after is None:
        return setting.text("history.effects.came" if effect.before is None else "history.effects.went")
    is_known = effect.metric in setting.catalogue.metrics
    unit = setting.metric(effect.metric).unit if is_known else ""
    moved = measured_change(effect.before, effect.after, unit=unit)
    if moved.points is not None:
        return formats.percentage_points(moved.points, 1 if abs(moved.points) >= SMALLEST else 3)
    amount = value(setting, effect.metric, moved.absolute)
    signed = amount if amount.startswith(formats.MINUS) else f"+{amount}"
    if moved.share is None or abs(moved.share) * 100 < SMALLEST:
        return signed
    return f"{signed} ({formats.signed_percent(moved.share)})"
