"""Above the steps: which file it is, where it stands, and the ways out of it."""

import streamlit as st

from kpi import deciding
from kpi.errors import Fault
from kpi.text import message
from kpi.ui import banners
from kpi.ui.markup import badge, put, text_of
from kpi.ui.setting import Setting
from kpi.ui.submit import jobs, place
from kpi.ui.submit.words import size
from kpi.ui.submit.work import Work, keeping_trouble, trouble
from kpi.wording.signed import actor, when

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
        deciding.reopen(work.here.viewer, work.here.paths, work.draft.id)


def face(work: Work) -> str:
    """Name, state, size, who and when, as HTML."""
    text, draft, language = work.here.text, work.draft, work.here.language
    state = badge(text(f"submit.state.{draft.state}"), KINDS[draft.state])
    about = (size(draft.size_bytes), actor(work.here, draft.actor), when(draft.changed_at, language))
    return f'<strong>{text_of(draft.file_name)}</strong> {state}<p class="kpi-quiet">{text_of(" · ".join(about))}</p>'


def discard(work: Work) -> None:
    """Put the draft away: the received file stays, the numbers are as they were."""
    with keeping_trouble():
        deciding.discard(work.here.viewer, work.here.paths, work.draft.id)
        place.close()


def notices(here: Setting) -> None:
    """What was refused when something was last decided."""
    # By the time anything is asked of it, the worker has imported what it needs.
    jobs.hired(here).warm_up()
    with st.container(key="submit-notices"):
        refused = trouble()
        if refused is not None:
            banners.faults(refused, here.language)


def reading(work: Work, step: str, waits: bool) -> bool:
    """How far the reading is, or why there is none. Returns whether there is something to show below.

    All of it in one place that is always there: what stands below must not be drawn anew under the user's hands.
    """
    with st.container(key="submit-progress"):
        if waits or (step == "checks" and work.prepared and work.is_open):
            changed(work, step, waits)
        jobs.progress(work)
        if not (waits or jobs.running(work)):
            failed(work)
    return work.prepared is not None


def changed(work: Work, step: str, waits: bool) -> None:
    """Whether the answer below is one to all that was decided, and the button to have it made anew."""
    text = work.here.text
    kind = "checks" if step == "checks" else "any"
    said = "running" if jobs.running(work) else kind if waits else "none"
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="submit-stale"):
        st.markdown(f":material/update: {text(f'submit.job.stale.{said}')}", width="stretch")
        jobs.again_button(work, step, "read-again", is_wanted=waits)


def failed(work: Work) -> None:
    """Why the last reading came to nothing, where it was no fault of the file, and the button to try again."""
    if not jobs.faults(work, "prepare"):
        if not (work.prepared and work.prepared.reference):
            return
        fault = Fault("submitting_errors.system_error", value=work.prepared.reference)
        st.error(message(fault, work.here.language), icon=":material/error:")
    jobs.retry_button(work, "prepare")
