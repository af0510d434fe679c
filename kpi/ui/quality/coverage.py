"""Coverage: which zones have a metric in which year, and which metrics a zone has."""

from itertools import islice

import pandas as pd
import streamlit as st

from kpi import format as formats
from kpi.catalogue import NATIONAL
from kpi.charts.coverage import coverage as coverage_chart
from kpi.charts.drawing import Drawing
from kpi.queries import quality
from kpi.ui import filters
from kpi.ui.cached import ask, kept
from kpi.ui.figure import behind, show
from kpi.ui.rows import Table
from kpi.ui.setting import Setting
from kpi.ui.tables import Column

VIEWS = ("zones", "metrics")
# A taller heatmap nobody reads, and a browser stands still over it; the table has all rows.
MOST_ROWS = 61


def coverage(setting: Setting) -> None:
    """The heatmap, zones of a metric or metrics of a zone, by year or quarter."""
    st.subheader(setting.text("quality.coverage.title"), anchor=False)
    st.caption(setting.text("quality.coverage.lead"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="coverage-filters"):
        names = {view: setting.text(f"quality.coverage.views.{view}") for view in VIEWS}
        view = filters.switch(
            "view", setting.text("quality.coverage.view"), VIEWS, VIEWS[0], names.__getitem__
        )
        step = filters.by(setting, "year")
        chosen = filters.metric(setting) if view == "zones" else filters.zone(setting)
    with st.container(border=True):
        grid(setting, view, chosen, step)


def zones_by_year(setting: Setting, metric: str) -> None:
    """The zones of one metric by year."""
    grid(setting, "zones", metric, "year")


def grid(setting: Setting, view: str, chosen: str, step: str) -> None:
    """One heatmap and its table."""
    frame = kept("coverage-cells", (view, chosen, step), lambda: cells(view, chosen, step))
    if frame.empty:
        st.info(setting.text("quality.coverage.nothing"), icon=":material/grid_off:")
        return
    rows = setting.zone_names if view == "zones" else metric_names(setting)
    if view == "zones":
        rows = {NATIONAL: setting.zone_name(NATIONAL), **rows}
    periods = {label: short_period(label) for label in sorted(frame["period"].unique())}
    drawn = dict(islice(rows.items(), MOST_ROWS))

    def make() -> Drawing:
        return coverage_chart(frame[frame["row"].isin(drawn)], drawn, periods, setting.language)

    show(kept("coverage", (view, chosen, step), make), f"coverage-{view}")
    left_out = setting.text("charts.standing.drawn", count=len(rows), shown=len(drawn))
    st.caption(
        " ".join([setting.text("quality.coverage.key"), *([left_out] if len(drawn) < len(rows) else [])])
    )
    behind(setting, "coverage", lambda: _table(setting, frame, rows))


def cells(view: str, chosen: str, step: str) -> pd.DataFrame:
    """Rows (row, period, records, published, row_count, latest_known_on) at one step of time.

    A year is covered by records if one of its quarters is.
    """
    frame = ask(quality.coverage, metric=chosen) if view == "zones" else ask(quality.coverage, zone=chosen)
    named = frame.rename(columns={"zone" if view == "zones" else "metric": "row"})
    if step == "quarter":
        return named.loc[named["period"].str.len() == len("2024Q1")]
    by_year = named.assign(period=named["period"].str[:4]).groupby(["row", "period"], as_index=False)
    return by_year.agg(
        records=("records", "any"),
        published=("published", "any"),
        row_count=("row_count", "sum"),
        latest_known_on=("latest_known_on", "max"),
    )


def metric_names(setting: Setting) -> dict[str, str]:
    """The short name by id of every counted metric that zones can have."""
    return {
        metric.id: metric.short[setting.language]
        for metric in setting.catalogue.zone_metrics.values()
        if metric.counted
    }


def short_period(label: str) -> str:
    """2024Q1 as '24.1, so that forty quarters fit side by side."""
    return label if len(label) == 4 else f"{label[2:4]}.{label[5]}"


def _table(setting: Setting, frame: pd.DataFrame, rows: dict[str, str]) -> Table:
    text = setting.text
    columns = [
        Column(text("quality.coverage.row")),
        Column(text("app.column.period")),
        Column(text("quality.coverage.kind")),
        Column(text("quality.coverage.count"), is_number=True),
        Column(text("app.column.known_on")),
    ]
    lines = [
        [
            rows.get(str(row["row"]), str(row["row"])),
            formats.period(str(row["period"]), setting.language),
            text(f"charts.coverage.{kind(row)}"),
            f"{int(row['row_count'] or 0):,}",
            formats.day(
                None if pd.isna(row["latest_known_on"]) else row["latest_known_on"], setting.language
            ),
        ]
        for row in frame.to_dict("records")
    ]
    return columns, lines


def kind(row: dict[str, object]) -> str:
    """Which of the two speak of a cell."""
    if row["records"] and row["published"]:
        return "both"
    return "records" if row["records"] else "published" if row["published"] else "none"
