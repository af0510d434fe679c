"""Briefs made by each role tell no number and no firm that is withheld from who makes them."""

from functools import cache

import pytest

from kpi.access import Viewer
from kpi.briefs import numbers, writing
from kpi.briefs.asked import Choices, Desk, desk
from kpi.briefs.builders import BUILDERS, build
from kpi.briefs.writers import csv
from kpi.errors import AccessRefused
from kpi.queries.moments import release_for, release_of
from tests.access.people import ADMINISTRATOR, OWN_PLACES, PEOPLE
from tests.access.sample_calls import YEAR, ZONE, World
from tests.briefs.built_briefs import MADE_ON, numbers_of, words_of

ASKED = {
    "zone_year": Choices(year=YEAR, zones=(ZONE,), made_on=MADE_ON),
    "board": Choices(year=YEAR, zones=(ZONE,), made_on=MADE_ON),
    "comparison": Choices(year=YEAR, made_on=MADE_ON),
    "evaluation": Choices(year=YEAR, zones=(ZONE,), made_on=MADE_ON),
    "programme": Choices(programme="special_zone", made_on=MADE_ON),
}
# The others tell sums of a programme, or points; what they are made of is in the matrix of queries.
WITH_VALUES = ("zone_year", "board", "comparison")
EVALUATING = {"evaluator", "granted", "approver", "administrator"}
RESTRICTED = [role for role in PEOPLE if role != "administrator"]
VALUES = (
    "SELECT metric, basis, value FROM key_values WHERE zone = $zone AND period = $year AND value IS NOT NULL"
)
FIRMS = "SELECT DISTINCT zone, firm_name FROM programme_milestones WHERE firm_name IS NOT NULL"


def desk_of(world: World, viewer: Viewer) -> Desk:
    return desk(viewer, world.paths, world.moment, "ko")


@cache
def told(world: World, kind: str, role: str) -> str:
    """Everything that is written in the brief and in its tables as files."""
    brief = build(kind, desk_of(world, PEOPLE[role]), ASKED[kind])
    shown = [*words_of(brief), *(number.shown for number in numbers_of(brief))]
    files = [content.decode("utf-8-sig") for _, content in csv.tables(brief, writing.ENCODING)]
    return "\n".join([*shown, *files])


@cache
def shown_to(world: World, viewer: Viewer) -> frozenset[str]:
    """The amounts of the zone's year as a brief writes them, of the headline metrics."""
    here, asked = desk_of(world, viewer), {"zone": ZONE, "year": str(YEAR)}
    headline = {metric.id for metric in here.catalogue.headline_metrics}
    rows = release_for(viewer, world.moment).rows(VALUES, asked)
    return frozenset(
        numbers.of_metric(here, metric, value).shown
        for metric, basis, value in rows
        if metric in headline and basis == here.catalogue.bases_of(metric)[0]
    )


def test_every_kind_of_brief_is_made() -> None:
    assert set(ASKED) == set(BUILDERS)


@pytest.mark.parametrize("role", RESTRICTED)
@pytest.mark.parametrize("kind", WITH_VALUES)
def test_a_brief_has_no_amount_that_is_withheld_from_who_makes_it(world: World, kind: str, role: str) -> None:
    withheld = shown_to(world, ADMINISTRATOR) - shown_to(world, PEOPLE[role])
    assert withheld and any(each in told(world, kind, "administrator") for each in withheld)
    assert [each for each in withheld if each in told(world, kind, role)] == []


@pytest.mark.parametrize("role", RESTRICTED)
def test_a_brief_names_firms_of_own_places_alone(world: World, role: str) -> None:
    firms = release_of(world.moment).rows(FIRMS)
    named = {name for zone, name in firms if zone in OWN_PLACES.get(role, ())}
    others = {name for _, name in firms} - named
    assert firms and not [name for name in others if name in told(world, "programme", role)]


@pytest.mark.parametrize("role", PEOPLE)
def test_a_brief_of_what_is_not_published_is_for_those_who_evaluate(world: World, role: str) -> None:
    if role in EVALUATING:
        assert told(world, "evaluation", role)
    else:
        with pytest.raises(AccessRefused, match=r"access_errors\.unpublished"):
            told(world, "evaluation", role)
