"""All cards as one table: what a briefing copies."""

from collections.abc import Sequence

from kpi import format as formats
from kpi.queries.overview import Card
from kpi.ui.markup import section
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, markup
from kpi.wording.values import origin_words, written

COLUMNS = ("metric", "basis", "value", "target", "achievement", "before", "change", "origin", "known_on")
NUMBERS = {"value", "target", "achievement", "before", "change"}


def card_table(setting: Setting, cards: Sequence[Card]) -> str:
    """One row a card."""
    return section(setting.text("overview.table.title"), _markup(setting, cards))


def _markup(setting: Setting, cards: Sequence[Card]) -> str:
    columns = [Column(setting.text(f"app.column.{name}"), name in NUMBERS) for name in COLUMNS]
    caption, label = setting.text("overview.table.caption"), setting.text("overview.table.title")
    return markup(columns, [_row(setting, card) for card in cards], caption=caption, label=label)


def _row(setting: Setting, card: Card) -> list[Cell]:
    metric = card.metric
    return [
        setting.metric_name(metric),
        setting.text(f"app.basis.{card.basis}"),
        written(setting, metric, card.value),
        written(setting, metric, card.target),
        "–" if card.achievement is None else f"{formats.plain(card.achievement, 1)}%",
        written(setting, metric, card.before),
        change_cell(setting, card),
        origin_words(setting, card.origin, card.synthetic) if card.value is not None else "–",
        formats.day(card.known_on, setting.language),
    ]


def change_cell(setting: Setting, card: Card) -> str:
    """The change as a numeric cell writes it: a decrease is △."""
    if card.change is None:
        return "–"
    if setting.unit(card.metric).kind == "percent":
        return formats.percentage_points(card.change).replace(formats.MINUS, formats.DECREASE)
    size = written(setting, card.metric, abs(card.change))
    sign = formats.DECREASE if card.change < 0 else "+" if card.change > 0 else ""
    share = "" if card.change_share is None else f" ({formats.signed_percent(card.change_share)})"
    return f"{sign}{size}{share}".replace(formats.MINUS, formats.DECREASE)
