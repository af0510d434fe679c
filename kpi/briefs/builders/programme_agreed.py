"""What was agreed and planned in a programme, item by item, and how far it has come."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from kpi import format as formats
from kpi.briefs import numbers
from kpi.briefs.blocks import noted, said, table
from kpi.briefs.builders.making import Making, is_missing, seen_on
from kpi.briefs.builders.programme_parts import Row, Told, category_names, told_in
from kpi.briefs.parts import Block, Cell, Facts, Table
from kpi.catalogue.programmes import Agreement
from kpi.queries import programmes_standing
from kpi.queries.programmes import kind_of
from kpi.wording.facts import told_by

ITEM = "agreement_item"


def agreement(made: Making) -> Sequence[Block]:
    """Every agreement with its items and their progress, then every milestone."""
    told = told_in(made)
    rows = _milestones(told)
    blocks: list[Block] = []
    for each in told.programme.agreements:
        blocks += [*said(each.name[made.language]), Facts(_partners(told, each)), _items(told, each, rows)]
    if rows:
        blocks.append(_table(told, rows))
    if _hides_firms(told):
        sentence = made.text("brief_building.withheld.firms")
        made.withhold(sentence)
        blocks += noted(sentence)
    return blocks


def _milestones(told: Told) -> list[Row]:
    if not told.has("programme_milestones"):
        return []
    here = told.here
    frame = programmes_standing.milestones(here.viewer, here.moment, told.programme.id, told.zone)
    return frame.to_dict("records")


def _hides_firms(told: Told) -> bool:
    """Whether milestones lie in places whose firms the viewer may not see."""
    return any(not told.here.viewer.may_see_firms(str(row["zone"])) for row in _milestones(told))


def _partners(told: Told, agreed: Agreement) -> tuple[tuple[str, str], ...]:
    text, language = told.text, told.language
    signed = formats.day(agreed.signed_on, language) if agreed.signed_on else text("programme.unknown")
    partners = ", ".join(partner[language] for partner in agreed.partners)
    return ((text("programme.agreement.partners"), partners), (text("programme.agreement.signed"), signed))


def _items(told: Told, agreed: Agreement, rows: Sequence[Row]) -> Table:
    text, on = told.text, seen_on(told)
    headings = [(text(f"programme.agreement.{name}"), width) for name, width in
                (("item", 2.4), ("progress", 1), ("done", 0.8), ("overdue", 1.1), ("evidence", 2))]  # fmt: skip
    body = []
    for item in agreed.items:
        steps = [row for row in rows if row["item"] == item.id and row["kind"] == ITEM and _has_day(row)]
        body.append(_item(told, item.name[told.language], steps, on))
    title = text("brief_building.programme.agreement", agreement=agreed.name[told.language])
    basis = text("brief_building.as_of", day=formats.day(on, told.language))
    return table(text, title, headings, body, basis=basis, notes=(text("programme.agreement.about"),))


def _item(told: Told, name: str, steps: Sequence[Row], on: date) -> list[Cell]:
    text = told.text
    if not steps:
        return [name, text("programme.agreement.no_steps"), "–", "–", "–"]
    done = [row for row in steps if state(row, on).startswith("done")]
    papers = ", ".join(str(row["evidence"]) for row in done if not is_missing(row["evidence"]))
    return [
        name,
        numbers.share(len(done), len(steps)),
        text("programme.agreement.of", done=len(done), planned=len(steps)),
        numbers.plain(sum(state(row, on) == "overdue" for row in steps)),
        papers or text("programme.agreement.no_evidence"),
    ]


def _table(told: Told, rows: Sequence[Row]) -> Table:
    text, on = told.text, seen_on(told)
    headings = [(text(f"programme.milestones.{name}"), width) for name, width in
                (("what", 2.6), ("kind", 0.9), ("planned", 1), ("done", 1), ("state", 0.9),
                 ("evidence", 1.8))]  # fmt: skip
    headings += [(text("brief_building.column.origin"), 0.9)]
    kinds = category_names(told, "programme_milestones", "kind")
    body: list[list[Cell]] = [
        [
            _title(told, row),
            kinds.get(row["kind"], str(row["kind"])),
            _when(told, row, "planned_on"),
            _when(told, row, "done_on"),
            text(f"programme.milestones.states.{state(row, on)}"),
            _evidence(told, row),
            text(f"app.origin.{kind_of(bool(row['synthetic']), str(row['series']))}"),
        ]
        for row in rows
    ]
    basis = text("brief_building.as_of", day=formats.day(on, told.language))
    notes = (text("brief_building.programme.states"),)
    return table(text, text("programme.milestones.title"), headings, body, basis=basis, notes=notes)


def state(row: Row, on: date) -> str:
    """Done in time or late, overdue, planned, or without any day; a month told without a day lasts to its end."""
    planned, done = _due_on(row), _day(row["done_on"])
    if done is not None:
        return "done_late" if planned is not None and done > planned else "done"
    if planned is None:
        return "undated"
    return "overdue" if planned < on else "planned"


def _due_on(row: Row) -> date | None:
    planned, precision = _day(row["planned_on"]), row["date_precision"]
    if planned is None or precision not in ("month", "year"):
        return planned
    end = pd.offsets.MonthEnd(0) if precision == "month" else pd.offsets.YearEnd(0)
    return (pd.Timestamp(planned) + end).date()


def _title(told: Told, row: Row) -> str:
    """What, and where the viewer may know it whose."""
    title = row[f"title_{told.language}"]
    who = [str(row[key]) for key in ("firm_name", "partner") if not is_missing(row[key])]
    named = str(row["title_ko"] if is_missing(title) else title)
    return f"{named} ({', '.join(who)})" if who else named


def _evidence(told: Told, row: Row) -> str:
    evidence = row["source_note"] if is_missing(row["evidence"]) else row["evidence"]
    return told_by(told.here, evidence) or "–"


def _when(told: Told, row: Row, which: str) -> str:
    """The day as exactly as it is known."""
    found, precision = _day(row[which]), row["date_precision"]
    if found is None:
        return told.text("programme.unknown") if precision == "unknown" else "–"
    if precision in ("month", "year"):
        return told.text(f"programme.milestones.{precision}", year=found.year, month=found.month)
    return formats.day(found, told.language)


def _day(value: object) -> date | None:
    return None if is_missing(value) else pd.Timestamp(str(value)).date()


def _has_day(row: Row) -> bool:
    return not (is_missing(row["planned_on"]) and is_missing(row["done_on"]))
