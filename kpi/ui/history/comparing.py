"""Any two releases beside each other: which numbers differ, which submissions came and went."""

from collections.abc import Sequence

import streamlit as st

from kpi.drafts import Effect
from kpi.errors import KpiError
from kpi.spreadsheets import as_csv
from kpi.ui import files
from kpi.ui.banners import faults
from kpi.ui.history import filters, reads, words
from kpi.ui.history.effects import effects_table, metric_name, row
from kpi.ui.markup import put, text_of
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, table

ON_A_PAGE = 40


def comparing(setting: Setting) -> None:
    """Choose two releases and see what lies between them."""
    numbers = [one.record.number for one in reads.releases(setting)]
    if len(numbers) < 2:
        st.info(setting.text("history.compare.only_one"), icon=":material/compare_arrows:")
        return
    before, after = chosen(setting, numbers)
    if before == after:
        st.info(setting.text("history.compare.same"), icon=":material/compare_arrows:")
        return
    try:
        effects = reads.compared(setting, before, after)
    except KpiError as error:
        faults(error, setting.language)
        return
    heads = (release_name(setting, before), release_name(setting, after))
    came_and_went(setting, before, after)
    numbers_that_differ(setting, effects, heads)


def chosen(setting: Setting, numbers: Sequence[int]) -> tuple[int, int]:
    """The two releases; by default the newest and the one before it."""
    options = [str(number) for number in numbers]
    records = [one.record for one in reads.releases(setting)]
    when = {str(one.number): words.when(one.built_at, setting.language) for one in records}

    def name(number: str) -> str:
        return setting.text("history.compare.option", number=number, when=when[number])

    with st.container(horizontal=True, vertical_alignment="bottom", key="compare-releases"):
        before = filters.choice("before", setting.text("history.compare.before"), options, name, options[1])
        after = filters.choice("after", setting.text("history.compare.after"), options, name, options[0])
    return int(before), int(after)


def release_name(setting: Setting, number: int) -> str:
    """A release as the heading of a column."""
    return setting.text("history.release_short", number=number)


def came_and_went(setting: Setting, before: int, after: int) -> None:
    """The submissions that only one of the two rests on."""
    came, went = reads.moved_between(setting, before, after)
    st.subheader(setting.text("history.compare.submissions"), anchor=False)
    if not came and not went:
        st.caption(setting.text("history.compare.no_submissions"))
        return
    text = setting.text
    columns = [
        Column(text("history.column.title")),
        Column(text("history.column.moved")),
        Column(text("history.column.dataset")),
        Column(text("history.column.file")),
        Column(text("history.column.rows"), is_number=True),
    ]
    known = reads.submissions(setting)
    rows: list[list[Cell]] = [
        [
            words.title(setting, known[one]),
            text(f"history.moved.{kind}"),
            words.dataset_name(setting, known[one].submission.dataset),
            known[one].submission.file_name,
            words.rows(setting, known[one].submission.rows),
        ]
        for kind, ids in (("came", came), ("went", went))
        for one in ids
        if one in known
    ]
    with st.container(height=360 if len(rows) > 8 else "content", border=False):
        table(columns, rows, label=text("history.compare.submissions"))


def numbers_that_differ(setting: Setting, effects: Sequence[Effect], heads: tuple[str, str]) -> None:
    """The filters, the table by pages, and all of it as a file."""
    text = setting.text
    st.subheader(text("history.effects.title"), anchor=False)
    if not effects:
        st.info(text("history.effects.none"), icon=":material/check:")
        return
    wanted = filtered(setting, effects)
    key = "counted_all" if len(wanted) == len(effects) else "counted"
    counted = text(f"history.effects.{key}", count=f"{len(wanted):,}", total=f"{len(effects):,}")
    put(f'<p class="kpi-quiet">{text_of(counted)}</p>')
    if not wanted:
        st.info(text("history.effects.not_here"), icon=":material/search_off:")
        return
    below = st.container()
    page = filters.page_of(-(-len(wanted) // ON_A_PAGE))
    with below:
        effects_table(setting, wanted[(page - 1) * ON_A_PAGE : page * ON_A_PAGE], *heads)
    files.offer(
        setting, "download-effects", text("history.effects.download"), text("history.effects.file_name"),
        lambda: differing(setting, wanted, heads),
    )  # fmt: skip


def filtered(setting: Setting, effects: Sequence[Effect]) -> list[Effect]:
    """The numbers of the metric and the zone that were chosen among those that differ."""
    text = setting.text
    metrics, zones = (
        list(dict.fromkeys(getattr(one, part) for one in effects)) for part in ("metric", "zone")
    )
    with st.container(horizontal=True, vertical_alignment="bottom", key="effect-filters"):
        metric = filters.choice(
            "of_metric", text("filters.metric"), [filters.ALL, *metrics],
            lambda one: text("history.every_metric") if one == filters.ALL else metric_name(setting, one),
        )  # fmt: skip
        zone = filters.choice(
            "of_zone", text("filters.zone"), [filters.ALL, *zones],
            lambda one: text("history.every_zone") if one == filters.ALL else words.zone(setting, one),
        )  # fmt: skip
    return [one for one in effects if metric in (filters.ALL, one.metric) and zone in (filters.ALL, one.zone)]


def differing(setting: Setting, effects: Sequence[Effect], heads: tuple[str, str]) -> bytes:
    """All numbers that differ as a CSV that spreadsheets open: bare values, no units."""
    text = setting.text
    names = [text(f"app.column.{name}") for name in ("metric", "zone", "period", "basis")]
    rows = [[*row(setting, one)[:4], one.before, one.after] for one in effects]
    return as_csv([*names, *heads], rows)
