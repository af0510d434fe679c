"""Step 4: what keeps the file out, what wants a reason, and what is only worth knowing."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from kpi.drafts import FaultGroup, fault_from_json
from kpi.submissions import CheckOutcome
from kpi.ui.markup import put, text_of
from kpi.ui.quality.words import of_check
from kpi.ui.submit import failing, place
from kpi.ui.submit.downloads import downloads
from kpi.ui.submit.editing import editor, left_out
from kpi.ui.submit.faults import title, told
from kpi.ui.submit.work import Work, decide

FAULTS_SAID = 3
LONGEST_REASON = 500
# Faults that are not mended row by row but by saying once what a text or a heading means.
MENDED_IN_COLUMNS = (
    "unknown_zone",
    "unknown_category",
    "unknown_metric",
    "unknown_basis",
    "column_missing",
    "header_unit",
)


def checks(work: Work) -> None:
    """The step: errors, warnings with their reasons, remarks, rows left out, and both files to download."""
    assert work.prepared
    text = work.here.text
    summary(work)
    errors(work)
    warnings(work)
    remarks(work)
    left_out(work)
    downloads(work)
    if not (work.prepared.errors or work.prepared.outcomes):
        st.info(text("submit.checks.none_run"), icon=":material/rule:")


def summary(work: Work) -> None:
    """How many of each kind, in one line of numbers."""
    assert work.prepared
    text, prepared = work.here.text, work.prepared
    stats = (
        ("errors", prepared.error_count + sum(one.rows_failed or 1 for one in prepared.blocking)),
        ("warnings", len(prepared.warnings)),
        ("unexplained", len(prepared.unexplained)),
        ("rows", prepared.rows),
    )
    cells = "".join(
        f"<div><dt>{text_of(text(f'submit.checks.count.{name}'))}</dt><dd>{count:,}</dd></div>"
        for name, count in stats
    )
    put(f'<dl class="kpi-stats">{cells}</dl>')


def errors(work: Work) -> None:
    """What keeps the file out: faults of reading, then critical checks, each group by itself."""
    assert work.prepared
    text = work.here.text
    st.subheader(f"✕ {text('submit.checks.errors')}", anchor=False)
    if not (work.prepared.errors or work.prepared.blocking):
        st.success(text("submit.checks.no_errors"), icon=":material/check_circle:")
        return
    for group in work.prepared.errors:
        fault_group(work, group)
    for code, outcomes in by_code(work.prepared.blocking):
        check_group(work, code, outcomes, "blocking")


def by_code(outcomes: Sequence[CheckOutcome]) -> list[tuple[str, list[CheckOutcome]]]:
    """The outcomes of each check together, in the order of the codes."""
    ordered = sorted(outcomes, key=lambda one: one.check_code)
    return [(code, list(group)) for code, group in groupby(ordered, key=lambda one: one.check_code)]


def fault_group(work: Work, group: FaultGroup) -> None:
    """Faults that one step would mend: what it is, where, and the cells to write anew."""
    text, faults = work.here.text, [fault_from_json(one) for one in group.faults]
    key = f"{group.code}-{group.column}"
    with st.container(border=True, key=f"fault-{key}"):
        name, column = title(work, group.code, faults), f" — {group.column}" if group.column else ""
        count = text("submit.checks.times", count=f"{group.count:,}")
        first = told(work, faults[0]) if faults else ""
        about = f'<p class="kpi-quiet">{text_of(first)}</p>' if first != name else ""
        put(f"<strong>✕ {text_of(name + column)}</strong> · {text_of(count)}{about}")
        if group.code.split(".")[-1] in MENDED_IN_COLUMNS:
            to_columns(work, key)
        editor(work, failing.of_faults(work, group, faults), f"editor-{key}", group.count)


def to_columns(work: Work, key: str) -> None:
    """The way to where a text or a heading is told once what it means."""
    st.button(
        work.here.text("submit.checks.to_columns"),
        icon=":material/arrow_back:",
        on_click=place.go_to,
        args=("columns",),
        key=f"to-columns-{key}",
    )


def check_group(work: Work, code: str, outcomes: Sequence[CheckOutcome], kind: str) -> None:
    """One check that was not met: what it means, what to do, and its rows."""
    here, failed = work.here, sum(one.rows_failed for one in outcomes)
    sign = "✕" if kind == "blocking" else "!"
    with st.container(border=True, key=f"{kind}-{code}"):
        count = (
            here.text("submit.checks.times", count=f"{failed:,}")
            if failed
            else here.text("submit.checks.broken")
        )
        put(
            f"<strong>{sign} {text_of(of_check(here, code, 'title'))}</strong> · {text_of(count)}"
            f'<p class="kpi-quiet">{text_of(of_check(here, code, "meaning"))}</p>'
            f"<p>{text_of(of_check(here, code, 'remedy'))}</p>{seen(work, outcomes)}"
        )
        editor(work, failing.of_check(work, code), f"editor-{kind}-{code}", failed)
        if kind == "warning":
            reason(work, code)


def seen(work: Work, outcomes: Sequence[CheckOutcome]) -> str:
    """What the check saw and what it expected, where it says so."""
    text = work.here.text
    said = [one for one in outcomes if one.observed or one.expected][:FAULTS_SAID]
    lines = [
        text(
            "submit.checks.seen",
            column=work.column_name(one.column_name) or "–",
            observed=one.observed or "–",
            expected=one.expected or "–",
        )
        for one in said
        if not work.is_sensitive(one.column_name)
    ]
    return f'<p class="kpi-quiet">{"<br>".join(text_of(line) for line in lines)}</p>' if lines else ""


def warnings(work: Work) -> None:
    """Warnings, each with the reason that lets it pass."""
    assert work.prepared
    text = work.here.text
    st.subheader(f"! {text('submit.checks.warnings')}", anchor=False)
    if not work.prepared.warnings:
        st.success(text("submit.checks.no_warnings"), icon=":material/check_circle:")
        return
    st.caption(text("submit.checks.warnings_lead"))
    for code, outcomes in by_code(work.prepared.warnings):
        check_group(work, code, outcomes, "warning")


def reason(work: Work, code: str) -> None:
    """Why the warning is accepted; kept with the submission."""
    text, key = work.here.text, f"reason-{code}"
    st.session_state[key] = work.decisions.reasons.get(code, "")
    st.text_area(
        text("submit.checks.reason"),
        key=key,
        on_change=_reason_given,
        args=(work, code, key),
        placeholder=text("submit.checks.reason_example"),
        max_chars=LONGEST_REASON,
        height=68,
        disabled=not work.is_open,
    )
    if not work.decisions.reasons.get(code, "").strip():
        st.caption(f":material/edit_note: {text('submit.checks.reason_wanted')}")


def _reason_given(work: Work, code: str, key: str) -> None:
    given = st.session_state[key].strip()
    decide(work, lambda now: {"reasons": {**now.reasons, code: given}})


def remarks(work: Work) -> None:
    """What is only worth knowing, folded."""
    assert work.prepared
    known = [
        one for one in work.prepared.outcomes if one.severity == "info" and (one.rows_failed or one.broken)
    ]
    if not known:
        return
    with st.expander(work.here.text("submit.checks.remarks", count=len(known)), icon=":material/info:"):
        for code, outcomes in by_code(known):
            title = text_of(of_check(work.here, code, "title"))
            count = work.here.text(
                "submit.checks.times", count=f"{sum(one.rows_failed for one in outcomes):,}"
            )
            put(f"<strong>{title}</strong> · {text_of(count)}{seen(work, outcomes)}")
