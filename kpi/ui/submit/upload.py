"""Where a file comes in: it is kept as received at once, and becomes a draft that nothing can lose."""

import streamlit as st

from kpi import deciding, received
from kpi.access import Role
from kpi.ledger import Draft
from kpi.ui.markup import badge, put, text_of
from kpi.ui.setting import Setting, current
from kpi.ui.submit import place
from kpi.ui.submit.words import size
from kpi.ui.submit.work import keeping_trouble, ledger
from kpi.wording.signed import actor, when

ENDINGS = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods")
LARGEST_MB = 200
DROPS = "kpi_files_dropped"
TO_GO_ON = ("open", "submitted", "approved")
SHOWN_AT_ONCE = 10


def drop(here: Setting) -> None:
    """The place to drop a file; whatever lands there is kept before anything else is done with it.

    Who may hand nothing in is told what is there for them instead.
    """
    text = here.text
    if not here.viewer.may_submit_somewhere:
        does = "approves" if here.viewer.may_approve else "reads"
        st.info(text(f"submit.upload.closed.{does}"), icon=":material/lock:")
        return
    st.file_uploader(
        text("submit.upload.label"),
        type=ENDINGS,
        max_upload_size=LARGEST_MB,
        key=_key(),
        on_change=dropped,
        help=text("submit.upload.help"),
    )
    st.caption(text("submit.upload.kept"))


def dropped() -> None:
    """Keep the dropped file, open its draft and let go of the bytes: the next widget has another key."""
    here, file = current(), st.session_state.get(_key())
    if file is None:
        return
    with keeping_trouble():
        place.open_draft(keep(here, file, file.name))
    st.session_state[DROPS] = st.session_state.get(DROPS, 0) + 1


def keep(here: Setting, file: received.Stream, name: str) -> str:
    """Keeps the bytes under their SHA-256 and enters a draft; a file that is already open goes on where it was.

    Returns the draft's id. Raises AccessRefused for who may hand nothing in, FileError for a file that is too large or
    cannot be kept, DiskFull.
    """
    deciding.require_beginning(here.viewer, here.paths)
    kept = received.keep_stream(file, name, here.paths.received, LARGEST_MB * received.MEGABYTE)
    book = ledger(here.paths.ledger_url)
    same = [one for one in book.drafts(("open",), kept.sha256) if one.actor == here.viewer.name]
    begun = same[0] if same else deciding.begin(here.viewer, here.paths, kept.sha256, name, kept.size_bytes)
    return begun.id


def drafts_to_go_on(here: Setting) -> None:
    """The drafts that this viewer may go on with, the last changed first."""
    text = here.text
    found = [one for one in ledger(here.paths.ledger_url).drafts(TO_GO_ON) if may_open(here, one)]
    st.subheader(text("submit.drafts.title"), anchor=False)
    if not found:
        to_do = "none" if here.viewer.may_submit_somewhere else "none_to_approve"
        st.info(text(f"submit.drafts.{to_do}"), icon=":material/inbox:")
        return
    for draft in found[:SHOWN_AT_ONCE]:
        line(here, draft)
    if len(found) > SHOWN_AT_ONCE:
        with st.expander(text("submit.drafts.older", count=len(found) - SHOWN_AT_ONCE)):
            for draft in found[SHOWN_AT_ONCE:]:
                line(here, draft)


def line(here: Setting, draft: Draft) -> None:
    """One draft: what it is, how far it is, and the way in."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"draft-{draft.id}"):
        with st.container(width="stretch", gap=None):
            put(f"<strong>{text_of(draft.file_name)}</strong>{_about(here, draft)}")
        st.button(
            here.text("submit.drafts.go_on"),
            icon=":material/arrow_forward:",
            on_click=place.open_draft,
            args=(draft.id,),
            key=f"go-on-{draft.id}",
        )


def may_open(here: Setting, draft: Draft) -> bool:
    """Whether this viewer may see a draft: it is theirs, or theirs to approve."""
    if here.viewer.role is Role.ADMINISTRATOR or draft.actor == here.viewer.name:
        return True
    return draft.state in ("submitted", "approved") and here.viewer.may_approve


def _about(here: Setting, draft: Draft) -> str:
    state = badge(here.text(f"submit.state.{draft.state}"), "plain")
    changed = when(draft.changed_at, here.language)
    about = " · ".join((size(draft.size_bytes), actor(here, draft.actor), changed))
    return f'<p class="kpi-quiet">{state} {text_of(about)}</p>'


def _key() -> str:
    return f"submit-file-{st.session_state.get(DROPS, 0)}"
