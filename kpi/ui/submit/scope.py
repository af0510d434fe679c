"""What a file that replaces speaks for: the zones and periods it holds rows of, or more than those."""

from datetime import date
from typing import Literal

import streamlit as st

from kpi.catalogue import NATIONAL, Dataset
from kpi.periods import is_year, quarters_of, year_of
from kpi.ui.submit.words import period_name, place_name
from kpi.ui.submit.work import Work, decide

EARLIEST_YEAR = 2019
SCOPES = ("held", "chosen")
Field = Literal["covers_zones", "covers_periods"]


def scope(work: Work) -> None:
    """The question, and once more is meant than the rows tell, the zones and periods; below, what that does."""
    fields = fields_of(work.dataset)
    if not fields or not work.prepared or (work.said.mode or work.prepared.suggested_mode) != "replace":
        return
    text = work.here.text
    stands = "chosen" if any(getattr(work.said, field) for field in fields) else "held"
    st.session_state["said-scope"] = stands
    st.segmented_control(
        text("submit.scope.title"),
        SCOPES,
        format_func=lambda one: text(f"submit.scope.{one}"),
        required=True,
        key="said-scope",
        on_change=_scope_chosen,
        args=(work, fields),
        disabled=not work.is_open,
    )
    if stands == "chosen":
        with st.grid(len(fields), min_column_width=260):
            for field in fields:
                _choice(work, field)
    st.caption(text(f"submit.scope.meaning.{stands}"))


def fields_of(dataset: Dataset | None) -> tuple[Field, ...]:
    """By what the dataset's files replace: by zone, by period, by both or by neither."""
    if dataset is None:
        return ()
    by_zone: tuple[Field, ...] = ("covers_zones",) if dataset.slice.scope == "zone" else ()
    return (*by_zone, "covers_periods") if dataset.slice.period != "none" else by_zone


def held(work: Work, field: Field) -> tuple[str, ...]:
    """What the file holds rows of; periods as the dataset is replaced by them."""
    assert work.prepared and work.dataset
    if field == "covers_zones":
        return work.prepared.zones
    by_year = work.dataset.slice.period == "year"
    labels = [str(year_of(each)) if by_year else each for each in work.prepared.periods]
    return tuple(dict.fromkeys(labels))


def choices(work: Work, field: Field) -> list[str]:
    """Everything a file may speak for: every zone, or every period of the years so far, the last first."""
    assert work.dataset
    own = held(work, field)
    if field == "covers_zones":
        return list(dict.fromkeys([*own, *work.here.catalogue.places_of(work.dataset), NATIONAL]))
    years = range(EARLIEST_YEAR, date.today().year + 2)
    by_year = work.dataset.slice.period == "year" or all(map(is_year, own))
    every = [str(year) for year in years] if by_year else [one for year in years for one in quarters_of(year)]
    return sorted({*own, *every}, reverse=True)


def _choice(work: Work, field: Field) -> None:
    """Those that are meant. What the file holds cannot be left out: its rows are there."""
    text, key = work.here.text, f"said-{field}"
    named = place_name if field == "covers_zones" else period_name
    st.session_state[key] = list(getattr(work.said, field) or held(work, field))
    st.multiselect(
        text(f"submit.scope.{field}"),
        choices(work, field),
        format_func=lambda one: named(work.here, one),
        key=key,
        on_change=_chosen,
        args=(work, field),
        disabled=not work.is_open,
    )


def _chosen(work: Work, field: Field) -> None:
    # In one order, so that the same statement makes the same submission.
    kept = tuple(sorted({*held(work, field), *st.session_state[f"said-{field}"]}))
    decide(work, lambda now: {field: kept or None})


def _scope_chosen(work: Work, fields: tuple[Field, ...]) -> None:
    is_chosen = st.session_state["said-scope"] == "chosen"
    decide(work, lambda now: {field: held(work, field) or None if is_chosen else None for field in fields})


def covered(work: Work) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Zones and periods that the file speaks for."""
    assert work.prepared
    if (work.said.mode or work.prepared.suggested_mode) != "replace":
        return work.prepared.zones, work.prepared.periods
    return (
        work.said.covers_zones or work.prepared.zones,
        work.said.covers_periods or work.prepared.periods,
    )
