"""The one-page 현황판: facts, metrics, grade, best cases and next steps, all from data."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from kpi import format as formats
from kpi.briefs.asked import Choices, Desk
from kpi.briefs.blocks import explained, said
from kpi.briefs.builders import making, zone_remarks
from kpi.briefs.builders.making import (
    Making,
    Part,
    finished,
    is_missing,
    sections_of,
    year_chosen,
    zone_chosen,
)
from kpi.briefs.builders.zone_parts import MET, cards_of, facts, kpi_table, years_known
from kpi.briefs.builders.zone_story import Row, grade_rows, milestone_rows, saw_grade, title_of
from kpi.briefs.parts import Block, Brief
from kpi.queries import overview
from kpi.queries.overview import Card
from kpi.wording.facts import grade_words, when

KIND = "board"
# As many lines as leave a page one page.
MOST_EVENTS = 4
NOT_ON_A_PAGE = ("basis",)


def build(desk: Desk, choices: Choices) -> Brief:
    """The page of the first zone chosen. Raises KpiError for an unknown zone, year or section."""
    made = Making(desk, choices)
    zone, year = zone_chosen(made), year_chosen(made, years_known(made))
    title = desk.text("brief_building.board.title", zone=desk.zone_name(zone), year=year)
    subtitle = desk.catalogue.zones[zone].specialisation[desk.language]
    address = f"/overview?zone={zone}&year={year}"
    return finished(made, KIND, title, subtitle, sections_of(made, PARTS), address, one_page=True)


def kpi(made: Making) -> Sequence[Block]:
    """The table of all metrics without what the page has no room for."""
    cards = cards_of(made)
    if all(card.value is None and card.target is None for card in cards):
        return ()
    return (kpi_table(made, cards, NOT_ON_A_PAGE),)


def grade(made: Making) -> Sequence[Block]:
    """The grades up to the year in one line."""
    rows = grade_rows(made)
    for row in rows:
        saw_grade(made, row)
    listed = ", ".join(
        f"{made.text('overview.grades.year', year=row['year'])} "
        f"{grade_words(made.here, row['grade'], str(row['status']))}"
        for row in reversed(rows)
    )
    return said(listed)


def best_cases(made: Making) -> Sequence[Block]:
    """Targets reached, the furthest beyond first, and what was achieved up to the end of the year, the newest first."""
    met = [card for card in reversed(overview.lagging(cards_of(made))) if (card.achievement or 0) >= MET]
    reached = ", ".join(
        made.text(
            "brief_building.board.reached",
            metric=_short(made, card),
            percent=formats.plain(card.achievement, 1),
        )
        for card in met
    )
    done = [row for row in milestone_rows(made) if row["kind"] == "milestone" and _is_done(made, row)]
    blocks: list[Block] = [*said(made.text("brief_building.board.met", results=reached) if reached else "")]
    if done:
        blocks += said(made.text("brief_building.board.achieved"))
        blocks += _events(made, sorted(done, key=_done_on, reverse=True))
    return blocks


def next_steps(made: Making) -> Sequence[Block]:
    """What is planned, which targets are still open, and what is aimed at next year."""
    planned = [
        row
        for row in milestone_rows(made)
        if is_missing(row["done_on"]) and not is_missing(row["planned_on"])
    ]
    blocks: list[Block] = []
    if planned:
        blocks += said(made.text("brief_building.board.planned"))
        blocks += _events(made, planned)
    short = [card for card in overview.lagging(cards_of(made)) if (card.achievement or 0) < MET]
    blocks += said(_targets(made, "open", short))
    if made.year + 1 in years_known(made):
        coming = [card for card in cards_of(made, made.year + 1) if card.target is not None]
        blocks += said(_targets(made, "aims", coming))
    return blocks


def _targets(made: Making, key: str, cards: Sequence[Card]) -> str:
    here = made.here
    listed = ", ".join(
        here.text(
            f"brief_building.board.{key}_one",
            metric=_short(made, card),
            **{
                name: formats.value(
                    value, here.unit(card.metric), here.language, here.metric(card.metric).decimals
                )
                for name, value in (("actual", card.value), ("target", card.target))
            },
            kind=here.text(f"brief_building.target_short.{card.target_status}"),
        )
        for card in cards
    )
    return made.text(f"brief_building.board.{key}", targets=listed, year=made.year + 1) if listed else ""


def _events(made: Making, rows: Sequence[Row]) -> Sequence[Block]:
    """The first of them, and how many there are besides."""
    lines = [f"{title_of(made, row)} ({when(made.here, row)})" for row in rows[:MOST_EVENTS]]
    rest = len(rows) - len(lines)
    return explained(*lines, made.text("brief_building.board.more", count=rest) if rest > 0 else "")


def _is_done(made: Making, row: Row) -> bool:
    """Done by the end of the year, or on a day that nobody knows."""
    return (
        is_missing(row["done_on"])
        and is_missing(row["planned_on"])
        or (not is_missing(row["done_on"]) and _done_on(row) <= date(made.year, 12, 31))
    )


def _done_on(row: Row) -> date:
    return date.min if is_missing(row["done_on"]) else pd.Timestamp(str(row["done_on"])).date()


def _short(made: Making, card: Card) -> str:
    return made.here.metric(card.metric).short[made.language]


PARTS: Mapping[str, Part] = {
    "facts": facts,
    "kpi": kpi,
    "grade": grade,
    "best_cases": best_cases,
    "next_steps": next_steps,
    making.COMMENTARY: zone_remarks.commentary_and_events,
}
