"""Whose firm-level rows are open to whom."""

import pytest

from kpi.access import LOCAL_VIEWER, Role, Viewer


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


def test_scopes_differ_where_rights_differ() -> None:
    scopes = {
        Viewer("a", Role.MANAGER, frozenset({"gunsan"})).scope,
        Viewer("a", Role.MANAGER, frozenset({"pohang"})).scope,
        Viewer("a", Role.EVALUATOR, frozenset({"gunsan"})).scope,
        Viewer("a", Role.MANAGER, None).scope,
    }
    assert len(scopes) == 4
    assert Viewer("b", Role.MANAGER, None).scope == Viewer("a", Role.MANAGER, None).scope
