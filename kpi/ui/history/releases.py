"""The releases, newest first: what came in and what went out with each, and the pages as they were."""

import streamlit as st

from kpi.queries.history import ReleaseEntry
from kpi.ui.address import filters_shown
from kpi.ui.history import filters, reads, words
from kpi.ui.markup import badge, put, text_of
from kpi.ui.navigation import linked
from kpi.ui.setting import Setting

ON_A_PAGE = 10
NAMED = 5


def releases(setting: Setting) -> None:
    """One box a release, and the pages."""
    found = reads.releases(setting)
    if not found:
        st.info(setting.text("history.no_release"), icon=":material/inbox:")
        return
    below = st.container(gap="small")
    page = filters.page_of(-(-len(found) // ON_A_PAGE))
    with below:
        for release in found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]:
            box(setting, release, is_first=release is found[-1])


def box(setting: Setting, release: ReleaseEntry, *, is_first: bool) -> None:
    """One release with its two ways on; the first of all has nothing to be compared with."""
    text, number = setting.text, release.record.number
    with st.container(border=True, key=f"release-{number}", gap="xsmall"):
        put(face(setting, release))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(
                linked("overview", setting.language),
                label=text("history.show_release"),
                icon=":material/history:",
                query_params=as_of(release),
            )
            if not is_first:
                st.button(
                    text("history.compare_before"), key=f"compare-{number}", type="tertiary",
                    icon=":material/compare_arrows:", on_click=compare_with_before, args=(number,),
                )  # fmt: skip


def as_of(release: ReleaseEntry) -> dict[str, str]:
    """The address of the pages as of a release; the newest needs no number."""
    kept = {key: value for key, value in filters_shown().items() if key not in ("release", "as_known_on")}
    return kept if release.newest else {**kept, "release": str(release.record.number)}


def compare_with_before(number: int) -> None:
    """What this release changed."""
    filters.open_tab("compare", before=str(number - 1), after=str(number))


def face(setting: Setting, release: ReleaseEntry) -> str:
    """Number and when; who; what came in and went out."""
    text, record = setting.text, release.record
    current = badge(text("history.newest"), "good") if release.newest else ""
    is_shown = setting.moment.number == record.number and not release.newest
    shown = badge(text("history.shown"), "attention") if is_shown else ""
    said = (words.when(record.built_at, setting.language), words.actor(setting, record.actor))
    return (
        f'<div class="kpi-lag-row"><span class="kpi-card-name">'
        f"{text_of(text('history.release', number=record.number))} {current}{shown}</span></div>"
        f'<div class="kpi-quiet">{text_of(" · ".join(said))}</div>'
        f"{moved(setting, 'came_in', release.added)}{moved(setting, 'went_out', release.undone)}"
        f"{anew(setting, release)}"
    )


def moved(setting: Setting, kind: str, ids: tuple[str, ...]) -> str:
    """The submissions that came in or went out: how many, and the first of them by name."""
    if not ids:
        return ""
    known = reads.submissions(setting)
    entries = sorted((known[one] for one in ids if one in known), key=lambda one: -one.submission.sequence)
    names = [words.title(setting, entry) for entry in entries[:NAMED]]
    said = ", ".join(names)
    if len(ids) > len(names):
        said = setting.text("history.and_more", names=said, count=len(ids) - len(names))
    head = setting.text(f"history.{kind}", count=f"{len(ids):,}")
    return f"<div><strong>{text_of(head)}</strong> {text_of(said)}</div>"


def anew(setting: Setting, release: ReleaseEntry) -> str:
    """Why a release was made beside, or without, any movement of submissions."""
    if release.catalogue_changed:
        key = "history.catalogue_changed"
    elif release.added or release.undone:
        return ""
    else:
        key = "history.same_submissions"
    return f'<div class="kpi-quiet">{text_of(setting.text(key))}</div>'
