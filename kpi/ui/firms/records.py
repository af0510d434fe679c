"""Where all on a firm's page comes from: each dataset's records as they were handed in, by file, sheet and row."""

import pandas as pd
import streamlit as st

from kpi.ui.origins import facts_table
from kpi.ui.setting import Setting


def where_from(setting: Setting, found: pd.DataFrame) -> None:
    """One fold a dataset, in the catalogue's order; its rows are made only once it is opened."""
    st.subheader(setting.text("firms.records.title"), anchor=False)
    st.caption(setting.text("firms.records.lead"))
    for dataset in setting.catalogue.datasets.values():
        rows = found[found["dataset"] == dataset.id]
        if rows.empty:
            continue
        label = setting.text(
            "firms.records.of", dataset=dataset.name[setting.language], count=f"{len(rows):,}"
        )
        fold = st.expander(
            label, icon=":material/table:", key=f"firm-records-{dataset.id}", on_change="rerun"
        )
        if fold.open:
            columns = [column for column in dataset.stored_columns if column.type != "firm"]
            with fold:
                facts_table(setting, rows, columns, label, f"firm-{dataset.id}")
