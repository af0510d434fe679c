"""The findings of one check, and the failing rows of a file behind one."""

import pandas as pd
import streamlit as st

from kpi.queries import quality
from kpi.ui.address import from_widget, value_of, widget_key
from kpi.ui.cached import ask
from kpi.ui.origins import firm_links
from kpi.ui.quality.words import of_check, place, value, written
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, table

LISTED = 100
HEIGHT = 420
CELLS = ["file", "sheet", "source_row", "column_name", "value"]


def findings(setting: Setting, frame: pd.DataFrame) -> None:
    """Choose a check; its findings stand in a box that scrolls."""
    codes = list(dict.fromkeys(frame["check_code"]))
    asked = value_of("check", codes, codes[0])
    chosen = st.selectbox(
        setting.text("quality.checks.open_rows"),
        codes,
        format_func=lambda code: of_check(setting, code, "title"),
        key=widget_key("check", asked),
        on_change=from_widget,
        args=("check", codes[0]),
    )
    rows = frame.loc[frame["check_code"] == chosen]
    with st.container(height=HEIGHT if len(rows) > 6 else "content", border=True):
        listed(setting, rows.head(LISTED))
    if len(rows) > LISTED:
        st.caption(setting.text("quality.checks.more", shown=LISTED, count=len(rows)))
    failing(setting, rows)


def listed(setting: Setting, frame: pd.DataFrame) -> None:
    """One row a finding: where, how many rows, what was seen and what was expected."""
    text = setting.text
    columns = [
        Column(text("quality.checks.where")),
        Column(text("quality.checks.failed"), is_number=True),
        Column(text("quality.checks.observed"), is_number=True),
        Column(text("quality.checks.expected"), is_number=True),
    ]
    table(
        columns,
        [_row(setting, row) for row in frame.to_dict("records")],
        label=text("quality.checks.open_rows"),
    )


def _row(setting: Setting, row: dict[str, object]) -> list[Cell]:
    metric = written(row["metric"])
    where = place(setting, row)
    if row["outcome"] == "broken":
        where = f"{where} · {setting.text('quality.checks.broken_label')}"
    return [
        where,
        f"{int(row['rows_failed'] or 0):,} / {int(row['rows_checked'] or 0):,}",
        value(setting, metric, written(row["observed"])) or "–",
        value(setting, metric, written(row["expected"])) or "–",
    ]


def failing(setting: Setting, frame: pd.DataFrame) -> None:
    """The failing rows of the files among the findings: file, sheet, row, column and value, and the way to the firm."""
    of_files = frame.loc[frame["submission"].fillna("") != ""]
    pairs = of_files[["submission", "check_code"]].drop_duplicates().itertuples(index=False)
    frames = [ask(quality.failing_rows, str(submission), str(code)) for submission, code in pairs]
    rows = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    if rows.empty:
        return
    st.markdown(f"**{setting.text('quality.checks.failing')}**")
    shown = rows[CELLS].set_axis(
        [setting.text(f"quality.checks.row_columns.{name}") for name in CELLS], axis=1
    )
    looks = {}
    if rows["firm"].notna().any():
        way = setting.text("metric.where.firm")
        shown[way] = firm_links(setting, rows, "firm")
        looks[way] = st.column_config.LinkColumn(display_text=setting.text("metric.where.open_firm"))
    st.dataframe(shown, hide_index=True, column_config=looks, alt=setting.text("quality.checks.failing"))
