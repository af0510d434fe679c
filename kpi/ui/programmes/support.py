"""Support by kind of cost: what was paid, against what was set aside for it."""

from typing import Any

import pandas as pd

from kpi.charts.drawing import Drawing
from kpi.charts.paired import Pair, paired
from kpi.queries import programmes_granting
from kpi.ui.cached import ask
from kpi.ui.markup import quiet
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.told import told
from kpi.ui.programmes.words import basis_line, money, money_in, names_of, withheld_note
from kpi.ui.tables import Cell, Column, markup
from kpi.wording.programmes import in_order, is_missing, is_withheld, left_of, named, number, share, total


def support(page: Chosen) -> None:
    """The section of support."""
    told(page, "programme-support", ask(programmes_granting.support, *page.asked), _charts, _table)


def _rows(page: Chosen, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows in the catalogue's order of kinds, each with its `name`."""
    names = names_of(page, "cost_kind")
    rows = {row["cost_kind"]: row for row in frame.to_dict("records")}
    return [{**rows[kind], "name": named(names, kind, "–")} for kind in in_order(rows, names)]


def _charts(page: Chosen, frame: pd.DataFrame) -> list[Drawing]:
    text = page.here.text
    pairs = [
        Pair(
            row["name"],
            None if is_missing(row["budget_krw"]) else float(row["budget_krw"]),
            None if is_missing(row["paid_krw"]) else float(row["paid_krw"]),
            money(page, row["budget_krw"]),
            money_in(page, row, "paid_krw"),
        )
        for row in _rows(page, frame)
    ]
    whole, budget = total(frame, "paid_krw"), frame["budget_krw"].sum()
    paid = money_in(page, whole, "paid_krw")
    known = "withheld" if is_withheld(whole, "paid_krw") else "point" if budget else "without_budget"
    part = share(whole["paid_krw"], budget)
    title = text(f"programme.support.{known}", paid=paid, budget=money(page, budget), share=part)
    names = text("programme.support.budget"), text("programme.support.paid")
    return [paired(pairs, names, title, synthetic=bool(frame["synthetic"].any()))]


def _table(page: Chosen, frame: pd.DataFrame) -> str:
    text = page.here.text
    keys = ("cost_kind", "budget", "paid", "left", "rate", "payments")
    columns = [Column(text(f"programme.support.{key}"), key != "cost_kind") for key in keys]
    sums = total(frame, "budget_krw", "paid_krw", "payments")
    whole = {"name": text("programme.total"), **sums}
    rows = [_row(page, row) for row in [*_rows(page, frame), whole]]
    caption = basis_line(page, frame["synthetic"].any(), text("programme.support.unit"))
    label = text("programme.aspects.support")
    shown = markup(columns, rows, caption=caption, label=label, marked=len(rows) - 1)
    return shown + withheld_note(page, frame) + quiet(text("programme.support.about"))


def _row(page: Chosen, row: dict[str, Any]) -> list[Cell]:
    budget, paid = row["budget_krw"], row["paid_krw"]
    known = not is_missing(budget)
    return [
        row["name"],
        money(page, budget) if known else page.here.text("programme.support.no_budget"),
        money_in(page, row, "paid_krw"),
        money_in(page, left_of(budget, row, "paid_krw"), "paid_krw") if known else "–",
        share(paid, budget),
        number(row["payments"]),
    ]
