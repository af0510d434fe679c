"""What people decided about a file on its way in, in words."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from pydantic import ValidationError

from kpi.drafts import Correction, Decisions, RowRef
from kpi.ledger import Submission
from kpi.queries.history import SENSITIVE, SubmissionEntry
from kpi.ui.history import words
from kpi.ui.markup import definitions, put
from kpi.ui.quality.words import of_check
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, table

LISTED = 50
HIDDEN = "●●●"


def decisions_of(submission: Submission) -> Decisions:
    """The decisions kept with a submission; empty ones for a file that came in without any."""
    try:
        return Decisions.model_validate(dict(submission.decisions or {}))
    except ValidationError:
        # Written by a newer program: the page shows what it understands, which is nothing.
        return Decisions()


def decided(setting: Setting, entry: SubmissionEntry) -> None:
    """Reasons for warnings first, then what was done to the file; what the cells held only for who may open it."""
    submission = entry.submission
    decisions = decisions_of(submission)
    reasons(setting, decisions.reasons)
    counts = counted(setting, decisions)
    st.markdown(f"**{setting.text('history.decided.title')}**")
    if not counts:
        st.caption(setting.text("history.decided.nothing"))
        return
    put(definitions(counts.items()))
    if entry.may_open:
        changes(setting, submission, decisions)
    else:
        st.caption(setting.text("history.decided.hidden"))


def reasons(setting: Setting, given: Mapping[str, str]) -> None:
    """Every warning that was let through, with the reason given for it."""
    if not given:
        return
    st.markdown(f"**{setting.text('history.reasons.title')}**")
    columns = [Column(setting.text("history.reasons.check")), Column(setting.text("history.reasons.reason"))]
    rows: list[list[Cell]] = [[of_check(setting, code, "title"), why] for code, why in given.items()]
    table(columns, rows, label=setting.text("history.reasons.title"))


def counted(setting: Setting, decisions: Decisions) -> dict[str, str]:
    """How many decisions there are of each kind, in words; kinds without any are left out."""
    counts = {
        "columns": len(decisions.columns),
        "values": sum(len(meant) for meant in decisions.values.values()),
        "units": len(decisions.units),
        "corrections": len(decisions.corrections),
        "left_out": len(decisions.left_out),
        "refused": len(decisions.refused),
    }
    text = setting.text
    return {
        text(f"history.decided.kinds.{kind}"): text("history.decided.count", count=f"{count:,}")
        for kind, count in counts.items()
        if count
    }


def changes(setting: Setting, submission: Submission, decisions: Decisions) -> None:
    """Each decision on one row, the first ones of them."""
    rows = [
        *columns_meant(setting, submission, decisions),
        *values_meant(setting, submission, decisions),
        *units_meant(setting, decisions),
        *cells_changed(setting, submission, decisions),
    ]
    text = setting.text
    columns = [
        Column(text("history.decided.kind")),
        Column(text("history.decided.place")),
        Column(text("history.decided.meant")),
    ]
    table(columns, rows[:LISTED], label=text("history.decided.title"))
    if len(rows) > LISTED:
        st.caption(text("history.decided.more", shown=LISTED, count=f"{len(rows):,}"))


Rows = list[list[Cell]]


def columns_meant(setting: Setting, submission: Submission, decisions: Decisions) -> Rows:
    """Heading → column of the dataset."""
    kind, unused = setting.text("history.decided.kinds.columns"), setting.text("history.decided.unused")
    return [
        [kind, heading, column_name(setting, submission.dataset, column) if column else unused]
        for heading, column in decisions.columns.items()
    ]


def values_meant(setting: Setting, submission: Submission, decisions: Decisions) -> Rows:
    """Written text → what it means."""
    kind, hidden = setting.text("history.decided.kinds.values"), sensitive(setting, submission, decisions)
    return [
        [
            kind,
            f"{column_name(setting, submission.dataset, column)}: {HIDDEN if column in hidden else written}",
            meaning_of(setting, meaning),
        ]
        for column, meant in decisions.values.items()
        for written, meaning in meant.items()
    ]


def units_meant(setting: Setting, decisions: Decisions) -> Rows:
    """Column → written unit."""
    kind = setting.text("history.decided.kinds.units")
    return [[kind, column, unit] for column, unit in decisions.units.items()]


def cells_changed(setting: Setting, submission: Submission, decisions: Decisions) -> Rows:
    """Cells written anew, rows left out and repairs refused."""
    text, hidden = setting.text, sensitive(setting, submission, decisions)
    corrected: Rows = [
        [
            text("history.decided.kinds.corrections"),
            f"{place(setting, one)} · {one.column}",
            HIDDEN if one.column in hidden else one.text,
        ]
        for one in decisions.corrections
    ]
    left_out: Rows = [
        [text("history.decided.kinds.left_out"), place(setting, one), text("history.decided.left_out")]
        for one in decisions.left_out
    ]
    refused: Rows = [
        [text("history.decided.kinds.refused"), repair(setting, one), text("history.decided.refused")]
        for one in decisions.refused
    ]
    return [*corrected, *left_out, *refused]


def sensitive(setting: Setting, submission: Submission, decisions: Decisions) -> set[str]:
    """The columns that name firms or people, and the headings above them in files."""
    dataset = setting.catalogue.datasets.get(submission.dataset)
    columns = [one for one in dataset.columns if one.type in SENSITIVE] if dataset else []
    ids = {one.id for one in columns}
    usual = {heading for one in columns for heading in (one.name.ko, one.name.en, *one.synonyms)}
    mapped = {heading for heading, column in decisions.columns.items() if column in ids}
    return ids | usual | mapped


def repair(setting: Setting, refused: str) -> str:
    """A refused repair: its kind in words, and where, if not everywhere."""
    kind, _, where = refused.partition("@")
    named = words.named(setting, "submit.kinds", kind)
    return f"{named} · {where}" if where else named


def place(setting: Setting, one: Correction | RowRef) -> str:
    """Sheet and row as a spreadsheet shows them."""
    row = setting.text("history.decided.row", row=one.row)
    return f"{one.sheet} {row}".strip()


def column_name(setting: Setting, dataset: str, column: str) -> str:
    """A dataset's column in words; its id where the catalogue does not have it."""
    found = setting.catalogue.datasets.get(dataset)
    names: dict[str, Any] = {one.id: one.name for one in found.columns} if found else {}
    return names[column][setting.language] if column in names else column


def meaning_of(setting: Setting, meaning: str) -> str:
    """What a written text stands for: a zone or metric by name, else as it is."""
    if meaning in setting.catalogue.metrics:
        return setting.metric_name(meaning)
    return words.zone(setting, meaning)
