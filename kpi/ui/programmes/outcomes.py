"""What became of the firms: revenue and staff in and after the year of support against before, and what followed."""

from functools import partial
from typing import Any

import pandas as pd

from kpi.charts import programme_sides
from kpi.charts.drawing import Drawing
from kpi.queries import programmes_after
from kpi.ui.cached import ask
from kpi.ui.markup import put, quiet
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.told import told
from kpi.ui.programmes.words import basis_line, money_in, withheld_note
from kpi.ui.tables import Cell, Column, Raw, markup
from kpi.wording.programmes import number, number_in


def outcomes(page: Chosen) -> None:
    """The section of what came after."""
    if not page.has("programme_follow_ups"):
        put(quiet(page.here.text("programme.outcomes.nothing")))
        return
    told(page, "programme-after", ask(programmes_after.follow_ups, *page.asked), _charts, _table)


def _charts(page: Chosen, frame: pd.DataFrame) -> list[Drawing]:
    return list(programme_sides.outcomes(page.here, frame).values())


def _table(page: Chosen, frame: pd.DataFrame) -> str:
    """Every moment, also those that nobody has reported of yet."""
    text = page.here.text
    keys = (
        "moment", "firms", "revenue", "employees", "jobs", "investment", "patents", "exports",
    )  # fmt: skip
    columns = [Column(text(f"programme.outcomes.{key}"), key != "moment") for key in keys]
    rows = {row["moment"]: row for row in frame.to_dict("records")}
    moments = programme_sides.moments(page.here)
    cells = [_row(page, name, rows[moment]) for moment, name in moments.items() if moment in rows]
    awaited = [name for moment, name in moments.items() if moment not in rows]
    caption = basis_line(page, frame["synthetic"].any(), text("programme.outcomes.unit"))
    shown = markup(columns, cells, caption=caption, label=text("programme.aspects.outcomes"))
    gap = quiet(text("programme.outcomes.awaited", moments=", ".join(awaited))) if awaited else ""
    return shown + gap + withheld_note(page, frame) + quiet(text("programme.outcomes.about"))


def _row(page: Chosen, name: str, row: dict[str, Any]) -> list[Cell]:
    text, people, won = page.here.text, partial(number_in, page.here, row), partial(money_in, page, row)
    patents = text(
        "programme.outcomes.patents_of",
        home=number(row["patents_home"]),
        abroad=number(row["patents_abroad"]),
    )
    exports = text(
        "programme.outcomes.exports_of",
        count=number(row["export_contracts"]),
        amount=won("exports_krw"),
    )
    return [
        name,
        number(row["firms"]),
        Raw(f"{won('revenue_before_krw')} → {won('revenue_krw')}{_below(row, 'revenue')}"),
        Raw(f"{people('employees_before')} → {people('employees')}{_below(row, 'employees')}"),
        people("jobs_created"),
        won("investment_krw"),
        patents,
        exports,
    ]


def _below(row: dict[str, Any], side: str) -> str:
    """The change below the two amounts that it is of."""
    return f"<br><small>{programme_sides.changed(row, side)}</small>"
