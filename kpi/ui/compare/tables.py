"""The table behind all: one row a zone and metric, with rank, what it is compared with, origin and notes."""

import streamlit as st

from kpi import format as formats
from kpi.queries.comparison import Subject
from kpi.ui.compare.filters import Chosen
from kpi.ui.compare.metric import course
from kpi.ui.figure import folded
from kpi.ui.paging import page_of
from kpi.ui.status import origin_words
from kpi.ui.tables import Cell, Column, table
from kpi.wording import comparing as words
from kpi.wording.comparing import Row

ON_A_PAGE = 100
NUMBERS = {"rank", "value", "reference", "difference", "share"}
COLUMNS = (
    "rank", "zone", "wave", "metric", "basis", "value", "reference", "difference", "share", "origin", "note",
)  # fmt: skip
OF_TWO_PERIODS = ("zone", "metric", "value", "reference", "difference", "share", "note")


def behind(page: Chosen) -> None:
    """The numbers of what is shown: of the metric looked at, of the zone marked, or of all. Folded, unless two periods
    are set side by side.
    """
    if page.asked.at:
        here, asked = page.here, page.asked
        periods = {"one": formats.period(asked.period, here.language), "other": words.against(here, asked)}
        st.subheader(here.text("compare.two_periods", **periods), anchor=False)
        _tables(page)
        return
    folded(page.here, f"compare-{page.side}", lambda: _tables(page))


def _tables(page: Chosen) -> None:
    if page.side == "metric":
        _paged(page, page.comparison.of_metric(page.metric).to_dict("records"))
        columns, rows = course(page, page.metric)
        table(columns, rows[:ON_A_PAGE], label=page.here.text("compare.multiples.title"))
    elif page.side == "zone" and page.zone:
        _paged(page, page.comparison.of_zone(page.zone).to_dict("records"))
    else:
        _paged(page, page.comparison.cells.to_dict("records"))


def _paged(page: Chosen, rows: list[Row]) -> None:
    here = page.here
    _, shown = page_of("rows", rows, ON_A_PAGE)
    names = OF_TWO_PERIODS if page.asked.at else COLUMNS
    columns = [Column(_head(page, name), name in NUMBERS) for name in names]
    lines = [[cells[name] for name in names] for cells in (_line(page, row) for row in shown)]
    marked = next((at for at, row in enumerate(shown) if row["zone"] == page.zone), -1)
    caption = " · ".join(
        each for each in (words.against(here, page.asked), words.per(here, page.asked)) if each
    )
    table(columns, lines, caption=caption, label=here.text("app.table_behind"), marked=marked)


def _head(page: Chosen, name: str) -> str:
    """What a column is called: of two periods, by the period."""
    periods = {"value": page.asked.period, "reference": page.asked.at}
    if page.asked.at and name in periods:
        return formats.period(periods[name], page.here.language)
    if name == "share" and page.asked.against == "target":
        return page.here.text("compare.column.reached")
    return page.here.text(f"compare.column.{name}")


def _share(page: Chosen, subject: Subject, row: Row) -> str:
    """The difference as a share, or the achievement of a target; percentages differ by points alone."""
    shown = words.difference(page.here, page.asked, subject, row)
    return shown if shown and shown != words.amount(page.here, page.asked, subject, row) else "–"


def _line(page: Chosen, row: Row) -> dict[str, Cell]:
    """The cells of a row by column."""
    here, subject = page.here, page.comparison.subject(row["metric"])
    return {
        "rank": words.rank(here, row) or "–",
        "zone": here.zone_name(row["zone"]),
        "wave": str(here.catalogue.zones[row["zone"]].wave),
        "metric": subject.metric.name[here.language],
        "basis": here.text(f"app.basis.{subject.basis}"),
        "value": words.value(here, subject, row["value"]),
        "reference": words.reference(here, page.asked, subject, row),
        "difference": words.amount(here, page.asked, subject, row) or "–",
        "share": _share(page, subject, row),
        "origin": origin_words(here, row["origin"] or None, bool(row["synthetic"])),
        "note": words.gap(here, row),
    }
