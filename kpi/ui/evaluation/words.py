"""Grades, places and moves as the page writes them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.errors import KpiError, Place
from kpi.queries.score_points import DECIMALS
from kpi.ui.markup import text_of
from kpi.ui.overview.grades import SIGNS, grade_words
from kpi.ui.setting import Setting


def points(value: float | None) -> str:
    """Points with their decimals; a dash without any."""
    return formats.plain(value, DECIMALS)


def place(here: Setting, rank: float | None) -> str:
    """A rank in words; a dash without one."""
    return "–" if rank is None or pd.isna(rank) else here.text("evaluation.place", rank=int(rank))


def grade(here: Setting, grade_id: object) -> str:
    """A computed grade's name; a dash without one."""
    return grade_words(here, grade_id, "published") if isinstance(grade_id, str) else "–"


def published(here: Setting, row: Mapping[str, Any] | None) -> str:
    """A published grade as HTML: the grade, 비공개 or not found, each with a sign and look of its own."""
    status = "not_found" if row is None else str(row["status"])
    words = grade_words(here, None if row is None else row["grade"], status)
    sign = f'<span aria-hidden="true">{SIGNS.get(status, "?")}</span>'
    return f'<span class="kpi-given kpi-given-{text_of(status)}">{sign} {text_of(words)}</span>'


def named(error: KpiError, names: Mapping[str, str]) -> KpiError:
    """The same faults with elements by their names instead of ids."""
    return KpiError(
        *(
            replace(fault, where=replace(fault.where, entry=names.get(fault.where.entry, fault.where.entry)))
            for fault in error.faults
        )
    )


def placed(error: KpiError, entry: str) -> KpiError:
    """The same faults at one place that readers know by its name."""
    return KpiError(*(replace(fault, where=Place(entry=entry)) for fault in error.faults))


def moved(before: float | None, after: float | None) -> str:
    """How far a rank has moved as HTML: up, down or not; nothing where one side has none."""
    if before is None or after is None or pd.isna(before) or pd.isna(after):
        return ""
    size = int(before - after)
    if not size:
        return '<span class="kpi-quiet">=</span>'
    kind, arrow = ("better", "▲") if size > 0 else ("worse", "▼")
    return f'<span class="kpi-{kind}">{arrow}{abs(size)}</span>'


def zone_years(here: Setting, zone: str, of_year: int) -> str:
    """The designation wave, and which year of the zone this is."""
    known = here.catalogue.zones[zone]
    number = of_year - known.designated_on.year + 1
    return here.text("evaluation.wave_year", wave=known.wave, number=number)
