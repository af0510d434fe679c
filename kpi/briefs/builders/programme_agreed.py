"""What was agreed and planned in a programme, item by item, and how far it has come."""

from collections.abc import Sequence

from kpi import format as formats
from kpi.audit import observed
from kpi.briefs import numbers
from kpi.briefs.blocks import noted, said, table
from kpi.briefs.builders.making import Making, is_missing, seen_on
from kpi.briefs.builders.programme_parts import Told, told_in
from kpi.briefs.parts import Block, Cell, Facts, Table
from kpi.catalogue.programmes import Agreement
from kpi.queries import programmes_standing
from kpi.queries.programmes import kind_of
from kpi.wording.facts import told_by
from kpi.wording.milestones import Progress, Row, is_mere_item, progress, state, title, when
from kpi.wording.programmes import category_names


def agreement(made: Making) -> Sequence[Block]:
    """Every agreement with its items and their progress, then every milestone but the items themselves."""
    told = told_in(made)
    rows = _milestones(told)
    blocks: list[Block] = []
    for each in told.programme.agreements:
        blocks += [*said(each.name[made.language]), Facts(_partners(told, each)), _items(told, each, rows)]
    if steps := [row for row in rows if not is_mere_item(row)]:
        blocks.append(_table(told, steps))
    if _hides_firms(told):
        sentence = made.text("brief_building.withheld.firms")
        made.withhold(sentence)
        blocks += noted(sentence)
    return blocks


def _milestones(told: Told) -> list[Row]:
    if not told.has("programme_milestones"):
        return []
    here, query, asked = told.here, programmes_standing.milestones, (told.programme.id, told.zone)
    with observed(here.viewer, here.paths, query, asked):
        return query(here.viewer, here.moment, *asked).to_dict("records")


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
    body = [_item(told, item.name[told.language], progress(rows, item.id, on)) for item in agreed.items]
    heading = text("brief_building.programme.agreement", agreement=agreed.name[told.language])
    basis = text("brief_building.as_of", day=formats.day(on, told.language))
    return table(text, heading, headings, body, basis=basis, notes=(text("programme.agreement.about"),))


def _item(told: Told, name: str, so_far: Progress) -> list[Cell]:
    text = told.text
    if not so_far.planned:
        return [name, text("programme.agreement.no_steps"), "–", "–", "–"]
    return [
        name,
        numbers.share(so_far.done, so_far.planned),
        text("programme.agreement.of", done=so_far.done, planned=so_far.planned),
        numbers.plain(so_far.overdue),
        ", ".join(so_far.papers) or text("programme.agreement.no_evidence"),
    ]


def _table(told: Told, rows: Sequence[Row]) -> Table:
    text, on = told.text, seen_on(told)
    widths = {"what": 2.6, "kind": 0.9, "planned": 1, "done": 1, "state": 0.9, "evidence": 1.8}
    headings = [(text(f"programme.milestones.{name}"), width) for name, width in widths.items()]
    headings += [(text("brief_building.column.origin"), 0.9)]
    kinds = category_names(told.here, "programme_milestones", "kind")
    body: list[list[Cell]] = [
        [
            _whose(told, row),
            kinds.get(row["kind"], str(row["kind"])),
            when(told.here, row, "planned_on"),
            when(told.here, row, "done_on"),
            text(f"programme.milestones.states.{state(row, on)}"),
            _evidence(told, row),
            text(f"app.origin.{kind_of(bool(row['synthetic']), str(row['series']))}"),
        ]
        for row in rows
    ]
    basis = text("brief_building.as_of", day=formats.day(on, told.language))
    notes = (text("brief_building.programme.states"),)
    return table(text, text("programme.milestones.title"), headings, body, basis=basis, notes=notes)


def _whose(told: Told, row: Row) -> str:
    """What, and where the viewer may know it whose."""
    who = [str(row[key]) for key in ("firm_name", "partner") if not is_missing(row[key])]
    named = title(told.here, row)
    return f"{named} ({', '.join(who)})" if who else named


def _evidence(told: Told, row: Row) -> str:
    evidence = row["source_note"] if is_missing(row["evidence"]) else row["evidence"]
    return told_by(told.here, evidence) or "–"
