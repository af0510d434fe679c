"""Step 1: what was found in the file, which kind of file it is taken for, and what is said about it."""

import streamlit as st

from kpi.drafts import fault_from_json
from kpi.ui.markup import definitions, put, text_of
from kpi.ui.submit.faults import escaped, told
from kpi.ui.submit.statement import statement
from kpi.ui.submit.words import certainty, listed, period_name, place_name, size, value
from kpi.ui.submit.work import Work, decide
from kpi.ui.tables import Cell, Column, table

NUMBERS = ("amount", "integer", "decimal")
SCROLLS_FROM, HEIGHT = 8, 330


def found(work: Work) -> None:
    """The step."""
    assert work.prepared
    already(work)
    unreadable(work)
    with st.container(border=True):
        put(definitions(facts(work)))
        sensitive(work)
        notes(work)
    kind_of_file(work)
    if work.prepared.columns:
        statement(work)
        head(work)


def already(work: Work) -> None:
    """Says that this very file is part of what the pages show."""
    assert work.prepared
    if work.prepared.already:
        st.info(work.here.text("submit.found.already"), icon=":material/task_alt:")


def unreadable(work: Work) -> None:
    """A file of which no table could be made says here why, unless it is no fault of the file."""
    assert work.prepared
    if work.prepared.columns or work.prepared.reference:
        return
    for group in work.prepared.errors:
        for fault in group.faults:
            st.error(
                told(work, fault_from_json(fault)),
                title=work.here.text("submit.found.unreadable"),
                icon=":material/error:",
            )


def facts(work: Work) -> list[tuple[str, str]]:
    """Name and value of each thing seen in the file."""
    text, prepared, here = work.here.text, work.prepared, work.here
    assert prepared
    form = " · ".join(
        part for part in (prepared.kind.upper(), prepared.encoding.upper(), _delimiter(work)) if part
    )
    rows = [
        (text("submit.found.form"), f"{form} · {size(work.draft.size_bytes)}"),
        (text("submit.found.sheets"), listed(here, list(prepared.sheets))),
        (text("submit.found.rows"), text("submit.found.row_count", count=f"{prepared.rows:,}")),
        (text("submit.found.zones"), listed(here, [place_name(here, one) for one in prepared.zones])),
        (text("submit.found.periods"), listed(here, [period_name(here, one) for one in prepared.periods])),
    ]
    return [(name, said) for name, said in rows if said]


def _delimiter(work: Work) -> str:
    assert work.prepared
    known = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}
    sign = work.prepared.delimiter
    return work.here.text(f"submit.found.delimiter.{known[sign]}") if sign in known else sign


def sensitive(work: Work) -> None:
    """Which columns are hashed or dropped, said before anything is stored."""
    assert work.prepared
    for kind in ("firm", "personal"):
        headings = [
            fit.heading
            for fit in work.prepared.columns
            if fit.column in work.columns and work.columns[fit.column].type == kind
        ]
        if headings:
            words = work.here.text(f"submit.found.sensitive.{kind}", columns=", ".join(headings))
            st.caption(f":material/shield: {escaped(words)}")


def notes(work: Work) -> None:
    """The footnotes of the file, as they stand there."""
    assert work.prepared
    if work.prepared.notes:
        lines = "".join(f"<li>{text_of(note)}</li>" for note in work.prepared.notes[:10])
        title = text_of(work.here.text("submit.found.notes"))
        put(f'<p class="kpi-quiet">{title}</p><ul class="kpi-reading">{lines}</ul>')


def kind_of_file(work: Work) -> None:
    """The dataset: the best fit chosen, the others one click away."""
    text = work.here.text
    fits = {fit.dataset: fit for fit in work.prepared.datasets} if work.prepared else {}
    options = [*fits, *(one for one in work.here.catalogue.datasets if one not in fits)]
    names = {
        one: work.here.catalogue.datasets[one].name[work.here.language]
        for one in options
        if one in work.here.catalogue.datasets
    }
    chosen = work.dataset.id if work.dataset else None

    def name(one: str) -> str:
        fit = fits.get(one)
        return (
            f"{names.get(one, one)} — {certainty(work.here, fit.confidence)}" if fit else names.get(one, one)
        )

    st.session_state["said-dataset"] = chosen
    st.selectbox(
        text("submit.found.dataset"),
        options,
        index=0 if chosen else None,
        format_func=name,
        placeholder=text("submit.found.dataset_none"),
        key="said-dataset",
        on_change=_dataset_chosen,
        args=(work,),
        disabled=not work.is_open,
        help=text("submit.found.dataset_help"),
    )
    if work.dataset:
        st.caption(f"{work.dataset.meaning[work.here.language]} ({work.dataset.grain[work.here.language]})")
    fit = fits.get(chosen or "")
    if fit and fit.missing:
        missing = ", ".join(work.column_name(one) for one in fit.missing)
        st.warning(text("submit.found.missing", columns=missing), icon=":material/view_column:")


def _dataset_chosen(work: Work) -> None:
    chosen = st.session_state["said-dataset"]
    if chosen:
        # Columns, values and units belong to the other dataset: they are suggested anew.
        anew = {"series": "", "columns": {}, "values": {}, "units": {}, "refused": (), "reasons": {}}
        decide(work, lambda now: {**anew, "dataset": chosen})


def head(work: Work) -> None:
    """The first rows as they were understood; what is sensitive is left out."""
    assert work.prepared
    text = work.here.text
    st.markdown(f"**{text('submit.found.head')}**")
    if not work.prepared.head:
        st.info(text("submit.found.no_rows"), icon=":material/table_rows:")
        return
    names = [
        one
        for one in work.columns
        if not work.is_sensitive(one) and any(one in row for row in work.prepared.head)
    ]
    columns = [Column(work.column_name(one), work.columns[one].type in NUMBERS) for one in names]
    rows: list[list[Cell]] = [
        [value(work.here, work.columns[one], row.get(one)) for one in names] for row in work.prepared.head
    ]
    with st.container(height=HEIGHT if len(rows) > SCROLLS_FROM else "content", border=True):
        table(columns, rows, label=text("submit.found.head"))
    if work.prepared.rows > len(rows):
        st.caption(text("submit.found.head_of", shown=len(rows), count=f"{work.prepared.rows:,}"))
