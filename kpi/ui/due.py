"""Reminders: whose file for which quarter is due, late or missing. Nothing is said about the past: only the latest
moment can be late.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st

from kpi import format as formats
from kpi.catalogue import NATIONAL
from kpi.queries import due as queries
from kpi.queries.due import Due
from kpi.text import places
from kpi.ui.address import PAGE, filters_shown
from kpi.ui.cached import ask
from kpi.ui.markup import badge, put, text_of
from kpi.ui.navigation import linked, way_to
from kpi.ui.setting import Setting
from kpi.wording.signed import KOREA

STATES = ("missing", "late", "due")
KINDS = {"missing": "problem", "late": "attention", "due": "plain"}
OVERDUE = ("missing", "late")
SHOWN = 5
SUBMIT = "submit"


@dataclass(frozen=True)
class Group:
    """Datasets that the same zones owe for the same period; '' stands for a file that is not by zone."""

    datasets: tuple[str, ...]
    period: str
    state: str
    due_on: date
    zones: tuple[str, ...]


def due_list(setting: Setting) -> None:
    """What this viewer has to hand in, the most overdue first: a few lines, the rest folded."""
    text = setting.text
    st.subheader(text("due.title"), anchor=False)
    groups = grouped(setting, outstanding(setting))
    if not groups:
        st.caption(text("due.nothing"))
        return
    put(lines(setting, groups[:SHOWN]))
    if rest := groups[SHOWN:]:
        with st.expander(text("due.more", count=len(rest)), key="due-more"):
            put(lines(setting, rest))
    if st.session_state.get(PAGE) != SUBMIT:
        link(setting)


def due_notice(setting: Setting, zone: str) -> str:
    """One quiet line when something of this zone is late or missing, with the way to mend it; else nothing."""
    asked = [one for one in outstanding(setting) if one.state in OVERDUE and zone in (one.zone, NATIONAL)]
    groups = grouped(setting, asked)
    if not groups:
        return ""
    shown = badge(setting.text(f"due.states.{groups[0].state}"), KINDS[groups[0].state])
    way = way_to(SUBMIT, setting.text("due.submit")) if setting.viewer.may_submit_somewhere else ""
    return f'<p class="kpi-quiet kpi-due">{shown} {text_of(said(setting, groups, zone))} {way}</p>'


def said(setting: Setting, groups: Sequence[Group], zone: str) -> str:
    """The most overdue file by name, and how many there are in all."""
    first = groups[0]
    values = {
        "zone": setting.zone_name(zone),
        "dataset": dataset_name(setting, first.datasets[0]),
        "period": period_name(setting, first.period),
    }
    files = {(dataset, group.period) for group in groups for dataset in group.datasets}
    if len(files) == 1:
        return setting.text("due.notice", **values)
    return setting.text("due.notice_more", count=len(files), **values)


def outstanding(setting: Setting) -> list[Due]:
    """What has not come in yet, of the zones that concern this viewer; nothing where a past moment is shown."""
    if setting.moment.kind != "latest":
        return []
    return queries.outstanding(ask(queries.due, today()))


def today() -> date:
    """The day in Korea."""
    return datetime.now(KOREA).date()


def grouped(setting: Setting, found: Sequence[Due]) -> list[Group]:
    """One group a period, state and set of zones, the worst and oldest first; names in the catalogue's order."""
    zones: dict[tuple[str, str, str, date], set[str]] = {}
    for one in found:
        zones.setdefault((one.dataset, one.period, one.state, one.due_on), set()).add(one.zone)
    datasets: dict[tuple[str, str, date, tuple[str, ...]], list[str]] = {}
    for (dataset, period, state, due_on), owing in zones.items():
        owed_by = in_order(owing, setting.catalogue.zones)
        datasets.setdefault((period, state, due_on, owed_by), []).append(dataset)
    groups = [Group(in_order(ids, setting.catalogue.datasets), *key) for key, ids in datasets.items()]
    return sorted(groups, key=lambda one: (STATES.index(one.state), one.due_on, one.period, one.zones))


def in_order(ids: Iterable[str], declared: Iterable[str]) -> tuple[str, ...]:
    """The ids as the catalogue declares them; those it does not declare first."""
    places = {name: at for at, name in enumerate(declared)}
    return tuple(sorted(ids, key=lambda one: places.get(one, -1)))


def lines(setting: Setting, groups: Sequence[Group]) -> str:
    """One entry a group: state, period, whose, by when, and which files."""
    rows = "".join(
        f"<li><div class='kpi-lag-row'><span>{state(setting, group)} "
        f"<strong>{text_of(what(setting, group))}</strong></span>"
        f"<span class='kpi-quiet'>{text_of(by_when(setting, group))}</span></div>"
        f"<div class='kpi-quiet'>{text_of(files(setting, group))}</div></li>"
        for group in groups
    )
    return f'<ol class="kpi-lag" aria-label="{text_of(setting.text("due.title"))}">{rows}</ol>'


def state(setting: Setting, group: Group) -> str:
    """Due, late or missing as a badge with a sign."""
    return badge(setting.text(f"due.states.{group.state}"), KINDS[group.state])


def what(setting: Setting, group: Group) -> str:
    """The quarter or year, and whose."""
    return setting.text("due.what", period=period_name(setting, group.period), zones=whose(setting, group))


def files(setting: Setting, group: Group) -> str:
    """The datasets by name."""
    return ", ".join(dataset_name(setting, dataset) for dataset in group.datasets)


def by_when(setting: Setting, group: Group) -> str:
    """The last day, or how long it has passed."""
    day, days = formats.day(group.due_on, setting.language), (today() - group.due_on).days
    if days == 0:
        return setting.text("due.today", day=day)
    return setting.text("due.past", day=day, days=days) if days > 0 else setting.text("due.until", day=day)


def whose(setting: Setting, group: Group) -> str:
    """The zones in words: all, or the first few and how many more."""
    names = [setting.zone_names[zone] for zone in group.zones if zone in setting.catalogue.zones]
    if not names:
        return setting.text("due.no_zone")
    if len(names) == len(setting.catalogue.zones) > 1:
        return setting.text("due.all_zones")
    return places(setting.text, names)


def dataset_name(setting: Setting, dataset: str) -> str:
    """The dataset's name; the id of one that the catalogue does not have."""
    found = setting.catalogue.datasets.get(dataset)
    return found.name[setting.language] if found else dataset


def period_name(setting: Setting, label: str) -> str:
    """A quarter or year in words; what is neither stays as it is."""
    is_period = label[:4].isdecimal() and len(label) in (4, 6)
    return formats.period(label, setting.language) if is_period else label


def link(setting: Setting) -> None:
    """The way to the page where files come in."""
    st.page_link(
        linked(SUBMIT, setting.language),
        label=setting.text("due.submit"),
        icon=":material/upload_file:",
        query_params=filters_shown(),
    )
