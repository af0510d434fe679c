"""Step 3: what was done to the file, kind by kind with examples; each can be refused."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from kpi.submissions import Repair
from kpi.ui.markup import put, text_of
from kpi.ui.submit.words import period_name, place_name
from kpi.ui.submit.work import Work, decide
from kpi.ui.tables import Cell, Column, table

# A column that is not used is answered under the columns; what is sensitive is never kept in clear.
NOT_REFUSABLE = ("personal_dropped", "firm_hashed", "column_not_used")
PLACE = "@"


def repairs(work: Work) -> None:
    """The step: repairs in use, then those that were refused."""
    assert work.prepared
    text = work.here.text
    st.caption(text("submit.repairs.lead"))
    refused(work)
    if not work.prepared.repairs:
        st.success(text("submit.repairs.none"), icon=":material/check_circle:")
        return
    ordered = sorted(work.prepared.repairs, key=lambda one: one.kind)
    for kind, group in groupby(ordered, key=lambda one: one.kind):
        of_kind(work, kind, list(group))


def of_kind(work: Work, kind: str, found: Sequence[Repair]) -> None:
    """One kind: what it is, how often, its examples, and the switch."""
    text = work.here.text
    with st.container(border=True, key=f"repair-{kind}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            with st.container(width="stretch", gap=None):
                put(f"<strong>{text_of(summary(work, kind, found))}</strong>")
            if kind not in NOT_REFUSABLE:
                switch(work, kind)
        if len(found) > 1 or found[0].place[-1:].isdigit():
            fold = st.expander(
                text("submit.repairs.examples", count=len(found)), on_change="rerun", key=f"examples-{kind}"
            )
            if fold.open:
                with fold:
                    examples(work, found)


def summary(work: Work, kind: str, found: Sequence[Repair]) -> str:
    """The kind in words with its count and first example; what the texts do not know is named by its kind."""
    text, first, count = work.here.text, found[0], sum(one.count for one in found)
    key = f"reading.repairs.{kind}"
    if key not in text:
        return text("submit.repairs.unnamed", kind=kind, count=f"{count:,}")
    return text(key, place=first.place, before=first.before, after=meant(work, first), count=f"{count:,}")


def meant(work: Work, repair: Repair) -> str:
    """What was read, as people say it: a zone by its name, a quarter in words, a factor with its commas."""
    if repair.kind == "zone_alias":
        return place_name(work.here, repair.after)
    if repair.kind == "period_respelled":
        return period_name(work.here, repair.after)
    return (
        f"{int(repair.after):,}" if repair.kind == "unit_scaled" and repair.after.isdigit() else repair.after
    )


def switch(work: Work, kind: str) -> None:
    """On = the repair is used."""
    key = f"use-{kind}"
    st.session_state[key] = kind not in work.decisions.refused
    st.toggle(
        work.here.text("submit.repairs.use"),
        key=key,
        on_change=_switched,
        args=(work, kind, key),
        disabled=not work.is_open,
    )


def examples(work: Work, found: Sequence[Repair]) -> None:
    """Where, what stood there and what was read; with a choice of single places to leave as they were."""
    text = work.here.text
    columns = [Column(text(f"submit.repairs.{name}")) for name in ("place", "before", "after")]
    rows: list[list[Cell]] = [[one.place or "–", one.before or "–", meant(work, one) or "–"] for one in found]
    table(columns, rows, label=text("submit.repairs.title"))
    places = {f"{one.kind}{PLACE}{one.place}": one for one in found if one.place}
    if not places or found[0].kind in NOT_REFUSABLE:
        return
    key = f"places-{found[0].kind}"
    st.session_state[key] = [one for one in work.decisions.refused if one in places]
    st.multiselect(
        text("submit.repairs.only_here"),
        list(places),
        format_func=lambda one: f"{places[one].place}: {places[one].before}",
        placeholder=text("submit.repairs.only_here_none"),
        key=key,
        on_change=_places_chosen,
        args=(work, list(places), key),
        disabled=not work.is_open,
    )


def refused(work: Work) -> None:
    """What was refused, with the way back."""
    if not work.decisions.refused:
        return
    text = work.here.text
    with st.container(border=True, key="repairs-refused"):
        st.markdown(
            f":material/block: **{text('submit.repairs.refused', count=len(work.decisions.refused))}**"
        )
        for one in work.decisions.refused:
            with st.container(
                horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
            ):
                st.markdown(refused_name(work, one), width="stretch")
                st.button(
                    text("submit.repairs.take_back"),
                    on_click=_taken_back,
                    args=(work, one),
                    key=f"take-back-{one}",
                    disabled=not work.is_open,
                )


def refused_name(work: Work, refusal: str) -> str:
    """A refusal in words: the kind, and where it holds if not everywhere."""
    text = work.here.text
    kind, _, at = refusal.partition(PLACE)
    name = text(f"submit.kinds.{kind}") if f"submit.kinds.{kind}" in text else kind
    return text("submit.repairs.refused_at", kind=name, place=at) if at else name


def _switched(work: Work, kind: str, key: str) -> None:
    refuse(work, [kind], [] if st.session_state[key] else [kind])


def _places_chosen(work: Work, places: list[str], key: str) -> None:
    refuse(work, places, st.session_state[key])


def _taken_back(work: Work, refusal: str) -> None:
    refuse(work, [refusal], [])


def refuse(work: Work, among: list[str], chosen: list[str]) -> None:
    """Of these refusals only the chosen ones hold from now on; others stay as they are."""
    decide(work, lambda now: {"refused": (*(one for one in now.refused if one not in among), *chosen)})
