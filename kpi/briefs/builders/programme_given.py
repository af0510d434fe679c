"""What a programme gave and holds: calls with their selections, support against its budget, and funds."""

from collections.abc import Sequence

import pandas as pd

from kpi import format as formats
from kpi.briefs import numbers
from kpi.briefs.blocks import chart, noted, said, table
from kpi.briefs.builders.making import Making, is_missing
from kpi.briefs.builders.programme_parts import Told, in_order, told_in
from kpi.briefs.parts import Block, Cell, Facts, Table
from kpi.catalogue.programmes import Call, Fund
from kpi.charts.waterfall import waterfall
from kpi.queries import programmes_granting, programmes_standing

AMOUNTS = ("committed_krw", "called_krw", "invested_krw", "returned_krw")


def calls(made: Making) -> Sequence[Block]:
    """Of every call its terms and, where there are applications, how many were selected in which field."""
    told = told_in(made)
    frame = pd.DataFrame(columns=["call"])
    if told.has("programme_calls"):
        frame = programmes_granting.calls(made.here.viewer, made.here.moment, told.programme.id, told.zone)
    blocks: list[Block] = []
    for call in told.programme.calls:
        own = frame[frame["call"] == call.id]
        blocks += [*said(call.name[made.language]), Facts(_terms(told, call))]
        if own.empty:
            blocks += noted(made.text("brief_building.programme.no_applications"))
        else:
            blocks.append(_selections(told, call, own))
    if blocks:
        blocks += noted(made.text("programme.calls.about"))
    return blocks


def _terms(told: Told, call: Call) -> tuple[tuple[str, str], ...]:
    """What the call says: its days, seats, money, and who may apply."""
    text, language, unknown = told.text, told.language, told.text("programme.not_published")
    closes = f"{formats.day(call.closes_at.date(), language)} {call.closes_at:%H:%M}"
    seats = text("programme.calls.seats_value", count=call.seats) if call.seats else unknown
    years = call.founded_within_years
    return (
        (text("programme.calls.announced"), formats.day(call.announced_on, language)),
        (text("programme.calls.opens"), formats.day(call.opens_on, language)),
        (text("programme.calls.closes"), closes),
        (text("programme.calls.seats"), seats),
        (text("programme.calls.limit"), _money(told, call.grant_limit_krw)),
        (text("programme.calls.budget"), _money(told, call.budget_krw)),
        (text("programme.calls.eligible"), text("programme.calls.eligible_value", years=years) if years else unknown),
    )  # fmt: skip


def _money(told: Told, krw: int | None) -> str:
    """Won, or that nobody has published them."""
    return formats.money(krw, told.language) if krw else told.text("programme.not_published")


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
        units=[told.here.catalogue.units["case"].name[told.language]],
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
        numbers.money(told.here, frame["granted_krw"].sum() if selected else None),
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
    whole = {key: frame[key].sum(min_count=1) for key in ("budget_krw", "paid_krw", "payments")}
    body.append(_supported(told, text("programme.total"), whole))
    headings = [(text(f"programme.support.{name}"), 1.0) for name in
                ("cost_kind", "budget", "paid", "left", "rate", "payments")]  # fmt: skip
    return (
        table(
            text, text("brief_building.programme.support"), headings, body, basis=told.basis(frame),
            emphasised=[len(body) - 1], notes=(text("programme.support.about"),),
        ),
    )  # fmt: skip


def _supported(told: Told, name: str, row: dict[str, object]) -> list[Cell]:
    budget, paid = row["budget_krw"], row["paid_krw"]
    is_known = not is_missing(budget)
    left = float(budget) - (0 if is_missing(paid) else float(paid)) if is_known else None  # type: ignore[arg-type]
    return [
        name,
        numbers.money(told.here, budget) if is_known else told.text("programme.support.no_budget"),
        numbers.money(told.here, paid),
        numbers.money(told.here, left),
        numbers.share(paid, budget),
        numbers.plain(row["payments"]),
    ]


def funds(made: Making) -> Sequence[Block]:
    """Of every fund who runs it, its size, and what was committed and invested, quarter by quarter."""
    told = told_in(made)
    frame = pd.DataFrame(columns=["fund"])
    if told.has("programme_funds"):
        frame = programmes_standing.funds(made.here.viewer, made.here.moment, told.programme.id, told.zone)
    blocks: list[Block] = []
    for fund in told.programme.funds:
        own = frame[frame["fund"] == fund.id]
        blocks += [*said(fund.name[made.language]), Facts(_fund_facts(told, fund, own))]
        if own.empty:
            blocks += noted(made.text("programme.funds.nothing"))
        else:
            blocks.append(_fund(told, fund, own))
    return blocks


def _fund_facts(told: Told, fund: Fund, frame: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    text, language = told.text, told.language
    facts = [
        (text("programme.owner"), fund.owner[language]),
        (text("programme.funds.size"), _money(told, fund.size_krw)),
    ]
    if not frame.empty:
        committed, invested = float(frame["committed_krw"].sum()), float(frame["invested_krw"].sum())
        facts += [
            (text("programme.funds.committed"), formats.money(committed, language)),
            (text("programme.funds.invested"), formats.money(invested, language)),
            (text("programme.funds.remaining"), formats.money(committed - invested, language)),
        ]
    return tuple(facts)


def _fund(told: Told, fund: Fund, frame: pd.DataFrame) -> Block:
    text, language = told.text, told.language
    committed, invested = float(frame["committed_krw"].sum()), float(frame["invested_krw"].sum())
    uses = [
        (
            text("programme.funds.invested_in", period=formats.period(row["period"], language)),
            float(row["invested_krw"]),
        )
        for row in frame.to_dict("records")
        if not is_missing(row["invested_krw"])
    ]  # fmt: skip
    title = text(
        "programme.funds.point",
        fund=fund.name[language],
        committed=formats.money(committed, language),
        invested=formats.money(invested, language),
        share=formats.percent(invested / committed if committed else None),
        remaining=formats.money(committed - invested, language),
    )
    whole = (text("programme.funds.committed"), committed)
    is_sample = bool(frame["synthetic"].any())
    drawing = waterfall(whole, uses, text("programme.funds.remaining"), title, language, synthetic=is_sample)
    return chart(drawing, _fund_table(told, fund, frame), (text("programme.funds.about"),))


def _fund_table(told: Told, fund: Fund, frame: pd.DataFrame) -> Table:
    text = told.text
    headings = [(text(f"programme.funds.{name}"), 1.0) for name in
                ("period", "committed", "called", "invested", "returned", "investments")]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            formats.period(str(row["period"]), told.language),
            *(numbers.money(told.here, row[amount]) for amount in AMOUNTS),
            numbers.plain(row["investments"]),
        ]
        for row in frame.to_dict("records")
    ]
    title = text("brief_building.programme.fund", fund=fund.name[told.language])
    return table(text, title, headings, rows, basis=told.basis(frame))
