"""What a programme can draw on: funds with what is left of them, spaces and how full they are, its experts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import pandas as pd

from kpi import format as formats
from kpi.catalogue.programmes import Facility, Fund
from kpi.charts import programme_sides
from kpi.charts.drawing import Drawing
from kpi.queries import programmes_standing
from kpi.ui.cached import ask, kept
from kpi.ui.figure import show
from kpi.ui.markup import definitions, heading, put, quiet, section
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.words import basis_line, money, money_in, told_name, withheld_note
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, markup
from kpi.wording.programmes import left_of, number, share, total

AMOUNTS = ["committed_krw", "called_krw", "invested_krw", "returned_krw", "investments"]
Held = TypeVar("Held", Fund, Facility)


@dataclass(frozen=True)
class Telling(Generic[Held]):
    """How a kind of thing that a programme holds is told: what it is, its chart, its table."""

    about: Callable[[Chosen, Held, pd.DataFrame], str]
    chart: Callable[[Setting, Held, pd.DataFrame], Drawing | None]
    table: Callable[[Chosen, Held, pd.DataFrame], str]


def resources(page: Chosen) -> None:
    """The section of funds, spaces and working groups."""
    if page.cohort:
        put(quiet(page.here.text("programme.not_by_cohort")))
    for fund in page.programme.funds:
        frame = _of(page, "programme_funds", programmes_standing.funds, "fund", fund.id)
        _one(page, f"fund-{fund.id}", fund, frame, FUND)
    for facility in page.programme.facilities:
        frame = _of(page, "programme_spaces", programmes_standing.spaces, "facility", facility.id)
        _one(page, f"facility-{facility.id}", facility, frame, FACILITY)
    if page.has("programme_working_groups"):
        put(kept("programme-groups", page.asked, lambda: _groups(page)))


def _of(page: Chosen, table: str, query: Callable[..., pd.DataFrame], column: str, key: str) -> pd.DataFrame:
    """What is recorded of one fund or facility."""
    if not page.has(table):
        return pd.DataFrame()
    frame = ask(query, page.programme.id, page.zone)
    return frame[frame[column] == key]


def _one(page: Chosen, key: str, entry: Held, frame: pd.DataFrame, told: Telling[Held]) -> None:
    """What one is, then its chart and table where anything is recorded of it."""
    put(kept(f"programme-{key}-about", page.asked, lambda: told.about(page, entry, frame)))
    if not frame.empty:
        drawing = kept(f"programme-{key}-chart", page.asked, lambda: told.chart(page.here, entry, frame))
        if drawing is not None:
            show(drawing, key=f"programme-{key}")
        put(kept(f"programme-{key}", page.asked, lambda: told.table(page, entry, frame)))


def _about_fund(page: Chosen, fund: Fund, frame: pd.DataFrame) -> str:
    text = page.here.text
    size = money(page, fund.size_krw) if fund.size_krw else text("programme.not_published")
    facts = [
        (text("programme.owner"), fund.owner[page.here.language]),
        (text("programme.funds.size"), size),
    ]
    if fund.source:
        facts.append((text("programme.figures.source"), fund.source[page.here.language]))
    if frame.empty:
        return (
            heading(fund.name[page.here.language])
            + definitions(facts)
            + quiet(text("programme.funds.nothing"))
        )
    sums = {**total(frame, "invested_krw", "returned_krw"), **frame[AMOUNTS].fillna(0).sum()}
    rest = left_of(sums["committed_krw"], sums, "invested_krw")
    facts += [
        (text("programme.funds.committed"), money(page, sums["committed_krw"])),
        (text("programme.funds.called"), money(page, sums["called_krw"])),
        (text("programme.funds.invested"), money_in(page, sums, "invested_krw")),
        (text("programme.funds.remaining"), money_in(page, rest, "invested_krw")),
        (text("programme.funds.returned"), money_in(page, sums, "returned_krw")),
        (
            text("programme.funds.investments"),
            text("programme.calls.cases", count=number(sums["investments"])),
        ),
    ]
    return heading(fund.name[page.here.language], text("programme.funds.about")) + definitions(facts)


def _fund_table(page: Chosen, fund: Fund, frame: pd.DataFrame) -> str:
    text = page.here.text
    keys = ("period", "committed", "called", "invested", "returned", "investments")
    columns = [Column(text(f"programme.funds.{key}"), key != "period") for key in keys]
    rows: list[list[Cell]] = [
        [
            formats.period(str(row["period"]), page.here.language),
            *(money_in(page, row, amount) for amount in AMOUNTS[:4]),
            number(row["investments"]),
        ]
        for row in frame.to_dict("records")
    ]
    caption = basis_line(page, frame["synthetic"].any(), text("programme.funds.unit"))
    shown = markup(columns, rows, caption=caption, label=fund.name[page.here.language])
    return shown + withheld_note(page, frame)


def _about_facility(page: Chosen, facility: Facility, frame: pd.DataFrame) -> str:
    text = page.here.text
    area = f"{number(facility.area_m2)}㎡" if facility.area_m2 else text("programme.not_published")
    kinds = ", ".join(kind.name[page.here.language] for kind in facility.space_kinds) or "–"
    facts = [(text("programme.spaces.area"), area), (text("programme.spaces.kinds"), kinds)]
    nothing = quiet(text("programme.spaces.nothing")) if frame.empty else ""
    title = heading(facility.name[page.here.language], text("programme.spaces.about"))
    return title + definitions(facts) + nothing


def _spaces(page: Chosen, facility: Facility, frame: pd.DataFrame) -> str:
    """Area, spaces and how many are taken, in the newest quarter."""
    text = page.here.text
    keys = ("kind", "area", "capacity", "occupied", "rate")
    columns = [Column(text(f"programme.spaces.{key}"), key != "kind") for key in keys]
    names = programme_sides.kinds_of(page.here, facility)
    cells: list[list[Cell]] = [
        [row["name"], number(row["area_m2"]), number(row["capacity"]), number(row["occupied"]),
         share(row["occupied"], row["capacity"])]
        for row in programme_sides.newest(frame, names, text("programme.total"))
    ]  # fmt: skip
    period = formats.period(str(frame["period"].max()), page.here.language)
    unit = text("programme.spaces.unit", period=period)
    caption = basis_line(page, frame["synthetic"].any(), unit)
    label = facility.name[page.here.language]
    return markup(columns, cells, caption=caption, label=label, marked=len(cells) - 1)


FUND = Telling(_about_fund, programme_sides.fund, _fund_table)
FACILITY = Telling(
    _about_facility,
    programme_sides.occupancy,
    _spaces,
)


def _groups(page: Chosen) -> str:
    """The experts of each working group by field in the newest quarter, beside how many were told of."""
    text, frame = page.here.text, ask(programmes_standing.working_groups, page.programme.id, page.zone)
    shown = []
    for group in page.programme.working_groups:
        own = frame[frame["working_group"] == group.id]
        told = _persons(page, group.experts) if group.experts else text("programme.not_published")
        facts = [
            (text("programme.groups.told"), told),
            (text("programme.groups.recorded"), _persons(page, own["experts"].sum())),
        ]
        columns = [
            Column(text("programme.groups.field")),
            Column(text("programme.groups.experts"), is_number=True),
        ]
        rows: list[list[Cell]] = [
            [told_name(page, str(row["group_field"])), number(row["experts"])]
            for row in own.to_dict("records")
        ]
        caption = basis_line(page, own["synthetic"].any(), text("programme.groups.unit"))
        body = definitions(facts) + markup(
            columns, rows, caption=caption, label=group.name[page.here.language]
        )
        shown.append(section(group.name[page.here.language], body))
    return "".join(shown)


def _persons(page: Chosen, count: object) -> str:
    return page.here.text("programme.outcomes.persons", count=number(count))
