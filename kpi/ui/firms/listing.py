"""The firms of a place: search, filters, and one row a firm that leads to its profile."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from kpi.catalogue import NATIONAL
from kpi.queries import firms, overview
from kpi.queries.firms import TENANCIES, Wanted
from kpi.ui.address import value_of, widget_key
from kpi.ui.cached import ask
from kpi.ui.clickable import clickable
from kpi.ui.firms import words
from kpi.ui.firms.place import address, open_clicked
from kpi.ui.history.filters import ALL, changed, choice, page_of
from kpi.ui.markup import badge, put, text_of
from kpi.ui.overview.story import told
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, Raw, markup

ON_A_PAGE = 25
NUMBERS = ("steps", "transfers", "investments", "investment_krw", "milestones")
CLICKED = "firms-table"
# Filter → the kind of record whose categories it offers.
BY_MARK = {"stage": "step", "designation": "milestone"}


def listing(setting: Setting, place: str) -> None:
    """The filters, how many firms meet them, a page of these, and what is told of firms without a name."""
    wanted = asked(setting, place)
    total = ask(firms.found, place, wanted, 0, 1).total
    if total:
        _page(setting, place, wanted, total)
    else:
        why = "firms.nothing_found" if wanted != Wanted() else "firms.nothing_yet"
        st.info(setting.text(why, place=setting.zone_name(place)), icon=":material/search_off:")
    unnamed(setting, place)


def asked(setting: Setting, place: str) -> Wanted:
    """What is looked for, by the search and the filters drawn here."""
    marks = ask(firms.marks, place)
    with st.container(horizontal=True, vertical_alignment="bottom", key="firms-filters"):
        sought = _search(setting)
        tenancy = _tenancy(setting) if has_register(setting, place) else ALL
        programme = _by_mark(setting, "programme", "programme", marks)
        chosen = {key: _by_mark(setting, key, told_as, marks) for key, told_as in BY_MARK.items()}
    wanted = tuple((BY_MARK[key], mark) for key, mark in chosen.items() if mark)
    return Wanted(sought, "" if tenancy == ALL else tenancy, programme, wanted)


def has_register(setting: Setting, place: str) -> bool:
    """Whether firms move in and out there: programmes elsewhere have no tenants."""
    return place not in setting.catalogue.own_places


def _tenancy(setting: Setting) -> str:
    text = setting.text
    label, options = text("firms.filter.tenancy"), [ALL, *TENANCIES]
    return choice("tenancy", label, options, lambda one: text(f"firms.tenancy.{one}"))


def _search(setting: Setting) -> str:
    value = value_of("search", lambda typed: len(typed) <= 100, "")
    st.text_input(
        setting.text("firms.filter.search"),
        placeholder=setting.text("firms.filter.search_hint"),
        key=widget_key("search", value),
        max_chars=100,
        on_change=changed,
        args=("search", ""),
        icon=":material/search:",
    )
    return value.strip().casefold()


def _by_mark(setting: Setting, key: str, told_as: str, marks: pd.DataFrame) -> str:
    """One of the categories that firms of this place have, with how many have it; '' for any."""
    mine = marks[marks["told_as"] == told_as]
    counts = dict(zip(mine["mark"], mine["firms"], strict=True))
    names = words.mark_names(setting, told_as)
    options = [*(one for one in names if one in counts), *(one for one in counts if one not in names)]

    def named(one: str) -> str:
        if one == ALL:
            return setting.text("firms.filter.any")
        return setting.text("firms.filter.counted", name=names.get(one, one), count=f"{counts[one]:,}")

    chosen = choice(key, setting.text(f"firms.filter.{key}"), [ALL, *options], named)
    return "" if chosen == ALL else chosen


def _page(setting: Setting, place: str, wanted: Wanted, total: int) -> None:
    above, below = st.container(), st.container()
    page = page_of(-(-total // ON_A_PAGE))
    found = ask(firms.found, place, wanted, (page - 1) * ON_A_PAGE, ON_A_PAGE)
    with above:
        note = f" {setting.text('firms.hidden')}" if found.hidden else ""
        put(f'<p class="kpi-quiet">{text_of(setting.text("firms.counted", count=f"{total:,}") + note)}</p>')
    with below:
        body = table(setting, place, found.rows.to_dict("records"))
        clickable(f'<div class="kpi">{body}</div>', CLICKED, lambda: _clicked(setting))


def _clicked(setting: Setting) -> None:
    if clicked := st.session_state[CLICKED].clicked:
        open_clicked(setting, clicked)


def table(setting: Setting, place: str, rows: Sequence[words.Row]) -> str:
    """One row a firm with the way to its profile."""
    heading = setting.text
    tenants = [
        Column(heading("firms.filter.tenancy")),
        Column(heading("firms.column.entered"), is_number=True),
    ]
    columns = [
        Column(heading("firms.column.firm")),
        *([Column(heading("firms.place"))] if place == NATIONAL else []),
        *(tenants if has_register(setting, place) else []),
        *(Column(heading(f"firms.column.{each}"), is_number=True) for each in NUMBERS),
        Column(heading("app.column.origin")),
    ]
    return markup(
        columns, [_row(setting, place, row) for row in rows], label=heading("app.pages.firms.title")
    )


def _row(setting: Setting, place: str, row: words.Row) -> list[Cell]:
    tenant = [words.tenancy(setting, row), words.day(setting, row["entered_on"])]
    return [
        Raw(link(setting, row)),
        *([setting.zone_name(row["zone"])] if place == NATIONAL else []),
        *(tenant if has_register(setting, place) else []),
        *(_number(setting, each, row[each]) for each in NUMBERS),
        Raw(origin(setting, row)),
    ]


def _number(setting: Setting, column: str, value: object) -> str:
    return words.money(setting, value) if column.endswith("_krw") else words.counted(value)


def link(setting: Setting, row: words.Row, label: str = "") -> str:
    """The firm's name as the way to its profile."""
    href, action = address(setting, row["zone"], row["firm"]), f"firm:{row['zone']}:{row['firm']}"
    shown = text_of(label or words.name(setting, row))
    return f'<a href="{text_of(href)}" data-action="{text_of(action)}">{shown}</a>'


def origin(setting: Setting, row: words.Row) -> str:
    """Whether records of the firm are made up."""
    kind = "sample" if row["synthetic"] else "records"
    look = "sample" if row["synthetic"] else "published"
    return badge(setting.text(f"app.origin.{kind}"), look, setting.text(f"app.origin_meaning.{kind}"))


def unnamed(setting: Setting, place: str) -> None:
    """What was published of firms whose names were not: told of the zone, and of no firm in the list."""
    if place not in setting.catalogue.zones:
        return
    frame = ask(overview.milestones, place)
    _, dated, undated = told(setting, frame[frame["kind"] == "milestone"])
    if dated or undated:
        st.subheader(setting.text("firms.unnamed.title"), anchor=False)
        lead = text_of(setting.text("firms.unnamed.lead"))
        put(f'<p class="kpi-quiet kpi-note">{lead}</p>{dated}{undated}')
