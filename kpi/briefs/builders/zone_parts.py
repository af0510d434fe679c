"""A zone's year in a brief: who the zone is, its year in words, all its metrics in one table, and what lags."""

from collections.abc import Sequence

from kpi import format as formats
from kpi.briefs import numbers
from kpi.briefs.blocks import explained, noted, said, table
from kpi.briefs.builders.making import Making, is_missing
from kpi.briefs.parts import Block, Facts, Number, Table
from kpi.catalogue import NATIONAL
from kpi.queries import overview, values
from kpi.queries.overview import Card
from kpi.wording.facts import zone_facts
from kpi.wording.values import origin_words

MET = 100
WIDTHS = {
    "metric": 1.6, "basis": 0.9, "target": 1.5, "value": 1.5, "achievement": 1.2, "before": 1.5, "change": 1.7,
    "change_share": 1.4, "cumulative": 1.6, "origin": 1.5,
}  # fmt: skip


def years_known(making: Making) -> range:
    """From the first year that anything is known of to the one after the last, of which there may be targets."""
    found = values.years(making.here.viewer, making.here.moment, NATIONAL).all
    return range(found[0], found[-1] + 2) if found else range(0)


def cards_of(making: Making, year: int | None = None) -> list[Card]:
    """The headline metrics of the zone's year."""
    return overview.cards(making.here.viewer, making.here.moment, making.subject, year or making.year)


def facts(making: Making) -> Sequence[Block]:
    """The zone's facts, and what must be known to read them."""
    here, zone = making.here, making.here.catalogue.zones[making.subject]
    caveats = [here.catalogue.caveats[each].text[here.language] for each in zone.caveats]
    return (Facts(tuple(zone_facts(here, zone, making.year))), *noted(*caveats))


def reading(making: Making) -> Sequence[Block]:
    """The year in sentences, as the overview reads it."""
    found = overview.reading(making.here.viewer, making.here.moment, making.subject, making.year)
    return said(*(sentence.in_words(making.language) for sentence in found))


def kpi(making: Making) -> Sequence[Block]:
    """Target, actual, achievement, the year before, the change, and the sum since designation of every metric."""
    cards = cards_of(making)
    if all(card.value is None and card.target is None for card in cards):
        return ()
    return (kpi_table(making, cards),)


def kpi_table(making: Making, cards: Sequence[Card], without: Sequence[str] = ()) -> Table:
    """The table of all metrics; `without` names columns to leave out where room is scarce."""
    text = making.text
    since = {card.metric: card for card in _cumulative(making)}
    for card in (*cards, *since.values()):
        saw_card(making, card)
    kept = {name: width for name, width in WIDTHS.items() if name not in without}
    headings = [(text(f"brief_building.column.{name}"), width) for name, width in kept.items()]
    rows = []
    for card in cards:
        cells = _cells(making, card, since.get(card.metric))
        rows.append([cells[name] for name in kept])
    title = text("brief_building.kpi.title", zone=making.here.zone_name(making.subject), year=making.year)
    notes = _notes(making, cards, list(since.values()), _sampled_before(making, cards))
    return table(text, title, headings, rows, basis=year_end(making), notes=notes)


def year_end(making: Making) -> str:
    """The day on which what stands at the end of the year was counted."""
    return making.text("brief_building.year_end", short=f"{making.year % 100:02d}")


def saw_card(making: Making, card: Card) -> None:
    """A card's value has been shown."""
    making.saw(card.value, card.origin, card.synthetic, card.publication)
    making.metrics[card.metric] = None
    if card.value is not None and card.origin == "records":
        making.record_metrics[card.metric] = None
    if card.status == "withheld":
        making.withhold(
            making.text("brief_building.withheld.value", metric=_short(making, card), year=card.period)
        )


def lagging(making: Making) -> Sequence[Block]:
    """Every metric with a target, the furthest from it first, with what is still to go."""
    text, cards = making.text, cards_of(making)
    ordered = overview.lagging(cards)
    blocks: list[Block] = []
    for card in ordered:
        name, reached = _short(making, card), formats.plain(card.achievement, 1)
        blocks += said(text("brief_building.lagging.line", metric=name, percent=reached))
        blocks += explained(distance(making, card))
    measured = {card.metric for card in ordered}
    others = [_short(making, card) for card in cards if card.metric not in measured]
    if blocks and others:
        blocks += noted(text("overview.lagging.without_target", names=", ".join(others)))
    return blocks


def distance(making: Making, card: Card) -> str:
    """Actual beside target in words, whether it is met, and whose target it is."""
    here = making.here
    unit, decimals = here.unit(card.metric), here.metric(card.metric).decimals
    actual, target = (
        formats.value(each, unit, here.language, decimals) for each in (card.value, card.target)
    )
    key = "met" if (card.achievement or 0) >= MET else "short"
    told = here.text(f"overview.lagging.{key}", actual=actual, target=target)
    kind = here.text(f"brief_building.target_kind.{card.target_status}")
    return f"{told}{kind}"


def _cumulative(making: Making) -> list[Card]:
    return overview.cumulative_cards(making.here.viewer, making.here.moment, making.subject, making.year)


def _cells(making: Making, card: Card, since: Card | None) -> dict[str, str | Number]:
    here = making.here
    before = None if card.change is None else card.before
    after = None if card.change is None else card.value
    change, change_share = numbers.changed(here, card.metric, before, after)
    return {
        "metric": _short(making, card),
        "basis": here.text(f"app.basis.{card.basis}"),
        "target": numbers.of_metric(here, card.metric, card.target),
        "value": numbers.of_metric(here, card.metric, card.value),
        "achievement": achieved(making, card.target, card.achievement),
        "before": numbers.of_metric(here, card.metric, card.before),
        "change": change,
        "change_share": change_share,
        "cumulative": numbers.of_metric(here, card.metric, since.value if since else None),
        "origin": "–" if card.value is None else origin_words(here, card.origin, card.synthetic),
    }


def achieved(making: Making, target: object, achievement: float | None) -> Number:
    """Percent of the target; 산출불가 where there is a target and no percentage of it."""
    if achievement is None and not is_missing(target):
        return Number(None, making.text("brief_building.not_computable"))
    return numbers.percent(achievement)


def _sampled_before(making: Making, cards: Sequence[Card]) -> list[str]:
    """The metrics whose value of the year before comes from sample records."""
    here, pairs = making.here, {(card.metric, card.basis) for card in cards}
    before = [str(making.year - 1)]
    frame = values.values(here.viewer, here.moment, zones=[making.subject], periods=before)
    rows = [row for row in frame.to_dict("records") if (row["metric"], row["basis"]) in pairs]
    for row in rows:
        making.saw_rows(row["metric"], [row])
    sampled = {row["metric"] for row in rows if row["synthetic"] and not is_missing(row["value"])}
    return [_short(making, card) for card in cards if card.metric in sampled]


def _notes(
    making: Making, cards: Sequence[Card], since: Sequence[Card], sampled_before: Sequence[str]
) -> list[str]:
    """Whose targets they are, which sums are samples, and why something was not compared."""
    text, notes = making.text, [making.text("brief_building.kpi.signs")]
    told: dict[str, list[str]] = {"before_sample": list(sampled_before)} if sampled_before else {}
    for card in cards:
        if card.target_status in ("inferred", "sample"):
            told.setdefault(f"target_{card.target_status}", []).append(_short(making, card))
        if card.change is None and card.value is not None:
            told.setdefault(f"no_change_{card.change_reason or 'no_value'}", []).append(_short(making, card))
    for card in since:
        if card.value is not None:
            kind = "sample" if card.synthetic else str(card.origin)
            told.setdefault(f"cumulative_{kind}", []).append(_short(making, card))
    for key, metrics in told.items():
        names = ", ".join(metrics)
        if key.startswith("no_change_"):
            why = text(f"overview.card.no_change.{key.removeprefix('no_change_')}")
            notes.append(text("brief_building.kpi.no_change", metrics=names, why=why))
        else:
            notes.append(text(f"brief_building.kpi.{key}", metrics=names))
    return notes


def _short(making: Making, card: Card) -> str:
    return making.here.metric(card.metric).short[making.language]
