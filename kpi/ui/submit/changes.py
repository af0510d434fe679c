"""Single rows of a comparison: added, changed old → new, and removed."""

import streamlit as st

from kpi.catalogue import NATIONAL
from kpi.drafts import Comparison, RowChange
from kpi.ui.markup import badge, text_of
from kpi.ui.submit.words import period_name, place_name, value
from kpi.ui.submit.work import Work
from kpi.ui.tables import Cell, Column, Raw, table

KINDS = ("added", "changed", "removed")
SIGNS = {"added": "+", "changed": "→", "removed": "−"}
ALL, STATUS, OBSERVED = "all", "status", "observed"
SHOWN = 100
SCROLLS_FROM, HEIGHT = 14, 520


def changes(work: Work, found: Comparison) -> None:
    """Single rows: added, changed old → new, and removed."""
    text = work.here.text
    st.subheader(text("submit.compare.changes"), anchor=False)
    if not found.changes:
        st.info(text("submit.compare.no_changes"), icon=":material/equal:")
        return
    present = [kind for kind in KINDS if getattr(found, kind)]
    chosen = ALL
    if len(present) > 1:
        chosen = st.segmented_control(
            text("submit.compare.kind"),
            [ALL, *present],
            format_func=lambda one: text(f"submit.change.{one}"),
            default=ALL,
            required=True,
            key="changes-kind",
            label_visibility="collapsed",
        )
    shown = [one for one in found.changes if chosen in (ALL, None, one.kind)][:SHOWN]
    _changes_table(work, shown)
    total = found.added + found.changed + found.removed
    if total > len(shown):
        st.caption(text("submit.compare.changes_of", shown=len(shown), count=f"{total:,}"))


def _changes_table(work: Work, shown: list[RowChange]) -> None:
    text = work.here.text
    headings = ("kind", "zone", "period", "key", "what", "source_row")
    columns = [Column(text(f"submit.change_column.{name}"), name == "source_row") for name in headings]
    with st.container(
        height=HEIGHT if len(shown) > SCROLLS_FROM else "content", border=len(shown) > SCROLLS_FROM
    ):
        table(columns, [_row(work, one) for one in shown], label=text("submit.compare.changes"))


def _row(work: Work, one: RowChange) -> list[Cell]:
    here = work.here
    label = f"{SIGNS[one.kind]} {here.text(f'submit.change.{one.kind}')}"
    key = ", ".join(
        f"{work.column_name(name)} {value(here, work.columns.get(name), said)}"
        for name, said in one.key.items()
        if not _is_said(work, name)
    )
    return [
        Raw(badge(label)),
        place_name(here, one.zone) if one.zone else here.zone_name(NATIONAL) if not one.key else "–",
        period_name(here, one.period) if one.period else "–",
        key or "–",
        Raw("<br>".join(text_of(line) for line in lines_of(work, one)) or "–"),
        f"{one.source_row:,}" if one.source_row else "–",
    ]


def _is_said(work: Work, name: str) -> bool:
    """Zone and period have columns of their own; a hashed number says nothing to anybody."""
    column = work.columns.get(name)
    return name in ("zone", "period") or (
        column is not None and column.type in ("zone", "quarter", "firm", "personal")
    )


def lines_of(work: Work, one: RowChange) -> list[str]:
    """Each column that differs, old → new; of a row that comes or goes, what it holds beside its key."""
    names = [name for name in dict.fromkeys((*one.before, *one.after)) if is_telling(work, one, name)]
    return [f"{_heading(work, name)}: {_moved(work, one, name)}" for name in names]


def is_telling(work: Work, one: RowChange, name: str) -> bool:
    """Whether a column says something that does not stand in the row already, and may be shown."""
    if work.is_sensitive(name) or name in one.key:
        return False
    if one.kind == "changed":
        return True
    return not _is_said(work, name) and (one.after or one.before).get(name) not in (None, "", OBSERVED)


def _heading(work: Work, name: str) -> str:
    return work.here.text("submit.change_column.status") if name == STATUS else work.column_name(name)


def _moved(work: Work, one: RowChange, name: str) -> str:
    before, after = (_told(work, name, side.get(name)) for side in (one.before, one.after))
    if one.kind == "added":
        return after
    return before if one.kind == "removed" else f"{before} → {after}"


def _told(work: Work, name: str, written: object) -> str:
    key = f"app.status.{written}"
    if name == STATUS and key in work.here.text:
        return work.here.text(key)
    return value(work.here, work.columns.get(name), written)
