"""The indicator's number for the chosen zone, year and basis, and the button to where it comes from."""

import pandas as pd
import streamlit as st

from kpi.catalogue import Basis
from kpi.queries import values
from kpi.ui.cached import ask
from kpi.ui.cards import big
from kpi.ui.markup import put, text_of
from kpi.ui.origins import where_from_button
from kpi.ui.rows import note, written
from kpi.ui.setting import Setting
from kpi.ui.status import origin_badge, status_badge


def headline(setting: Setting, metric: str, zone: str, year: int, basis: Basis) -> None:
    """The value in large, what it rests on, both sources where there are two, and where it comes from."""
    frame = ask(values.values, metrics=(metric,), zones=(zone,), periods=(str(year),), bases=(basis,))
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="headline"):
        if frame.empty:
            st.markdown(setting.text("metric.nothing"), width="stretch")
            return
        put(_face(setting, metric, zone, year, basis, frame.iloc[0].to_dict()))
        where_from_button(setting, metric, zone, str(year), basis, key="from-headline")


def _face(setting: Setting, metric: str, zone: str, year: int, basis: Basis, row: dict[str, object]) -> str:
    named = setting.text(
        "metric.headline", zone=setting.zone_name(zone), year=year, basis=setting.text(f"app.basis.{basis}")
    )
    missing = pd.isna(row["value"])
    value = (
        text_of(setting.text(f"app.status.{row['status']}"))
        if missing
        else big(setting, metric, row["value"])
    )
    shown = origin_badge(setting, str(row["origin"]), bool(row["synthetic"]), str(row["status"]))
    said = " · ".join(part for part in (note(setting, row), both(setting, metric, row)) if part)
    return (
        f'<p class="kpi-quiet">{text_of(named)}</p>{value}'
        f'<div class="kpi-badges">{shown}{status_badge(setting, str(row["status"]))}</div>'
        f'<p class="kpi-quiet">{text_of(said)}</p>'
    )


def both(setting: Setting, metric: str, row: dict[str, object]) -> str:
    """The records' sum beside the published value, where both exist."""
    published, records = row["published_value"], row["records_value"]
    if pd.isna(published) or pd.isna(records):
        return ""
    return setting.text(
        "metric.both",
        published=written(setting, metric, published),
        records=written(setting, metric, records),
    )
