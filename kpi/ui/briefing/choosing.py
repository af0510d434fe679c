"""What the brief is about, read from the address: its kind, zones, year, programme, language and sections."""

from collections.abc import Callable, Mapping
from datetime import date

import streamlit as st

from kpi.briefs import asked
from kpi.briefs.asked import Choices
from kpi.briefs.builders import BUILDERS
from kpi.briefs.gathered import KIND as GATHERED
from kpi.catalogue import NATIONAL, Basis
from kpi.queries.comparison import AGAINST, ZONE
from kpi.queries.moments import ledger_of
from kpi.rounds import rounds
from kpi.text import LANGUAGES, Text
from kpi.ui import filters
from kpi.ui.address import from_widget, value_of, widget_key, write
from kpi.ui.briefing import wording
from kpi.ui.briefing.chosen import Chosen
from kpi.ui.compare import filters as comparing
from kpi.ui.programmes import choosing as programmes
from kpi.ui.setting import Setting

KINDS = (*BUILDERS, GATHERED)
LETTERS = ("utf8", "cp949")
BASES: tuple[Basis, ...] = ("in_period", "cumulative")


def kind_chosen(here: Setting) -> str:
    """One of the builders, or what was gathered from the pages."""
    names = {each: here.text(f"briefing.kinds.{each}") for each in KINDS}
    return filters.switch("brief", here.text("briefing.kind"), KINDS, KINDS[0], names.__getitem__)


def about(here: Setting, kind: str) -> tuple[Choices, str]:
    """What the document is about, and its language: a row of filters, those that concern its kind."""
    with st.container(horizontal=True, key="filters"):
        choices = ABOUT[kind](here)
        names = {each: Text(each)("app.language") for each in LANGUAGES}
        label = here.text("briefing.document")
        language = filters.switch("document", label, LANGUAGES, here.language, names.__getitem__)
    return choices, language


def refined(here: Setting, kind: str, choices: Choices, language: str) -> Chosen | None:
    """With what is left out of it, one's own words and the organisation; None where nothing would be left of it."""
    wanted = () if kind == GATHERED else _sections(here, kind)
    if wanted is None:
        return None
    own = wording.own(here, kind, choices)
    letters = _letters(here)
    if wanted and own.commentary:
        wanted = (*wanted, "commentary")
    desk = asked.desk(here.viewer, here.paths, here.moment, language)
    final = Choices(
        **{**vars(choices), "sections": wanted, "commentary": own.commentary, "organisation": own.organisation,
           "made_on": date.today()}
    )  # fmt: skip
    return Chosen(here, desk, kind, final, letters, _put_by(here, kind, choices))


def _put_by(here: Setting, kind: str, choices: Choices) -> tuple[dict, ...]:
    if kind != GATHERED:
        return ()
    return ledger_of(here.paths).tray(here.viewer.name, choices.zones[0], choices.year).pieces


def _of_zone(here: Setting) -> Choices:
    """A zone's brief: coming from the page of all zones, it begins with the usual one."""
    zones = list(here.catalogue.zones)
    default = filters.DEFAULT_ZONE if filters.DEFAULT_ZONE in zones else zones[0]
    wanted = value_of("zone", [NATIONAL, *zones], default)
    zone = default if wanted == NATIONAL else wanted
    st.selectbox(
        here.text("filters.zone"), zones, format_func=here.zone_name, key=widget_key("zone", zone),
        on_change=from_widget, args=("zone", default),
    )  # fmt: skip
    return Choices(year=filters.year(here, zone), zones=(zone,))


def _of_zones(here: Setting) -> Choices:
    zones = comparing.zones_chosen(here)
    year = filters.year(here, NATIONAL)
    names = {each: here.text(f"app.basis.{each}") for each in BASES}
    basis = filters.switch("basis", here.text("filters.basis"), BASES, BASES[0], names.__getitem__)
    per, against = comparing.per_chosen(here), _against(here)
    metrics = comparing.metrics_chosen(here)
    shown: Basis = "cumulative" if basis == "cumulative" else "in_period"
    return Choices(year=year, zones=zones, metrics=metrics, basis=shown, per=per, against=against)


def _against(here: Setting) -> str:
    """Yardsticks and zones; a period, which the page of comparisons has beside them, gives way to the first."""
    names = {each: here.text(f"compare.against.{each}") for each in AGAINST}
    names |= {f"{ZONE}{zone}": name for zone, name in here.zone_names.items()}
    if value_of("against", lambda _: True, AGAINST[0]) not in names:
        write("against", None, "")
    return filters.choice(
        "against", here.text("compare.compared_with"), list(names), AGAINST[0], names.__getitem__
    )


def _of_evaluation(here: Setting) -> Choices:
    known = here.catalogue.evaluations
    years = [str(year) for year in sorted(known, reverse=True)]
    default = next((year for year in years if known[int(year)].elements), years[0])
    wanted = value_of("year", str.isdecimal, default)
    year = wanted if wanted in years else default
    st.selectbox(
        here.text("filters.year"), years, format_func=lambda one: here.text("filters.year_name", year=one),
        key=widget_key("year", year), on_change=_evaluated_year, args=(default,),
    )  # fmt: skip
    return Choices(year=int(year), round=_round(here, int(year)))


def _evaluated_year(default: str) -> None:
    from_widget("year", default)
    write("round", None, "")


def _round(here: Setting, year: int) -> str:
    """A frozen round, '' for what the newest data say, which only those who evaluate are shown at first."""
    names = {
        each.id: here.text("evaluation.rounds.name", year=each.year, number=each.number)
        for each in rounds(here.viewer, here.paths, year)
    }
    if here.viewer.may_evaluate or not names:
        names = {"": here.text("briefing.round_now"), **names}
    return filters.choice(
        "round", here.text("briefing.round"), list(names), next(iter(names)), names.__getitem__
    )


def _of_programme(here: Setting) -> Choices:
    page = programmes.picked(here)
    return Choices(programme=page.programme.id, zones=(page.zone,) if page.zone else (), cohort=page.cohort)


def _of_zone_or_all(here: Setting) -> Choices:
    zone = filters.zone(here)
    return Choices(year=filters.year(here, zone), zones=(zone,))


ABOUT: Mapping[str, Callable[[Setting], Choices]] = {
    "zone_year": _of_zone_or_all,
    "board": _of_zone,
    "comparison": _of_zones,
    "evaluation": _of_evaluation,
    "programme": _of_programme,
    GATHERED: _of_zone_or_all,
}


def _sections(here: Setting, kind: str) -> tuple[str, ...] | None:
    """Those that stay, () for all; one's own words have none until there are some. None where all are left out."""
    offered = [each for each in BUILDERS[kind].sections if each != "commentary"]
    known = {each for builder in BUILDERS.values() for each in builder.sections}
    left_out = value_of("without", lambda listed: set(listed.split(",")) <= known, "").split(",")
    kept = [each for each in offered if each not in left_out]
    st.pills(
        here.text("briefing.sections"), offered, selection_mode="multi", key=widget_key("sections", kept),
        format_func=lambda one: here.text(f"brief_building.section.{one}"), on_change=_sections_chosen,
        args=(offered,), help=here.text("briefing.sections_help"),
    )  # fmt: skip
    if not kept:
        st.warning(here.text("briefing.no_sections"), icon=":material/playlist_remove:")
        return None
    return () if kept == offered else tuple(kept)


def _sections_chosen(offered: list[str]) -> None:
    kept = st.session_state["filter_sections"]
    write("without", ",".join(each for each in offered if each not in kept), "")


def _letters(here: Setting) -> str:
    names = {each: here.text(f"briefing.letters_of.{each}") for each in LETTERS}
    label, about = here.text("briefing.letters"), here.text("briefing.letters_help")
    return filters.choice("letters", label, LETTERS, LETTERS[0], names.__getitem__, help=about)
