"""All zones together: where they stand on the map, who leads, what was told differently over time, grades, coverage."""

import streamlit as st
import yaml

from kpi.catalogue import NATIONAL
from kpi.charts.drawing import Drawing
from kpi.charts.korea import korea
from kpi.queries import overview, values
from kpi.ui import filters
from kpi.ui.cached import ask, drawing
from kpi.ui.figure import behind, show
from kpi.ui.metric.trends import by_zone, over_time
from kpi.ui.metric.vintages import told_differently
from kpi.ui.overview.grades import grade_words
from kpi.ui.quality.coverage import zones_by_year
from kpi.ui.rows import zone_rows
from kpi.ui.setting import Setting
from kpi.ui.tables import Column, table


def all_zones(setting: Setting, year: int) -> None:
    """The parts that only the view of all zones has."""
    told_differently(setting, NATIONAL, year)
    st.subheader(setting.text("overview.national.by_zone"), anchor=False)
    metric = filters.metric(setting, [one.id for one in setting.catalogue.headline_metrics])
    basis = setting.catalogue.bases_of(metric)[0]
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True):
        show(setting, on_map(setting, metric, year), "map")
        st.caption(setting.text("overview.national.map_source", attribution=attribution(setting)))
        frame = ask(values.ranking, metric, str(year), basis)
        behind(setting, "map", lambda: zone_rows(setting, metric, frame))
    with right:
        by_zone(setting, metric, NATIONAL, year, basis)
        over_time(setting, metric, NATIONAL, basis, "year")
    grades(setting)
    st.subheader(setting.text("overview.national.coverage"), anchor=False)
    with st.container(border=True):
        zones_by_year(setting, metric)


def on_map(setting: Setting, metric: str, year: int) -> Drawing:
    """The zones on the map in a year."""

    def make() -> Drawing:
        frame = ask(values.ranking, metric, str(year), setting.catalogue.bases_of(metric)[0])
        words = (setting.language, setting.zone_names, str(year))
        return korea(frame, setting.metric(metric), setting.unit(metric), *words, setting.geography)

    return drawing("map", (metric, year), make)


@st.cache_resource(max_entries=4, show_spinner=False)
def _side_car(path: str) -> dict[str, dict[str, str]]:
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)


def attribution(setting: Setting) -> str:
    """Whose outlines the map draws, as their licence asks."""
    return _side_car(str(setting.geography / "districts.geojson.yml"))["attribution"][setting.language]


def grades(setting: Setting) -> None:
    """Every zone's grade in every evaluation year."""
    st.subheader(
        setting.text("overview.grades.title"), anchor=False, help=setting.text("overview.grades.help")
    )
    frame = ask(overview.grade_history, NATIONAL)
    told = {(row["zone"], row["year"]): row for row in frame.to_dict("records")}
    years = sorted(setting.catalogue.evaluations)
    columns = [Column(setting.text("app.column.zone"))]
    columns += [Column(setting.text("overview.grades.year", year=year)) for year in years]
    rows = [
        [name, *(_grade(setting, told.get((zone, year))) for year in years)]
        for zone, name in setting.zone_names.items()
    ]
    table(columns, rows, label=setting.text("overview.grades.title"))
    st.caption(setting.text("overview.grades.key"))


def _grade(setting: Setting, row: dict[str, object] | None) -> str:
    """The grade with a star if it was published; a dash before designation."""
    if row is None:
        return "–"
    words = grade_words(setting, row["grade"], str(row["status"]))
    return f"★ {words}" if row["status"] == "published" else words
