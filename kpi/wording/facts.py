"""What is known of a zone: its facts, its grades and the events of its history."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.catalogue import Zone
from kpi.wording import Speaker

ISO_DAY = re.compile(r"\b(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b")


def zone_facts(here: Speaker, zone: Zone, year: int) -> list[tuple[str, str]]:
    """Name and value of each fact of a zone."""
    text, language = here.text, here.language
    institutions = ", ".join(institution[language] for institution in zone.institutions)
    years = text("overview.facts.year_of", number=year - zone.designated_on.year + 1)
    return [
        (text("overview.facts.designated"), formats.day(zone.designated_on, language)),
        (text("overview.facts.wave"), text("overview.facts.wave_value", wave=zone.wave, years=years)),
        (text("overview.facts.field"), zone.specialisation[language]),
        (text("overview.facts.institution"), institutions),
        (text("overview.facts.area"), area(here, zone)),
    ]


def national_facts(here: Speaker) -> list[tuple[str, str]]:
    """How many zones there are, in how many waves, and since when."""
    zones, text = here.catalogue.zones.values(), here.text
    waves = {zone.wave for zone in zones}
    first = min(zone.designated_on for zone in zones)
    return [
        (
            text("overview.facts.zones"),
            text("overview.facts.zones_value", count=len(zones), waves=len(waves)),
        ),
        (text("overview.facts.first"), formats.day(first, here.language)),
    ]


def area(here: Speaker, zone: Zone) -> str:
    """Core and backing area; unknown is a word, never zero."""
    unknown = here.text("overview.facts.unknown")
    if zone.area_core_km2 is None:
        return unknown
    backing = unknown if zone.area_backing_km2 is None else f"{zone.area_backing_km2:.2f}km²"
    return here.text("overview.facts.area_value", core=f"{zone.area_core_km2:.2f}km²", backing=backing)


def grade_words(here: Speaker, grade: object, status: str) -> str:
    """The grade's name, or why there is none."""
    if status == "published" and grade in here.catalogue.grades:
        return here.catalogue.grades[str(grade)].name[here.language]
    return here.text(f"overview.grades.{status}")


def told_by(here: Speaker, note: object) -> str:
    """A note on a source, its days written as the language writes them; '' for none."""
    if is_missing(note):
        return ""
    return ISO_DAY.sub(lambda found: formats.day(date.fromisoformat(found[0]), here.language), str(note))


def is_undated(row: Mapping[str, Any]) -> bool:
    """Whether neither a day done nor one planned is known."""
    return is_missing(row["done_on"]) and is_missing(row["planned_on"])


def when(here: Speaker, row: Mapping[str, Any]) -> str:
    """The date as exactly as it is known: day, month, year, planned, or unknown."""
    is_planned = is_missing(row["done_on"])
    day = row["planned_on"] if is_planned else row["done_on"]
    if is_missing(day):
        return here.text("overview.story.undated")
    told = _written(here, pd.Timestamp(str(day)).date(), str(row["date_precision"] or "day"))
    return here.text("overview.story.planned", when=told) if is_planned else told


def is_missing(value: object) -> bool:
    """Whether a cell of a frame holds nothing."""
    return value is None or value == "" or bool(pd.isna(value))  # type: ignore[call-overload]


def _written(here: Speaker, day: date, precision: str) -> str:
    if precision == "year":
        return formats.period(str(day.year), here.language)
    if precision == "month":
        return here.text("overview.story.month", year=day.year, month=day.month)
    return formats.day(day, here.language)
