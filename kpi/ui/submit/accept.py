"""Step 6: handing the file in, approving it and publishing it, by what the viewer may; and what it came to."""

from collections.abc import Callable

import streamlit as st

from kpi import deciding
from kpi.access import as_plain
from kpi.ui.address import filters_shown
from kpi.ui.markup import definitions, put
from kpi.ui.navigation import linked
from kpi.ui.quality.words import of_check
from kpi.ui.submit import jobs, place, steps
from kpi.ui.submit.compare import effects, is_fit, wait
from kpi.ui.submit.scope import covered
from kpi.ui.submit.words import listed, period_name, place_name
from kpi.ui.submit.work import Work, keeping_trouble


def accept(work: Work) -> None:
    """The step."""
    if work.draft.state == "released":
        released(work)
        return
    if jobs.running(work):
        st.caption(work.here.text("submit.accept.waiting"))
        return
    if not is_fit(work) or (work.prepared and work.prepared.unexplained):
        wanting(work)
        return
    if work.comparison is None:
        wait(work)
        return
    if jobs.faults(work, "release"):
        # Whoever published meanwhile may have moved the ground: the difference has to be seen again.
        again = work.here.text("submit.compare.again")
        st.button(
            again,
            icon=":material/compare_arrows:",
            on_click=jobs.start,
            args=(work, "compare"),
            key="compare-again",
        )
    with st.container(border=True):
        put(definitions(summary(work)))
        reasons(work)
    buttons(work)


def wanting(work: Work) -> None:
    """What is still to be done, each with the way there."""
    text = work.here.text
    st.info(text("submit.accept.wanting"), icon=":material/checklist:")
    for step in place.STEPS[:4]:
        standing = steps.of(work, step)
        if standing.kind in ("problem", "attention"):
            label = text(
                "submit.steps.onward_wanting", step=text(f"submit.steps.{step}"), count=standing.count
            )
            st.button(
                label, on_click=place.go_to, args=(step,), key=f"wanting-{step}", icon=":material/arrow_back:"
            )


def summary(work: Work) -> list[tuple[str, str]]:
    """What is about to be accepted."""
    text, here, found = work.here.text, work.here, work.comparison
    assert found and work.prepared
    moved = " · ".join(
        f"{text(f'submit.change.{name}')} {getattr(found, name):,}"
        for name in ("added", "changed", "removed", "unchanged")
    )
    said, (zones, periods) = work.said, covered(work)
    return [
        (text("submit.accept.title"), said.title[here.language] if said.title else work.draft.file_name),
        (text("submit.found.dataset"), work.dataset.name[here.language] if work.dataset else said.dataset),
        (text("submit.compare.mode"), text(f"submit.mode.{found.mode}")),
        (text("submit.found.zones"), listed(here, [place_name(here, one) for one in zones]) or "–"),
        (text("submit.found.periods"), listed(here, [period_name(here, one) for one in periods]) or "–"),
        (text("submit.accept.moved"), moved),
        (text("submit.accept.effects"), f"{max(found.effect_count, len(found.effects)):,}"),
    ]


def reasons(work: Work) -> None:
    """The warnings that pass, with why."""
    for code, why in work.decisions.reasons.items():
        if why.strip():
            st.caption(work.here.text("submit.accept.reason", check=of_check(work.here, code, "title")))
            st.text(why)


def buttons(work: Work) -> None:
    """What this viewer may do with the file now; where nothing, who may."""
    text, found = work.here.text, work.comparison
    assert work.prepared and found
    if work.prepared.already and found.changes_nothing:
        st.info(text("submit.found.already"), icon=":material/task_alt:")
        return
    agreed = confirmed(work)
    offered = offers(work)
    with st.container(horizontal=True, key="submit-buttons"):
        for at, (name, icon, click, is_cautious) in enumerate(offered):
            st.button(
                text(f"submit.accept.{name}"),
                icon=icon,
                type="primary" if at == 0 else "secondary",
                on_click=click,
                args=(work,),
                disabled=is_cautious and not agreed,
                key=f"do-{name}",
            )
    st.caption(text(f"submit.accept.hint.{offered[0][0] if offered else 'nothing'}"))


def confirmed(work: Work) -> bool:
    """Where much would go or everything change, a tick says that this is meant."""
    if not (work.comparison and work.comparison.warned):
        return True
    return st.checkbox(work.here.text("submit.accept.meant"), key=f"meant-{work.stamp}")


Offer = tuple[str, str, Callable[[Work], None], bool]


def offers(work: Work) -> list[Offer]:
    """Name, icon, click and whether the tick is wanted, of each button in its order."""
    viewer, state, found = work.here.viewer, work.draft.state, []
    if viewer.may_release and state in ("open", "approved", "submitted"):
        found.append(("release", ":material/publish:", release, True))
    if viewer.may_approve and state == "submitted":
        found.append(("approve", ":material/verified:", approve, True))
    if may_submit(work) and state == "open":
        found.append(("submit", ":material/send:", submit, True))
    if state in ("submitted", "approved") and (viewer.may_approve or work.draft.actor == viewer.name):
        found.append(("reopen", ":material/undo:", reopen, False))
    return found


def may_submit(work: Work) -> bool:
    """Whether the viewer may hand in a file that speaks for these zones."""
    zones = work.prepared.zones if work.prepared else ()
    return all(work.here.viewer.may_submit(zone) for zone in zones or ("",))


def release(work: Work) -> None:
    """Publish: the worker does it, the page watches."""
    jobs.start(work, "release", viewer=as_plain(work.here.viewer))


def submit(work: Work) -> None:
    """Hand in: from here on the decisions stand until somebody sends the file back."""
    with keeping_trouble():
        deciding.submit(work.here.viewer, work.here.paths, work.draft.id)


def approve(work: Work) -> None:
    """Say that the file is right."""
    with keeping_trouble():
        deciding.approve(work.here.viewer, work.here.paths, work.draft.id)


def reopen(work: Work) -> None:
    """Back to where decisions may change."""
    with keeping_trouble():
        deciding.reopen(work.here.viewer, work.here.paths, work.draft.id)


def released(work: Work) -> None:
    """What it came to, with the ways to the numbers and to taking it back."""
    text, here = work.here.text, work.here
    state = jobs.hired(here).latest(work.draft.id)
    number = state.result.get("release") if state and state.job == "release" and state.result else None
    said = text("submit.accept.done_in", number=number) if number else text("submit.accept.done")
    if state and state.result and state.result.get("new") is False:
        said = text("submit.accept.same")
    st.success(said, icon=":material/check_circle:")
    with st.container(horizontal=True, vertical_alignment="center", key="submit-released"):
        st.page_link(
            linked("overview", here.language),
            label=text("submit.accept.to_overview"),
            icon=":material/dashboard:",
            query_params=view_of(work),
        )
        st.page_link(
            linked("history", here.language),
            label=text("submit.accept.to_undo"),
            icon=":material/undo:",
            query_params={**_language(work), "submission": work.draft.submission},
        )
    if work.comparison:
        st.caption(text("submit.accept.what"))
        put(definitions(summary(work)))
        effects(work, work.comparison)


def view_of(work: Work) -> dict[str, str]:
    """The overview of the zone and year that the file speaks of."""
    prepared = work.prepared
    view = _language(work)
    if prepared and len(prepared.zones) == 1:
        view["zone"] = prepared.zones[0]
    if prepared and prepared.periods:
        view["year"] = max(prepared.periods)[:4]
    return view


def _language(work: Work) -> dict[str, str]:
    return {key: value for key, value in filters_shown().items() if key == "lang"}
