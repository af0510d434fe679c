"""The words for checks and for where a finding lies."""

import pandas as pd

from kpi import format as formats
from kpi.catalogue import BASES
from kpi.ui.setting import Setting


def of_check(setting: Setting, code: str, part: str) -> str:
    """A check's title, meaning or remedy; its code for a title that the texts do not have, else nothing."""
    key = f"checks.{code.split('.')[0]}.{part}"
    if key in setting.text:
        return setting.text(key)
    return code if part == "title" else ""


def place(setting: Setting, row: dict[str, object]) -> str:
    """Dataset, metric, zone, period, basis or column and file, as far as the finding names them."""
    catalogue, language = setting.catalogue, setting.language
    dataset, metric, zone = written(row["dataset"]), written(row["metric"]), written(row["zone"])
    period, column = written(row["period"]), written(row["column_name"])
    parts = (
        catalogue.datasets[dataset].name[language] if dataset in catalogue.datasets else dataset,
        catalogue.metrics[metric].name[language] if metric in catalogue.metrics else metric,
        setting.zone_name(zone) if zone in catalogue.place_names else zone,
        formats.period(period, language) if period[:4].isdecimal() and len(period) in (4, 6) else period,
        setting.text(f"app.basis.{column}") if column in BASES else column,
        written(row["file_name"]),
    )
    return " · ".join(part for part in parts if part)


def value(setting: Setting, metric: str, text: str) -> str:
    """A value that a check saw or expected, with the metric's unit if it is a number of one."""
    if metric not in setting.catalogue.metrics:
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    unit, decimals = setting.unit(metric), setting.metric(metric).decimals
    return formats.value(number, unit, setting.language, decimals)


def written(value: object) -> str:
    """The value as text; nothing for a missing one."""
    return "" if value is None or pd.isna(value) else str(value)
