"""The six steps: where each stands, the bar that leads to them, and the way on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from kpi.drafts import ColumnFit
from kpi.ui.submit import place
from kpi.ui.submit.jobs import again_button
from kpi.ui.submit.words import LIKELY
from kpi.ui.submit.work import Work

Kind = Literal["good", "attention", "problem", "open"]
SIGNS: dict[Kind, str] = {"good": "✓", "attention": "!", "problem": "✕", "open": ""}
BAR = "submit-steps"


@dataclass(frozen=True)
class Standing:
    """How a step stands: whether it wants something, and how much."""

    kind: Kind
    count: int = 0


def bar(work: Work) -> str:
    """The steps side by side, each with a sign for how it stands. Returns the one that is shown."""
    shown = place.step_asked()
    st.session_state[BAR] = shown
    st.segmented_control(
        work.here.text("submit.steps.title"),
        place.STEPS,
        format_func=lambda step: _label(work, step),
        required=True,
        key=BAR,
        on_change=_chosen,
        label_visibility="collapsed",
        wrap=True,
    )
    return shown


def _chosen() -> None:
    place.go_to(st.session_state[BAR] or place.STEPS[0])


def _label(work: Work, step: str) -> str:
    number = place.STEPS.index(step) + 1
    name = work.here.text(f"submit.steps.{step}")
    standing = of(work, step)
    count = f" {standing.count:,}" if standing.count else ""
    return f"{number}. {name} {SIGNS[standing.kind]}{count}".rstrip()


def of(work: Work, step: str) -> Standing:
    """How this step stands; nothing is known before the file has been read."""
    return STANDINGS[step](work) if work.prepared else Standing("open")


def _found(work: Work) -> Standing:
    is_read = work.dataset is not None and bool(work.prepared and work.prepared.columns)
    return Standing("good") if is_read else Standing("problem", 1)


def is_settled(work: Work, fit: ColumnFit) -> bool:
    """Whether a person has said what this heading means, now or for an earlier file of this shape."""
    return fit.heading in work.decisions.columns or fit.why in ("chosen", "remembered")


def doubtful(work: Work) -> int:
    """How many columns are taken for something without being sure of it."""
    assert work.prepared
    return sum(
        bool(fit.column) and fit.confidence < LIKELY and not is_settled(work, fit)
        for fit in work.prepared.columns
    )


def _columns(work: Work) -> Standing:
    assert work.prepared
    wanting = len(work.prepared.missing_columns) + len(work.prepared.unknown_values)
    if wanting:
        return Standing("problem", wanting)
    unsure = doubtful(work)
    return Standing("attention", unsure) if unsure else Standing("good")


def _repairs(work: Work) -> Standing:
    return Standing("good")


def _checks(work: Work) -> Standing:
    assert work.prepared
    wrong = work.prepared.error_count + sum(outcome.rows_failed or 1 for outcome in work.prepared.blocking)
    if wrong:
        return Standing("problem", wrong)
    unexplained = len(work.prepared.unexplained)
    return Standing("attention", unexplained) if unexplained else Standing("good")


def _compare(work: Work) -> Standing:
    if work.comparison is None:
        return Standing("open")
    return Standing("attention", len(work.comparison.warned)) if work.comparison.warned else Standing("good")


def _accept(work: Work) -> Standing:
    return Standing("good" if work.draft.state == "released" else "open")


STANDINGS: dict[str, Callable[[Work], Standing]] = {
    "found": _found,
    "columns": _columns,
    "repairs": _repairs,
    "checks": _checks,
    "compare": _compare,
    "accept": _accept,
}


def next_wanting(work: Work, after: str) -> str:
    """The step to go to from here: one still to come that wants something, else one before that has to be done,
    else the next of all. A doubtful heading may stay one.
    """
    at = place.STEPS.index(after)
    to_come = [step for step in place.STEPS[at + 1 : 4] if of(work, step).kind in ("problem", "attention")]
    if to_come:
        return to_come[0]
    if at >= place.STEPS.index("checks"):
        earlier = [step for step in place.STEPS[: min(at, 4)] if has_to_be_done(work, step)]
        return earlier[0] if earlier else place.STEPS[min(at + 1, len(place.STEPS) - 1)]
    return place.STEPS[at + 1] if of(work, after).kind in ("problem", "attention") else "compare"


def has_to_be_done(work: Work, step: str) -> bool:
    """Whether the file cannot be accepted as this step stands."""
    kind = of(work, step).kind
    return kind == "problem" or (step == "checks" and kind == "attention")


def onward(work: Work, step: str, waits: bool) -> None:
    """The way back and the way on, which names what is still wanted there; edits that wait are checked on the way."""
    if work.prepared is None or not work.prepared.columns:
        return
    text, at = work.here.text, place.STEPS.index(step)
    with st.container(
        horizontal=True, horizontal_alignment="distribute" if at else "right", key="submit-onward"
    ):
        if at:
            back = place.STEPS[at - 1]
            label = text("submit.steps.back", step=text(f"submit.steps.{back}"))
            st.button(
                label, icon=":material/arrow_back:", on_click=place.go_to, args=(back,), key="step-back"
            )
        if waits or (step == "checks" and work.is_open):
            again_button(work, step, "read-again-below", is_wanted=waits)
        if step != place.STEPS[-1]:
            _on_button(work, step, next_wanting(work, step), "secondary" if waits else "primary")


def _on_button(work: Work, shown: str, step: str, type: Literal["primary", "secondary"]) -> None:
    text, standing = work.here.text, of(work, step)
    is_earlier = place.STEPS.index(step) < place.STEPS.index(shown)
    name = text(f"submit.steps.{step}")
    wants = standing.kind in ("problem", "attention") and standing.count
    label = (
        text("submit.steps.onward_wanting", step=name, count=standing.count)
        if wants
        else text("submit.steps.onward", step=name)
    )
    st.button(
        label,
        icon=f":material/arrow_{'back' if is_earlier else 'forward'}:",
        type=type,
        on_click=place.go_to,
        args=(step,),
        key="step-on",
    )
