"""Values with their units, what they rest on, and why one is missing."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.measures.reasons import words
from kpi.wording import Speaker


def written(here: Speaker, metric_id: str, value: float | None) -> str:
    """A value with its unit; a dash for a missing one."""
    amount = None if value is None or pd.isna(value) else float(value)
    return formats.value(amount, here.unit(metric_id), here.language, here.metric(metric_id).decimals)


def note(here: Speaker, row: Mapping[str, Any]) -> str:
    """Why a value is missing or not whole; empty for an observed one."""
    status = str(row["status"])
    reason = words(_text(row["reason"]), here.language, here.zone_names)
    named = "" if status == "observed" else here.text(f"app.status.{status}")
    return " · ".join(part for part in dict.fromkeys((named, reason)) if part)


def origin(here: Speaker, row: Mapping[str, Any]) -> str:
    """Published or sample records, in words; a dash for no value."""
    return "–" if pd.isna(row["value"]) else origin_words(here, _text(row["origin"]), bool(row["synthetic"]))


def origin_words(here: Speaker, origin: str | None, synthetic: bool) -> str:
    """What a number rests on in words; a dash where there is none, as of what is withheld, however a row says so."""
    told = _text(origin)
    if not told:
        return "–"
    return here.text("app.origin.sample" if synthetic else f"app.origin.{told}")


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)
