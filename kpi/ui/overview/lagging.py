"""What lags: every card with a target, the furthest from it first; those without one are named below."""

from collections.abc import Sequence

import streamlit as st

from kpi import format as formats
from kpi.queries.overview import Card, lagging
from kpi.ui.cached import kept
from kpi.ui.cards import bar
from kpi.ui.markup import put, text_of
from kpi.ui.setting import Setting


def what_lags(setting: Setting, cards: Sequence[Card], zone: str, year: int) -> None:
    """The list of targets by distance, or why it is empty and what to do."""
    st.subheader(setting.text("overview.lagging.title"), anchor=False)
    ordered = lagging(cards)
    if ordered:
        put(kept("lagging", (zone, year), lambda: _list(setting, ordered)))
    else:
        st.info(setting.text("overview.lagging.empty"), icon=":material/flag:")
    measured = {card.metric for card in ordered}
    names = [
        setting.metric(card.metric).short[setting.language] for card in cards if card.metric not in measured
    ]
    if names:
        st.caption(setting.text("overview.lagging.without_target", names=", ".join(names)))


def _list(setting: Setting, ordered: Sequence[Card]) -> str:
    return f'<ol class="kpi-lag">{"".join(item(setting, card) for card in ordered)}</ol>'


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
