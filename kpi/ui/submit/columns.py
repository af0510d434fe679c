"""Step 2: what each heading means. One box a heading: what stands below it, what it is taken for, and why."""

from typing import Any

import streamlit as st

from kpi.catalogue import Column
from kpi.drafts import ColumnFit, Decisions
from kpi.ui.markup import badge, put, text_of
from kpi.ui.submit.steps import is_settled
from kpi.ui.submit.values import unknown_values
from kpi.ui.submit.words import HIDDEN, LIKELY, certainty_badge
from kpi.ui.submit.work import Work, decide

SAMPLES = 5
FEW = 4
NOT_USED = ""


def columns(work: Work) -> None:
    """The step: what is missing, the headings, and the values that nobody knows."""
    assert work.prepared
    text = work.here.text
    st.caption(text("submit.columns.lead"))
    missing(work)
    unknown_values(work)
    if not work.prepared.columns:
        st.info(text("submit.columns.none"), icon=":material/view_column:")
        return
    wanting = [fit for fit in work.prepared.columns if is_doubtful(work, fit)]
    others = [fit for fit in work.prepared.columns if not is_doubtful(work, fit)]
    for fit in (*wanting, *others):
        heading(work, fit)


def missing(work: Work) -> None:
    """The required columns that no heading stands for."""
    assert work.prepared
    if work.prepared.missing_columns:
        names = ", ".join(work.column_name(one) for one in work.prepared.missing_columns)
        st.error(work.here.text("submit.columns.missing", columns=names), icon=":material/error:")


def is_doubtful(work: Work, fit: ColumnFit) -> bool:
    """Whether a person should say what this heading means."""
    return not is_settled(work, fit) and len(fit.choices) > 1 and fit.confidence < LIKELY


def heading(work: Work, fit: ColumnFit) -> None:
    """One heading of the file."""
    with st.container(border=True, key=f"heading-{_name(work, fit)}"):
        left, right = st.columns([1, 1], gap="medium")
        with left:
            put(about(work, fit))
        with right:
            question(work, fit) if is_doubtful(work, fit) else choice(work, fit)
            unit(work, fit)


def about(work: Work, fit: ColumnFit) -> str:
    """The heading with its first values and why it is taken for its column, as HTML."""
    text, column = work.here.text, chosen_column(work, fit)
    sheet = f' <span class="kpi-quiet">{text_of(fit.sheet)}</span>' if fit.sheet else ""
    is_hidden = work.is_sensitive(column)
    samples = " · ".join([HIDDEN] if is_hidden and fit.samples else fit.samples[:SAMPLES])
    shown = text("submit.columns.samples", samples=samples) if samples else text("submit.columns.no_samples")
    return (
        f'<strong>{text_of(fit.heading)}</strong>{sheet}<p class="kpi-quiet">{text_of(shown)}</p>'
        f'<div class="kpi-badges">{"".join(reasons(work, fit, column))}</div>'
    )


def reasons(work: Work, fit: ColumnFit, column: str) -> list[str]:
    """Badges: why, how sure, and what becomes of a sensitive column."""
    text, found = work.here.text, work.columns.get(column)
    if not column:
        return [badge(text("submit.columns.not_used"), "plain")]
    why = "chosen" if fit.heading in work.decisions.columns else fit.why
    shown = [badge(text(f"submit.why.{why}"), "published" if why in ("chosen", "remembered") else "plain")]
    if why not in ("chosen", "none"):
        shown.append(certainty_badge(work.here, fit.confidence))
    if found and found.type in ("firm", "personal"):
        shown.append(badge(text(f"submit.columns.sensitive.{found.type}"), "plain"))
    return shown


def chosen_column(work: Work, fit: ColumnFit) -> str:
    """The column that the heading stands for as of now, decided or suggested."""
    return work.decisions.columns.get(fit.heading, fit.column)


def options(work: Work, fit: ColumnFit) -> list[str]:
    """The columns it can be, the likely ones first, and not to be used at all."""
    likely = [one for one in dict.fromkeys((chosen_column(work, fit), *fit.choices)) if one in work.columns]
    return [*likely, *(one for one in work.columns if one not in likely), NOT_USED]


def choice(work: Work, fit: ColumnFit) -> None:
    """The column by a drop-down list."""
    key = f"column-{_name(work, fit)}"
    st.session_state[key] = chosen_column(work, fit)
    st.selectbox(
        work.here.text("submit.columns.means", heading=fit.heading),
        options(work, fit),
        format_func=lambda one: option_name(work, one),
        key=key,
        on_change=_chosen,
        args=(work, fit, key),
        disabled=not work.is_open,
    )


def question(work: Work, fit: ColumnFit) -> None:
    """A heading that can mean several things: the likely ones side by side, and nothing chosen for the user."""
    key = f"question-{_name(work, fit)}"
    likely = [one for one in fit.choices if one in work.columns][:FEW]
    st.session_state[key] = None
    st.segmented_control(
        work.here.text("submit.columns.question", heading=fit.heading),
        [*likely, NOT_USED],
        format_func=lambda one: option_name(work, one),
        key=key,
        on_change=_chosen,
        args=(work, fit, key),
        disabled=not work.is_open,
        wrap=True,
    )
    if fit.column:
        st.caption(work.here.text("submit.columns.for_now", column=work.column_name(fit.column)))


def option_name(work: Work, column_id: str) -> str:
    """A column's name, marked if the dataset needs it."""
    text = work.here.text
    if column_id == NOT_USED:
        return text("submit.columns.leave_out")
    column = work.columns.get(column_id)
    name = work.column_name(column_id)
    return text("submit.columns.required", name=name) if column and column.required else name


def _chosen(work: Work, fit: ColumnFit, key: str) -> None:
    picked = st.session_state[key]
    if picked is not None:
        # Two headings cannot stand for one column: the other one is let go.
        others = [one for one in _others(work, fit) if picked and chosen_column(work, one) == picked]
        freed = {one.heading: NOT_USED for one in others}
        decide(work, lambda now: {"columns": {**now.columns, **freed, fit.heading: picked}})


def _others(work: Work, fit: ColumnFit) -> list[ColumnFit]:
    fits = work.prepared.columns if work.prepared else ()
    return [one for one in fits if one.sheet == fit.sheet and one.heading != fit.heading]


def unit(work: Work, fit: ColumnFit) -> None:
    """The unit that a column of money or areas is written in."""
    column = work.columns.get(chosen_column(work, fit))
    written = written_units(work, column)
    if column is None or len(written) < 2:
        return
    text = work.here.text
    stands = work.decisions.units.get(column.id) or fit.unit or None
    known = [*([stands] if stands and stands not in written else []), *written]
    key = f"unit-{_name(work, fit)}"
    st.session_state[key] = stands
    st.selectbox(
        text("submit.columns.unit"),
        known,
        index=None,
        placeholder=text("submit.columns.unit_none"),
        key=key,
        on_change=_unit_chosen,
        args=(work, column.id, key),
        disabled=not work.is_open,
    )


def written_units(work: Work, column: Column | None) -> list[str]:
    """The ways this column's unit is written that differ in size; empty where there is nothing to choose."""
    if column is None or column.type not in ("amount", "decimal") or not column.unit:
        return []
    unit = work.here.catalogue.units.get(column.unit)
    by_factor: dict[float, str] = {}
    for written, factor in (unit.written if unit else {}).items():
        by_factor.setdefault(factor, written)
    return list(by_factor.values())


def _unit_chosen(work: Work, column: str, key: str) -> None:
    picked = st.session_state[key]

    def changed(now: Decisions) -> dict[str, Any]:
        others = {name: unit for name, unit in now.units.items() if name != column}
        return {"units": {**others, column: picked} if picked else others}

    decide(work, changed)


def _name(work: Work, fit: ColumnFit) -> str:
    at = list(work.prepared.columns).index(fit) if work.prepared else 0
    return f"{work.said.dataset}-{at}"
