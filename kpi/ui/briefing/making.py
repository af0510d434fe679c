"""The buttons that make files of a brief, how far they are, and the finished ones."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from kpi.briefs import orders
from kpi.briefs.ordered import EVERY_FORM
from kpi.briefs.writing import FORMS
from kpi.drafts import fault_from_json
from kpi.text import Text, message
from kpi.ui.briefing.chosen import Chosen
from kpi.ui.exporting import files
from kpi.ui.exporting.files import hired
from kpi.ui.setting import Setting
from kpi.worker import JobState

MADE = "kpi_briefs_made"
MOST_SHOWN = 8
SECONDS_BETWEEN_LOOKS = 0.4
ENCODINGS = {"utf8": "utf-8-sig", "cp949": "cp949"}


@dataclass(frozen=True)
class Made:
    """A file that was asked for: its job, and what it was asked of."""

    job: str
    form: str
    signature: str


def make(page: Chosen) -> None:
    """A button a format, then what has been made since the page was opened, the newest first.

    Each job is asked once: buttons that were closed for a job that ends while the page is drawn would stay closed,
    for nothing looks at an ended job again.
    """
    text = page.here.text
    files.warm_up(page.here)
    made = [(each, _state(page.here, each)) for each in _made()]
    is_busy = any(not state.ended for _, state in made)
    st.markdown(f"**{text('briefing.make.title')}**")
    with st.container(horizontal=True, key="brief-forms"):
        for at, form in enumerate((*FORMS, EVERY_FORM)):
            st.button(
                text(f"briefing.make.form.{form}"), key=f"brief-make-{form}", on_click=start, args=(page, form),
                type="secondary" if at else "primary", disabled=is_busy,
                icon=":material/folder_zip:" if form == EVERY_FORM else ":material/description:",
            )  # fmt: skip
    if not made:
        st.caption(text("briefing.make.about"))
    for at, (each, state) in enumerate(made):
        _outcome(page, each, state, at)


def start(page: Chosen, form: str) -> None:
    """Hands the order over with whoever asks and what is looked at."""
    signature, desk = page.signature, orders.plain_desk(page.desk)
    job = hired(page.here).start(
        "brief", kind=page.kind, desk=desk, choices=orders.plain_choices(page.choices), form=form,
        encoding=ENCODINGS[page.letters], plain=list(page.put_by),
    )  # fmt: skip
    st.session_state[MADE] = [Made(job, form, signature), *_made()][:MOST_SHOWN]


def share(state: JobState) -> float:
    """How much is done, 0 to 1."""
    return min(state.done / state.total, 1.0) if state.total > 0 else 0.0


def words(state: JobState, form: str, text: Text) -> str:
    """Which file is being made, and what is done for it now."""
    name = text(f"briefing.make.form.{form}")
    doing = text(f"briefing.make.step.{state.step}") if state.step else text("briefing.make.step.waiting")
    return f"{name} · {doing}"


def _made() -> list[Made]:
    return st.session_state.get(MADE, [])


def _state(here: Setting, made: Made) -> JobState:
    return hired(here).state(made.job)


def _outcome(page: Chosen, made: Made, state: JobState, at: int) -> None:
    if not state.ended:
        _watch(page.here, made)
    elif state.state == "done" and state.result:
        _finished(page, made, state.result, at)
    else:
        for fault in state.faults:
            st.error(message(fault, page.here.language), icon=":material/error:")


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def _watch(here: Setting, made: Made) -> None:
    """Looks at the job now and then; the page is made anew once it has ended."""
    state = _state(here, made)
    if state.ended:
        st.rerun()
    st.progress(share(state), text=words(state, made.form, here.text))


def _finished(page: Chosen, made: Made, result: dict[str, Any], at: int) -> None:
    """The file, with whatever is not as it should be in it."""
    text, file = page.here.text, Path(result["path"])
    if not file.is_file():
        st.caption(text("briefing.make.gone", name=result["name"]))
        return
    size = f"{result['bytes'] / 1000:,.0f}"
    is_newest = at == 0 and made.signature == page.signature
    st.download_button(
        text("briefing.make.download", name=result["name"], size=size), data=file.read_bytes,
        file_name=result["name"], key=f"brief-file-{made.job}", icon=":material/download:", on_click="ignore",
        type="primary" if is_newest else "secondary", width="stretch",
        help=None if made.signature == page.signature else text("briefing.make.before_change"),
    )  # fmt: skip
    for fault in result["faults"]:
        st.warning(message(fault_from_json(fault), page.here.language), icon=":material/warning:")
    if result["replaced"]:
        st.caption(text("briefing.make.replaced", letters=", ".join(result["replaced"])))
