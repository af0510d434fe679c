"""Every query for every role, beside the table of what is allowed."""

from dataclasses import is_dataclass
from functools import cache
from typing import Any

import pandas as pd
import pytest

from kpi.audit import exported
from kpi.errors import AccessRefused
from kpi.queries import moments
from kpi.queries.moments import release_for, release_of
from kpi.warehouse import Release
from tests.access.allowed import QUERIES, QUERY_RULES, cells
from tests.access.people import ADMINISTRATOR, OWN_PLACES, PEOPLE
from tests.access.plain import plain
from tests.access.sample_calls import ZONE, World, public
from tests.access.telling import NUMBERS, numbers, records, secrets

CELLS = cells(QUERIES)
# Written by the operations' table.
DEEDS = {"assessing.assess"}
NAMES = ("firm", "firm_name")
# What these answer with is no amount, or in this sample none that is withheld; small releases show what they hide.
WITHOUT_AMOUNTS = {
    "cards.cards", "comparing_sentences.reading", "programmes_after.follow_ups",
    "comparison.periods", "evaluated.evaluate", "evaluated.evaluate_once", "moments.release_for",
    "programmes_granting.calls", "values.years",
}  # fmt: skip
# No check of the built release has found a row; small releases show what these answer.
WITHOUT_ROWS = {"quality.findings_of_firm"}


@pytest.fixture(scope="module", autouse=True)
def warm(world: World) -> None:
    """What each of them sees is laid out once."""
    for viewer in PEOPLE.values():
        release_for(viewer, world.moment)


@cache
def raw(world: World, name: str) -> Any:
    """What the administrator is answered."""
    return world.ask(name, ADMINISTRATOR)


@cache
def withheld(world: World, role: str, zone: str) -> set[float]:
    found = secrets(release_of(world.moment), release_for(PEOPLE[role], world.moment), zone)
    assert len(found) > 20
    return found


def zone_of(world: World, name: str) -> str:
    """The zone that a line of the table asks of, where it asks of one."""
    return ZONE if ZONE in world.calls[name][0] else ""


def lines(word: str) -> list[Any]:
    return [
        pytest.param(name, role, id=f"{name}-{role}") for name, role, said in CELLS if said.startswith(word)
    ]


def test_the_table_has_every_query_and_none_that_does_not_exist() -> None:
    assert {name.split()[0] for name, _, _ in CELLS} | DEEDS == set(public())


def test_every_line_of_the_table_is_asked(world: World) -> None:
    assert {name for name, _, _ in CELLS} == set(world.calls)
    assert {word.partition(":")[0] for _, _, word in CELLS} == {
        "open", "masked", "own", "unnamed", "nothing", "no",
    }  # fmt: skip
    assert {word[3:] for _, _, word in CELLS if word.startswith("no:")} == set(QUERY_RULES)


@pytest.mark.parametrize(("name", "role", "word"), [each for each in CELLS if each[2].startswith("no:")])
def test_what_is_refused_names_its_rule_to_the_one_who_asks(
    world: World, name: str, role: str, word: str
) -> None:
    with pytest.raises(AccessRefused) as refused:
        world.ask(name, PEOPLE[role])
    assert refused.value.code == QUERY_RULES[word.removeprefix("no:")]


@pytest.mark.parametrize(("name", "role"), lines("open"))
def test_what_is_open_is_the_same_for_everybody(world: World, name: str, role: str) -> None:
    if name == "history.submissions":
        told = [
            [each.submission for each in answer]
            for answer in (world.ask(name, PEOPLE[role]), raw(world, name))
        ]
        assert told[0] == told[1]
    else:
        assert plain(world.ask(name, PEOPLE[role])) == plain(raw(world, name))


@pytest.mark.parametrize(("name", "role"), lines("nothing"))
def test_what_is_nothing_has_no_row(world: World, name: str, role: str) -> None:
    assert rows_of(raw(world, name)) or name in WITHOUT_ROWS, (
        "the administrator's answer has to hold something"
    )
    assert rows_of(world.ask(name, PEOPLE[role])) == []


@pytest.mark.parametrize(("name", "role"), lines("own"))
def test_rows_are_those_of_own_places_and_all_of_them(world: World, name: str, role: str) -> None:
    own, whole = rows_of(world.ask(name, PEOPLE[role])), rows_of(raw(world, name))
    assert own or name in WITHOUT_ROWS
    assert plain(own) == plain([each for each in whole if place_of(each, role) in OWN_PLACES[role]])


@pytest.mark.parametrize(("name", "role"), lines("unnamed"))
def test_firms_are_named_at_own_places_alone(world: World, name: str, role: str) -> None:
    own, whole = rows_of(world.ask(name, PEOPLE[role])), rows_of(raw(world, name))
    assert len(own) == len(whole)
    for here, there in zip(own, whole, strict=True):
        if there.get("zone") in OWN_PLACES.get(role, ()):
            assert plain(here) == plain(there)
        else:
            assert all(pd.isna(here[column]) for column in NAMES if column in here)


@pytest.mark.parametrize(("name", "role"), lines("masked"))
def test_what_is_masked_tells_no_number_that_is_withheld(world: World, name: str, role: str) -> None:
    answer = world.ask(name, PEOPLE[role])
    for each in records(answer):
        if each.get("status") == "withheld" and each.get("reason", "") not in ("withheld", "not_published"):
            assert all(pd.isna(each.get(column)) for column in NUMBERS), each
    assert not numbers(answer) & withheld(world, role, zone_of(world, name))


@pytest.mark.parametrize(
    "name", sorted({name for name, _, word in CELLS if word == "masked"} - WITHOUT_AMOUNTS)
)
def test_what_is_masked_tells_the_administrator_more(world: World, name: str) -> None:
    assert numbers(raw(world, name)) - numbers(world.ask(name, PEOPLE["viewer"]))


@pytest.mark.parametrize("role", [role for role in PEOPLE if role != "administrator"])
def test_no_query_looks_past_what_its_viewer_may_see(
    world: World, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything is asked again while the whole release is out of reach."""
    whole = release_of(world.moment)

    def opened(*_: object) -> Release:
        raise AssertionError("the whole release was asked")

    monkeypatch.setattr(moments, "_opened", opened)
    with pytest.raises(AssertionError):
        release_of(world.moment)
    for name, asked, word in CELLS:
        if asked == role and not word.startswith("no:"):
            world.ask(name, PEOPLE[role])
    assert whole is not release_for(PEOPLE[role], world.moment)


def test_nothing_of_it_stands_in_the_log_that_was_not_done(world: World) -> None:
    told = exported(ADMINISTRATOR, world.paths)
    # Documents made of the same world name firms of milestones.
    assert {row[3] for row in told} <= {"assessment.save", "log.export", "read.records"}


def rows_of(answer: Any) -> list[Any]:
    """The rows of an answer that consists of some."""
    if isinstance(answer, pd.DataFrame):
        # A firm's programmes elsewhere are told as far as that place is open.
        return [row for row in answer.to_dict("records") if row.get("told_as") != "programme"]
    if hasattr(answer, "rows"):
        return answer.rows.to_dict("records")
    if hasattr(answer, "records") and is_dataclass(answer):
        return [row for each in answer.records for row in each.rows.to_dict("records")]
    return list(answer)


def place_of(row: Any, role: str) -> str:
    """The place that a row is of; a draft is of whoever has begun it."""
    if isinstance(row, str):
        return row
    if isinstance(row, dict):
        return row.get("zone", next(iter(OWN_PLACES[role])))
    if hasattr(row, "actor"):
        return "gunsan" if row.actor == PEOPLE[role].name else ""
    return row.zone
