"""What the pipeline does for a draft: asked of the worker, watched without waiting, faults told in words."""

import time
from contextlib import suppress
from typing import Any

import streamlit as st

from kpi.drafts import Prepared
from kpi.errors import KpiError
from kpi.text import Text, message
from kpi.ui import banners
from kpi.ui.setting import Setting
from kpi.ui.submit import work as works
from kpi.ui.submit.work import Work
from kpi.worker import JobState, Worker, worker

LATE = "kpi_decided_while_read"
SHOWN = ("prepare", "compare", "release")
SECONDS_BETWEEN_LOOKS = 0.4
# A file that is read within this time is read again after every decision, a slower one when the user says so.
PATIENCE_SECONDS = 3.0
SECONDS_FOR_A_FILE = 300
SECONDS_BETWEEN_ASKING = 0.05


def start(work: Work, job: str, **arguments: Any) -> None:
    """Hand a job for this draft to the worker, and remember what it was asked with.

    Two clicks may be answered at once, and then Streamlit breaks off the first where it touches the session: nothing
    here does. A button may have been drawn before the last decision was kept: what counts is what the ledger holds.
    """
    now = work
    with suppress(KpiError):
        now = works.standing(work.here, work.draft.id)
    work.asked[job] = wish(now, job)
    hired(work.here).start(job, draft_id=work.draft.id, **arguments)


def hired(here: Setting) -> Worker:
    """The worker of this app."""
    return worker(here.paths)


def running(work: Work) -> JobState | None:
    """The job that this draft waits for, if there is one."""
    state = hired(work.here).latest(work.draft.id)
    return state if state and state.job in SHOWN and not state.ended else None


def wish(work: Work, job: str) -> str:
    """What an answer depends on: asked once, it is not asked for again until this has changed."""
    decided = work.decisions.model_dump_json(exclude={"reasons"})
    stamp = 0 if job == "prepare" else work.stamp
    return f"{job} {stamp} {decided}"


def was_asked(work: Work, job: str) -> bool:
    """Whether this session has asked for the job with these very decisions."""
    return work.asked.get(job) == wish(work, job)


def is_current(work: Work) -> bool:
    """Whether the answer on disk is one to the present decisions, or none has come of asking for one."""
    if "prepare" in work.asked:
        return was_asked(work, "prepare")
    return work.is_prepared


def keep_up(work: Work, step: str) -> bool:
    """Read the file again where its decisions have changed. Returns whether that waits for the user's word."""
    if work.draft.state in ("released", "discarded"):
        return False
    if running(work) or is_current(work):
        _late()[work.draft.id] = not is_current(work)
        return False
    if work.prepared and waits(work.prepared, step) and not came_late(work):
        return True
    start(work, "prepare")
    # Made anew, the page shows the bar, or what there is to show where the worker was quicker.
    st.rerun()


def came_late(work: Work) -> bool:
    """Whether something was decided while the file was being read: its table is drawn anew anyway, so a file that is
    quickly read is read once more.
    """
    is_quick = work.prepared is not None and work.prepared.seconds <= PATIENCE_SECONDS
    return _late().pop(work.draft.id, False) and is_quick


def waits(prepared: Prepared, step: str) -> bool:
    """Whether a reading should wait: while cells are written anew, where it would take the next one away from under
    the user's hands, and for a slow file until its answer is needed. An error of this system is no answer.
    """
    if prepared.reference:
        return False
    return step == "checks" or (prepared.seconds > PATIENCE_SECONDS and step not in ("compare", "accept"))


def progress(work: Work) -> None:
    """A bar while a job runs."""
    if running(work):
        watch(work.here, work.draft.id)


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def watch(here: Setting, draft: str) -> None:
    """Looks at the job now and then; the page is made anew once it has ended."""
    state = hired(here).latest(draft)
    if state is None or state.ended:
        st.rerun()
    st.progress(share(state), text=words(state, here.text))


def share(state: JobState) -> float:
    """How much of the present step is done, 0 to 1."""
    return min(max(state.done / state.total, 0.0), 1.0) if state.total > 0 else 0.0


def words(state: JobState, text: Text) -> str:
    """What is being done, and how far it is."""
    doing = text(f"submit.job.{state.job}")
    named = text(f"pipelines.steps.{state.step}") if f"pipelines.steps.{state.step}" in text else ""
    counted = f"{state.done:,} / {state.total:,}" if state.total > 1 else ""
    return " · ".join(part for part in (doing, named, counted) if part)


def faults(work: Work, job: str) -> bool:
    """Why the last job of this draft came to nothing. Returns whether there was something to say."""
    state = hired(work.here).latest(work.draft.id)
    if state is None or state.job != job or state.state not in ("failed", "interrupted"):
        return False
    if state.state == "interrupted":
        st.warning(work.here.text("submit.job.interrupted"), icon=":material/power_off:")
    for fault in state.faults:
        st.error(message(fault, work.here.language), icon=":material/error:")
    return True


def retry_button(work: Work, job: str) -> None:
    """A button that asks for the same once more."""
    st.button(
        work.here.text("submit.job.again"),
        icon=":material/refresh:",
        on_click=start,
        args=(work, job),
        key=f"again-{job}",
    )


def again_button(work: Work, step: str, key: str, is_wanted: bool = True) -> None:
    """A button that has the file read again with what was decided since; it stays where it is, wanted or not."""
    kind = "checks" if step == "checks" else "any"
    label = work.here.text(f"submit.job.read_again.{kind}")
    st.button(
        label,
        type="primary",
        icon=":material/refresh:",
        on_click=start,
        args=(work, "prepare"),
        key=key,
        disabled=not is_wanted,
    )


def file_made(here: Setting, draft: str, job: str, **arguments: str) -> bytes:
    """A file that the worker writes. Waits for it, in the thread of a download. Raises KpiError."""
    helper = hired(here)
    job_id = helper.start(job, draft_id=draft, **arguments)
    until = time.monotonic() + SECONDS_FOR_A_FILE
    while not (state := helper.state(job_id)).ended and time.monotonic() < until:
        time.sleep(SECONDS_BETWEEN_ASKING)
    if state.state != "done" or not state.result:
        raise KpiError(*state.faults)
    with open(state.result["path"], "rb") as file:
        return file.read()


def told(error: KpiError, here: Setting) -> None:
    """An error in the reader's words."""
    banners.faults(error, here.language)


def _late() -> dict[str, bool]:
    return st.session_state.setdefault(LATE, {})
