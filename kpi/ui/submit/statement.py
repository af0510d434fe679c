"""What is said about a file: whose it is, since when it is known, on which terms it may be used."""

from datetime import date

import streamlit as st

from kpi.ui.submit.words import names_of
from kpi.ui.submit.work import Work, decide

EARLIEST = date(2019, 1, 1)


def statement(work: Work) -> None:
    """What is said about the file: title, publisher, series, day it became known, licence."""
    assert work.prepared
    text, given = work.here.text, work.said
    st.markdown(f"**{text('submit.found.statement')}**")
    st.caption(text("submit.found.statement_help"))
    with st.grid(2, min_column_width=260):
        _written(work, "title", "ko", given.title.ko if given.title else "")
        _written(work, "title", "en", given.title.en if given.title else "")
        _written(work, "publisher", "ko", given.publisher.ko if given.publisher else "")
        _written(work, "publisher", "en", given.publisher.en if given.publisher else "")
        _known_on(work, given.known_on)
        _series(work, given.series)
        _licence(work, given.licence)


def _written(work: Work, field: str, language: str, stands: str) -> None:
    key = f"said-{field}-{language}"
    st.session_state[key] = stands
    st.text_input(
        work.here.text(f"submit.found.{field}_{language}"),
        key=key,
        on_change=_names_written,
        args=(work, field),
        max_chars=200,
        disabled=not work.is_open,
    )


def _names_written(work: Work, field: str) -> None:
    names = names_of(st.session_state[f"said-{field}-ko"], st.session_state[f"said-{field}-en"])
    decide(work, lambda now: {field: names})


def _licence(work: Work, stands: str) -> None:
    text = work.here.text
    st.session_state["said-licence"] = stands
    st.text_input(
        text("submit.found.licence"),
        key="said-licence",
        on_change=_licence_written,
        args=(work,),
        placeholder=text("submit.found.licence_example"),
        max_chars=200,
        disabled=not work.is_open,
        help=text("submit.found.licence_help"),
    )


def _licence_written(work: Work) -> None:
    decide(work, lambda now: {"licence": st.session_state["said-licence"].strip()})


def _known_on(work: Work, stands: date | None) -> None:
    text = work.here.text
    st.session_state["said-known-on"] = stands
    st.date_input(
        text("submit.found.known_on"),
        min_value=EARLIEST,
        max_value="today",
        format="YYYY-MM-DD",
        key="said-known-on",
        on_change=_day_chosen,
        args=(work,),
        disabled=not work.is_open,
        help=text("submit.found.known_on_help"),
    )


def _day_chosen(work: Work) -> None:
    decide(work, lambda now: {"known_on": st.session_state["said-known-on"]})


def _series(work: Work, stands: str) -> None:
    options = list(
        dict.fromkeys([*([stands] if stands else []), *(work.dataset.series if work.dataset else ())])
    )
    if not options:
        return
    text = work.here.text
    st.session_state["said-series"] = stands or options[0]
    st.selectbox(
        text("submit.found.series"),
        options,
        format_func=lambda one: text(f"submit.series.{one}") if f"submit.series.{one}" in text else one,
        key="said-series",
        on_change=_series_chosen,
        args=(work,),
        disabled=not work.is_open,
        help=text("submit.found.series_help"),
    )


def _series_chosen(work: Work) -> None:
    decide(work, lambda now: {"series": st.session_state["said-series"]})
