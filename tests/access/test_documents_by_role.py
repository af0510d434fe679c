"""Finished files made by each scope of firms: neither what is written nor the data inside tells what is withheld."""

import re
from functools import cache

import pytest

from kpi.access import Viewer
from kpi.briefs import numbers, writing
from kpi.briefs.builders import build
from kpi.queries.moments import release_for
from tests.access.people import ADMINISTRATOR, PEOPLE
from tests.access.reading import numbers_in, words_in
from tests.access.sample_calls import World
from tests.access.test_exports_by_role import ASKED, WITH_VALUES, desk_of, shown_to

SCOPES = ("viewer", "manager", "granted")
VALUES = "SELECT metric, CAST(value AS DOUBLE) FROM key_values WHERE value IS NOT NULL AND length(period) = 4"
# Fewer digits come up by chance.
DIGITS = 4


@cache
def document(world: World, kind: str, role: str, form: str) -> bytes:
    return writing.write(build(kind, desk_of(world, PEOPLE[role]), ASKED[kind]), form, {})


@cache
def hidden_amounts(world: World, role: str) -> tuple[str, ...]:
    """The amounts of the zone's year that are withheld, as documents write them, without spaces."""
    gone = shown_to(world, ADMINISTRATOR) - shown_to(world, PEOPLE[role])
    return tuple(re.sub(r"\s", "", each) for each in gone)


@cache
def hidden_numbers(world: World, role: str) -> frozenset[float]:
    """The sizes of all withheld amounts of a year in the units in which documents count them, but for those that some
    open amount has too.
    """
    every, own = (numbers_of(world, viewer) for viewer in (ADMINISTRATOR, PEOPLE[role]))
    return frozenset(each for each in every - own if len(f"{each:g}".replace(".", "").strip("0")) >= DIGITS)


def numbers_of(world: World, viewer: Viewer) -> set[float]:
    here = desk_of(world, viewer)
    rows = release_for(viewer, world.moment).rows(VALUES)
    sizes = (numbers.of_metric(here, metric, value).value for metric, value in rows)
    return {size for size in sizes if size is not None}


# A file of comma-separated values writes numbers bare: they are looked for in its data.
@pytest.mark.parametrize("form", [form for form in writing.FORMS if form != "csv"])
@pytest.mark.parametrize("role", SCOPES)
@pytest.mark.parametrize("kind", WITH_VALUES)
def test_a_document_writes_no_amount_that_is_withheld(world: World, kind: str, role: str, form: str) -> None:
    gone = hidden_amounts(world, role)
    whole = words_in(document(world, kind, "administrator", form), form)
    assert any(each in whole for each in gone)
    said = words_in(document(world, kind, role, form), form)
    assert len(said) > 200 and [each for each in gone if each in said] == []


@pytest.mark.parametrize("form", writing.FORMS)
@pytest.mark.parametrize("role", SCOPES)
@pytest.mark.parametrize("kind", WITH_VALUES)
def test_no_data_inside_a_document_holds_what_is_withheld(
    world: World, kind: str, role: str, form: str
) -> None:
    held = numbers_in(document(world, kind, role, form), form)
    assert held & hidden_numbers(world, role) == set()


@pytest.mark.parametrize("role", SCOPES)
def test_data_inside_documents_would_be_found(world: World, role: str) -> None:
    """What is looked for does stand in documents of who may see it."""
    held = {
        number
        for kind in WITH_VALUES
        for form in ("xlsx", "pptx", "csv")
        for number in numbers_in(document(world, kind, "administrator", form), form)
    }
    assert hidden_numbers(world, role) and held & hidden_numbers(world, role)
