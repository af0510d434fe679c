"""Firms, their state and their records in words."""

from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.catalogue import Column, Dataset
from kpi.queries.firms import TENANCIES
from kpi.ui.setting import Setting

Row = dict[str, Any]
CODE_LENGTH = 6
NO_BREAK = "\N{NO-BREAK SPACE}"
NUMBERS = ("amount", "integer", "decimal")


def is_missing(value: object) -> bool:
    """Whether a cell of a row holds nothing."""
    return value is None or value == "" or bool(pd.isna(value))  # type: ignore[arg-type]


def code(firm_id: str) -> str:
    """The beginning of the firm's key, enough to tell two firms of the same name apart."""
    return firm_id[:CODE_LENGTH]


def name(setting: Setting, row: Row) -> str:
    """The firm's name as files told it last; where none has told it, a code in its stead."""
    if is_missing(row["name"]):
        return setting.text("firms.nameless", code=code(row["firm"]))
    return str(row["name"])


def tenancy(setting: Setting, row: Row) -> str:
    """Whether the firm is in the zone, with the day it left; in one piece, which a narrow column does not break."""
    staying, left, never = TENANCIES
    state = never if not row["stays"] else staying if is_missing(row["left_on"]) else left
    since = day(setting, row["left_on"]) if state == left else ""
    return f"{setting.text(f'firms.tenancy.{state}')} {since}".strip().replace(" ", NO_BREAK)


def day(setting: Setting, value: Any) -> str:
    """A day as it is written; a dash for none."""
    return formats.MISSING if is_missing(value) else formats.day(pd.Timestamp(value).date(), setting.language)


def money(setting: Setting, value: Any) -> str:
    """An amount of won; a dash for none."""
    return formats.money(None if is_missing(value) else float(value), setting.language)


def counted(number: Any) -> str:
    """How many; a dash for none."""
    return formats.plain(float(number) or None)


def numbers_of(dataset: Dataset) -> list[Column]:
    """The columns that hold numbers."""
    return [column for column in dataset.stored_columns if column.type in NUMBERS]


def number(setting: Setting, column: Column, value: Any) -> str:
    """A column's value with its unit; a dash for none."""
    amount = None if is_missing(value) else float(value)
    if column.unit is None:
        return formats.plain(amount)
    return formats.value(amount, setting.catalogue.units[column.unit], setting.language)


def told(setting: Setting, told_as: str) -> str:
    """What kind of record it is."""
    return setting.text(f"firms.told.{told_as}")


def mark_names(setting: Setting, told_as: str) -> dict[str, str]:
    """The categories that firms with such records are looked for by: names by id, in the catalogue's order."""
    if told_as == "programme":
        return {each.id: each.name[setting.language] for each in setting.catalogue.programmes.values()}
    found: dict[str, str] = {}
    for dataset in setting.catalogue.datasets.values():
        record = dataset.firm_record
        if record is not None and record.kind == told_as and record.mark is not None:
            found |= category_names(setting, dataset.id, record.mark)
    return found


def category_names(setting: Setting, dataset: str, column: str) -> dict[str, str]:
    """The names of a column's categories by id; none for a column of another type."""
    categories = setting.catalogue.datasets[dataset].column(column).categories
    return {category.id: category.name[setting.language] for category in categories}


def says(setting: Setting, row: Row) -> str:
    """What a record tells: its title, else what the catalogue says describes it."""
    dataset = setting.catalogue.datasets[row["dataset"]]
    record = dataset.firm_record
    if record is None:
        return dataset.name[setting.language]
    if record.title is not None:
        titles = (row[record.title[setting.language]], row[record.title.ko])
        return next((str(each) for each in titles if not is_missing(each)), "")
    parts = (_value(setting, dataset.id, column, row[column]) for column in record.says)
    return " · ".join(part for part in parts if part)


def _value(setting: Setting, dataset: str, column: str, value: Any) -> str:
    return "" if is_missing(value) else category_names(setting, dataset, column).get(str(value), str(value))
