"""All zones together: the map, who leads, what was told differently over time, grades, coverage."""

import streamlit as st
import yaml

from kpi.catalogue import NATIONAL, Metric
from kpi.charts.drawing import Drawing
from kpi.charts.korea import korea
from kpi.charts.trend import height_beside
from kpi.queries import overview, values
from kpi.ui import filters
from kpi.ui.cached import ask, kept
from kpi.ui.figure import behind, show
from kpi.ui.markup import heading, put, quiet, section, text_of
from kpi.ui.metric.trends import by_zone, over_time
from kpi.ui.metric.vintages import vintage_table
from kpi.ui.overview.grades import grade_words, graded
from kpi.ui.quality.coverage import zones_by_year
from kpi.ui.rows import zone_rows
from kpi.ui.setting import Setting
from kpi.ui.tables import Column, markup

# A longer table nobody reads to its end; the view of a zone has its own grades.
MOST_GRADED = 60


def all_zones(setting: Setting, year: int) -> None:
    """The parts that only the view of all zones has."""
    metric = filters.metric(setting, [one.id for one in setting.catalogue.headline_metrics])
    basis = setting.catalogue.bases_of(metric)[0]
    left, right = st.columns(2, gap="medium")
    with left:
        if setting.has_map:
            mapped(setting, metric, year)
        else:
            over_time(setting, metric, NATIONAL, basis, "year", height_beside(len(setting.catalogue.zones)))
    with right:
        by_zone(setting, metric, NATIONAL, year, basis)
        if setting.has_map:
            over_time(setting, metric, NATIONAL, basis, "year")
    coverage = heading(setting.text("overview.national.coverage"))
    put(kept("all-grades", (), lambda: graded(setting, _grades(setting))) + coverage)
    with st.container(border=True):
        zones_by_year(setting, metric)


def mapped(setting: Setting, metric: str, year: int) -> None:
    """The map with its source, and the table behind it."""
    with st.container(border=True):
        show(on_map(setting, metric, year), "map")
        st.caption(setting.text("overview.national.map_source", attribution=attribution(setting)))
        frame = ask(values.ranking, metric, str(year), setting.catalogue.bases_of(metric)[0])
        behind(setting, "map", lambda: zone_rows(setting, metric, frame))


def restated(setting: Setting) -> str:
    """Every headline total that was published more than once with different values, in any year."""
    return section(setting.text("overview.national.restated"), _restated(setting))


def _restated(setting: Setting) -> str:
    years = ask(values.years, NATIONAL).all
    cells = [(metric, year) for year in reversed(years) for metric in setting.catalogue.headline_metrics]
    blocks = [_vintages(setting, metric, year) for metric, year in cells]
    key = "vintage_note" if any(blocks) else "not_restated"
    return "".join(blocks) + quiet(setting.text(f"overview.national.{key}"))


def _vintages(setting: Setting, metric: Metric, year: int) -> str:
    """The vintages of one total as HTML; '' if all agree."""
    basis = setting.catalogue.bases_of(metric.id)[0]
    frame = ask(values.vintages, metric.id, NATIONAL, str(year), basis)
    if frame["value"].nunique() < 2:
        return ""
    title = setting.text("overview.national.vintages", year=year, metric=metric.name[setting.language])
    return f"<p><strong>{text_of(title)}</strong></p>{vintage_table(setting, metric.id, basis, frame)}"


def on_map(setting: Setting, metric: str, year: int) -> Drawing:
    """The zones on the map in a year."""

    def make() -> Drawing:
        frame = ask(values.ranking, metric, str(year), setting.catalogue.bases_of(metric)[0])
        words = (setting.language, setting.zone_names, str(year))
        return korea(frame, setting.metric(metric), setting.unit(metric), *words, setting.geography)

    return kept("map", (metric, year), make)


def attribution(setting: Setting) -> str:
    """Whose outlines the map draws, as their licence asks."""
    side_car = setting.geography / "districts.geojson.yml"
    return kept(
        "attribution",
        (),
        lambda: yaml.safe_load(side_car.read_text("utf-8"))["attribution"][setting.language],
    )


def _grades(setting: Setting) -> str:
    frame = ask(overview.grade_history, NATIONAL)
    told = {(row["zone"], row["year"]): row for row in frame.to_dict("records")}
    if frame.empty:
        return quiet(setting.text("overview.grades.none_at_all"))
    years = sorted(setting.catalogue.evaluations)
    columns = [Column(setting.text("app.column.zone"))]
    columns += [Column(setting.text("overview.grades.year", year=year)) for year in years]
    rows = [
        [name, *(_grade(setting, told.get((zone, year))) for year in years)]
        for zone, name in list(setting.zone_names.items())[:MOST_GRADED]
    ]
    count, shown = len(setting.zone_names), len(rows)
    left_out = setting.text("charts.standing.drawn", count=count, shown=shown)
    table = markup(columns, rows, label=setting.text("overview.grades.title"))
    return table + (quiet(left_out) if shown < count else "")


def _grade(setting: Setting, row: dict[str, object] | None) -> str:
    """The grade with a star if it was published; a dash before designation."""
    if row is None:
        return "–"
    words = grade_words(setting, row["grade"], str(row["status"]))
    return f"★ {words}" if row["status"] == "published" else words
