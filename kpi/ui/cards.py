"""The overview's cards: a number, what it rests on, what it is measured against and how it moved."""

from collections.abc import Sequence

from kpi import format as formats
from kpi.catalogue import NATIONAL
from kpi.charts.sparkline import sparkline
from kpi.periods import previous_year
from kpi.queries import values
from kpi.queries.overview import Card
from kpi.ui.cached import ask
from kpi.ui.markup import badge, text_of
from kpi.ui.navigation import metric_address, turn_to_metric
from kpi.ui.origins import open_where_from
from kpi.ui.setting import Setting
from kpi.ui.status import check_badge, origin_badge, status_badge

FULL = 100
LONGEST_NAME = 24


def wall(setting: Setting, cards: Sequence[Card], zone: str, period: str) -> str:
    """All cards in a grid that drops columns as the window narrows, each with its two ways on."""
    sampled = sampled_before(cards, zone, period)
    faces = {card.metric: face(setting, card, zone, card.metric in sampled) for card in cards}
    shown = [
        f'<article class="kpi-card" data-metric="{card.metric}">{faces[card.metric]}{_ways(setting, card)}</article>'
        for card in cards
    ]
    return f'<div class="kpi-wall">{"".join(shown)}</div>'


def follow(setting: Setting, clicked: str, cards: Sequence[Card], zone: str, period: str) -> None:
    """Go where a card's click asks to: to its metric's page, or to where its number comes from."""
    action, _, metric = clicked.partition(":")
    if action == "open":
        turn_to_metric(setting, metric)
    for card in cards:
        if action == "from" and card.metric == metric:
            open_where_from(setting, metric, zone, period, card.basis)


def _ways(setting: Setting, card: Card) -> str:
    """To the metric's page, and to where the number comes from."""
    more, origin = setting.text("overview.card.more"), setting.text("metric.where.button")
    named = text_of(setting.metric_name(card.metric))
    address = text_of(metric_address(card.metric))
    return (
        f'<div class="kpi-ways"><a href="{address}" data-action="open:{card.metric}" title="{named}">'
        f'{text_of(more)} →</a><button type="button" data-action="from:{card.metric}" title="{named}">'
        f"{text_of(origin)}</button></div>"
    )


def sampled_before(cards: Sequence[Card], zone: str, period: str) -> set[str]:
    """The metrics whose earlier value comes from sample records: a change against one must say so."""
    frame = ask(values.values, zones=(zone,), periods=(previous_year(period),))
    pairs = {(card.metric, card.basis) for card in cards}
    return {
        row["metric"]
        for row in frame.to_dict("records")
        if row["synthetic"] is True and (row["metric"], row["basis"]) in pairs
    }


def face(setting: Setting, card: Card, zone: str, is_before_sampled: bool) -> str:
    """The card's HTML, without its buttons."""
    change = change_line(setting, card, is_before_sampled)
    parts = (head(setting, card), main(setting, card), change, target(setting, card, zone))
    return "".join(parts) + badges(setting, card)


def head(setting: Setting, card: Card) -> str:
    """The metric's name and its basis."""
    metric = setting.metric(card.metric)
    full = metric.name[setting.language]
    name = text_of(full if len(full) <= LONGEST_NAME else metric.short[setting.language])
    basis, meaning = setting.text(f"app.basis.{card.basis}"), setting.text(f"app.basis_meaning.{card.basis}")
    return (
        f'<div class="kpi-card-head"><span class="kpi-card-name" title="{text_of(full)}">{name}</span>'
        f"{badge(basis, title=meaning)}</div>"
    )


def main(setting: Setting, card: Card) -> str:
    """The value, large, beside its trend."""
    if formats.is_missing(card.value):
        reason = setting.text(f"app.status.{card.status}")
        empty = f'<span class="kpi-card-value kpi-empty">{text_of(reason)}</span>'
        return f'<div class="kpi-card-main">{empty}</div>'
    return f'<div class="kpi-card-main">{big(setting, card.metric, card.value)}{_spark(setting, card)}</div>'


def big(setting: Setting, metric_id: str, value: float | None) -> str:
    """A value with its unit set smaller."""
    metric, unit = setting.metric(metric_id), setting.unit(metric_id)
    written = formats.value(value, unit, setting.language, metric.decimals)
    at = max((place for place, sign in enumerate(written) if sign.isdigit()), default=-1) + 1
    if written.startswith("KRW "):
        return f'<span class="kpi-card-value"><small>KRW</small> {text_of(written[4:])}</span>'
    number, name = text_of(written[:at]), text_of(written[at:].strip())
    return f'<span class="kpi-card-value">{number}<small>{name}</small></span>'


def _spark(setting: Setting, card: Card) -> str:
    metric, unit = setting.metric(card.metric), setting.unit(card.metric)
    known = [formats.value(value, unit, setting.language, metric.decimals) for value in card.trend]
    alt = setting.text("overview.card.trend", metric=metric.name[setting.language], values=", ".join(known))
    return sparkline(card.trend, alt)


def change_line(setting: Setting, card: Card, is_before_sampled: bool) -> str:
    """The change on last year: its share or points, and both values."""
    metric, unit = setting.metric(card.metric), setting.unit(card.metric)
    if card.change is None:
        why = setting.text(f"overview.card.no_change.{card.change_reason or 'no_value'}")
        return f'<p class="kpi-line kpi-quiet">{text_of(why)}</p>'
    before = formats.value(card.before, unit, setting.language, metric.decimals)
    key = "overview.card.before_sample" if is_before_sampled else "overview.card.before"
    words = text_of(setting.text(key, before=before)) if card.change else ""
    return f'<p class="kpi-line">{moved(setting, card)} <span class="kpi-quiet">{words}</span></p>'


def moved(setting: Setting, card: Card) -> str:
    """The change with an arrow, and a class that says better or worse by the metric's direction."""
    metric = setting.metric(card.metric)
    size = _size(setting, card)
    if not card.change:
        return f'<span class="kpi-same">{text_of(setting.text("overview.card.same"))}</span>'
    kind = "better" if card.change * metric.direction > 0 else "worse"
    arrow = "▲" if card.change > 0 else "▼"
    return f'<span class="kpi-{kind}">{arrow} {text_of(size)}</span>'


def _size(setting: Setting, card: Card) -> str:
    metric, unit = setting.metric(card.metric), setting.unit(card.metric)
    if unit.kind == "percent":
        return formats.percentage_points(card.change)
    if card.change_share is not None:
        return formats.signed_percent(card.change_share)
    return formats.value(card.change, unit, setting.language, metric.decimals)


def target(setting: Setting, card: Card, zone: str) -> str:
    """Target, achievement without a cap, and a bar that stops at its end while the number goes on."""
    if formats.is_missing(card.target):
        key = "overview.card.no_target_national" if zone == NATIONAL else "overview.card.no_target"
        return f'<p class="kpi-target kpi-quiet">{text_of(setting.text(key))}</p>'
    metric, unit = setting.metric(card.metric), setting.unit(card.metric)
    wanted = setting.text(
        f"overview.card.target.{card.target_status}",
        target=formats.value(card.target, unit, setting.language, metric.decimals),
    )
    return (
        f'<p class="kpi-target"><span>{text_of(wanted)}</span>'
        f"<strong>{text_of(achieved(setting, card))}</strong></p>{bar(card.achievement)}"
    )


def achieved(setting: Setting, card: Card) -> str:
    """The achievement in words, or why there is none."""
    if formats.is_missing(card.achievement):
        return setting.text("overview.card.not_computable")
    return setting.text("overview.card.achievement", percent=formats.plain(card.achievement, 1))


def bar(percent: float | None) -> str:
    """A bar to 150 % with a mark at 100; the number beside it is never capped."""
    if percent is None or formats.is_missing(percent):
        return ""
    filled = min(max(percent, 0), 1.5 * FULL) / 1.5
    short = " kpi-short" if percent < FULL else ""
    inner = f'<i style="width:{filled:.1f}%"></i><b style="left:66.7%"></b>'
    return f'<div class="kpi-bar{short}" aria-hidden="true">{inner}</div>'


def badges(setting: Setting, card: Card) -> str:
    """What the number rests on, how final it is, and what the checks say."""
    shown = (
        origin_badge(setting, card.origin, card.synthetic, card.status),
        status_badge(setting, card.status),
        check_badge(setting, card.worst_check),
    )
    return f'<div class="kpi-badges">{"".join(shown)}</div>'
