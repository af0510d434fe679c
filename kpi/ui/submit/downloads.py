"""The corrected file and the error file; each is written by the worker once it is asked for."""

from pathlib import Path

import streamlit as st

from kpi import deciding
from kpi.audit import recorded
from kpi.ui.submit.jobs import file_made
from kpi.ui.submit.work import Work

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")


def downloads(work: Work) -> None:
    """Two buttons. The original stays as it was received; both files are made from it."""
    assert work.prepared
    text = work.here.text
    if not may_download(work):
        return
    has_edits = bool(work.decisions.corrections or work.decisions.left_out)
    has_findings = bool(work.prepared.error_count or work.prepared.failing or work.prepared.errors)
    if not (has_edits or has_findings):
        return
    with st.container(horizontal=True, key="submit-downloads"):
        if has_findings:
            _button(work, "error_file", text("submit.downloads.error_help"), language=work.here.language)
        _button(work, "corrected_file", text("submit.downloads.corrected_help"), language=work.here.language)


def may_download(work: Work) -> bool:
    """Both files hold firms' numbers in clear: they are for whoever handed the file in, and who may open it."""
    return deciding.may_download(work.here.viewer, work.here.paths, work.draft)


def suffix(work: Work) -> str:
    """How the written file's name ends: every workbook is written as XLSX, a text as text."""
    assert work.prepared
    received = Path(work.draft.file_name).suffix.lower()
    if work.prepared.kind != "csv":
        return ".xlsx"
    return received if received in TEXT_SUFFIXES else ".csv"


def _button(work: Work, job: str, help: str, **arguments: str) -> None:
    here, draft = work.here, work.draft

    def content() -> bytes:
        with recorded(here.viewer, here.paths, deciding.DOWNLOADS[job], draft.id):
            deciding.require_download(here.viewer, here.paths, draft)
            return file_made(here, draft.id, job, **arguments)

    name = f"{Path(draft.file_name).stem}-{here.text(f'submit.downloads.{job}_name')}{suffix(work)}"
    st.download_button(
        here.text(f"submit.downloads.{job}"),
        data=content,
        file_name=name,
        icon=":material/download:",
        key=f"download-{job}",
        on_click="ignore",
        help=help,
    )
