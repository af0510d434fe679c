"""The table behind all: one row a zone and metric, with rank, what it is compared with, origin and notes."""

from kpi.ui.compare.filters import Chosen
from kpi.ui.compare.metric import course
from kpi.ui.figure import folded
from kpi.ui.paging import page_of
from kpi.ui.status import origin_words
from kpi.ui.tables import Cell, Column, table
from kpi.wording import comparing as words
from kpi.wording.comparing import Row

ON_A_PAGE = 100
NUMBERS = {"rank", "value", "reference", "difference"}
COLUMNS = ("rank", "zone", "wave", "metric", "basis", "value", "reference", "difference", "origin", "note")


def behind(page: Chosen) -> None:
    """The numbers of what is shown, folded: of the metric looked at, of the zone marked, or of all."""
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
    columns = [Column(here.text(f"compare.column.{name}"), name in NUMBERS) for name in COLUMNS]
    lines = [_line(page, row) for row in shown]
    marked = next((at for at, row in enumerate(shown) if row["zone"] == page.zone), -1)
    caption = " · ".join(
        each for each in (words.against(here, page.asked), words.per(here, page.asked)) if each
    )
    table(columns, lines, caption=caption, label=here.text("app.table_behind"), marked=marked)


def _line(page: Chosen, row: Row) -> list[Cell]:
    here, subject = page.here, page.comparison.subject(row["metric"])
    return [
        words.rank(here, row) or "–",
        here.zone_name(row["zone"]),
        str(here.catalogue.zones[row["zone"]].wave),
        subject.metric.name[here.language],
        here.text(f"app.basis.{subject.basis}"),
        words.value(here, subject, row["value"]),
        words.reference(here, page.asked, subject, row),
        words.difference(here, page.asked, subject, row) or "–",
        origin_words(here, row["origin"] or None, bool(row["synthetic"])),
        words.gap(here, row),
    ]
