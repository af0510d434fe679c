"""Frames as the rows of tables: values with units, origins and reasons in words."""

import pandas as pd

from kpi import format as formats
from kpi.ui.setting import Setting
from kpi.ui.tables import Column
from kpi.wording.values import note, origin, written

Table = tuple[list[Column], list[list[str]]]


def value_rows(setting: Setting, metric_id: str, frame: pd.DataFrame) -> Table:
    """Period, value, origin and note of each row, the newest first."""
    text = setting.text
    columns = [
        Column(text("app.column.period")),
        Column(text("app.column.value"), is_number=True),
        Column(text("app.column.origin")),
        Column(text("app.column.note")),
    ]
    rows = [
        [
            formats.period(str(row["period"]), setting.language),
            written(setting, metric_id, row["value"]),
            origin(setting, row),
            note(setting, row),
        ]
        for row in reversed(frame.to_dict("records"))
    ]
    return columns, rows


def zone_rows(setting: Setting, metric_id: str, frame: pd.DataFrame) -> Table:
    """Rank (shared by equals), zone, wave, value, origin and note of each row, the best first."""
    text = setting.text
    columns = [
        Column(text("app.column.rank"), is_number=True),
        Column(text("app.column.zone")),
        Column(text("app.column.wave"), is_number=True),
        Column(text("app.column.value"), is_number=True),
        Column(text("app.column.origin")),
        Column(text("app.column.note")),
    ]
    rows = [
        [
            "–" if pd.isna(row["rank"]) else str(row["rank"]),
            setting.zone_name(str(row["zone"])),
            str(setting.catalogue.zones[str(row["zone"])].wave),
            written(setting, metric_id, row["value"]),
            origin(setting, row),
            note(setting, row),
        ]
        for row in frame.to_dict("records")
    ]
    return columns, rows


def pace_rows(setting: Setting, metric_id: str, frame: pd.DataFrame) -> Table:
    """Quarter, running total and plan."""
    text = setting.text
    columns = [
        Column(text("app.column.period")),
        Column(text("app.column.actual"), is_number=True),
        Column(text("app.column.plan"), is_number=True),
    ]
    rows = [
        [
            formats.period(str(row["quarter"]), setting.language),
            written(setting, metric_id, row["actual"]),
            written(setting, metric_id, row["plan"]),
        ]
        for row in frame.to_dict("records")
    ]
    return columns, rows


def category_rows(
    setting: Setting, metric_id: str, frame: pd.DataFrame, names: dict[str, str], heading: str
) -> Table:
    """Category and value, the largest first; what is withheld says so and comes last."""
    columns = [Column(heading), Column(setting.text("app.column.value"), is_number=True)]
    ordered = frame.sort_values("value", ascending=False, na_position="last", kind="stable").to_dict(
        "records"
    )
    rows = [
        [
            names.get(str(row["category"]), str(row["category"])),
            setting.text("app.status.withheld")
            if row["status"] == "withheld"
            else written(setting, metric_id, row["value"]),
        ]
        for row in ordered
    ]
    return columns, rows
