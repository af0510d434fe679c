"""What surrounds a zone's numbers: its grades, the events of its history, and what is not known and why."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kpi.briefs.blocks import explained, noted, said, table
from kpi.briefs.builders.making import Making, is_missing
from kpi.briefs.builders.zone_parts import cards_of
from kpi.briefs.builders.zone_remarks import own_events, own_row
from kpi.briefs.parts import Block, Cell
from kpi.queries import overview
from kpi.queries.overview import Card
from kpi.wording.facts import grade_words, is_undated, told_by, when
from kpi.wording.values import note

Row = dict[str, Any]


def grade_rows(making: Making) -> list[Row]:
    """The zone's grades up to the brief's year, oldest first."""
    frame = overview.grade_history(making.here.viewer, making.here.moment, making.subject)
    return frame[frame["year"] <= making.year].to_dict("records")


def grades(making: Making) -> Sequence[Block]:
    """The grade of every year with its status; what is not published is named, never ranked."""
    text, here, rows = making.text, making.here, grade_rows(making)
    if not rows:
        return ()
    headings = [(text(f"brief_building.column.{name}"), width) for name, width in
                (("year", 1), ("grade", 1.2), ("status", 1), ("note", 3))]  # fmt: skip
    for row in rows:
        saw_grade(making, row)
    body: list[list[Cell]] = [
        [
            text("overview.grades.year", year=row["year"]),
            grade_words(here, row["grade"], str(row["status"])),
            text(f"brief_building.grade_status.{row['status']}"),
            _note(making, row),
        ]
        for row in rows
    ]
    shown = [at for at, row in enumerate(rows) if row["year"] == making.year]
    notes = (text("overview.grades.help"), text("brief_building.grades.never_ranked"))
    return (table(text, text("overview.grades.title"), headings, body, notes=notes, emphasised=shown),)


def saw_grade(making: Making, row: Row) -> None:
    """A grade has been shown; one that is withheld is left out, and said to be."""
    if row["status"] == "withheld":
        making.withhold(making.text("brief_building.withheld.grade", year=row["year"]))
    if row["status"] == "published":
        making.saw(row["grade"], "published", False, row["submission"])


def _note(making: Making, row: Row) -> str:
    """Notes are kept in Korean alone."""
    return (told_by(making.here, row["note"]) or "–") if making.language == "ko" else "–"


def milestones(making: Making) -> Sequence[Block]:
    """The zone's support chain, its dated events in a table, and what has no date."""
    text = making.text
    rows = milestone_rows(making)
    chain = [row for row in rows if row["kind"] == "support" and is_undated(row)]
    undated = [row for row in rows if is_undated(row) and row not in chain]
    blocks: list[Block] = []
    if chain:
        blocks += said(text("overview.story.chain"))
        blocks += explained(*(title_of(making, row) for row in chain))
    blocks += _dated(making, [row for row in rows if not is_undated(row)])
    if undated:
        blocks += said(text("overview.story.undated_title"))
        blocks += explained(*(f"{title_of(making, row)}{_source(making, row)}" for row in undated))
    return blocks


def milestone_rows(making: Making) -> list[Row]:
    """The events of the zone's history with the submissions that told of them."""
    rows = overview.milestones(making.here.viewer, making.here.moment, making.subject).to_dict("records")
    for row in rows:
        making.saw(row["title_ko"], "published", row["synthetic"], row["submission"])
    return rows


def title_of(making: Making, row: Row) -> str:
    """What happened, in Korean where nobody has told it in English."""
    title = row[f"title_{making.language}"]
    return str(row["title_ko"] if is_missing(title) else title)


def _dated(making: Making, rows: Sequence[Row]) -> Sequence[Block]:
    """What was told of the zone and what its own people have written of the year, in the order of the days."""
    text = making.text
    told = [(_day(row), _cells(making, row)) for row in rows]
    told += [(pd.Timestamp(str(event.day)), own_row(making, event)) for event in own_events(making)]
    if not told:
        return ()
    headings = [(text(f"brief_building.column.{name}"), width) for name, width in
                (("when", 1), ("kind", 0.6), ("event", 3), ("source", 2))]  # fmt: skip
    body = [cells for _, cells in sorted(told, key=lambda each: each[0])]
    return (table(text, text("overview.story.title"), headings, body),)


def _day(row: Row) -> pd.Timestamp:
    return pd.Timestamp(str(row["planned_on"] if is_missing(row["done_on"]) else row["done_on"]))


def _cells(making: Making, row: Row) -> list[Cell]:
    here = making.here
    kind = making.text(f"overview.story.kind.{row['kind']}")
    return [when(here, row), kind, title_of(making, row), told_by(here, row["source_note"]) or "–"]


def _source(making: Making, row: Row) -> str:
    if is_missing(row["source_note"]):
        return ""
    return f" ({making.text('overview.story.source', note=told_by(making.here, row['source_note']))})"


def gaps(making: Making) -> Sequence[Block]:
    """What is not known of the zone's year: numbers with their reasons, its area, its grade."""
    text, zone = making.text, making.here.catalogue.zones[making.subject]
    blocks = gaps_of_values(making)
    if zone.area_core_km2 is None:
        blocks += noted(text("brief_building.gaps.area"))
    if not any(row["year"] == making.year and row["status"] == "published" for row in grade_rows(making)):
        blocks += noted(text("brief_building.gaps.grade", year=making.year))
    return blocks


def gaps_of_values(making: Making) -> list[Block]:
    """Every headline number that is missing, not whole or cannot be compared, with the reason."""
    text, cards = making.text, cards_of(making)
    rows = [row for card in cards for row in _gaps(making, card)]
    blocks: list[Block] = []
    if all(card.value is None for card in cards):
        blocks += said(
            text(
                "brief_building.gaps.no_values",
                zone=making.here.zone_name(making.subject),
                year=making.year,
            )
        )
    if rows:
        headings = [(text(f"brief_building.column.{name}"), width) for name, width in
                    (("metric", 1.2), ("missing", 1), ("why", 3))]  # fmt: skip
        blocks.append(table(text, text("brief_building.gaps.title"), headings, rows))
    return blocks


def _gaps(making: Making, card: Card) -> list[list[Cell]]:
    here, text = making.here, making.text
    name = here.metric(card.metric).short[here.language]
    told = []
    if card.value is None or card.status != "observed":
        kind = "value" if card.value is None else "not_whole"
        told.append((kind, note(here, {"status": card.status, "reason": card.reason})))
    if card.target is None:
        told.append(("target", text("brief_building.gaps.no_target")))
    if card.value is not None and card.change is None:
        told.append(("change", text(f"overview.card.no_change.{card.change_reason or 'no_value'}")))
    return [[name, text(f"brief_building.gaps.kind.{kind}"), why] for kind, why in told]
