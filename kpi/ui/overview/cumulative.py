"""What has been reached since designation."""

from collections.abc import Sequence

import streamlit as st

from kpi import format as formats
from kpi.queries.overview import Card
from kpi.ui.markup import put, text_of
from kpi.ui.rows import written
from kpi.ui.setting import Setting
from kpi.ui.status import origin_badge


def since_designation(setting: Setting, cards: Sequence[Card], zone: str, year: int) -> None:
    """The running totals to the end of the year, each with its origin."""
    title = setting.text("overview.cumulative.title", year=year)
    st.subheader(title, anchor=False, help=setting.text("overview.cumulative.help"))
    put(f'<dl class="kpi-stats">{"".join(_stat(setting, card) for card in cards)}</dl>')


def _stat(setting: Setting, card: Card) -> str:
    name = text_of(setting.metric(card.metric).short[setting.language])
    value = text_of(written(setting, card.metric, card.value))
    missing = "" if card.value is not None else text_of(setting.text(f"app.status.{card.status}"))
    known = "" if card.known_on is None or card.synthetic else _known(setting, card)
    shown = origin_badge(setting, card.origin, card.synthetic, card.status)
    return f"<div><dt>{name}</dt><dd>{value}<small>{shown} {missing}{known}</small></dd></div>"


def _known(setting: Setting, card: Card) -> str:
    return text_of(
        setting.text("overview.cumulative.known", day=formats.day(card.known_on, setting.language))
    )
