"""Whom a programme taught, what became of its firms, what is counted of it, and the same beside other programmes."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from kpi import format as formats
from kpi.briefs import numbers
from kpi.briefs.blocks import chart, noted, table
from kpi.briefs.builders.making import Making
from kpi.briefs.builders.programme_parts import Row, Told, told_in
from kpi.briefs.parts import Block, Cell, Table
from kpi.catalogue import BASES
from kpi.charts import programme_sides
from kpi.queries import programmes, programmes_after, programmes_granting
from kpi.wording.programmes import category_names, in_order, named, why_withheld
from kpi.wording.values import origin_words

COUNTED = ("sessions", "people", "completed")
OTHERS = (
    "moment",
    "reported",
    "jobs",
    "investment",
    "patents_home",
    "patents_abroad",
    "export_contracts",
    "exports",
)


def training(made: Making) -> Sequence[Block]:
    """Who took part in training and events, by level and by audience, and every kind of them in a table."""
    told = told_in(made)
    if not told.has("programme_sessions"):
        return ()
    frame = programmes_granting.sessions(made.here.viewer, made.here.moment, *told.asked)
    if frame.empty:
        return ()
    levels, audiences = told.names("level"), told.names("audience")
    names = {"kind": category_names(made.here, "programme_sessions", "kind"), "level": levels,
             "audience": audiences}  # fmt: skip
    rows = [_session(told, row, names) for row in programme_sides.sessions(frame, names)]
    keys = (*names, *COUNTED, "rate", "teams", "firms")
    headings = [(made.text(f"programme.training.{key}"), 1.0) for key in keys]
    title = made.text("programme.aspects.training")
    basis, text = told.basis(frame), made.text
    drawn = programme_sides.training(made.here, frame, levels, audiences)
    sides = {"level": frame[frame["level"].notna()], "audience": frame}
    return (
        *(chart(drawn[by], _taking_part(told, sides[by], by, names[by])) for by in drawn),
        table(text, title, headings, rows, basis=basis),
        *noted(text("programme.training.about")),
    )


def _taking_part(told: Told, frame: pd.DataFrame, by: str, names: dict[str, str]) -> Table:
    """The numbers of a chart: who took part and completed, by level or by audience."""
    sums = frame.groupby(by)[["people", "completed"]].sum()
    rows = [
        [named(names, key, "–"), *(numbers.plain(each) for each in sums.loc[key]),
         numbers.share(sums.loc[key, "completed"], sums.loc[key, "people"])]
        for key in in_order(sums.index, names)
    ]  # fmt: skip
    headings = [(told.text(f"programme.training.{key}"), 1.0) for key in (by, "people", "completed", "rate")]
    title = told.text(f"brief_building.programme.training_by.{by}")
    return table(told.text, title, headings, rows, basis=told.basis(frame))


def _session(told: Told, row: Row, names: dict[str, dict[str, str]]) -> list[Cell]:
    without = {"level": told.text("programme.training.no_level")}
    return [
        *(named(known, row[key], without.get(key, "–")) for key, known in names.items()),
        *(numbers.plain(row[key]) for key in COUNTED),
        numbers.share(row["completed"], row["people"]),
        *(numbers.plain(row[key] or None) for key in ("teams", "firms")),
    ]


def outcomes(made: Making) -> Sequence[Block]:
    """Revenue and staff of the same firms before support and then, what else followed, and what is not known yet."""
    told, text = told_in(made), made.text
    if not told.has("programme_follow_ups"):
        return ()
    frame = programmes_after.follow_ups(made.here.viewer, made.here.moment, *told.asked)
    if frame.empty:
        return ()
    rows = {row["moment"]: row for row in frame.to_dict("records")}
    moments = programme_sides.moments(made.here)
    known = [(name, rows[moment]) for moment, name in moments.items() if moment in rows]
    awaited = ", ".join(name for moment, name in moments.items() if moment not in rows)
    drawn = programme_sides.outcomes(made.here, frame)
    basis = told.basis(frame)
    return (
        *(chart(drawn[side], _of_side(made, side, known, basis)) for side in drawn),
        _table(made, "others", OTHERS, [_other(made, *each) for each in known], basis),
        *noted(text("programme.outcomes.awaited", moments=awaited) if awaited else ""),
        *noted(why_withheld(made.here, frame)),
        *noted(text("programme.outcomes.about")),
    )


def _table(
    made: Making, which: str, keys: Sequence[str], rows: Sequence[Sequence[Cell]], basis: str
) -> Table:
    headings = [(made.text(f"brief_building.outcomes.{key}"), 1.0) for key in keys]
    return table(made.text, made.text(f"brief_building.outcomes.table.{which}"), headings, rows, basis=basis)


def _of_side(made: Making, side: str, known: Sequence[tuple[str, Row]], basis: str) -> Table:
    """The numbers of a chart: of each moment the firms known then and before, and both of their sums."""
    units = made.here.catalogue.units
    unit = (
        next(each for each in units.values() if each.kind == "money")
        if side == "revenue"
        else units["person"]
    )
    rows = []
    for name, row in known:
        before, after = (row[key] for key in programme_sides.SIDES[side])
        in_unit = partial(numbers.amount, made.here, unit)
        written = [numbers.in_row(made.here, row, key, in_unit) for key in programme_sides.SIDES[side]]
        rows.append([name, numbers.plain(row[f"firms_with_{side}"]), *written, numbers.grown(before, after)])
    return _table(made, side, ("moment", "firms", "before", "after", "change"), rows, basis)


def _other(made: Making, name: str, row: Row) -> list[Cell]:
    return [
        name,
        numbers.plain(row["firms"]),
        numbers.in_row(made.here, row, "jobs_created", numbers.plain),
        numbers.money_in(made.here, row, "investment_krw"),
        *(numbers.plain(row[key]) for key in ("patents_home", "patents_abroad", "export_contracts")),
        numbers.money_in(made.here, row, "exports_krw"),
    ]


def counted(made: Making) -> Sequence[Block]:
    """The newest year of every metric counted from the programme's records; of the whole programme alone."""
    told, here, text = told_in(made), made.here, made.text
    if not told.has("programme_values"):
        return ()
    frame = programmes.values(here.viewer, here.moment, told.programme.id)
    known = frame.to_dict("records")
    order, bases = list(here.catalogue.metrics), list(BASES)
    rows = []
    for row in sorted(known, key=lambda row: (order.index(row["metric"]), bases.index(row["basis"]))):
        made.saw(row["value"], "records", row["synthetic"])
        rows.append([
            here.metric_name(row["metric"]),
            text(f"app.basis.{row['basis']}"),
            formats.period(str(row["period"]), made.language),
            numbers.in_row(here, row, "value", partial(numbers.of_metric, here, row["metric"])),
            origin_words(here, "records", bool(row["synthetic"])),
        ])  # fmt: skip
    headings = [(text(f"brief_building.column.{name}"), width) for name, width in
                (("metric", 2.4), ("basis", 1), ("period", 0.9), ("value", 1.2), ("origin", 1.2))]  # fmt: skip
    whole = text("brief_building.programme.whole") if told.zone or told.choices.cohort else ""
    notes = (why_withheld(here, frame), text("programme.counted.about"), whole)
    return (table(text, text("programme.counted.title"), headings, rows, notes=notes),)


def beside(made: Making) -> Sequence[Block]:
    """All programmes on what they share, with the year that each value runs to."""
    told, here, text = told_in(made), made.here, made.text
    if not told.has("programme_values"):
        return ()
    frame = programmes_after.beside(here.viewer, here.moment)
    cells = {(row["metric"], row["programme"]): row for row in frame.to_dict("records")}
    shown = [each for each in here.catalogue.programmes.values() if each.id in set(frame["programme"])]
    for row in cells.values():
        made.saw(row["value"], "records", row["synthetic"])
    rows = [
        [here.metric_name(metric), *(_beside(made, cells.get((metric, each.id))) for each in shown)]
        for metric in programmes_after.SHARED
        if metric in set(frame["metric"])
    ]
    headings = [(text("programme.beside.metric"), 1.6), *((each.name[made.language], 1.2) for each in shown)]
    until = {row["programme"]: formats.period(str(row["period"]), made.language) for row in cells.values()}
    years = ", ".join(f"{each.name[made.language]} ~{until[each.id]}" for each in shown)
    sampled = text("brief_building.programme.samples") if frame["synthetic"].any() else ""
    notes = (
        why_withheld(here, frame),
        text("programme.beside.about"),
        text("brief_building.programme.until", years=years),
        sampled,
    )
    return (table(text, text("programme.aspects.beside"), headings, rows, notes=notes),)


def _beside(made: Making, row: Row | None) -> Cell:
    if row is None:
        return made.text("programme.beside.without")
    return numbers.in_row(made.here, row, "value", partial(numbers.of_metric, made.here, row["metric"]))
