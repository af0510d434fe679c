"""Two metrics against each other over the zones compared, a third as the marks' size."""

import streamlit as st

from kpi.charts.drawing import Drawing
from kpi.charts.labels import Labels
from kpi.charts.scatter import scatter
from kpi.ui.cached import kept
from kpi.ui.compare.filters import NONE, Chosen, one_metric
from kpi.ui.figure import show
from kpi.ui.markup import put, quiet


def pair(page: Chosen) -> None:
    """Choices of the three metrics, the marks, and what to beware of."""
    text, shown = page.here.text, [each.id for each in page.comparison.subjects]
    with st.container(horizontal=True, key="pair"):
        across = one_metric(page, "metric", text("compare.pair.across"), shown[0])
        other = next((each for each in shown if each != across), across)
        upward = one_metric(page, "upward", text("compare.pair.upward"), other)
        size = one_metric(page, "size", text("compare.pair.size"), NONE, with_none=True)
    show(drawn(page, across, upward, size), "compare-pair")
    put("".join(quiet(each) for each in notes(page, across, upward)))


def drawn(page: Chosen, across: str, upward: str, size: str) -> Drawing:
    """The drawing of the three metrics (`size` may be '')."""
    here = page.here

    def make() -> Drawing:
        values = page.comparison.values
        frame = values[[across, upward]].set_axis(["x", "y"], axis=1)
        frame = frame.assign(size=values[size] if size else float("nan"), zone=frame.index)
        waves = sorted({here.catalogue.zones[zone].wave for zone in frame["zone"]})
        groups = {str(wave): here.text("compare.wave_name", wave=wave) for wave in waves}
        frame["group"] = [str(here.catalogue.zones[zone].wave) for zone in frame["zone"]]
        about = (here.zone_names, groups, page.asked.period, page.zone)
        sized = _labels(page, size) if size else None
        return scatter(frame, _labels(page, across), _labels(page, upward), sized, *about)

    return kept("compare-pair", (page.asked, page.zone, across, upward, size), make)


def notes(page: Chosen, across: str, upward: str) -> list[str]:
    """Where the two axes speak of other people or another span, that; they are neither added nor divided."""
    here = page.here
    one, other = page.comparison.subject(across), page.comparison.subject(upward)
    said = []
    if one.metric.population != other.metric.population:
        names = here.catalogue.populations
        said.append(
            here.text(
                "compare.pair.populations",
                x=names[one.metric.population].name[here.language],
                y=names[other.metric.population].name[here.language],
            )
        )
    if one.basis != other.basis:
        bases = {axis: here.text(f"app.basis.{each.basis}") for axis, each in (("x", one), ("y", other))}
        said.append(here.text("compare.pair.bases", **bases))
    return said


def _labels(page: Chosen, metric: str) -> Labels:
    subject = page.comparison.subject(metric)
    return Labels(subject.metric, page.here.catalogue.units[subject.metric.unit], page.here.language)
