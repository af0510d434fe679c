"""The dictionary's search field, its kinds, and what was found."""

import streamlit as st

from kpi.catalogue import Catalogue
from kpi.catalogue.filling import can_have
from kpi.catalogue.programmes import Programme
from kpi.ui.address import from_widget, value_of, widget_key
from kpi.ui.cached import kept
from kpi.ui.dictionary.entries import KINDS, Entry, entries
from kpi.ui.filters import switch
from kpi.ui.markup import badge, definitions, put, text_of
from kpi.ui.navigation import open_metric, open_programme
from kpi.ui.setting import Setting

ALL = "all"


def asked(setting: Setting) -> str:
    """What is typed into the search field; it stays in the address."""
    value = value_of("q", lambda typed: len(typed) <= 100, "")
    st.text_input(
        setting.text("dictionary.search"),
        key=widget_key("q", value),
        type="search",
        max_chars=100,
        placeholder=setting.text("dictionary.placeholder"),
        on_change=from_widget,
        args=("q", ""),
    )
    return value.strip()


def kind(setting: Setting) -> str:
    """Which kind of entry is looked for."""
    names = {one: setting.text(f"dictionary.kinds.{one}") for one in (ALL, *KINDS)}
    return switch("kind", setting.text("dictionary.kind"), list(names), ALL, names.__getitem__)


def found(setting: Setting, wanted: str, only: str) -> list[Entry]:
    """The entries that answer, by kind."""
    return [entry for entry in every_entry(setting) if only in (ALL, entry.kind) and entry.answers(wanted)]


def every_entry(setting: Setting) -> list[Entry]:
    """All entries of the moment's catalogue in this language."""
    return kept("entries", (), lambda: entries(setting.catalogue, setting.text))


def show(setting: Setting, results: list[Entry], wanted: str) -> None:
    """The entries found, or why there are none and what to try."""
    st.caption(setting.text("dictionary.count", count=len(results)))
    if not results:
        st.info(setting.text("dictionary.nothing", asked=wanted), icon=":material/search_off:")
    with st.grid(2, min_column_width=340):
        for entry in results:
            with st.container(border=True, height="stretch", key=f"entry-{entry.kind}-{entry.id}"):
                _entry(setting, entry)


def _entry(setting: Setting, entry: Entry) -> None:
    put(
        '<div class="kpi-entry"><div class="kpi-card-head">'
        f'<span class="kpi-card-name">{text_of(entry.name)}</span>'
        f"{badge(setting.text(f'dictionary.kinds.{entry.kind}'))}</div>"
        f"<p>{text_of(entry.meaning)}</p>{definitions(entry.facts)}</div>"
    )
    if entry.kind == "metric" and entry.id in setting.catalogue.zone_metrics:
        open_metric(setting, entry.id, setting.text("dictionary.open"))
    elif programme := _seen_at(setting.catalogue, entry):
        name = programme.name[setting.language]
        open_programme(setting, programme.id, setting.text("dictionary.open_programme", programme=name))


def _seen_at(catalogue: Catalogue, entry: Entry) -> Programme | None:
    """The programme that an entry is, or the first outside the zones that has a metric which no zone can have."""
    if entry.kind != "metric":
        return catalogue.programmes.get(entry.id) if entry.kind == "programme" else None
    metric = catalogue.metrics[entry.id]
    return next((each for each in catalogue.own_places.values() if can_have(catalogue, metric, each)), None)
