"""What became of the firms: revenue and staff in and after the year of support against before, and what followed."""

from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.charts.drawing import Drawing
from kpi.charts.paired import Pair, paired
from kpi.queries import programmes_after
from kpi.ui.cached import ask
from kpi.ui.markup import put, quiet
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.told import told
from kpi.ui.programmes.words import basis_line, category_names, is_missing, money, number
from kpi.ui.tables import Cell, Column, Raw, markup

BEFORE = "before"
SIDES = {"revenue": ("revenue_before_krw", "revenue_krw"), "employees": ("employees_before", "employees")}


def outcomes(page: Chosen) -> None:
    """The section of what came after."""
    if not page.has("programme_follow_ups"):
        put(quiet(page.here.text("programme.outcomes.nothing")))
        return
    told(page, "programme-after", ask(programmes_after.follow_ups, *page.asked), _charts, _table)


def _moments(page: Chosen) -> dict[str, str]:
    names = category_names(page, "programme_outcomes", "moment")
    return {moment: name for moment, name in names.items() if moment != BEFORE}


def _charts(page: Chosen, frame: pd.DataFrame) -> list[Drawing]:
    return [_chart(page, frame, side) for side in SIDES if frame[SIDES[side][1]].notna().any()]


def _chart(page: Chosen, frame: pd.DataFrame, side: str) -> Drawing:
    """Both sides of each moment: the same firms, before support and then."""
    text, moments = page.here.text, _moments(page)
    before, after = SIDES[side]
    rows = {row["moment"]: row for row in frame.to_dict("records") if not is_missing(row[after])}
    pairs = [
        Pair(
            name,
            float(rows[moment][before]),
            float(rows[moment][after]),
            _written(page, side, rows[moment][before]),
            f"{_written(page, side, rows[moment][after])} ({_change(rows[moment], side)})",
        )
        for moment, name in moments.items()
        if moment in rows
    ]
    last = [moment for moment in moments if moment in rows][-1]
    title = text(
        f"programme.outcomes.{side}_point",
        moment=moments[last],
        firms=number(rows[last][f"firms_with_{side}"]),
        before=_written(page, side, rows[last][before]),
        after=_written(page, side, rows[last][after]),
        change=_change(rows[last], side),
    )
    names = text("programme.outcomes.before"), text("programme.outcomes.after")
    return paired(pairs, names, title, synthetic=bool(frame["synthetic"].any()))


def _written(page: Chosen, side: str, value: object) -> str:
    if side == "revenue":
        return money(page, value)
    return page.here.text("programme.outcomes.persons", count=number(value))


def _change(row: dict[str, Any], side: str) -> str:
    before, after = (row[name] for name in SIDES[side])
    if is_missing(before) or is_missing(after) or not before:
        return formats.MISSING
    return formats.signed_percent(float(after) / float(before) - 1)


def _table(page: Chosen, frame: pd.DataFrame) -> str:
    """Every moment, also those that nobody has reported of yet."""
    text = page.here.text
    keys = (
        "moment", "firms", "revenue", "employees", "jobs", "investment", "patents", "exports",
    )  # fmt: skip
    columns = [Column(text(f"programme.outcomes.{key}"), key != "moment") for key in keys]
    rows = {row["moment"]: row for row in frame.to_dict("records")}
    moments = _moments(page)
    cells = [_row(page, name, rows[moment]) for moment, name in moments.items() if moment in rows]
    awaited = [name for moment, name in moments.items() if moment not in rows]
    caption = basis_line(page, frame["synthetic"].any(), text("programme.outcomes.unit"))
    shown = markup(columns, cells, caption=caption, label=text("programme.aspects.outcomes"))
    gap = quiet(text("programme.outcomes.awaited", moments=", ".join(awaited))) if awaited else ""
    return shown + gap + quiet(text("programme.outcomes.about"))


def _row(page: Chosen, name: str, row: dict[str, Any]) -> list[Cell]:
    text = page.here.text
    patents = text(
        "programme.outcomes.patents_of",
        home=number(row["patents_home"]),
        abroad=number(row["patents_abroad"]),
    )
    exports = text(
        "programme.outcomes.exports_of",
        count=number(row["export_contracts"]),
        amount=money(page, row["exports_krw"]),
    )
    return [
        name,
        number(row["firms"]),
        Raw(
            f"{money(page, row['revenue_before_krw'])} → {money(page, row['revenue_krw'])}{_below(row, 'revenue')}"
        ),
        Raw(f"{number(row['employees_before'])} → {number(row['employees'])}{_below(row, 'employees')}"),
        number(row["jobs_created"]),
        money(page, row["investment_krw"]),
        patents,
        exports,
    ]


def _below(row: dict[str, Any], side: str) -> str:
    """The change below the two amounts that it is of."""
    return f"<br><small>{_change(row, side)}</small>"
