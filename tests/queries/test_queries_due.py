"""Whose file for which period is due, late or missing, and what counts as handed in."""

from datetime import date

import pytest
from small_history import SmallHistory, handed_in

from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.catalogue import Catalogue
from kpi.queries.due import Due, due, due_on, outstanding
from kpi.queries.moments import Moment

GUNSAN = "gunsan"
SPRING = date(2026, 4, 10)


@pytest.fixture
def empty(world: SmallHistory) -> Moment:
    return world.publish()


def owed(moment: Moment, today: date, dataset: str, period: str, zone: str = GUNSAN) -> list[Due]:
    found = due(LOCAL_VIEWER, moment, today)
    return [each for each in found if (each.dataset, each.period, each.zone) == (dataset, period, zone)]


@pytest.mark.parametrize(
    ("dataset", "period", "day"),
    [
        ("investments", "2026Q1", date(2026, 4, 30)),
        ("investments", "2025Q4", date(2026, 1, 31)),
        ("firm_results", "2026Q2", date(2026, 7, 31)),
        ("tenant_firms", "2026Q3", date(2026, 10, 31)),
        ("funding", "2025", date(2026, 2, 28)),
        ("tenant_survey", "2023", date(2024, 2, 29)),
        ("targets", "2026", date(2026, 2, 28)),
    ],
)
def test_a_quarter_is_due_a_month_after_it_ends_a_year_and_a_target_by_the_end_of_february(
    catalogue: Catalogue, dataset: str, period: str, day: date
) -> None:
    rule = catalogue.datasets[dataset].due
    assert rule is not None and due_on(rule, period) == day


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 3, 31), None),
        (date(2026, 4, 1), "due"),
        (date(2026, 4, 30), "due"),
        (date(2026, 5, 1), "late"),
        (date(2026, 5, 15), "late"),
        (date(2026, 5, 16), "missing"),
    ],
)
def test_a_file_is_due_then_late_then_missing(empty: Moment, today: date, state: str | None) -> None:
    found = owed(empty, today, "investments", "2026Q1")
    assert [(each.state, each.due_on, each.late_on) for each in found] == (
        [(state, date(2026, 4, 30), date(2026, 5, 15))] if state else []
    )


def test_a_submitted_file_is_received_for_the_zones_and_quarters_it_speaks_for_only(
    world: SmallHistory,
) -> None:
    moment = world.publish(handed_in(1, "gunsan|2025Q4", "gunsan|2026Q1"))
    (received,) = owed(moment, SPRING, "investments", "2026Q1")
    assert (received.state, received.series, received.submission) == ("received", "submitted", "submission1")
    assert (received.synthetic, received.known_on) == (False, date(2026, 3, 1))
    assert [each.state for each in owed(moment, SPRING, "investments", "2025Q3")] == ["missing"]
    assert [each.state for each in owed(moment, SPRING, "investments", "2026Q1", "pohang")] == ["due"]
    assert [each.state for each in owed(moment, SPRING, "startups", "2026Q1")] == ["due"]


def test_a_sample_stands_in_and_says_so_until_the_real_file_comes(world: SmallHistory) -> None:
    sample = handed_in(1, "gunsan|2026Q1", series="sample", synthetic=True)
    (standing,) = owed(world.publish(sample), SPRING, "investments", "2026Q1")
    assert (standing.state, standing.synthetic, standing.series) == ("received", True, "sample")
    (real,) = owed(world.publish(handed_in(2, "gunsan|2026Q1")), SPRING, "investments", "2026Q1")
    assert (real.state, real.synthetic, real.series) == ("received", False, "submitted")


def test_undoing_the_file_makes_it_owed_again(world: SmallHistory) -> None:
    world.publish(handed_in(1, "gunsan|2026Q1"))
    moment = world.publish(undone=["submission1"])
    assert [each.state for each in owed(moment, SPRING, "investments", "2026Q1")] == ["due"]


def test_a_press_report_of_targets_releases_nobody_from_handing_them_in(world: SmallHistory) -> None:
    moment = world.publish(handed_in(1, "gunsan|2026", dataset="targets", series="local_press"))
    assert [each.state for each in owed(moment, SPRING, "targets", "2026")] == ["missing"]
    moment = world.publish(handed_in(2, "gunsan|2026", dataset="targets"))
    assert [each.submission for each in owed(moment, SPRING, "targets", "2026")] == ["submission2"]


def test_a_register_speaks_for_the_quarters_that_had_ended_when_it_was_made(world: SmallHistory) -> None:
    register = handed_in(1, "gunsan|*", dataset="tenant_firms", known_on=date(2026, 1, 12))
    moment = world.publish(register)
    assert [each.state for each in owed(moment, SPRING, "tenant_firms", "2025Q4")] == ["received"]
    assert [each.state for each in owed(moment, SPRING, "tenant_firms", "2026Q1")] == ["due"]


def test_a_zone_owes_nothing_from_before_its_designation(empty: Moment, catalogue: Catalogue) -> None:
    assert catalogue.zones[GUNSAN].designated_on == date(2020, 7, 27)
    found = [each for each in due(LOCAL_VIEWER, empty, date(2021, 2, 1)) if each.zone == GUNSAN]
    assert {each.period for each in found if each.dataset == "investments"} == {"2020Q3", "2020Q4"}
    assert {each.period for each in found if each.dataset == "funding"} == {"2020"}
    assert {each.period for each in found if each.dataset == "targets"} == {"2021"}


def test_nobody_owes_what_is_published_or_remembered(empty: Moment) -> None:
    asked_for = {each.dataset for each in due(LOCAL_VIEWER, empty, SPRING)}
    assert asked_for.isdisjoint({"published_values", "published_grades", "milestones"})
    assert "investments" in asked_for


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ANALYST])
def test_people_of_a_zone_are_reminded_of_their_own_files_all_others_of_every_zone(
    empty: Moment, role: Role, catalogue: Catalogue
) -> None:
    own = due(Viewer("a", role, frozenset({GUNSAN})), empty, SPRING)
    assert {each.zone for each in own} == {GUNSAN}
    every = due(Viewer("a", Role.EVALUATOR, None), empty, SPRING)
    assert {each.zone for each in every} == set(catalogue.zones)


def test_the_last_due_comes_first_and_what_is_outstanding_longest_overdue_first(world: SmallHistory) -> None:
    moment = world.publish(handed_in(1, "gunsan|2026Q1"))
    found = due(LOCAL_VIEWER, moment, SPRING)
    days = [each.due_on for each in found]
    assert days == sorted(days, reverse=True) and days[-1] >= date(2024, 4, 1)
    open_ = outstanding(found)
    assert len(open_) == len(found) - 1
    assert [each.due_on for each in open_] == sorted(each.due_on for each in open_)
