"""What happened to a firm when: stays, programmes and stages, transfers, investments, designations, as one list."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from kpi import format as formats
from kpi.catalogue.datasets import FirmRecord
from kpi.periods import first_day, is_year, quarters_of
from kpi.ui.firms import words
from kpi.ui.markup import badge, quiet, text_of
from kpi.ui.overview.story import when
from kpi.ui.setting import Setting

# Marks of the list's dots: what is a designation or milestone stands out from what is business as usual.
LOOKS = {"milestone": "kpi-evaluation"}
LAST = date.max


def timeline(setting: Setting, place: str, rows: Sequence[words.Row]) -> str:
    """One entry a record, the oldest first, without a date last; or why there are none."""
    if not rows:
        return quiet(setting.text("firms.timeline.nothing"))
    entries = sorted(rows, key=lambda row: (on(setting, row), str(row["dataset"]), row["source_row"]))
    return f'<ol class="kpi-story">{"".join(entry(setting, place, row) for row in entries)}</ol>'


def on(setting: Setting, row: words.Row) -> date:
    """The day that a record is sorted by: its own, else the planned one, else the first of its period."""
    record = _record(setting, row)
    planned = record.planned if record else None
    for day in (row["told_on"], _cell(row, planned)):
        if not words.is_missing(day):
            return pd.Timestamp(str(day)).date()
    if planned or words.is_missing(row["period"]):
        return LAST
    period = str(row["period"])
    return first_day(quarters_of(int(period))[0] if is_year(period) else period)


def entry(setting: Setting, place: str, row: words.Row) -> str:
    """When, what kind, what exactly and how much; below it where that is written."""
    kind = badge(
        words.told(setting, row["told_as"]), "published" if row["told_as"] == "milestone" else "plain"
    )
    what, much = text_of(words.says(setting, row)), text_of(amounts(setting, row))
    look = LOOKS.get(row["told_as"], "kpi-event") + (" kpi-open" if _is_open(setting, row) else "")
    return (
        f'<li class="{look}"><time>{text_of(dated(setting, row))}</time>{kind} <strong>{what}</strong>'
        f"{f' · {much}' if much else ''}"
        f"<cite>{text_of(source(setting, place, row))}</cite></li>"
    )


def amounts(setting: Setting, row: words.Row) -> str:
    """The record's amount; of what became of a firm every number by its name."""
    if row["told_as"] != "outcome":
        return "" if words.is_missing(row["told_krw"]) else words.money(setting, row["told_krw"])
    numbers = words.numbers_of(setting.catalogue.datasets[row["dataset"]])
    known = [column for column in numbers if not words.is_missing(row[column.id])]
    return ", ".join(
        f"{column.name[setting.language]} {words.number(setting, column, row[column.id])}" for column in known
    )


def dated(setting: Setting, row: words.Row) -> str:
    """The date as exactly as it is known: days from and to, a planned day, or the period."""
    record = _record(setting, row)
    if record is not None and record.planned is not None:
        told = {
            "done_on": row["told_on"],
            "planned_on": _cell(row, record.planned),
            "date_precision": _cell(row, record.precision) or "day",
        }
        return when(setting, {key: None if words.is_missing(each) else each for key, each in told.items()})
    if words.is_missing(row["told_on"]):
        return formats.period(str(row["period"]), setting.language)
    begun = words.day(setting, row["told_on"])
    if words.is_missing(row["told_until"]) or row["told_until"] == row["told_on"]:
        return begun
    return setting.text("firms.timeline.span", begun=begun, ended=words.day(setting, row["told_until"]))


def source(setting: Setting, place: str, row: words.Row) -> str:
    """Dataset, file, sheet and row; the place too where it is another one."""
    dataset = setting.catalogue.datasets[row["dataset"]].name[setting.language]
    programme = setting.catalogue.programmes.get(str(row["told_of"]))
    within = programme.name[setting.language] if programme else ""
    elsewhere = "" if row["zone"] == place or within else setting.zone_name(row["zone"])
    at = setting.text("errors.row", row=row["source_row"])
    parts = (within, elsewhere, dataset, row["file_name"], row["sheet"], at)
    return " · ".join(str(part) for part in parts if part)


def _is_open(setting: Setting, row: words.Row) -> bool:
    """Whether it is planned and not done."""
    record = _record(setting, row)
    return record is not None and record.planned is not None and words.is_missing(row["told_on"])


def _record(setting: Setting, row: words.Row) -> FirmRecord | None:
    return setting.catalogue.datasets[row["dataset"]].firm_record


def _cell(row: words.Row, column: str | None) -> object:
    return None if column is None or words.is_missing(row[column]) else row[column]
