"""Texts that a column cannot place: each is told once what it means, for every row that has it."""

from itertools import groupby
from typing import Any

import streamlit as st

from kpi.drafts import Decisions, UnknownValue
from kpi.ui.submit.words import meanings
from kpi.ui.submit.work import Work, decide

SHOWN = 30
LONGEST = 100


def unknown_values(work: Work) -> None:
    """The unknown texts of each column, with what they may mean."""
    assert work.prepared
    ordered = sorted(work.prepared.unknown_values, key=lambda one: one.column)
    for column, group in groupby(ordered, key=lambda one: one.column):
        of_column(work, column, list(group))


def of_column(work: Work, column_id: str, found: list[UnknownValue]) -> None:
    """One column's unknown texts, the most frequent first."""
    text, column = work.here.text, work.columns.get(column_id)
    names = meanings(work.here, column, work.dataset) if column else {}
    with st.container(border=True, key=f"unknown-{column_id}"):
        st.markdown(
            f":material/help: **{text('submit.values.title', column=work.column_name(column_id), count=len(found))}**"
        )
        st.caption(text("submit.values.lead" if names else "submit.values.free"))
        ordered = sorted(found, key=lambda one: -one.count)
        with st.grid(3, min_column_width=230):
            for at, one in enumerate(ordered[:SHOWN]):
                key = f"value-{column_id}-{at}-{one.written}"
                meaning(work, one, names, key) if names else free_meaning(work, one, key)
        if len(ordered) > SHOWN:
            st.caption(text("submit.values.more", count=len(ordered) - SHOWN))


def meaning(work: Work, one: UnknownValue, names: dict[str, str], key: str) -> None:
    """What one text means, by a drop-down list with the likely ones first."""
    text = work.here.text
    likely = [each for each in one.suggestions if each in names]
    st.session_state[key] = work.decisions.values.get(one.column, {}).get(one.written)
    st.selectbox(
        text(
            "submit.values.means",
            written=one.written or text("submit.values.empty"),
            count=one.count,
            row=one.first_row,
        ),
        [*likely, *(each for each in names if each not in likely)],
        index=None,
        format_func=lambda each: names.get(each, each),
        placeholder=text("submit.values.open"),
        key=key,
        on_change=_meant,
        args=(work, one, key),
        disabled=not work.is_open,
    )


def free_meaning(work: Work, one: UnknownValue, key: str) -> None:
    """The same where anything may stand, a period or a day: written out."""
    text = work.here.text
    st.session_state[key] = work.decisions.values.get(one.column, {}).get(one.written, "")
    st.text_input(
        text(
            "submit.values.means",
            written=one.written or text("submit.values.empty"),
            count=one.count,
            row=one.first_row,
        ),
        placeholder=text("submit.values.write"),
        max_chars=LONGEST,
        key=key,
        on_change=_meant,
        args=(work, one, key),
        disabled=not work.is_open,
    )


def _meant(work: Work, one: UnknownValue, key: str) -> None:
    picked = (st.session_state[key] or "").strip()

    def changed(now: Decisions) -> dict[str, Any]:
        meant = dict(now.values.get(one.column, {}))
        if picked:
            meant[one.written] = picked
        else:
            meant.pop(one.written, None)
        return {"values": {**now.values, one.column: meant}}

    decide(work, changed)
