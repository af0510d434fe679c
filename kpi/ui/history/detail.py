"""One submission: what it is, what was decided about it, its file, and the way back."""

from functools import partial

import streamlit as st

from kpi import format as formats
from kpi.audit import Action, recorded
from kpi.errors import KpiError
from kpi.ledger import Submission
from kpi.queries.history import SubmissionEntry
from kpi.ui.banners import faults
from kpi.ui.history import filters, reads, words
from kpi.ui.history.decided import decided
from kpi.ui.history.undoing import undo_button
from kpi.ui.markup import definitions, put, text_of
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, table

SHOWN_DIGITS = 12


def detail(setting: Setting, submission_id: str) -> None:
    """The submission, below the way back to the list."""
    text = setting.text
    st.button(
        text("history.back"), icon=":material/arrow_back:", type="tertiary", key="back-to-list",
        on_click=filters.open_submission, args=("",),
    )  # fmt: skip
    entry = reads.submissions(setting).get(submission_id)
    if entry is None:
        st.warning(text("history.unknown", id=submission_id), icon=":material/link_off:")
        return
    st.subheader(words.title(setting, entry), anchor=False)
    put(words.badges(setting, entry.submission))
    with st.container(border=True):
        put(definitions(facts(setting, entry)))
        note(setting, entry.submission)
    actions(setting, entry)
    if entry.submission.state == "undone":
        st.info(text("history.undone_hint"), icon=":material/undo:")
    way(setting, entry)
    decided(setting, entry)


def facts(setting: Setting, entry: SubmissionEntry) -> list[tuple[str, str]]:
    """Name and value of everything known about a submission."""
    text, language, submission = setting.text, setting.language, entry.submission
    pairs = {
        "number": text("history.number", number=submission.sequence),
        "dataset": words.dataset_name(setting, submission.dataset),
        "series": words.series_name(setting, submission.series),
        "mode": words.mode_name(setting, submission.mode),
        "file": submission.file_name,
        "rows": words.rows(setting, submission.rows),
        "known_on": formats.day(submission.known_on, language),
        "zones": words.zones(setting, entry.zones),
        "periods": words.periods(setting, entry.periods),
        "publisher": entry.publisher[language] if entry.publisher else "",
        "licence": str(submission.side_car.get("licence") or ""),
        "sha256": submission.raw_sha256[:SHOWN_DIGITS],
    }
    return [(text(f"history.column.{name}"), value) for name, value in pairs.items() if value]


def note(setting: Setting, submission: Submission) -> None:
    """What the submitter noted, with the link to the original."""
    names = submission.side_car.get("note") or {}
    parts = [text_of(names.get(setting.language) or "")]
    url = str(submission.side_car.get("url") or "")
    if url.startswith(("https://", "http://")):
        label = text_of(setting.text("metric.where.link"))
        parts.append(f'<a href="{text_of(url)}" target="_blank" rel="noopener">{label}</a>')
    if line := " · ".join(part for part in parts if part):
        put(f'<p class="kpi-quiet">{line}</p>')


def actions(setting: Setting, entry: SubmissionEntry) -> None:
    """Download and undo, for those who may."""
    with st.container(horizontal=True):
        if entry.may_open:
            download(setting, entry.submission)
        if entry.may_undo:
            undo_button(setting, entry)
    if not entry.may_open:
        st.caption(setting.text("history.no_download"))


def download(setting: Setting, submission: Submission) -> None:
    """The file as it was received, read only once the button is pressed."""
    try:
        reads.received_file(setting, submission.id)
    except KpiError as error:
        faults(error, setting.language)
        return
    st.download_button(
        setting.text("history.download"),
        data=partial(content_of, setting, submission.id),
        file_name=submission.file_name,
        mime="application/octet-stream",
        on_click="ignore",
        icon=":material/download:",
        key="download-raw",
    )


def content_of(setting: Setting, submission_id: str) -> bytes:
    """The bytes of a kept file; whether they are open to this viewer is asked once more."""
    with recorded(setting.viewer, setting.paths, Action.DOWNLOAD_RECEIVED, submission_id):
        return reads.received_file(setting, submission_id).read_bytes()


def way(setting: Setting, entry: SubmissionEntry) -> None:
    """Who did what and when, oldest first: from the draft to the release, and back."""
    text, language, submission = setting.text, setting.language, entry.submission
    stamps = [(one.at, text(f"history.steps.{one.state}"), one.actor, one.note) for one in entry.steps]
    released = (
        text("history.came_with", number=entry.release) if entry.release else text("history.steps.accepted")
    )
    if not any(one.state == "released" for one in entry.steps):
        stamps.append((submission.accepted_at, released, submission.actor, ""))
    if entry.undone:
        gone = text("history.went_with", number=entry.undone.release)
        stamps.append((entry.undone.at, gone, entry.undone.actor, ""))
    st.markdown(f"**{text('history.steps.title')}**")
    columns = [Column(text(f"history.steps.{name}")) for name in ("when", "what", "who", "note")]
    rows: list[list[Cell]] = [
        [words.when(at, language), what, words.actor(setting, who), note]
        for at, what, who, note in sorted(stamps, key=lambda one: one[0])
    ]
    table(columns, rows, label=text("history.steps.title"))
