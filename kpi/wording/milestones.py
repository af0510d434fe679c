"""Milestones of a programme: what each is called, when it is due, whether it is done, and how far an item has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.wording import Speaker
from kpi.wording.facts import is_missing

ITEM = "agreement_item"
Row = dict[str, Any]


@dataclass(frozen=True)
class Progress:
    """How many of an item's steps with a day are done and overdue, and what the done ones are proven by."""

    planned: int
    done: int
    overdue: int
    papers: tuple[str, ...]


def progress(rows: Sequence[Row], item: str, on: date) -> Progress:
    """An agreement's item as it stands on a day."""
    steps = [row for row in rows if row["item"] == item and row["kind"] == ITEM and has_day(row)]
    done = [row for row in steps if state(row, on).startswith("done")]
    papers = tuple(str(row["evidence"]) for row in done if not is_missing(row["evidence"]))
    return Progress(len(steps), len(done), sum(state(row, on) == "overdue" for row in steps), papers)


def state(row: Row, on: date) -> str:
    """Done in time or late, overdue, planned, or without any day."""
    planned, done = due_on(row), day_of(row["done_on"])
    if done is not None:
        return "done_late" if planned is not None and done > planned else "done"
    if planned is None:
        return "undated"
    return "overdue" if planned < on else "planned"


def due_on(row: Row) -> date | None:
    """The last day on which it is in time: of a month or a year told without a day, its last one."""
    planned, precision = day_of(row["planned_on"]), row["date_precision"]
    if planned is None or precision not in ("month", "year"):
        return planned
    end = pd.offsets.MonthEnd(0) if precision == "month" else pd.offsets.YearEnd(0)
    return (pd.Timestamp(planned) + end).date()


def title(here: Speaker, row: Row) -> str:
    """What it is, in Korean where nobody has told it in another language."""
    told = row[f"title_{here.language}"]
    return str(row["title_ko"] if is_missing(told) else told)


def when(here: Speaker, row: Row, which: str) -> str:
    """The day as exactly as it is known."""
    found, precision = day_of(row[which]), row["date_precision"]
    if found is None:
        return here.text("programme.unknown") if precision == "unknown" else "–"
    if precision in ("month", "year"):
        return here.text(f"programme.milestones.{precision}", year=found.year, month=found.month)
    return formats.day(found, here.language)


def is_mere_item(row: Row) -> bool:
    """Whether it is an agreement's item itself, and no step of it with a day."""
    return row["kind"] == ITEM and not is_missing(row["item"]) and not has_day(row)


def has_day(row: Row) -> bool:
    return not (is_missing(row["planned_on"]) and is_missing(row["done_on"]))


def day_of(value: object) -> date | None:
    """A cell's day; None for none."""
    return None if is_missing(value) else pd.Timestamp(str(value)).date()
