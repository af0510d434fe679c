"""An indicator over time, by zone and by category, each with its table."""

import pandas as pd
import streamlit as st

from kpi.catalogue import NATIONAL, Basis
from kpi.charts.breakdown import breakdown as breakdown_chart
from kpi.charts.drawing import Drawing
from kpi.charts.ranking import ranking as ranking_chart
from kpi.charts.trend import HEIGHT
from kpi.charts.trend import trend as trend_chart
from kpi.queries import values
from kpi.ui.cached import ask, kept
from kpi.ui.figure import behind, show
from kpi.ui.rows import category_rows, value_rows, zone_rows
from kpi.ui.setting import Setting


def over_time(setting: Setting, metric: str, zone: str, basis: Basis, by: str, height: int = HEIGHT) -> None:
    """The trend by quarter or year, and its table."""
    with st.container(border=True):
        show(trend(setting, metric, zone, basis, by, height), "trend")
        frame = ask(values.trend, metric, zone, basis, by)
        behind(
            setting, "trend", lambda: value_rows(setting, metric, frame), setting.text(f"app.basis.{basis}")
        )


def finest(metric: str, zone: str, basis: Basis) -> str:
    """The finest step of time that the indicator is known by: many are known by year alone."""
    return "year" if ask(values.trend, metric, zone, basis, "quarter").empty else "quarter"


def trend(setting: Setting, metric: str, zone: str, basis: Basis, by: str, height: int = HEIGHT) -> Drawing:
    """The drawing of a trend."""

    def make() -> Drawing:
        frame = ask(values.trend, metric, zone, basis, by)
        subject = (
            setting.metric(metric),
            setting.unit(metric),
            basis,
            setting.language,
            setting.zone_name(zone),
        )
        return trend_chart(frame, *subject, height)

    return kept("trend", (metric, zone, basis, by, height), make)


def by_zone(setting: Setting, metric: str, zone: str, year: int, basis: Basis) -> None:
    """All zones in a year, and their table."""
    with st.container(border=True):
        show(ranking(setting, metric, zone, year, basis), "zones")
        frame = ask(values.ranking, metric, str(year), basis)
        behind(
            setting, "zones", lambda: zone_rows(setting, metric, frame), setting.text(f"app.basis.{basis}")
        )


def ranking(setting: Setting, metric: str, zone: str, year: int, basis: Basis) -> Drawing:
    """The drawing of the zones side by side; a ratio's line is the national value, never a mean."""

    def make() -> Drawing:
        names = (
            setting.metric(metric),
            setting.unit(metric),
            setting.language,
            setting.zone_names,
            str(year),
            zone,
        )
        return ranking_chart(
            ask(values.ranking, metric, str(year), basis), *names, national(metric, year, basis)
        )

    return kept("ranking", (metric, zone, year, basis), make)


def national(metric: str, year: int, basis: Basis) -> float | None:
    """The value of all zones together in a year."""
    frame = ask(values.values, metrics=(metric,), zones=(NATIONAL,), periods=(str(year),), bases=(basis,))
    found = frame["value"].dropna()
    return None if found.empty else float(found.iloc[0])


def by_category(setting: Setting, metric: str, zone: str, year: int) -> None:
    """One chart for each way the indicator can be split; says so if there is none."""
    columns = setting.metric(metric).breakdowns
    st.subheader(setting.text("metric.breakdowns"), anchor=False)
    if not columns:
        st.caption(setting.text("metric.no_breakdown"))
    for column in columns:
        _split(setting, metric, zone, year, column)


def _split(setting: Setting, metric: str, zone: str, year: int, column: str) -> None:
    frame: pd.DataFrame = ask(values.breakdown, metric, zone, str(year), column)
    names, heading = category_names(setting, metric, column)

    def make() -> Drawing:
        return breakdown_chart(
            frame, setting.metric(metric), setting.unit(metric), setting.language, names, heading
        )

    with st.container(border=True):
        show(kept("breakdown", (metric, zone, year, column), make), f"split-{column}")
        st.caption(setting.text("metric.breakdown_note"))
        hidden = [names.get(each, each) for each in frame.loc[frame["status"] == "withheld", "category"]]
        if hidden:
            st.caption(setting.text("metric.breakdown_withheld", categories=", ".join(hidden)))
        behind(setting, f"split-{column}", lambda: category_rows(setting, metric, frame, names, heading))


def category_names(setting: Setting, metric: str, column_id: str) -> tuple[dict[str, str], str]:
    """The names of a column's categories by id, and the column's own."""
    counted = setting.metric(metric).counted
    if counted is None:
        return {}, column_id
    column = setting.catalogue.datasets[counted.dataset].column(column_id)
    names = {category.id: category.name[setting.language] for category in column.categories}
    return {**names, "": setting.text("metric.uncategorised")}, column.name[setting.language]
