"""Records of firms one by one, from the fold that they are read behind: each firm leads to its page."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from kpi.queries.programmes import Listed
from kpi.ui.firms.place import address
from kpi.ui.markup import text_of
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.tables import Cell, Column, Raw, table
from kpi.wording.programmes import is_missing

SHOWN = 200
Row = dict[str, Any]
Cells = Callable[[Chosen, Row], list[Cell]]


def listed(
    page: Chosen,
    words: str,
    key: str,
    icon: str,
    found: Callable[[], Listed],
    columns: list[Column],
    cells: Cells,
) -> None:
    """The first records under how many there are, asked for once the fold is open. `words`: their name in the texts."""
    text = page.here.text
    title = text(f"programme.{words}.title")
    fold = st.expander(title, icon=icon, key=key, on_change="rerun")
    if not fold.open:
        return
    with fold:
        records = found()
        if records.hidden:
            st.caption(text("programme.listed.hidden"))
        if records.total:
            counted = text("programme.listed.counted", shown=len(records.rows), total=records.total)
            rows = [cells(page, row) for row in records.rows.to_dict("records")]
            st.caption(counted)
            table(columns, rows, label=title)
        elif not records.hidden:
            st.caption(text(f"programme.{words}.nobody"))


def firm(page: Chosen, row: Row, without: str = "–") -> Cell:
    """The firm's name as the way to its page; `without` for a record of none."""
    if is_missing(row["firm"]):
        return without if is_missing(row["firm_name"]) else str(row["firm_name"])
    name = str(row["firm"])[:6] if is_missing(row["firm_name"]) else str(row["firm_name"])
    return Raw(
        f'<a href="{text_of(address(page.here, str(row["zone"]), str(row["firm"])))}">{text_of(name)}</a>'
    )


def where(page: Chosen, row: Row, above: str = "", origin: str = "") -> Raw:
    """File, with its sheet where it has several, and row; in small print below what else is told there."""
    sheet = f" · {row['sheet']}" if row.get("sheet") else ""
    place = page.here.text("programme.figures.row", file=f"{row['file_name']}{sheet}", row=row["source_row"])
    small = " · ".join(part for part in (place, origin) if part)
    lines = [*([text_of(above)] if above else []), f"<small>{text_of(small)}</small>"]
    return Raw(f'<div class="kpi-publication">{"<br>".join(lines)}</div>')
