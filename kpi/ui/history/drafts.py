"""Files in work: where each stands, the way back into it, and approval for those who may."""

from collections.abc import Sequence

import streamlit as st

from kpi import deciding
from kpi import format as formats
from kpi.errors import KpiError
from kpi.ledger import Draft
from kpi.ui.address import filters_shown
from kpi.ui.banners import faults
from kpi.ui.history import reads, words
from kpi.ui.markup import badge, definitions, put, text_of
from kpi.ui.navigation import linked
from kpi.ui.quality.words import of_check
from kpi.ui.setting import Setting, current
from kpi.ui.submit.work import Work

REFUSED = "kpi_approval_refused"
STATE_KINDS = {"open": "plain", "submitted": "attention", "approved": "good"}


def drafts(setting: Setting) -> None:
    """Those waiting for this viewer's approval first, then the last changed."""
    refused = st.session_state.pop(REFUSED, None)
    if refused is not None:
        faults(refused, setting.language)
    found = waiting_first(setting, reads.drafts(setting))
    if not found:
        st.info(setting.text("history.drafts.none"), icon=":material/inbox:")
        return
    for draft in found:
        box(setting, draft)


def waiting_first(setting: Setting, found: Sequence[Draft]) -> list[Draft]:
    """What waits for this viewer, then what was broken off, then the rest; each the last changed first."""
    newest = sorted(found, key=lambda one: one.changed_at, reverse=True)
    return sorted(newest, key=lambda one: (not waits(setting, one), not one.interrupted))


def waits(setting: Setting, draft: Draft) -> bool:
    """Whether a draft waits for this viewer's approval."""
    return draft.state == "submitted" and setting.viewer.may_approve


def box(setting: Setting, draft: Draft) -> None:
    """One draft with its ways on."""
    text = setting.text
    with st.container(border=True, key=f"draft-{draft.id}", gap="xsmall"):
        put(face(setting, draft))
        with st.container(horizontal=True, vertical_alignment="center"):
            label = "review" if waits(setting, draft) else "go_on"
            st.page_link(
                linked("submit", setting.language),
                label=text(f"history.drafts.{label}"),
                icon=":material/arrow_forward:",
                query_params={**filters_shown(), "draft": draft.id},
            )
            if waits(setting, draft):
                with st.popover(text("history.drafts.approve"), icon=":material/verified:"):
                    approval(setting, draft)


def face(setting: Setting, draft: Draft) -> str:
    """File and state; what it is; who and when; why it stopped."""
    text, language = setting.text, setting.language
    state = badge(text(f"history.drafts.states.{draft.state}"), STATE_KINDS.get(draft.state, "plain"))
    stopped = badge(text("history.drafts.interrupted"), "problem") if draft.interrupted else ""
    dataset = draft.decisions.dataset
    said = (
        words.dataset_name(setting, dataset) if dataset else text("history.drafts.no_dataset"),
        words.actor(setting, draft.actor),
        text("history.drafts.changed_at", when=words.when(draft.changed_at, language)),
    )
    why = (
        f'<div class="kpi-quiet">{text_of(text("history.drafts.interrupted_hint"))}</div>' if stopped else ""
    )
    return (
        f'<div class="kpi-lag-row"><span class="kpi-card-name">{text_of(draft.file_name)}</span></div>'
        f'<div class="kpi-quiet">{text_of(" · ".join(said))}</div>{why}'
        f'<span class="kpi-badges">{state}{stopped}</span>'
    )


def approval(setting: Setting, draft: Draft) -> None:
    """What is approved, in short, and the button."""
    text = setting.text
    work = reads.work(setting, draft)
    if work is None or work.prepared is None:
        st.caption(text("history.drafts.not_read"))
        return
    put(definitions(summary(setting, work)))
    for code, why in work.prepared.decisions.reasons.items():
        st.caption(f"{of_check(setting, code, 'title')}: {why}")
    st.button(
        text("history.drafts.approve_now"), type="primary", key=f"approve-{draft.id}", on_click=approve,
        args=(draft.id,),
    )  # fmt: skip


def summary(setting: Setting, work: Work) -> list[tuple[str, str]]:
    """Rows, zones, periods, warnings, and how many rows would be added, changed and removed."""
    text, prepared = setting.text, work.prepared
    assert prepared is not None
    pairs = {
        "dataset": words.dataset_name(setting, prepared.decisions.dataset),
        "rows": words.rows(setting, prepared.rows),
        "zones": words.zones(setting, prepared.zones),
        "periods": words.periods(setting, prepared.periods),
        "warnings": text("history.decided.count", count=len(prepared.warnings)),
    }
    if work.comparison is not None:
        for kind in ("added", "changed", "removed"):
            pairs[kind] = words.rows(setting, getattr(work.comparison, kind))
    return [(text(f"history.column.{name}"), value or formats.MISSING) for name, value in pairs.items()]


def approve(draft: str) -> None:
    """For on_click: the ledger notes who approved, if this viewer still may."""
    setting = current()
    try:
        deciding.approve(setting.viewer, setting.paths, draft)
    except KpiError as error:
        st.session_state[REFUSED] = error
