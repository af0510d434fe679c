"""Above the steps: which file it is, where it stands, and the ways out of it."""

import streamlit as st

from kpi.ui import banners
from kpi.ui.history.words import actor, when
from kpi.ui.markup import badge, put, text_of
from kpi.ui.setting import Setting
from kpi.ui.submit import jobs, place
from kpi.ui.submit.words import size
from kpi.ui.submit.work import Work, keeping_trouble, ledger, trouble

KINDS = {
    "open": "plain",
    "submitted": "attention",
    "approved": "good",
    "released": "good",
    "discarded": "plain",
}


def head(work: Work) -> None:
    """The file's name and state, and what can be done with the draft as a whole."""
    text = work.here.text
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="submit-head"):
        with st.container(width="stretch", gap=None):
            put(face(work))
        st.button(
            text("submit.head.other"), icon=":material/upload_file:", on_click=place.close, key="other-file"
        )
        if work.draft.state == "discarded":
            st.button(
                text("submit.head.reopen"),
                icon=":material/undo:",
                on_click=reopen,
                args=(work,),
                key="reopen",
            )
        if work.draft.state in ("open", "submitted"):
            with st.popover(text("submit.head.discard"), icon=":material/delete:"):
                st.caption(text("submit.head.discard_meaning"))
                st.button(text("submit.head.discard_now"), on_click=discard, args=(work,), key="discard-now")


def reopen(work: Work) -> None:
    """A discarded draft comes back as it was."""
    with keeping_trouble():
        ledger(work.here.paths.ledger_url).set_draft_state(work.draft.id, "open", work.here.viewer.name)


def face(work: Work) -> str:
    """Name, state, size, who and when, as HTML."""
    text, draft, language = work.here.text, work.draft, work.here.language
    state = badge(text(f"submit.state.{draft.state}"), KINDS[draft.state])
    about = (size(draft.size_bytes), actor(work.here, draft.actor), when(draft.changed_at, language))
    return f'<strong>{text_of(draft.file_name)}</strong> {state}<p class="kpi-quiet">{text_of(" · ".join(about))}</p>'


def discard(work: Work) -> None:
    """Put the draft away: the received file stays, the numbers are as they were."""
    with keeping_trouble():
        ledger(work.here.paths.ledger_url).set_draft_state(work.draft.id, "discarded", work.here.viewer.name)
        place.close()


def notices(here: Setting) -> None:
    """What was refused since the page was last drawn."""
    # By the time anything is asked of it, the worker has imported what it needs.
    jobs.hired(here).warm_up()
    refused = trouble()
    if refused is not None:
        banners.faults(refused, here.language)


def reading(work: Work, step: str, waits: bool) -> bool:
    """How far the reading is, or why there is none. Returns whether there is something to show below."""
    text = work.here.text
    jobs.progress(work)
    kind = "checks" if step == "checks" else "any"
    if waits:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="submit-stale"):
            st.markdown(f":material/update: {text(f'submit.job.stale.{kind}')}", width="stretch")
            jobs.again_button(work, step, "read-again")
    elif jobs.faults(work, "prepare"):
        jobs.retry_button(work, "prepare")
    return work.prepared is not None
