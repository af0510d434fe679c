"""How a zone came to its year: every metric over the years, the pace in the year, and the sums since designation."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.briefs import numbers
from kpi.briefs.blocks import chart, noted, table
from kpi.briefs.builders.making import Making
from kpi.briefs.builders.zone_parts import achieved
from kpi.briefs.parts import Block, Cell, Table
from kpi.catalogue import Metric
from kpi.charts.pace import pace as pace_chart
from kpi.charts.trend import trend as trend_chart
from kpi.queries import overview, values
from kpi.queries.cards import PARTIAL
from kpi.wording.values import note, origin

YEARS_SHOWN = 5


def trends(making: Making) -> Sequence[Block]:
    """A chart for every headline metric that has a value up to the year, with its table."""
    blocks: list[Block] = []
    without = []
    for metric in making.here.catalogue.headline_metrics:
        frame = trend_frame(making, metric)
        if frame["value"].notna().any():
            blocks.append(_trend(making, metric, frame))
        else:
            without.append(metric.short[making.language])
    if blocks and without:
        blocks += noted(making.text("brief_building.trends.without", metrics=", ".join(without)))
    return blocks


def trend_frame(making: Making, metric: Metric) -> pd.DataFrame:
    """The metric's years on its main basis, up to the brief's."""
    here = making.here
    basis = here.catalogue.bases_of(metric.id)[0]
    frame = values.trend(here.viewer, here.moment, metric.id, making.subject, basis, "year")
    return frame[frame["period"].astype(int) <= making.year].reset_index(drop=True)


def _trend(making: Making, metric: Metric, frame: pd.DataFrame) -> Block:
    here = making.here
    basis = here.catalogue.bases_of(metric.id)[0]
    zone = here.zone_name(making.subject)
    drawing = trend_chart(frame, metric, here.unit(metric.id), basis, here.language, zone)
    making.saw_rows(metric.id, frame.to_dict("records"))
    return chart(drawing, _trend_table(making, metric, frame), _caveats(making, metric))


def _trend_table(making: Making, metric: Metric, frame: pd.DataFrame) -> Table:
    text, language = making.text, making.language
    widths = {"period": 1, "value": 1.2, "target": 1.2, "achievement": 1.1, "change": 1.2, "change_share": 1.1,
              "origin": 1.2, "note": 1.6}  # fmt: skip
    headings = [(text(f"brief_building.column.{name}"), width) for name, width in widths.items()]
    rows, before = [], None
    for row in frame.to_dict("records"):
        rows.append(_trend_row(making, metric, row, before))
        before = row["value"]
    basis = text(f"app.basis.{making.here.catalogue.bases_of(metric.id)[0]}")
    title = text("brief_building.trends.table", metric=metric.name[language], basis=basis)
    shown = [at for at, row in enumerate(frame["period"]) if int(row) == making.year]
    return table(
        text, title, headings, rows, basis=text("brief_building.basis_of", basis=basis), emphasised=shown
    )


def _trend_row(making: Making, metric: Metric, row: dict[str, Any], before: object) -> list[Cell]:
    here, value = making.here, row["value"]
    is_partial = row["status"] == "provisional" and str(row["reason"]).startswith(PARTIAL)
    change, change_share = numbers.changed(here, metric.id, before, None if is_partial else value)
    known = None if pd.isna(value) else float(value)
    target = None if pd.isna(row["target"]) else float(row["target"])
    return [
        formats.period(str(row["period"]), here.language),
        numbers.of_metric(here, metric.id, value),
        numbers.of_metric(here, metric.id, target),
        achieved(making, target, values.achievement_of(metric, known, target)),
        change,
        change_share,
        origin(here, row),
        note(here, row) or "–",
    ]


def _caveats(making: Making, metric: Metric) -> list[str]:
    caveats = making.here.catalogue.caveats
    return [caveats[each].text[making.language] for each in metric.caveats if each in caveats]


def pace(making: Making) -> Sequence[Block]:
    """What was reached by each quarter's end beside the plan, of every metric that is known by quarter."""
    here, blocks = making.here, []
    without = []
    for metric in here.catalogue.headline_metrics:
        frame = overview.pace(here.viewer, here.moment, metric.id, making.subject, making.year)
        if frame.empty or frame["actual"].isna().all():
            without.append(metric.short[here.language])
            continue
        drawing = pace_chart(frame, metric, here.unit(metric.id), here.language)
        for row in frame.to_dict("records"):
            making.saw(row["actual"], row["origin"], row["synthetic"])
        making.record_metrics[metric.id] = making.metrics[metric.id] = None
        notes = (_profile(making, metric),) if frame["plan"].notna().any() else ()
        blocks.append(chart(drawing, _pace_table(making, metric, frame), notes))
    if blocks and without:
        blocks += noted(making.text("brief_building.pace.without", metrics=", ".join(without)))
    return blocks


def _pace_table(making: Making, metric: Metric, frame: pd.DataFrame) -> Table:
    here, text = making.here, making.text
    names = ("actual_end", "plan_end") if metric.type == "stock" else ("actual", "plan")
    headings = [
        (text(f"brief_building.column.{name}"), 1.0) for name in ("period", *names, "plan_share", "origin")
    ]
    rows = [
        [
            formats.period(str(row["quarter"]), here.language),
            numbers.of_metric(here, metric.id, row["actual"]),
            numbers.of_metric(here, metric.id, row["plan"]),
            numbers.percent(values.achievement_of(metric, _float(row["actual"]), _float(row["plan"]))),
            origin(here, {**row, "value": row["actual"]}),
        ]
        for row in frame.to_dict("records")
    ]
    title = text("brief_building.pace.table", metric=metric.name[here.language], year=making.year)
    return table(text, title, headings, rows, basis=_pace_basis(making, metric))


def _pace_basis(making: Making, metric: Metric) -> str:
    """What adds up from the first quarter on, and what stands at the end of each."""
    key = "quarter_ends" if metric.type == "stock" else "running"
    return making.text(f"brief_building.pace.{key}")


def _profile(making: Making, metric: Metric) -> str:
    profile = making.here.catalogue.plan_profiles[metric.plan_profile]
    return making.text("brief_building.pace.profile", profile=profile.name[making.language])


def cumulative(making: Making) -> Sequence[Block]:
    """The running sums of the headline flows at the end of the last years up to the brief's."""
    here, text = making.here, making.text
    metrics = [metric for metric in here.catalogue.headline_metrics if metric.type == "flow"]
    frame = values.values(
        here.viewer, here.moment, metrics=[metric.id for metric in metrics], zones=[making.subject],
        bases=["cumulative"],
    )  # fmt: skip
    whole = frame[(frame["period"].str.len() == 4) & frame["value"].notna()]
    known = whole[whole["period"].astype(int) <= making.year]
    years = sorted(known["period"].unique())[-YEARS_SHOWN:]
    if not years:
        return ()
    cells = {(row["metric"], row["period"]): row for row in known.to_dict("records")}
    shown = [row for (_, period), row in cells.items() if period in years]
    for row in shown:
        making.saw_rows(row["metric"], [row])
    headings = [(text("brief_building.column.metric"), 1.4)]
    headings += [(text("overview.cumulative.end_of", year=year), 1.0) for year in years]
    rows: list[list[Cell]] = [
        [
            metric.short[here.language],
            *(numbers.of_metric(here, metric.id, cells.get((metric.id, year), {}).get("value")) for year in years),
        ]
        for metric in metrics
    ]  # fmt: skip
    basis = text("brief_building.basis_of", basis=text("app.basis.cumulative"))
    notes = [text("overview.cumulative.help"), _sampled(making, shown)]
    return (table(text, text("overview.cumulative.title"), headings, rows, basis=basis, notes=notes),)


def _sampled(making: Making, rows: Sequence[dict[str, Any]]) -> str:
    """Which of the sums are those of sample records."""
    by_metric: dict[str, list[str]] = {}
    for row in rows:
        if row["synthetic"]:
            by_metric.setdefault(making.here.metric(row["metric"]).short[making.language], []).append(
                str(row["period"])
            )
    listed = ", ".join(f"{name}({'·'.join(sorted(years))})" for name, years in by_metric.items())
    return making.text("brief_building.cumulative.sample", metrics=listed) if listed else ""


def _float(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[call-overload, arg-type]
