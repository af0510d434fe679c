"""Frames as the rows of tables: values with units, origins and reasons in words."""

import pandas as pd

from kpi import format as formats
from kpi.measures.reasons import words
from kpi.ui.setting import Setting
from kpi.ui.status import origin_words
from kpi.ui.tables import Column

Table = tuple[list[Column], list[list[str]]]


def written(setting: Setting, metric_id: str, value: float | None) -> str:
    """A value with its unit; a dash for a missing one."""
    amount = None if value is None or pd.isna(value) else float(value)
    metric = setting.metric(metric_id)
    return formats.value(amount, setting.unit(metric_id), setting.language, metric.decimals)


def note(setting: Setting, row: dict[str, object]) -> str:
    """Why a value is missing or not whole; empty for an observed one."""
    status = str(row["status"])
    reason = words(_text(row["reason"]), setting.language, setting.zone_names)
    named = "" if status == "observed" else setting.text(f"app.status.{status}")
    return " · ".join(part for part in dict.fromkeys((named, reason)) if part)


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
    """Category and value, the largest first."""
    columns = [Column(heading), Column(setting.text("app.column.value"), is_number=True)]
    ordered = frame.sort_values("value", ascending=False, na_position="last", kind="stable").to_dict(
        "records"
    )
    rows = [
        [names.get(str(row["category"]), str(row["category"])), written(setting, metric_id, row["value"])]
        for row in ordered
    ]
    return columns, rows


def origin(setting: Setting, row: dict[str, object]) -> str:
    """Published or sample records, in words; a dash for no value."""
    return (
        "–" if pd.isna(row["value"]) else origin_words(setting, _text(row["origin"]), bool(row["synthetic"]))
    )


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)
