"""Originals whose time is over: what would go, and removing it."""

from functools import partial

import streamlit as st

from kpi import purging
from kpi.ui.address import from_widget, value_of, widget_key
from kpi.ui.administration.tabs import done
from kpi.ui.setting import Setting
from kpi.ui.tables import Column, table
from kpi.wording.signed import when

SHOWN = 50
PERIODS = ("365", "1095", "1825", "3650")
DEFAULT = "1825"
MEBIBYTE = 1 << 20


def retention(here: Setting) -> None:
    """The part of the page."""
    text = here.text
    st.markdown(text("administration.retention.about"))
    value = value_of("older", PERIODS, DEFAULT)
    st.selectbox(
        text("administration.retention.older"), PERIODS, key=widget_key("older", value),
        format_func=lambda days: text("administration.retention.years", count=int(days) // 365),
        on_change=from_widget, args=("older", DEFAULT),
    )  # fmt: skip
    old = purging.old_files(here.viewer, here.paths, int(value))
    if not old:
        st.info(text("administration.retention.none"), icon=":material/inventory_2:")
        return
    _table(here, old)
    sure = st.checkbox(text("administration.retention.sure", count=len(old)), key=f"purge-sure-{value}")
    st.button(
        text("administration.retention.purge"), icon=":material/delete_forever:", key="purge", disabled=not sure,
        on_click=done, args=(here, partial(_purge, here, int(value))),
    )  # fmt: skip


def _table(here: Setting, old: list[purging.Old]) -> None:
    text = here.text
    heads = [
        Column(text("administration.retention.column.file")),
        Column(text("administration.retention.column.last")),
        Column(text("administration.retention.column.size"), is_number=True),
    ]
    rows = [
        [each.sha256[:16], when(each.last, here.language), f"{each.size_bytes / MEBIBYTE:,.1f}"]
        for each in old[:SHOWN]
    ]
    caption = text("administration.retention.found", count=len(old), shown=len(rows))
    table(heads, rows, caption=caption, label=text("administration.tabs.retention"))


def _purge(here: Setting, days: int) -> str:
    gone = purging.purge(here.viewer, here.paths, days)
    return here.text("administration.retention.purged", count=len(gone))
