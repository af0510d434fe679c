"""What a programme holds: funds with what is left of them, spaces and how full they are, and its experts."""

from collections.abc import Callable, Sequence

import pandas as pd

from kpi import format as formats
from kpi.briefs import numbers
from kpi.briefs.blocks import chart, noted, said, table
from kpi.briefs.builders.making import Making
from kpi.briefs.builders.programme_parts import Told, told_in
from kpi.briefs.parts import Block, Cell, Facts, Table
from kpi.catalogue.programmes import Facility, Fund
from kpi.charts import programme_sides
from kpi.queries import programmes_standing
from kpi.wording.programmes import left_of, money_in, number, published, told_name, total, why_withheld

AMOUNTS = ("committed_krw", "called_krw", "invested_krw", "returned_krw")


def funds(made: Making) -> Sequence[Block]:
    """Of every fund who runs it, its size, and what was committed and invested, quarter by quarter."""
    told = told_in(made)
    frame = _of(told, "programme_funds", programmes_standing.funds, "fund")
    blocks: list[Block] = []
    for fund in told.programme.funds:
        own = frame[frame["fund"] == fund.id]
        blocks += [*said(fund.name[made.language]), Facts(_fund_facts(told, fund, own))]
        if own.empty:
            blocks += noted(made.text("programme.funds.nothing"))
        else:
            blocks.append(_fund(told, fund, own))
    return [*blocks, *told.not_by_cohort] if blocks else ()


def _of(told: Told, held: str, query: Callable[..., pd.DataFrame], column: str) -> pd.DataFrame:
    """What is recorded of the funds, or of the facilities."""
    if not told.has(held):
        return pd.DataFrame(columns=[column])
    return query(told.here.viewer, told.here.moment, told.programme.id, told.zone)


def _fund_facts(told: Told, fund: Fund, frame: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    text, language = told.text, told.language
    facts = [
        (text("programme.owner"), fund.owner[language]),
        (text("programme.funds.size"), published(told.here, fund.size_krw)),
    ]
    if not frame.empty:
        committed, invested = float(frame["committed_krw"].sum()), total(frame, "invested_krw")
        rest = left_of(committed, invested, "invested_krw")
        facts += [
            (text("programme.funds.committed"), formats.money(committed, language)),
            (text("programme.funds.invested"), money_in(told.here, invested, "invested_krw")),
            (text("programme.funds.remaining"), money_in(told.here, rest, "invested_krw")),
        ]
    return tuple(facts)


def _fund(told: Told, fund: Fund, frame: pd.DataFrame) -> Block:
    drawing = programme_sides.fund(told.here, fund, frame)
    numbered = _fund_table(told, fund, frame)
    return chart(drawing, numbered, (told.text("programme.funds.about"),)) if drawing else numbered


def _fund_table(told: Told, fund: Fund, frame: pd.DataFrame) -> Table:
    text = told.text
    headings = [(text(f"programme.funds.{name}"), 1.0) for name in
                ("period", "committed", "called", "invested", "returned", "investments")]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            formats.period(str(row["period"]), told.language),
            *(numbers.money_in(told.here, row, amount) for amount in AMOUNTS),
            numbers.plain(row["investments"]),
        ]
        for row in frame.to_dict("records")
    ]
    title = text("brief_building.programme.fund", fund=fund.name[told.language])
    notes = (why_withheld(told.here, frame),)
    return table(text, title, headings, rows, basis=told.basis(frame), notes=notes)


def spaces(made: Making) -> Sequence[Block]:
    """Of every facility its area and kinds of space, and how full these are, quarter by quarter and now."""
    told, text = told_in(made), made.text
    frame = _of(told, "programme_spaces", programmes_standing.spaces, "facility")
    blocks: list[Block] = []
    for facility in told.programme.facilities:
        own = frame[frame["facility"] == facility.id]
        blocks += [*said(facility.name[made.language]), Facts(_facility_facts(told, facility))]
        if own.empty:
            blocks += noted(text("programme.spaces.nothing"))
        else:
            drawing = programme_sides.occupancy(made.here, facility, own)
            blocks.append(chart(drawing, _spaces(told, facility, own), (text("programme.spaces.about"),)))
    return [*blocks, *told.not_by_cohort] if blocks else ()


def _facility_facts(told: Told, facility: Facility) -> tuple[tuple[str, str], ...]:
    text, kinds = told.text, programme_sides.kinds_of(told.here, facility)
    area = f"{number(facility.area_m2)}㎡" if facility.area_m2 else text("programme.not_published")
    return (
        (text("programme.spaces.area"), area),
        (text("programme.spaces.kinds"), ", ".join(kinds.values()) or "–"),
    )


def _spaces(told: Told, facility: Facility, frame: pd.DataFrame) -> Table:
    """Area, spaces and how many are taken, in the newest quarter."""
    text = told.text
    names = programme_sides.kinds_of(told.here, facility)
    rows: list[list[Cell]] = [
        [
            row["name"],
            *(numbers.plain(row[key]) for key in ("area_m2", "capacity", "occupied")),
            numbers.share(row["occupied"], row["capacity"]),
        ]
        for row in programme_sides.newest(frame, names, text("programme.total"))
    ]
    headings = [(text(f"programme.spaces.{name}"), 1.0) for name in
                ("kind", "area", "capacity", "occupied", "rate")]  # fmt: skip
    period = formats.period(str(frame["period"].max()), told.language)
    title = text("brief_building.programme.spaces", facility=facility.name[told.language], period=period)
    return table(text, title, headings, rows, basis=told.basis(frame), emphasised=[len(rows) - 1])


def experts(made: Making) -> Sequence[Block]:
    """Of every working group how many experts were told of, how many are recorded, and in which fields."""
    told, text, here = told_in(made), made.text, made.here
    if not told.has("programme_working_groups"):
        return ()
    frame = programmes_standing.working_groups(here.viewer, here.moment, told.programme.id, told.zone)
    blocks: list[Block] = []
    for group in told.programme.working_groups:
        own = frame[frame["working_group"] == group.id]
        known = _persons(told, group.experts) if group.experts else text("programme.not_published")
        facts = (
            (text("programme.groups.told"), known),
            (text("programme.groups.recorded"), _persons(told, own["experts"].sum())),
        )
        headings = [(text("programme.groups.field"), 2.0), (text("programme.groups.experts"), 1.0)]
        rows: list[list[Cell]] = [
            [told_name(here, told.programme, str(row["group_field"])), numbers.plain(row["experts"])]
            for row in own.to_dict("records")
        ]
        name = group.name[made.language]
        blocks += [*said(name), Facts(facts), table(text, name, headings, rows, basis=told.basis(own))]
    return [*blocks, *told.not_by_cohort] if blocks else ()


def _persons(told: Told, count: object) -> str:
    return told.text("programme.outcomes.persons", count=number(count))
