"""One indicator closer: pace in the year, by quarter, since designation, and beside the other zones."""

import streamlit as st

from kpi.catalogue import Basis
from kpi.charts.drawing import Drawing
from kpi.charts.pace import pace as pace_chart
from kpi.charts.trend import height_beside
from kpi.queries import overview, values
from kpi.ui import filters
from kpi.ui.cached import ask, kept
from kpi.ui.figure import first_rows, folded, show_grid
from kpi.ui.metric.trends import finest, ranking, trend
from kpi.ui.rows import pace_rows, value_rows, zone_rows
from kpi.ui.setting import Setting
from kpi.ui.tables import table


@st.fragment
def closer(setting: Setting, zone: str, year: int) -> None:
    """The chosen headline indicator in four charts (two if it has no quarters), and the tables behind them."""
    metric = filters.metric(setting, [one.id for one in setting.catalogue.headline_metrics])
    first, *others = setting.catalogue.bases_of(metric)
    last, tall = [first, *others][-1], height_beside(len(setting.catalogue.zones))
    quarters = (pace(setting, metric, zone, year), trend(setting, metric, zone, first, "quarter"))
    drawings = (
        *(quarters if finest(metric, zone, first) == "quarter" else ()),
        trend(setting, metric, zone, last, "year", tall),
        ranking(setting, metric, zone, year, first),
    )
    show_grid(drawings, "closer")
    folded(setting, "closer", lambda: _tables(setting, metric, zone, year, first))


def pace(setting: Setting, metric: str, zone: str, year: int) -> Drawing:
    """This year's running total against the plan."""

    def make() -> Drawing:
        frame = ask(overview.pace, metric, zone, year)
        return pace_chart(frame, setting.metric(metric), setting.unit(metric), setting.language)

    return kept("pace", (metric, zone, year), make)


def _tables(setting: Setting, metric: str, zone: str, year: int, basis: Basis) -> None:
    pace_columns, pace_lines = pace_rows(setting, metric, ask(overview.pace, metric, zone, year))
    table(
        pace_columns,
        pace_lines,
        caption=setting.text("app.running_total"),
        label=setting.text("app.table_behind"),
    )
    columns, lines = value_rows(setting, metric, ask(values.trend, metric, zone, basis, "quarter"))
    table(columns, lines, caption=setting.text(f"app.basis.{basis}"), label=setting.text("app.table_behind"))
    rows = zone_rows(setting, metric, ask(values.ranking, metric, str(year), basis))
    first_rows(setting, "closer", rows, setting.text(f"app.basis.{basis}"))
