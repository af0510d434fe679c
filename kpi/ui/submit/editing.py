"""Single cells written anew and rows left out, in a table beside what is wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from kpi.drafts import Correction, Decisions, RowRef
from kpi.ui.submit.work import Work, decide

SHOWN = 200
DRAWN = "kpi_tables_to_mend"
TAKEN_BACK = "kpi_edits_taken_back"


@dataclass(frozen=True)
class Cell:
    """One cell of the file: where it stands, and its text there. One that may not be written down is no `is_writable`:
    several cells of a row together, or what names a firm or a person.
    """

    sheet: str
    row: int
    heading: str
    text: str
    is_writable: bool = True

    @property
    def place(self) -> tuple[str, int, str]:
        return self.sheet, self.row, self.heading


def editor(work: Work, cells: Sequence[Cell], key: str, count: int) -> None:
    """A table of cells: each can be written anew, or its row left out. An edit is kept at once."""
    text, shown = work.here.text, list(cells)[:SHOWN]
    if not shown:
        st.caption(text("submit.editing.in_file"))
        return
    if not work.is_open:
        st.dataframe(
            _frame(work, shown),
            hide_index=True,
            alt=text("submit.editing.title"),
            column_config=_headings(work),
        )
        return
    st.caption(
        text("submit.editing.lead" if all(cell.is_writable for cell in shown) else "submit.editing.rows_only")
    )
    st.data_editor(
        _drawn(work, shown, key),
        key=_named(work, key),
        hide_index=True,
        num_rows="fixed",
        disabled=["sheet", "row", "heading", "written"],
        column_config=_headings(work),
        on_change=_edited,
        args=(work, shown, _named(work, key)),
        alt=text("submit.editing.title"),
    )
    if count > len(shown):
        st.caption(text("submit.editing.more", shown=len(shown), count=f"{count:,}"))


def _named(work: Work, key: str) -> str:
    """Another reading has other rows, and what was taken back is no longer there: what was typed belongs to the old
    ones.
    """
    return f"{key}-{work.stamp}-{st.session_state.get(TAKEN_BACK, 0)}"


def _drawn(work: Work, cells: Sequence[Cell], key: str) -> pd.DataFrame:
    """The table as it was first drawn. The browser has what was typed since; given another table it would draw it anew
    and ask for the page once more, just when the next click comes.
    """
    tables = st.session_state.setdefault(DRAWN, {})
    for other in [each for each in tables if each[:2] != (work.draft.id, work.stamp)]:
        del tables[other]
    place = (work.draft.id, work.stamp, _named(work, key))
    return tables.setdefault(place, _frame(work, cells))


def _frame(work: Work, cells: Sequence[Cell]) -> pd.DataFrame:
    corrected = {(one.sheet, one.row, one.column): one.text for one in work.decisions.corrections}
    left = {(one.sheet, one.row) for one in work.decisions.left_out}
    rows = [
        {
            "sheet": cell.sheet,
            "row": cell.row,
            "heading": cell.heading,
            "written": cell.text,
            "text": corrected.get(cell.place, cell.text),
            "leave_out": (cell.sheet, cell.row) in left,
        }
        for cell in cells
    ]
    needless = [] if any(cell.sheet for cell in cells) else ["sheet"]
    if not all(cell.is_writable for cell in cells):
        needless.append("text")
    return pd.DataFrame(rows).drop(columns=needless)


def _headings(work: Work) -> dict[str, object]:
    text, config = work.here.text, st.column_config
    return {
        "sheet": config.TextColumn(text("submit.editing.sheet"), width="small"),
        "row": config.NumberColumn(text("submit.editing.row"), width="small", format="%d"),
        "heading": config.TextColumn(text("submit.editing.heading")),
        "written": config.TextColumn(text("submit.editing.written")),
        "text": config.TextColumn(text("submit.editing.text")),
        "leave_out": config.CheckboxColumn(text("submit.editing.leave_out"), width="small"),
    }


def _edited(work: Work, cells: Sequence[Cell], key: str) -> None:
    changes = st.session_state[key]["edited_rows"]
    edited = [(cells[int(at)], change) for at, change in changes.items() if int(at) < len(cells)]
    decide(work, lambda now: changed(now, edited))


def changed(now: Decisions, edited: Sequence[tuple[Cell, dict[str, object]]]) -> dict[str, object]:
    """The decisions that these edits come to: a text as the file has it is no correction."""
    corrections = {(one.sheet, one.row, one.column): one for one in now.corrections}
    left = {(one.sheet, one.row): one for one in now.left_out}
    for cell, change in edited:
        if "text" in change:
            text = "" if change["text"] is None else str(change["text"])
            corrections.pop(cell.place, None)
            if text != cell.text:
                corrections[cell.place] = Correction(
                    sheet=cell.sheet, row=cell.row, column=cell.heading, text=text
                )
        if "leave_out" in change:
            left.pop((cell.sheet, cell.row), None)
            if change["leave_out"]:
                left[cell.sheet, cell.row] = RowRef(sheet=cell.sheet, row=cell.row)
    return {"corrections": tuple(corrections.values()), "left_out": tuple(left.values())}


def left_out(work: Work) -> None:
    """What was corrected and left out so far, each with the way back."""
    text, said = work.here.text, work.decisions
    if not (said.corrections or said.left_out):
        return
    label = text("submit.editing.so_far", corrections=len(said.corrections), rows=len(said.left_out))
    fold = st.expander(label, icon=":material/edit:", on_change="rerun", key="edits-so-far")
    if not fold.open:
        return
    with fold:
        for one in said.corrections[:SHOWN]:
            words = text("submit.editing.corrected", row=one.row, column=one.column, text=one.text or "–")
            _undoable(work, words, f"correction-{one.sheet}-{one.row}-{one.column}", (one, None))
        for row in said.left_out[:SHOWN]:
            words = text("submit.editing.row_left_out", row=row.row)
            _undoable(work, words, f"left-{row.sheet}-{row.row}", (None, row))


def _undoable(work: Work, words: str, key: str, what: tuple[Correction | None, RowRef | None]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.text(words, width="stretch")
        label = work.here.text("submit.editing.take_back")
        st.button(label, key=key, on_click=_taken_back, args=(work, *what), disabled=not work.is_open)


def _taken_back(work: Work, correction: Correction | None, row: RowRef | None) -> None:
    decide(
        work,
        lambda now: {
            "corrections": tuple(one for one in now.corrections if one != correction),
            "left_out": tuple(one for one in now.left_out if one != row),
        },
    )
    st.session_state[TAKEN_BACK] = st.session_state.get(TAKEN_BACK, 0) + 1
