"""The reading of a place's year: sentences made from computed values, never from a file's own words."""

from collections.abc import Iterable, Sequence
from typing import Any

from kpi.access import Viewer
from kpi.catalogue import Catalogue, Names
from kpi.measures import change
from kpi.measures.comparing import known
from kpi.measures.reasons import ZONES_MISSING
from kpi.queries.cards import Card, cards, cumulative_cards, lagging
from kpi.queries.moments import Moment, catalogue_of, release_for
from kpi.queries.progress import GRADES
from kpi.queries.sentences import (
    Amount,
    Move,
    Pair,
    Percent,
    Period,
    Points,
    Reason,
    Result,
    Sentence,
    Share,
)

MET = 100
# So many metrics that lack other zones each have a sentence of their own.
TOLD_APART = 3
RESTATED = """
SELECT metric, basis, period, value, known_on FROM published
WHERE zone = $zone AND left(period, 4) IN ($year, $before) ORDER BY metric, basis, period, known_on, sequence
"""


def reading(viewer: Viewer, moment: Moment, zone: str, year: int) -> list[Sentence]:
    """Sentences in the order of a briefing: what it rests on, what rose, what fell, targets, since designation,
    grade, restated figures, what is not whole yet. Empty where the place has no value in the year.
    """
    found = cards(viewer, moment, zone, year)
    shown = [card for card in found if card.value is not None]
    if not shown:
        return []
    teller = Teller(catalogue_of(moment), zone, year)
    return [
        *teller.basis(shown),
        *teller.movements(shown),
        *teller.targets(found),
        *teller.since_designation(cumulative_cards(viewer, moment, zone, year)),
        *teller.grade(_grades(viewer, moment, zone)),
        *teller.restated(_vintages(viewer, moment, zone, year)),
        *teller.not_whole(shown),
    ]


class Teller:
    """Makes the sentences of one place and year from cards and rows."""

    def __init__(self, catalogue: Catalogue, zone: str, year: int) -> None:
        self.catalogue = catalogue
        self.zone = zone
        self.year = year

    def basis(self, shown: Sequence[Card]) -> list[Sentence]:
        """What the year's numbers rest on, and which of them are sample records."""
        published = [card for card in shown if card.origin == "published"]
        sample = [card for card in shown if card.synthetic and card.origin != "published"]
        values = {
            "zone": self.catalogue.zone_name(self.zone),
            "year": Period(str(self.year)),
            "published": tuple(self._short(card) for card in published),
            "sample": tuple(self._short(card) for card in sample),
        }
        if published and sample:
            return [Sentence("rests_on_both", values)]
        if published:
            return [Sentence("rests_on_published", values)]
        return [Sentence("rests_on_sample", values)] if sample else []

    def movements(self, shown: Sequence[Card]) -> list[Sentence]:
        """What rose and what fell against the year before, both values kept; the largest movement first."""
        moved = [card for card in shown if card.change]
        ordered = sorted(moved, key=lambda card: -abs(card.change_share or 0))
        rose = tuple(self._move(card) for card in ordered if (card.change or 0) > 0)
        fell = tuple(self._move(card) for card in ordered if (card.change or 0) < 0)
        same = tuple(self._short(card) for card in shown if card.change == 0)
        told = {"rose": rose, "fell": fell, "unchanged": same}
        return [Sentence(key, {"metrics": metrics}) for key, metrics in told.items() if metrics]

    def targets(self, found: Sequence[Card]) -> list[Sentence]:
        """Targets missed, then met, each with its achievement, the furthest first; by whose target it is."""
        told: dict[str, list[Result]] = {}
        for card in lagging(found):
            key = "met" if (card.achievement or 0) >= MET else "short"
            told.setdefault(f"{key}_{card.target_status}", []).append(self._result(card))
        ordered = sorted(told.items(), key=lambda each: each[0].startswith("met"))
        return [Sentence(key, {"results": tuple(results)}) for key, results in ordered]

    def since_designation(self, found: Sequence[Card]) -> list[Sentence]:
        """The running sums to the end of the year: published ones, and those that records add up to."""
        values = {"year": Period(str(self.year))}
        sentences = []
        for key, chosen in (
            ("cumulative_published", [card for card in found if card.origin == "published"]),
            ("cumulative_sample", [card for card in found if card.origin == "records" and card.synthetic]),
            (
                "cumulative_records",
                [card for card in found if card.origin == "records" and not card.synthetic],
            ),
        ):
            pairs = tuple(
                Pair(self._short(card), self._amount(card, card.value))
                for card in chosen
                if card.value is not None
            )
            if pairs:
                sentences.append(Sentence(key, {**values, "values": pairs}))
        return sentences

    def grade(self, grades: dict[int, tuple[str | None, str]]) -> list[Sentence]:
        """The year's grade, or why none is shown."""
        if self.year not in grades:
            return []
        grade, status = grades[self.year]
        values = {"year": Period(str(self.year))}
        if status == "published" and grade in self.catalogue.grades:
            return [Sentence("grade", {**values, "grade": self.catalogue.grades[grade].name})]
        return [Sentence("grade_withheld", values)] if status == "withheld" else []

    def restated(self, vintages: Iterable[list[tuple[Any, ...]]]) -> list[Sentence]:
        """Values that were published again with another number: both, each with its day."""
        return [self._restated(rows) for rows in vintages if rows[0][3] != rows[-1][3]]

    def not_whole(self, shown: Sequence[Card]) -> list[Sentence]:
        """Provisional and estimated values with the reason; where many lack zones, each others, in one sentence."""
        names = {each.id: each.name for each in self.catalogue.zones.values()}
        names |= {each.id: each.short for each in self.catalogue.metrics.values()}
        by_reason: dict[str, list[Names]] = {}
        for card in shown:
            if card.reason and card.status in ("provisional", "estimated"):
                by_reason.setdefault(card.reason, []).append(self._short(card))
        lacking = [reason for reason in by_reason if reason.startswith(ZONES_MISSING)]
        gathered = (
            [(reason, by_reason.pop(reason)) for reason in lacking] if len(lacking) > TOLD_APART else []
        )
        told = [
            Sentence("not_whole", {"metrics": tuple(metrics), "reason": Reason(reason, names)})
            for reason, metrics in by_reason.items()
        ]
        return [*told, *self._zones_missing(gathered)]

    def _zones_missing(self, gathered: Sequence[tuple[str, list[Names]]]) -> list[Sentence]:
        """One sentence on all metrics that lack zones, with how many the fewest and the most."""
        if not gathered:
            return []
        counts = [reason.count(",") + 1 for reason, _ in gathered]
        metrics = tuple(each for _, listed in gathered for each in listed)
        return [Sentence("zones_missing", {"metrics": metrics, "fewest": min(counts), "most": max(counts)})]

    def _move(self, card: Card) -> Move:
        size: Share | Points | Amount = self._amount(card, card.change)
        if card.change_share is not None:
            size = Share(card.change_share)
        elif self.catalogue.units[card.unit].kind == "percent":
            size = Points(card.change or 0)
        return Move(self._short(card), self._amount(card, card.before), self._amount(card, card.value), size)

    def _result(self, card: Card) -> Result:
        reached = Percent(card.achievement or 0)
        return Result(
            self._short(card), self._amount(card, card.value), self._amount(card, card.target), reached
        )

    def _restated(self, rows: list[tuple[Any, ...]]) -> Sentence:
        metric, basis, period, first, first_known = rows[0]
        last, last_known = rows[-1][3:]
        found = self.catalogue.metrics[metric]
        unit = self.catalogue.units[found.unit]
        moved = change(known(first), known(last), unit=found.unit)
        return Sentence(
            "restated",
            {
                "metric": found.short,
                "period": Period(period),
                "before": Amount(float(first), unit, found.decimals),
                "after": Amount(float(last), unit, found.decimals),
                "first_known": first_known,
                "last_known": last_known,
                "size": Share(moved.share or 0),
                "basis": basis,
            },
        )

    def _short(self, card: Card) -> Names:
        return self.catalogue.metrics[card.metric].short

    def _amount(self, card: Card, value: float | None) -> Amount:
        metric = self.catalogue.metrics[card.metric]
        return Amount(
            float("nan") if value is None else value, self.catalogue.units[metric.unit], metric.decimals
        )


def _grades(viewer: Viewer, moment: Moment, zone: str) -> dict[int, tuple[str | None, str]]:
    rows = release_for(viewer, moment).rows(GRADES, {"zone": zone, "all": ""})
    return {int(year): (grade, status) for _, year, grade, status, *_ in rows}


def _vintages(viewer: Viewer, moment: Moment, zone: str, year: int) -> list[list[tuple[Any, ...]]]:
    """Published rows of the year and the one before, by cell, where there is more than one vintage; oldest first."""
    asked = {"zone": zone, "year": str(year), "before": str(year - 1)}
    cells: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for row in release_for(viewer, moment).rows(RESTATED, asked):
        cells.setdefault(row[:3], []).append(row)
    return [rows for rows in cells.values() if len(rows) > 1 and all(row[3] is not None for row in rows)]
