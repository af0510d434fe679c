"""A piece of a page as a file, written by the briefs' own process once its button is pressed."""

import re
import sys
from pathlib import Path

import streamlit as st

from kpi.audit import Action, recorded
from kpi.briefs import pieces
from kpi.briefs.naming import safe
from kpi.briefs.pieces import Piece
from kpi.errors import KpiError
from kpi.ui.setting import Setting
from kpi.worker import Worker, worker

COMMAND = (sys.executable, "-m", "kpi.briefs.worker")
SECONDS_FOR_A_FILE = 120
MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|:~$-])")


def hired(here: Setting) -> Worker:
    """The process that makes briefs."""
    return worker(here.paths, COMMAND)


def warm_up(here: Setting) -> None:
    """Starts the process while its menu is read, so that the first file comes sooner."""
    hired(here).warm_up()


def button(here: Setting, piece: Piece, form: str) -> None:
    """Offers the piece in one format."""
    st.download_button(
        here.text(f"export.form.{form}"),
        data=lambda: _piece(here, piece, form),
        file_name=f"{safe(piece.title)}.{form}",
        icon=":material/download:",
        key=f"export-{form}",
        on_click="ignore",
    )


def _piece(here: Setting, piece: Piece, form: str) -> bytes:
    with recorded(here.viewer, here.paths, Action.FILE_PIECE, here.page, form=form, moment=here.moment.key):
        return made(here, "piece", plain=pieces.as_json(piece), form=form, language=here.language)


def made(here: Setting, job: str, **arguments: object) -> bytes:
    """A file that the process writes. Waits for it, in the thread of a download. Raises KpiError."""
    helper = hired(here)
    state = helper.wait(helper.start(job, **arguments), SECONDS_FOR_A_FILE)
    if state.state != "done" or not state.result:
        raise KpiError(*state.faults)
    return Path(state.result["path"]).read_bytes()


def harmless(words: str) -> str:
    """Words from data in Markdown, where no sign of theirs means anything."""
    return MARKDOWN.sub(r"\\\1", words)
