"""The submissions, newest first: which file, for what, by whom, and whether it counts."""

from collections.abc import Sequence

import streamlit as st

from kpi import format as formats
from kpi.queries.history import SubmissionEntry
from kpi.ui.history import filters, reads, words
from kpi.ui.markup import put, text_of
from kpi.ui.setting import Setting

ON_A_PAGE = 12


def listing(setting: Setting) -> None:
    """The filters, one box a submission, and the pages."""
    found = list(reads.submissions(setting).values())
    if not found:
        st.info(setting.text("history.nothing_yet"), icon=":material/inbox:")
        return
    shown = chosen(setting, found)
    if not shown:
        st.info(setting.text("history.nothing_found", count=f"{len(found):,}"), icon=":material/search_off:")
        return
    put(f'<p class="kpi-quiet">{text_of(counted(setting, shown))}</p>')
    below = st.container(gap="small")
    pages = -(-len(shown) // ON_A_PAGE)
    page = filters.page_of(pages)
    with below:
        for entry in shown[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]:
            box(setting, entry)


def chosen(setting: Setting, found: Sequence[SubmissionEntry]) -> list[SubmissionEntry]:
    """The submissions that meet the filters, which are drawn here."""
    held = {one.submission.dataset for one in found}
    datasets = [
        *(one for one in setting.catalogue.datasets if one in held),
        *sorted(held - set(setting.catalogue.datasets)),
    ]
    everything = setting.text("history.every_dataset")
    with st.container(horizontal=True, vertical_alignment="bottom", key="history-filters"):
        dataset = filters.choice(
            "dataset",
            setting.text("history.column.dataset"),
            [filters.ALL, *datasets],
            lambda one: everything if one == filters.ALL else words.dataset_name(setting, one),
        )
        state = filters.choice(
            "state",
            setting.text("history.column.state"),
            filters.STATES,
            lambda one: setting.text(f"history.states.{one}"),
        )
        sought = filters.search(setting)
    return [
        one
        for one in found
        if dataset in (filters.ALL, one.submission.dataset)
        and state in (filters.ALL, one.submission.state)
        and sought in searched(setting, one)
    ]


def searched(setting: Setting, entry: SubmissionEntry) -> str:
    """The text that a search looks through, in small letters."""
    submission = entry.submission
    names = (entry.title.ko, entry.title.en) if entry.title else ()
    parts = (submission.file_name, *names, submission.actor, submission.id, submission.series)
    dataset = words.dataset_name(setting, submission.dataset)
    return " ".join(str(part) for part in (*parts, dataset)).casefold()


def counted(setting: Setting, shown: Sequence[SubmissionEntry]) -> str:
    """How many submissions and rows the list holds."""
    total = sum(one.submission.rows for one in shown)
    return setting.text("history.counted", count=f"{len(shown):,}", rows=f"{total:,}")


def box(setting: Setting, entry: SubmissionEntry) -> None:
    """One submission with the button that opens it."""
    with st.container(border=True, key=f"submission-{entry.submission.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.container(width="stretch"):
                put(face(setting, entry))
            st.button(
                setting.text("history.open"),
                key=f"open-{entry.submission.id}",
                on_click=filters.open_submission,
                args=(entry.submission.id,),
            )


def face(setting: Setting, entry: SubmissionEntry) -> str:
    """Title and rows; file, dataset, series and day; who and when; badges."""
    submission, language = entry.submission, setting.language
    day = setting.text("history.known_on", day=formats.day(submission.known_on, language))
    told = (
        text_of(words.dataset_name(setting, submission.dataset)),
        text_of(words.series_name(setting, submission.series)),
        text_of(day),
    )
    done = (
        setting.text("history.number", number=submission.sequence),
        words.actor(setting, submission.actor),
        words.when(submission.accepted_at, language),
    )
    title, rows = words.title(setting, entry), words.rows(setting, submission.rows)
    head = f'<span class="kpi-card-name">{text_of(title)}</span> {words.badges(setting, submission)}'
    return (
        f'<div class="kpi-lag-row"><span>{head}</span><strong>{text_of(rows)}</strong></div>'
        f'<div class="kpi-quiet">{words.code(submission.file_name)} · {" · ".join(told)}</div>'
        f'<div class="kpi-quiet">{text_of(" · ".join(done))}</div>'
    )
