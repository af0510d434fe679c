"""The filters of the pages: each reads its value from the address, draws its widget and returns an id."""

from collections.abc import Callable, Sequence

import streamlit as st

from kpi.catalogue import NATIONAL, Basis
from kpi.queries import values
from kpi.text import LANGUAGES, Text
from kpi.ui.address import from_widget, value_of, widget_key
from kpi.ui.cached import ask
from kpi.ui.setting import Setting

DEFAULT_ZONE = "gunsan"
STEPS = ("quarter", "year")
DEFAULT_LANGUAGE = LANGUAGES[0]


def choice(
    key: str,
    label: str,
    options: Sequence[str],
    default: str,
    name: Callable[[str], str],
    *,
    help: str | None = None,
) -> str:
    """One of many by a drop-down list."""
    value = value_of(key, options, default)
    return st.selectbox(
        label,
        options,
        format_func=name,
        key=widget_key(key, value),
        on_change=from_widget,
        args=(key, default),
        help=help,
    )


def switch(
    key: str,
    label: str,
    options: Sequence[str],
    default: str,
    name: Callable[[str], str],
    *,
    is_labelled: bool = True,
) -> str:
    """One of few, all in sight."""
    value = value_of(key, options, default)
    chosen = st.segmented_control(
        label,
        options,
        format_func=name,
        required=True,
        key=widget_key(key, value),
        on_change=from_widget,
        args=(key, default),
        label_visibility="visible" if is_labelled else "collapsed",
    )
    return chosen if chosen is not None else value


def language_asked() -> str:
    """The language in the address, before any words are shown."""
    return value_of("lang", LANGUAGES, DEFAULT_LANGUAGE)


def language_switch(text: Text) -> None:
    """Korean first; the names stand in their own language."""
    names = {language: Text(language)("app.language") for language in LANGUAGES}
    switch(
        "lang", text("filters.language"), LANGUAGES, DEFAULT_LANGUAGE, names.__getitem__, is_labelled=False
    )


def zone(setting: Setting, *, with_national: bool = True) -> str:
    """A zone, or all of them together, in the order of designation."""
    ids = [*([NATIONAL] if with_national else []), *setting.catalogue.zones]
    default = DEFAULT_ZONE if DEFAULT_ZONE in ids else ids[0]
    return choice("zone", setting.text("filters.zone"), ids, default, setting.zone_name)


def year(setting: Setting, zone: str) -> int:
    """A year that the zone has values for, the newest first."""
    years = ask(values.years, zone)
    options = [str(one) for one in sorted(years.all, reverse=True)] or [str(years.default)]
    names = {option: setting.text("filters.year_name", year=option) for option in options}
    label = setting.text("filters.year")
    return int(choice("year", label, options, str(years.default), names.__getitem__))


def metric(setting: Setting, options: Sequence[str] | None = None) -> str:
    """An indicator, those of the overview first."""
    headline = [one.id for one in setting.catalogue.headline_metrics]
    ids = list(
        options or [*headline, *(one for one in setting.catalogue.zone_metrics if one not in headline)]
    )
    return choice("metric", setting.text("filters.metric"), ids, ids[0], setting.metric_name)


def basis(setting: Setting, metric_id: str) -> Basis:
    """One of the bases that the indicator has; no widget where there is only one."""
    bases = setting.catalogue.bases_of(metric_id)
    if len(bases) == 1:
        return bases[0]
    names = {one: setting.text(f"app.basis.{one}") for one in bases}
    return switch("basis", setting.text("filters.basis"), bases, bases[0], names.__getitem__)


def by(setting: Setting, default: str | None = None) -> str:
    """Quarters or years along the time axis."""
    names = {one: setting.text(f"filters.by_{one}") for one in STEPS}
    default = default or STEPS[0]
    return switch("by", setting.text("filters.by"), STEPS, default, names.__getitem__)
