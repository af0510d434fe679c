"""The filters of this page, in the address: what is compared, of whom, in which period, and with what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import streamlit as st

from kpi import format as formats
from kpi.catalogue import NATIONAL, Basis
from kpi.queries import comparison, values
from kpi.queries.comparison import AGAINST, AT, WAVE, ZONE, Asked, Comparison
from kpi.ui import filters
from kpi.ui.address import from_widget, value_of, widget_key, write
from kpi.ui.cached import ask
from kpi.ui.clickable import clickable
from kpi.ui.setting import Setting

SIDES = ("board", "metric", "zone", "pair")
BASES: tuple[Basis, ...] = ("in_period", "cumulative")
QUARTERS = ("1", "2", "3", "4")
# Without headline metrics the first ones are shown.
FIRST_SHOWN = 8
NONE = ""


@dataclass(frozen=True)
class Chosen:
    """What the page shows: the comparison asked for, the zone marked in it ('' for none), and which side of it."""

    here: Setting
    asked: Asked
    zone: str
    side: str

    @cached_property
    def comparison(self) -> Comparison:
        return comparison.compare(self.here.viewer, self.here.moment, self.asked)

    @cached_property
    def everybody(self) -> Comparison:
        """The same over every zone there is."""
        return comparison.among_all(self.here.viewer, self.here.moment, self.asked)

    @property
    def metric(self) -> str:
        """The metric looked at closely and ranked by: the one asked for if it is compared, else the first."""
        shown = [each.id for each in self.comparison.subjects]
        asked = value_of("metric", list(self.here.catalogue.zone_metrics), shown[0])
        return asked if asked in shown else shown[0]


def chosen(here: Setting) -> Chosen:
    """Draws the filters in two rows and says what they ask for."""
    with st.container(horizontal=True, key="filters"):
        zones = zones_chosen(here)
        period = _period(here)
        basis = filters.switch("basis", here.text("filters.basis"), BASES, BASES[0], _basis_name(here))
        per = per_chosen(here)
        marked = _marked(here, comparison.chosen_zones(here.catalogue, zones))
        against = _against(here, marked, period)
    with st.container(horizontal=True, key="view"):
        side = filters.switch("side", here.text("compare.side"), SIDES, SIDES[0], _side_name(here))
        metrics = metrics_chosen(here)
    basis_asked: Basis = "cumulative" if basis == "cumulative" else "in_period"
    return Chosen(here, Asked(metrics, period, zones, basis_asked, per, against), marked, side)


def pressable(body: str, key: str) -> None:
    """HTML of the page in which a click changes a filter before the page is run again."""
    clickable(body, key, partial(clicked, key))


def one_metric(page: Chosen, key: str, label: str, default: str, *, with_none: bool = False) -> str:
    """One of the metrics compared."""
    shown = [each.id for each in page.comparison.subjects]
    options = [*([NONE] if with_none else []), *shown]
    none = page.here.text("compare.no_size")
    asked = value_of(key, [NONE, *page.here.catalogue.zone_metrics], default)
    value = asked if asked in options else default
    st.selectbox(
        label,
        options,
        format_func=lambda one: page.here.metric_name(one) if one else none,
        key=widget_key(key, value),
        on_change=from_widget,
        # What is shown first hangs on what is compared: the address names whatever was chosen.
        args=(key, NONE),
    )
    return value


def clicked(place: str) -> None:
    """What a click in the page's own HTML asks for: another metric to rank by, another zone marked, other zones."""
    key, _, value = (st.session_state[place].clicked or "").partition(":")
    if key in ("metric", "zone", "zones"):
        write(key, value, filters.DEFAULT_ZONE if key == "zone" else NONE)


def zones_chosen(here: Setting) -> tuple[str, ...]:
    """Zones and waves to compare, none for all."""
    waves = {f"{WAVE}{zone.wave}": zone.wave for zone in here.catalogue.zones.values()}
    sizes = {one: len(comparison.chosen_zones(here.catalogue, (one,))) for one in waves}
    names = {one: here.text("compare.wave", wave=wave, count=sizes[one]) for one, wave in waves.items()}
    names |= here.zone_names
    everybody = here.text("compare.every_zone", count=len(here.catalogue.zones))
    return _several("zones", here.text("compare.zones"), list(names), names.__getitem__, everybody)


def metrics_chosen(here: Setting) -> tuple[str, ...]:
    """Indicators to compare; those of the overview for none."""
    headline = [metric.id for metric in here.catalogue.headline_metrics]
    default = tuple(headline or list(here.catalogue.zone_metrics)[:FIRST_SHOWN])
    shown = here.text("compare.headline_metrics", count=len(default))
    label = here.text("compare.metrics")
    return _several("metrics", label, list(here.catalogue.zone_metrics), here.metric_name, shown) or default


def _several(
    key: str, label: str, options: Sequence[str], name: Callable[[str], str], empty: str
) -> tuple[str, ...]:
    """Any number of them; `empty` says what none stands for."""
    known = set(options)
    asked = value_of(key, lambda listed: set(listed.split(",")) <= known, NONE)
    value = asked.split(",") if asked else []
    st.multiselect(
        label,
        options,
        format_func=name,
        key=widget_key(key, value),
        on_change=_several_chosen,
        args=(key,),
        placeholder=empty,
    )
    return tuple(value)


def _several_chosen(key: str) -> None:
    write(key, ",".join(st.session_state[f"filter_{key}"]), NONE)


def _period(here: Setting) -> str:
    """A year or a quarter, from one list; in the address the year is every page's, the quarter this page's own."""
    newest = ask(values.years, NATIONAL).default
    options = ask(comparison.periods) or (str(newest),)
    default = str(newest) if str(newest) in options else options[0]
    year = value_of("year", options, default)
    quarter = value_of("quarter", QUARTERS, NONE)
    asked = f"{year}Q{quarter}" if quarter else year
    value = asked if asked in options else year
    st.selectbox(
        here.text("compare.period"),
        options,
        format_func=lambda one: formats.period(one, here.language),
        key=widget_key("at", value),
        on_change=_period_chosen,
        args=(default,),
    )
    return value


def _period_chosen(default: str) -> None:
    year, _, quarter = st.session_state["filter_at"].partition("Q")
    write("year", year, default)
    write("quarter", quarter, NONE)
    against, now = value_of("against", lambda _: True, NONE), st.session_state["filter_at"]
    if against.startswith(AT) and (len(against) != len(AT + now) or against == AT + now):
        # A year is not set beside a quarter, nor a period beside itself.
        write("against", NONE, NONE)


def per_chosen(here: Setting) -> str:
    """What values are divided by, '' for nothing."""
    names = {each.id: each.name[here.language] for each in here.catalogue.denominators.values()}
    names = {NONE: here.text("compare.undivided"), **names}
    label, about = here.text("compare.per"), here.text("compare.per_help")
    return filters.choice("per", label, list(names), NONE, names.__getitem__, help=about)


def _against(here: Setting, marked: str, period: str) -> str:
    """Yardsticks, then other periods of the same length, then zones."""
    others = {f"{ZONE}{zone}": name for zone, name in here.zone_names.items() if zone != marked}
    alike = [one for one in ask(comparison.periods) if len(one) == len(period) and one != period]
    times = {f"{AT}{one}": formats.period(one, here.language) for one in alike}
    names = {one: here.text(f"compare.against.{one}") for one in AGAINST} | times | others
    label, about = here.text("compare.compared_with"), here.text("compare.compared_with_help")
    return filters.choice("against", label, list(names), AGAINST[0], names.__getitem__, help=about)


def _marked(here: Setting, zones: Sequence[str]) -> str:
    """The zone marked among those compared; one from another page that is not compared gives way to the first."""
    options = [NATIONAL, *zones]
    default = filters.DEFAULT_ZONE if filters.DEFAULT_ZONE in here.catalogue.zones else NATIONAL
    asked = value_of("zone", [NATIONAL, *here.catalogue.zones], default)
    value = asked if asked in options else zones[0]
    nobody = here.text("compare.nobody")
    st.selectbox(
        here.text("compare.marked"),
        options,
        format_func=lambda one: nobody if one == NATIONAL else here.zone_name(one),
        key=widget_key("zone", value),
        on_change=from_widget,
        args=("zone", default),
    )
    return "" if value == NATIONAL else value


def _basis_name(here: Setting) -> Callable[[str], str]:
    return lambda one: here.text(f"app.basis.{one}")


def _side_name(here: Setting) -> Callable[[str], str]:
    return lambda one: here.text(f"compare.sides.{one}")
