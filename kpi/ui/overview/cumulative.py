"""What has been reached since designation: running totals at each year's end, with what each rests on."""

import pandas as pd

from kpi import format as formats
from kpi.queries import values
from kpi.ui.cached import ask
from kpi.ui.markup import quiet, section, text_of
from kpi.ui.rows import written
from kpi.ui.setting import Setting
from kpi.ui.tables import Cell, Column, Raw, markup

YEARS_SHOWN = 5
SIGNS = {"published": "●", "sample": "▨"}


def since_designation(setting: Setting, zone: str) -> str:
    """One row a headline flow, one column a year; each number carries the sign of its origin."""
    about = setting.text("overview.cumulative.help")
    return section(setting.text("overview.cumulative.title"), totals(setting, zone), about)


def totals(setting: Setting, zone: str) -> str:
    """The table as HTML, or why there is none."""
    metrics = tuple(metric.id for metric in setting.catalogue.headline_metrics if metric.type == "flow")
    frame = ask(values.values, metrics=metrics, zones=(zone,), bases=("cumulative",))
    by_year = frame.loc[(frame["period"].str.len() == 4) & frame["value"].notna()]
    if by_year.empty:
        return quiet(setting.text("overview.cumulative.nothing"))
    years = sorted(by_year["period"].unique())[-YEARS_SHOWN:]
    cells = {(row["metric"], row["period"]): row for row in by_year.to_dict("records")}
    ends = [setting.text("overview.cumulative.end_of", year=year) for year in years]
    columns = [Column(setting.text("app.column.metric")), *(Column(end, is_number=True) for end in ends)]
    rows = [
        [
            setting.metric(metric).short[setting.language],
            *(_cell(setting, cells.get((metric, year))) for year in years),
        ]
        for metric in metrics
    ]
    caption, label = setting.text("overview.cumulative.key"), setting.text("overview.cumulative.title")
    return markup(columns, rows, caption=caption, label=label)


def _cell(setting: Setting, row: dict[str, object] | None) -> Cell:
    if row is None:
        return "–"
    kind = "sample" if row["synthetic"] else "published"
    value = text_of(written(setting, str(row["metric"]), row["value"]))
    label = text_of(_origin(setting, row))
    mark = f'role="img" title="{label}" aria-label="{label}">{SIGNS[kind]}'
    return Raw(f'{value}<span class="kpi-mark kpi-mark-{kind}" {mark}</span>')


def _origin(setting: Setting, row: dict[str, object]) -> str:
    """Published with its day, submitted records, or sample records."""
    if row["synthetic"]:
        return setting.text("app.origin.sample")
    named = setting.text(f"app.origin.{row['origin']}")
    known = row["known_on"]
    if known is None or pd.isna(known):
        return named
    return f"{named} {formats.day(pd.Timestamp(str(known)).date(), setting.language)}"
