"""What a programme can draw on: funds with what is left of them, spaces and how full they are, its experts."""

import pandas as pd

from kpi import format as formats
from kpi.catalogue.programmes import Facility, Fund
from kpi.charts.drawing import Drawing
from kpi.charts.shares import shares
from kpi.charts.waterfall import waterfall
from kpi.queries import programmes_standing
from kpi.ui.cached import ask, kept
from kpi.ui.figure import show
from kpi.ui.markup import definitions, heading, put, quiet, section
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.words import basis_line, in_order, is_missing, money, named, number, share
from kpi.ui.tables import Cell, Column, markup

AMOUNTS = ["committed_krw", "called_krw", "invested_krw", "returned_krw", "investments"]


def resources(page: Chosen) -> None:
    """The section of funds, spaces and working groups."""
    if page.cohort:
        put(quiet(page.here.text("programme.not_by_cohort")))
    for fund in page.programme.funds:
        _fund(page, fund)
    for facility in page.programme.facilities:
        _facility(page, facility)
    if page.has("programme_working_groups"):
        put(kept("programme-groups", page.asked, lambda: _groups(page)))


def _fund(page: Chosen, fund: Fund) -> None:
    put(kept(f"programme-fund-{fund.id}", page.asked, lambda: _about_fund(page, fund)))
    if not _of_fund(page, fund).empty:
        drawing = kept(f"programme-waterfall-{fund.id}", page.asked, lambda: _waterfall(page, fund))
        show(drawing, key=f"programme-fund-{fund.id}")
        put(kept(f"programme-fund-table-{fund.id}", page.asked, lambda: _fund_table(page, fund)))


def _of_fund(page: Chosen, fund: Fund) -> pd.DataFrame:
    if not page.has("programme_funds"):
        return pd.DataFrame()
    frame = ask(programmes_standing.funds, page.programme.id, page.zone)
    return frame[frame["fund"] == fund.id]


def _about_fund(page: Chosen, fund: Fund) -> str:
    text, frame = page.here.text, _of_fund(page, fund)
    size = money(page, fund.size_krw) if fund.size_krw else text("programme.not_published")
    facts = [
        (text("programme.owner"), fund.owner[page.here.language]),
        (text("programme.funds.size"), size),
    ]
    if frame.empty:
        return (
            heading(fund.name[page.here.language])
            + definitions(facts)
            + quiet(text("programme.funds.nothing"))
        )
    sums = frame[AMOUNTS].fillna(0).sum()
    facts += [
        (text("programme.funds.committed"), money(page, sums["committed_krw"])),
        (text("programme.funds.called"), money(page, sums["called_krw"])),
        (text("programme.funds.invested"), money(page, sums["invested_krw"])),
        (text("programme.funds.remaining"), money(page, sums["committed_krw"] - sums["invested_krw"])),
        (text("programme.funds.returned"), money(page, sums["returned_krw"])),
        (text("programme.funds.investments"), number(sums["investments"])),
    ]
    return heading(fund.name[page.here.language], text("programme.funds.about")) + definitions(facts)


def _waterfall(page: Chosen, fund: Fund) -> Drawing:
    """From what is committed, quarter by quarter what was invested, to what remains."""
    text, frame, language = page.here.text, _of_fund(page, fund), page.here.language
    committed, invested = frame["committed_krw"].sum(), frame["invested_krw"].sum()
    uses = [
        (
            text("programme.funds.invested_in", period=formats.period(row["period"], language)),
            row["invested_krw"],
        )
        for row in frame.to_dict("records")
        if not is_missing(row["invested_krw"])
    ]
    title = text(
        "programme.funds.point",
        fund=fund.name[language],
        committed=money(page, committed),
        invested=money(page, invested),
        share=share(invested, committed),
        remaining=money(page, committed - invested),
    )
    return waterfall(
        (text("programme.funds.committed"), float(committed)),
        uses,
        text("programme.funds.remaining"),
        title,
        language,
        synthetic=bool(frame["synthetic"].any()),
    )


def _fund_table(page: Chosen, fund: Fund) -> str:
    text, frame = page.here.text, _of_fund(page, fund)
    keys = ("period", "committed", "called", "invested", "returned", "investments")
    columns = [Column(text(f"programme.funds.{key}"), key != "period") for key in keys]
    rows: list[list[Cell]] = [
        [
            formats.period(str(row["period"]), page.here.language),
            *(money(page, row[amount]) for amount in AMOUNTS[:4]),
            number(row["investments"]),
        ]
        for row in frame.to_dict("records")
    ]
    caption = basis_line(page, frame["synthetic"].any(), text("programme.funds.unit"))
    return markup(columns, rows, caption=caption, label=fund.name[page.here.language])


def _facility(page: Chosen, facility: Facility) -> None:
    put(kept(f"programme-facility-{facility.id}", page.asked, lambda: _about_facility(page, facility)))
    if not _of_facility(page, facility).empty:
        drawing = kept(f"programme-occupancy-{facility.id}", page.asked, lambda: _occupancy(page, facility))
        show(drawing, key=f"programme-facility-{facility.id}")
        put(kept(f"programme-spaces-{facility.id}", page.asked, lambda: _spaces(page, facility)))


def _of_facility(page: Chosen, facility: Facility) -> pd.DataFrame:
    if not page.has("programme_spaces"):
        return pd.DataFrame()
    frame = ask(programmes_standing.spaces, page.programme.id, page.zone)
    return frame[frame["facility"] == facility.id]


def _about_facility(page: Chosen, facility: Facility) -> str:
    text = page.here.text
    area = f"{number(facility.area_m2)}㎡" if facility.area_m2 else text("programme.not_published")
    kinds = ", ".join(kind.name[page.here.language] for kind in facility.space_kinds) or "–"
    facts = [(text("programme.spaces.area"), area), (text("programme.spaces.kinds"), kinds)]
    nothing = quiet(text("programme.spaces.nothing")) if _of_facility(page, facility).empty else ""
    title = heading(facility.name[page.here.language], text("programme.spaces.about"))
    return title + definitions(facts) + nothing


def _names(page: Chosen, facility: Facility) -> dict[str, str]:
    return {kind.id: kind.name[page.here.language] for kind in facility.space_kinds}


def _occupancy(page: Chosen, facility: Facility) -> Drawing:
    """How full each kind of space was, quarter by quarter."""
    text, frame, language = page.here.text, _of_facility(page, facility), page.here.language
    names, periods = _names(page, facility), sorted(frame["period"].unique())
    taken = {(row["space_kind"], row["period"]): row for row in frame.to_dict("records")}
    lines = {
        named(names, kind, "–"): [_share(taken.get((kind, period))) for period in periods]
        for kind in in_order(frame["space_kind"], names)
    }
    last = frame[frame["period"] == periods[-1]]
    title = text(
        "programme.spaces.point",
        period=formats.period(periods[-1], language),
        capacity=number(last["capacity"].sum()),
        occupied=number(last["occupied"].sum()),
        share=share(last["occupied"].sum(), last["capacity"].sum()),
    )
    labels = [formats.period(period, language) for period in periods]
    return shares(lines, labels, title, synthetic=bool(frame["synthetic"].any()))


def _share(row: dict[str, object] | None) -> float | None:
    if row is None or is_missing(row["capacity"]) or is_missing(row["occupied"]) or not row["capacity"]:
        return None
    return float(row["occupied"]) / float(row["capacity"])  # type: ignore[arg-type]


def _spaces(page: Chosen, facility: Facility) -> str:
    """Area, spaces and how many are taken, in the newest quarter."""
    text, frame = page.here.text, _of_facility(page, facility)
    newest = frame["period"].max()
    rows = {row["space_kind"]: row for row in frame[frame["period"] == newest].to_dict("records")}
    keys = ("kind", "area", "capacity", "occupied", "rate")
    columns = [Column(text(f"programme.spaces.{key}"), key != "kind") for key in keys]
    names = _names(page, facility)
    whole = {key: sum(row[key] for row in rows.values() if not is_missing(row[key])) for key in
             ("area_m2", "capacity", "occupied")}  # fmt: skip
    listed = [(named(names, kind, "–"), rows[kind]) for kind in in_order(rows, names)]
    cells: list[list[Cell]] = [
        [name, number(row["area_m2"]), number(row["capacity"]), number(row["occupied"]),
         share(row["occupied"], row["capacity"])]
        for name, row in [*listed, (text("programme.total"), whole)]
    ]  # fmt: skip
    period = formats.period(str(newest), page.here.language)
    unit = text("programme.spaces.unit", period=period)
    caption = basis_line(page, frame["synthetic"].any(), unit)
    label = facility.name[page.here.language]
    return markup(columns, cells, caption=caption, label=label, marked=len(cells) - 1)


def _groups(page: Chosen) -> str:
    """The experts of each working group by field in the newest quarter, beside how many were told of."""
    text, frame = page.here.text, ask(programmes_standing.working_groups, page.programme.id, page.zone)
    shown = []
    for group in page.programme.working_groups:
        own = frame[frame["working_group"] == group.id]
        told = number(group.experts) if group.experts else text("programme.not_published")
        facts = [
            (text("programme.groups.told"), told),
            (text("programme.groups.recorded"), number(own["experts"].sum())),
        ]
        columns = [
            Column(text("programme.groups.field")),
            Column(text("programme.groups.experts"), is_number=True),
        ]
        rows: list[list[Cell]] = [
            [str(row["group_field"]), number(row["experts"])] for row in own.to_dict("records")
        ]
        caption = basis_line(page, own["synthetic"].any(), text("programme.groups.unit"))
        body = definitions(facts) + markup(
            columns, rows, caption=caption, label=group.name[page.here.language]
        )
        shown.append(section(group.name[page.here.language], body))
    return "".join(shown)
