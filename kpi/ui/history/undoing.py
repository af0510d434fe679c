"""Taking a submission back: what rests on it, a confirmation, the worker's job, and what it came to.

Nothing is deleted. A new release leaves the submission out; what was submitted later either goes with it or is
applied again to what lies below.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from kpi import format as formats
from kpi.access import as_plain
from kpi.drafts import Released
from kpi.queries.history import Resting, SubmissionEntry
from kpi.text import message
from kpi.ui.history import filters, reads, words
from kpi.ui.history.effects import effects_table, foremost
from kpi.ui.markup import put, text_of
from kpi.ui.setting import Setting, current
from kpi.ui.submit.jobs import hired, share
from kpi.worker import JobState

UNDOING = "kpi_undoing"
UNDONE = "kpi_undone"
SECONDS_BETWEEN_LOOKS = 0.5
SHOWN = 8
SCROLLS_FROM = 6
HEIGHT = 320


@dataclass(frozen=True)
class Undoing:
    """A running job, and the release before it."""

    job: str
    before: int


def undo_button(setting: Setting, entry: SubmissionEntry) -> None:
    """Opens the confirmation; not while another one is being taken back."""
    label = setting.text("history.undo.button")
    is_busy = UNDOING in st.session_state
    if st.button(label, icon=":material/undo:", key="undo", disabled=is_busy):
        confirmation(setting, entry)


def confirmation(setting: Setting, entry: SubmissionEntry) -> None:
    """The dialog."""
    # The worker gets ready while the reader reads.
    hired(setting).warm_up()
    st.dialog(setting.text("history.undo.title"), width="medium", icon=":material/undo:")(confirm)(
        entry.submission.id
    )


def confirm(submission_id: str) -> None:
    """The dialog's content: what goes, what rests on it, and the two ways out."""
    setting = current()
    text = setting.text
    entry = reads.submissions(setting)[submission_id]
    st.markdown(f"**{words.title(setting, entry)}**")
    rows = text_of(words.rows(setting, entry.submission.rows))
    put(f'<p class="kpi-quiet">{words.code(entry.submission.file_name)} · {rows}</p>')
    st.markdown(text("history.undo.meaning"))
    later = reads.resting_on(setting, submission_id)
    if later:
        resting(setting, later)
    else:
        st.caption(text("history.undo.nothing_rests"))
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(text("history.undo.cancel"), key="undo-cancel"):
            st.rerun()
        st.button(
            text("history.undo.confirm"), type="primary", key="undo-confirm", on_click=start,
            args=(submission_id, tuple(one.submission.id for one in later)),
        )  # fmt: skip


def resting(setting: Setting, later: Sequence[Resting]) -> None:
    """Later submissions that speak of the same: ticked, they are taken back too; else applied again."""
    text = setting.text
    st.warning(text("history.undo.resting", count=len(later)), icon=":material/layers:")
    with st.container(height=HEIGHT if len(later) > SCROLLS_FROM else "content", border=True):
        for one in later:
            st.checkbox(named(setting, one), key=f"undo-with-{one.submission.id}")
            st.caption(text(f"history.undo.{'amends' if one.amends else 'replaces'}"))
    st.caption(text("history.undo.kept_meaning"))


def named(setting: Setting, resting: Resting) -> str:
    """A later submission on one line."""
    submission = resting.submission
    known = reads.submissions(setting).get(submission.id)
    title = words.title(setting, known) if known else submission.file_name
    day = formats.day(submission.known_on, setting.language)
    mode = words.mode_name(setting, submission.mode)
    rows = words.rows(setting, submission.rows)
    return setting.text("history.undo.with", title=title, day=day, mode=mode, rows=rows)


def start(submission_id: str, later: Sequence[str]) -> None:
    """For on_click: hand the job to the worker, with those of the later ones that are ticked."""
    setting = current()
    ids = [submission_id, *(one for one in later if st.session_state.get(f"undo-with-{one}"))]
    known = reads.submissions(setting)
    if not all(one in known and known[one].may_undo for one in ids):
        return
    job = hired(setting).start("undo", ids=ids, viewer=as_plain(setting.viewer))
    st.session_state[UNDOING] = Undoing(job, reads.newest(setting))
    # The dialog has done its part; the page shows how far the job is.
    st.rerun()


def under_way(setting: Setting) -> None:
    """How far the job is, or what the last one came to, above the rest of the page."""
    with st.container(key="undo-state"):
        if UNDOING in st.session_state:
            watch()
        elif UNDONE in st.session_state:
            outcome(setting, *st.session_state[UNDONE])


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def watch() -> None:
    """Looks at the job now and then; the page is made anew once it has ended."""
    setting, undoing = current(), st.session_state.get(UNDOING)
    if undoing is None:
        return
    state = hired(setting).state(undoing.job)
    if state.ended:
        st.session_state[UNDONE] = (state, undoing.before)
        del st.session_state[UNDOING]
        st.rerun()
    st.progress(share(state), text=said(setting, state))


def said(setting: Setting, state: JobState) -> str:
    """What is being done."""
    key = f"pipelines.steps.{state.step}"
    step = setting.text(key) if key in setting.text else ""
    return " · ".join(part for part in (setting.text("history.undo.running"), step) if part)


def outcome(setting: Setting, state: JobState, before: int) -> None:
    """The new release and what changed with it, or why nothing came of it."""
    released = Released.model_validate(state.result) if state.state == "done" and state.result else None
    changed = succeeded(setting, released, before) if released else failed(setting, state)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(setting.text("history.undo.close"), key="undo-close", on_click=forget)
        if released and changed > SHOWN:
            st.button(
                setting.text("history.undo.all", count=f"{changed:,}"), key="undo-all", type="tertiary",
                icon=":material/compare_arrows:", on_click=compare, args=(before, released.release),
            )  # fmt: skip


def failed(setting: Setting, state: JobState) -> int:
    """The faults in words; what was published before is still there. Returns 0: nothing changed."""
    st.error(setting.text("history.undo.failed"), icon=":material/error:")
    for fault in state.faults:
        st.error(message(fault, setting.language), icon=":material/error:")
    return 0


def succeeded(setting: Setting, released: Released, before: int) -> int:
    """The new release and the foremost numbers that changed. Returns how many did."""
    text = setting.text
    if not released.new:
        st.info(text("history.undo.already", release=released.release), icon=":material/check:")
        return 0
    effects = reads.compared(setting, before, released.release) if before else ()
    st.success(
        text("history.undo.changed" if effects else "history.undo.unchanged", count=f"{len(effects):,}"),
        title=text("history.undo.done", release=released.release, submissions=len(released.submissions)),
        icon=":material/check_circle:",
    )
    if effects:
        heads = [text("history.release_short", number=number) for number in (before, released.release)]
        effects_table(setting, foremost(effects, SHOWN), heads[0], heads[1])
    return len(effects)


def compare(before: int, after: int) -> None:
    """Show everything that differs."""
    filters.open_tab("compare", before=str(before), after=str(after))


def forget() -> None:
    """The outcome has been read."""
    st.session_state.pop(UNDONE, None)
