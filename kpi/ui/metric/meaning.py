"""What an indicator means: in words, as a formula, of whom, and what to beware of."""

import streamlit as st

from kpi.ui.markup import definitions, put
from kpi.ui.setting import Setting


def meaning(setting: Setting, metric_id: str) -> None:
    """Title, meaning, definition list and caveats of an indicator."""
    metric, language = setting.metric(metric_id), setting.language
    st.title(metric.name[language], anchor=False)
    st.markdown(metric.meaning[language])
    put(definitions(defined(setting, metric_id)))
    for caveat in metric.caveats:
        st.caption(f":material/info: {setting.catalogue.caveats[caveat].text[language]}")


def defined(setting: Setting, metric_id: str) -> list[tuple[str, str]]:
    """Name and value of each part of the definition."""
    metric, text, language = setting.metric(metric_id), setting.text, setting.language
    bases = ", ".join(text(f"app.basis.{basis}") for basis in setting.catalogue.bases_of(metric_id))
    return [
        (text("metric.formula"), metric.formula[language]),
        (text("metric.unit"), setting.unit(metric_id).name[language]),
        (text("metric.type"), text(f"metric.types.{metric.type}")),
        (text("metric.basis"), bases),
        (text("metric.population"), setting.catalogue.populations[metric.population].name[language]),
        (
            text("metric.direction"),
            text("metric.directions.up" if metric.direction > 0 else "metric.directions.down"),
        ),
    ]
