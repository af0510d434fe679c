"""The cells behind faults and checks. All of them lie in the draft's folder; the answer itself holds only the first."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from kpi.drafts import FaultGroup
from kpi.errors import Fault
from kpi.ui.submit.editing import SHOWN, Cell
from kpi.ui.submit.words import place_name
from kpi.ui.submit.work import Work

FILE = "failing.parquet"
COLUMNS = ["sheet", "source_row", "heading", "written"]
KEPT = 256
# Parts the places of a check that names several.
BETWEEN = " / "


def of_faults(work: Work, group: FaultGroup, faults: Sequence[Fault]) -> list[Cell]:
    """The cells with a fault of this group; where the file of them is gone, those that the answer names."""
    stored = _stored(work, "fault", group.code, group.column)
    named = [fault for fault in faults if fault.where.row and fault.where.column]
    first = [
        (
            fault.where.sheet,
            int(fault.where.row or 0),
            fault.where.column,
            "" if fault.value is None else str(fault.value),
        )
        for fault in named
    ]
    return _cells(work, stored or first)


def of_check(work: Work, code: str) -> list[Cell]:
    """The cells that a check names."""
    rows = work.prepared.failing if work.prepared else ()
    first = [
        (row.sheet, row.row, row.heading or work.column_name(row.column), row.value)
        for row in rows
        if row.check_code == code
    ]
    found = _stored(work, "check", code, "") or first
    return _cells(work, [(*where, _named(work, text)) for *where, text in found])


def _named(work: Work, text: str) -> str:
    """Several places by their names, as a check of two at once tells them by their ids; any other text as it is."""
    places = text.split(BETWEEN)
    if len(places) == 1 or not all(each in work.here.catalogue.place_names for each in places):
        return text
    return BETWEEN.join(place_name(work.here, each) for each in places)


def _cells(work: Work, found: Sequence[tuple[str, int, str, str]]) -> list[Cell]:
    """Each cell once. A text that may not be shown has been masked; to be sure, it is left out here too."""
    cells: dict[tuple[str, int, str], Cell] = {}
    for sheet, row, heading, text in found:
        is_secret = work.is_sensitive_heading(heading)
        is_one = heading in {fit.heading for fit in work.prepared.columns} if work.prepared else False
        shown = text if not is_secret or "*" in text else ""
        cells[sheet, row, heading] = Cell(sheet, row, heading, shown, is_one and not is_secret)
    return list(cells.values())


def _stored(work: Work, kind: str, code: str, heading: str) -> list[tuple[str, int, str, str]]:
    path = work.here.paths.drafts / work.draft.id / FILE
    return _read(str(path), work.stamp, kind, code, heading) if path.exists() else []


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _read(path: str, stamp: int, kind: str, code: str, heading: str) -> list[tuple[str, int, str, str]]:
    """The first cells of one kind of finding: sheet, row, heading and text."""
    wanted = [
        ("kind", "==", kind),
        ("check_code", "==", code),
        *([("heading", "==", heading)] if heading else []),
    ]
    frame = pd.read_parquet(Path(path), columns=COLUMNS, filters=wanted).head(SHOWN + 1)
    return [
        (_text(row["sheet"]), int(row["source_row"]), _text(row["heading"]), _text(row["written"]))
        for row in frame.to_dict("records")
    ]


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value)
