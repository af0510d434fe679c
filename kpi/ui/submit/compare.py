"""Step 5: what the file would change: rows by what happens to them, and every number of the pages that moves."""

import streamlit as st

from kpi.drafts import Comparison, Effect
from kpi.submissions import Mode
from kpi.ui.history.effects import effects_table, ordered
from kpi.ui.markup import put, text_of
from kpi.ui.submit import jobs
from kpi.ui.submit.aims import targets, without_effects
from kpi.ui.submit.changes import ALL, KINDS, SIGNS, changes
from kpi.ui.submit.scope import covered, scope
from kpi.ui.submit.words import listed, period_name, place_name
from kpi.ui.submit.work import Work, decide

MODES: tuple[Mode, ...] = ("replace", "amend")
EFFECTS_SHOWN = 60
SCROLLS_FROM, HEIGHT = 14, 520


def compare(work: Work) -> None:
    """The step. The comparison is asked for as soon as the file is fit for one."""
    if not is_fit(work):
        blocked(work)
        return
    mode_switch(work)
    scope(work)
    if work.comparison is None:
        wait(work)
        return
    result(work, work.comparison)


def result(work: Work, found: Comparison) -> None:
    """The comparison, from the warnings down to single rows."""
    warned(work, found)
    counts(work, found)
    effects(work, found)
    changes(work, found)


def is_fit(work: Work) -> bool:
    """Whether the file can be compared: it has rows, and nothing keeps it out."""
    prepared = work.prepared
    return prepared is not None and prepared.rows > 0 and not prepared.error_count and not prepared.blocking


def blocked(work: Work) -> None:
    """Says what has to be mended first; the way on leads there."""
    st.info(work.here.text("submit.compare.blocked"), icon=":material/block:")


def wait(work: Work) -> None:
    """Ask for the comparison once, and say why there is none where it failed."""
    if jobs.running(work):
        st.caption(work.here.text("submit.compare.waiting"))
    elif not jobs.was_asked(work, "compare"):
        jobs.start(work, "compare")
        st.rerun()
    else:
        jobs.faults(work, "compare")
        jobs.retry_button(work, "compare")


def mode_switch(work: Work) -> None:
    """Replace or amend, with what each means here and which one is suggested."""
    assert work.prepared
    text, here = work.here.text, work.here
    stands = work.said.mode or work.prepared.suggested_mode
    st.session_state["said-mode"] = stands
    st.segmented_control(
        text("submit.compare.mode"),
        MODES,
        format_func=lambda one: text(f"submit.mode.{one}"),
        required=True,
        key="said-mode",
        on_change=_mode_chosen,
        args=(work,),
        disabled=not work.is_open,
    )
    every, (zones_meant, periods_meant) = text("submit.compare.everything"), covered(work)
    zones = listed(here, [place_name(here, one) for one in zones_meant]) or every
    periods = listed(here, [period_name(here, one) for one in periods_meant]) or every
    st.caption(text(f"submit.mode_meaning.{stands}", zones=zones, periods=periods))
    if stands != work.prepared.suggested_mode:
        suggested = text(f"submit.mode.{work.prepared.suggested_mode}")
        st.info(text("submit.compare.suggested", mode=suggested), icon=":material/lightbulb:")


def _mode_chosen(work: Work) -> None:
    chosen = st.session_state["said-mode"]
    if chosen in MODES:
        decide(work, lambda now: {"mode": chosen})


def warned(work: Work, found: Comparison) -> None:
    """A file that would remove much or change everything says so before anything else."""
    text = work.here.text
    for one in found.warned:
        st.warning(
            text(f"submit.warned.{one}", removed=f"{found.removed:,}", changed=f"{found.changed:,}"),
            title=text(f"submit.warned_title.{one}"),
            icon=":material/warning:",
        )
    if found.silent:
        labels = [slice_name(work, label) for label in found.silent]
        st.info(text("submit.compare.silent", slices=listed(work.here, labels)), icon=":material/layers:")
    if found.changes_nothing and not found.silent:
        st.info(text("submit.compare.nothing"), icon=":material/task_alt:")


def slice_name(work: Work, label: str) -> str:
    """A zone and period in words; what is not by zone or period says so."""
    zone, _, period = label.partition("|")
    every = work.here.text("submit.compare.everything")
    names = (
        every if zone in ("*", "") else place_name(work.here, zone),
        "" if period in ("*", "") else period_name(work.here, period),
    )
    return " ".join(name for name in names if name)


def counts(work: Work, found: Comparison) -> None:
    """Rows by what happens to them."""
    text = work.here.text
    numbers = [(name, getattr(found, name)) for name in (*KINDS, "unchanged")]
    cells = "".join(
        f"<div><dt>{SIGNS.get(name, '＝')} {text_of(text(f'submit.change.{name}'))}</dt>"
        f"<dd>{text_of(text('submit.found.row_count', count=f'{count:,}'))}</dd></div>"
        for name, count in numbers
    )
    put(f'<dl class="kpi-stats">{cells}</dl>')


def effects(work: Work, found: Comparison) -> None:
    """Every number of the pages that becomes another one."""
    text, here = work.here.text, work.here
    st.subheader(text("submit.compare.effects"), anchor=False)
    if not found.effects:
        without_effects(work, found)
        targets(work, found)
        return
    zones = list(dict.fromkeys(one.zone for one in found.effects))
    chosen = ALL
    if len(zones) > 1:
        chosen = st.selectbox(
            text("submit.compare.zone"),
            [ALL, *zones],
            format_func=lambda one: (
                text("submit.compare.every_zone") if one == ALL else place_name(here, one)
            ),
            key="effects-zone",
        )
    shown = ordered(here, [one for one in found.effects if chosen in (ALL, one.zone)])
    _effects_table(work, shown[:EFFECTS_SHOWN])
    total = max(found.effect_count, len(found.effects))
    if total > min(len(shown), EFFECTS_SHOWN):
        st.caption(
            text("submit.compare.effects_of", shown=min(len(shown), EFFECTS_SHOWN), count=f"{total:,}")
        )


def _effects_table(work: Work, shown: list[Effect]) -> None:
    text = work.here.text
    with st.container(
        height=HEIGHT if len(shown) > SCROLLS_FROM else "content", border=len(shown) > SCROLLS_FROM
    ):
        effects_table(work.here, shown, text("submit.compare.before"), text("submit.compare.after"))
