"""What a programme gave: calls with their selections, and support against its budget."""

from collections.abc import Sequence

import pandas as pd

from kpi.briefs import numbers
from kpi.briefs.blocks import noted, said, table
from kpi.briefs.builders.making import Making, is_missing
from kpi.briefs.builders.programme_parts import Told, told_in
from kpi.briefs.parts import Block, Cell, Facts, Table
from kpi.catalogue.programmes import Call
from kpi.queries import programmes_granting
from kpi.wording.programmes import in_order, left_of, terms, total, why_withheld


def calls(made: Making) -> Sequence[Block]:
    """Of every call its terms and, where there are applications, how many were selected in which field."""
    told = told_in(made)
    frame = pd.DataFrame(columns=["call"])
    if told.has("programme_calls"):
        frame = programmes_granting.calls(made.here.viewer, made.here.moment, told.programme.id, told.zone)
    blocks: list[Block] = []
    for call in told.programme.calls:
        own = frame[frame["call"] == call.id]
        blocks += [*said(call.name[made.language]), Facts(tuple(terms(made.here, call)))]
        if own.empty:
            blocks += noted(made.text("brief_building.programme.no_applications"))
        else:
            blocks.append(_selections(told, call, own))
    if blocks:
        blocks += [*noted(made.text("programme.calls.about")), *told.not_by_cohort]
    return blocks


def _selections(told: Told, call: Call, frame: pd.DataFrame) -> Table:
    """A field a row, and all of them together."""
    text, names = told.text, told.names("field")
    headings = [(text("programme.calls.field"), 1.8)]
    headings += [
        (text(f"programme.calls.{name}"), 1.0)
        for name in ("applications", "selected", "ratio", "granted", "ineligible")
    ]
    fields = frame["field"].fillna("")
    rows = [
        _selected(told, names.get(field, field) or text("programme.calls.no_field"), frame[fields == field])
        for field in in_order(fields, names)
    ]
    rows.append(_selected(told, text("programme.total"), frame))
    title = text("brief_building.programme.selections", call=call.name[told.language])
    return table(
        text, title, headings, rows, basis=told.basis(frame), emphasised=[len(rows) - 1],
        notes=(why_withheld(told.here, frame),), units=[told.here.catalogue.units["case"].name[told.language]],
    )  # fmt: skip


def _selected(told: Told, name: str, frame: pd.DataFrame) -> list[Cell]:
    applied, selected = int(frame["applications"].sum()), int(frame["selected"].sum())
    return [
        name,
        numbers.plain(applied),
        numbers.plain(selected),
        numbers.plain(
            applied / selected if selected else None, 1, told.text("brief_building.programme.to_one")
        ),
        numbers.money_in(told.here, total(frame, "granted_krw"), "granted_krw")
        if selected
        else numbers.plain(None),
        numbers.plain(int(frame["ineligible"].sum())),
    ]


def support(made: Making) -> Sequence[Block]:
    """What was paid by kind of cost, against what was set aside for it."""
    told, text = told_in(made), made.text
    if not told.has("programme_support"):
        return ()
    frame = programmes_granting.support(made.here.viewer, made.here.moment, *told.asked)
    if frame.empty:
        return ()
    names = told.names("cost_kind")
    rows = {str(row["cost_kind"]): row for row in frame.to_dict("records")}
    body = [_supported(told, names.get(kind, kind), rows[kind]) for kind in in_order(rows, names)]
    whole = total(frame, "budget_krw", "paid_krw", "payments")
    body.append(_supported(told, text("programme.total"), whole))
    headings = [(text(f"programme.support.{name}"), 1.0) for name in
                ("cost_kind", "budget", "paid", "left", "rate", "payments")]  # fmt: skip
    return (
        table(
            text, text("brief_building.programme.support"), headings, body, basis=told.basis(frame),
            emphasised=[len(body) - 1], notes=(why_withheld(told.here, frame), text("programme.support.about")),
        ),
    )  # fmt: skip


def _supported(told: Told, name: str, row: dict[str, object]) -> list[Cell]:
    budget, paid = row["budget_krw"], row["paid_krw"]
    is_known = not is_missing(budget)
    rest = left_of(budget, row, "paid_krw")
    return [
        name,
        numbers.money(told.here, budget) if is_known else told.text("programme.support.no_budget"),
        numbers.money_in(told.here, row, "paid_krw"),
        numbers.money_in(told.here, rest, "paid_krw") if is_known else numbers.plain(None),
        numbers.share(paid, budget),
        numbers.plain(row["payments"]),
    ]
