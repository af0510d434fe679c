"""Grades by performance year. Published, withheld and not found look different and are named."""

import pandas as pd

from kpi.queries import overview
from kpi.ui.cached import ask
from kpi.ui.markup import quiet, section, text_of
from kpi.ui.setting import Setting
from kpi.wording.facts import grade_words

SIGNS = {"published": "★", "withheld": "🔒︎", "not_found": "?"}


def grade_history(setting: Setting, zone: str) -> str:
    """A strip of years with the zone's grade in each."""
    frame = ask(overview.grade_history, zone)
    strip = quiet(setting.text("overview.grades.nothing")) if frame.empty else _strip(setting, frame)
    return graded(setting, strip)


def graded(setting: Setting, shown: str) -> str:
    """Grades under their heading, with the key to their signs."""
    key = quiet(setting.text("overview.grades.key"))
    return section(setting.text("overview.grades.title"), shown + key, setting.text("overview.grades.help"))


def _strip(setting: Setting, frame: pd.DataFrame) -> str:
    return f'<ol class="kpi-grades">{"".join(_year(setting, row) for row in frame.to_dict("records"))}</ol>'


def _year(setting: Setting, row: dict[str, object]) -> str:
    status = str(row["status"])
    words = grade_words(setting, row["grade"], status)
    sign = f'<span aria-hidden="true">{SIGNS.get(status, "")}</span>'
    year = text_of(setting.text("overview.grades.year", year=row["year"]))
    return (
        f'<li class="kpi-grade-{text_of(status)}"><span class="kpi-year">{year}</span>'
        f'<span class="kpi-grade">{sign} {text_of(words)}</span></li>'
    )
