"""Which programme, whose place, which cohort and which side of it, read from the address.

The address may carry a cohort or a side of the programme looked at before: where the new one has none such, all of it
is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from kpi.catalogue import NATIONAL
from kpi.catalogue.programmes import Programme
from kpi.queries import programmes
from kpi.queries.programmes import Held
from kpi.ui import filters
from kpi.ui.address import value_of, write
from kpi.ui.cached import ask
from kpi.ui.setting import Setting

ALL = "all"
ASPECTS = ("summary", "stages", "calls", "training", "support", "resources", "outcomes", "beside")


@dataclass(frozen=True, eq=False)
class Chosen:
    """A programme with what is held of it; `zone` and `cohort` are '' for all of them."""

    here: Setting
    programme: Programme
    zone: str
    cohort: str
    held: Held

    @property
    def asked(self) -> tuple[str, str, str]:
        """What the queries of records take."""
        return self.programme.id, self.zone, self.cohort

    @property
    def name(self) -> str:
        return self.programme.name[self.here.language]

    def has(self, *tables: str) -> bool:
        """Whether any of these tables holds something of the programme."""
        return not self.held.tables.isdisjoint(tables)


def chosen(here: Setting) -> Chosen:
    """Draws the filters in a row and says what they ask for."""
    with st.container(horizontal=True, key="filters"):
        return picked(here)


def picked(here: Setting) -> Chosen:
    """Draws the filters and says what they ask for."""
    programme = here.catalogue.programmes[_programme(here)]
    zone = filters.zone(here) if programme.place == "zones" else ""
    cohort = _cohort(here, programme)
    return Chosen(
        here, programme, "" if zone == NATIONAL else zone, cohort, ask(programmes.held, programme.id)
    )


def aspect(page: Chosen, offered: Sequence[str]) -> str:
    """The side of the programme that is shown, one of those it has."""
    text = page.here.text
    forget_foreign("aspect", offered, known=ASPECTS)
    names = {each: text(f"programme.aspects.{each}") for each in offered}
    return filters.switch(
        "aspect", text("programme.aspect"), offered, offered[0], names.__getitem__, is_labelled=False
    )


def forget_foreign(key: str, offered: Sequence[str], known: Sequence[str]) -> None:
    """Take out of the address what another programme has and this one has not."""
    asked = value_of(key, known, "")
    if asked and asked not in offered:
        write(key, None, "")


def _programme(here: Setting) -> str:
    names = {each.id: each.name[here.language] for each in here.catalogue.programmes.values()}
    return filters.choice(
        "programme", here.text("programme.choose"), list(names), next(iter(names)), names.__getitem__
    )


def _cohort(here: Setting, programme: Programme) -> str:
    """A cohort's id, '' for all of them."""
    names = {ALL: here.text("programme.all_cohorts"), **_names(programme, here.language)}
    known = {cohort.id for each in here.catalogue.programmes.values() for cohort in each.cohorts}
    forget_foreign("cohort", list(names), known=[*known, ALL])
    picked = filters.choice("cohort", here.text("programme.cohort"), list(names), ALL, names.__getitem__)
    return "" if picked == ALL else picked


def _names(programme: Programme, language: str) -> Mapping[str, str]:
    return {cohort.id: cohort.name[language] for cohort in programme.cohorts}
