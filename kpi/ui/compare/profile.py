"""One zone among those compared: its strengths and weaknesses, its shape, and which zones are like it."""

import pandas as pd

from kpi.charts.drawing import Drawing
from kpi.charts.radar import FEWEST_METRICS, MOST_ZONES, radar
from kpi.queries.comparing_profiles import Alike, alike, scaled, standardised, strengths, weaknesses
from kpi.ui.cached import kept
from kpi.ui.compare.filters import Chosen, pressable
from kpi.ui.figure import show
from kpi.ui.markup import badge, beside, quiet, section, text_of
from kpi.ui.tables import Cell, Column, Raw, markup
from kpi.wording import comparing as words
from kpi.wording.comparing import Row

LIKE_IT = 5


def profile(page: Chosen) -> None:
    """The zone's metrics in the order of its places, who is like it, and the shapes of few zones."""
    if not page.zone:
        pressable(quiet(page.here.text("compare.profile.nobody")), "profile")
        return
    pressable(kept("compare-profile", (page.asked, page.zone), lambda: _body(page)), "profile")
    drawn = shapes(page)
    if drawn is not None:
        show(drawn, "compare-radar")


def shapes(page: Chosen) -> Drawing | None:
    """The radar of the zones compared, between the last and the first of all zones there are.

    None for more zones, or fewer metrics, than it can show.
    """
    everybody = page.everybody
    frame = scaled(everybody)
    zones = {zone: page.here.zone_name(zone) for zone in page.comparison.zones}
    metrics = {
        str(name): everybody.subject(str(name)).metric.short[page.here.language] for name in frame.columns
    }
    if len(zones) > MOST_ZONES or len(metrics) < FEWEST_METRICS:
        return None

    def make() -> Drawing:
        return radar(frame, zones, metrics, page.here.language, page.zone)

    return kept("compare-radar", (page.asked, page.zone), make)


def _body(page: Chosen) -> str:
    here = page.here
    named = {"zone": here.zone_name(page.zone)}
    places = section(
        here.text("compare.profile.title", **named), _places(page), here.text("compare.profile.help")
    )
    like = section(
        here.text("compare.alike.title"), _alike(page) + _few(page), here.text("compare.alike.help")
    )
    return beside(places, like)


def _places(page: Chosen) -> str:
    here = page.here
    strong, weak = strengths(page.comparison, page.zone), weaknesses(page.comparison, page.zone)
    columns = [
        Column(here.text("compare.column.metric")),
        Column(here.text("compare.column.value"), is_number=True),
        Column(here.text("compare.column.rank"), is_number=True),
        Column(here.text("compare.column.place")),
        Column(words.against(here, page.asked), is_number=True),
    ]
    rows = page.comparison.of_zone(page.zone).sort_values(
        "place", ascending=False, na_position="last", kind="stable"
    )
    lines = [
        _line(page, row, row["metric"] in strong, row["metric"] in weak) for row in rows.to_dict("records")
    ]
    return markup(columns, lines, label=here.text("compare.profile.title", zone=here.zone_name(page.zone)))


def _line(page: Chosen, row: Row, is_strong: bool, is_weak: bool) -> list[Cell]:
    here, subject = page.here, page.comparison.subject(row["metric"])
    kind = "strong" if is_strong else "weak" if is_weak else ""
    said = badge(here.text(f"compare.{kind}"), "good" if is_strong else "attention") if kind else ""
    count = int(page.comparison.values[subject.id].notna().sum())
    place = (
        here.text("compare.rank_of", rank=int(row["rank"]), count=count) if not pd.isna(row["rank"]) else "–"
    )
    compared = words.reference(here, page.asked, subject, row)
    difference = words.difference(here, page.asked, subject, row)
    return [
        Raw(f"{text_of(subject.metric.short[here.language])} {said}"),
        words.value(here, subject, row["value"])
        if not pd.isna(row["value"])
        else words.gap(here, row) or "–",
        place,
        Raw(_bar(row["place"])),
        Raw(
            f"{text_of(difference)}<br><small>{text_of(compared)}</small>"
            if difference
            else text_of(compared)
        ),
    ]


def _bar(place: float) -> str:
    """Where the zone stands between the last and the first; its rank says the same in figures."""
    if pd.isna(place):
        return ""
    return f'<div class="kpi-place" aria-hidden="true"><i style="left:{place * 100:.0f}%"></i></div>'


def _alike(page: Chosen) -> str:
    here = page.here
    found = alike(page.everybody, page.zone, LIKE_IT)
    if not found:
        return quiet(here.text("compare.alike.nothing"))
    metrics = ", ".join(
        page.everybody.subject(str(name)).metric.short[here.language]
        for name in standardised(page.everybody).columns
    )
    items = "".join(_neighbour(page, each) for each in found)
    ids = ",".join([page.zone, *(each.zone for each in found)])
    only = text_of(here.text("compare.alike.only"))
    button = f'<p class="kpi-ways"><button type="button" data-action="zones:{ids}">{only} →</button></p>'
    is_all = set(ids.split(",")) == set(page.comparison.zones)
    how = quiet(here.text("compare.alike.how", metrics=metrics))
    return f'<ol class="kpi-lag">{items}</ol>{how}{"" if is_all else button}'


def _neighbour(page: Chosen, each: Alike) -> str:
    here = page.here
    differs = page.everybody.subject(each.differs_in).metric.short[here.language]
    said = here.text("compare.alike.differs", metric=differs, count=each.metrics)
    return (
        f'<li><div class="kpi-lag-row"><span>{text_of(here.zone_name(each.zone))}</span>'
        f'<strong>{each.distance:.2f}</strong></div><p class="kpi-quiet">{text_of(said)}</p></li>'
    )


def _few(page: Chosen) -> str:
    """Why no radar is drawn."""
    if shapes(page) is not None:
        return ""
    return quiet(page.here.text("compare.radar.too_many", most=MOST_ZONES, fewest=FEWEST_METRICS))
