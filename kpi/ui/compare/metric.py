"""One metric closely: who stands where, on the map and on tiles, and how each zone came there."""

from kpi import format as formats
from kpi.charts.drawing import Drawing
from kpi.charts.korea import HEIGHT, korea
from kpi.charts.multiples import panel
from kpi.charts.standing import standing
from kpi.charts.tiles import tiles
from kpi.queries import comparison
from kpi.queries.comparison import Subject
from kpi.ui.cached import kept
from kpi.ui.compare.board import ranked_zones, step
from kpi.ui.compare.filters import Chosen, one_metric, pressable
from kpi.ui.figure import show_grid
from kpi.ui.markup import beside, quiet, section, text_of
from kpi.ui.overview.national import attribution
from kpi.ui.rows import Table
from kpi.ui.tables import Column
from kpi.wording import comparing as words

MOST_PANELS, MOST_TILES = 40, 120


def closer(page: Chosen) -> None:
    """The metric's order and map, then its tiles and its course by zone."""
    first = page.comparison.subjects[0].id
    metric = one_metric(page, "metric", page.here.text("filters.metric"), first)
    drawings = [in_order(page, metric)]
    if page.here.has_map:
        drawings.append(on_map(page, metric))
    show_grid(drawings, "compare-metric")
    shown = kept("compare-closer", (page.asked, page.zone, metric), lambda: _below(page, metric))
    pressable(shown, "tiles")


def in_order(page: Chosen, metric: str) -> Drawing:
    """The zones as bars, the best on top."""
    here, subject = page.here, page.comparison.subject(metric)

    def make() -> Drawing:
        unit = here.catalogue.units[subject.metric.unit]
        about = (
            here.language,
            here.zone_names,
            page.asked.period,
            page.zone,
            words.against(here, page.asked),
        )
        return standing(page.comparison.of_metric(metric), subject, unit, *about, HEIGHT)

    return kept("compare-standing", (page.asked, page.zone, metric), make)


def on_map(page: Chosen, metric: str) -> Drawing:
    """The zones compared on the map."""
    here, subject = page.here, page.comparison.subject(metric)

    def make() -> Drawing:
        frame = page.comparison.of_metric(metric)
        frame = frame.assign(rank=frame["rank"].astype("Int64"))
        names = {zone: here.zone_name(zone) for zone in page.comparison.zones}
        unit = here.catalogue.units[subject.metric.unit]
        return korea(frame, subject.metric, unit, here.language, names, page.asked.period, here.geography)

    return kept("compare-map", (page.asked, metric), make)


def course(page: Chosen, metric: str) -> Table:
    """The metric's values by zone (rows) and period (columns)."""
    here, subject = page.here, page.comparison.subject(metric)
    frame = comparison.over_time(here.viewer, here.moment, page.asked, metric)
    columns = [Column(here.text("app.column.zone"))]
    columns += [Column(formats.period(period, here.language), is_number=True) for period in frame.columns]
    rows = [
        [here.zone_name(zone), *(words.value(here, subject, amount) for amount in frame.loc[zone])]
        for zone in ranked_zones(page)
        if zone in frame.index
    ]
    return columns, rows


def _below(page: Chosen, metric: str) -> str:
    here = page.here
    source = here.text("overview.national.map_source", attribution=attribution(here)) if here.has_map else ""
    course_by_zone = section(here.text("compare.multiples.title"), _multiples(page, metric))
    on_tiles = section(here.text("compare.tiles.title"), _tiles(page, metric))
    return quiet(source) + beside(course_by_zone, on_tiles)


def _tiles(page: Chosen, metric: str) -> str:
    """One tile a zone where it lies, with its value and rank; a click marks it."""
    here, subject = page.here, page.comparison.subject(metric)
    rows = page.comparison.of_metric(metric).to_dict("records")[:MOST_TILES]
    places = tiles(here.geography, [row["zone"] for row in rows])
    shown = "".join(_tile(page, subject, row, places[row["zone"]]) for row in rows)
    said = [here.text("compare.tiles.about" if here.has_map else "compare.tiles.in_order")]
    if len(rows) < len(page.comparison.zones):
        said.append(here.text("compare.board.drawn", shown=len(rows), count=len(page.comparison.zones)))
    return f'{quiet(" ".join(said))}<div class="kpi-tiles">{shown}</div>'


def _tile(page: Chosen, subject: Subject, row: words.Row, place: tuple[int, int]) -> str:
    here, zone = page.here, row["zone"]
    amount = words.value(here, subject, row["value"])
    below = words.rank(here, row) or words.gap(here, row)
    mark = " kpi-chosen" if zone == page.zone else ""
    return (
        f'<button type="button" data-action="zone:{zone}" class="kpi-step-{step(row["place"])}{mark}" '
        f'style="grid-area:{place[0] + 1}/{place[1] + 1}"><b>{text_of(here.zone_name(zone))}</b>'
        f"<span>{text_of(amount)}</span><small>{text_of(below)}</small></button>"
    )


def _multiples(page: Chosen, metric: str) -> str:
    """One small line a zone on a common scale, over a dashed one of all zones."""
    here, subject = page.here, page.comparison.subject(metric)
    frame = comparison.over_time(here.viewer, here.moment, page.asked, metric)
    valued = [zone for zone in ranked_zones(page) if frame.loc[zone].notna().any()]
    zones, without = valued[:MOST_PANELS], len(page.comparison.zones) - len(valued)
    numbers = frame.loc[[*zones, "average"]]
    scale = (min(0.0, float(numbers.min().min())), float(numbers.max().max()))
    average = [None if each != each else float(each) for each in frame.loc["average"]]
    panels = "".join(_panel(page, subject, zone, frame.loc[zone].tolist(), average, scale) for zone in zones)
    first, last = (formats.period(str(frame.columns[at]), here.language) for at in (0, -1))
    top = words.value(here, subject, scale[1])
    said = [here.text("compare.multiples.about", first=first, last=last, top=top)]
    if without:
        said.append(here.text("compare.multiples.without", count=without))
    if len(zones) < len(valued):
        said.append(here.text("compare.board.drawn", shown=len(zones), count=len(valued)))
    return f'{quiet(" ".join(said))}<div class="kpi-multiples">{panels}</div>'


def _panel(
    page: Chosen,
    subject: Subject,
    zone: str,
    values: list[float],
    average: list[float | None],
    scale: tuple[float, float],
) -> str:
    here, known = page.here, [each for each in values if each == each]
    first, last = (words.value(here, subject, known[at]) for at in (0, -1))
    name = here.zone_name(zone)
    alt = f"{name}: {', '.join(words.value(here, subject, each) for each in values)}"
    image = panel([each if each == each else None for each in values], average, scale, alt)
    mark = " class=kpi-chosen" if zone == page.zone else ""
    return (
        f"<figure{mark}><figcaption><b>{text_of(name)}</b><span>{text_of(first)} → {text_of(last)}</span>"
        f"</figcaption>{image}</figure>"
    )
