"""What the checks found, the worst first, with the failing rows of each."""

import pandas as pd
import streamlit as st

from kpi.queries import quality
from kpi.ui import filters
from kpi.ui.cached import ask
from kpi.ui.markup import badge, put, text_of
from kpi.ui.setting import Setting, current
from kpi.ui.status import CHECK_KINDS
from kpi.ui.tables import Cell, Column, Raw, table

SEVERITIES = ("critical", "warning", "info")
LISTED = 60


def checks(setting: Setting) -> None:
    """Counts by severity, then one line a finding, with its rows on request."""
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
    name = lambda one: setting.text(f"quality.checks.severities.{one}")
    severity = filters.switch(
        "severity", setting.text("quality.checks.severity"), ("all", *SEVERITIES), "all", name
    )
    chosen = open_ones if severity == "all" else open_ones.loc[open_ones["severity"] == severity]
    findings(setting, chosen)


def summary(setting: Setting, frame: pd.DataFrame) -> None:
    """How many checks were run, and how many findings of each severity are open."""
    open_ones = frame.loc[frame["outcome"] != "passed", "severity"].value_counts()
    stats = [(setting.text("quality.checks.run"), f"{len(frame):,}")]
    stats += [
        (setting.text(f"quality.checks.open.{one}"), f"{int(open_ones.get(one, 0)):,}") for one in SEVERITIES
    ]
    stats.append((setting.text("quality.checks.broken"), f"{int((frame['outcome'] == 'broken').sum()):,}"))
    put(
        '<dl class="kpi-stats">'
        + "".join(f"<div><dt>{text_of(name)}</dt><dd>{count}</dd></div>" for name, count in stats)
        + "</dl>"
    )


def findings(setting: Setting, frame: pd.DataFrame) -> None:
    """One line a finding; the failing rows of one are opened below the table."""
    if frame.empty:
        st.info(setting.text("quality.checks.nothing"), icon=":material/filter_alt_off:")
        return
    text = setting.text
    columns = [
        Column(text("quality.checks.severity")),
        Column(text("quality.checks.check")),
        Column(text("quality.checks.where")),
        Column(text("quality.checks.failed"), is_number=True),
        Column(text("quality.checks.observed")),
    ]
    shown = frame.head(LISTED)
    table(
        columns, [_row(setting, row) for row in shown.to_dict("records")], label=text("quality.checks.title")
    )
    if len(frame) > LISTED:
        st.caption(text("quality.checks.more", shown=LISTED, count=len(frame)))
    rows_of_one(setting, frame)


def _row(setting: Setting, row: dict[str, object]) -> list[Cell]:
    severity = str(row["severity"])
    label = setting.text(f"quality.checks.severities.{severity}")
    if row["outcome"] == "broken":
        label = setting.text("quality.checks.broken_label", severity=label)
    return [
        Raw(badge(label, CHECK_KINDS[severity])),
        Raw(
            f"<strong>{text_of(title(setting, row))}</strong><br><small>{text_of(words(setting, row, 'meaning'))}</small>"
        ),
        where(setting, row),
        f"{int(row['rows_failed'] or 0):,} / {int(row['rows_checked'] or 0):,}",  # type: ignore[call-overload]
        setting.text(
            "quality.checks.values",
            observed=_text(row["observed"]) or "–",
            expected=_text(row["expected"]) or "–",
        ),
    ]


def title(setting: Setting, row: dict[str, object]) -> str:
    """The check's name."""
    return words(setting, row, "title") or str(row["check_code"])


def words(setting: Setting, row: dict[str, object], part: str) -> str:
    """A part of what the texts say of this check; empty for a code they do not know."""
    key = f"checks.{str(row['check_code']).split('.')[0]}.{part}"
    return setting.text(key) if key in setting.text else ""


def where(setting: Setting, row: dict[str, object]) -> str:
    """Dataset, file, zone, metric, period and column, as far as the finding names them."""
    catalogue, language = setting.catalogue, setting.language
    dataset, metric, zone = _text(row["dataset"]), _text(row["metric"]), _text(row["zone"])
    parts = (
        catalogue.datasets[dataset].name[language] if dataset in catalogue.datasets else dataset,
        catalogue.metrics[metric].name[language] if metric in catalogue.metrics else metric,
        setting.zone_name(zone) if zone in catalogue.zones or zone == "national" else zone,
        _text(row["period"]),
        _text(row["column_name"]),
        _text(row["file_name"]),
    )
    return " · ".join(part for part in parts if part)


def rows_of_one(setting: Setting, frame: pd.DataFrame) -> None:
    """Choose one finding of a file and see its failing rows and the remedy."""
    of_files = frame.loc[frame["submission"].fillna("") != ""]
    if of_files.empty:
        return
    options = {f"{row['submission']}|{row['check_code']}": row for row in of_files.to_dict("records")}
    chosen = st.selectbox(
        setting.text("quality.checks.open_rows"),
        list(options),
        index=None,
        format_func=lambda one: f"{title(setting, options[one])} · {_text(options[one]['file_name'])}",
        key="finding",
        placeholder=setting.text("quality.checks.choose"),
    )
    if chosen:
        failing(options[chosen])


def failing(row: dict[str, object]) -> None:
    """The failing rows with file, sheet, row, column and value, and what to do."""
    setting = current()
    st.info(words(setting, row, "remedy") or title(setting, row), icon=":material/build:")
    frame = ask(quality.failing_rows, str(row["submission"]), str(row["check_code"]))
    names = [setting.text(f"quality.checks.row_columns.{name}") for name in frame.columns]
    st.dataframe(frame.set_axis(names, axis=1), hide_index=True, alt=title(setting, row))


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]
