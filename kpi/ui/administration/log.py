"""Who did what: the chained log, searched, checked and taken along."""

from datetime import datetime, timedelta

import streamlit as st

from kpi import audit
from kpi.ledger import AuditEntry
from kpi.spreadsheets import as_csv
from kpi.ui.address import from_widget, value_of, widget_key, write
from kpi.ui.due import today
from kpi.ui.setting import Setting
from kpi.ui.tables import Column, table
from kpi.wording.signed import KOREA, actor, when

ON_A_PAGE = 50
ALL, RESULTS = "all", ("done", "refused", "failed")
DAYS = (1, 7, 30, 365)
FIRST = "1"
SETS = {"action": "actions", "result": "results", "days": "daysets"}


def log(here: Setting) -> None:
    """The part of the page."""
    _whole(here)
    action, result, who, days = _filters(here)
    since = datetime.combine(today() - timedelta(days=days - 1), datetime.min.time(), KOREA)
    number = int(value_of("page", str.isdecimal, FIRST))
    found = audit.searched(
        here.viewer, here.paths, actor=who, action="" if action == ALL else action,
        result="" if result == ALL else result, since=since, first=(number - 1) * ON_A_PAGE, count=ON_A_PAGE,
    )  # fmt: skip
    if not found.total:
        st.info(here.text("administration.log.none"), icon=":material/search_off:")
        return
    _table(here, found.entries, found.total)
    pages = -(-found.total // ON_A_PAGE)
    if pages > 1:
        key = f"log-page-{number}"
        st.pagination(pages, default=min(number, pages), key=key, on_change=lambda: _turn(key))


def _turn(key: str) -> None:
    write("page", str(st.session_state[key]), FIRST)


def _filters(here: Setting) -> tuple[str, str, str, int]:
    text = here.text
    kinds = (ALL, *dict.fromkeys(str(each).split(".")[0] for each in audit.Action))
    with st.container(horizontal=True):
        action = _choice(here, "action", kinds)
        result = _choice(here, "result", (ALL, *RESULTS))
        days = _choice(here, "days", tuple(map(str, DAYS)), "7")
        who = value_of("who", lambda _: True, "")
        st.text_input(
            text("administration.log.who"), placeholder="#12", key=widget_key("who", who),
            on_change=_changed, args=("who", ""),
        )  # fmt: skip
    return action, result, who.strip(), int(days)


def _choice(here: Setting, key: str, options: tuple[str, ...], default: str = ALL) -> str:
    value = value_of(key, options, default)
    st.selectbox(
        here.text(f"administration.log.{key}"), options, key=widget_key(key, value),
        format_func=lambda one: here.text(f"administration.log.{SETS[key]}.{one}"),
        on_change=_changed, args=(key, default),
    )  # fmt: skip
    return value


def _changed(key: str, default: str) -> None:
    from_widget(key, default)
    write("page", None, FIRST)


def _table(here: Setting, entries: tuple[AuditEntry, ...], total: int) -> None:
    text = here.text
    names = ("sequence", "at", "actor", "action", "object", "address", "result", "detail")
    heads = [
        Column(text(f"administration.log.column.{name}"), is_number=name == "sequence") for name in names
    ]
    rows = [
        [
            f"{each.sequence:,}",
            when(datetime.fromisoformat(each.at), here.language),
            actor(here, each.actor),
            text(f"audit.actions.{each.action}"),
            each.object,
            each.address,
            text(f"audit.results.{each.result}"),
            " · ".join(f"{name} {value}" for name, value in each.detail.items()),
        ]
        for each in entries
    ]
    caption = text("administration.log.found", count=f"{total:,}")
    table(heads, rows, caption=caption, label=text("administration.tabs.log"))


def _whole(here: Setting) -> None:
    """Whether the chain holds, and the whole of it as a file."""
    text = here.text
    with st.container(horizontal=True):
        checked = st.button(text("administration.log.verify"), icon=":material/verified:", key="log-verify")
        st.download_button(
            text("administration.log.export"),
            lambda: _file(here),
            file_name=f"audit-{today():%Y%m%d}.csv",
            mime="text/csv",
            icon=":material/download:",
            key="log-export",
        )
    if checked:
        _verdict(here)


def _verdict(here: Setting) -> None:
    checked = audit.verified(here.viewer, here.paths)
    if checked.broken is None:
        told = here.text("administration.log.whole", count=f"{checked.anchor.count:,}", anchor=checked.anchor)
        st.success(told, icon=":material/verified:")
    else:
        why = here.text(f"administration.log.broken.{checked.broken.why}", number=checked.broken.sequence)
        st.error(why, icon=":material/gpp_bad:")


def _file(here: Setting) -> bytes:
    return as_csv(audit.COLUMNS, audit.exported(here.viewer, here.paths))
