"""What lags: every card with a target, the furthest from it first; those without one are named below."""

from collections.abc import Sequence

from kpi import format as formats
from kpi.queries.overview import Card, lagging
from kpi.ui.cards import bar
from kpi.ui.markup import quiet, section, text_of
from kpi.ui.setting import Setting


def what_lags(setting: Setting, cards: Sequence[Card]) -> str:
    """The list of targets by distance, or why it is empty and what to do."""
    ordered = lagging(cards)
    items = "".join(item(setting, card) for card in ordered)
    told = f'<ol class="kpi-lag">{items}</ol>' if items else quiet(setting.text("overview.lagging.empty"))
    return section(setting.text("overview.lagging.title"), told + _without_target(setting, cards, ordered))


def _without_target(setting: Setting, cards: Sequence[Card], ordered: Sequence[Card]) -> str:
    measured = {card.metric for card in ordered}
    names = [
        setting.metric(card.metric).short[setting.language] for card in cards if card.metric not in measured
    ]
    return quiet(setting.text("overview.lagging.without_target", names=", ".join(names))) if names else ""


def item(setting: Setting, card: Card) -> str:
    """One line: name, achievement, and what is still to go."""
    percent = setting.text("overview.lagging.percent", percent=formats.plain(card.achievement, 1))
    return (
        f'<li><div class="kpi-lag-row"><span>{text_of(setting.metric_name(card.metric))}</span>'
        f"<strong>{text_of(percent)}</strong></div>{bar(card.achievement)}"
        f'<p class="kpi-quiet">{text_of(distance(setting, card))}</p></li>'
    )


def distance(setting: Setting, card: Card) -> str:
    """Actual against target, and whether it is met."""
    metric, unit = setting.metric(card.metric), setting.unit(card.metric)
    actual = formats.value(card.value, unit, setting.language, metric.decimals)
    target = formats.value(card.target, unit, setting.language, metric.decimals)
    key = "met" if (card.achievement or 0) >= 100 else "short"
    return setting.text(f"overview.lagging.{key}", actual=actual, target=target)
