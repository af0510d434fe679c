"""How fresh each dataset is: the last period and day known, how many files and rows, and of which kind."""

import pandas as pd
import streamlit as st

from kpi import format as formats
from kpi.queries import quality
from kpi.ui.cached import ask
from kpi.ui.markup import badge, text_of
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, Raw, table

COLUMNS = ("dataset", "kind", "last_period", "known_on", "files", "rows")
NUMBERS = {"files", "rows"}


def freshness(setting: Setting) -> None:
    """One row a dataset and series."""
    st.subheader(setting.text("quality.freshness.title"), anchor=False)
    frame = ask(quality.freshness)
    if frame.empty:
        st.info(setting.text("quality.freshness.nothing"), icon=":material/inbox:")
        return
    columns = [Column(setting.text(f"quality.freshness.{name}"), name in NUMBERS) for name in COLUMNS]
    table(
        columns,
        [_row(setting, row) for row in frame.to_dict("records")],
        label=setting.text("quality.freshness.title"),
    )


def _row(setting: Setting, row: dict[str, object]) -> list[Cell]:
    dataset = str(row["dataset"])
    period = row["last_period"]
    known = row["latest_known_on"]
    kind = "sample" if row["synthetic"] else "published"
    label = setting.text("app.origin.sample" if row["synthetic"] else "quality.freshness.real")
    return [
        Raw(_named(setting, dataset, set(row["scopes"]))),  # type: ignore[call-overload]
        Raw(badge(label, kind, str(row["series"]))),
        "–" if pd.isna(period) else formats.period(str(period), setting.language),
        formats.day(None if pd.isna(known) else known, setting.language),
        f"{int(row['submissions']):,}",
        f"{int(row['rows']):,}",
    ]


def _named(setting: Setting, dataset: str, scopes: set[str]) -> str:
    """The dataset's name, below it the programmes outside the zones that it holds records of."""
    found = setting.catalogue.datasets.get(dataset)
    name = text_of(found.name[setting.language] if found else dataset)
    own = setting.catalogue.own_places
    held = " · ".join(each.name[setting.language] for place, each in own.items() if place in scopes)
    return f"{name}<br><small>{text_of(held)}</small>" if held else name
