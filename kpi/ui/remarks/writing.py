"""The dialog in which a remark is written, changed and withdrawn; it is made only once it is asked for."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from kpi import remarks
from kpi.errors import KpiError
from kpi.ledger import Remark
from kpi.ui import banners
from kpi.ui.due import today
from kpi.ui.remarks.shown import may_write
from kpi.ui.setting import Setting

# What stopped the last step; said once, in the dialog itself.
TOLD = "kpi_remark_told"
KIND, TEXT, DAY, SURE = "remark-kind", "remark-text", "remark-day", "remark-sure"
LONGEST = 2000


def follow(here: Setting, clicked: str, zone: str, year: int, said: Sequence[Remark]) -> None:
    """Opens the dialog that a click on the page asks for."""
    action, _, which = clicked.partition(":")
    if action == "remark" and may_write(here, zone):
        found = next((each for each in said if each.id == which), None)
        title = here.text("remarks.dialog.change" if found else "remarks.dialog.new")
        opened = st.dialog(title, width="medium", icon=":material/edit_note:")(_form)
        opened(here, zone, year, found)
    elif TOLD in st.session_state:
        banners.outcome(TOLD, here.language)


def _form(here: Setting, zone: str, year: int, found: Remark | None) -> None:
    """The fields of a new remark, or of one that is there."""
    text = here.text
    banners.outcome(TOLD, here.language)
    st.caption(text("remarks.dialog.about", zone=here.zone_name(zone), year=year))
    kind = found.kind if found else _kind(here)
    key = found.id if found else kind
    if kind == "event":
        st.date_input(
            text("remarks.dialog.day"), value=found.day if found else None, key=f"{DAY}-{key}",
            min_value=date(1990, 1, 1), max_value=date(today().year + 10, 12, 31), format="YYYY-MM-DD",
        )  # fmt: skip
    st.text_area(
        text(f"remarks.dialog.text.{kind}"), value=found.text if found else "", key=f"{TEXT}-{key}",
        max_chars=LONGEST, height=160, help=text("remarks.dialog.plain"),
    )  # fmt: skip
    st.button(
        text("remarks.dialog.save"), type="primary", icon=":material/save:", key="remark-save",
        on_click=_done, args=(lambda: _save(here, zone, year, found, key),),
    )  # fmt: skip
    if found is not None:
        _withdrawing(here, found)


def _kind(here: Setting) -> str:
    """Whether commentary or an event is to be written."""
    chosen = st.segmented_control(
        here.text("remarks.dialog.kind"),
        ("commentary", "event"),
        default="commentary",
        format_func=lambda kind: here.text(f"remarks.dialog.kinds.{kind}"),
        key=KIND,
        required=True,
    )
    return chosen or "commentary"


def _withdrawing(here: Setting, found: Remark) -> None:
    """Taking it back, once that is said to be meant."""
    sure = st.checkbox(here.text("remarks.dialog.sure"), key=f"{SURE}-{found.id}")
    st.button(
        here.text("remarks.dialog.withdraw"), icon=":material/delete:", key="remark-withdraw", disabled=not sure,
        on_click=_done, args=(lambda: remarks.withdraw(here.viewer, here.paths, found.id),),
    )  # fmt: skip


def _save(here: Setting, zone: str, year: int, found: Remark | None, key: str) -> None:
    text = str(st.session_state.get(f"{TEXT}-{key}") or "")
    day = st.session_state.get(f"{DAY}-{key}")
    if found is not None:
        remarks.change(here.viewer, here.paths, found.id, text, day)
    else:
        kind = "event" if key == "event" else "commentary"
        remarks.write(here.viewer, here.paths, zone, year, kind, text, day)


def _done(act: Callable[[], object]) -> None:
    """For on_click: the dialog closes once it has done its part, and says else what stopped it."""
    try:
        act()
    except KpiError as error:
        st.session_state[TOLD] = error
        return
    st.rerun()
