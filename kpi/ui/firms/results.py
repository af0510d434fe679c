"""A firm's results by quarter: one small chart a measure, and behind them every quarter with its file and row."""

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from kpi import format as formats
from kpi.catalogue import Basis, Dataset, Metric
from kpi.catalogue import Column as CatalogueColumn
from kpi.charts.drawing import Drawing
from kpi.charts.trend import trend
from kpi.periods import quarters
from kpi.ui.cached import kept
from kpi.ui.figure import folded, show_grid
from kpi.ui.firms import words
from kpi.ui.markup import text_of
from kpi.ui.rows import Table
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, Raw, table

HEIGHT = 220


def results(setting: Setting, row: words.Row, found: pd.DataFrame) -> None:
    """The charts and tables, or why there are none."""
    st.subheader(setting.text("firms.results.title"), anchor=False)
    if found.empty:
        st.caption(setting.text("firms.results.nothing"))
        return
    key = (row["zone"], row["firm"])
    drawings = kept("firm-results", key, lambda: list(_drawings(setting, words.name(setting, row), found)))
    show_grid(drawings, "firm-results")
    for dataset, rows in found.groupby("dataset"):
        declared = setting.catalogue.datasets[str(dataset)]
        st.caption(declared.name[setting.language])
        folded(
            setting, f"firm-{dataset}", lambda rows=rows, declared=declared: _table(setting, declared, rows)
        )


def measures(dataset: Dataset, found: pd.DataFrame) -> list[CatalogueColumn]:
    """The columns of numbers that hold any."""
    return [column for column in words.numbers_of(dataset) if found[column.id].notna().any()]


def _drawings(setting: Setting, name: str, found: pd.DataFrame) -> Iterator[Drawing]:
    """One chart a measure that a metric is counted from: it knows whether quarters add up."""
    for dataset, rows in found.groupby("dataset"):
        for column in measures(setting.catalogue.datasets[str(dataset)], rows):
            if metric := _metric(setting, str(dataset), column):
                basis: Basis = "period_end" if metric.type == "stock" else "in_period"
                unit = setting.catalogue.units[metric.unit]
                yield trend(by_quarter(rows, column.id), metric, unit, basis, setting.language, name, HEIGHT)


def _metric(setting: Setting, dataset: str, column: CatalogueColumn) -> Metric | None:
    """The metric that sums up the column, under the column's own name."""
    for metric in setting.catalogue.metrics.values():
        counted = metric.counted
        if counted and (counted.dataset, counted.aggregate, counted.column) == (dataset, "sum", column.id):
            return metric.model_copy(update={"name": column.name, "short": column.name})
    return None


def by_quarter(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Every quarter from the first to the last with its value; a quarter without a record is a gap."""
    known = rows.drop_duplicates("period").set_index("period")
    periods = quarters(str(known.index.min()), str(known.index.max()))
    values = known[column].astype("Float64").reindex(periods)
    synthetic = known["synthetic"].reindex(periods, fill_value=False).astype(bool)
    return pd.DataFrame(
        {
            "period": periods,
            "value": values.to_numpy("float64", na_value=float("nan")),
            "synthetic": synthetic.to_numpy(),
        }
    )


def _table(setting: Setting, dataset: Dataset, rows: pd.DataFrame) -> None:
    columns, cells = quarter_rows(setting, dataset, rows)
    table(columns, cells, label=dataset.name[setting.language])


def quarter_rows(setting: Setting, dataset: Dataset, rows: pd.DataFrame) -> Table:
    """Quarter, each measure with its unit, and file, sheet and row; the newest first."""
    text, shown = setting.text, measures(dataset, rows)
    columns = [
        Column(text("app.column.period")),
        *(Column(column.name[setting.language], is_number=True) for column in shown),
        Column(text("metric.where.file")),
        Column(text("metric.where.sheet")),
        Column(text("metric.where.row"), is_number=True),
    ]
    ordered = rows.sort_values(["period", "source_row"], ascending=[False, True]).to_dict("records")
    return columns, [_cells(setting, shown, row) for row in ordered]


def _cells(setting: Setting, shown: list[CatalogueColumn], row: words.Row) -> list[Cell]:
    return [
        formats.period(str(row["period"]), setting.language),
        *(words.number(setting, column, row[column.id]) for column in shown),
        Raw(f'<span class="kpi-code">{text_of(row["file_name"])}</span>'),
        str(row["sheet"] or formats.MISSING),
        str(row["source_row"]),
    ]
