"""How a comparison's rows are written: values, ranks, differences, and why something is not there."""

from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.measures import reasons
from kpi.queries.comparison import ZONE, Asked, Subject, reference_decimals
from kpi.wording import Speaker

Row = dict[str, Any]
SIGNS = {"published": "●", "sample": "▨"}


def value(here: Speaker, subject: Subject, amount: float, decimals: int | None = None) -> str:
    """A value of a subject with its unit, divided or not; a dash for a missing one."""
    unit = here.catalogue.units[subject.metric.unit]
    places = subject.metric.decimals if decimals is None else decimals
    return formats.value(None if pd.isna(amount) else float(amount), unit, here.language, places)


def reference(here: Speaker, asked: Asked, subject: Subject, row: Row) -> str:
    """What a value is compared with; or why there is nothing."""
    if pd.isna(row["reference"]):
        return here.text(f"compare.why.{row['why'] or 'no_reference'}")
    return value(here, subject, row["reference"], reference_decimals(asked, subject))


def difference(here: Speaker, asked: Asked, subject: Subject, row: Row) -> str:
    """How far a value is from what it is compared with, with an arrow; '' where there is nothing to compare."""
    if not pd.isna(row["reached"]):
        return f"{formats.plain(row['reached'], 1)}%"
    if pd.isna(row["difference"]):
        return ""
    if is_percent(here, subject) or pd.isna(row["share"]):
        return amount(here, asked, subject, row)
    return f"{_arrow(row)} {formats.percent(abs(row['share']))}"


def amount(here: Speaker, asked: Asked, subject: Subject, row: Row) -> str:
    """The same in the value's unit, percentages in points."""
    if pd.isna(row["difference"]):
        return ""
    size = value(here, subject, abs(row["difference"]), reference_decimals(asked, subject))
    if is_percent(here, subject):
        size = formats.percentage_points(abs(row["difference"])).lstrip("+")
    return f"{_arrow(row)} {size}"


def is_percent(here: Speaker, subject: Subject) -> bool:
    """Whether values are percentages, which differ by points."""
    return here.catalogue.units[subject.metric.unit].kind == "percent"


def _arrow(row: Row) -> str:
    return "▲" if row["difference"] > 0 else "▼" if row["difference"] < 0 else "＝"


def rank(here: Speaker, row: Row) -> str:
    """1위; '' without one."""
    return "" if pd.isna(row["rank"]) else here.text("compare.rank", rank=int(row["rank"]))


def gap(here: Speaker, row: Row) -> str:
    """Why a value is missing or not whole; '' for an observed one."""
    code, _, detail = str(row["reason"] or "").partition(":")
    if not code:
        return "" if row["status"] == "observed" else here.text(f"app.status.{row['status']}")
    if code == "side_missing" and detail in here.catalogue.denominators:
        return here.text("compare.why.denominator")
    names = {each: _name(here, each) for each in detail.split(",")}
    return reasons.words(str(row["reason"]), here.language, names)


def _name(here: Speaker, entry: str) -> str:
    """The short name of whatever a reason speaks of; a period as it is."""
    if entry in here.catalogue.zones:
        return here.zone_name(entry)
    metric = here.catalogue.metrics.get(entry)
    return metric.short[here.language] if metric else entry


def against(here: Speaker, asked: Asked) -> str:
    """What everything is compared with."""
    if asked.against.startswith(ZONE):
        return here.zone_name(asked.against.removeprefix(ZONE))
    if asked.at:
        return formats.period(asked.at, here.language)
    return here.text(f"compare.against.{asked.against}")


def per(here: Speaker, asked: Asked) -> str:
    """By what everything is divided; '' for nothing."""
    return here.catalogue.denominators[asked.per].name[here.language] if asked.per else ""


def heading(here: Speaker, subject: Subject) -> str:
    """A metric's basis and, where less is better, that."""
    basis = here.text(f"app.basis.{subject.basis}")
    return basis if subject.metric.direction == 1 else f"{basis} · {here.text('compare.downward')}"


def origin(row: Row) -> str:
    """What a value rests on: sample, published or records."""
    return "sample" if row["synthetic"] else str(row["origin"])
