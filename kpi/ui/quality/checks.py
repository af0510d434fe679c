"""What the checks found: counts by severity, one line a check, and the findings of the chosen one."""

import pandas as pd
import streamlit as st

from kpi.queries import quality
from kpi.ui import filters
from kpi.ui.cached import ask
from kpi.ui.markup import badge, put, text_of
from kpi.ui.quality.findings import findings
from kpi.ui.quality.words import of_check
from kpi.ui.setting import Setting
from kpi.ui.status import CHECK_KINDS
from kpi.ui.tables import Cell, Column, Raw, table

SEVERITIES = ("critical", "warning", "info")


def checks(setting: Setting) -> None:
    """The section: a summary, the list of checks with findings, and one of them in detail."""
    st.subheader(setting.text("quality.checks.title"), anchor=False)
    frame = ask(quality.check_summary)
    if frame.empty:
        st.info(setting.text("quality.checks.none_run"), icon=":material/rule:")
        return
    summary(setting, frame)
    open_ones = frame.loc[frame["outcome"] != "passed"]
    if open_ones.empty:
        st.success(
            setting.text("quality.checks.all_passed", count=len(frame)), icon=":material/check_circle:"
        )
        return
    chosen = of_severity(setting, open_ones)
    if chosen.empty:
        st.info(setting.text("quality.checks.nothing"), icon=":material/filter_alt_off:")
        return
    by_check(setting, chosen)
    findings(setting, chosen)


def summary(setting: Setting, frame: pd.DataFrame) -> None:
    """How many checks were run, and how many findings of each severity are open."""
    open_ones = frame.loc[frame["outcome"] != "passed", "severity"].value_counts()
    stats = [(setting.text("quality.checks.run"), f"{len(frame):,}")]
    stats += [
        (setting.text(f"quality.checks.open.{one}"), f"{int(open_ones.get(one, 0)):,}") for one in SEVERITIES
    ]
    stats.append((setting.text("quality.checks.broken"), f"{int((frame['outcome'] == 'broken').sum()):,}"))
    cells = "".join(f"<div><dt>{text_of(name)}</dt><dd>{count}</dd></div>" for name, count in stats)
    put(f'<dl class="kpi-stats">{cells}</dl>')


def of_severity(setting: Setting, frame: pd.DataFrame) -> pd.DataFrame:
    """The findings of the severity chosen by the user."""

    def name(one: str) -> str:
        return setting.text(f"quality.checks.severities.{one}")

    severity = filters.switch(
        "severity", setting.text("quality.checks.severity"), ("all", *SEVERITIES), "all", name
    )
    return frame if severity == "all" else frame.loc[frame["severity"] == severity]


def by_check(setting: Setting, frame: pd.DataFrame) -> None:
    """One line a check, the worst first, with how often it was not met."""
    text = setting.text
    columns = [
        Column(text("quality.checks.severity")),
        Column(text("quality.checks.check")),
        Column(text("quality.checks.remedy")),
        Column(text("quality.checks.count"), is_number=True),
    ]
    counted = frame.groupby(["severity", "check_code"], sort=False).size().items()
    rows = [_row(setting, str(severity), str(code), count) for (severity, code), count in counted]
    table(columns, rows, label=text("quality.checks.title"))


def _row(setting: Setting, severity: str, code: str, count: int) -> list[Cell]:
    label = setting.text(f"quality.checks.severities.{severity}")
    title, meaning = of_check(setting, code, "title"), of_check(setting, code, "meaning")
    return [
        Raw(badge(label, CHECK_KINDS[severity])),
        Raw(f"<strong>{text_of(title)}</strong><br><small>{text_of(meaning)}</small>"),
        of_check(setting, code, "remedy"),
        f"{count:,}",
    ]
