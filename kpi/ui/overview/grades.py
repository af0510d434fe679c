"""Grades by performance year. Published, withheld and not found look different and are named."""

import pandas as pd
import streamlit as st

from kpi.ui.markup import put, text_of
from kpi.ui.setting import Setting

SIGNS = {"published": "★", "withheld": "🔒︎", "not_found": "?"}


def grade_history(setting: Setting, frame: pd.DataFrame) -> None:
    """A strip of years with the zone's grade in each."""
    st.subheader(
        setting.text("overview.grades.title"), anchor=False, help=setting.text("overview.grades.help")
    )
    if frame.empty:
        st.caption(setting.text("overview.grades.nothing"))
        return
    put(f'<ol class="kpi-grades">{"".join(_year(setting, row) for row in frame.to_dict("records"))}</ol>')
    st.caption(setting.text("overview.grades.key"))


def _year(setting: Setting, row: dict[str, object]) -> str:
    status = str(row["status"])
    words = grade_words(setting, row["grade"], status)
    year = text_of(setting.text("overview.grades.year", year=row["year"]))
    return (
        f'<li class="kpi-grade-{text_of(status)}"><span class="kpi-year">{year}</span>'
        f'<span class="kpi-grade"><span aria-hidden="true">{SIGNS.get(status, "")}</span> {text_of(words)}</span></li>'
    )


def grade_words(setting: Setting, grade: object, status: str) -> str:
    """The grade's name, or why there is none."""
    if status == "published" and grade in setting.catalogue.grades:
        return setting.catalogue.grades[str(grade)].name[setting.language]
    return setting.text(f"overview.grades.{status}")
