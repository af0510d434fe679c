"""Whose firm-level rows are open to whom."""

import pickle
from copy import deepcopy

import pytest

from kpi.access import LOCAL_VIEWER, Role, Viewer, configured_viewer
from kpi.errors import AccessRefused, KpiError
from kpi.text import message


@pytest.mark.parametrize(
    ("viewer", "zone", "open_"),
    [
        (LOCAL_VIEWER, "gunsan", True),
        (Viewer("a", Role.MANAGER, frozenset({"gunsan"})), "gunsan", True),
        (Viewer("a", Role.MANAGER, frozenset({"gunsan"})), "pohang", False),
        (Viewer("a", Role.EVALUATOR, None), "gunsan", False),
        (Viewer("a", Role.VIEWER, None), "gunsan", False),
        (Viewer("a", Role.ANALYST, None), "pohang", True),
    ],
)
def test_firm_rows_are_open_to_the_zones_own_people_only(viewer: Viewer, zone: str, open_: bool) -> None:
    assert viewer.may_see_firms(zone) is open_


@pytest.mark.parametrize(
    ("viewer", "rule", "allowed"),
    [
        (Viewer("a", Role.EVALUATOR, None), "firms_role", ["administrator", "analyst", "manager"]),
        (Viewer("a", Role.MANAGER, frozenset({"gunsan"})), "firms_zone", ["gunsan"]),
    ],
)
def test_a_refusal_of_firm_rows_names_its_rule_and_what_is_allowed(
    viewer: Viewer, rule: str, allowed: list[str]
) -> None:
    with pytest.raises(AccessRefused) as refused:
        viewer.require_firms("pohang")
    (fault,) = refused.value.faults
    assert (fault.code, fault.allowed) == (f"access_errors.{rule}", allowed)
    assert LOCAL_VIEWER.require_firms("pohang") is None


def test_scopes_differ_where_rights_differ() -> None:
    scopes = {
        Viewer("a", Role.MANAGER, frozenset({"gunsan"})).scope,
        Viewer("a", Role.MANAGER, frozenset({"pohang"})).scope,
        Viewer("a", Role.EVALUATOR, frozenset({"gunsan"})).scope,
        Viewer("a", Role.MANAGER, None).scope,
    }
    assert len(scopes) == 4
    assert Viewer("b", Role.MANAGER, None).scope == Viewer("a", Role.MANAGER, None).scope


@pytest.mark.parametrize(
    ("viewer", "zone", "may"),
    [
        (LOCAL_VIEWER, "gunsan", True),
        (Viewer("a", Role.ADMINISTRATOR), "", True),
        (Viewer("a", Role.ANALYST, frozenset({"gunsan"})), "gunsan", True),
        (Viewer("a", Role.MANAGER, frozenset({"gunsan"})), "gunsan", True),
        (Viewer("a", Role.ANALYST, frozenset({"gunsan"})), "pohang", False),
        (Viewer("a", Role.ANALYST, frozenset({"gunsan"})), "national", False),
        (Viewer("a", Role.ANALYST, None), "national", True),
        (Viewer("a", Role.EVALUATOR, None), "gunsan", False),
        (Viewer("a", Role.APPROVER, None), "gunsan", False),
        (Viewer("a", Role.VIEWER, None), "gunsan", False),
    ],
)
def test_files_come_from_the_zones_own_people(viewer: Viewer, zone: str, may: bool) -> None:
    assert viewer.may_submit(zone) is may
    assert viewer.may_submit_somewhere or not may


def test_nobody_without_a_zone_submits_anywhere() -> None:
    assert not Viewer("a", Role.ANALYST, frozenset()).may_submit_somewhere
    assert not Viewer("a", Role.APPROVER, None).may_submit_somewhere


@pytest.mark.parametrize("role", Role)
def test_approvers_and_administrators_approve_and_release(role: Role) -> None:
    may = role in {Role.APPROVER, Role.ADMINISTRATOR}
    assert (Viewer("a", role).may_approve, Viewer("a", role).may_release) == (may, may)


def test_a_file_of_several_zones_is_open_to_who_may_see_the_firms_of_all_of_them() -> None:
    gunsan = Viewer("a", Role.ANALYST, frozenset({"gunsan"}))
    assert gunsan.may_open_received({"gunsan"})
    assert not gunsan.may_open_received({"gunsan", "pohang"})
    assert not gunsan.may_open_received(set())
    assert LOCAL_VIEWER.may_open_received(set())


@pytest.fixture
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("KPI_ACTOR", "KPI_ROLE", "KPI_ZONES"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_whoever_acts_is_the_local_administrator_until_somebody_is_named(
    nothing_said: pytest.MonkeyPatch,
) -> None:
    assert configured_viewer() == LOCAL_VIEWER
    assert configured_viewer("kim") == Viewer("kim", Role.ADMINISTRATOR, None)
    nothing_said.setenv("KPI_ACTOR", "lee")
    nothing_said.setenv("KPI_ROLE", "analyst")
    nothing_said.setenv("KPI_ZONES", "gunsan, pohang,")
    assert configured_viewer() == Viewer("lee", Role.ANALYST, frozenset({"gunsan", "pohang"}))
    assert configured_viewer("kim").name == "kim"


def test_a_role_that_does_not_exist_is_refused(nothing_said: pytest.MonkeyPatch) -> None:
    nothing_said.setenv("KPI_ROLE", "king")
    with pytest.raises(KpiError) as refused:
        configured_viewer()
    assert refused.value.faults[0].value == "king"


@pytest.mark.parametrize(
    ("viewer", "may"),
    [
        (Viewer("kim", Role.ANALYST, frozenset()), True),
        (Viewer("lee", Role.ANALYST, None), False),
        (Viewer("lee", Role.APPROVER, None), True),
        (LOCAL_VIEWER, True),
    ],
)
def test_a_draft_is_decided_about_by_its_own_person_or_an_approver(viewer: Viewer, may: bool) -> None:
    assert viewer.may_decide("kim") is may


@pytest.mark.parametrize(
    ("viewer", "may"),
    [
        (Viewer("kim", Role.VIEWER), True),
        (Viewer("lee", Role.EVALUATOR, None), False),
        (Viewer("lee", Role.APPROVER, None), False),
        (LOCAL_VIEWER, True),
    ],
)
def test_a_scenario_is_discarded_by_who_saved_it_or_an_administrator(viewer: Viewer, may: bool) -> None:
    assert viewer.may_discard_scenario("kim") is may


@pytest.mark.parametrize(
    ("viewer", "places"),
    [
        (LOCAL_VIEWER, None),
        (Viewer("a", Role.ANALYST, None), None),
        (Viewer("a", Role.MANAGER, frozenset({"gunsan"})), {"gunsan"}),
        (
            Viewer("a", Role.MANAGER, frozenset({"gunsan"}), granted=frozenset({"pohang"})),
            {"gunsan", "pohang"},
        ),
        (Viewer("a", Role.EVALUATOR, None), set()),
        (Viewer("a", Role.EVALUATOR, None, granted=frozenset({"pohang"})), {"pohang"}),
        (Viewer("a", Role.APPROVER, None), set()),
        (Viewer("a", Role.VIEWER, None), set()),
    ],
)
def test_firms_of_a_place_open_by_charge_or_by_grant(viewer: Viewer, places: set[str] | None) -> None:
    assert viewer.firm_places == places


@pytest.mark.parametrize("role", Role)
def test_unpublished_results_are_open_to_those_who_evaluate(role: Role) -> None:
    may = role in {Role.EVALUATOR, Role.APPROVER, Role.ADMINISTRATOR}
    assert Viewer("a", role, None).may_evaluate is may
    if not may:
        with pytest.raises(AccessRefused, match=r"access_errors\.unpublished"):
            Viewer("a", role, None).require_evaluating()


def test_an_evaluator_gives_points_in_assigned_years_only() -> None:
    assigned = Viewer("a", Role.EVALUATOR, None, years=frozenset({2024}))
    assert (assigned.may_score(2024), assigned.may_score(2023)) == (True, False)
    assert Viewer("a", Role.EVALUATOR, None).may_score(2023)
    assert not Viewer("a", Role.APPROVER, None).may_score(2024)
    assert LOCAL_VIEWER.may_score(2024)


@pytest.mark.parametrize("role", Role)
def test_only_administrators_administer(role: Role) -> None:
    assert Viewer("a", role, None).may_administer is (role is Role.ADMINISTRATOR)
    if role is not Role.ADMINISTRATOR:
        with pytest.raises(AccessRefused, match=r"access_errors\.administering"):
            Viewer("a", role, None).require_administering()


def test_a_grant_makes_another_scope_and_a_number_does_not() -> None:
    plain = Viewer("a", Role.EVALUATOR, None)
    assert plain.scope != Viewer("a", Role.EVALUATOR, None, granted=frozenset({"pohang"})).scope
    assert plain.scope != Viewer("a", Role.EVALUATOR, None, years=frozenset({2024})).scope
    assert plain.scope == Viewer("a", Role.EVALUATOR, None, person=7, address="127.0.0.1").scope


def test_a_refusal_is_copied_with_the_words_of_its_roles() -> None:
    with pytest.raises(AccessRefused) as refused:
        Viewer("a", Role.VIEWER).require_firms("pohang")
    (fault,) = refused.value.faults
    for copied in (deepcopy(fault), pickle.loads(pickle.dumps(fault))):
        assert (
            copied == fault
            and message(copied, "ko") == message(fault, "ko")
            and "열람자" in message(fault, "ko")
        )
